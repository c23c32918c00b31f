"""What a session's status is, as a table: TRANSITIONS[status][kind of event] is the next status or the rule for it.

Theory of operation
-------------------
*Three sources.* Hooks are quick but silent about an interrupt. The transcript knows the interrupt, but comes
0.1–0.3 s late and not at all while text streams. The registry (``AgentReported``) knows busy / idle / waiting within
0.1 s but not why, and has no state in print mode. Every status therefore says which source it is from, since when,
and why.

*Late and doubled signals.* Records arrive in any order. ``app.core.lifeline`` makes each a ``Signal`` with a natural
id; of two sightings of one thing (a prompt in hook and transcript) the earliest stamp counts, and a hook gives it its
name. The latest 256 are kept sorted by (stamp, rank, id), and the table is replayed when one arrives late; older ones
are folded into a base that nothing changes any more.

*Rest.* ``Stop`` is stamped before the registry's ``idle``, so ``idle`` keeps ``done``. An ``idle`` that finds a turn
open which a hook had seen begin means nobody said Stop: Esc, a "No" in the dialog, or a hook that stopped the turn
(then no Stop hook fires) – ``interrupted``; the transcript's line, a moment before or after, says which. Should Stop
or StopFailure be stamped a moment after, they win. Where no hook is connected ``idle`` is all there is: ``done``,
until a transcript line says it was an interrupt. ``idle_prompt``, a minute after Stop, says nothing new; at work it
means that we missed the rest.

*After rest.* MessageDisplay and asynchronous Post hooks may be stamped after Stop: text and ends of calls never turn
``done`` into ``working``. A call of the main conversation that *starts* does (a Stop hook made the agent go on), but
not after an interrupt, for the hook of a call being killed may be stamped a few milliseconds after Esc. A prompt
always does. What goes on in the background after Stop (shells, subagents) is counted beside the status, and changes
it not.

*Waiting* lasts until no request is open: settled here, its call ended (joined by tool name, input and lane), its
batch ended, the turn ended, or the registry says busy after it had said waiting. A *released* request (our deadline
passed, no decision sent) is still open in the terminal. A denial with interrupt is a settled request, then an
interrupt.

*Ends.* A goodbye said by a person at the keyboard (/exit, /clear, logout) makes ``ended``: they were there and saw. A
run that ends by itself (print mode, or killed politely) after it came to rest keeps ``done``, ``failed`` or
``interrupted`` with its end noted, so that ``claude -p`` is found under Finished; ``done`` turns ``ended`` when
looked at. StopFailure and SessionEnd come in either order: ``failed`` stays visible. ``lost`` (process gone, no
goodbye) beats everything but a later sign of life from another process; a print-mode run that had come to rest is not
lost, and one we were told to end is ``ended``. Hooks of a dead process that trickle in change nothing. /clear and
--fork-session move the process to another session: the roster, which sees all sessions, ends the one that lost it.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.core import events as e
from app.core.projections.rows import Status

BY_A_PERSON = frozenset({"prompt_input_exit", "clear", "logout", "bypass_permissions_disabled"})
"""Reasons of a goodbye that a person at the keyboard gave."""

_IN_ORDER: tuple[type[e.Event], ...] = (
    e.SessionStarted, e.SessionDescribed, e.TurnStarted, e.CompactionStarted, e.MessageDelta, e.SubagentStarted,
    e.ToolCallStarted, e.PermissionRequested, e.QuestionAsked, e.NoticeGiven, e.StopRequested, e.PermissionSettled,
    e.QuestionAnswered, e.ToolCallFinished, e.ToolBatchFinished, e.CompactionFinished, e.TurnFinished, e.TurnFailed,
    e.TurnInterrupted, e.AgentReported, e.SessionEnded, e.ProcessGone, e.StopConcluded, e.SessionLookedAt,
)  # fmt: skip
"""The events that can concern the status; of two with the same stamp the one that stands first here comes first."""

RANKS: dict[type[e.Event], int] = {kind: rank for rank, kind in enumerate(_IN_ORDER)}
KINDS: dict[str, type[e.Event]] = {kind.__name__: kind for kind in _IN_ORDER}


class Signal(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What matters of one record for the status.

    ``word``: reason, state or kind; ``more``: digest of a call, or words to show; ``ids``: whatever it names several
    of.
    """

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
    before_waiting: Status = "working"
    """What goes on when the wait is over: work, or the rest in which a subagent in the background asked."""
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
    started_by: str = ""
    """The process whose start put the session at rest, as "pid:start", while nothing else happened."""
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


