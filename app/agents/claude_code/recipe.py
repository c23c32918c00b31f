"""Which hooks to register with which Claude Code, and how each is written into its settings.

The table is the one found loss-free on the real command line: synchronous where we may answer or where an asynchronous
hook is lost at exit, asynchronous elsewhere. The versions are from Claude Code's changelog (for an event that it does
not date: the oldest version it, or we, saw it in). They matter: before 2.1.101 one unknown event name made Claude Code
ignore the whole file; before 2.1.139 it knew no ``args``, and the guard would have run the payload as shell commands.
WorktreeCreate and WorktreeRemove are never registered: a hook there *replaces* git worktree.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.agents.base import ConfigRefused, HookSpec
from app.agents.claude_code.prompts import WAKE_PREFIX, WAKE_SUMMARY

AGENT = "claude_code"
RELAY_NAME = "signalcabin-relay"
GUARD = '[ -x "$0" ] || exit 0; exec "$0" "$@"'
"""Why a guard: a hook whose command is missing blocks the user's prompts and tools, or prints errors at each call."""

ARGS_SINCE = (2, 1, 139)
ASYNC_SINCE = (2, 1, 23)
OLDEST_USUAL = (1, 0, 85)
"""Assumed where the version is unknown: its nine events every version since September 2025 knows."""

HOLD_S = 600
PROMPT_S = 2
WAKE_S = 86_400
"""How long a hook may wait beside a session at rest (tried on 2.1.197 and 2.1.330); the relay leaves before."""
_ALWAYS_AWAITED = frozenset({"MessageDisplay"})
"""Claude Code ignores ``async`` there; the relay still leaves at once."""


def _spec(event: str, since: tuple[int, ...], mode: str = "async", timeout_s: int | None = None) -> HookSpec:
    return HookSpec(event=event, mode=mode, timeout_s=timeout_s, since_version=since)


HOOKS: tuple[HookSpec, ...] = (
    _spec("PreToolUse", (1, 0, 38), "sync", PROMPT_S),
    _spec("PostToolUse", (1, 0, 38)),
    _spec("PostToolUseFailure", (2, 1, 119)),
    _spec("PostToolBatch", (2, 1, 197), "sync", PROMPT_S),
    _spec("Notification", (1, 0, 38)),
    _spec("UserPromptSubmit", (1, 0, 54)),
    _spec("UserPromptExpansion", (2, 1, 197)),
    _spec("SessionStart", (1, 0, 62)),
    _spec("SessionEnd", (1, 0, 85), "sync", PROMPT_S),
    _spec("Stop", (1, 0, 38), "sync", PROMPT_S),
    _spec("StopFailure", (2, 1, 78)),
    _spec("SubagentStart", (2, 0, 43)),
    _spec("SubagentStop", (1, 0, 41)),
    _spec("PreCompact", (1, 0, 48)),
    _spec("PostCompact", (2, 1, 76)),
    _spec("PermissionRequest", (2, 0, 45), "sync", HOLD_S),
    _spec("PermissionDenied", (2, 1, 89)),
    _spec("Setup", (2, 1, 10)),
    _spec("TeammateIdle", (2, 1, 33)),
    _spec("TaskCreated", (2, 1, 84)),
    _spec("TaskCompleted", (2, 1, 33)),
    _spec("Elicitation", (2, 1, 76)),
    _spec("ElicitationResult", (2, 1, 76)),
    _spec("ConfigChange", (2, 1, 49)),
    _spec("InstructionsLoaded", (2, 1, 69)),
    _spec("CwdChanged", (2, 1, 83)),
    _spec("FileChanged", (2, 1, 83)),
    _spec("MessageDisplay", (2, 1, 152), timeout_s=PROMPT_S),
)
"""All events of 2.1.197 but the two that must never be taken, in its own order."""

WAKE_HOOKS: tuple[HookSpec, ...] = (
    _spec("SessionStart", (2, 1, 139), "wake", WAKE_S),
    _spec("Stop", (2, 1, 139), "wake", WAKE_S),
)
"""Beside the others where the user switched it on: at the end of each turn, and at the start for the first."""

