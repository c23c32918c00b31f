"""What one fact says in a line, and whether it tells of something that went wrong: for lists of single records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.words import call_words, one_line, prompt_words, telling_argument

SUMMARY_CHARS = 240

_FAILURES: dict[type[e.Event], Callable[[Any], bool]] = {
    e.TurnFailed: lambda event: True,
    e.GapNoted: lambda event: True,
    e.ToolCallFinished: lambda event: bool(event.outcome == "failed"),
    e.StopConcluded: lambda event: bool(event.outcome != "stopped"),
}
"""The store keeps the answer with each record: a kind added here needs a step in ``store/schema.py`` for older ones."""


def is_failure(event: e.AnyEvent) -> bool:
    """Whether the fact tells of a failure: of a turn, a tool, a stop, or of the record itself. A refusal is none."""
    told = _FAILURES.get(type(event))
    return told is not None and told(event)


def event_words(event: e.AnyEvent) -> str:
    """The fact on one line of at most ``SUMMARY_CHARS``, nothing invisible in it. Total."""
    make = _WORDS.get(type(event), _values_of)
    return one_line(make(event), SUMMARY_CHARS)


def _call_finished(event: e.ToolCallFinished) -> str:
    took = f"{event.duration_ms / 1000:.1f} s" if event.duration_ms is not None else ""
    said = event.error or _text_of(event.output)
    return _joined(event.name, "" if event.outcome == "ok" else event.outcome, took, said)


def _turn_finished(event: e.TurnFinished) -> str:
    tasks = len(event.background_tasks)
    return _joined(event.last_message, f"{tasks} in the background" if tasks else "")


def _usage(event: e.UsageReported) -> str:
    told = (
        (event.input_tokens, "in"),
        (event.output_tokens, "out"),
        (event.cache_read_tokens, "from cache"),
        (event.cache_write_tokens, "to cache"),
    )
    return _joined(event.model, ", ".join(f"{count:,} {where}" for count, where in told if count))


def _call(event: e.ToolCallStarted) -> str:
    return call_words(event.name, event.input, SUMMARY_CHARS)


def _request(event: e.PermissionRequested) -> str:
    kind = "" if event.kind == "permission" else event.kind
    return _joined(kind, call_words(event.tool_name, event.input, SUMMARY_CHARS))


def _concluded(event: e.StopConcluded) -> str:
    return _joined(event.outcome.replace("_", " "), event.lever, event.evidence, ", ".join(event.survivors))


_WORDS: dict[type[e.Event], Callable[[Any], str]] = {
    e.TurnStarted: lambda event: prompt_words(event.prompt, SUMMARY_CHARS),
    e.TurnFinished: _turn_finished,
    e.TurnFailed: lambda event: _joined(event.error, event.message),
    e.MessageDelta: lambda event: event.text,
    e.MessageWritten: lambda event: event.text,
    e.ThoughtWritten: lambda event: event.text,
    e.UsageReported: _usage,
    e.CostReported: lambda event: f"${event.total_usd:.4f} so far",
    e.ToolCallStarted: _call,
    e.ToolCallFinished: _call_finished,
    e.PermissionRequested: _request,
    e.PermissionSettled: lambda event: _joined(event.how, event.by, event.reason),
    e.StopConcluded: _concluded,
    e.OrderCarriedOut: lambda event: _joined(event.command, event.outcome, event.words, event.by),
    e.Unrecognized: lambda event: _joined(event.name, _text_of(event.payload)),
    e.GapNoted: lambda event: _joined(event.reason, f"{event.lost:,} lost" if event.lost else ""),
    e.ToolBatchFinished: lambda event: _counted(len(event.tool_call_ids), "tool call"),
}

_IDS = ("tool_call_id", "turn_id", "message_id", "block_id", "stop_id", "request_id", "lane")


def _values_of(event: e.Event) -> str:
    """What the fields say, ids left out; texts as they are, the rest with its name."""
    parts: list[str] = []
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if value in ("", None, (), False) or name in _IDS:
            continue
        parts.append(_text_of(value) if isinstance(value, str) else f"{name} {_text_of(value)}")
    return _joined(*parts)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in (each[: 4 * SUMMARY_CHARS].strip() for each in parts) if part)


def _text_of(value: Any) -> str:
    """A value from an agent in a few words: the text most telling in it, else its JSON's beginning."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)[: 4 * SUMMARY_CHARS]
    telling = _telling(value)
    if telling:
        return telling[: 4 * SUMMARY_CHARS]
    try:
        return msgspec.json.encode(value)[: 4 * SUMMARY_CHARS].decode("utf-8", "replace")
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        return f"a value that cannot be written: {type(error).__name__}"


def _telling(value: Any) -> str:
    if isinstance(value, dict):
        for name in ("stdout", "stderr", "content", "text", "message", "filePath"):
            if isinstance(value.get(name), str) and value[name].strip():
                return str(value[name])
        if "stdout" in value:
            return "no output"
        if isinstance(value.get("file"), dict):
            return telling_argument({"path": value["file"].get("filePath"), **value["file"]})
        return telling_argument({name: item for name, item in value.items() if name != "type"})
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _telling(value[0])
    return ""
