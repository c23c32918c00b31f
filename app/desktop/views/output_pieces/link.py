"""An address of the web on a line of its own: opened only after it was asked about."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.core.tr import tr
from app.desktop.text.safe import visible_line
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece, Place, Target, paint_card, paint_focus


class LinkPiece(Piece):
    """``title`` before the address, when the page has one. Where it leads can always be read."""

    def __init__(self, address: str, title: str, place: Place) -> None:
        super().__init__()
        self.address = address
        self.title = title
        self.place = place

    def estimate(self, look: Look, width: int) -> int:
        return look.px(28)

    def lay_out(self, look: Look, width: int) -> int:
        self.width, self.height = width, look.px(28)
        return self.height

    def text(self) -> str:
        return "  ".join(part for part in (self.title, visible_line(self.address, 2_000)) if part)

    def _box(self, look: Look) -> QRect:
        return QRect(look.px(22), look.px(2), self.width - look.px(30), (self.height or 0) - look.px(4))

    def targets(self, look: Look) -> list[Target]:
        label = tr("Open link {what}").format(what=self.title or self.address)
        return [Target("link", self._box(look), visible_line(label), self.address)]

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, self.place, "code_background", self.border)
        if state.selected:
            painter.fillRect(rect.adjusted(1, 0, -1, 0), look.color("text_selection"))
            look = look.on_selection()
        box = self._box(look).adjusted(look.px(4), 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self.title:
            metrics = QFontMetrics(look.plain)
            title = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, box.width() // 2)
            painter.setFont(look.plain)
            painter.setPen(look.color("text"))
            painter.drawText(box, flags, title)
            box.setLeft(box.left() + metrics.horizontalAdvance(title) + look.px(12))
        font = look.small if self.title else look.plain
        painter.setFont(font)
        painter.setPen(look.color("accent"))
        address = visible_line(self.address, 2_000)
        words = QFontMetrics(font).elidedText(address, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, flags, words)
        if state.hovered == "link":
            width = QFontMetrics(font).horizontalAdvance(words)
            y = box.center().y() + QFontMetrics(font).ascent() // 2 + 1
            painter.fillRect(QRect(box.left(), y, width, 1), look.color("accent"))
        if state.focused == "link":
            paint_focus(painter, look, self._box(look))
