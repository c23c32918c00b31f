"""A line in the margin of the conversation: a session began, a context was compacted, something failed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.desktop.signals import signal_pixmap
from app.desktop.text.safe import visible, visible_line
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece

_MARKS = {
    "interrupted": "interrupted",
    "stopped": "interrupted",
    "failed": "failed",
    "lost": "lost",
    "session_ended": "ended",
}


class NoticePiece(Piece):
    """``level`` "mark" draws a hairline through the page with the words in its middle."""

    def __init__(self, notice: str, words: str, level: str) -> None:
        super().__init__()
        self.words = words
        self.level = level
        self.mark = _MARKS.get(notice, "failed" if level == "error" else "lost" if level == "warning" else "")

    def estimate(self, look: Look, width: int) -> int:
        return look.px(32)

    def lay_out(self, look: Look, width: int) -> int:
        self.width = width
        self.height = look.px(32)
        if self.level == "error":
            room = min(width, look.prose_width) - look.px(30)
            lines = QFontMetrics(look.plain).boundingRect(
                0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), self._shown()
            )
            self.height = max(self.height, lines.height() + look.px(12))
        return self.height

    def _shown(self) -> str:
        return visible(self.words[:2_000]) if self.level == "error" else visible_line(self.words)

    def text(self) -> str:
        return visible(self.words)

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        if state.selected:
            painter.fillRect(rect, look.color("text_selection"))
            look = look.on_selection()
        if self.level == "mark":
            self._paint_mark(painter, look, rect)
            return
        x = look.px(2)
        if self.mark:
            size = look.px(14)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(x, look.px(16) - size // 2, signal_pixmap(self.mark, size, ratio))
            x += look.px(24)
        painter.setFont(look.plain)
        painter.setPen(look.color("failed" if self.mark == "failed" else "text_dim"))
        box = QRect(x, 0, min(self.width, look.prose_width) - x, rect.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self.level == "error":
            painter.drawText(box, int(flags) | int(Qt.TextFlag.TextWordWrap), self._shown())
            return
        words = QFontMetrics(look.plain).elidedText(self._shown(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, words)

    def _paint_mark(self, painter: QPainter, look: Look, rect: QRect) -> None:
        painter.setFont(look.small)
        metrics = QFontMetrics(look.small)
        words = metrics.elidedText(self._shown(), Qt.TextElideMode.ElideRight, rect.width() - look.px(80))
        half = metrics.horizontalAdvance(words) // 2 + look.px(12)
        middle, y = rect.center().x(), rect.center().y()
        painter.fillRect(QRect(0, y, max(0, middle - half), 1), look.color("line_strong"))
        painter.fillRect(QRect(middle + half, y, max(0, rect.width() - middle - half), 1), look.color("line_strong"))
        painter.setPen(look.color("text_dim"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)
