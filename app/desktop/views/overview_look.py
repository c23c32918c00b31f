"""How a status looks in the overview: colours as everywhere, and a shape that says the same without them."""

from __future__ import annotations

from app.core.projections.rows import Status
from app.core.projections.signal_history import BY_WEIGHT, MARKS
from app.desktop.signals import SIGNAL_OF_STATUS
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

LOOK: dict[Status, Mark] = {
    status: Mark(MARKS[status], SIGNAL_OF_STATUS[status], _SHAPES[status]) for status in BY_WEIGHT
}
STATUS_MARKS = tuple(LOOK[status] for status in BY_WEIGHT)
