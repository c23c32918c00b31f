"""What a session's status is, as a table: TRANSITIONS[status][kind of event] is the next status, or the rule that finds it.

Theory of operation
-------------------
*Three sources.* Hooks are quick but silent about an interrupt. The transcript knows the interrupt but comes 0.1–0.3 s late
and not at all while text streams. The registry (``AgentReported``) knows busy / idle / waiting within 0.1 s but not why, and has no
state at all in print mode. Every status therefore says which source it is from, since when, and why.

*Late and doubled signals.* Records arrive in any order. Each becomes a ``Signal`` with a natural id; of two sightings of
one thing (a prompt in hook and transcript) the earliest stamp counts. A ``Lifeline`` keeps the latest 256 sorted by
(stamp, rank, id) and replays the table when one arrives late; those older are folded into a base that nothing changes any more.

*Rest.* ``Stop`` comes before the registry's ``idle``, so ``idle`` keeps ``done``. An ``idle`` that finds a turn open which a hook had
seen begin means nobody said Stop: Esc, a "No" in the dialog, or a hook that stopped the turn — ``interrupted``. Should Stop or
StopFailure be stamped a moment after, they win. Where no hook is connected, ``idle`` is all we get: ``done``, until a transcript
line says it was an interrupt. ``idle_prompt`` (a minute after Stop) says nothing new.

*After rest.* MessageDisplay and asynchronous Post hooks may be stamped after Stop: text and ends of calls never turn ``done`` into
``working``. A *started* call of the main conversation does (a Stop hook made the agent go on); after an interrupt it does
not, for the hook of a call being killed may be stamped a few milliseconds after Esc. A prompt always does.

*Waiting* lasts until no request is open: settled by us, its call ended (joined by tool name, input and lane), its batch
ended, the turn ended, or the registry says busy after it had said waiting. A *released* request (our deadline passed) is
still open in the terminal.

*Ends.* A goodbye said by a person at the keyboard (/exit, /clear, logout) makes ``ended``: they were there. A session that ended by
itself (print mode) keeps ``done``, ``failed`` or ``interrupted`` with ``ended_at`` set, so that "claude -p" is found under Finished;
``done`` turns ``ended`` when looked at. ``lost`` (process gone, no goodbye) beats everything but a later sign of life from another
process; a print-mode run that had already finished is not lost, and one that we were told to end is ``ended``. Hooks of a
dead process that trickle in change nothing. ``/clear`` and fork move the process to another session: the roster, which sees
all sessions, ends the one that lost it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.rows import Status
from app.core.projections.words import ask_words, one_line
from app.core.records import Record

MAX_SIGNALS = 256
MAX_OPEN_REQUESTS = 64
MAX_RUNNING_CALLS = 512

BY_A_PERSON = frozenset({"prompt_input_exit", "clear", "logout", "bypass_permissions_disabled"})
"""Reasons of a goodbye that a person at the keyboard gave."""

RANKS: dict[type[e.Event], int] = {
    kind: rank
    for rank, kind in enumerate(
        (
            e.SessionStarted, e.SessionDescribed, e.TurnStarted, e.CompactionStarted, e.MessageDelta, e.SubagentStarted,
            e.ToolCallStarted, e.PermissionRequested, e.QuestionAsked, e.NoticeGiven, e.StopRequested, e.PermissionSettled,
            e.QuestionAnswered, e.ToolCallFinished, e.ToolBatchFinished, e.CompactionFinished, e.TurnFinished, e.TurnFailed,
            e.TurnInterrupted, e.AgentReported, e.SessionEnded, e.ProcessGone, e.StopConcluded, e.SessionLookedAt,
        )
    )
}  # fmt: skip
"""Which of two signals with the same stamp comes first; also the list of events that can concern the status."""

KINDS: dict[str, type[e.Event]] = {kind.__name__: kind for kind in RANKS}


class Signal(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What matters of one record for the status. ``word``: reason, state or kind; ``more``: digest of a call, or words to show."""

    at_us: int
    rank: int
    ident: str
    what: str
    source: str = ""
    pid: int = 0
    proc_start: int = 0
    word: str = ""
    more: str = ""
    lane: str = ""
    ids: tuple[str, ...] = ()


class OpenRequest(msgspec.Struct, array_like=True):
    """A question to a person, not answered yet. ``released``: not answerable here any more."""

    kind: str
    digest: str
    words: str
    released: bool = False


