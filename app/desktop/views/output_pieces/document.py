"""A piece whose words are one text document: laid out, painted, selected and searched alike for prose and code."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece

_MARK_ALPHA = 70


class SafeDocument(QTextDocument):
    """A text document that never loads anything: no picture, no style sheet, neither from the net nor from disk."""

    def __init__(self, font: QFont, width: int) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setDefaultFont(font)
        self.setDefaultTextOption(_option())
        self.setTextWidth(width)

    def loadResource(self, kind: int, address: QUrl | str) -> object:
        self.refused.append(address.toString() if isinstance(address, QUrl) else address)
        return None


@lru_cache(maxsize=1)
def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(4 * 8)
    return option


class DocumentPiece(Piece):
    """Subclasses say how their document is made (``make``) and what lies behind it (``paint_ground``)."""

    document: SafeDocument | None = None
    insets = QMargins()

    def make(self, look: Look, width: int) -> SafeDocument:
        """A document of this width, ready to paint."""
        raise NotImplementedError

    def text_color(self, look: Look) -> QColor:
        """The colour of words that have none of their own."""
        return look.color("text")

    def insets_for(self, look: Look) -> QMargins:
        """The room around the document."""
        return QMargins()

    def document_width(self, look: Look, width: int) -> int:
        """How wide the words may run in a piece of ``width``."""
        return width

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        """What lies behind the words."""

    @property
    def is_laid_out(self) -> bool:
        return self.document is not None and self.height is not None

    def lay_out(self, look: Look, width: int) -> int:
        self.width = width
        self.insets = self.insets_for(look)
        if self.document is None:
            self.document = self.make(look, self._inner_width(look, width))
        return self._measured()

    def _inner_width(self, look: Look, width: int) -> int:
        room = width - self.insets.left() - self.insets.right()
        return max(40, min(room, self.document_width(look, room)))

    def _measured(self) -> int:
        words = math.ceil(self.document.size().height()) if self.document is not None else 0
        self.height = words + self.insets.top() + self.insets.bottom()
        return self.height

    def release(self) -> None:
        if self.document is not None:
            del self.document
            del self.insets

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        self.paint_ground(painter, look, state)
        if self.document is None:
            return
        painter.save()
        painter.translate(self.insets.left(), self.insets.top())
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self.text_color(look))
        context.palette = palette
        clip = state.clip.translated(-self.insets.left(), -self.insets.top())
        context.clip = QRectF(clip)
        selections = [self._mark(span, look) for span in state.marks]
        for span, ground in ((state.found, "needs_you"), (state.selected, "text_selection")):
            if span is not None and span[1] > span[0]:
                selections.append(self._selection(span, look, ground))
        context.selections = selections
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _mark(self, span: tuple[int, int], look: Look) -> QAbstractTextDocumentLayout.Selection:
        """What was found elsewhere: a tint that leaves the words their colours."""
        mark = self._selection(span, look, "needs_you")
        tint = QColor(look.color("needs_you"))
        tint.setAlpha(_MARK_ALPHA)
        mark.format = QTextCharFormat()
        mark.format.setBackground(QBrush(tint))
        return mark

    def _selection(self, span: tuple[int, int], look: Look, ground: str) -> QAbstractTextDocumentLayout.Selection:
        selection = QAbstractTextDocumentLayout.Selection()
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(span[0], self.length))
        cursor.setPosition(min(span[1], self.length), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setBackground(QBrush(look.color(ground)))
        selection.format.setForeground(QBrush(look.color("window" if ground == "needs_you" else "text")))
        return selection

    @property
    def length(self) -> int:
        return self.document.characterCount() - 1 if self.document is not None else len(self.text())

    def position_at(self, point: QPointF) -> int:
        if self.document is None:
            return 0
        inner = QPointF(point.x() - self.insets.left(), point.y() - self.insets.top())
        return max(0, self.document.documentLayout().hitTest(inner, Qt.HitTestAccuracy.FuzzyHit))

    def text_between(self, start: int, end: int) -> str:
        words = self.document.toPlainText() if self.document is not None else self.text()
        # Qt counts UTF-16 units, Python code points.
        units = words.encode("utf-16-le", "surrogatepass")
        return units[2 * start : 2 * end].decode("utf-16-le", "replace")

    def word_at(self, position: int) -> tuple[int, int]:
        if self.document is None:
            return 0, self.length
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position, self.length))
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        return cursor.selectionStart(), cursor.selectionEnd()

    def y_of(self, position: int) -> int:
        if self.document is None:
            return 0
        block = self.document.findBlock(min(position, self.length))
        top = self.document.documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(position - block.position())
        return int(top + (line.y() if line.isValid() else 0)) + self.insets.top()

    def link_at(self, point: QPointF) -> str:
        if self.document is None:
            return ""
        return self.document.documentLayout().anchorAt(
            QPointF(point.x() - self.insets.left(), point.y() - self.insets.top())
        )

    def block_rects(self) -> list[QRect]:
        """The rectangle of every paragraph, in the piece's coordinates; each reaches down to the next one."""
        if self.document is None:
            return []
        layout = self.document.documentLayout()
        edges: list[int] = []
        block = self.document.begin()
        bottom, left, width = 0.0, 0.0, 0.0
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            edges.append(round(rect.top()) + self.insets.top())
            bottom, left, width = rect.bottom(), rect.left() + self.insets.left(), rect.width()
            block = block.next()
        edges.append(round(bottom) + self.insets.top())
        return [QRect(round(left), top, round(width), below - top) for top, below in itertools.pairwise(edges)]

    def baselines(self) -> list[int]:
        """Where the first line of every paragraph stands, in the piece's coordinates."""
        if self.document is None:
            return []
        layout = self.document.documentLayout()
        found = []
        block = self.document.begin()
        while block.isValid():
            line = block.layout().lineAt(0)
            top = layout.blockBoundingRect(block).top() + self.insets.top()
            found.append(round(top + line.y() + line.ascent()) if line.isValid() else round(top))
            block = block.next()
        return found


def estimated_lines(text: str, chars_per_line: float) -> int:
    """A cheap guess of how many lines a text takes."""
    return estimated_rows(len(text), text.count("\n"), chars_per_line)


def estimated_rows(chars: int, newlines: int, chars_per_line: float) -> int:
    """The same from the counts alone."""
    return 1 + newlines + int(chars / max(8.0, chars_per_line) * 0.8)
