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

A prompt handed over from here sets it to work as well: it was written to the agent, or the agent took it as the
answer to its Stop hook.

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

from app.core import events as e
from app.core import lifecycle_rules as rules
from app.core.lifecycle_rules import Rule
from app.core.projections.rows import Status

_AT_REST: dict[type[e.Event], Status | Rule] = {
    e.SessionStarted: rules.on_session_started,
    e.TurnStarted: "working",
    e.TurnFinished: "done",
    e.TurnFailed: "failed",
    e.TurnInterrupted: "interrupted",
    e.AgentReported: rules.on_report_at_rest,
    e.PermissionRequested: rules.on_request,
    e.QuestionAsked: "waiting",
    e.CompactionStarted: rules.on_compaction_at_rest,
    e.StopConcluded: rules.on_stopped_at_rest,
    e.PromptSent: "working",
}

TRANSITIONS: dict[Status, dict[type[e.Event], Status | Rule]] = {
    "idle": _AT_REST
    | {
        e.MessageDelta: rules.on_text_at_idle,
        e.ToolCallStarted: rules.on_call_at_rest,
        e.SubagentStarted: rules.on_text_at_idle,
        e.SessionEnded: "ended",
        e.ProcessGone: rules.on_process_gone,
    },
    "working": {
        e.SessionStarted: rules.on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: "done",
        e.TurnFailed: "failed",
        e.TurnInterrupted: "interrupted",
        e.AgentReported: rules.on_report_working,
        e.PermissionRequested: rules.on_request,
        e.QuestionAsked: "waiting",
        e.NoticeGiven: rules.on_notice,
        e.CompactionStarted: rules.on_compaction_at_work,
        e.CompactionFinished: rules.on_compaction_finished,
        e.SessionEnded: "ended",
        e.ProcessGone: rules.on_process_gone,
        e.StopConcluded: rules.on_stopped,
    },
    "waiting": {
        e.SessionStarted: rules.on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: "done",
        e.TurnFailed: "failed",
        e.TurnInterrupted: "interrupted",
        e.AgentReported: rules.on_report_waiting,
        e.PermissionRequested: rules.on_request,
        e.PermissionSettled: rules.on_request_over,
        e.QuestionAnswered: rules.on_request_over,
        e.ToolCallFinished: rules.on_request_over,
        e.ToolBatchFinished: rules.on_request_over,
        e.NoticeGiven: rules.on_notice_waiting,
        e.SessionEnded: "ended",
        e.ProcessGone: rules.on_process_gone,
        e.StopConcluded: rules.on_stopped,
    },
    "done": _AT_REST
    | {
        e.TurnFinished: rules.on_finish_when_done,
        e.ToolCallStarted: rules.on_call_at_rest,
        e.SessionLookedAt: rules.on_looked_at,
        e.SessionEnded: rules.on_goodbye_at_rest,
        e.ProcessGone: rules.on_process_gone_at_rest,
    },
    "interrupted": _AT_REST
    | {
        e.PermissionRequested: rules.on_request_after_interrupt,
        e.SessionEnded: rules.on_goodbye_at_rest,
        e.ProcessGone: rules.on_process_gone_at_rest,
    },
    "failed": {kind: step for kind, step in _AT_REST.items() if kind is not e.TurnFinished}  # a Stop excuses no failure
    | {
        e.ToolCallStarted: rules.on_call_at_rest,
        e.SessionEnded: rules.on_goodbye_at_rest,
        e.ProcessGone: rules.on_process_gone_at_rest,
    },
    "ended": {
        e.SessionStarted: rules.on_session_started,
        e.TurnStarted: "working",
        e.TurnFinished: rules.on_finish_after_end,
        e.TurnFailed: rules.on_failure_after_end,
        e.AgentReported: rules.on_report_after_end,
        e.ToolCallStarted: rules.on_call_after_end,
    },
    "lost": {
        e.SessionStarted: rules.on_start_after_loss,
        e.TurnStarted: rules.on_prompt_after_loss,
        e.AgentReported: rules.on_report_after_end,
        e.ToolCallStarted: rules.on_call_after_end,
        e.SessionEnded: "ended",
        e.StopConcluded: rules.on_stopped_at_rest,
    },
}
"""What is not in the table stays as it is."""
