"""The copy button: two sheets in the corner of what it copies, shown when the mouse or the keyboard is there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.core.tr import tr
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece, Target, paint_focus

SIZE = 24
"""Unzoomed pixels of the button's side."""


def corner_of(piece: Piece, look: Look) -> QRect:
    """The upper right corner of a piece."""
    side = look.px(SIZE)
    return QRect(piece.width - side - look.px(6), look.px(4), side, side)


def copy_target(piece: Piece, rect: QRect) -> Target:
    """What pressing the button means."""
    return Target("copy", rect, tr("Copy {what}").format(what=tr(piece.copy_name)))


def paint_copy(painter: QPainter, look: Look, rect: QRect, state: PaintState) -> None:
    """The button, on ground of its own so that it can lie over words; a tick for a moment after it copied."""
    copied = state.copied == "copy"
    if not (state.pointed or state.focused or copied):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hovered = state.hovered == "copy"
    painter.setPen(QPen(look.color("text_dim" if hovered else "line_strong"), 1))
    painter.setBrush(look.color("hover" if hovered else "raised"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), look.radius - 1, look.radius - 1)
    if copied:
        _paint_tick(painter, look, rect)
    else:
        _paint_sheets(painter, look, rect)
    painter.restore()
    if state.focused == "copy":
        paint_focus(painter, look, rect.adjusted(-2, -2, 2, 2))


def _paint_tick(painter: QPainter, look: Look, rect: QRect) -> None:
    unit = rect.width() / 24
    points = [QPointF(7, 12.5), QPointF(10.5, 16), QPointF(17, 8.5)]
    painter.setPen(QPen(look.color("working"), 2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF([point * unit + QPointF(rect.topLeft()) for point in points]))


def _paint_sheets(painter: QPainter, look: Look, rect: QRect) -> None:
    unit = rect.width() / 24
    painter.setPen(QPen(look.color("text"), max(1.0, 1.2 * unit)))
    for at in (QPointF(7, 6), QPointF(10, 9)):
        sheet = QRectF(at.x() * unit, at.y() * unit, 7 * unit, 9 * unit).translated(QPointF(rect.topLeft()))
        painter.drawRoundedRect(sheet, 1.5 * unit, 1.5 * unit)
