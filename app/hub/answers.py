"""Permission requests that a relay of ours holds open: shown, answered from here, or let go when answered elsewhere.

The agent's own dialog stays open and usable all the while. It tells nobody how it was answered, so two signs are read:
the agent's registry goes from waiting to busy (Yes) or idle (Esc, No); a later hook or transcript line shows the tool,
its batch or the turn finished. Then the relay is let go without a word. A relay that goes away by itself says less: Esc
and No end it, but so does whoever kills it, and then the dialog still waits. It only cannot be answered here any more.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from app.agents.base import Adapter
from app.core.commands import Answer, PendingRow, Suggestion
from app.core.events import (
    AgentReported,
    PermissionRequested,
    PermissionSettled,
    ProcessGone,
    SessionEnded,
    SubagentFinished,
    ToolBatchFinished,
    ToolCallFinished,
    ToolCallStarted,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnStarted,
)
from app.core.permissions import MAX_SUGGESTIONS, permission_digest, suggestion_words
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.core.redaction import HIDDEN, has_hidden
from app.core.tr import mark
from app.hub.ports import Chores, Clock, Intake, RosterView, find_row
from app.system.processes import Processes, ProcessId

HOLD_MS = 590_000
"""How long a request is held: below the 600 s after which the agent would end the hook itself."""

_ASKING = ("hook", "stream")
_DIALOG_SLACK_US = 2_000_000
_SETTLE_DOUBT_US = 1_000_000
_REMEMBERED = 1000
_CALLS_REMEMBERED = 64
_UNHELD_US = 2_000_000

Value = TypeVar("Value")
How = Literal["allowed", "denied", "elsewhere", "expired", "released"]


class Held:
    """A relay that waits for a verdict. ``wait_ms`` is what it is told; ``result`` is what to send it in the end."""

    def __init__(self, answers: Answers, request_id: str, wait_ms: int) -> None:
        self.wait_ms = wait_ms
        self._answers = answers
        self._request_id = request_id
        self._reply: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()

    async def result(self) -> bytes | None:
        """The bytes the relay prints, or None: it leaves in silence."""
        return await asyncio.shield(self._reply)

    def gone(self) -> None:
        """The relay's connection closed before there was an answer."""
        self._answers.relay_gone(self._request_id)

    def let_go(self, reply: bytes | None) -> None:
        """Give the verdict; only the first counts."""
        if not self._reply.done():
            self._reply.set_result(reply)


class _Request:
    """One request while it is held."""

    def __init__(self, row: PendingRow, key: SessionKey, process: ProcessId, deadline_us: int, held: Held) -> None:
        self.row = row
        self.key = key
        self.process = process
        self.deadline_us = deadline_us
        self.held = held
        self.calls: frozenset[str] = frozenset()
        """Ids of the tool calls it can be about: the request itself does not carry one."""
        self.dialog_us = 0
        """When the registry said that the agent waits for its user."""
        self.doubt_us = 0
        """Since when the registry says that it waits no more, while it is not certain that this request is meant."""


class _Call(msgspec.Struct, frozen=True):
    call_id: str
    lane: str
    digest: str


