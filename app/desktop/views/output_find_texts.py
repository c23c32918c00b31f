"""The texts a search goes through: every block of a session with all it shows once everything in it is unfolded."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from app.core.projections.blocks import AnyBlock, SubagentBlock
from app.desktop.text.plain import plain
from app.desktop.text.safe import visible
from app.desktop.text.splitter import Part, Splitter
from app.desktop.views.output_cards import SubagentSection, ToolSection
from app.desktop.views.output_page import Lane, Page
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.header import HeaderPiece
from app.desktop.views.output_pieces.lines import MorePiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_sections import in_order, section_for
from app.desktop.views.output_text import TextSection

_STRETCH_CHARS = 16 * 1024
"""A long message is taken apart by stretches: between two of them the window may do something else."""


class _All(set[str]):
    """Contains everything: with it all subagents count as unfolded."""

    def __contains__(self, _thing: object) -> bool:
        return True


def blocks_of(lane: Lane) -> list[tuple[AnyBlock, int]]:
    """All blocks in the order of the page and how deep each stands, those of folded subagents where they would come."""
    return list(in_order(lane, _All()))


def section_of(page: Page, block: AnyBlock, depth: int) -> Section:
    """The section that shows a block, or would."""
    index = page.index_of.get(block.block_id)
    if index is not None:
        return page.sections[index]
    section = section_for(block, depth)
    if isinstance(section, SubagentSection):
        section.has_lane = lambda: bool(page.lane(block.subagent_lane))  # type: ignore[union-attr]
    return section


def texts_of(section: Section, first: int = 0) -> Iterator[str]:
    """The texts of its pieces from the ``first`` on as if all were unfolded. Lays nothing out and keeps nothing."""
    if isinstance(section, TextSection) and (section.heights is None or section.is_waiting):
        yield from _texts_of_message(section.unseen_text())
        return
    pieces = section.pieces if isinstance(section, TextSection) else _all_pieces(section)
    number = first
    while number < len(pieces):
        yield words_in(pieces[number])
        number += 1


def _texts_of_message(text: str) -> Iterator[str]:
    """What the pieces of a message will say when they are made."""
    splitter = Splitter()
    for at in range(0, len(text), _STRETCH_CHARS):
        for part in splitter.feed(text[at : at + _STRETCH_CHARS]):
            yield _words_of_part(part)
    for part in splitter.finish():
        yield _words_of_part(part)


def _words_of_part(part: Part) -> str:
    return visible(part.source) if part.kind == "code" else plain(visible(part.source))


def _all_pieces(section: Section) -> Sequence[Piece]:
    twin = copy.copy(section)
    twin.show_all = twin.unfolded = True
    if isinstance(twin, ToolSection):
        twin.forget_trees()
    return twin.build()


def words_in(piece: Piece) -> str:
    """What of a piece can be found: not the clock in its header, nor how much is folded away."""
    if isinstance(piece, HeaderPiece):
        return f"{piece.words.title}\n{piece.words.argument}"
    return "" if isinstance(piece, MorePiece) else piece.text()


def lanes_above(lane: Lane, block: AnyBlock) -> list[SubagentBlock]:
    """The subagents that must be unfolded before a block is on the page, the outermost first."""
    by_lane = {each.subagent_lane: each for each, _ in blocks_of(lane) if isinstance(each, SubagentBlock)}
    found: list[SubagentBlock] = []
    wanted = block.lane
    while wanted in by_lane and by_lane[wanted] not in found:
        found.insert(0, by_lane[wanted])
        wanted = by_lane[wanted].lane
    return found
