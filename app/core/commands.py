"""What a person can order the hub to do: one frozen struct per order, counterpart of ``events``.

A button never changes state. It sends one of these; what came of it returns as records by the front door,
and as the command's own ``Result`` on the connection that sent it (``app.wire.feed``).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from app.core.records import SessionKey
from app.core.replying import ReplyWay as ReplyWay
from app.core.stopping import StopLevel as StopLevel
from app.core.stopping import StopResult as StopResult
from app.core.stretches import SessionSignals


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, omit_defaults=True):
    """Base of all orders; ``type`` on the wire is the class name."""


class Stop(Command, frozen=True, kw_only=True):
    """Stop a session. Result: ``StopResult``.

    ``wait_ms``: how long an armed interrupt may wait for the next tool. ``lever``: the one to use (``LeverRow.lever``
    of a lever of this level); "": the gentlest there is.
    """

    agent: str
    session_id: str
    level: StopLevel = "interrupt"
    wait_ms: int = 60_000
    lever: str = ""


class Levers(Command, frozen=True, kw_only=True):
    """Which levers there are for a session now, and what each will do. Result: ``LeverList``."""

    agent: str
    session_id: str


class StopAll(Command, frozen=True, kw_only=True):
    """Stop every session: those at work (``interrupt``), or those with a process (``end``, ``kill``).

    ``cwd``: only those that work in this folder or below it. ``sessions``: only these (those a person was shown).
    ``preview``: touch nothing, list what would be. Result: ``StopAllResult``.
    """

    level: StopLevel = "interrupt"
    cwd: str = ""
    sessions: tuple[SessionKey, ...] | None = None
    preview: bool = False
    wait_ms: int = 60_000


class DisarmStop(Command, frozen=True, kw_only=True):
    """Take an armed stop back. Result: {"disarmed": bool}."""

    agent: str
    session_id: str


class Launch(Command, frozen=True, kw_only=True):
    """Start a session that runs under the hub. Result: ``Launched``.

    ``cwd``: an absolute folder. ``permission_mode`` and ``model`` as the agent names them; empty: its own choice.
    """

    agent: str
    cwd: str
    prompt: str
    permission_mode: str = ""
    model: str = ""


class SendPrompt(Command, frozen=True, kw_only=True):
    """Give a session a further prompt. Result: ``PromptResult``.

    A launched session gets it at once; so does one at rest beside which a hook waits. Others whose hooks are heard get
    it when their turn ends.
    """

    agent: str
    session_id: str
    text: str


class HowToReply(Command, frozen=True, kw_only=True):
    """How a further prompt would reach a session now. Result: ``ReplyWay``."""

    agent: str
    session_id: str


class WithdrawPrompt(Command, frozen=True, kw_only=True):
    """Take a queued prompt back, all of them with an empty ``prompt_id``. Result: {"withdrawn": [prompt id, …]}."""

    agent: str
    session_id: str
    prompt_id: str = ""


class Purge(Command, frozen=True, kw_only=True):
    """Remove what is kept of sessions for good: of these, and with ``all`` of every one. Result: ``PurgeResult``.

    A session whose process runs is kept: it would go on being written down.
    """

    sessions: tuple[SessionKey, ...] = ()
    all: bool = False


class Answer(Command, frozen=True, kw_only=True):
    """Answer a held permission request. Result: {"answered": bool, "why": str}.

    ``digest`` binds the answer to the input that was shown (``permission_digest``); empty: not checked.
    ``updated_input``: allow this instead of what was asked (None: as it was asked); needs the digest of what it was
    made from. ``suggestion``: allow, and take this one of the agent's own suggestions (its place in the list) as well,
    so that it need not ask again.
    """

    request_id: str
    behavior: Literal["allow", "deny"]
    reason: str = ""
    interrupt: bool = False
    digest: str = ""
    updated_input: Any = None
    suggestion: int | None = None


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


class ReadEvents(Command, frozen=True, kw_only=True):
    """A page of the event table: records of one session, newest first, only those that pass the filter.

    ``kinds``: names of event types (none: all). ``text``: occurs in the record as it is stored (its JSON), letters of
    ASCII in either case. ``failed_only``: what went wrong (``event_words.is_failure``).
    ``before_seq`` (0: the newest) and ``skip`` (so many matches passed over first) say where the page begins.
    With ``after_seq`` the page is the *oldest* ``limit`` matches after it (what came since), newest first as well.
    Result: ``EventPage``.
    """

    agent: str
    session_id: str
    kinds: tuple[str, ...] = ()
    text: str = ""
    failed_only: bool = False
    before_seq: int = 0
    after_seq: int = 0
    skip: int = 0
    limit: int = 200


class CountEvents(Command, frozen=True, kw_only=True):
    """How many records of each kind a session has, up to ``until_seq`` (0: all). Result: ``EventCounts``."""

    agent: str
    session_id: str
    until_seq: int = 0


class ReadRaw(Command, frozen=True, kw_only=True):
    """One record and the raw input it came from, each ``max_bytes`` at most. Result: ``RawRecord``."""

    seq: int
    max_bytes: int = 256 * 1024


class ReadSignals(Command, frozen=True, kw_only=True):
    """Through which statuses the sessions went: of those where that changed after record ``after_seq`` (0: of all).

    Result: ``SignalPage``; ask again after its ``seq`` while there is ``more``, and whenever rows changed.
    """

    after_seq: int = 0


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
    Stop
    | StopAll
    | Levers
    | DisarmStop
    | Launch
    | SendPrompt
    | HowToReply
    | WithdrawPrompt
    | Answer
    | Purge
    | ListPending
    | ListSessions
    | ReadHistory
    | ReadEvents
    | CountEvents
    | ReadRaw
    | ReadSignals
    | MarkSeen
    | ReportHealth
    | StartRecording
    | StopRecording
    | ShutDown
)


class Launched(msgspec.Struct, frozen=True, kw_only=True):
    """A session was started: the JSON of ``signalcabin launch --json``."""

    agent: str
    session_id: str
    pid: int = 0
    program: str = ""
    hooks: str = ""
    """Where its hooks come from: "settings" (the user's own, connected), "launch" (given along), "none"."""


class PurgeResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a purge did: the JSON of ``signalcabin purge --json``. ``records``: how many left the store."""

    purged: tuple[SessionKey, ...] = ()
    running: tuple[SessionKey, ...] = ()
    """Kept, for their processes run."""
    unknown: tuple[SessionKey, ...] = ()
    records: int = 0


class PromptResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a prompt: the JSON of ``signalcabin say --json``."""

    sent: bool
    """False with ``how`` "queued": it will be. False without: it will not, and ``why``."""
    how: str = ""
    """stream | wake | queued."""
    why: str = ""
    prompt_id: str = ""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent offers so that it need not ask again: in words, and as it put it."""

    words: str
    raw: Any = None


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
    suggestions: tuple[Suggestion, ...] = ()


class EventRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record as the event table lists it. ``lane``: the subagent's id. ``summary``: one line, made safe."""

    seq: int
    at_us: int
    source: str
    kind: str
    failed: bool = False
    lane: str = ""
    summary: str = ""


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """What ``ReadEvents`` found. A search for text looks for a short while only and says how far it came."""

    rows: tuple[EventRow, ...] = ()
    reached_seq: int = 0
    """Everything from where the page begins up to and including this record was looked through."""
    more: bool = False
    """Whether there may be further matches beyond ``reached_seq``."""
    newest_seq: int = 0
    """The session's newest record when this was read: ask for what came ``after_seq`` this one."""


class EventCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Records of a session by the name of their kind; ``failed``: those of them that tell a failure."""

    kinds: dict[str, int] = {}
    failed: dict[str, int] = {}


class SignalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions and their stretches, each session's whole; ``seq``: the record up to which these are all."""

    seq: int
    sessions: tuple[SessionSignals, ...] = ()
    more: bool = False


class RawRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as JSON text and, where it was kept, the input it came from. A text that was cut is no JSON any more."""

    seq: int
    record: str = ""
    record_bytes: int = 0
    payload: str | None = None
    payload_bytes: int = 0


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
    """Stamp in the relay to committed in the store, the last 1000 that relays handed over (not those in the spool)."""
    last_event_at_us: dict[str, int] = {}
    """agent → time of its newest hook delivery."""
    store_bytes: int = 0
    holding: int = 0
    wakeable: int = 0
    """Sessions beside which a hook waits, so that a message wakes them."""
    armed: int = 0
    trouble: str = ""
    """Why nothing can be stored just now ("database or disk is full"); empty while all is well."""
    mistakes: int = 0
    """Failures of the hub's own parts that it survived; each left a crash file in the logs folder."""