class Answers:
    """All held requests. Everything here runs in the hub's loop and takes no time."""

    def __init__(
        self,
        intake: Intake,
        roster: RosterView,
        processes: Processes,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        hold_ms: int = HOLD_MS,
    ) -> None:
        self._intake = intake
        self._roster = roster
        self._processes = processes
        self._adapters = adapters
        self._clock = clock
        self._hold_ms = hold_ms
        self._requests: OrderedDict[str, _Request] = OrderedDict()
        self._settled: OrderedDict[str, str] = OrderedDict()
        self._keys: OrderedDict[str, SessionKey] = OrderedDict()
        self._unheld: OrderedDict[str, tuple[SessionKey, int]] = OrderedDict()
        self._calls: OrderedDict[SessionKey, deque[_Call]] = OrderedDict()
        self._answered_us: dict[SessionKey, int] = {}
        self._chores = Chores()

    # ── holding ────────────────────────────────────────────────────────────────────────────────

    def hold(self, delivery: Delivery, records: Sequence[Record]) -> Held | None:
        """Hold the relay that brought ``delivery`` if that is a fresh permission request, else None."""
        if delivery.mode != "sync" or delivery.source not in _ASKING or delivery.agent not in self._adapters:
            return None
        for record in records:
            if isinstance(record.event, PermissionRequested) and record.event.request_id not in self._settled:
                return self._hold(record, record.event)
        return None

    def _hold(self, record: Record, event: PermissionRequested) -> Held:
        now = self._clock.now_us()
        digest = permission_digest(event.tool_name, event.input)
        row = PendingRow(
            request_id=event.request_id,
            agent=record.agent,
            session_id=record.session_id,
            tool_name=event.tool_name,
            input=event.input,
            kind=event.kind,
            asked_at_us=record.at_us,
            digest=digest,
            lane=event.lane,
            suggestions=_offered(event.suggestions),
        )
        held = Held(self, event.request_id, self._hold_ms)
        process = ProcessId(record.pid, record.proc_start)
        request = _Request(row, record.key, process, now + self._hold_ms * 1000, held)
        request.calls = frozenset(
            call.call_id for call in self._calls.get(record.key, ()) if (call.lane, call.digest) == (event.lane, digest)
        )
        self._requests[event.request_id] = request
        _keep(self._keys, event.request_id, record.key)
        self._unheld.pop(event.request_id, None)
        return held

    def pending(self) -> list[PendingRow]:
        """The requests that can be answered here, oldest first."""
        return [request.row for request in self._requests.values()]

    def holding(self, key: SessionKey) -> list[str]:
        """Ids of the requests held for this session."""
        return [request_id for request_id, request in self._requests.items() if request.key == key]

    # ── answering ──────────────────────────────────────────────────────────────────────────────

    def session_of(self, request_id: str) -> SessionKey | None:
        """Whose request this is or was; None for one never held here."""
        request = self._requests.get(request_id)
        return request.key if request is not None else self._keys.get(request_id)

    async def answer(self, order: Answer, by: str = "") -> dict[str, Any]:
        """Carry out an answer: {"answered": bool, "why": text when not}. The first answer counts."""
        request = self._requests.get(order.request_id)
        if request is None:
            before = self._settled.get(order.request_id)
            why = mark("already {outcome}").format(outcome=before) if before else mark("no such request is held here")
            return {"answered": False, "why": why}
        if order.digest and order.digest != request.row.digest:
            return {"answered": False, "why": mark("the answer was meant for another input")}
        if order.behavior == "allow" and request.row.kind == "question" and order.updated_input is None:
            # The agent would take it for an answer that says nothing, and go on.
            return {
                "answered": False,
                "why": mark("a question needs an answer: choose one, give it where the agent runs, or deny it"),
            }
        why_not, permissions = _taken(order, request.row)
        if why_not:
            return {"answered": False, "why": why_not}
        reply = self._adapters[request.row.agent].reply_permission(
            order.behavior,
            order.reason,
            order.interrupt and order.behavior == "deny",
            order.updated_input if order.behavior == "allow" else None,
            permissions,
        )
        self._answered_us[request.key] = self._clock.now_us()
        how: How = "allowed" if order.behavior == "allow" else "denied"
        edited = order.updated_input if how == "allowed" and request.row.kind == "permission" else None
        if self._close(request, how, reply):
            await self._tell(request, how, by, order.reason, edited)
        return {"answered": True, "why": ""}

    async def interrupt(self, key: SessionKey, reason: str, by: str = "") -> int:
        """Refuse everything held for this session and end its turn; how many requests that were."""
        answered = 0
        for request_id in self.holding(key):
            order = Answer(request_id=request_id, behavior="deny", reason=reason, interrupt=True)
            answered += bool((await self.answer(order, by))["answered"])
        return answered

    def relay_gone(self, request_id: str) -> None:
        """The relay closed its connection: answered No in the terminal, or killed alone, or the agent ended."""
        request = self._requests.get(request_id)
        if request is None:
            return
        if request.process.pid > 0 and not self._processes.alive(request.process):
            self._settle_soon(request, "expired", mark("the agent ended"))
        else:
            self._settle_soon(request, "released", mark("its relay went away"))

    # ── reading the signs ──────────────────────────────────────────────────────────────────────

    def on_records(self, records: Sequence[Record]) -> None:
        """Look through freshly committed records for calls to remember and for signs that a request is over."""
        for record in records:
            event = record.event
            if isinstance(event, ToolCallStarted) and record.source == "hook":
                self._remember_call(record.key, event)
            elif isinstance(event, PermissionRequested) and record.source == "hook":
                _keep(self._unheld, event.request_id, (record.key, self._clock.now_us()))
            for request in [one for one in self._requests.values() if one.key == record.key]:
                self._read_sign(request, record)

    def _remember_call(self, key: SessionKey, event: ToolCallStarted) -> None:
        calls = self._calls.setdefault(key, deque(maxlen=_CALLS_REMEMBERED))
        self._calls.move_to_end(key)
        calls.append(_Call(event.tool_call_id, event.lane, permission_digest(event.name, event.input)))
        while len(self._calls) > _REMEMBERED:
            self._calls.popitem(last=False)

    def _read_sign(self, request: _Request, record: Record) -> None:
        event = record.event
        if isinstance(event, SessionEnded | ProcessGone):
            self._settle_soon(request, "expired", mark("the session ended"))
        elif isinstance(event, AgentReported):
            self._read_registry(request, event.state, record.at_us)
        elif _shows_that_it_is_over(request, record):
            self._settle_soon(request, "elsewhere", "")

    def _read_registry(self, request: _Request, state: str, at_us: int) -> None:
        """waiting, then busy: answered in the terminal. Which request, where there are several, only time tells."""
        if state == "waiting":
            if at_us >= request.row.asked_at_us - _DIALOG_SLACK_US:
                request.dialog_us = max(request.dialog_us, at_us)
            if at_us > request.doubt_us:
                request.doubt_us = 0
            return
        if not request.dialog_us or at_us <= max(request.dialog_us, request.row.asked_at_us):
            return
        answered_us = self._answered_us.get(request.key, 0)
        alone = len(self.holding(request.key)) == 1 and answered_us < request.row.asked_at_us - _DIALOG_SLACK_US
        if state in ("idle", "shell") or alone:
            self._settle_soon(request, "elsewhere", "")
        else:
            request.doubt_us = at_us

    def tick(self) -> None:
        """To be called about once a second: deadlines, and doubts that have lasted long enough to be certainties."""
        now = self._clock.now_us()
        for request in list(self._requests.values()):
            if now >= request.deadline_us:
                self._settle_soon(request, "released", mark("held for as long as the agent allows"))
            elif request.doubt_us and now - request.doubt_us >= _SETTLE_DOUBT_US:
                self._settle_soon(request, "elsewhere", "")
        for request_id, (key, heard_us) in list(self._unheld.items()):
            if now - heard_us >= _UNHELD_US:
                del self._unheld[request_id]
                self._nobody_waits(key, request_id)

    def _nobody_waits(self, key: SessionKey, request_id: str) -> None:
        """Its relay left before it could be held (a slow moment of ours, a spool): only the terminal can answer it."""
        row = find_row(self._roster, key)
        if row is not None and request_id in row.pending:
            event = PermissionSettled(request_id=request_id, how="released", reason=mark("its relay did not wait"))
            self._chores.soon(self._intake.emit(*key, event))

    # ── the end of a request ───────────────────────────────────────────────────────────────────

    async def adopt(self, rows: Sequence[SessionRow]) -> None:
        """At the hub's start: requests of an earlier hub, whose relays went with it, can no longer be answered here."""
        for row in rows:
            for request_id in row.pending:
                event = PermissionSettled(request_id=request_id, how="released", reason=mark("the hub was restarted"))
                await self._intake.emit(row.agent, row.session_id, event)

    async def release_all(self) -> None:
        """The hub shuts down: let every relay go without a decision; the terminal's dialogs stay."""
        for request in list(self._requests.values()):
            await self._settle(request, "released", None, reason=mark("the hub was closed"))
        await self._chores.finish()

    def _settle_soon(self, request: _Request, how: How, reason: str) -> None:
        if self._close(request, how, None):
            self._chores.soon(self._tell(request, how, "", reason))

    async def _settle(self, request: _Request, how: How, reply: bytes | None, by: str = "", reason: str = "") -> None:
        if self._close(request, how, reply):
            await self._tell(request, how, by, reason)

    def _close(self, request: _Request, how: How, reply: bytes | None) -> bool:
        if self._requests.pop(request.row.request_id, None) is None:
            return False
        _keep(self._settled, request.row.request_id, how)
        request.held.let_go(reply)
        return True

    async def _tell(self, request: _Request, how: How, by: str, reason: str, instead: Any = None) -> None:
        event = PermissionSettled(
            request_id=request.row.request_id, how=how, by=by, reason=reason, instead=instead
        )  # fmt: skip
        await self._intake.emit(request.row.agent, request.row.session_id, event)


