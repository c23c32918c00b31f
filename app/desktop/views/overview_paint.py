"""What of the overview is not bars: grounds, headings, titles with mark and age, and what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap

from app.core.projections.overview_lines import Line
from app.core.projections.rows import SessionRow
from app.desktop import words
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster import Entry
from app.desktop.models.roster_groups import Group
from app.desktop.signals import signal_of, signal_pixmap
from app.desktop.theme import BODY, GRID, SMALL, current_theme, text_scale, ui_font
from app.desktop.views.roster_row import mark_px

if TYPE_CHECKING:
    from app.desktop.views.overview_canvas import OverviewCanvas
    from app.desktop.views.overview_words import Spot

_LEAST_LETTERS = 10
_MOST_KEPT = 1000
"""Titles as pictures: some twenty kilobytes each."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class OverviewPainter:
    """Paints for one canvas, under and over its bars."""

    def __init__(self, canvas: OverviewCanvas) -> None:
        self._canvas = canvas
        self._dress: object = None
        self._titles: dict[Entry, tuple[object, QPixmap]] = {}
        """Per line: what it says, and how that looks."""

    def paint_under(self, painter: QPainter, lines: list[Line[Entry]]) -> None:
        """Grounds and titles; where there is no line, why."""
        canvas, theme = self._canvas, current_theme()
        if not lines:
            canvas.paint_empty(painter, QRectF(canvas.rect()).adjusted(8 * GRID, 0, -8 * GRID, -canvas.axis_px))
        chosen = canvas.spot.ref if canvas.spot is not None else None
        hovered = canvas.hovered.ref if canvas.hovered is not None else None
        for line in lines:
            if line.key == chosen or line.key == hovered:
                ground = QRectF(0, line.top - canvas.scroll_px, canvas.width(), line.height)
                painter.fillRect(ground, theme.color("selection" if line.key == chosen else "hover"))
        ratio = painter.device().devicePixelRatioF()
        dress = theme.name, text_scale(), canvas.is_mirrored, ratio, canvas.titles_px()
        if dress != self._dress or len(self._titles) > _MOST_KEPT:
            self._dress, self._titles = dress, {}
        for line in lines:
            if canvas.has_title(line):
                painter.drawPixmap(QPointF(canvas.titles_left, line.top - canvas.scroll_px), self._title(line, ratio))

    def _title(self, line: Line[Entry], ratio: float) -> QPixmap:
        """A title as a picture, painted anew only where it says something else."""
        says = self._canvas.title_says(line)
        known = self._titles.get(line.key)
        if known is not None and known[0] == (says, line.height):
            return known[1]
        picture = QPixmap((QSizeF(self._canvas.titles_px(), line.height) * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        row = self._canvas.row_of(line.key) if isinstance(line.key, SessionRef) else None
        if row is not None:
            self._paint_title(painter, line, row)
        elif not line.is_session:
            self._paint_heading(painter, line)
        painter.end()
        self._titles[line.key] = (says, line.height), picture
        return picture

    def paint_over(self, painter: QPainter, lines: list[Line[Entry]]) -> None:
        """A frame around the selected stretch, a thinner one around that under the pointer."""
        canvas, theme = self._canvas, current_theme()
        frames = ((canvas.hovered, "text_dim", 1.0), (canvas.spot, "focus" if canvas.hasFocus() else "text", 2.0))
        for spot, colour, width in frames:
            rect = self._rect_of(spot, lines) if spot is not None else None
            if rect is not None:
                painter.setPen(QPen(theme.color(colour), width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect, 3, 3)

    def _rect_of(self, spot: Spot, lines: list[Line[Entry]]) -> QRectF | None:
        canvas = self._canvas
        line = next((line for line in lines if line.key == spot.ref), None)
        history = canvas.history_of(spot.ref)
        if line is None or not 0 <= spot.stretch < len(history.stretches):
            return None
        end_us = history.end_of(spot.stretch)
        begin = max(canvas.x_of(history.stretches[spot.stretch].since_us), canvas.plot_left - 4.0)
        end = min(canvas.x_of(end_us if end_us is not None else canvas.now_us), canvas.plot_left + canvas.plot_width)
        if end < begin:
            return None
        top, height = canvas.bar_of(line)
        return QRectF(begin, top, max(2.0, end - begin), height).adjusted(-2, -2, 2, 2)

    def _paint_heading(self, painter: QPainter, line: Line[Entry]) -> None:
        canvas, theme = self._canvas, current_theme()
        title, count = canvas.heading_of(line.key)
        box = self._title_box(line).adjusted(0, GRID, 0, 0)
        painter.setPen(theme.color("needs_you" if line.key == Group.NEEDS_YOU else "text_dim"))
        near, far = self._sides()
        painter.setFont(ui_font(SMALL))
        painter.drawText(box, far, count)
        painter.setFont(ui_font(SMALL, strong=True))
        painter.drawText(box, near, title)

    def _paint_title(self, painter: QPainter, line: Line[Entry], row: SessionRow) -> None:
        theme, box = current_theme(), self._title_box(line)
        near, far = self._sides()
        small, unread = QFontMetrics(ui_font(SMALL)), row.status in ("waiting", "done", "failed")
        mark = min(mark_px(), int(line.height) - 2)
        x = box.right() - mark if self._canvas.is_mirrored else box.left()
        ratio = painter.device().devicePixelRatioF()
        top = round(box.top() + (box.height() - mark) / 2)
        painter.drawPixmap(round(x), top, signal_pixmap(signal_of(row), mark, ratio))
        room = mark + 2 * GRID
        box = box.adjusted(0, 0, -room, 0) if self._canvas.is_mirrored else box.adjusted(room, 0, 0, 0)
        since = words.age(row.status_at_us or row.last_at_us, self._canvas.now_us)
        painter.setFont(ui_font(SMALL))
        painter.setPen(theme.color("text_dim"))
        left_over = int(box.width()) - small.horizontalAdvance(since) - 2 * GRID
        if left_over < _LEAST_LETTERS * small.averageCharWidth():
            left_over = int(box.width())  # the title comes first
        else:
            painter.drawText(box, far, since)
        font = ui_font(BODY if line.height >= QFontMetrics(ui_font(BODY)).height() else SMALL, strong=unread)
        painter.setFont(font)
        painter.setPen(theme.color("text_dim" if row.status in ("ended", "lost") else "text"))
        title = QFontMetrics(font).elidedText(words.title_of(row), Qt.TextElideMode.ElideMiddle, left_over)
        painter.drawText(box, near, title)

    def _title_box(self, line: Line[Entry]) -> QRectF:
        canvas = self._canvas
        left = 2 * GRID if canvas.is_mirrored else 3 * GRID
        return QRectF(left, 0, max(0, canvas.titles_px() - 6 * GRID), line.height)

    def _sides(self) -> tuple[Qt.AlignmentFlag, Qt.AlignmentFlag]:
        """Where a title begins, and where it ends."""
        return (_RIGHT, _LEFT) if self._canvas.is_mirrored else (_LEFT, _RIGHT)