class Life(msgspec.Struct, kw_only=True):
    """Where a session stands after some signals."""

    status: Status = "idle"
    reason: str = ""
    source: str = ""
    at_us: int = 0
    ended_at_us: int = 0
    waiting_on: str = ""
    asking: str = ""
    background: int = 0
    print_mode: bool = False
    described: bool = False
    """How it was started is known, so an entry without a state says nothing about it."""
    hook_turn: bool = False
    """A hook saw the present turn begin, so a Stop is to be expected."""
    registry_waiting: bool = False
    compacting: bool = False
    settled: bool = False
    """The present signal closed an open request."""
    stop_level: str = ""
    pid: int = 0
    proc_start: int = 0
    requests: dict[str, OpenRequest] = {}
    calls: dict[str, str] = {}
    """Running calls: tool_call_id → digest of name, input and lane."""

    def copy(self) -> Life:
        twin = msgspec.structs.replace(self, requests=dict(self.requests), calls=dict(self.calls))
        for request_id, request in self.requests.items():
            twin.requests[request_id] = msgspec.structs.replace(request)
        return twin


Rule = Callable[[Life, Signal], Status | None]
"""Finds the next status; None: it stays. Rules read, they never write."""


def call_digest(name: str, tool_input: Any, lane: str) -> str:
    """Joins a permission request, which carries no call id, to its call."""
    try:
        body = msgspec.json.encode(tool_input, order="deterministic")
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        body = repr(tool_input)[:65536].encode("utf-8", "backslashreplace")
    hasher = blake2b(body, digest_size=12)
    hasher.update(f"\0{name}\0{lane}".encode("utf-8", "backslashreplace"))
    return hasher.hexdigest()


# ── rules: each docstring is the sentence the tests are named after ───────────────────────────────


def _is_other_process(life: Life, signal: Signal) -> bool:
    if signal.pid <= 1 or life.pid <= 1:
        return False
    if signal.pid != life.pid:
        return True
    return bool(signal.proc_start and life.proc_start and signal.proc_start != life.proc_start)


def _is_same_process(life: Life, signal: Signal) -> bool:
    return signal.pid > 1 and signal.pid == life.pid and not _is_other_process(life, signal)


def _is_over(life: Life, signal: Signal) -> bool:
    """The session had ended, and what is heard now is not from another process."""
    return bool(life.ended_at_us) and not _is_other_process(life, signal)


def on_session_started(life: Life, signal: Signal) -> Status | None:
    """A start rests the session; a compaction's start says nothing, nor does another process that forks a busy session."""
    if signal.word == "compact":
        return None
    if life.status in ("working", "waiting") and _is_other_process(life, signal):
        return None
    return "idle"


def on_prompt_after_loss(life: Life, signal: Signal) -> Status | None:
    """A prompt after the process was gone counts unless the dead process itself is said to have taken it."""
    return None if _is_same_process(life, signal) else "working"


def on_start_after_loss(life: Life, signal: Signal) -> Status | None:
    """A lost session that starts again in another process is alive."""
    return None if signal.word == "compact" or _is_same_process(life, signal) else "idle"


def on_report_at_rest(life: Life, signal: Signal) -> Status | None:
    """The registry's busy wakes a resting session, waiting makes it wait (a dialog a person opened does not)."""
    if _is_over(life, signal):
        return None
    if signal.word == "busy":
        return "working"
    if signal.word == "waiting" and signal.more != "dialog open":
        return "waiting"
    return None


def on_report_working(life: Life, signal: Signal) -> Status | None:
    """Idle without a Stop: interrupted where hooks saw the turn begin, else done; waiting: somebody is needed."""
    if signal.word == "waiting":
        return "waiting"
    if signal.word in ("idle", "shell"):
        if life.compacting:
            return "idle"
        return "interrupted" if life.hook_turn else "done"
    return None


def on_report_waiting(life: Life, signal: Signal) -> Status | None:
    """Busy after waiting: answered in the terminal; idle: answered with No or Esc."""
    if signal.word == "busy":
        return "working" if life.registry_waiting else None
    if signal.word in ("idle", "shell"):
        return "interrupted" if life.hook_turn else "done"
    return None


