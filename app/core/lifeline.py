"""The status signals of one session in order, and where they lead; the table is replayed when one comes late."""

from __future__ import annotations

from bisect import bisect_left, insort
from hashlib import blake2b
from typing import Any

import msgspec

from app.core import events as e
from app.core.lifecycle import KINDS, RANKS, TRANSITIONS, Life, OpenRequest, Signal, is_other_process
from app.core.projections.rows import Status
from app.core.projections.words import ask_words, one_line
from app.core.records import Record

MAX_SIGNALS = 256
MAX_OPEN_REQUESTS = 64
MAX_RUNNING_CALLS = 512


def call_digest(name: str, tool_input: Any, lane: str) -> str:
    """Joins a permission request, which carries no call id, to its call."""
    try:
        body = msgspec.json.encode(tool_input, order="deterministic")
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        body = repr(tool_input)[:65536].encode("utf-8", "backslashreplace")
    hasher = blake2b(body, digest_size=12)
    hasher.update(f"\0{name}\0{lane}".encode("utf-8", "backslashreplace"))
    return hasher.hexdigest()


# ── from records to signals ────────────────────────────────────────────────────────────────────


def signal_of(record: Record) -> Signal | None:
    """What the record says about the status; None for the many that say nothing."""
    event = record.event
    rank = RANKS.get(type(event))
    if rank is None:
        return None
    word = more = lane = ""
    ids: tuple[str, ...] = ()
    ident = ""
    match event:
        case e.MessageDelta():
            ident, lane = event.message_id, event.lane
        case e.ToolCallStarted():
            ident, lane, more = event.tool_call_id, event.lane, call_digest(event.name, event.input, event.lane)
        case e.ToolCallFinished():
            ident, lane = event.tool_call_id, event.lane
        case e.ToolBatchFinished():
            ident, lane, ids = ",".join(event.tool_call_ids[:8]), event.lane, event.tool_call_ids
        case e.TurnStarted():
            ident, word = event.turn_id, event.origin
        case e.TurnFinished():
            ids = tuple(task.task_id for task in event.background_tasks)
        case e.TurnFailed():
            word, more = event.error, one_line(event.message, 200)
        case e.TurnInterrupted():
            word, more = event.how, one_line(event.message, 200)
        case e.PermissionRequested():
            ident, lane, word = event.request_id, event.lane, event.kind
            ids = (call_digest(event.tool_name, event.input, event.lane),)
            more = ask_words(event.kind, event.tool_name, event.input)
        case e.PermissionSettled():
            ident, word, more = f"{event.request_id}:{event.how}", event.how, event.request_id
        case e.AgentReported():
            ident, word, more = f"{event.state}@{record.at_us}", event.state, event.waiting_for
        case e.SessionDescribed():
            if not event.entrypoint:
                return None
            ident = word = event.entrypoint
        case e.SessionStarted():
            word = event.how
        case e.SessionEnded():
            word = event.reason
        case e.ProcessGone():
            ident = f"{event.pid}:{event.proc_start}"
        case e.NoticeGiven():
            word, lane = event.kind, event.lane
        case e.QuestionAsked():
            word, more = event.server, one_line(event.message, 60)
        case e.QuestionAnswered():
            word = event.server
        case e.SubagentStarted():
            ident = lane = event.lane
        case e.StopRequested():
            ident, word = event.stop_id, event.level
        case e.StopConcluded():
            ident, word = event.stop_id, event.outcome
        case _:
            pass
    pid, start = record.pid, record.proc_start
    if isinstance(event, e.ProcessGone):
        pid, start = event.pid, event.proc_start
    return Signal(
        at_us=record.at_us, rank=rank, ident=ident or f"{word}@{record.at_us}", what=type(event).__name__,
        source=record.source, pid=pid, proc_start=start, word=word, more=more, lane=lane, ids=ids,
    )  # fmt: skip


_TRUST = {"hook": 0, "registry": 1, "process": 2, "hub": 3, "desktop": 4, "transcript": 5}


def merged(one: Signal, other: Signal) -> Signal:
    """Two sightings of one thing: the earliest stamp, and the name of the source that tells most (hook first)."""
    early, late = (one, other) if one <= other else (other, one)
    best = min(one, other, key=lambda signal: (_TRUST.get(signal.source, 9), signal))
    return msgspec.structs.replace(
        best,
        at_us=early.at_us,
        pid=best.pid or early.pid or late.pid,
        proc_start=best.proc_start or early.proc_start or late.proc_start,
    )


# ── the machine ────────────────────────────────────────────────────────────────────────────────


