"""Settings: what a person chose, as a TOML file that stays readable and editable by hand.

A file that does not parse is never overwritten; unknown keys are kept and reported; a value of the wrong type counts as
not set. ``load`` therefore never raises: it gives settings that work and the problems in words.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import msgspec

from app.core.tr import mark
from app.settings_rules import EXAMPLE, AlertRule, rules_of

_LARGEST_FILE_BYTES = 1024 * 1024


class RemoteHub(msgspec.Struct, frozen=True, kw_only=True):
    """Another machine's hub. Its token lies in the keyring, never here."""

    name: str
    uri: str


LogLevel = Literal["debug", "info", "warning", "error"]

SoundKind = Literal["needs_you", "failed", "finished", "silent", "stopped", "budget", "matched"]
"""The kinds of alert; each has a sound of its own."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every choice, with its default. ``DOCUMENTATION`` says in words what each does."""

    theme: Literal["system", "light", "dark", "high_contrast"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    reduced_motion: Literal["system", "on", "off"] = "system"
    keep_collecting: bool = False
    notifications_needs_you: bool = True
    notifications_finished: bool = True
    notifications_failed: bool = True
    notifications_silent: bool = True
    notifications_stopped: bool = True
    notifications_budget: bool = True
    notifications_matched: bool = True
    quiet_hours: tuple[str, ...] = ()
    quiet_hours_let_through: tuple[SoundKind, ...] = ()
    heed_do_not_disturb: bool = True
    silent_after_min: int = 10
    failing_times: int = 5
    digest_after_min: int = 10
    limit_session_tokens: int = 0
    limit_session_usd: float = 0.0
    limit_day_tokens: int = 0
    limit_day_usd: float = 0.0
    limit_stop: bool = False
    sounds: bool = False
    sounds_for: tuple[SoundKind, ...] = ("needs_you", "failed", "finished")
    close_to_tray: bool = True
    tray_icon: Literal["colour", "dark", "light"] = "colour"
    stop_all_key: bool = False
    redact_secrets: bool = True
    keep_days: int = 90
    keep_megabytes: int = 4000
    log_topics: dict[str, LogLevel] = {}
    update_url: str = ""
    update_key: str = ""
    first_run_done: bool = False
    agent_homes: dict[str, tuple[str, ...]] = {}
    hubs: tuple[RemoteHub, ...] = ()
    rules: tuple[AlertRule, ...] = ()


DOCUMENTATION: dict[str, str] = {
    "theme": "How the window looks: system, light, dark or high_contrast.",
    "language": "What the window speaks, from its next start on: system, en or zh_CN (Simplified Chinese).",
    "reduced_motion": "on: nothing moves or blinks. off: short movements. system: as the desktop says.",
    "keep_collecting": "true: the hub goes on when the window is quit, so that nothing is missed meanwhile.",
    "notifications_needs_you": "Tell me when a session waits for an answer.",
    "notifications_finished": "Tell me when a session has finished its turn.",
    "notifications_failed": "Tell me when a session has failed.",
    "notifications_silent": "Tell me when a session at work has given no sign for long (silent_after_min).",
    "notifications_stopped": "Tell me when a stop I ordered has taken effect.",
    "notifications_budget": "Tell me when a limit of mine (limit_…) was passed.",
    "notifications_matched": "Tell me when output matches one of my rules.",
    "quiet_hours": 'When nothing rings, it only stands in the inbox: [ "22:00-07:00", "Sat,Sun 00:00-24:00" ]',
    "quiet_hours_let_through": 'What rings in quiet hours and do not disturb all the same: [ "needs_you" ]',
    "heed_do_not_disturb": "Ring for nothing while the desktop says do not disturb, where it can be read.",
    "silent_after_min": "Minutes without a sign after which a session at work is silent; 0: never.",
    "failing_times": "Tell me when the same tool call failed so often in a row; 0: never.",
    "digest_after_min": "Minutes of absence after which I am told in one piece what came meanwhile.",
    "limit_session_tokens": "Tell me when a session has used so many tokens, cached ones included; 0: no limit.",
    "limit_session_usd": "Tell me when a session has cost so many US dollars, where its agent tells; 0: no limit.",
    "limit_day_tokens": "The same for all sessions of a hub together, each day anew.",
    "limit_day_usd": "The same in US dollars.",
    "limit_stop": "true: a session that goes on beyond a limit is stopped before its next tool.",
    "sounds": "true: a short sound with an alert. Quiet hours and do not disturb keep it silent.",
    "sounds_for": "Which alerts are heard: needs_you, failed, finished, silent, stopped, budget, matched.",
    "close_to_tray": "Closing the window hides it to the tray (only where a tray exists).",
    "tray_icon": "colour; or one ink from the next start on: dark for light panels, light for dark ones.",
    "stop_all_key": "Ask the desktop for a key that opens the list of Stop all from any program.",
    "redact_secrets": "Hide keys, tokens and passwords of known shapes («secret») before anything is stored.",
    "keep_days": "Sessions that ended longer ago leave the store; 0: never. Agents' own files are not touched.",
    "keep_megabytes": "When the store is larger, the sessions that ended longest ago go first; 0: no limit.",
    "log_topics": 'Say more (or less) in the logs, by topic: { "hub.follow" = "debug" }; SIGNALCABIN_LOG goes first.',
    "update_url": "Where to ask once a day whether there is a newer version (https://…); empty: nobody is asked.",
    "update_key": "Who must have signed the answer: an Ed25519 public key in base64; empty: the project's own.",
    "first_run_done": "The introduction has been seen.",
    "agent_homes": 'More configuration folders to follow, by agent: { claude_code = ["/home/me/.claude-work"] }',
    "hubs": 'Hubs of other machines: [ { name = "server", uri = "wss://host:port" } ]; tokens are kept in the keyring.',
    "rules": EXAMPLE,
}
"""One sentence for every field: written above it in the file."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that work, and in words what in the file could not be used (empty: all of it could)."""

    settings: Settings
    problems: tuple[str, ...] = ()
    readable: bool = True
    """False: the file is there and does not parse; ``save`` will refuse to touch it."""


class SettingsNotSaved(Exception):
    """The file could not be changed; the text says why and what to do. It is as it was before."""


def load(path: Path) -> Loaded:
    """Read the settings. Never raises: what cannot be used is named in ``problems`` and its default taken."""
    try:
        table = _read_table(path)
    except FileNotFoundError:
        return Loaded(settings=Settings())
    except (OSError, ValueError) as error:
        why = mark("{file} cannot be read ({why}); the defaults are used and the file is left alone.")
        problem = why.format(file=path, why=error)
        return Loaded(settings=Settings(), problems=(problem,), readable=False)
    return _from_table(path, table)


def save(path: Path, settings: Settings) -> None:
    """Write changed values into the file, keeping everything else in it as it is; raises SettingsNotSaved."""
    now = load(path)
    if not now.readable:
        raise SettingsNotSaved(f"{now.problems[0]} " + mark("Correct or remove it, then try again."))
    text = path.read_text(encoding="utf-8") if path.exists() else _header()
    for field in Settings.__struct_fields__:
        value = getattr(settings, field)
        if value != getattr(now.settings, field) or not path.exists():
            text = _with_value(text, field, value)
    _check(path, text, settings)
    _write_atomically(path, text)


def _read_table(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        raise ValueError("larger than 1 MB")
    import tomllib  # takes a while, and most have no file

    return tomllib.loads(path.read_text(encoding="utf-8"))


def _from_table(path: Path, table: dict[str, Any]) -> Loaded:
    """Take every key that fits; name those that do not."""
    good: dict[str, Any] = {}
    problems: list[str] = []
    types = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    for key, value in table.items():
        if key not in types:
            why = mark("{file}: {key} is not a setting of this version; it is kept but does nothing.")
            problems.append(why.format(file=path, key=repr(key)))
            continue
        if key == "rules":
            good[key], bad = rules_of(value)
            problems += [f"{path}: {problem}" for problem in bad]
            continue
        try:
            good[key] = msgspec.convert(value, types[key])
        except msgspec.ValidationError as error:
            why = mark("{file}: {key} cannot be used ({why}); its default is taken.")
            problems.append(why.format(file=path, key=repr(key), why=error))
    return Loaded(settings=Settings(**good), problems=tuple(problems))


def _header() -> str:
    return "# Signalcabin's settings. Edit freely: comments and order are kept.\n"


def _with_value(text: str, field: str, value: Any) -> str:
    """``text`` with one top-level key set: its line replaced, or added (above the first table) with its description."""
    if field == "rules" and not value:
        return f"{text}\n{EXAMPLE}"  # a line "rules = []" would be in the way of the tables to come
    line = f"{field} = {_toml(value)}"
    lines = text.splitlines()
    end_of_top = next((i for i, each in enumerate(lines) if each.lstrip().startswith("[")), len(lines))
    for index, each in enumerate(lines[:end_of_top]):
        if each.split("=", 1)[0].strip() == field and "=" in each:
            lines[index] = line
            return "\n".join(lines) + "\n"
    described = [] if field == "rules" else [f"# {DOCUMENTATION[field]}"]
    lines[end_of_top:end_of_top] = ["", *described, line]
    return "\n".join(lines) + "\n"


def _check(path: Path, text: str, wanted: Settings) -> None:
    """A key written over several lines, or as a table, cannot be changed by line: then say so and write nothing."""
    import tomllib

    try:
        found = _from_table(path, tomllib.loads(text)).settings
    except tomllib.TOMLDecodeError:
        found = None
    if found != wanted:
        raise SettingsNotSaved(
            mark("{file} is laid out in a way that cannot be changed safely. Edit it by hand.").format(file=path)
        )


def _toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    if isinstance(value, msgspec.Struct):
        return _toml({key: each for key, each in msgspec.structs.asdict(value).items() if each is not None})
    if isinstance(value, dict):
        inside = ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return str(value)


def _write_atomically(path: Path, text: str) -> None:
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise SettingsNotSaved(
            mark("{file} cannot be written: {why}. Your choice holds until you quit.").format(
                file=path, why=error.strerror
            )
        ) from error
