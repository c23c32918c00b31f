"""A check box with a line of an agent's words beside it: cut to the room there is, with no accelerator in them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from app.desktop import words
from app.desktop.theme import BODY, GRID, current_theme, scaled_px, ui_font
from app.desktop.widgets.focus_ring import RING_PX
from app.desktop.widgets.line_text import draw_line

_BOX_PX = 14
_CHECK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.30))
"""The corners of the check mark, as parts of the box."""


class CheckLine(QCheckBox):
    """All of it can be clicked, and the box grows with the text."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.setToolTip(words.plain_tip(title))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(ui_font(BODY))
        return QSize(text_left_px() + metrics.horizontalAdvance(self.title) + 2 * GRID, metrics.height() + 2 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(text_left_px() + 10 * GRID, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        side = scaled_px(_BOX_PX)
        ink = theme.color("text" if self.isEnabled() or self.isChecked() else "text_dim")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_box(painter, QRect(GRID, (self.height() - side) // 2, side, side))
        room = self.rect().adjusted(text_left_px(), 0, -GRID, 0)
        painter.setFont(ui_font(BODY))
        painter.setPen(ink)
        title = painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideMiddle, room.width())
        draw_line(painter, self.layoutDirection(), self.rect(), room, title)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), RING_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), GRID, GRID)
        painter.end()

    def _draw_box(self, painter: QPainter, place: QRect) -> None:
        theme = current_theme()
        box = QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place)).adjusted(0.5, 0.5, -0.5, -0.5)
        filled = self.isChecked() and self.isEnabled()
        painter.setPen(QPen(theme.color("primary" if filled else "edge"), 1))
        painter.setBrush(theme.color("primary" if filled else "raised"))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(QPen(theme.color("text_on_accent" if filled else "text_dim"), max(1.5, box.width() / 8)))
            corners = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _CHECK]
            painter.drawPolyline(corners)


def text_left_px() -> int:
    """Where the words begin, from the widget's edge: what belongs to them stands below them."""
    return scaled_px(_BOX_PX) + 3 * GRID