# ── rules: each docstring is the sentence the tests are named after ───────────────────────────────


def is_other_process(life: Life, signal: Signal) -> bool:
    """Whether the signal is known to come from another process than the session's."""
    if signal.pid <= 1 or life.pid <= 1:
        return False
    if signal.pid != life.pid:
        return True
    return bool(signal.proc_start and life.proc_start and signal.proc_start != life.proc_start)


def _is_same_process(life: Life, signal: Signal) -> bool:
    return signal.pid > 1 and signal.pid == life.pid and not is_other_process(life, signal)


def _is_over(life: Life, signal: Signal) -> bool:
    """The session had ended, and what is heard now is not from another process."""
    return bool(life.ended_at_us) and not is_other_process(life, signal)


def on_session_started(life: Life, signal: Signal) -> Status | None:
    """A start rests the session; a compaction's start says nothing, nor does another process that forks a busy one."""
    if signal.word == "compact":
        return None
    if life.status in ("working", "waiting") and is_other_process(life, signal):
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
    if not is_other_process(life, signal):
        return None
    states: dict[str, Status] = {"busy": "working", "waiting": "waiting", "idle": "idle", "shell": "idle"}
    return states.get(signal.word)


def on_text_at_idle(life: Life, signal: Signal) -> Status | None:
    """Text from a session we knew nothing of: it works. After a known rest it is only late."""
    return None if life.source in ("registry", "desktop") else "working"


def on_call_at_rest(life: Life, signal: Signal) -> Status | None:
    """A call of the main conversation started after rest: the agent went on. A subagent's may be background."""
    return None if signal.lane or _is_over(life, signal) else "working"


def on_call_after_end(life: Life, signal: Signal) -> Status | None:
    """A call in another process revives an ended session."""
    return "working" if is_other_process(life, signal) else None


def on_request(life: Life, signal: Signal) -> Status | None:
    """A request that is still open makes the session wait."""
    return "waiting" if signal.ident in life.requests else None


def on_request_after_interrupt(life: Life, signal: Signal) -> Status | None:
    """The hook of a call being killed may be stamped after Esc; a subagent in the background may really ask."""
    return on_request(life, signal) if signal.lane else None


def on_request_over(life: Life, signal: Signal) -> Status | None:
    """The last open request is over: on with what was. The end of an unguarded or a subagent's call says nothing."""
    if life.requests:
        return None
    if not life.settled and (signal.what == "ToolCallFinished" or (signal.what == "ToolBatchFinished" and signal.lane)):
        return None
    return life.before_waiting


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
        return life.before_waiting
    return None


def on_goodbye_at_rest(life: Life, signal: Signal) -> Status | None:
    """A person's goodbye ends; a session that ended by itself stays findable under how it came out."""
    return "ended" if signal.word in BY_A_PERSON else None


def on_process_gone(life: Life, signal: Signal) -> Status | None:
    """Process gone without goodbye: lost, or ended where we were told to end it. Another process' death is not ours."""
    if is_other_process(life, signal):
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


def on_finish_when_done(life: Life, signal: Signal) -> Status | None:
    """A second Stop ends the turn that a Stop hook prolonged; the transcript's own end line adds nothing."""
    return "done" if signal.source == "hook" else None


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
        e.PermissionRequested: on_request,
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
        e.TurnFinished: on_finish_when_done,
        e.ToolCallStarted: on_call_at_rest,
        e.SessionLookedAt: on_looked_at,
        e.SessionEnded: on_goodbye_at_rest,
        e.ProcessGone: on_process_gone_at_rest,
    },
    "interrupted": _AT_REST
    | {
        e.PermissionRequested: on_request_after_interrupt,
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
