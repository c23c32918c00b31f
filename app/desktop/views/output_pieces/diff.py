"""A numbered difference: both line numbers, the lines in the colours of their language, changed words marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout

from app.desktop.text.diff import DiffLine
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.safe import visible
from app.desktop.text.word_diff import Span, word_marks
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place
from app.desktop.views.output_pieces.code import ROLE_COLOURS
from app.desktop.views.output_pieces.document import SafeDocument
from app.desktop.views.output_pieces.lines import LINE_HEIGHT, LinesPiece

_GROUNDS = {"+": "diff_added", "-": "diff_removed"}
_SIGNS = {"+": "diff_added_text", "-": "diff_removed_text"}
_WORDS = {"+": "diff_added_word", "-": "diff_removed_word"}
_LEAD = 2
"""Characters before the text of a line: its sign and a space."""


class DiffPiece(LinesPiece):
    """``digits`` of the largest number; 0 when nobody knows the numbers: then there is no column for them."""

    def __init__(
        self,
        lines: Sequence[DiffLine],
        digits: int,
        place: Place,
        pad_top: bool,
        pad_bottom: bool,
        filename: str = "",
    ) -> None:
        self.lines = lines
        self.digits = digits
        self.filename = filename
        super().__init__("\n".join(_diff_text(line) for line in lines), place, pad_top, pad_bottom)

    def insets_for(self, look: Look) -> QMargins:
        margins = super().insets_for(look)
        if self.digits:
            margins.setLeft(look.px(16) + int((self.digits * 2 + 3) * look.mono_char_px))
        return margins

    def colour(self, document: SafeDocument, look: Look) -> None:
        marks = word_marks(self.lines)
        old, new = LineHighlighter(filename=self.filename), LineHighlighter(filename=self.filename)
        block = document.begin()
        for index, line in enumerate(self.lines):
            spans: list[QTextLayout.FormatRange] = []
            if line.sign == "@":
                # What stands between the places is unknown: so is whether it was inside a string.
                old, new = LineHighlighter(filename=self.filename), LineHighlighter(filename=self.filename)
            elif visible(line.text) == line.text:
                # Places are counted in the text as it came, and only then are those of the text as it is shown.
                spans = self._syntax(line, old, new, look)
                spans += [_marked(span, line, look) for span in marks.get(index, ())]
            if line.sign in _SIGNS:
                spans.append(_coloured(0, 1, look, _SIGNS[line.sign]))
            if spans:
                block.layout().setFormats(spans)
            block = block.next()

    @staticmethod
    def _syntax(
        line: DiffLine, old: LineHighlighter, new: LineHighlighter, look: Look
    ) -> list[QTextLayout.FormatRange]:
        """A line that stayed is read on both sides, one that changed on its own."""
        if new.idle:
            return []
        runs = new.line(line.text) if line.sign != "-" else old.line(line.text)
        if line.sign == " ":
            old.line(line.text)
        return [_coloured(*_in_units(line.text, (run.start, run.length)), look, ROLE_COLOURS[run.role]) for run in runs]

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint_ground(painter, look, state)
        painter.setFont(look.mono)
        digit = look.mono_char_px
        width = int(self.digits * digit) + 2
        # Qt puts the room between lines under them; half of it belongs above.
        rise = int(look.mono_line_px * (LINE_HEIGHT - 100) / 250)
        for line, rect, baseline in zip(self.lines, self.block_rects(), self.baselines(), strict=False):
            if rect.bottom() < state.clip.top() or rect.top() - rise > state.clip.bottom():
                continue
            row = QRect(1, rect.top() - rise, self.width - 2, rect.height())
            if line.sign in _GROUNDS:
                painter.fillRect(row, look.color(_GROUNDS[line.sign]))
            if line.sign == "@":
                painter.fillRect(QRect(1, row.center().y(), self.width - 2, 1), look.color("line_strong"))
                continue
            painter.setPen(look.color("text_dim"))
            for number, right in ((line.old, look.px(8) + width), (line.new, look.px(8) + 2 * width + int(digit))):
                if number:
                    painter.drawText(int(right - len(str(number)) * digit), baseline, str(number))


def _diff_text(line: DiffLine) -> str:
    return "" if line.sign == "@" else f"{line.sign} {line.text}"


def _in_units(text: str, span: Span) -> Span:
    """A place in a line of the document, counted as Qt counts."""
    start, length = span
    if not text.isascii():
        end = len(text[: start + length].encode("utf-16-le", "surrogatepass")) // 2
        start = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
        length = end - start
    return start + _LEAD, length


def _coloured(start: int, length: int, look: Look, colour: str) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    form = QTextCharFormat()
    form.setForeground(look.color(colour))
    span.start, span.length, span.format = start, length, form
    return span


def _marked(place: Span, line: DiffLine, look: Look) -> QTextLayout.FormatRange:
    """Changed words stand on stronger ground, in the colour that can be read there."""
    span = _coloured(*_in_units(line.text, place), look, "text")
    form = span.format
    form.setBackground(look.color(_WORDS[line.sign]))
    span.format = form
    return span
