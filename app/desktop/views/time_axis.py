"""The axis under a view along time: hairlines, times that fit the zoom, the day they belong to, and "now"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.core.tr import tr
from app.desktop.theme import GRID, SMALL, current_theme, ui_font
from app.desktop.views.timeline_scale import DAY_US, SECOND_US, day_of, label_of, step_for, ticks

if TYPE_CHECKING:
    from app.desktop.views.time_canvas import TimeCanvas

_APART_PX = 7 * GRID


def paint_axis(painter: QPainter, canvas: TimeCanvas) -> None:
    """Hairlines through the rows and their times below; at the side the day the left edge lies in."""
    theme, font = current_theme(), ui_font(SMALL)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    left, width, bottom = canvas.plot_left, canvas.plot_width, canvas.height() - canvas.axis_px
    widest = max(metrics.horizontalAdvance("00:00:00"), metrics.horizontalAdvance("00.000 s")) + _APART_PX
    now_x = canvas.x_of(canvas.now_us) if canvas.has_open() else None
    now_half = metrics.horizontalAdvance(tr("now")) / 2 + 2 * GRID
    for x, label in ticks(canvas.scale, width, widest):
        at = left + x
        painter.fillRect(round(at), 0, 1, bottom, theme.color("line"))
        half = metrics.horizontalAdvance(label) / 2
        hides_now = now_x is not None and abs(at - now_x) < half + now_half
        if at - half >= left - GRID and at + half <= left + width + GRID and not hides_now:
            painter.setPen(theme.color("text_dim"))
            painter.drawText(QRectF(at - half - 1, bottom, 2 * half + 2, canvas.axis_px), _CENTRE, label)
    _paint_day(painter, canvas, step_for(canvas.scale.us_per_px, widest))


def _paint_day(painter: QPainter, canvas: TimeCanvas, step_us: int) -> None:
    """What the times do not say of themselves: the day, and where they are parts of a second the minute."""
    room = canvas.titles_px() - 4 * GRID - canvas.corner_px
    metrics = QFontMetrics(painter.font())
    told = next((each for each in _told(canvas, step_us) if metrics.horizontalAdvance(each) <= room), "")
    if not told:
        return
    side = Qt.AlignmentFlag.AlignLeft if canvas.is_mirrored else Qt.AlignmentFlag.AlignRight
    left = canvas.titles_left + 2 * GRID + (0 if canvas.is_mirrored else canvas.corner_px)
    box = QRectF(left, canvas.height() - canvas.axis_px, room, canvas.axis_px)
    painter.setPen(current_theme().color("text_dim"))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, told)


def _told(canvas: TimeCanvas, step_us: int) -> list[str]:
    """The best first."""
    start_us = int(canvas.scale.start_us)
    if step_us >= DAY_US:
        return []
    day = day_of(start_us)
    if step_us >= SECOND_US or not day:
        return [day]
    minute = label_of(start_us - start_us % (60 * SECOND_US) + SECOND_US, SECOND_US)[:5]
    return [f"{day} {minute}", minute]


def paint_now(painter: QPainter, canvas: TimeCanvas) -> None:
    """A line through the present, with its name."""
    x = canvas.x_of(canvas.now_us)
    if not canvas.now_us or not canvas.plot_left <= x <= canvas.plot_left + canvas.plot_width:
        return
    theme, bottom = current_theme(), canvas.height() - canvas.axis_px
    painter.fillRect(round(x), 0, 1, bottom, theme.color("accent"))
    font = ui_font(SMALL, strong=True)
    painter.setFont(font)
    painter.setPen(theme.color("accent"))
    half = QFontMetrics(font).horizontalAdvance(tr("now")) / 2 + 2
    middle = min(max(x, canvas.plot_left + half), canvas.width() - half)
    painter.drawText(QRectF(middle - half, bottom, 2 * half, canvas.axis_px), _CENTRE, tr("now"))


_CENTRE = Qt.AlignmentFlag.AlignCenter
