"""How each kind of fact changes what the roster keeps of one session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core import events as e
from app.core.life import Signal
from app.core.projections.calls import OUTCOMES, TOLD_DIRECTLY
from app.core.projections.roster_kept import (
    MAX_IDS,
    MAX_OPEN_CALLS,
    MAX_PROMPTS,
    Armed,
    Entry,
    OpenCall,
    Prompted,
    Session,
    Stamp,
)
from app.core.projections.tries import Try, note_try
from app.core.projections.words import call_words, first_line, one_line
from app.core.records import Record
from app.core.signals import signal_of

ONLY_HEARD = True
"""What a handler returns where nothing a row shows is new, but for the time the session was last heard of."""


def _forget(ids: dict[str, Any], keep: int) -> None:
    """Drop the oldest ids; what they counted for has been added up."""
    while len(ids) > keep:
        del ids[next(iter(ids))]


def _signal(session: Session, record: Record, event: Any) -> Signal | None:
    signal = signal_of(record)
    if signal is None:
        return None
    before = session.lifeline.version
    session.lifeline.take(signal)
    if session.lifeline.version != before:
        session.entry.signal_seq = max(session.entry.signal_seq, record.seq)
    return signal


def _earliest(known: Stamp, at_us: int, text: str) -> Stamp:
    return known if not text or (known[1] and known <= (at_us, text)) else (at_us, text)


def _latest(known: Stamp, at_us: int, text: str) -> Stamp:
    return known if not text or known >= (at_us, text) else (at_us, text)


def _rest(entry: Entry, at_us: int, hard: bool) -> None:
    entry.rest_at_us = max(entry.rest_at_us, at_us)
    if hard:
        entry.hard_rest_at_us = max(entry.hard_rest_at_us, at_us)


def _on_delta(session: Session, record: Record, event: e.MessageDelta) -> bool:
    entry, at_us = session.entry, record.at_us
    was_writing = entry.writing_at_us > entry.thinking_at_us
    if event.final or event.thought:
        entry.thinking_at_us = max(entry.thinking_at_us, at_us)
    elif at_us > entry.writing_at_us:
        entry.writing_at_us = at_us
    if event.message_id != entry.delta_message or at_us < entry.delta_at_us:
        entry.delta_message, entry.delta_at_us = event.message_id, at_us
        _signal(session, record, event)
        return not ONLY_HEARD
    is_writing = entry.writing_at_us > entry.thinking_at_us
    return ONLY_HEARD if is_writing == was_writing else not ONLY_HEARD


def _on_described(session: Session, record: Record, event: e.SessionDescribed) -> None:
    entry, at_us = session.entry, record.at_us
    entry.title = _latest(entry.title, at_us, one_line(event.title))
    entry.cwd = _earliest(entry.cwd, at_us, event.cwd)
    entry.model = _latest(entry.model, at_us, event.model)
    entry.transcript_path = _latest(entry.transcript_path, at_us, event.transcript_path)
    if event.entrypoint:
        _signal(session, record, event)


def _on_started(session: Session, record: Record, event: e.SessionStarted) -> None:
    entry, at_us = session.entry, record.at_us
    entry.cwd = _earliest(entry.cwd, at_us, event.cwd)
    entry.model = _latest(entry.model, at_us, event.model)
    entry.transcript_path = _latest(entry.transcript_path, at_us, event.transcript_path)
    _signal(session, record, event)


def _on_turn(session: Session, record: Record, event: e.TurnStarted) -> None:
    entry = session.entry
    turn_id = event.turn_id or f"@{record.at_us}"
    if turn_id not in entry.turns:
        entry.turns[turn_id] = None
        entry.turns_total += 1
        _forget(entry.turns, MAX_IDS)
    if event.origin == "human":
        entry.prompt = _earliest(entry.prompt, record.at_us, first_line(event.prompt))
    entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_rest(session: Session, record: Record, event: Any) -> None:
    _rest(session.entry, record.at_us, hard=not isinstance(event, e.TurnFinished | e.TurnFailed))
    _signal(session, record, event)


def _on_reported(session: Session, record: Record, event: e.AgentReported) -> None:
    session.entry.name = _latest(session.entry.name, record.at_us, one_line(event.name))
    if event.state in ("idle", "shell"):
        _rest(session.entry, record.at_us, hard=False)
    _signal(session, record, event)


def _note_call(entry: Entry, call_id: str, code: int) -> int:
    """Count a call once, and by the outcome that tells most; its outcome now."""
    known = entry.calls.get(call_id)
    if known is None:
        entry.calls_total += 1
        known = -1
    best = max(known, code)
    entry.calls[call_id] = best
    entry.failed_total += (best % TOLD_DIRECTLY == 1) - (known % TOLD_DIRECTLY == 1)
    _forget(entry.calls, MAX_IDS)
    return best


def _on_call_started(session: Session, record: Record, event: e.ToolCallStarted) -> None:
    entry, call_id = session.entry, event.tool_call_id
    if event.lane:
        _see_lane(entry, event.lane)
    if _note_call(entry, call_id, -1) < 0:
        known = entry.open_calls.get(call_id)
        words = call_words(event.name, event.input) if known is None or not known.words else known.words
        at_us = record.at_us if known is None else min(known.at_us, record.at_us)
        entry.open_calls[call_id] = OpenCall(at_us, event.lane, words)
        _forget(entry.open_calls, MAX_OPEN_CALLS)
    signal = _signal(session, record, event)
    if signal is not None:
        note_try(entry.tries, call_id, Try(record.at_us, signal.more, event.lane, call_words(event.name, event.input)))


def _on_call_finished(session: Session, record: Record, event: e.ToolCallFinished) -> None:
    entry, call_id = session.entry, event.tool_call_id
    if event.lane:
        _see_lane(entry, event.lane)
    _note_call(entry, call_id, OUTCOMES.index(event.outcome) + (0 if event.from_batch else TOLD_DIRECTLY))
    entry.open_calls.pop(call_id, None)
    entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_batch(session: Session, record: Record, event: e.ToolBatchFinished) -> None:
    for call_id in event.tool_call_ids:
        _note_call(session.entry, call_id, 0)
        session.entry.open_calls.pop(call_id, None)
    session.entry.thinking_at_us = max(session.entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_written(session: Session, record: Record, event: e.MessageWritten) -> None:
    entry = session.entry
    if event.lane:
        _see_lane(entry, event.lane)
    else:
        if not event.synthetic:
            entry.model = _latest(entry.model, record.at_us, event.model)
        entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)


def _on_usage(session: Session, record: Record, event: e.UsageReported) -> None:
    entry = session.entry
    report = (event.input_tokens, event.output_tokens, event.cache_read_tokens, event.cache_write_tokens)
    known = entry.usage.get(event.message_id, (0, 0, 0, 0))
    most = max(report[0], known[0]), max(report[1], known[1]), max(report[2], known[2]), max(report[3], known[3])
    total = entry.usage_total
    entry.usage_total = (
        total[0] + most[0] - known[0],
        total[1] + most[1] - known[1],
        total[2] + most[2] - known[2],
        total[3] + most[3] - known[3],
    )
    entry.usage[event.message_id] = most
    _forget(entry.usage, MAX_IDS)


def _on_cost(session: Session, record: Record, event: e.CostReported) -> None:
    session.entry.cost_usd = max(event.total_usd, session.entry.cost_usd or 0.0)


def _see_lane(entry: Entry, lane: str) -> None:
    if lane not in entry.lanes:
        entry.lanes[lane] = None
        entry.lanes_total += 1
        _forget(entry.lanes, MAX_IDS)


def _on_subagent(session: Session, record: Record, event: e.SubagentStarted) -> None:
    _see_lane(session.entry, event.lane)
    _signal(session, record, event)


def _stop(entry: Entry, stop_id: str) -> Armed:
    if stop_id not in entry.stops and len(entry.stops) >= 16:
        del entry.stops[next(iter(entry.stops))]
    return entry.stops.setdefault(stop_id, Armed())


def _on_queued(session: Session, record: Record, event: e.PromptQueued) -> None:
    prompted = session.entry.prompts.setdefault(event.prompt_id, Prompted())
    prompted.at_us = record.at_us
    prompted.text = "" if prompted.over else event.text
    _forget(session.entry.prompts, MAX_PROMPTS)


def _on_prompt_over(session: Session, record: Record, event: e.PromptSent | e.PromptWithdrawn) -> None:
    prompted = session.entry.prompts.setdefault(event.prompt_id, Prompted())
    prompted.text, prompted.over = "", True
    _forget(session.entry.prompts, MAX_PROMPTS)
    if isinstance(event, e.PromptSent):
        _signal(session, record, event)


def _on_launched(session: Session, record: Record, event: e.SessionLaunched) -> None:
    entry = session.entry
    entry.cwd = _earliest(entry.cwd, record.at_us, event.cwd)
    entry.launched = max(entry.launched, f"{record.pid}:{record.proc_start}")


def _on_stop_armed(session: Session, record: Record, event: e.StopArmed) -> None:
    armed = _stop(session.entry, event.stop_id)
    armed.at_us, armed.sentence = max((armed.at_us, armed.sentence), (record.at_us, one_line(event.sentence, 120)))


def _on_stop_concluded(session: Session, record: Record, event: e.StopConcluded) -> None:
    entry = session.entry
    if event.stop_id:
        _stop(entry, event.stop_id).concluded = True
    else:  # a hub that has just started says that whatever an earlier one had set is gone with it
        entry.stops_over_us = max(entry.stops_over_us, record.at_us)
    _signal(session, record, event)


HANDLERS: dict[type[Any], Callable[[Session, Record, Any], object]] = {
    e.SessionStarted: _on_started,
    e.SessionDescribed: _on_described,
    e.SessionEnded: _on_rest,
    e.AgentReported: _on_reported,
    e.ProcessGone: _on_rest,
    e.SessionLookedAt: _signal,
    e.TurnStarted: _on_turn,
    e.TurnFinished: _on_rest,
    e.TurnFailed: _on_rest,
    e.TurnInterrupted: _on_rest,
    e.MessageDelta: _on_delta,
    e.MessageWritten: _on_written,
    e.UsageReported: _on_usage,
    e.CostReported: _on_cost,
    e.ToolCallStarted: _on_call_started,
    e.ToolCallFinished: _on_call_finished,
    e.ToolBatchFinished: _on_batch,
    e.PermissionRequested: _signal,
    e.PermissionSettled: _signal,
    e.QuestionAsked: _signal,
    e.QuestionAnswered: _signal,
    e.NoticeGiven: _signal,
    e.SubagentStarted: _on_subagent,
    e.CompactionStarted: _signal,
    e.CompactionFinished: _signal,
    e.SessionLaunched: _on_launched,
    e.PromptQueued: _on_queued,
    e.PromptWithdrawn: _on_prompt_over,
    e.PromptSent: _on_prompt_over,
    e.StopRequested: _signal,
    e.StopArmed: _on_stop_armed,
    e.StopConcluded: _on_stop_concluded,
}
