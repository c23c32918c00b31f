"""The rules of ``app.core.lifecycle``: each finds the next status where the table alone cannot, and says how."""

from __future__ import annotations

from collections.abc import Callable

from app.core.life import Life, Signal
from app.core.projections.rows import Status

BY_A_PERSON = frozenset({"prompt_input_exit", "clear", "logout", "bypass_permissions_disabled"})
"""Reasons of a goodbye that a person at the keyboard gave."""

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


def on_compaction_at_work(life: Life, signal: Signal) -> Status | None:
    """The registry's busy may be stamped before the hook that says what the work is: no turn, but a compaction."""
    return "working" if life.source == "registry" and not life.hook_turn else None


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
