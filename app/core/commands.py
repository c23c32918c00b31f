"""What a person can order the hub to do: one frozen struct per order, counterpart of ``events``.

A button never changes state. It sends one of these; what came of it returns as records by the front door,
and as the command's own ``Result`` on the connection that sent it (``app.wire.feed``).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

StopLevel = Literal["interrupt", "end", "kill"]


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, omit_defaults=True):
    """Base of all orders; ``type`` on the wire is the class name."""


class Stop(Command, frozen=True, kw_only=True):
    """Stop a session. Result: ``StopResult``. ``wait_ms``: how long an armed interrupt may wait for the next tool."""

    agent: str
    session_id: str
    level: StopLevel = "interrupt"
    wait_ms: int = 60_000


class DisarmStop(Command, frozen=True, kw_only=True):
    """Take an armed stop back. Result: {"disarmed": bool}."""

    agent: str
    session_id: str


class Answer(Command, frozen=True, kw_only=True):
    """Answer a held permission request. Result: {"answered": bool, "why": str}.

    ``digest`` binds the answer to the input that was shown (``permission_digest``); empty: not checked.
    """

    request_id: str
    behavior: Literal["allow", "deny"]
    reason: str = ""
    interrupt: bool = False
    digest: str = ""


class ListPending(Command, frozen=True, kw_only=True):
    """Result: {"pending": [PendingRow …]}."""


class ListSessions(Command, frozen=True, kw_only=True):
    """Result: {"sessions": [SessionRow …]}."""


class ReadHistory(Command, frozen=True, kw_only=True):
    """Records of one session, newest page first: those with seq < ``before_seq`` (0: the newest), ``limit`` at most.

    Result: {"records": [Record …] in ascending order, "more": bool}.
    """

    agent: str
    session_id: str
    before_seq: int = 0
    limit: int = 2000


class MarkSeen(Command, frozen=True, kw_only=True):
    """A person looks at this session now. Result: {}."""

    agent: str
    session_id: str


class ReportHealth(Command, frozen=True, kw_only=True):
    """Result: ``HubHealth``: counters of bad input, spool, relay cost, clients, store."""


class StartRecording(Command, frozen=True, kw_only=True):
    """Write every delivery from now on to a file the hub can reach. Result: {"path": str}. Paths are absolute."""

    path: str
    session_id: str = ""


class StopRecording(Command, frozen=True, kw_only=True):
    """Result: {"path": str, "deliveries": int}."""


class ShutDown(Command, frozen=True, kw_only=True):
    """End the hub cleanly. Result: {} and then the connection closes."""


AnyCommand = (
    Stop | DisarmStop | Answer | ListPending | ListSessions | ReadHistory | MarkSeen | ReportHealth
    | StartRecording | StopRecording | ShutDown
)


class StopResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the system said after a stop: the JSON of ``signalcabin stop --json``."""

    outcome: Literal["stopped", "still_running", "unknown"]
    lever: str = ""
    evidence: str = ""
    took_ms: int = 0
    survivors: tuple[str, ...] = ()


class PendingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One held permission request: the JSON of ``signalcabin pending --json``."""

    request_id: str
    agent: str
    session_id: str
    tool_name: str
    input: Any = None
    kind: str = "permission"
    asked_at_us: int = 0
    digest: str = ""
    lane: str = ""


class HubHealth(msgspec.Struct, kw_only=True):
    """How the hub itself is doing; every counter counts since its start."""

    pid: int = 0
    started_at_us: int = 0
    last_seq: int = 0
    clients: int = 0
    deliveries: int = 0
    duplicates: int = 0
    bad_input: dict[str, int] = {}
    """reason → count: not_json, too_large, unknown_agent, torn_frame, bad_header, wrong_token, …"""
    spool_bytes: int = 0
    spooled_ingested: int = 0
    relay_p50_ms: float = 0.0
    relay_p95_ms: float = 0.0
    """Stamp in the relay to committed in the store, last 1000 hook deliveries."""
    last_event_at_us: dict[str, int] = {}
    """agent → time of its newest hook delivery."""
    store_bytes: int = 0
    holding: int = 0
    armed: int = 0
    trouble: str = ""
    """Why nothing can be stored just now ("database or disk is full"); empty while all is well."""
    mistakes: int = 0
    """Failures of the hub's own parts that it survived; each left a crash file in the logs folder."""