def on_report_after_end(life: Life, signal: Signal) -> Status | None:
    """Only another process can report for a session whose process ended."""
    if not _is_other_process(life, signal):
        return None
    states: dict[str, Status] = {"busy": "working", "waiting": "waiting", "idle": "idle", "shell": "idle"}
    return states.get(signal.word)


def on_text_at_idle(life: Life, signal: Signal) -> Status | None:
    """Text from a session we knew nothing of: it works. After a known rest it is only late."""
    return None if life.source in ("registry", "desktop") else "working"


def on_call_at_rest(life: Life, signal: Signal) -> Status | None:
    """A call of the main conversation that starts after rest means the agent went on; a subagent may work in the background."""
    return None if signal.lane or _is_over(life, signal) else "working"


def on_call_after_end(life: Life, signal: Signal) -> Status | None:
    """A call in another process revives an ended session."""
    return "working" if _is_other_process(life, signal) else None


def on_request(life: Life, signal: Signal) -> Status | None:
    """A request that is still open makes the session wait."""
    return "waiting" if signal.ident in life.requests else None


def on_request_over(life: Life, signal: Signal) -> Status | None:
    """The session works on when the last open request is over; the end of a call that no request guarded says nothing."""
    if life.requests or (signal.what == "ToolCallFinished" and not life.settled):
        return None
    return "working"


def on_notice(life: Life, signal: Signal) -> Status | None:
    """permission_prompt and elicitation_dialog ask for a person; idle_prompt at work means we missed the rest."""
    notices: dict[str, Status] = {
        "permission_prompt": "waiting",
        "elicitation_dialog": "waiting",
        "idle_prompt": "done",
    }
    return notices.get(signal.word)


def on_notice_waiting(life: Life, signal: Signal) -> Status | None:
    """A completed elicitation ends the wait for it."""
    if signal.word in ("elicitation_complete", "elicitation_response") and not life.requests:
        return "working"
    return None


def on_goodbye_at_rest(life: Life, signal: Signal) -> Status | None:
    """A person's goodbye ends; a session that ended by itself stays findable under how it came out."""
    return "ended" if signal.word in BY_A_PERSON else None


def on_process_gone(life: Life, signal: Signal) -> Status | None:
    """Process gone without goodbye: lost, or ended where we were told to end it. Another process' death is not ours."""
    if _is_other_process(life, signal):
        return None
    return "ended" if life.stop_level in ("end", "kill") else "lost"


def on_process_gone_at_rest(life: Life, signal: Signal) -> Status | None:
    """A session that came to rest and said goodbye, or a print-mode run, is not lost when its process goes."""
    if life.ended_at_us and life.ended_at_us < signal.at_us:
        return None
    return None if life.print_mode else on_process_gone(life, signal)


def on_finish_after_end(life: Life, signal: Signal) -> Status | None:
    """A Stop stamped after a goodbye nobody gave by hand still says how the run came out."""
    return None if life.reason in BY_A_PERSON or life.reason == "stopped" else "done"


def on_failure_after_end(life: Life, signal: Signal) -> Status | None:
    """StopFailure and SessionEnd come in either order: the failure stays visible."""
    return None if life.reason == "stopped" else "failed"


def on_looked_at(life: Life, signal: Signal) -> Status | None:
    """Looked at: done becomes idle, or ended where the session is over."""
    return "ended" if life.ended_at_us else "idle"


def on_compaction_at_rest(life: Life, signal: Signal) -> Status | None:
    """A compaction asked for at rest is work."""
    return "working"


def on_compaction_finished(life: Life, signal: Signal) -> Status | None:
    """… and rests again afterwards; in the middle of a turn it changes nothing."""
    return "idle" if life.compacting else None


def on_stopped(life: Life, signal: Signal) -> Status | None:
    """A stop that was verified: interrupted, or ended where the level was end or kill."""
    if signal.word != "stopped":
        return None
    return "ended" if life.stop_level in ("end", "kill") else "interrupted"


def on_stopped_at_rest(life: Life, signal: Signal) -> Status | None:
    """A verified end is an end, also of a session at rest."""
    return "ended" if signal.word == "stopped" and life.stop_level in ("end", "kill") else None


_AT_REST: dict[type[e.Event], Status | Rule] = {
    e.SessionStarted: on_session_started,
    e.TurnStarted: "working",
    e.TurnFinished: "done",
    e.TurnFailed: "failed",
    e.TurnInterrupted: "interrupted",
    e.AgentReported: on_report_at_rest,
    e.PermissionRequested: on_request,
    e.QuestionAsked: "waiting",
    e.CompactionStarted: on_compaction_at_rest,
    e.StopConcluded: on_stopped_at_rest,
}

