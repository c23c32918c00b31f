"""Code: a fence or lines of a file, coloured line by line, growing at its end without being laid out again."""

from __future__ import annotations

import re

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextLayout

from app.desktop.text.colours import LineColours
from app.desktop.text.highlight import LineHighlighter, Role, Run
from app.desktop.text.safe import visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place, Target, paint_card
from app.desktop.views.output_pieces.copying import copy_target, corner_of, paint_copy
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument, estimated_rows

ROLE_COLOURS: dict[Role, str] = {
    "keyword": "code_keyword",
    "string": "code_string",
    "number": "code_number",
    "comment": "code_comment",
    "name": "code_name",
    "added": "diff_added_text",
    "removed": "diff_removed_text",
    "strong": "text",
}
_LINE_HEIGHT = 120.0
_BEYOND_BASIC_PLANE = re.compile("[\U00010000-\U0010ffff]")
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class CodePiece(DocumentPiece):
    """Lines of code on their own ground. ``first_number`` > 0 shows line numbers beginning there.

    ``colours`` outlives the piece where somebody keeps it: no line is lexed twice.
    ``in_card``: it lies inside a card, and whether it begins and ends what is told there.
    ``is_new``: a file or cell that was not there before: a line down its side says so, quietly.
    """

    copy_name = "code"

    def __init__(
        self,
        source: str,
        highlighter: LineHighlighter | None = None,
        place: Place = "only",
        first_number: int = 0,
        gap_below: int = 0,
        colours: LineColours | None = None,
        is_new: bool = False,
        in_card: tuple[bool, bool] | None = None,
    ) -> None:
        super().__init__()
        self.source = source
        self.place = place
        self.first_number = first_number
        self.gap_below = gap_below
        self.colours = colours or LineColours(highlighter or LineHighlighter())
        self.is_new = is_new
        self.in_card = in_card
        self.pending: tuple[str, bool] | None = None
        """What it will be when it is laid out next: the source, and whether that is all of it."""

    def estimate(self, look: Look, width: int) -> int:
        return estimated_code_px(len(self.source), self.source.count("\n"), look, width)

    def insets_for(self, look: Look) -> QMargins:
        if self.in_card is not None:
            begins, ends = self.in_card
            left = look.px(12 if self.first_number else 26) + self._gutter(look)
            return QMargins(left, look.px(8) if begins else 0, look.px(12), look.px(8) if ends else 0)
        top = look.px(10) if self.place in ("only", "first") else 0
        bottom = look.px(10 + self.gap_below) if self.place in ("only", "last") else 0
        return QMargins(look.px(12) + self._gutter(look), top, look.px(12), bottom)

    def _gutter(self, look: Look) -> int:
        if not self.first_number:
            return 0
        digits = len(str(self.first_number + self.source.count("\n")))
        return int((digits + 1.5) * look.mono_char_px)

    def make(self, look: Look, width: int) -> SafeDocument:
        document = SafeDocument(look.mono, width)
        document.setPlainText(visible(self.source))
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        cursor.mergeBlockFormat(form)
        self._colour(document, look, document.begin())
        return document

    def _colour(self, document: SafeDocument, look: Look, block: QTextBlock) -> None:
        """Colour from ``block`` on; each finished line is lexed once in the life of the piece."""
        colours = self.colours
        if colours.highlighter.idle:
            return
        first = block.position()
        known = colours.known_from(block.blockNumber())
        while block.isValid():
            is_last = not block.next().isValid()
            runs = next(known, None) if block.blockNumber() < colours.count else None
            if runs is None:
                if is_last and not self._is_complete:
                    break
                # Qt counts such characters twice.
                runs = colours.next_line(_BEYOND_BASIC_PLANE.sub("\ufffd\ufffd", block.text()))
            if runs:
                block.layout().setFormats([_range(run, look) for run in runs])
            block = block.next()
        document.markContentsDirty(first, document.characterCount() - first)

    _is_complete = True

    @property
    def is_laid_out(self) -> bool:
        return super().is_laid_out and self.pending is None

    def set_place(self, place: Place) -> None:
        """Stand elsewhere in a run of pieces: the room around the words changes, the words do not."""
        self.place = place
        self.height = None

    def lay_out(self, look: Look, width: int) -> int:
        if self.pending is not None:
            self._grow(look, *self.pending)
            self.pending = None
        return super().lay_out(look, width)

    def unchanged_px(self) -> int:
        if self.pending is None or self.document is None or self.height is None:
            return 0
        # The line before the last may just have been finished, and gets its colours.
        last = self.document.lastBlock().previous()
        if not last.isValid():
            return 0
        return int(self.document.documentLayout().blockBoundingRect(last).top()) + self.insets.top()

    def release(self) -> None:
        super().release()
        if self.pending is not None:
            self.source, self._is_complete = self.pending
            self.pending = None

    def _grow(self, look: Look, source: str, complete: bool) -> None:
        """The code is now ``source``, which begins with what it was: only the new end is taken in."""
        new = source[len(self.source) :]
        self.source, self._is_complete = source, complete
        if self.document is None:
            return
        last = self.document.blockCount() - 1
        if new:
            cursor = QTextCursor(self.document)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(visible(new))
        if "\n" in new or complete:
            self._colour(self.document, look, self.document.findBlockByNumber(last))

    def opened(self) -> CodePiece:
        """Say that the last line is still being written; gives itself."""
        self._is_complete = False
        return self

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        below = look.px(self.gap_below) if self.place in ("only", "last") else 0
        rect = QRect(0, 0, self.width, (self.height or 0) - below)
        paint_card(painter, look, rect, self.place, "code_background", self.border)
        if self.is_new:
            painter.fillRect(QRect(1, 0, max(2, look.px(3)), rect.height()), look.color("diff_added_text"))
        if self.first_number:
            self._paint_numbers(painter, look, state)

    def targets(self, look: Look) -> list[Target]:
        begins = self.place in ("only", "first") or self.copy_source is not None
        return [copy_target(self, corner_of(self, look))] if begins else []

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint(painter, look, state)
        for target in self.targets(look):
            paint_copy(painter, look, target.rect, state)

    def _paint_numbers(self, painter: QPainter, look: Look, state: PaintState) -> None:
        painter.setFont(look.mono)
        painter.setPen(look.color("text_dim"))
        right = self.insets.left() - int(1.2 * look.mono_char_px)
        for index, baseline in enumerate(self.baselines()):
            if state.clip.top() <= baseline + 4 and baseline - look.mono_line_px <= state.clip.bottom():
                number = str(self.first_number + index)
                painter.drawText(int(right - len(number) * look.mono_char_px), baseline, number)

    def text(self) -> str:
        return visible(self.source)


def estimated_code_px(chars: int, newlines: int, look: Look, width: int) -> int:
    """A guess of the height of so much code in a piece of ``width``."""
    return int(estimated_rows(chars, newlines, width / look.mono_char_px) * look.mono_line_px) + look.px(16)


def _range(run: Run, look: Look) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start, span.length = run.start, run.length
    form = QTextCharFormat()
    form.setForeground(QColor(look.color(ROLE_COLOURS[run.role])))
    span.format = form
    return span
