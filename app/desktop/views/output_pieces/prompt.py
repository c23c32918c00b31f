"""What the person asked: a quiet box that says who spoke, so that turns are easy to find while scrolling."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QPainter, QTextBlockFormat, QTextCursor

from app.desktop.text.safe import cut_long_lines, visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place, paint_card
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument, estimated_lines

_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class PromptPiece(DocumentPiece):
    """``who`` and ``when`` stand above the words of the first piece of a prompt."""

    tight = False

    def __init__(self, source: str, who: str, when: str, place: Place = "only") -> None:
        super().__init__()
        self.source = cut_long_lines(source)
        self.who = who
        self.when = when
        self.place = place

    def estimate(self, look: Look, width: int) -> int:
        return int(estimated_lines(self.source, look.prose_width / look.char_px) * look.line_px) + look.px(52)

    def insets_for(self, look: Look) -> QMargins:
        top = look.px(32) if self.place in ("only", "first") else 0
        bottom = look.px(12) if self.place in ("only", "last") else 0
        return QMargins(look.px(16), top, look.px(16), bottom)

    def document_width(self, look: Look, width: int) -> int:
        return min(width, look.prose_width)

    def make(self, look: Look, width: int) -> SafeDocument:
        document = SafeDocument(look.prose, width)
        document.setPlainText(visible(self.source))
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(135.0, _PROPORTIONAL)
        cursor.mergeBlockFormat(form)
        return document

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, self.place, "panel")
        if self.place in ("only", "first"):
            line = QRect(look.px(16), look.px(10), self.width - look.px(32), look.px(18))
            painter.setFont(look.small_strong)
            painter.setPen(look.color("accent" if self.who == "You" else "text_dim"))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.who)
            painter.setFont(look.small)
            painter.setPen(look.color("text_dim"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.when)

    def text(self) -> str:
        return visible(self.source)
