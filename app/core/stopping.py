"""Stopping: its levels, its levers, and what comes of an order to stop."""

from __future__ import annotations

from typing import Literal

import msgspec

from app.core.replying import ReplyWay

StopLevel = Literal["interrupt", "end", "kill"]
Outcome = Literal["stopped", "still_running", "unknown"]
LEVERS: dict[StopLevel, tuple[str, ...]] = {
    "interrupt": ("permission", "stream", "tmux", "hook"),
    "end": ("end",),
    "kill": ("kill",),
}
"""All levers by what they do, gentlest and quickest first."""


class StopResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the system said after a stop: the JSON of ``signalcabin stop --json``."""

    outcome: Outcome
    lever: str = ""
    evidence: str = ""
    took_ms: int = 0
    survivors: tuple[str, ...] = ()
    resume: str = ""
    """After an end: the command that takes the conversation up again, ready for a shell; "" where there is none."""


class LeverRow(msgspec.Struct, frozen=True, kw_only=True):
    """One lever: what it will do to the session, or why it is not there (``why_not``; "" when it is)."""

    lever: str
    level: StopLevel
    sentence: str = ""
    why_not: str = ""


class LeverList(msgspec.Struct, frozen=True, kw_only=True):
    """All levers of a session, gentlest first: the JSON of ``signalcabin levers --json``."""

    levers: tuple[LeverRow, ...] = ()
    default: str = ""
    """The gentlest that is there; "" when there is none."""
    at_work: bool = False
    armed: str = ""
    """What a stop that is set already will do; "" when none is."""
    resume: str = ""
    """The command that would take the conversation up again after an end."""
    reply: ReplyWay = ReplyWay()
    """How a message would reach it."""


class StopAllRow(msgspec.Struct, frozen=True, kw_only=True):
    """One session that is touched: how, and what came of it (None in a preview)."""

    agent: str
    session_id: str
    title: str = ""
    cwd: str = ""
    status: str = ""
    lever: str = ""
    sentence: str = ""
    why_not: str = ""
    result: StopResult | None = None


class StopAllResult(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of ``signalcabin stop --all --json``."""

    level: StopLevel
    sessions: tuple[StopAllRow, ...] = ()
