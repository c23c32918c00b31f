"""Assistant lines of the transcript → facts: what the model said, thought and asked for, its usage, its last word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.agents.claude_code.transcript_line import MAX_BLOCKS_IN_LINE, Facts, Line
from app.agents.claude_code.transcript_results import tool_result
from app.agents.claude_code.values import bounded, count_of, mapping_of, mappings_of, text_of, word_of
from app.core import events as facts

SYNTHETIC_MODEL = "<synthetic>"
_LAST_WORDS = frozenset({"end_turn", "stop_sequence", "max_tokens", "refusal"})
_CUT_SHORT = "mid-response"
"""In the text of a failure after which Claude Code goes on: the tools it had already heard of still run."""


def said(line: Line) -> Facts:
    message = mapping_of(line.payload, "message")
    content = message.get("content")
    blocks = content[:MAX_BLOCKS_IN_LINE] if isinstance(content, list) else []
    found: Facts = []
    for index, block in enumerate(blocks):
        if isinstance(block, dict):
            found += _said(line, message, block, f"{line.block_prefix}:{index}")
    return found + _usage(line, message) + _rest(line, message)


def _said(line: Line, message: Mapping[str, Any], block: Mapping[str, Any], block_id: str) -> Facts:
    kind, message_id = word_of(block, "type"), word_of(message, "id")
    if kind == "text":
        return _text(line, message, block, block_id)
    if kind == "thinking" and text_of(block, "thinking"):
        thought = text_of(block, "thinking")
        return [facts.ThoughtWritten(block_id=block_id, message_id=message_id, text=thought, lane=line.lane)]
    if kind in ("tool_use", "server_tool_use", "mcp_tool_use"):
        return _tool_use(line, block)
    if kind.endswith("_tool_result"):
        return tool_result(line, block, alone=False)
    return []


def _text(line: Line, message: Mapping[str, Any], block: Mapping[str, Any], block_id: str) -> Facts:
    text = text_of(block, "text")
    if not text:
        return []
    model = word_of(message, "model")
    synthetic = model == SYNTHETIC_MODEL
    return [
        facts.MessageWritten(
            block_id=block_id,
            message_id=word_of(message, "id"),
            text=text,
            model="" if synthetic else model,
            synthetic=synthetic,
            lane=line.lane,
        )
    ]


def _tool_use(line: Line, block: Mapping[str, Any]) -> Facts:
    tool_call_id, name = word_of(block, "id"), word_of(block, "name")
    if not tool_call_id or not name:
        return []
    given = bounded(block.get("input"))
    return [facts.ToolCallStarted(tool_call_id=tool_call_id, name=name, input=given, lane=line.lane)]


def _usage(line: Line, message: Mapping[str, Any]) -> Facts:
    usage, message_id = mapping_of(message, "usage"), word_of(message, "id")
    if not usage or not message_id or message.get("model") == SYNTHETIC_MODEL:
        return []
    return [
        facts.UsageReported(
            message_id=message_id,
            model=word_of(message, "model"),
            input_tokens=count_of(usage, "input_tokens"),
            output_tokens=count_of(usage, "output_tokens"),
            cache_read_tokens=count_of(usage, "cache_read_input_tokens"),
            cache_write_tokens=count_of(usage, "cache_creation_input_tokens"),
            lane=line.lane,
        )
    ]


def _rest(line: Line, message: Mapping[str, Any]) -> Facts:
    """The end of a turn or a subagent, where the line shows it: the model said its last word, or could not be reached.

    Not ``turn_duration``: that is written after a failure and after a hook's stop just as after a turn that finished.
    """
    text = _last_text(message)
    if line.payload.get("isApiErrorMessage") is True and not line.lane:
        if _CUT_SHORT in text:
            return []
        return [facts.TurnFailed(error=word_of(line.payload, "error") or "unknown", message=text)]
    if not text or message.get("model") == SYNTHETIC_MODEL or word_of(message, "stop_reason") not in _LAST_WORDS:
        return []
    if line.lane:
        kind = word_of(line.payload, "attributionAgent")
        return [facts.SubagentFinished(lane=line.lane, kind=kind, last_message=text)]
    return [facts.TurnFinished(last_message=text)]


def _last_text(message: Mapping[str, Any]) -> str:
    texts = [text_of(block, "text") for block in mappings_of(message, "content") if block.get("type") == "text"]
    return texts[-1] if texts else ""
