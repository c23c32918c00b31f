"""Paints strips: rows of bars in which every mark has a colour and a shape, at the same cost however many spans.

A shape is how a bar is cut from top to bottom, one sign for each eighth of its height: ``#`` full, ``-`` faint, ``.``
nothing. It is there at every zoom, also where a span is a pixel wide, so that nobody has to tell colours apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.colours import THEMES, Theme
from app.desktop.views.timeline_scale import Scale

EIGHTHS = 8
LEAST_SHAPED_PX = 7
"""Bars lower than this are painted in one colour: there is no room for a shape."""


class Mark(msgspec.Struct, frozen=True):
    """How a mark looks. ``bit``: as in the strip; ``colour``: the theme's name of it; ``shape``: eight signs."""

    bit: int
    colour: str
    shape: str


Marks = tuple[Mark, ...]
"""The first that occurs in a place is what is seen there."""


class Windowed(Protocol):
    """A row that can say which marks occur in each bucket of time, as ``Strip.window`` does."""

    def window(self, first: int, count: int, shift: int, now_us: int = 0) -> bytes: ...


class Place(NamedTuple):
    """Where a strip is painted: pixels from the top, and how high."""

    strip: Windowed
    top: float
    height: float


def paint_strips(
    painter: QPainter, theme: Theme, marks: Marks, places: Sequence[Place], scale: Scale, left: int, width: int,
    now_us: int,
) -> None:  # fmt: skip
    """All rows at once, between ``left`` and ``left + width``; what still goes on reaches to ``now_us``."""
    if not places:
        return
    shift = max(0, int(scale.us_per_px).bit_length())
    first = int(scale.start_us) >> shift
    count = (int(scale.time_at(width)) >> shift) - first + 1
    data = b"".join([place.strip.window(first, count, shift, now_us) for place in places])
    begin = left + scale.x_of(first << shift)
    columns = begin, count * (1 << shift) / scale.us_per_px
    painter.save()
    painter.setClipRect(QRectF(left, -1e6, width, 2e6), Qt.ClipOperation.IntersectClip)
    if places[0].height < LEAST_SHAPED_PX:
        _paint_flat(painter, theme, marks, places, data, count, columns)
    else:
        _paint_shaped(painter, theme, marks, places, data, count, columns)
    painter.restore()


def _paint_flat(
    painter: QPainter, theme: Theme, marks: Marks, places: Sequence[Place], data: bytes, count: int,
    columns: tuple[float, float],
) -> None:  # fmt: skip
    """Rows of equal height that follow one another without a gap are painted in one go."""
    image = _image(data, count, len(places), _table(theme.name, marks, -1))
    x, width = columns
    row = 0
    while row < len(places):
        end = row + 1
        while end < len(places) and abs(places[end].top - places[end - 1].top - places[row].height) < 0.01:
            end += 1
        target = QRectF(x, places[row].top, width, (end - row) * places[row].height)
        painter.drawImage(target, image, QRectF(0, row, count, end - row))
        row = end


def _paint_shaped(
    painter: QPainter, theme: Theme, marks: Marks, places: Sequence[Place], data: bytes, count: int,
    columns: tuple[float, float],
) -> None:  # fmt: skip
    x, width = columns
    for first, last in _bands(marks):
        image = _image(data, count, len(places), _table(theme.name, marks, first))
        for row, place in enumerate(places):
            top, bottom = (round(place.top + place.height * eighth / EIGHTHS) for eighth in (first, last))
            painter.drawImage(QRectF(x, top, width, bottom - top), image, QRectF(0, row, count, 1))


def _image(data: bytes, count: int, rows: int, table: list[int]) -> QImage:
    """In the format that is painted fastest; converting it once is cheaper than in every row."""
    image = QImage(data, count, rows, count, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def paint_bar(painter: QPainter, theme: Theme, mark: Mark, rect: QRectF) -> None:
    """One bar in full sight, for a legend or a tool tip."""
    for index, sign in enumerate(mark.shape):
        top, bottom = (round(rect.top() + rect.height() * (index + more) / EIGHTHS) for more in (0, 1))
        if sign != ".":
            colour = QColor.fromRgba(_shade(theme, mark, sign))
            painter.fillRect(QRectF(rect.left(), top, rect.width(), bottom - top), colour)


@lru_cache(maxsize=16)
def _bands(marks: Marks) -> list[tuple[int, int]]:
    """Which eighths look the same for every mark: (first, behind the last)."""
    columns = [tuple(mark.shape[eighth] for mark in marks) for eighth in range(EIGHTHS)]
    groups = [list(group) for _, group in itertools.groupby(range(EIGHTHS), key=lambda eighth: columns[eighth])]
    return [(group[0], group[-1] + 1) for group in groups if any(sign != "." for sign in columns[group[0]])]


@lru_cache(maxsize=128)
def _table(theme_name: str, marks: Marks, eighth: int) -> list[int]:
    """The colour of every set of marks in one band; eighth -1: where there is no room for shapes."""
    theme, table = THEMES[theme_name], []
    for byte in range(256):
        seen = next((mark for mark in marks if mark.bit & byte), None)
        if seen is None:
            table.append(0)
        else:
            table.append(_shade(theme, seen, seen.shape[eighth] if eighth >= 0 else _flat_sign(seen.shape)))
    return table


def _flat_sign(shape: str) -> str:
    """What stands for a whole shape where there is no room for one: low bars faint, none where there is none."""
    return "#" if shape.count("#") > 2 else "-" if shape.strip(".") else "."


def _shade(theme: Theme, mark: Mark, sign: str) -> int:
    if sign == ".":
        return 0
    colour = QColor(theme.color(mark.colour))
    colour.setAlphaF(0.35 if sign == "-" else 1.0)
    return colour.rgba()
