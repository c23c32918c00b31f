"""Selecting text across the pieces of a page: two carets, what lies between them, and what that copies."""

from __future__ import annotations

import dataclasses

from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_section import Section

EVERYTHING = 1 << 30


@dataclasses.dataclass(frozen=True, slots=True)
class Caret:
    """A place in the text of one piece, counted as Qt counts (UTF-16 units)."""

    block_id: str
    piece: int
    position: int


class Selection:
    """From ``anchor`` (where it began) to ``caret`` (where it is now); they may stand in either order."""

    def __init__(self) -> None:
        self.anchor: Caret | None = None
        self.caret: Caret | None = None

    def clear(self) -> None:
        self.anchor = self.caret = None

    def begin(self, anchor: Caret, caret: Caret | None = None) -> None:
        """Start anew."""
        self.anchor, self.caret = anchor, caret or anchor

    def extend(self, caret: Caret) -> None:
        """Reach to here."""
        self.caret = caret
        if self.anchor is None:
            self.anchor = caret

    def everything(self, page: Page) -> None:
        """Select the whole page."""
        if page.sections:
            first, last = page.sections[0].block.block_id, page.sections[-1].block.block_id
            self.anchor, self.caret = Caret(first, 0, 0), Caret(last, EVERYTHING, EVERYTHING)

    def ends(self, page: Page) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
        """Both ends as (section, piece, position), the upper one first; None when nothing is selected."""
        if self.anchor is None or self.caret is None:
            return None
        places = []
        for caret in (self.anchor, self.caret):
            index = page.index_of.get(caret.block_id)
            if index is None:
                return None
            places.append((index, caret.piece, caret.position))
        first, second = sorted(places)
        return None if first == second else (first, second)

    def span_in(self, page: Page, section: int, piece: int, length: int) -> tuple[int, int] | None:
        """What of one piece is selected."""
        ends = self.ends(page)
        if ends is None:
            return None
        (s1, p1, c1), (s2, p2, c2) = ends
        here = (section, piece)
        if here < (s1, p1) or here > (s2, p2):
            return None
        start = c1 if here == (s1, p1) else 0
        end = c2 if here == (s2, p2) else length
        return (start, min(end, length)) if min(end, length) > start else None

    def text(self, page: Page) -> str:
        """What copying gives: plain text, an empty line between things."""
        ends = self.ends(page)
        if ends is None:
            return ""
        (s1, _, _), (s2, _, _) = ends
        texts = (self._text_of(page, index, page.sections[index]) for index in range(s1, s2 + 1))
        return "\n\n".join(text for text in texts if text)

    def _text_of(self, page: Page, index: int, section: Section) -> str:
        section.materialise(page.look)
        page.heights.set(index, section.height(page.look))
        out = ""
        for number, piece in enumerate(section.pieces):
            whole = self._is_inside(page, index, number)
            if not whole:
                piece = page.lay_out(section, number)
            length = EVERYTHING if whole else piece.length
            span = self.span_in(page, index, number, length)
            if span is None:
                continue
            text = piece.text() if whole else piece.text_between(*span)
            if text:
                out += (_joint(piece) if out else "") + text
        return out

    def _is_inside(self, page: Page, section: int, piece: int) -> bool:
        """Neither end lies in this piece, so nobody has to lay it out to know its text."""
        ends = self.ends(page)
        return ends is not None and ends[0][:2] < (section, piece) < ends[1][:2]


def _joint(piece: object) -> str:
    part = piece.part if isinstance(piece, MarkdownPiece) else None
    return "\n\n" if part is not None and not part.goes_on else "\n"