_SYNC = frozenset(spec.event for spec in HOOKS if spec.mode == "sync")
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")


def is_sync(event: str) -> bool:
    """Whether Claude Code waits for our reply to this event."""
    return event in _SYNC


def parse_version(version: str) -> tuple[int, int, int]:
    """The numbers in what ``claude --version`` printed; ``OLDEST_USUAL`` where there are none."""
    found = _VERSION.search(version[:200])
    return (int(found[1]), int(found[2]), int(found[3])) if found else OLDEST_USUAL


def hooks_for(version: str) -> tuple[HookSpec, ...]:
    """The events this version knows; a newer one than we know gets those we know."""
    return _known(HOOKS, version)


def wake_hooks_for(version: str) -> tuple[HookSpec, ...]:
    """Those with which a session at rest can be woken, as far as this version knows them."""
    return _known(WAKE_HOOKS, version)


def _known(specs: Sequence[HookSpec], version: str) -> tuple[HookSpec, ...]:
    installed = parse_version(version)
    return tuple(spec for spec in specs if spec.since_version <= installed)


def entry_for(spec: HookSpec, relay_command: Sequence[str], version: str) -> dict[str, Any]:
    """The settings entry of one hook. Raises ConfigRefused for a relay that the guard could not guard."""
    relay = _relay_path(relay_command)
    installed = parse_version(version)
    words = [AGENT, spec.event, spec.mode]
    entry: dict[str, Any] = {"type": "command"}
    if installed >= ARGS_SINCE:
        entry |= {"command": "/bin/sh", "args": ["-c", GUARD, relay, *words]}
    else:
        quoted = shlex.quote(relay)
        entry["command"] = f"[ -x {quoted} ] || exit 0; exec {quoted} {' '.join(words)}"
    if spec.timeout_s is not None:
        entry["timeout"] = spec.timeout_s
    if spec.mode == "async" and spec.event not in _ALWAYS_AWAITED and installed >= ASYNC_SINCE:
        entry["async"] = True
    if spec.mode == "wake":
        # async besides: alone it is awaited in print mode. The last two are what model and terminal are told first.
        entry |= {"async": True, "asyncRewake": True, "rewakeMessage": WAKE_PREFIX, "rewakeSummary": WAKE_SUMMARY}
    return entry


def _relay_path(relay_command: Sequence[str]) -> str:
    """The one executable of the relay: of an interpreter and a script the guard would only see the interpreter."""
    if len(relay_command) != 1 or relay_command[0].rpartition("/")[2] != RELAY_NAME:
        raise ConfigRefused(f"The relay must be one executable named {RELAY_NAME}, not {' '.join(relay_command)!r}.")
    if not relay_command[0].startswith("/") or "\0" in relay_command[0]:
        raise ConfigRefused(f"The relay's path must be absolute: {relay_command[0]!r}.")
    return relay_command[0]


def relay_of(entry: object) -> str:
    """The relay's path if this settings entry is one of ours, else "". Knows both forms, and older ones of ours."""
    if not isinstance(entry, Mapping) or entry.get("type") != "command":
        return ""
    args, command = entry.get("args"), entry.get("command")
    words: list[str] = [word for word in args if isinstance(word, str)] if isinstance(args, list) else []
    if not words and isinstance(command, str) and RELAY_NAME in command:
        words = _shell_words(command)
    for relay, agent in pairwise(words):
        if relay.rpartition("/")[2] == RELAY_NAME and agent == AGENT:
            return relay
    return ""


def mode_of(entry: object) -> str:
    """The relay's mode in one of our settings entries: sync, async or wake; "" for one of nobody's."""
    if not relay_of(entry) or not isinstance(entry, Mapping):
        return ""
    args, command = entry.get("args"), entry.get("command")
    words = args if isinstance(args, list) else _shell_words(str(command))
    return str(words[-1])


def _shell_words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # an unclosed quote: not a command of ours
        return []
