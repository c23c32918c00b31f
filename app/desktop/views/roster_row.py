"""Paints one line of the list of sessions: two quiet lines, so that a glance from two metres finds who needs you."""

from __future__ import annotations

import time
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.projections.rows import SessionRow
from app.desktop import words
from app.desktop.models.roster import Role
from app.desktop.models.roster_groups import Group, group_title
from app.desktop.signals import signal_of, signal_pixmap
from app.desktop.theme import BODY, GRID, RADIUS, SMALL, current_theme, scaled_px, text_scale, ui_font
from app.desktop.widgets.line_text import draw_line

INSET = 2 * GRID
"""Between the list's edge and a row's ground."""
PAD = 2 * GRID

Index = QModelIndex | QPersistentModelIndex


def mark_px() -> int:
    """The side of a row's mark: it grows with the text."""
    return scaled_px(16)


@lru_cache(maxsize=4)
def _sizes(_scale: float) -> tuple[QSize, QSize, QSize]:
    """Of a session, of the first heading, of the others."""
    body = QFontMetrics(ui_font(BODY)).height()
    small = QFontMetrics(ui_font(SMALL)).height()
    session = QSize(0, 2 * GRID + body + GRID // 2 + small + 2 * GRID)
    return session, QSize(0, 4 * GRID + small), QSize(0, 6 * GRID + small)


class RosterDelegate(QStyledItemDelegate):
    """Draws headers and sessions."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Asked for every row whenever one moves, so there are only three answers, kept while the text keeps its size.
        sizes = _sizes(text_scale())
        if not index.model().is_heading(index.row()):
            return sizes[0]
        return sizes[1] if index.row() == 0 else sizes[2]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = index.data(Role.GROUP)
        if group is not None:
            self._paint_header(painter, option, group, index.data(Role.COUNT))
        else:
            number = index.data(Role.NUMBER) if self.parent().shows_numbers else 0
            self._paint_session(painter, option, index.data(Role.ROW), number)
        painter.restore()

    def _paint_header(self, painter: QPainter, option: QStyleOptionViewItem, group: Group, count: str) -> None:
        urgent = group == Group.NEEDS_YOU
        line = option.rect.adjusted(INSET + PAD, 0, -(INSET + PAD), -GRID)
        line.setTop(line.bottom() - QFontMetrics(ui_font(SMALL)).height())
        painter.setPen(current_theme().color("needs_you" if urgent else "text_dim"))
        painter.setFont(ui_font(SMALL, strong=True))
        _draw(painter, option, line, group_title(group))
        painter.setFont(ui_font(SMALL))
        _draw(painter, option, line, count, at_end=True)

    def _paint_session(self, painter: QPainter, option: QStyleOptionViewItem, row: SessionRow, number: int) -> None:
        theme = current_theme()
        ground = option.rect.adjusted(INSET, 1, -INSET, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if selected else "hover"))
            painter.drawRoundedRect(ground, RADIUS, RADIUS)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self._paint_words(painter, option, row, number)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, row: SessionRow, number: int) -> None:
        theme, rect = current_theme(), option.rect
        unread = row.status in ("waiting", "done", "failed")
        title_font, small_font = ui_font(BODY, strong=unread), ui_font(SMALL)
        title_metrics, small_metrics = QFontMetrics(title_font), QFontMetrics(small_font)
        top, right, mark = rect.top() + 2 * GRID, rect.right() - INSET - PAD, mark_px()
        left = rect.left() + INSET + PAD + mark + 2 * GRID

        mark_top = top + (title_metrics.height() - mark + 1) // 2
        place = QRect(rect.left() + INSET + PAD, mark_top, mark, mark)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(_mirrored(option, place).topLeft(), signal_pixmap(signal_of(row), mark, ratio))

        since = f"{number}" if number else words.age(row.status_at_us or row.last_at_us, _now_us())
        first = QRect(left, top, right - left, title_metrics.height())
        painter.setFont(small_font)
        if number:
            _paint_key(painter, option, first, small_metrics)
        painter.setPen(theme.color("text" if number else "text_dim"))
        _draw(painter, option, first, since, at_end=True)

        room = first.width() - small_metrics.horizontalAdvance(since) - 2 * GRID
        painter.setFont(title_font)
        painter.setPen(theme.color("text_dim" if row.status in ("ended", "lost") else "text"))
        _draw(painter, option, first, title_metrics.elidedText(words.title_of(row), Qt.TextElideMode.ElideMiddle, room))

        second = QRect(left, first.bottom() + 1 + GRID // 2, right - left, small_metrics.height())
        self._paint_second(painter, option, second, row, small_metrics)

    def _paint_second(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: SessionRow, metrics: QFontMetrics
    ) -> None:
        """What it does, and at the end where: the place gives way first, down to two fifths of the line."""
        theme = current_theme()
        gap = 3 * GRID
        doing, where = words.doing_of(row), place_of(row)
        left_over = rect.width() - metrics.horizontalAdvance(doing) - gap
        most = max(rect.width() * 2 // 5, left_over - 2)
        if metrics.horizontalAdvance(where) > most:
            where = metrics.elidedText(project_of(row), Qt.TextElideMode.ElideMiddle, most)
        painter.setFont(ui_font(SMALL))
        painter.setPen(theme.color("text_dim"))
        _draw(painter, option, rect, where, at_end=True)
        room = rect.width() - metrics.horizontalAdvance(where) - gap
        if row.status in ("waiting", "failed"):
            painter.setPen(theme.color("text"))
        _draw(painter, option, rect, metrics.elidedText(doing, Qt.TextElideMode.ElideRight, room))


def _paint_key(painter: QPainter, option: QStyleOptionViewItem, line: QRect, metrics: QFontMetrics) -> None:
    """The cap of a key at the end of a line, for one digit in it."""
    wide = metrics.horizontalAdvance("8") + 2 * GRID
    cap = QRect(line.right() - wide + GRID + 1, line.top() - 1, wide, line.height() + 1)
    painter.setPen(QPen(current_theme().color("edge"), 1))
    painter.setBrush(current_theme().color("raised"))
    painter.drawRoundedRect(QRectF(_mirrored(option, cap)).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def _mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """Where ``rect`` of a left-to-right row lies in this one."""
    return QStyle.visualRect(option.direction, option.rect, rect)


def _draw(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, at_end: bool = False) -> None:
    draw_line(painter, option.direction, option.rect, rect, text, at_end=at_end)


def place_of(row: SessionRow) -> str:
    """Agent and project, short: "Claude · shop"."""
    agent, where = words.agent_title(row.agent).split()[0], project_of(row)
    return f"{agent} · {where}" if where else agent


def project_of(row: SessionRow) -> str:
    """The folder's name; "" where the title says it already."""
    where = words.one_line(words.project(row.cwd))
    return where if where != words.title_of(row) else ""


def _now_us() -> int:
    return time.time_ns() // 1000
