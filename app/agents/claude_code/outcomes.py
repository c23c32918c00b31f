"""Reads from the text a model was shown how its tool call came out; batch and transcript carry little else.

The texts are those of Claude Code 2.1.197, seen in recordings or standing in its own messages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from app.agents.claude_code.replies import DENY_MARK
from app.agents.claude_code.values import cut

Outcome = Literal["ok", "failed", "denied", "interrupted"]

_DENIED_WITH_WORDS = "To tell you how to proceed, the user said:"
_DENIED = re.compile(
    re.escape(DENY_MARK)
    + r"|Permission for this (?:action|tool use) (?:has been|was) denied|Permission to use .{0,20000}? has been denied",
    re.DOTALL,
)
_INTERRUPTED = (
    # The same words for Esc while the tool runs, Esc in the dialog and "No": in each case the turn ends there.
    "The user doesn't want to proceed with this tool use.",
    "The user doesn't want to take this action right now.",
    "[Request interrupted by user",
)
_NEVER_RAN = "<tool_use_error>"
_SHELL_FAILED = re.compile(r"Exit code \d{1,10}(?:\n|$)")


def never_ran(text: str) -> bool:
    """Whether the call was refused before any tool hook fired (its input was not valid)."""
    return text.startswith(_NEVER_RAN)


def outcome_in_batch(tool_name: str, text: str) -> Outcome:
    """How a call came out, by PostToolBatch alone, which does not say: "ok" unless the text is certain about it."""
    if never_ran(text) or (tool_name == "Bash" and _SHELL_FAILED.match(text)):
        return "failed"
    return _refusal(text) or "ok"


def outcome_in_transcript(text: str, is_error: bool, result: Any) -> Outcome:
    """How a call came out, by its tool_result block and the line's ``toolUseResult``."""
    if not is_error:
        return "interrupted" if isinstance(result, dict) and result.get("interrupted") is True else "ok"
    return _refusal(text) or "failed"


def _refusal(text: str) -> Outcome | None:
    if _DENIED.match(text):
        return "denied"
    if text.startswith(_INTERRUPTED):
        return "denied" if _DENIED_WITH_WORDS in text[:1000] else "interrupted"
    return None


def text_of_content(content: Any) -> str:
    """The text of a message's content: a string, or an array of blocks of which the text ones count."""
    if isinstance(content, str):
        return cut(content)
    if not isinstance(content, list):
        return ""
    return cut("\n".join(_block_text(block) for block in content if isinstance(block, dict)))


def _block_text(block: Mapping[str, Any]) -> str:
    text = block.get("text")
    if isinstance(text, str):
        return text
    kind = block.get("type")
    return f"[{kind[:40]}]" if isinstance(kind, str) else ""
