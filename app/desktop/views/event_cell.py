"""Paints the cells of the event table. Qt's own way takes thrice as long, and every new record paints them all."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.models import event_cells as cells
from app.desktop.models.event_cells import KIND, NUMBER, TIME
from app.desktop.models.events import EventModel
from app.desktop.signals import signal_pixmap
from app.desktop.theme import GRID, SMALL, current_theme, mono_font, scaled_px, ui_font
from app.desktop.widgets.line_text import draw_line

_MARK_PX = 14
_PAST_ELIDING = 400


class EventCell(QStyledItemDelegate):
    """One line of text, a mark before the kind of a failure."""

    def __init__(self, model: EventModel, parent: object) -> None:
        super().__init__(parent)
        self._model = model
        self.dress()

    def dress(self) -> None:
        """Text became larger or smaller."""
        self._fonts = (ui_font(), mono_font(SMALL))
        self._metrics = tuple(QFontMetrics(font) for font in self._fonts)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        event = self._model.looked_at(index.row())
        column = index.column()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.color("selection"))
        box = rect.adjusted(2 * GRID, 0, -2 * GRID, 0)
        if event.failed and column == KIND:
            ratio = painter.device().devicePixelRatioF()
            mark = scaled_px(_MARK_PX)
            place = QRect(box.left(), box.center().y() - mark // 2 + 1, mark, mark)
            place = QStyle.visualRect(option.direction, rect, place)
            painter.drawPixmap(place.topLeft(), signal_pixmap("failed", mark, ratio))
            box.setLeft(box.left() + mark + GRID)
        even = column in (NUMBER, TIME)
        ink = cells.ink(event, column)
        painter.setFont(self._fonts[even])
        painter.setPen(theme.color("text" if selected and ink == "text_dim" else ink))
        text = cells.text(event, column)[:_PAST_ELIDING]
        shown = self._metrics[even].elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        draw_line(painter, option.direction, rect, box, shown, at_end=column == NUMBER)