TRANSITIONS: dict[Status, dict[type[e.Event], Status | Rule]] = {
    "idle": _AT_REST
    | {
        e.MessageDelta: on_text_at_idle,
        e.ToolCallStarted: on_call_at_rest,
        e.SubagentStarted: on_text_at_idle,
        e.SessionEnded: "ended",
        e.ProcessGone: on_process_gone,
    },
    "working": {
        e.SessionStarted: on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: "done",
        e.TurnFailed: "failed",
        e.TurnInterrupted: "interrupted",
        e.AgentReported: on_report_working,
        e.PermissionRequested: on_request,
        e.QuestionAsked: "waiting",
        e.NoticeGiven: on_notice,
        e.CompactionFinished: on_compaction_finished,
        e.SessionEnded: "ended",
        e.ProcessGone: on_process_gone,
        e.StopConcluded: on_stopped,
    },
    "waiting": {
        e.SessionStarted: on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: "done",
        e.TurnFailed: "failed",
        e.TurnInterrupted: "interrupted",
        e.AgentReported: on_report_waiting,
        e.PermissionSettled: on_request_over,
        e.QuestionAnswered: on_request_over,
        e.ToolCallFinished: on_request_over,
        e.ToolBatchFinished: on_request_over,
        e.NoticeGiven: on_notice_waiting,
        e.SessionEnded: "ended",
        e.ProcessGone: on_process_gone,
        e.StopConcluded: on_stopped,
    },
    "done": _AT_REST
    | {
        e.ToolCallStarted: on_call_at_rest,
        e.SessionLookedAt: on_looked_at,
        e.SessionEnded: on_goodbye_at_rest,
        e.ProcessGone: on_process_gone_at_rest,
    },
    "interrupted": _AT_REST
    | {
        e.SessionEnded: on_goodbye_at_rest,
        e.ProcessGone: on_process_gone_at_rest,
    },
    "failed": {kind: step for kind, step in _AT_REST.items() if kind is not e.TurnFinished}  # a Stop excuses no failure
    | {
        e.ToolCallStarted: on_call_at_rest,
        e.SessionEnded: on_goodbye_at_rest,
        e.ProcessGone: on_process_gone_at_rest,
    },
    "ended": {
        e.SessionStarted: on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: on_finish_after_end,
        e.TurnFailed: on_failure_after_end,
        e.AgentReported: on_report_after_end,
        e.ToolCallStarted: on_call_after_end,
    },
    "lost": {
        e.SessionStarted: on_start_after_loss,
        e.TurnStarted: on_prompt_after_loss,
        e.AgentReported: on_report_after_end,
        e.ToolCallStarted: on_call_after_end,
        e.SessionEnded: "ended",
        e.StopConcluded: on_stopped_at_rest,
    },
}
"""What is not in the table stays as it is."""


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
    """Two sightings of one thing: the earliest stamp; named after the source that tells most (hook before transcript)."""
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
        if not life.ended_at_us and not _is_other_process(life, signal):
            life.ended_at_us = signal.at_us
        if life.pid <= 1:
            life.pid, life.proc_start = signal.pid, signal.proc_start
    elif (
        signal.pid > 1
        and signal.what != "SessionEnded"
        and not (life.ended_at_us and signal.source not in ("hook", "registry"))
    ):
        if signal.pid != life.pid:
            life.pid, life.proc_start = signal.pid, signal.proc_start
        elif signal.proc_start:
            life.proc_start = signal.proc_start


def _enter(life: Life, target: Status, signal: Signal) -> None:
    """Change the status, saying since when, from which source and why."""
    was_over = bool(life.ended_at_us)
    if target != life.status or signal.what == "TurnStarted":
        life.at_us = signal.at_us
    life.status, life.source = target, signal.source
    life.reason = _reason(life, target, signal)
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
    if target in ("working", "waiting") or (target == "idle" and signal.what in ("SessionStarted", "AgentReported")):
        if was_over or signal.what in ("TurnStarted", "SessionStarted"):
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

    def compact(self) -> None:
        """Forget the single signals (of a session long over): only where they led stays."""
        while self._signals:
            self._drop_oldest()
