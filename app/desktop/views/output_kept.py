"""Keeps a selection on its words while the pieces of a section are cut anew: all of a long output is shown, or less."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.lines import MorePiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_select import Caret, Selection


@contextmanager
def kept_in_place(selection: Selection, page: Page, section: Section) -> Iterator[None]:
    """What is selected before the section is rebuilt inside this is selected after it, as far as it is still shown."""
    before = [_distance(section, caret) for caret in (selection.anchor, selection.caret)]
    yield
    after = [_place(section, distance) for distance in before]
    section.materialise(page.look)
    if after[0] is not None:
        selection.anchor = after[0]
    if after[1] is not None:
        selection.caret = after[1]


class _Distance(msgspec.Struct, frozen=True):
    """How far a caret is from the beginning of its section's text, or from its end if something is left out above."""

    units: int
    from_end: bool


def _distance(section: Section, caret: Caret | None) -> _Distance | None:
    if caret is None or caret.block_id != section.block.block_id or caret.piece >= len(section.pieces):
        return None
    above, below = section.pieces[: caret.piece], section.pieces[caret.piece + 1 :]
    if any(isinstance(piece, MorePiece) for piece in above):
        here = _units(section.pieces[caret.piece])
        return _Distance(here - caret.position + sum(_units(piece) + 1 for piece in below), True)
    return _Distance(caret.position + sum(_units(piece) + 1 for piece in above), False)


def _place(section: Section, distance: _Distance | None) -> Caret | None:
    if distance is None:
        return None
    left = distance.units
    numbers = range(len(section.pieces))
    for number in reversed(numbers) if distance.from_end else numbers:
        units = _units(section.pieces[number])
        if left <= units:
            return Caret(section.block.block_id, number, units - left if distance.from_end else left)
        left -= units + 1
    return None


def _units(piece: Piece) -> int:
    """The length of a piece as Qt counts, whether or not it is laid out."""
    return piece.length if piece.is_laid_out else len(piece.text().encode("utf-16-le", "surrogatepass")) // 2
