"""Where sections and pieces lie on the page, and what of them is laid out. Paints nothing.

Heights are guessed until a section comes near the window. Whoever scrolls therefore holds on to an ``Anchor`` (a piece
and a distance from its top), never to a number of pixels.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QPoint, QRect

from app.desktop.views.output_heights import Heights
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_section import Section

MOST_LAID_OUT = 120
"""Pieces that keep what they paint with; the longest unseen one gives it back."""

NOWHERE = 1 << 40
"""Below everything: nothing has to be painted again."""


class Anchor(msgspec.Struct, frozen=True):
    """A place that stays what it is when heights change."""

    block_id: str
    piece: int
    offset: int


class Placed(msgspec.Struct, frozen=True):
    """A piece and where it lies on the page."""

    section_index: int
    piece_index: int
    section: Section
    piece: Piece
    rect: QRect


class Geometry:
    """Sections one below the other."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.sections: list[Section] = []
        self.index_of: dict[str, int] = {}
        self.heights = Heights()
        self._laid_out: OrderedDict[Piece, None] = OrderedDict()
        self._waiting: dict[str, Section] = {}
        """Sections of which more has to be made than fitted one frame."""

    @property
    def total(self) -> int:
        """How deep the page is, with room under its end."""
        return self.heights.total + self.look.px(32) if self.sections else 0

    def ensure(self, top: int, bottom: int) -> int:
        """Lay out what lies between two depths; the first depth that changed by that."""
        dirty = NOWHERE
        index = self.heights.find(top)
        y = self.heights.top(index)
        while index < len(self.sections) and y < bottom:
            section = self.sections[index]
            if section.heights is None:
                section.come_near(self.look)
                dirty = min(dirty, y)
                if section.is_waiting:
                    self._waiting[section.block.block_id] = section
            dirty = min(dirty, self._ensure_in(section, y, top, bottom))
            self.heights.set(index, section.height(self.look))
            y += section.height(self.look)
            index += 1
        return dirty

    @property
    def is_waiting(self) -> bool:
        """Whether ``go_on`` has more to do."""
        return bool(self._waiting)

    def go_on(self) -> int:
        """Make more of what did not fit one frame; the first depth that changed by that."""
        dirty = NOWHERE
        for block_id, section in list(self._waiting.items()):
            index = self.index_of.get(block_id)
            if index is None or self.sections[index] is not section or not section.is_waiting:
                del self._waiting[block_id]
                continue
            first = section.go_on(self.look)
            self.heights.set(index, section.height(self.look))
            if section.heights is not None:
                dirty = min(dirty, self.heights.top(index) + section.heights.top(min(first, len(section.heights))))
            break
        return dirty

    def _ensure_in(self, section: Section, y: int, top: int, bottom: int) -> int:
        heights, width = section.heights, section.width(self.look)
        if heights is None or not section.pieces:
            return NOWHERE
        dirty = NOWHERE
        y += self.look.px(section.gap)
        index = heights.find(max(0, top - y))
        at = y + heights.top(index)
        while index < len(section.pieces) and at < bottom:
            piece = section.pieces[index]
            if not piece.is_laid_out:
                height = piece.lay_out(self.look, width)
                if heights.set(index, height):
                    dirty = min(dirty, at)
            self._remember(piece)
            at += heights[index]
            index += 1
        return dirty

    def _remember(self, piece: Piece) -> None:
        self._laid_out[piece] = None
        self._laid_out.move_to_end(piece)
        if len(self._laid_out) > MOST_LAID_OUT:
            oldest, _ = self._laid_out.popitem(last=False)
            oldest.release()

    def lay_out(self, section: Section, piece_index: int) -> Piece:
        """One piece ready to be measured in detail, wherever it lies."""
        section.come_near(self.look)
        piece_index = min(piece_index, len(section.pieces) - 1)
        piece = section.pieces[piece_index]
        if not piece.is_laid_out:
            height = piece.lay_out(self.look, section.width(self.look))
            if section.heights is not None:
                section.heights.set(piece_index, height)
            self.heights.set(self.index_of[section.block.block_id], section.height(self.look))
        self._remember(piece)
        return piece

    def between(self, top: int, bottom: int) -> Iterator[Placed]:
        """The pieces that lie between two depths, from above."""
        index = self.heights.find(top)
        y = self.heights.top(index)
        while index < len(self.sections) and y < bottom:
            section = self.sections[index]
            yield from self._placed_in(index, section, y, top, bottom)
            y += self.heights[index]
            index += 1

    def _placed_in(self, index: int, section: Section, y: int, top: int, bottom: int) -> Iterator[Placed]:
        heights = section.heights
        if heights is None or not section.pieces:
            return
        left = self.look.left + section.depth * self.look.indent
        width = section.width(self.look)
        y += self.look.px(section.gap)
        number = heights.find(max(0, top - y))
        at = y + heights.top(number)
        while number < len(section.pieces) and at < bottom:
            rect = QRect(left, at, width, heights[number])
            if rect.bottom() >= top:
                yield Placed(index, number, section, section.pieces[number], rect)
            at += heights[number]
            number += 1

    def place_of(self, block_id: str, piece_index: int = 0) -> Placed | None:
        """Where a piece lies now."""
        index = self.index_of.get(block_id)
        if index is None:
            return None
        section = self.sections[index]
        section.come_near(self.look)
        self.heights.set(index, section.height(self.look))
        if section.heights is None or not section.pieces:
            return None
        number = min(piece_index, len(section.pieces) - 1)
        y = self.heights.top(index) + self.look.px(section.gap) + section.heights.top(number)
        left = self.look.left + section.depth * self.look.indent
        rect = QRect(left, y, section.width(self.look), section.heights[number])
        return Placed(index, number, section, section.pieces[number], rect)

    def anchor_at(self, depth: int) -> Anchor | None:
        """What lies at a depth."""
        if not self.sections:
            return None
        index = self.heights.find(depth)
        section = self.sections[index]
        inside = depth - self.heights.top(index) - self.look.px(section.gap)
        if section.heights is None or not section.pieces or inside < 0:
            return Anchor(section.block.block_id, 0, inside)
        number = section.heights.find(inside)
        return Anchor(section.block.block_id, number, inside - section.heights.top(number))

    def depth_of(self, anchor: Anchor) -> int | None:
        """Where an anchored place lies now; None when its block is gone."""
        index = self.index_of.get(anchor.block_id)
        if index is None:
            return None
        section = self.sections[index]
        y = self.heights.top(index) + self.look.px(section.gap)
        if section.heights is not None:
            y += section.heights.top(min(anchor.piece, len(section.heights)))
        return y + anchor.offset

    def nearest(self, point: QPoint) -> Placed | None:
        """The piece at a point of the page; in a gap the one below it, at the end of the page the last one."""
        for placed in self.between(point.y(), point.y() + 1):
            return placed
        index = self.heights.find(point.y())
        if self.sections and point.y() < self.heights.top(index) + self.look.px(self.sections[index].gap):
            return self.place_of(self.sections[index].block.block_id)
        while index >= 0 and self.sections:
            section = self.sections[index]
            if section.heights is not None and section.pieces:
                return self.place_of(section.block.block_id, len(section.pieces) - 1)
            index -= 1
        return None

    @property
    def laid_out_count(self) -> int:
        """How many pieces hold what they paint with."""
        return len(self._laid_out)
