"""Paints one line of the inbox: what called and when, what it is about, and what became of it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import words
from app.desktop.alerts import Entry
from app.desktop.inbox_words import SIGNAL_OF_KIND, colour_of
from app.desktop.link import now_us
from app.desktop.models.inbox import InboxRole
from app.desktop.signals import signal_pixmap
from app.desktop.theme import BODY, GRID, RADIUS, SMALL, current_theme, scaled_px, text_scale, ui_font
from app.desktop.widgets.line_text import draw_line

_PAD = 2 * GRID

Index = QModelIndex | QPersistentModelIndex


@lru_cache(maxsize=4)
def _height(_scale: float) -> int:
    return 5 * GRID + QFontMetrics(ui_font(BODY)).height() + QFontMetrics(ui_font(SMALL)).height()


class InboxDelegate(QStyledItemDelegate):
    """Two lines: strong while it stands, dim once it is handled."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _height(text_scale()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        self._paint_words(painter, option, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = current_theme()
        ground = option.rect.adjusted(GRID, 1, -GRID, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if selected else "hover"))
            painter.drawRoundedRect(ground, RADIUS, RADIUS)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(InboxRole.ENTRY)
        state, is_open = index.data(InboxRole.STATE), index.data(InboxRole.IS_OPEN)
        theme, alert = current_theme(), entry.alert
        size = scaled_px(16)
        inner = option.rect.adjusted(GRID + _PAD, _PAD, -GRID - _PAD, -_PAD)
        title_font = ui_font(BODY, strong=is_open)
        titles, smalls = QFontMetrics(title_font), QFontMetrics(ui_font(SMALL))
        left = inner.left() + size + 2 * GRID
        first = QRect(left, inner.top(), inner.right() - left, titles.height())
        second = QRect(left, first.bottom() + 1 + GRID, first.width(), smalls.height())

        place = QRect(inner.left(), inner.top() + (titles.height() - size + 1) // 2, size, size)
        colour = getattr(theme, colour_of(alert.kind) if is_open else "text_dim")
        mark = signal_pixmap(SIGNAL_OF_KIND.get(alert.kind, "lost"), size, painter.device().devicePixelRatioF(), colour)
        painter.drawPixmap(QStyle.visualRect(option.direction, option.rect, place).topLeft(), mark)

        age = words.age(entry.came_at_us, now_us())
        dim, ink = theme.color("text_dim"), theme.color("text" if is_open else "text_dim")
        ends = ((first, age), (second, state))
        painter.setFont(ui_font(SMALL))
        painter.setPen(dim)
        for line, text in ends:
            draw_line(painter, option.direction, option.rect, line, text, at_end=True)
        room = second.width() - smalls.horizontalAdvance(state) - 4 * GRID
        body = smalls.elidedText(words.one_line(alert.body, 300), Qt.TextElideMode.ElideRight, max(0, room))
        draw_line(painter, option.direction, option.rect, second, body)
        painter.setFont(title_font)
        painter.setPen(ink)
        room = first.width() - smalls.horizontalAdvance(age) - 4 * GRID
        title = titles.elidedText(words.one_line(alert.title, 300), Qt.TextElideMode.ElideMiddle, room)
        draw_line(painter, option.direction, option.rect, first, title)