def step(life: Life, signal: Signal) -> None:
    """Take one signal: note what it says, look its transition up, go there."""
    _note(life, signal)
    entry = TRANSITIONS[life.status].get(KINDS[signal.what])
    target = entry(life, signal) if callable(entry) else entry
    if target is not None:
        _enter(life, target, signal)
    elif life.status == "waiting" and life.requests:
        _describe_wait(life, signal)
    _note_after(life, signal)


def _note(life: Life, signal: Signal) -> None:
    """Remember what later rules need, whatever the status is."""
    life.settled = False
    what = signal.what
    if what == "ToolCallStarted":
        if len(life.calls) < MAX_RUNNING_CALLS:
            life.calls[signal.ident] = signal.more
        if signal.source == "hook" and not signal.lane and life.status == "working":
            life.hook_turn = True
    elif what == "ToolCallFinished":
        _close_request_of(life, signal.ident)
    elif what == "ToolBatchFinished":
        for call_id in signal.ids:
            _close_request_of(life, call_id)
    elif what == "PermissionRequested":
        if len(life.requests) < MAX_OPEN_REQUESTS and life.status not in ("ended", "lost"):
            life.requests[signal.ident] = OpenRequest(signal.word, signal.ids[0] if signal.ids else "", signal.more)
    elif what == "PermissionSettled":
        _settle(life, signal)
    elif what == "QuestionAsked":
        if len(life.requests) < MAX_OPEN_REQUESTS:
            life.requests["mcp:" + signal.word] = OpenRequest("question", "", signal.more, released=True)
    elif what == "QuestionAnswered":
        life.settled = life.requests.pop("mcp:" + signal.word, None) is not None
    elif what == "AgentReported":
        if signal.word:
            life.print_mode = False
        elif not life.described:
            life.print_mode = True
        if signal.word == "busy" and life.registry_waiting:
            life.requests.clear()
    elif what == "SessionDescribed":
        life.described, life.print_mode = True, signal.word.startswith("sdk")
    elif what == "StopRequested":
        life.stop_level = signal.word


def _close_request_of(life: Life, call_id: str) -> None:
    digest = life.calls.pop(call_id, "")
    guarding = next((key for key, request in life.requests.items() if digest and request.digest == digest), None)
    if guarding is not None:
        del life.requests[guarding]
        life.settled = True


def _settle(life: Life, signal: Signal) -> None:
    request = life.requests.get(signal.more)
    if request is None:
        return
    if signal.word == "released":
        request.released = True  # the dialog in the terminal is still open
    else:
        del life.requests[signal.more]
        life.settled = True


def _note_after(life: Life, signal: Signal) -> None:
    """Remember what the transition itself had to see as it was."""
    if signal.what == "AgentReported":
        life.registry_waiting = signal.word == "waiting"
    if signal.what == "SessionEnded" and not life.ended_at_us:
        life.ended_at_us = signal.at_us
    if signal.what == "ProcessGone":
        if not life.ended_at_us and not is_other_process(life, signal):
            life.ended_at_us = signal.at_us
        if life.pid <= 1:
            life.pid, life.proc_start = signal.pid, signal.proc_start
    elif signal.pid > 1 and signal.what != "SessionEnded" and signal.source in ("hook", "registry"):
        if signal.pid != life.pid:
            life.pid, life.proc_start = signal.pid, signal.proc_start
        elif signal.proc_start:
            life.proc_start = signal.proc_start


def _enter(life: Life, target: Status, signal: Signal) -> None:
    """Change the status, saying since when, from which source and why."""
    was_over = bool(life.ended_at_us)
    if target == "waiting" and life.status != "waiting":
        at_rest = signal.lane and life.status != "working"
        life.before_waiting = life.status if at_rest else "working"
    if target != life.status or signal.what == "TurnStarted":
        life.at_us = signal.at_us
    life.status, life.source = target, signal.source
    life.reason = _reason(life, target, signal)
    life.started_by = f"{signal.pid}:{signal.proc_start}" if signal.what == "SessionStarted" and signal.pid > 1 else ""
    life.compacting = target == "working" and signal.what == "CompactionStarted"
    if target == "working":
        if signal.what == "TurnStarted":
            life.hook_turn = signal.source == "hook"
            life.requests.clear()
            life.background = 0
        elif signal.what == "ToolCallStarted":
            life.hook_turn = signal.source == "hook"
    if target == "waiting":
        _describe_wait(life, signal)
    else:
        life.waiting_on = life.asking = ""
    revived = target in ("working", "waiting") or (
        target == "idle" and signal.what in ("SessionStarted", "AgentReported")
    )
    if revived and (was_over or signal.what in ("TurnStarted", "SessionStarted")):
        life.ended_at_us, life.stop_level = 0, ""
    if target not in ("working", "waiting"):
        life.hook_turn = False
        life.requests.clear()
        if target == "done":
            life.background = len(signal.ids)
        elif target in ("ended", "lost"):
            life.background = 0
            life.calls.clear()
            life.ended_at_us = life.ended_at_us or signal.at_us


