"""The status signals of one session in order, and where they lead; the table is replayed when one comes late."""

from __future__ import annotations

from bisect import bisect_left, insort

import msgspec

from app.core.life import KINDS, Life, OpenRequest, Signal
from app.core.lifecycle import TRANSITIONS
from app.core.lifecycle_rules import is_other_process
from app.core.projections.rows import Status
from app.core.signals import TRUST, merged
from app.core.stretches import MAX_STRETCHES, Stretch, stretch, thinned

MAX_SIGNALS = 256
MAX_OPEN_REQUESTS = 64
MAX_RUNNING_CALLS = 512


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


def step_on(life: Life, signal: Signal, stretches: list[Stretch]) -> None:
    """Take one signal; where the status changes a stretch begins."""
    before = life.status
    step(life, signal)
    if life.status != before:
        stretches.append(stretch(life.at_us, life.status, life.reason))


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
    elif life.status in ("ended", "lost") and is_other_process(life, signal):
        return  # a successor that only shows itself: the rules must still know it from the process that is gone
    elif signal.pid > 1 and signal.what != "SessionEnded" and signal.source in ("hook", "registry", "stream"):
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
    life.detail = signal.more if signal.what == "TurnFailed" else ""
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
    past: list[Stretch] = []


class Lifeline:
    """The latest signals of one session in order, where they lead, and through which statuses."""

    __slots__ = ("_base", "_floor", "_index", "_now", "_past", "_recent", "_signals", "version")

    def __init__(self, state: LifelineState | None = None) -> None:
        self._base = state.base if state else Life()
        self._signals: list[Signal] = state.signals if state else []
        self._floor: tuple[int, int, str] = state.floor if state else (0, -1, "")
        self._past: list[Stretch] = state.past if state else []
        """The stretches that led to the base."""
        self._recent: list[Stretch] = []
        """Those that led on to now; as void as that while it is None."""
        self.version = 0
        """Goes up whenever the stretches may be different."""
        self._index = {(signal.rank, signal.ident): signal for signal in self._signals}
        self._now: Life | None = None if self._signals else self._base.copy()

    def state(self) -> LifelineState:
        """For the checkpoint; shares no mutable state that changes later."""
        return LifelineState(self._base.copy(), list(self._signals), self._floor, list(self._past))

    def take(self, signal: Signal) -> bool:
        """Take a signal in any order; True when it may have changed something."""
        key = (signal.rank, signal.ident)
        known = self._index.get(key)
        if known is not None:
            if signal.at_us >= known.at_us and TRUST.get(signal.source, 9) >= TRUST.get(known.source, 9):
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
                known_stretches = len(self._recent)
                step_on(self._now, signal, self._recent)
                self.version += len(self._recent) - known_stretches
        if self._now is None:
            self.version += 1
        if len(self._signals) > MAX_SIGNALS:
            self._drop_oldest()
        return True

    def _drop_oldest(self) -> None:
        oldest = self._signals.pop(0)
        known = len(self._past)
        step_on(self._base, oldest, self._past)
        if len(self._past) > known and self._now is not None:
            del self._recent[0]
        if len(self._past) > MAX_STRETCHES:
            self._past = thinned(self._past)
        self._floor = (oldest.at_us, oldest.rank, oldest.ident)
        del self._index[(oldest.rank, oldest.ident)]

    @property
    def now(self) -> Life:
        """Where the session stands; replayed only when something came late. Read it, do not change it."""
        if self._now is None:
            self._now, self._recent = self._replayed(frozenset())
        return self._now

    def without_starts(self, processes: frozenset[str]) -> Life:
        """Where the session would stand had those processes ("pid:start") never begun it: they had forked it."""
        return self._replayed(processes)[0]

    def stretches(self, forked_by: frozenset[str] = frozenset()) -> list[Stretch]:
        """The statuses that led to ``now``, or to where ``without_starts`` of those processes leads."""
        if forked_by:
            return self._past + self._replayed(forked_by)[1]
        assert self.now is not None  # which makes the recent ones current
        return self._past + self._recent

    def _replayed(self, without: frozenset[str]) -> tuple[Life, list[Stretch]]:
        life, stretches = self._base.copy(), list[Stretch]()
        for signal in self._signals:
            if signal.what != "SessionStarted" or f"{signal.pid}:{signal.proc_start}" not in without:
                step_on(life, signal, stretches)
        return life, stretches

    def compact(self) -> None:
        """Forget the single signals (of a session long over): only where they led stays."""
        while self._signals:
            self._drop_oldest()
