"""The bits of a strip that stand for the kinds and ends of spans on a timeline."""

from __future__ import annotations

MAIN = 1
"""What its lane is for: a turn, written text, a call, a wait, a subagent, a task in the background."""
THOUGHT = 2
GAP = 4
FAILED = 8
STOPPED = 16
"""Interrupted, or nobody knows how it ended."""

_BY_STATE = {"failed": FAILED, "denied": FAILED, "interrupted": STOPPED, "unknown": STOPPED}
_BY_KIND = {"thought": THOUGHT, "gap": GAP}


def mark_of(kind: str, state: str) -> int:
    """The bit of a span."""
    return _BY_STATE.get(state) or _BY_KIND.get(kind, MAIN)
