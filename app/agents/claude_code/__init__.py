"""Claude Code (tested with 2.1.197): hooks, transcripts and the live registry in; hook replies and settings out."""

from app.agents.claude_code.adapter import ClaudeCode

ADAPTER = ClaudeCode()