def _reason(life: Life, target: Status, signal: Signal) -> str:
    if signal.what in ("TurnFailed", "TurnInterrupted", "SessionEnded"):
        return signal.word
    if target == "ended":
        return "stopped" if life.stop_level else life.reason
    if target == "lost":
        return "process gone"
    if target == "interrupted":
        return "stopped" if signal.what == "StopConcluded" else "no Stop"
    if signal.what == "CompactionStarted":
        return "compacting"
    return ""


_REGISTRY_WAITS = {"permission prompt": "permission", "input needed": "input", "dialog open": "input"}
_NOTICE_WAITS = {"permission_prompt": "permission", "elicitation_dialog": "question"}


def _describe_wait(life: Life, signal: Signal) -> None:
    """What the session waits for: the newest open request, else what registry or notice say."""
    if life.requests:
        newest = next(reversed(life.requests.values()))
        life.waiting_on, life.asking = newest.kind, newest.words
    elif signal.what == "AgentReported":
        life.waiting_on, life.asking = _REGISTRY_WAITS.get(signal.more, "input"), ""
    elif signal.what == "NoticeGiven":
        life.waiting_on, life.asking = _NOTICE_WAITS.get(signal.word, "input"), ""
    if life.status == "waiting":
        life.reason = life.waiting_on


class LifelineState(msgspec.Struct, array_like=True):
    """A lifeline as it is kept in a checkpoint."""

    base: Life
    signals: list[Signal]
    floor: tuple[int, int, str] = (0, -1, "")


class Lifeline:
    """The latest signals of one session in order, and where they lead."""

    __slots__ = ("_base", "_floor", "_index", "_now", "_signals")

    def __init__(self, state: LifelineState | None = None) -> None:
        self._base = state.base if state else Life()
        self._signals: list[Signal] = state.signals if state else []
        self._floor: tuple[int, int, str] = state.floor if state else (0, -1, "")
        self._index = {(signal.rank, signal.ident): signal for signal in self._signals}
        self._now: Life | None = None if self._signals else self._base.copy()

    def state(self) -> LifelineState:
        """For the checkpoint; shares no mutable state that changes later."""
        return LifelineState(self._base.copy(), list(self._signals), self._floor)

    def take(self, signal: Signal) -> bool:
        """Take a signal in any order; True when it may have changed something."""
        key = (signal.rank, signal.ident)
        known = self._index.get(key)
        if known is not None:
            if signal.at_us >= known.at_us and _TRUST.get(signal.source, 9) >= _TRUST.get(known.source, 9):
                return False
            signal = merged(known, signal)
            if signal == known:
                return False
            del self._signals[bisect_left(self._signals, known)]
            self._now = None
        elif (signal.at_us, signal.rank, signal.ident) <= self._floor:
            return False  # older than what can still be replayed
        self._index[key] = signal
        if self._signals and signal < self._signals[-1]:
            insort(self._signals, signal)
            self._now = None
        else:
            self._signals.append(signal)
            if self._now is not None:
                step(self._now, signal)
        if len(self._signals) > MAX_SIGNALS:
            self._drop_oldest()
        return True

    def _drop_oldest(self) -> None:
        oldest = self._signals.pop(0)
        step(self._base, oldest)
        self._floor = (oldest.at_us, oldest.rank, oldest.ident)
        del self._index[(oldest.rank, oldest.ident)]

    @property
    def now(self) -> Life:
        """Where the session stands; replayed only when something came late. Read it, do not change it."""
        if self._now is None:
            self._now = self._base.copy()
            for signal in self._signals:
                step(self._now, signal)
        return self._now

    def without_starts(self, processes: frozenset[str]) -> Life:
        """Where the session would stand had those processes ("pid:start") never begun it: they had forked it."""
        life = self._base.copy()
        for signal in self._signals:
            if signal.what != "SessionStarted" or f"{signal.pid}:{signal.proc_start}" not in processes:
                step(life, signal)
        return life

    def compact(self) -> None:
        """Forget the single signals (of a session long over): only where they led stays."""
        while self._signals:
            self._drop_oldest()
