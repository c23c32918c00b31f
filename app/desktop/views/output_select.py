"""What is selected on a page: two carets, and what lies between them in every piece.

Carets hold on to a block and a place in its text, never to pixels: a selection outlives text that arrives, blocks that
are replaced, folding, zooming and another width.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.caret import paragraph_at

EVERYTHING = 1 << 30

Unit = Literal["character", "word", "paragraph"]
"""What a selection grows by: a drag after a double click takes whole words."""

Place = tuple[int, int, int]
"""Section, piece and position: carets as they are ordered on the page."""


class Caret(msgspec.Struct, frozen=True):
    """A place in the text of one piece, counted as Qt counts (UTF-16 units)."""

    block_id: str
    piece: int
    position: int


class Selection:
    """From ``anchor`` (where it began) to ``caret`` (where it is now); they may stand in either order."""

    def __init__(self) -> None:
        self.anchor: Caret | None = None
        self.caret: Caret | None = None
        self.unit: Unit = "character"
        self._held: tuple[Caret, Caret] | None = None
        """The word or paragraph it began with, which stays selected whichever way it grows."""

    def clear(self) -> None:
        """Nothing is selected and the caret stands nowhere."""
        self.anchor = self.caret = self._held = None
        self.unit = "character"

    def collapse(self) -> None:
        """Let go of what is selected; the caret stays."""
        self.anchor, self._held, self.unit = self.caret, None, "character"

    def begin(self, anchor: Caret, caret: Caret | None = None) -> None:
        """Start anew."""
        self.anchor, self.caret = anchor, caret or anchor
        self._held, self.unit = None, "character"

    def begin_unit(self, page: Page, caret: Caret, unit: Unit) -> None:
        """Select the word or paragraph at a place; what is dragged over next is taken in the same unit."""
        start, end = unit_at(page, caret, unit)
        self.begin(start, end)
        self.unit, self._held = unit, (start, end)

    def extend(self, caret: Caret, page: Page | None = None) -> None:
        """Reach to here, in whole words or paragraphs if it began so (that needs the page)."""
        if self.anchor is None:
            self.anchor = caret
        if self._held is None or page is None:
            self.caret = caret
            return
        first, last = self._held
        start, end = unit_at(page, caret, self.unit)
        places = [place_on(page, each) for each in (start, first)]
        if None not in places and places[0] < places[1]:  # type: ignore[operator]
            self.anchor, self.caret = last, start
        else:
            self.anchor, self.caret = first, max(end, last, key=lambda each: place_on(page, each) or (0, 0, 0))

    def everything(self, page: Page) -> None:
        """Select the whole page."""
        if page.sections:
            first, last = page.sections[0].block.block_id, page.sections[-1].block.block_id
            self.begin(Caret(first, 0, 0), Caret(last, EVERYTHING, EVERYTHING))

    def ends(self, page: Page) -> tuple[Place, Place] | None:
        """Both ends, the upper one first; None when nothing is selected."""
        if self.anchor is None or self.caret is None:
            return None
        here, there = place_on(page, self.anchor), place_on(page, self.caret)
        if here is None or there is None or here == there:
            return None
        return min(here, there), max(here, there)

    def span_in(self, page: Page, section: int, piece: int, length: int) -> tuple[int, int] | None:
        """What of one piece is selected."""
        ends = self.ends(page)
        return span_between(ends, section, piece, length) if ends is not None else None


def span_between(ends: tuple[Place, Place], section: int, piece: int, length: int) -> tuple[int, int] | None:
    """What of one piece lies between two places."""
    (s1, p1, c1), (s2, p2, c2) = ends
    here = (section, piece)
    if here < (s1, p1) or here > (s2, p2):
        return None
    start = c1 if here == (s1, p1) else 0
    end = min(c2, length) if here == (s2, p2) else length
    return (start, end) if end > start else None


def place_on(page: Page, caret: Caret) -> Place | None:
    """Where a caret stands among all others; None while its block is not on the page."""
    index = page.index_of.get(caret.block_id)
    return None if index is None else (index, caret.piece, caret.position)


def unit_at(page: Page, caret: Caret, unit: Unit) -> tuple[Caret, Caret]:
    """The word or paragraph around a caret."""
    index = page.index_of.get(caret.block_id)
    if index is None or unit == "character":
        return caret, caret
    section = page.sections[index]
    section.come_near(page.look)
    if not section.pieces:
        return caret, caret
    number = min(caret.piece, len(section.pieces) - 1)
    piece = page.lay_out(section, number)
    start, end = piece.word_at(caret.position) if unit == "word" else paragraph_at(piece, caret.position)
    return Caret(caret.block_id, number, start), Caret(caret.block_id, number, end)
