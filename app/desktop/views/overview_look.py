"""How a status looks in the overview: colours as everywhere, and a shape that says the same without them."""

from __future__ import annotations

from app.core.projections.rows import Status
from app.core.projections.signal_history import BY_WEIGHT, MARKS
from app.desktop.views.bands import Mark

_SHAPES: dict[Status, str] = {
    "working": "########",
    "waiting": "##.##.##",
    "failed": "##....##",
    "interrupted": "....####",
    "done": ".....##.",
    "idle": "......#.",
    "lost": "....-.-.",
    "ended": "........",
}

_COLOURS: dict[Status, str] = {
    "working": "span_tool",
    "waiting": "span_wait",
    "failed": "span_failed",
    "interrupted": "interrupted",
    "done": "finished",
    "idle": "finished",
    "lost": "lost",
    "ended": "ended",
}
"""The status colours, gentler where whole rows are filled with them."""

LOOK: dict[Status, Mark] = {status: Mark(MARKS[status], _COLOURS[status], _SHAPES[status]) for status in BY_WEIGHT}
STATUS_MARKS = tuple(LOOK[status] for status in BY_WEIGHT)
