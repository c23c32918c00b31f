"""How the spans of a lane look where they are too many to be painted one by one; one by one see ``timeline_paint``."""

from __future__ import annotations

from app.core.projections.span_marks import FAILED, GAP, MAIN, STOPPED, THOUGHT
from app.desktop.views.bands import Mark, Marks

_MAIN: dict[str, tuple[str, str]] = {
    "turns": ("span_turn", "########"),
    "model": ("span_text", "########"),
    "tools": ("span_tool", "########"),
    "waiting": ("span_wait", "##.##.##"),
    "subagent": ("span_subagent", "#.#.#.#."),
    "background": ("span_background", "#..##..#"),
}
"""Per kind of lane: colour and shape of what the lane is for."""


def _marks_of(kind: str) -> Marks:
    colour, shape = _MAIN[kind]
    return (
        Mark(FAILED, "span_failed", "##....##"),
        Mark(GAP, "span_gap", "-.-.-.-."),
        Mark(STOPPED, "interrupted", "....####"),
        Mark(MAIN, colour, shape),
        Mark(THOUGHT, "span_thought", "##.##.##"),
    )


MARKS_OF_LANE: dict[str, Marks] = {kind: _marks_of(kind) for kind in _MAIN}
