"""A transcript as Markdown, for the command line and for export.

Everything said and done in it was written by an agent or a person: control characters are made visible, and a fence
is longer than any run of backticks within, so that no content can pretend to be our structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    SubagentBlock,
    TextBlock,
    ThoughtBlock,
    ToolBlock,
)
from app.core.projections.words import ask_words, call_words, one_line, visible

_RUN_OF_TICKS = re.compile(r"`{3,}")
_NEEDS_ESCAPE = re.compile(r"([\\`*_\[\]<>#|])")

_LEVEL_MARKS = {"error": "✕", "warning": "!", "mark": "–"}
_OUTCOME_WORDS = {"ok": "", "running": "still running", "unknown": "end not seen"}

Lookup = Callable[[str], Sequence[AnyBlock]]
"""The blocks of a subagent's lane."""


def to_markdown(blocks: Sequence[AnyBlock], lane_blocks: Lookup | None = None) -> str:
    """Blocks as Markdown, subagents' own indented as quotes below the line that started them."""
    parts = [_block_markdown(block, lane_blocks) for block in blocks]
    return "\n\n".join(part for part in parts if part) + ("\n" if parts else "")


def stamp(at_us: int) -> str:
    """Microseconds since the epoch as ISO 8601 in UTC, to the millisecond; "" for what no calendar holds."""
    try:
        at = datetime.fromtimestamp(at_us // 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_us // 1000 % 1000:03d}Z"


def fenced(text: str, language: str = "") -> str:
    """A code block that holds the text, whatever is in it."""
    clean = visible(text).rstrip("\n")
    longest = max((len(run) for run in _RUN_OF_TICKS.findall(clean)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{clean}\n{fence}"


def inline(text: str, limit: int = 400) -> str:
    """Text on one line in which Markdown means nothing."""
    return _NEEDS_ESCAPE.sub(r"\\\1", one_line(text, limit))


def _without(lane_blocks: Lookup, lane: str) -> Lookup:
    """The same lookup that cannot lead back into a lane."""
    return lambda wanted: () if wanted == lane else lane_blocks(wanted)


def _block_markdown(block: AnyBlock, lane_blocks: Lookup | None) -> str:
    match block:
        case PromptBlock():
            return _prompt(block)
        case TextBlock():
            return _text(block)
        case ThoughtBlock():
            return _quoted(f"*Thought*\n\n{visible(block.text)}")
        case ToolBlock():
            return _tool(block)
        case PermissionBlock():
            return _permission(block)
        case SubagentBlock():
            return _subagent(block, lane_blocks)
        case NoticeBlock():
            mark = _LEVEL_MARKS.get(block.level, "·")
            return f"{mark} *{inline(block.text, 1000)}*  \n{stamp(block.at_us)}"


def _prompt(block: PromptBlock) -> str:
    who = "You" if block.origin == "human" else "Prompt by a program"
    who += f" ({block.state})" if block.state else ""
    return f"## {who}\n\n{stamp(block.at_us)}\n\n{_quoted(visible(block.text))}"


def _text(block: TextBlock) -> str:
    text = _closed(visible(block.text).rstrip())
    if block.cut:
        return f"{text}\n\n*(cut off here)*"
    return f"{text}\n\n*(still being written)*" if block.open else text


def _closed(text: str) -> str:
    """The text with a fence it left open closed, so that what follows is not drawn into it."""
    fence = ""
    for line in text.splitlines():
        run = re.match(r" {0,3}(`{3,}|~{3,})(.*)$", line)
        if run is None:
            continue
        marks, rest = run.group(1), run.group(2)
        if not fence:
            fence = marks
        elif marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip():
            fence = ""
    return f"{text}\n{fence}" if fence else text


def _tool(block: ToolBlock) -> str:
    lines = [_headline(call_words(block.name, block.input, 200), block.status, block.duration_ms)]
    if block.input is not None:
        lines.append(_value(block.input))
    if block.output is not None:
        lines.append("Output:\n\n" + _value(block.output))
    if block.error:
        lines.append("Error:\n\n" + fenced(block.error))
    return "\n\n".join(lines)


def _headline(words: str, status: str, duration_ms: int | None) -> str:
    facts = [_OUTCOME_WORDS.get(status, status)]
    if duration_ms is not None:
        facts.append(f"{duration_ms / 1000:.1f} s" if duration_ms >= 100 else f"{duration_ms} ms")
    told = ", ".join(fact for fact in facts if fact)
    return f"### {inline(words, 300)}" + (f" ({told})" if told else "")


def _value(value: Any) -> str:
    """An input or output: plain text as such, a command's streams one by one, the rest as JSON."""
    if isinstance(value, str):
        return fenced(value)
    if isinstance(value, dict):
        if set(value) == {"command"} or set(value) == {"command", "description"}:
            return fenced(str(value["command"]), "sh")
        if isinstance(value.get("stdout"), str):
            streams = [value["stdout"], value.get("stderr")]
            told = [fenced(stream) for stream in streams if isinstance(stream, str) and stream]
            return "\n\n".join(told) or "*(nothing)*"
    try:
        text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        text = repr(value)
    return fenced(text, "json")


def _permission(block: PermissionBlock) -> str:
    asked = inline(ask_words(block.ask, block.tool_name, block.input, 200))
    who = f" by {inline(block.by, 60)}" if block.by else ""
    why = f": {inline(block.reason, 400)}" if block.reason else ""
    return f"? *{asked}* – {block.state}{who}{why}  \n{stamp(block.at_us)}"


def _subagent(block: SubagentBlock, lane_blocks: Lookup | None) -> str:
    words = f"Subagent {block.agent_kind}" + (f" “{one_line(block.description, 200)}”" if block.description else "")
    lines = [_headline(words, "ok" if block.status == "finished" else block.status, block.duration_ms)]
    own = lane_blocks(block.subagent_lane) if lane_blocks is not None and block.subagent_lane else ()
    if own and lane_blocks is not None:
        lines.append(_quoted(to_markdown(own, _without(lane_blocks, block.subagent_lane)).rstrip("\n")))
    elif block.last_message:
        lines.append(_quoted(visible(block.last_message)))
    return "\n\n".join(lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.splitlines())
