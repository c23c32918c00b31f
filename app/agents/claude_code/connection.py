"""Connect, disconnect and inspect: what becomes of the user's settings.json, as content in and content out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.agents.base import ConfigEdit, ConfigRefused, HookSpec
from app.agents.claude_code.json_spans import NotJson, parse
from app.agents.claude_code.recipe import entry_for, hooks_for, mode_of, relay_of, wake_hooks_for
from app.agents.claude_code.settings_edit import Settings, decode, with_ours, without_ours
from app.core.tr import tr

_POLICIES = ("disableAllHooks", "allowManagedHooksOnly")
_Groups = dict[str, list[dict[str, Any]]]


def connect(current: bytes | None, relay_command: Sequence[str], version: str, wake: bool = False) -> ConfigEdit:
    """The settings with our hooks in, once each; a second time is no change. Raises ConfigRefused."""
    specs = hooks_for(version)
    if not specs:
        why = tr("Claude Code {version} has no hooks yet. Update it (claude update) and try again.")
        raise ConfigRefused(why.format(version=version))
    specs += wake_hooks_for(version) if wake else ()
    entries: _Groups = {}
    for spec in specs:
        entries.setdefault(spec.event, []).append(entry_for(spec, relay_command, version))
    wanted = _wanted(specs, relay_command, version)
    blank = current is None or not current.strip()
    settings = Settings("{}\n" if current is None or blank else decode(current))
    found = _ours(settings)
    notes = tuple(
        tr("“{policy}” is on in this file: no hook runs until it is off.").format(policy=policy)
        for policy in _blocked_by(settings.value)
    )
    if wake and not wake_hooks_for(version):
        note = tr("Claude Code {version} cannot be woken by a hook yet: sessions at rest stay so.")
        notes += (note.format(version=version),)
    if found == wanted:
        return ConfigEdit(before=current, after=current, notes=notes)
    cleared = Settings(without_ours(settings, None)) if found else settings
    after = with_ours(cleared, entries).encode()
    added, removed = _difference(found, wanted)
    return ConfigEdit(before=current, after=after, added=added, removed=removed, notes=notes)


def disconnect(current: bytes | None, written: bytes | None, original: bytes | None) -> ConfigEdit:
    """The settings without us. Byte for byte the original where nobody else wrote since. Raises ConfigRefused."""
    if current is None or not current.strip():
        return ConfigEdit(before=current, after=current)
    settings, before = Settings(decode(current)), _readable(original)
    found = _ours(settings)
    if not found:
        return ConfigEdit(before=current, after=current)
    if current == written and not (before is not None and _ours(before)):
        return ConfigEdit(before=current, after=original, removed=tuple(found))
    if before is not None and _ours(before):
        before = Settings(without_ours(before, None))
    text = without_ours(settings, before)
    # Only a file that was not there before us, and holds nothing now, goes.
    after = None if written is not None and original is None and not Settings(text).value else text.encode()
    return ConfigEdit(before=current, after=after, removed=tuple(found))


def inspect(current: bytes | None, relay_command: Sequence[str], version: str) -> dict[str, Any]:
    """For doctor: which hooks are present as they should be, missing or changed, and what keeps them from running."""
    wanted = _wanted(hooks_for(version), relay_command, version)
    report: dict[str, Any] = {"present": [], "missing": list(wanted), "changed": [], "foreign": 0}
    report |= {"blocked_by": [], "stale_relay": [], "problem": "", "wake": False}
    if current is None or not current.strip():
        return report
    try:
        settings = Settings(decode(current))
    except ConfigRefused as refusal:
        return report | {"problem": str(refusal), "blocked_by": _blocked_in(current)}
    found = _ours(settings)
    relays = {relay_of(group["hooks"][0]) for groups in found.values() for group in groups}
    if any(mode_of(group["hooks"][0]) == "wake" for groups in found.values() for group in groups):
        report["wake"] = True
        wanted = _wanted((*hooks_for(version), *wake_hooks_for(version)), relay_command, version)
    report["present"] = [event for event, groups in wanted.items() if found.get(event) == groups]
    report["missing"] = [event for event in wanted if event not in found]
    report["changed"] = [event for event, groups in found.items() if groups != wanted.get(event)]
    report["foreign"] = sum(
        len(group.spans) - len(settings.ours(group)) for event in settings.events for group in settings.groups(event)
    )
    report["blocked_by"] = _blocked_by(settings.value)
    report["stale_relay"] = sorted(relays - set(relay_command))
    return report


def _wanted(specs: Sequence[HookSpec], relay_command: Sequence[str], version: str) -> _Groups:
    """As ``_ours`` reads them back."""
    wanted: _Groups = {}
    for spec in specs:
        wanted.setdefault(spec.event, []).append(_as_read(entry_for(spec, relay_command, version)))
    return wanted


def _difference(found: _Groups, wanted: _Groups) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which hooks come and which go, by their events; one that is changed comes."""
    added = [event for event, groups in wanted.items() for group in groups if group not in found.get(event, [])]
    removed = [event for event, groups in found.items() for group in groups[len(wanted.get(event, [])) :]]
    return tuple(added), tuple(removed)


def _ours(settings: Settings) -> _Groups:
    """Our entries by event, each as a group of its own with the rest of the group it stands in."""
    found: _Groups = {}
    for event in settings.events:
        for number, group in enumerate(settings.groups(event)):
            for ours in sorted(settings.ours(group)):
                around = settings.group_value(event, number)
                found.setdefault(event, []).append(around | {"hooks": [settings.entry(group.spans[ours])]})
    return found


def _as_read(entry: dict[str, Any]) -> dict[str, Any]:
    """A group with this entry as ``Settings`` reads it back: numbers as text."""
    return {"hooks": [{key: str(value) if type(value) is int else value for key, value in entry.items()}]}


def _blocked_by(value: Any) -> list[str]:
    return [policy for policy in _POLICIES if isinstance(value, dict) and value.get(policy) is True]


def _blocked_in(content: bytes) -> list[str]:
    """The same of a file whose hooks we do not understand."""
    try:
        return _blocked_by(parse(decode(content)))
    except (NotJson, ConfigRefused):
        return []


def _readable(original: bytes | None) -> Settings | None:
    if original is None:
        return None
    try:
        return Settings(decode(original))
    except ConfigRefused:  # was never connected in that state: then it cannot guide us
        return None
