"""What a record says about its session's status, as a ``Signal`` with a natural id."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

from app.core import events as e
from app.core.life import RANKS, Signal
from app.core.projections.words import ask_words, both_ends, one_line
from app.core.records import Record


def call_digest(name: str, tool_input: Any, lane: str) -> str:
    """Joins a permission request, which carries no call id, to its call."""
    try:
        body = msgspec.json.encode(tool_input, order="deterministic")
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        body = repr(tool_input)[:65536].encode("utf-8", "backslashreplace")
    hasher = blake2b(body, digest_size=12)
    hasher.update(f"\0{name}\0{lane}".encode("utf-8", "backslashreplace"))
    return hasher.hexdigest()


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
            word, more = event.error, both_ends(event.message)
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
            word, more = event.server, both_ends(event.message)
        case e.QuestionAnswered():
            word = event.server
        case e.SubagentStarted():
            ident = lane = event.lane
        case e.StopRequested():
            ident, word = event.stop_id, event.level
        case e.PromptSent():
            if event.how == "wake":
                return None  # the prompt's own hook has told that it works
            ident = event.prompt_id
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


TRUST = {"hook": 0, "registry": 1, "process": 2, "hub": 3, "desktop": 4, "transcript": 5}


def merged(one: Signal, other: Signal) -> Signal:
    """Two sightings of one thing: the earliest stamp, and the name of the source that tells most (hook first)."""
    early, late = (one, other) if one <= other else (other, one)
    best = min(one, other, key=lambda signal: (TRUST.get(signal.source, 9), signal))
    return msgspec.structs.replace(
        best,
        at_us=early.at_us,
        pid=best.pid or early.pid or late.pid,
        proc_start=best.proc_start or early.proc_start or late.proc_start,
    )
