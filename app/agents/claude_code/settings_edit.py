"""Puts our hooks into the text of Claude Code's settings.json and takes them out again: every foreign byte stays.

Nothing is parsed and written anew: key order, indentation, spellings of numbers, escapes, line ends, a BOM and the
last line's end are the user's. Ours are groups of their own, appended behind theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.agents.base import ConfigRefused
from app.agents.claude_code.json_spans import (
    Container,
    Edit,
    NotJson,
    Span,
    apply,
    blank_end,
    container_at,
    parse,
    removal,
)
from app.agents.claude_code.recipe import relay_of
from app.core.tr import mark, tr

MAX_SETTINGS_BYTES = 4 * 1024 * 1024
_HOOKS = "hooks"
_ADVICE = mark("Nothing was changed. Mend the file (Claude Code's /doctor shows where) and try again.")


class Settings:
    """One settings text that may be edited. Raises ConfigRefused for one that must not be touched."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self.value = parse(text)
        except NotJson as error:
            raise ConfigRefused(
                tr("The settings file is no valid JSON: {why}. {advice}").format(why=error, advice=tr(_ADVICE))
            ) from error
        if not isinstance(self.value, dict):
            raise ConfigRefused(tr("The settings file holds no JSON object. {advice}").format(advice=tr(_ADVICE)))
        self.root = container_at(text, blank_end(text, 1 if text.startswith("\ufeff") else 0))
        self.hooks = self._only(self.root, _HOOKS, "{")
        self.events: dict[str, Container] = {}
        if self.hooks is not None:
            self._read_events(self.hooks)

    def _read_events(self, hooks: Container) -> None:
        for span in hooks.spans:
            event = self._only(hooks, span.key, "[")
            assert event is not None
            self.events[span.key] = event
            for group in self.groups(span.key):
                for entry in group.spans:
                    self._expect(entry.value, "{", tr("a hook of {event}").format(event=span.key))

    def _only(self, container: Container, key: str, opening: str) -> Container | None:
        """The container under ``key``; refuses a second one of that name, and another kind of value."""
        found = [span for span in container.spans if span.key == key]
        if len(found) > 1:
            raise ConfigRefused(tr("The settings file has “{key}” twice. {advice}").format(key=key, advice=tr(_ADVICE)))
        if not found:
            return None
        self._expect(found[0].value, opening, f"“{key}”")
        return container_at(self.text, found[0].value)

    def _expect(self, at: int, opening: str, what: str) -> None:
        if self.text[at] != opening:
            kind = tr("an object") if opening == "{" else tr("an array")
            raise ConfigRefused(
                tr("In the settings file {what} is not {kind}. {advice}").format(
                    what=what, kind=kind, advice=tr(_ADVICE)
                )
            )

    def groups(self, event: str) -> list[Container]:
        """The inner ``hooks`` array of each group of an event, in order."""
        inner: list[Container] = []
        for span in self.events[event].spans:
            self._expect(span.value, "{", tr("a group of {event}").format(event=event))
            entries = self._only(container_at(self.text, span.value), _HOOKS, "[")
            if entries is None:
                raise ConfigRefused(
                    tr("In the settings file a group of {event} has no “hooks”. {advice}").format(
                        event=event, advice=tr(_ADVICE)
                    )
                )
            inner.append(entries)
        return inner

    def ours(self, group: Container) -> set[int]:
        """Which entries of a group are ours, by number."""
        return {number for number, span in enumerate(group.spans) if relay_of(self.entry(span))}

    def entry(self, span: Span) -> Any:
        """One hook entry as a value, numbers as strings."""
        return parse(self.text[span.value : span.end])

    def group_value(self, event: str, number: int) -> Any:
        """One group of an event as a value, numbers as strings."""
        span = self.events[event].spans[number]
        return parse(self.text[span.value : span.end])


