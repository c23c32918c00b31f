"""How spans look: a colour and a pattern or shape for every kind, so that nobody has to tell colours apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from app.core.tr import mark, tr
from app.desktop.colours import Theme

_KIND_WORDS = {
    "turn": mark("Turn"),
    "text": mark("Writing"),
    "thought": mark("Thinking"),
    "tool": mark("Tool"),
    "wait": mark("Waiting for a person"),
    "subagent": mark("Subagent"),
    "background": mark("In the background"),
    "gap": mark("Nothing recorded"),
}
KINDS = tuple(_KIND_WORDS)


def kind_word(kind: str) -> str:
    """What a kind of span is called."""
    return tr(_KIND_WORDS.get(kind, kind))


_COLOURS = {
    "turn": "span_turn",
    "text": "span_text",
    "thought": "span_thought",
    "tool": "span_tool",
    "wait": "span_wait",
    "subagent": "span_subagent",
    "background": "span_background",
    "gap": "span_gap",
}
_PATTERNS = {
    "thought": Qt.BrushStyle.BDiagPattern,
    "wait": Qt.BrushStyle.VerPattern,
    "subagent": Qt.BrushStyle.Dense6Pattern,
    "background": Qt.BrushStyle.HorPattern,
    "gap": Qt.BrushStyle.DiagCrossPattern,
}
FAILED_STATES = ("failed", "denied", "interrupted", "unknown")


def colour_of(kind: str, state: str, theme: Theme) -> QColor:
    """The colour of a span."""
    if state in ("failed", "denied"):
        return theme.color("span_failed")
    return theme.color(_COLOURS.get(kind, "span_tool"))


def paint_span(painter: QPainter, theme: Theme, kind: str, state: str, rect: QRectF, is_open: bool) -> None:
    """One span. Narrow ones are only their colour: a pattern needs room to be seen."""
    colour = colour_of(kind, state, theme)
    if kind == "gap" and rect.width() < 8:
        _paint_break(painter, theme, rect)
        return
    if rect.width() < 3:
        painter.fillRect(rect, colour)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    pattern = _PATTERNS.get(kind)
    radius = min(3.0, rect.width() / 2)
    if pattern is None:
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        ground = QColor(colour)
        ground.setAlphaF(0.35)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setBrush(QBrush(colour, pattern))
        painter.setPen(QPen(colour, 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if state in FAILED_STATES and rect.width() >= 8:
        _paint_end_mark(painter, theme, state, rect)
    if is_open:
        _paint_open_end(painter, theme, rect)


def _paint_break(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """A torn edge: the record has a hole here, nobody knows how long."""
    painter.setPen(QPen(theme.color("failed"), 1.5))
    x, top, step = rect.center().x(), rect.top(), rect.height() / 4
    points = [QPointF(x + (-2 if index % 2 else 2), top + index * step) for index in range(5)]
    painter.drawPolyline(QPolygonF(points))


def _paint_end_mark(painter: QPainter, theme: Theme, state: str, rect: QRectF) -> None:
    """A cross for what failed, a square for what was interrupted, at the right end."""
    size = min(6.0, rect.height() - 4)
    box = QRectF(rect.right() - size - 2, rect.center().y() - size / 2, size, size)
    pen = QPen(theme.color("window"), 1.6)
    painter.setPen(pen)
    if state in ("failed", "denied"):
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    else:
        painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.color("window"))


def _paint_open_end(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """An arrow head at the right: it goes on."""
    tip = QPointF(rect.right() + 4, rect.center().y())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("working"))
    painter.drawPolygon(QPolygonF([QPointF(rect.right(), rect.top()), tip, QPointF(rect.right(), rect.bottom())]))
