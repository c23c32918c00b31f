"""A list with marks: tasks and how far they are, questions and their options. Shape and word, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextLayout

from app.core.projections.render import inline
from app.desktop.text.faces.parts import Row
from app.desktop.text.safe import visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place
from app.desktop.views.output_pieces.document import SafeDocument
from app.desktop.views.output_pieces.lines import LinesPiece

_ROW_HEIGHT = 140.0
_COLOURS = {"completed": "working", "in_progress": "needs_you", "chosen": "accent"}


class RowsPiece(LinesPiece):
    """Some rows of a list; a mark is painted before each, its word stands after it."""

    def __init__(self, rows: Sequence[Row], place: Place, pad_top: bool, pad_bottom: bool) -> None:
        self.rows = rows
        self._lines = [_line(row) for row in rows]
        super().__init__("\n".join(self._lines), place, pad_top, pad_bottom)

    def text(self) -> str:
        return self.source

    def as_markdown(self) -> str:
        """A list whose boxes are ticked where a thing is done or chosen."""
        boxes = {"heading": "", "plain": "- ", "completed": "- [x] ", "chosen": "- [x] "}
        return "\n".join(
            boxes.get(row.mark, "- [ ] ") + inline(line, 20_000)
            for row, line in zip(self.rows, self._lines, strict=True)
        )

    def insets_for(self, look: Look) -> QMargins:
        margins = super().insets_for(look)
        margins.setLeft(look.px(50))
        return margins

    def make(self, look: Look, width: int) -> SafeDocument:
        document = super().make(look, width)
        document.setDefaultFont(look.plain)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(_ROW_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(form)
        return document

    def document_width(self, look: Look, width: int) -> int:
        return min(width, look.prose_width)

    def colour(self, document: SafeDocument, look: Look) -> None:
        block = document.begin()
        for row, line in zip(self.rows, self._lines, strict=True):
            words = len(_units(_words(row)))
            block.layout().setFormats([_words_look(row, words, look), _quiet(words, len(_units(line)) - words, look)])
            block = block.next()

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint(painter, look, state)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(12)
        for row, rect, baseline in zip(self.rows, self.block_rects(), self.baselines(), strict=False):
            if rect.bottom() >= state.clip.top() and rect.top() <= state.clip.bottom():
                _paint_mark(painter, look, row, QRect(look.px(28), baseline - side + look.px(2), side, side))
        painter.restore()


def _words(row: Row) -> str:
    return visible(row.words.replace("\n", " "))


def _line(row: Row) -> str:
    after = [visible(part.replace("\n", " ")) for part in (row.detail, row.word) if part]
    return "  ·  ".join([_words(row), *after])


def _units(text: str) -> range:
    """As long as the text is for Qt."""
    return range(len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2)


def _words_look(row: Row, length: int, look: Look) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    form = QTextCharFormat()
    if row.mark in ("in_progress", "heading", "chosen") or row.changed:
        form.setFontWeight(QFont.Weight.DemiBold)
    if row.mark in ("completed", "deleted") and not row.changed:
        form.setForeground(look.color("text_dim"))
    form.setFontStrikeOut(row.mark == "deleted")
    span.start, span.length, span.format = 0, length, form
    return span


def _quiet(start: int, length: int, look: Look) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    form = QTextCharFormat()
    form.setForeground(look.color("text_dim"))
    span.start, span.length, span.format = start, length, form
    return span


def _paint_mark(painter: QPainter, look: Look, row: Row, rect: QRect) -> None:
    if row.mark in ("heading", "plain"):
        return
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    colour = look.color(_COLOURS.get(row.mark, "text_dim"))
    painter.setPen(QPen(colour, max(1.2, look.px(1.4))))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if row.mark in ("option", "chosen"):
        painter.drawEllipse(box)
        if row.mark == "chosen":
            painter.setBrush(colour)
            painter.drawEllipse(box.adjusted(*(_inset(box, 0.3))))
        return
    painter.drawRoundedRect(box, 2, 2)
    unit = box.width() / 12
    if row.mark == "completed":
        points = [QPointF(2.6, 6.2), QPointF(5, 8.8), QPointF(9.6, 3.2)]
        painter.drawPolyline(QPolygonF([box.topLeft() + point * unit for point in points]))
    elif row.mark == "in_progress":
        painter.fillRect(box.adjusted(*(_inset(box, 0.28))), colour)
    elif row.mark == "deleted":
        painter.drawLine(box.topLeft() + QPointF(3, 6) * unit, box.topLeft() + QPointF(9, 6) * unit)


def _inset(box: QRectF, share: float) -> tuple[float, float, float, float]:
    step = box.width() * share
    return step, step, -step, -step
