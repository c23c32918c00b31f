"""What a selection takes, piece by piece, without laying out or keeping what nobody has looked at yet."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

import msgspec

from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_select import Place, span_between
from app.desktop.views.output_text import TextSection


class Taken(msgspec.Struct, frozen=True):
    """A piece of a selection. ``span``: the positions taken, None for all of it."""

    section: Section
    piece: Piece
    span: tuple[int, int] | None
    joint: str
    """What stands between it and what was taken before it in the same section."""


def taken(page: Page, ends: tuple[Place, Place]) -> Iterator[Taken | None]:
    """The pieces between two places, in order; None where it is time for a pause. The page may change meanwhile."""
    (first, _, _), (last, _, _) = ends
    sections = page.sections[first : last + 1]
    for index, section in enumerate(sections, first):
        yield from _of_section(page, ends, index, section)


def _of_section(page: Page, ends: tuple[Place, Place], index: int, section: Section) -> Iterator[Taken | None]:
    is_end = index in (ends[0][0], ends[1][0])
    if is_end or section.heights is not None:
        yield from _made(page, section)
    pieces = section.pieces if section.heights is not None else pieces_unseen(section)
    before: Piece | None = None
    for number in range(len(pieces)):
        if number >= len(pieces):
            return  # the end of a message was cut anew meanwhile
        piece = pieces[number]
        inside = ends[0][:2] < (index, number) < ends[1][:2]
        span = None
        if is_end and not inside:
            if not ends[0][:2] <= (index, number) <= ends[1][:2]:
                continue
            if section.block.block_id in page.index_of and pieces is section.pieces:
                page.lay_out(section, number)
            span = span_between(ends, index, number, piece.length)
            if span is None:
                continue
            if span == (0, piece.length):
                span = None
        yield Taken(section, piece, span, _joint(section, before, piece))
        before = piece


def _made(page: Page, section: Section) -> Iterator[None]:
    """Make all pieces of a section; a message of megabytes is taken in bit by bit."""
    section.come_near(page.look)
    while section.is_waiting:
        section.go_on(page.look)
        if (index := page.index_of.get(section.block.block_id)) is not None:
            page.heights.set(index, section.height(page.look))
        yield None


def pieces_unseen(section: Section) -> Sequence[Piece]:
    """The pieces of a section nobody has looked at, made for the moment only."""
    twin = copy.copy(section)
    return twin.build()


def _joint(section: Section, before: Piece | None, piece: Piece) -> str:
    if before is None:
        return ""
    if isinstance(piece, MarkdownPiece):
        return piece.part.before if piece.part.goes_on else "\n\n"
    if isinstance(section, TextSection):
        goes_on = isinstance(piece, CodePiece) and isinstance(before, CodePiece) and piece.place in ("middle", "last")
        return "\n" if goes_on else "\n\n"
    return "\n"
