"""tool_result blocks of the transcript → facts: how a call came out, what it says about the plan and subagents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.agents.claude_code.hook_tools import subagent_facts, task_changes
from app.agents.claude_code.outcomes import outcome_in_transcript, text_of_content
from app.agents.claude_code.transcript_line import Facts, Line
from app.agents.claude_code.values import bounded, word_of
from app.core import events as facts


def tool_result(line: Line, block: Mapping[str, Any], alone: bool) -> Facts:
    tool_call_id = word_of(block, "tool_use_id")
    if not tool_call_id:
        return []
    # The structured result belongs to the line: it says whose it is only where there is one.
    structured = line.payload.get("toolUseResult") if alone else None
    text = text_of_content(block.get("content"))
    outcome = outcome_in_transcript(text, block.get("is_error") is True, structured)
    finished = facts.ToolCallFinished(
        tool_call_id=tool_call_id,
        outcome=outcome,
        output=(bounded(structured) if isinstance(structured, dict) else text) if outcome == "ok" else None,
        error="" if outcome == "ok" else text,
        from_batch=True,
        turn_id=word_of(line.payload, "promptId"),
        lane=line.lane,
    )
    return [finished, *task_changes(structured, {}), *subagent_facts(tool_call_id, structured, {})]
