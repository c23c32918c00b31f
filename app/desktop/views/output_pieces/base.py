"""What every piece of the output can do: measure itself, paint itself, tell its text, name what can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.desktop.views.output_look import Look

Action = Literal["fold", "show_all", "allow", "deny", "more", "link", "copy", "node"]
"""What pressing a target does; "node" is for the piece itself to do (``Piece.press``)."""

Place = Literal["none", "only", "first", "middle", "last"]
"""Where a piece stands in a card, which decides the corners it paints."""


class Target(msgspec.Struct, frozen=True):
    """Something to click or press Enter on. ``rect`` is in the piece's own coordinates; later ones lie on top.

    ``part`` tells apart targets of one piece that do the same to different things (the nodes of a tree).
    """

    action: Action
    rect: QRect
    label: str
    argument: str = ""
    part: str = ""

    @property
    def key(self) -> str:
        """What names it within its piece."""
        return f"{self.action}:{self.part}" if self.part else self.action


class PaintState(msgspec.Struct):
    """What is special about a piece at this moment."""

    clip: QRect
    """What has to be painted, in the piece's coordinates."""
    selected: tuple[int, int] | None = None
    found: tuple[int, int] | None = None
    """The match a search has gone to."""
    marks: Sequence[tuple[int, int]] = ()
    """All matches."""
    pointed: bool = False
    """The mouse is over it."""
    hovered: str = ""
    """Key of the target under the mouse."""
    focused: str = ""
    """Key of the target that has the keyboard."""
    copied: str = ""
    """Key of the target that has just put something on the clipboard."""
    now_us: int = 0


class Piece:
    """One thing with a height. Widths and coordinates are in pixels; (0, 0) is its own top left."""

    place: Place = "none"
    border = "line"
    """The colour of its card's edge."""
    tight = True
    """Laid out without a gap to the piece before."""

    # Defaults of the class, because a long session has many thousands of pieces nobody has looked at yet.
    width = 0
    height: int | None = None
    is_live = False
    """Shows a running clock: painted again every second."""
    copy_name = ""
    """What its copy button copies ("command"); "" for no button."""
    copy_source: Callable[[], str] | None = None
    """Gives what the button copies, where that is not just the text of the piece."""

    def estimate(self, look: Look, width: int) -> int:
        """A guess of the height, cheap, for pieces nobody has seen yet."""
        raise NotImplementedError

    def lay_out(self, look: Look, width: int) -> int:
        """Make everything needed for painting; the exact height."""
        raise NotImplementedError

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        """Paint into (0, 0, width, height)."""
        raise NotImplementedError

    def release(self) -> None:
        """Give back what ``lay_out`` made; the height stays known."""

    def unchanged_px(self) -> int:
        """How much of its top will look the same after the growth that waits to be laid out."""
        return 0

    @property
    def is_laid_out(self) -> bool:
        """Whether it can be painted at once."""
        return self.height is not None

    def forget_height(self) -> None:
        """The look changed: everything measured is void."""
        self.release()
        self.height = None

    def text(self) -> str:
        """What it says, as plain text: for copying, finding and reading aloud."""
        raise NotImplementedError

    @property
    def length(self) -> int:
        """How many caret positions it has beyond the first; 1 for pieces selected only as a whole."""
        return 1

    def position_at(self, point: QPointF) -> int:
        """The caret position nearest to a point."""
        return 1 if point.x() > self.width / 2 else 0

    def text_between(self, start: int, end: int) -> str:
        """What a selection of caret positions copies."""
        return self.text() if end > start else ""

    def word_at(self, position: int) -> tuple[int, int]:
        """The word around a caret position."""
        return 0, self.length

    def y_of(self, position: int) -> int:
        """How far down a caret position lies."""
        return 0

    def targets(self, look: Look) -> list[Target]:
        """What can be clicked, in reading order."""
        return []

    def copies_at(self, key: str, y: int) -> list[tuple[str, Callable[[], str]]]:
        """What else can be copied at the target of that key, or at a height (both may be none): name and giver."""
        return []

    def press(self, target: Target) -> bool:
        """Do what a target of the action "node" says; whether its section has to be made anew."""
        return False

    def link_at(self, point: QPointF) -> str:
        """The address of the link under a point, or ""."""
        return ""


def paint_card(painter: QPainter, look: Look, rect: QRect, place: Place, ground: str, border: str = "line") -> None:
    """A slice of a rounded card: ``place`` tells which corners and edges this slice has."""
    if place == "none":
        return
    radius = look.radius
    top = 0 if place in ("only", "first") else -2 * radius
    bottom = 0 if place in ("only", "last") else 2 * radius
    shape = QPainterPath()
    whole = QRectF(rect).adjusted(0.5, top + 0.5, -0.5, bottom - 0.5)
    shape.addRoundedRect(whole, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.fillPath(shape, look.color(ground))
    painter.setPen(QPen(look.color(border), 1))
    painter.drawPath(shape)
    painter.restore()


def paint_focus(painter: QPainter, look: Look, rect: QRect) -> None:
    """The ring around what the keyboard would act on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), look.radius, look.radius)
    painter.restore()