def _offered(suggestions: Any) -> tuple[Suggestion, ...]:
    """The agent's suggestions, each with its words; one that we do not understand is not offered.

    Nor can one be that a secret was taken out of: the agent would be told something it never said.
    """
    if not isinstance(suggestions, list):
        return ()
    offered = [
        Suggestion(words="" if has_hidden(raw) else suggestion_words(raw), raw=raw)
        for raw in suggestions[:MAX_SUGGESTIONS]
    ]
    return tuple(offered)


def _taken(order: Answer, row: PendingRow) -> tuple[str, tuple[Any, ...]]:
    """Why this answer cannot be given as it is, "" if it can; and the suggestions that are taken with it."""
    if order.updated_input is not None and not (order.digest and isinstance(order.updated_input, dict)):
        return mark("an edited input is an object, and says (by its digest) what it was made from"), ()
    if has_hidden(order.updated_input):
        return mark(
            "{mark} stands where a secret was hidden: allow it unchanged, or change it where the agent runs"
        ).format(mark=HIDDEN), ()
    if order.suggestion is None:
        return "", ()
    if order.behavior != "allow" or not 0 <= order.suggestion < len(row.suggestions):
        return mark("there is no such suggestion"), ()
    taken = row.suggestions[order.suggestion]
    return ("", (taken.raw,)) if taken.words else (mark("that suggestion is not understood here"), ())


def _keep(memory: OrderedDict[str, Value], key: str, value: Value) -> None:
    """Remember it, and forget the oldest."""
    memory[key] = value
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)


def _shows_that_it_is_over(request: _Request, record: Record) -> bool:
    """Whether this record could not be there if the agent still waited for an answer to this request."""
    event, row = record.event, request.row
    if isinstance(event, ToolCallFinished):
        return event.tool_call_id in request.calls
    if record.at_us <= row.asked_at_us:
        return False
    if isinstance(event, TurnInterrupted):
        return True
    if isinstance(event, ToolBatchFinished | SubagentFinished):
        return event.lane == row.lane
    return isinstance(event, TurnFinished | TurnFailed | TurnStarted) and not row.lane
