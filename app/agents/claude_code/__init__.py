"""Claude Code (tested with 2.1.197): hooks, transcripts and the live registry in; hook replies and settings out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.agents.claude_code.adapter import ClaudeCode

    ADAPTER: ClaudeCode

TITLE = "Claude Code"


def __getattr__(name: str) -> ClaudeCode:
    """``ADAPTER``, with all it knows, when somebody asks for it: a window that only says the title need not wait."""
    if name != "ADAPTER":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _adapter()


@cache
def _adapter() -> ClaudeCode:
    from app.agents.claude_code.adapter import ClaudeCode

    return ClaudeCode()
