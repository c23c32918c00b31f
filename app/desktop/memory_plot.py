"""Paints memory over a long day: ``python -m app.desktop.memory_plot FILE.png``, samples as a JSON list on stdin.

Hub and desktop, each as a full line (what it has in memory) and a dashed one (what of that is its alone).
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from app.desktop.theme import BODY, SMALL, TITLE, apply_theme, current_theme, ui_font

WIDTH, HEIGHT = 1200, 640
_PLOT = QRectF(80, 96, 940, 456)
_LINES = (("desktop", "Desktop", "working"), ("hub", "Hub", "needs_you"))
"""Key of the samples, words, colour."""


class Scale:
    """From deltas and megabytes to pixels."""

    def __init__(self, most_deltas: float, most_mb: float) -> None:
        self.step_deltas = tidy_step(most_deltas, 8)
        self.step_mb = tidy_step(most_mb, 6)
        self.deltas = most_deltas
        self.mb = math.ceil(most_mb / self.step_mb) * self.step_mb

    def point(self, deltas: float, mb: float) -> QPointF:
        return QPointF(
            _PLOT.left() + _PLOT.width() * deltas / self.deltas, _PLOT.bottom() - _PLOT.height() * mb / self.mb
        )


def tidy_step(most: float, lines: int) -> float:
    """A step of 1, 2 or 5 times a power of ten with which at most ``lines`` reach ``most``."""
    power = 10.0 ** math.floor(math.log10(max(most, 1e-9) / lines))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * lines >= most)


def steps(step: float, most: float) -> Iterator[float]:
    """0, step, 2 step … up to ``most``."""
    yield from (number * step for number in range(math.floor(most / step + 1e-9) + 1))


def paint(samples: list[dict[str, Any]]) -> QImage:
    """The picture; at least two samples."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(current_theme().color("window"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = Scale(samples[-1]["deltas"], max(max(each["desktop_rss"], each["hub_rss"]) for each in samples))
    _paint_heading(painter, samples)
    _paint_axes(painter, scale)
    for key, words, colour in _LINES:
        _paint_lines(painter, scale, samples, key, words, current_theme().color(colour))
    painter.end()
    return image


def _paint_heading(painter: QPainter, samples: list[dict[str, Any]]) -> None:
    theme = current_theme()
    painter.setPen(theme.color("text"))
    painter.setFont(ui_font(TITLE, strong=True))
    painter.drawText(QPointF(32, 44), "Memory over a long day")
    painter.setPen(theme.color("text_dim"))
    painter.setFont(ui_font(BODY))
    painter.drawText(
        QPointF(32, 70), f"{samples[-1]['deltas']:,} deltas at speed · full: in memory (RSS), dashed: its alone (USS)"
    )


def _paint_axes(painter: QPainter, scale: Scale) -> None:
    theme = current_theme()
    painter.setFont(ui_font(SMALL))
    for mb in steps(scale.step_mb, scale.mb):
        left = scale.point(0, mb)
        painter.setPen(QPen(theme.color("line_strong" if mb == 0 else "line"), 1))
        painter.drawLine(left, QPointF(_PLOT.right(), left.y()))
        painter.setPen(theme.color("text_dim"))
        place = QRectF(0, left.y() - 12, _PLOT.left() - 10, 24)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{mb:g} MB")
    for deltas in steps(scale.step_deltas, scale.deltas):
        below = scale.point(deltas, 0)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(below, below + QPointF(0, 5))
        painter.setPen(theme.color("text_dim"))
        place = QRectF(below.x() - 60, below.y() + 8, 120, 24)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, _count(deltas))
    place = QRectF(_PLOT.left(), _PLOT.bottom() + 36, _PLOT.width(), 24)
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, "deltas stored and shown")


def _paint_lines(
    painter: QPainter, scale: Scale, samples: list[dict[str, Any]], key: str, words: str, colour: QColor
) -> None:
    for kind, width, style in (("uss", 1.5, Qt.PenStyle.DashLine), ("rss", 2.5, Qt.PenStyle.SolidLine)):
        points = [scale.point(each["deltas"], each[f"{key}_{kind}"]) for each in samples]
        painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
    painter.setFont(ui_font(BODY, strong=True))
    end = scale.point(samples[-1]["deltas"], samples[-1][f"{key}_rss"])
    painter.drawText(end + QPointF(12, -2), words)
    painter.setFont(ui_font(SMALL))
    painter.drawText(end + QPointF(12, 16), f"{samples[-1][f'{key}_rss']:.0f} MB")


def _count(deltas: float) -> str:
    if deltas >= 1_000_000:
        return f"{deltas / 1_000_000:g} M"
    return f"{deltas / 1000:g} k" if deltas >= 1000 else f"{deltas:g}"


def main(words: list[str]) -> int:
    """Paint to the file named; returns the exit code."""
    app = QApplication.instance() or QApplication(words[:1])
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    if not paint(json.load(sys.stdin)).save(words[1]):
        print(f"The picture could not be written to {words[1]}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv))
