"""Going from match to match in the output: shows where it is, opens what is folded over it, marks all in sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output_cards import CardSection
from app.desktop.views.output_find import Finder, Match
from app.desktop.views.output_find_texts import lanes_above, words_in
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_kept import kept_in_place
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.lines import MorePiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_select import Caret
from app.desktop.views.output_text import TextSection

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

Spans = list[tuple[int, int]]

_MOST_MARKS = 500
"""Places marked in one piece; more is a carpet."""


class Finding:
    """Goes from match to match in a view."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self.found: tuple[str, int, tuple[int, int]] | None = None
        """Where the match in sight is: block, piece, span of text."""
        self.finder = Finder(view)
        self.finder.changed.connect(self._finder_moved)

    def forget(self) -> None:
        """Another session is shown."""
        self.found = None
        self.finder.start(self._view.page, "")

    # ── what is marked ──

    def span_in(self, block_id: str, piece_index: int) -> tuple[int, int] | None:
        """The match in sight, if it is in this piece."""
        return self.found[2] if self.found and self.found[:2] == (block_id, piece_index) else None

    def marks_in(self, placed: Placed) -> Spans:
        """All other matches in a piece that is painted."""
        if not self.finder.needle.words:
            return []
        shown = self.span_in(placed.section.block.block_id, placed.piece_index)
        return [span for span in self._spans(placed.piece) if span != shown][:_MOST_MARKS]

    def paint(self, painter: QPainter, placed: Placed, look: Look) -> None:
        """A frame around what has no text positions of its own; in the others the words themselves are marked."""
        piece = placed.piece
        if not self.finder.needle.words or isinstance(piece, DocumentPiece) or not self._spans(piece):
            return
        shown = self.span_in(placed.section.block.block_id, placed.piece_index) is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = Qt.PenStyle.SolidLine if shown else Qt.PenStyle.DotLine
        painter.setPen(QPen(look.color("needs_you"), 2 if shown else 1, line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(0, 0, piece.width, piece.height or 0).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, look.radius, look.radius)

    # ── looking ──

    def find(self, text: str, backwards: bool = False) -> bool:
        """The next place, or the one before; whether there may be one."""
        if text != self.finder.needle.words:
            self.found = None
            self.finder.start(self._view.page, text, self._first_in_sight())
        elif text:
            self._find_next(-1 if backwards else 1)
        self._view.viewport().update()
        return bool(self.finder.total) or not self.finder.is_done

    def again(self, backwards: bool = False) -> None:
        """F3: the next place that says the same."""
        self.find(self.finder.needle.words, backwards)

    def note(self, changed_ids: Iterable[str], grown_ids: Iterable[str]) -> None:
        """Blocks came, changed, or grew."""
        self.finder.note(changed_ids, grown_ids)

    def close(self) -> None:
        """Look no more; what was found last stays selected."""
        if self.found is not None:
            block_id, piece, (start, end) = self.found
            self._view.selection.begin(Caret(block_id, piece, start), Caret(block_id, piece, end))
            self._view.caret.changed()
        self.found = None
        self.finder.start(self._view.page, "")
        self._view.viewport().update()

    def _first_in_sight(self) -> str:
        value = self._view.verticalScrollBar().value()
        anchor = self._view.page.anchor_at(value)
        return anchor.block_id if anchor is not None else ""

    def _finder_moved(self) -> None:
        if self.finder.current is None and self.finder.total:
            self._find_next(1)
        self._view.found_changed.emit(self.finder.sentence())

    def _find_next(self, steps: int) -> None:
        match = self.finder.move(steps, self._first_in_sight())
        if match is not None:
            self._show(match)
        self._view.found_changed.emit(self.finder.sentence())
        self._view.viewport().update()

    # ── showing ──

    def _show(self, match: Match) -> None:
        section = self._on_page(match.block_id)
        if section is None:
            return
        place = self._place(section, match)
        if place is None:
            self.found = None
            self._view.jump_to_block(match.block_id)
            return
        number, inner = place
        piece = self._view.page.lay_out(section, number)
        spans = self._spans(piece)
        # What is laid out may say a little less than what was searched: marks of Markdown nobody can tell apart.
        span = spans[min(inner, len(spans) - 1)] if spans else (0, piece.length)
        self.found = (match.block_id, number, span)
        self._view.reveal(match.block_id, number, piece.y_of(span[0]), self._view.viewport().height() // 3)

    def _on_page(self, block_id: str) -> Section | None:
        """The section of a block; the subagents it belongs to are unfolded."""
        view = self._view
        if block_id not in view.page.index_of:
            block = view.source.block(block_id) if view.source is not None else None
            for above in self._folded_above(block) if block is not None else []:
                view.page.toggle(above)
        index = view.page.index_of.get(block_id)
        if index is None:
            return None
        section = view.page.sections[index]
        section.materialise(view.page.look)
        return section

    def _folded_above(self, block: AnyBlock) -> Iterable[Section]:
        page = self._view.page
        for subagent in lanes_above(page.lane, block):
            index = page.index_of.get(subagent.block_id)
            if index is not None and not page.sections[index].is_open:
                yield page.sections[index]

    def _place(self, section: Section, match: Match) -> tuple[int, int] | None:
        """The piece that shows a match, and which of its matches it is; more is unfolded if it must be."""
        if isinstance(section, TextSection):
            return match.piece, match.inner
        if isinstance(section, CardSection) and not section.is_open:
            if match.piece == 0 and match.inner < self.finder.needle.count(words_in(section.pieces[0])):
                return 0, match.inner
            self._unfold(section, show_all=False)
        place = self._shown(section, match)
        if place is None:
            self._unfold(section, show_all=True)
            place = self._shown(section, match)
        return place

    def _unfold(self, section: Section, show_all: bool) -> None:
        page = self._view.page
        with kept_in_place(self._view.selection, page, section):
            section.unfolded = True
            section.show_all = section.show_all or show_all
            section.rebuild(page.look)
        page.changed(section)

    def _shown(self, section: Section, match: Match) -> tuple[int, int] | None:
        """Where a match is among the pieces as they are now; None if it may be in what is left out."""
        counts = [self.finder.needle.count(words_in(piece)) for piece in section.pieces]
        gaps = [number for number, piece in enumerate(section.pieces) if isinstance(piece, MorePiece)]
        if not gaps:
            return _nth(counts, match.nth) if sum(counts) == match.total or section.show_all else None
        place = _nth(counts[: gaps[0]], match.nth)
        if place is not None and place[0] == match.piece:
            return place
        from_end = match.total - 1 - match.nth
        tail = _nth(counts[: gaps[-1] : -1], from_end)
        if tail is None or len(gaps) > 1:
            return None
        number = len(counts) - 1 - tail[0]
        return number, counts[number] - 1 - tail[1]

    def _spans(self, piece: Piece) -> Spans:
        if isinstance(piece, DocumentPiece) and piece.document is not None:
            return self.finder.needle.spans(piece.document.toPlainText())
        return [(0, piece.length)] if self.finder.needle.count(words_in(piece)) else []


def _nth(counts: list[int], nth: int) -> tuple[int, int] | None:
    """In which of several the nth is, and which one in there."""
    for number, count in enumerate(counts):
        if nth < count:
            return number, nth
        nth -= count
    return None
