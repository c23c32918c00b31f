"""The summary of one session: what the roster shows, ``sessions --json`` prints and the feed carries."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["working", "waiting", "done", "idle", "interrupted", "failed", "ended", "lost"]


class ToolCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Every call counted once, subagents' included; ``failed``: those that ended in an error."""

    total: int = 0
    running: int = 0
    failed: int = 0


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens, each model message counted once; ``cost_usd`` is None where the agent does not tell."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cost_usd: float | None = None


class QueuedPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt that is handed over when the turn ends. ``text``: its beginning, one line."""

    prompt_id: str
    text: str


class FailingCall(msgspec.Struct, frozen=True, kw_only=True):
    """The same call, with the same input, that has failed ``times`` times in a row. ``words``: ``Bash “pytest -q”``."""

    words: str
    times: int


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the roster. Times are microseconds since the epoch; the command line prints them as ISO 8601 UTC.

    ``reason``: why this status (error kind, end reason, what it waits for). ``doing``: what it does right now,
    in words ("Bash “pytest -q”", "writing…", "allow “git push”?"). ``status_source``: hook | transcript | registry |
    process | hub. ``pending``: ids of permission requests still open. ``armed``: the sentence of an armed stop, or "".
    """

    agent: str
    session_id: str
    title: str = ""
    cwd: str = ""
    pid: int = 0
    proc_start: int = 0
    status: Status = "idle"
    reason: str = ""
    detail: str = ""
    """What the agent said of a failure, one line: "You've hit your session limit · resets 3:45pm (Europe/Berlin)"."""
    status_source: str = ""
    status_at_us: int = 0
    started_at_us: int = 0
    ended_at_us: int = 0
    last_at_us: int = 0
    turns: int = 0
    tool_calls: ToolCounts = ToolCounts()
    subagents: int = 0
    usage: Usage = Usage()
    waiting_on: str = ""
    doing: str = ""
    model: str = ""
    pending: tuple[str, ...] = ()
    asked: str = ""
    """Which of ``pending`` the words in ``doing`` are about; "" where that one cannot be answered here."""
    failing: FailingCall | None = None
    """The call the agent tries again and again in vain."""
    armed: str = ""
    background: int = 0
    transcript_path: str = ""
    launched: bool = False
    """Runs under the hub: it can be given further prompts."""
    queued: tuple[QueuedPrompt, ...] = ()


def was_never_begun(row: SessionRow) -> bool:
    """Whether nothing was ever said in a session whose process went to another: a name that was only tried on.

    ``claude --continue`` names a new session first and then takes up the old one (Claude Code 2.1.330, seen
    2026-11-22). Such a row belongs in no roster; its records stay.
    """
    said_nothing = not (row.turns or row.tool_calls.total or row.subagents or row.title)
    return said_nothing and row.status == "ended" and row.reason == "replaced"
