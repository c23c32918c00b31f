"""The envelope of facts: a delivery is raw input at the hub's door, a record an event that was numbered and stored."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from app.core.events import AnyEvent, Source


class SessionKey(NamedTuple):
    """Names one conversation across all agents."""

    agent: str
    session_id: str


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Raw input as it reached the hub, before anyone decided what it means.

    ``delivery_id`` is unique and stable: the same input heard twice (a spool after a lost acknowledgement, a
    transcript read again after a restart) has the same id and is stored once.
    ``name``: the hook's event name; for other sources the kind of input ("line", "entry", "gone", "meta").
    ``payload``: the decoded JSON value, or None where there was none (an empty stdin is normal).
    ``at_us``: when it happened by the sender's clock (relay stamp, transcript timestamp, registry time).
    ``pid``/``proc_start``: the agent's process; start in clock ticks since boot on Linux (0 = unknown).
    ``mode``: "sync" when a relay waits for a verdict, else "async".
    ``path``: the file it came from, for followed files. ``session_hint``: the relay's CLAUDE_CODE_SESSION_ID.
    """

    delivery_id: str
    agent: str
    source: Source
    name: str
    at_us: int
    payload: Any = None
    pid: int = 0
    proc_start: int = 0
    mode: str = "async"
    path: str = ""
    session_hint: str = ""


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """One fact an adapter found in a delivery, with whose and when."""

    session_id: str
    at_us: int
    event: AnyEvent


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact with its number. ``seq`` is given by the hub's store, from 1, without gaps.

    JSON shape (``tail --json``): {"seq", "at_us", "agent", "session_id", "source", "pid"?, "proc_start"?,
    "event": {"type", …}}
    """

    seq: int
    at_us: int
    agent: str
    session_id: str
    source: Source
    event: AnyEvent
    pid: int = 0
    proc_start: int = 0

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.agent, self.session_id)
