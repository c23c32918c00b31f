"""The page: sections one below the other, where each is, what is laid out, and what must be painted again. Paints nothing.

Heights are guessed until a section comes near the window. Whoever scrolls therefore holds on to an ``Anchor`` (a piece and
a distance from its top), never to a number of pixels.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output_heights import Heights
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_sections import (
    PermissionSection,
    Section,
    SubagentSection,
    TextSection,
    gap_between,
    in_order,
    section_for,
)

Lane = Callable[[str], list[AnyBlock]]
"""Gives the blocks of a lane, in order; "" is the main conversation."""

MOST_LAID_OUT = 120
"""Pieces that keep what they paint with; the longest unseen one gives it back."""

NOWHERE = 1 << 40
"""Below everything: nothing has to be painted again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    """A place that stays what it is when heights change."""

    block_id: str
    piece: int
    offset: int


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A piece and where it lies on the page."""

    section_index: int
    piece_index: int
    section: Section
    piece: Piece
    rect: QRect


class Page:
    """All sections of one session, for one look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.sections: list[Section] = []
        self.index_of: dict[str, int] = {}
        self.heights = Heights()
        self.unfolded: set[str] = set()
        self.answerable: set[str] | None = None
        """Permission requests that get buttons; None: all that are open."""
        self._lane: Lane = _no_blocks
        self._laid_out: OrderedDict[Piece, None] = OrderedDict()

    # ── what is on it ──

    def show(self, lane: Lane) -> int:
        """Show the blocks of the main lane and of unfolded subagents; sections of blocks that stay are kept.

        Gives the depth from which on the page changed.
        """
        self._lane = lane
        before = self.sections
        known = {section.block.block_id: section for section in before}
        sections: list[Section] = []
        dirty = NOWHERE
        for block, depth in in_order(lane, self.unfolded):
            section, changed = self._section(known.get(block.block_id), block, depth)
            gap = gap_between(sections[-1] if sections else None, section)
            index = len(sections)
            moved = index >= len(before) or before[index] is not section
            if dirty == NOWHERE and (changed or moved or gap != section.gap):
                dirty = self.heights.top(min(index, len(before)))
            section.gap = gap
            sections.append(section)
        if len(sections) < len(before):
            dirty = min(dirty, self.heights.top(len(sections)))
        self.sections = sections
        self.index_of = {section.block.block_id: index for index, section in enumerate(sections)}
        self.heights.reset(section.height(self.look) for section in sections)
        return dirty

    def _section(self, section: Section | None, block: AnyBlock, depth: int) -> tuple[Section, bool]:
        if section is None or type(section.block) is not type(block) or section.depth != depth:
            section, changed = section_for(block, depth), True
        else:
            changed = section.block is not block
        if isinstance(section, PermissionSection):
            section.is_answerable = self._can_answer(section)
        if isinstance(section, SubagentSection):
            section.has_lane = lambda: bool(section.block.subagent_lane and self._lane(section.block.subagent_lane))
        if changed and section.block is not block:
            section.replace(block, self.look)
        return section, changed

    def _can_answer(self, section: PermissionSection) -> bool:
        return self.answerable is None or section.block.request_id in self.answerable

    def set_answerable(self, request_ids: set[str] | None) -> bool:
        """Give buttons to these requests only; whether anything looks different now."""
        self.answerable = request_ids
        changed = False
        for section in self.sections:
            if isinstance(section, PermissionSection) and section.is_answerable != self._can_answer(section):
                section.is_answerable = not section.is_answerable
                if section.block.state == "open":
                    section.rebuild(self.look)
                    self.changed(section)
                    changed = True
        return changed

    def append_block(self, block: AnyBlock) -> int:
        """A new block at the end of the main lane; the depth from which on the page changed."""
        dirty = self.heights.total
        section, _ = self._section(None, block, 0)
        section.gap = gap_between(self.sections[-1] if self.sections else None, section)
        self.index_of[block.block_id] = len(self.sections)
        self.sections.append(section)
        self.heights.append(section.height(self.look))
        return dirty

    def update_block(self, block: AnyBlock) -> int:
        """One block became another; the depth from which on the page changed."""
        index = self.index_of.get(block.block_id)
        if index is None:
            return NOWHERE
        section = self.sections[index]
        if section.block is block:
            return NOWHERE
        if type(section.block) is not type(block):
            return self._become(index, block)
        was_compact = section.is_compact()
        first = section.replace(block, self.look)
        dirty = self._dirty_from(index, first)
        if section.is_compact() != was_compact:
            dirty = min(dirty, self._space_again(index))
        return dirty

    def _become(self, index: int, block: AnyBlock) -> int:
        """A call turned out to be something else (a subagent at work): its section is another from now on."""
        self.sections[index], _ = self._section(None, block, self.sections[index].depth)
        return self._space_again(index)

    def append_text(self, block_id: str, text: str) -> int:
        """More of a message being written, in O(new text); the depth from which on the page changed."""
        index = self.index_of.get(block_id)
        section = self.sections[index] if index is not None else None
        if index is None or not isinstance(section, TextSection):
            return NOWHERE
        return self._dirty_from(index, section.append(text, self.look))

    def toggle(self, section: Section) -> None:
        """Fold or unfold; a subagent's lane comes or goes with it."""
        section.toggle(self.look)
        if isinstance(section, SubagentSection):
            (self.unfolded.add if section.is_open else self.unfolded.discard)(section.block.block_id)
            self.show(self._lane)
        else:
            self.changed(section)

    def changed(self, section: Section) -> None:
        """A section was rebuilt by hand."""
        index = self.index_of[section.block.block_id]
        self._space_again(index)

    def _dirty_from(self, index: int, piece: int) -> int:
        section = self.sections[index]
        if section.heights is None:
            self.heights.set(index, section.height(self.look))
            return self.heights.top(index)
        self.heights.set(index, section.height(self.look))
        inside = section.heights.top(min(piece, len(section.heights)))
        if piece < len(section.pieces):
            inside += section.pieces[piece].unchanged_px()
        return self.heights.top(index) + self.look.px(section.gap) + inside

    def _space_again(self, index: int) -> int:
        """The gaps around a section that changed its kind of look."""
        for place in (index, index + 1):
            if place < len(self.sections):
                section = self.sections[place]
                section.gap = gap_between(self.sections[place - 1] if place else None, section)
                self.heights.set(place, section.height(self.look))
        return self.heights.top(index)

    def wear(self, look: Look) -> None:
        """Change theme, zoom or width: everything measured is void."""
        self.look = look
        self._laid_out.clear()
        for section in self.sections:
            section.forget()
            if section.heights is not None:
                section.measure(look)
        self.heights.reset(section.height(look) for section in self.sections)

    # ── where things are ──

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
                section.materialise(self.look)
                dirty = min(dirty, y)
            dirty = min(dirty, self._ensure_in(section, y, top, bottom))
            self.heights.set(index, section.height(self.look))
            y += section.height(self.look)
            index += 1
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
        section.materialise(self.look)
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
        section.materialise(self.look)
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
        """The piece at a point of the page, or the one nearest above it."""
        last = None
        for placed in self.between(point.y(), point.y() + 1):
            return placed
        index = self.heights.find(point.y())
        while index >= 0 and self.sections:
            section = self.sections[index]
            if section.heights is not None and section.pieces:
                return self.place_of(section.block.block_id, len(section.pieces) - 1)
            index -= 1
        return last

    @property
    def laid_out_count(self) -> int:
        """How many pieces hold what they paint with."""
        return len(self._laid_out)


def _no_blocks(_lane: str) -> list[AnyBlock]:
    return []
