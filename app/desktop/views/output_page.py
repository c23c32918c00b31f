"""The page: which sections stand on it, what changes them, and from which depth on it must be painted again."""

from __future__ import annotations

from collections.abc import Callable

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output_cards import SubagentSection, ToolSection
from app.desktop.views.output_geometry import NOWHERE, Geometry
from app.desktop.views.output_look import Look
from app.desktop.views.output_section import Section
from app.desktop.views.output_sections import PermissionSection, gap_between, in_order, section_for, section_type
from app.desktop.views.output_text import TextSection

Lane = Callable[[str], list[AnyBlock]]
"""Gives the blocks of a lane, in order; "" is the main conversation."""


class Page(Geometry):
    """All sections of one session, for one look."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.unfolded: set[str] = set()
        self.answerable: set[str] | None = None
        """Permission requests that get buttons; None: all that are open."""
        self.told_above: frozenset[str] = frozenset()
        """Tools whose question or plan is shown whole above the conversation."""
        self.lane: Lane = _no_blocks

    # ── what is on it ──

    def show(self, lane: Lane) -> int:
        """Show the blocks of the main lane and of unfolded subagents; sections of blocks that stay are kept.

        Gives the depth from which on the page changed.
        """
        self.lane = lane
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
        if section is None or type(section) is not section_type(block) or section.depth != depth:
            section, changed = section_for(block, depth), True
        else:
            changed = section.block is not block
        if isinstance(section, PermissionSection):
            section.is_answerable, section.is_in_panel = self._place_of(section)
        if isinstance(section, ToolSection):
            section.is_told_above = section.block.name in self.told_above
        if isinstance(section, SubagentSection):
            section.has_lane = lambda: bool(section.block.subagent_lane and self.lane(section.block.subagent_lane))
        if changed and section.block is not block:
            section.replace(block, self.look)
        return section, changed

    def _place_of(self, section: PermissionSection) -> tuple[bool, bool]:
        """Whether its request can be answered, and whether it stands above the conversation."""
        held = self.answerable is not None and section.block.request_id in self.answerable
        return held or self.answerable is None, held

    def set_answerable(self, request_ids: set[str] | None, told_above: frozenset[str] = frozenset()) -> bool:
        """Give buttons to these requests only; whether anything looks different now.

        ``told_above``: tools whose question or plan is shown whole above the conversation.
        """
        if (request_ids, told_above) == (self.answerable, self.told_above):
            return False
        self.answerable, self.told_above = request_ids, told_above
        stale = [section for section in self.sections if self._place_anew(section)]
        for section in stale:
            section.rebuild(self.look)
            self.changed(section)
        return bool(stale)

    def _place_anew(self, section: Section) -> bool:
        """Whether what is told or answered above makes a section look different."""
        if isinstance(section, PermissionSection):
            before = section.is_answerable, section.is_in_panel
            section.is_answerable, section.is_in_panel = place = self._place_of(section)
            return place != before and section.block.state == "open"
        if isinstance(section, ToolSection):
            was_open = section.is_open
            section.is_told_above = section.block.name in self.told_above
            return section.is_open != was_open
        return False

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
            self.show(self.lane)
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


def _no_blocks(_lane: str) -> list[AnyBlock]:
    return []