def decode(content: bytes) -> str:
    """The text of a settings file. Raises ConfigRefused."""
    if len(content) > MAX_SETTINGS_BYTES:
        raise ConfigRefused(
            tr("The settings file is larger than {most} bytes. Nothing was changed.").format(most=MAX_SETTINGS_BYTES)
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ConfigRefused(
            tr("The settings file is not UTF-8 (byte {place}). {advice}").format(place=error.start, advice=tr(_ADVICE))
        ) from error


# ── taking out ─────────────────────────────────────────────────────────────────────────────────


def without_ours(settings: Settings, original: Settings | None) -> str:
    """The text without our entries. A container that ours alone filled goes with them, unless the original had it."""
    if settings.hooks is None:
        return settings.text
    edits: list[Edit] = []
    gone: set[int] = set()
    for number, span in enumerate(settings.hooks.spans):
        inner = _event_without_ours(settings, span.key, original)
        if inner is None:
            gone.add(number)
        else:
            edits += inner
    if not gone:
        return apply(settings.text, edits)
    before = original.hooks if original is not None else None
    if len(gone) < len(settings.hooks.spans) or before is not None:
        return apply(settings.text, edits + removal(settings.hooks, gone, _interior(original, before)))
    at = {number for number, span in enumerate(settings.root.spans) if span.key == _HOOKS}
    return apply(settings.text, removal(settings.root, at, _interior(original, original.root if original else None)))


def _event_without_ours(settings: Settings, event: str, original: Settings | None) -> list[Edit] | None:
    """The edits inside one event; None when nothing of it is to stay."""
    edits: list[Edit] = []
    gone: set[int] = set()
    for number, group in enumerate(settings.groups(event)):
        ours = settings.ours(group)
        if ours and len(ours) == len(group.spans):
            gone.add(number)
        elif ours:
            edits += removal(group, ours)
    before = original.events.get(event) if original is not None else None
    if gone and len(gone) == len(settings.events[event].spans) and before is None:
        return None
    return edits + removal(settings.events[event], gone, _interior(original, before)) if gone else edits


def _interior(original: Settings | None, container: Container | None) -> str:
    """The white space that stood in a container of the original that was empty."""
    if original is None or container is None or container.spans:
        return ""
    return original.text[container.inner : container.close]


# ── putting in ─────────────────────────────────────────────────────────────────────────────────


def with_ours(settings: Settings, entries: Mapping[str, Sequence[dict[str, Any]]]) -> str:
    """The text with one group for each of an event's ``entries``, behind whatever stands there."""
    layout = Layout(settings)
    groups = {event: [{_HOOKS: [entry]} for entry in of_event] for event, of_event in entries.items()}
    if settings.hooks is None:
        return apply(settings.text, [layout.append(settings.root, 0, {_HOOKS: groups})])
    edits = [
        layout.append(settings.events[event], 2, group) for event, group in groups.items() if event in settings.events
    ]
    missing = {event: group for event, group in groups.items() if event not in settings.events}
    if missing:
        edits.append(layout.append(settings.hooks, 1, missing))
    return apply(settings.text, edits)


class Layout:
    """How the user's file is laid out: its line end, its indentation, or all on one line."""

    def __init__(self, settings: Settings) -> None:
        self.text = settings.text
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        first = self._before(settings.root, 0) if settings.root.spans else self.newline
        self.on_one_line = "\n" not in first and "\r" not in first
        indent = re.split(r"[\r\n]", first)[-1]
        self.unit = indent or "  "

    def _before(self, container: Container, number: int) -> str:
        """The white space before a span, behind the bracket or comma."""
        start = container.spans[number].start
        blank = len(self.text[container.inner : start]) - len(self.text[container.inner : start].rstrip(" \t\r\n"))
        return self.text[start - blank : start]

    def append(self, container: Container, depth: int, added: Mapping[str, Any] | list[Any]) -> Edit:
        """Puts members or elements behind the last of a container that stands ``depth`` levels inside the root."""
        before = self._before(container, len(container.spans) - 1) if container.spans else ""
        flat = "\n" not in before and "\r" not in before if container.spans else self.on_one_line
        # Of the space before the last one only the indentation counts: blank lines are not repeated.
        indent = re.split(r"[\r\n]", before)[-1] if container.spans else self.unit * (depth + 1)
        if not flat:
            before = self.newline + indent
        pieces = [self._render(piece, None if flat else indent) for piece in _pieces(added)]
        comma = "," + (before or ("" if self.on_one_line else " "))
        if container.spans:
            at = container.spans[-1].end
            return Edit(at, at, comma + comma.join(pieces))
        closing = "" if flat else self.newline + self.unit * depth
        return Edit(container.inner, container.close, before + comma.join(pieces) + closing)

    def _render(self, piece: tuple[str, Any], indent: str | None) -> str:
        key, value = piece
        if indent is None:
            tight = self.on_one_line
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":") if tight else (", ", ": "))
            colon = ":" if tight else ": "
        else:
            lines = json.dumps(value, ensure_ascii=False, indent=self.unit).split("\n")
            body, colon = (self.newline + indent).join(lines), ": "
        return f"{json.dumps(key)}{colon}{body}" if key else body


def _pieces(added: Mapping[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    return list(added.items()) if isinstance(added, Mapping) else [("", item) for item in added]
