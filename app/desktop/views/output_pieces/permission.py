"""May I? A request inline, with its two buttons while it is open, and one quiet line once it is settled."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from app.core.tr import tr
from app.desktop.signals import signal_pixmap
from app.desktop.text.safe import visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Action, PaintState, Piece, Target, paint_card, paint_focus
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument, estimated_lines

_INKS = {"allow": "working", "deny": "failed"}


class AskPiece(DocumentPiece):
    """The question and what it is about, in amber, so that it is found from two metres."""

    def __init__(self, question: str, source: str) -> None:
        super().__init__()
        self.question = question
        self.source = source
        self.place = "first"

    def estimate(self, look: Look, width: int) -> int:
        return int(estimated_lines(self.source, width / look.mono_char_px) * look.mono_line_px) + look.px(48)

    def insets_for(self, look: Look) -> QMargins:
        return QMargins(look.px(38), look.px(38), look.px(16), look.px(4))

    def make(self, look: Look, width: int) -> SafeDocument:
        document = SafeDocument(look.mono, width)
        document.setPlainText(visible(self.source))
        return document

    def _measured(self) -> int:
        if self.source:
            return super()._measured()
        self.height = self.insets.top() + self.insets.bottom()
        return self.height

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, "first", "needs_you_background", "needs_you")
        size = look.px(16)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(look.px(12), look.px(12), signal_pixmap("needs_you", size, ratio))
        painter.setFont(look.strong)
        painter.setPen(look.color("text"))
        line = QRect(look.px(38), look.px(8), self.width - look.px(50), look.px(24))
        words = QFontMetrics(look.strong).elidedText(self.question, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def text(self) -> str:
        return visible(self.source)


class ButtonsPiece(Piece):
    """Allow, Deny, and the way to all others. Only a click, or Enter, A or D on the focused one, answers."""

    def __init__(self, request_id: str, can_answer: bool = True, ask: str = "permission") -> None:
        super().__init__()
        self.ask = ask
        self.request_id = request_id
        self.can_answer = can_answer
        self.place = "last"

    def estimate(self, look: Look, width: int) -> int:
        return look.px(52)

    def lay_out(self, look: Look, width: int) -> int:
        self.width, self.height = width, look.px(52)
        return self.height

    def text(self) -> str:
        return "" if self.can_answer else tr("Answer it where the agent runs.")

    def targets(self, look: Look) -> list[Target]:
        if not self.can_answer:
            return []
        targets = []
        x = look.px(38)
        actions: tuple[tuple[Action, str], ...] = (("allow", tr("Allow")), ("deny", tr("Deny")), ("more", tr("More…")))
        for action, label in (("more", tr("Answer…")),) if self.ask == "question" else actions:
            width = QFontMetrics(look.strong).horizontalAdvance(label) + look.px(32)
            targets.append(Target(action, QRect(x, look.px(8), width, look.px(30)), label, self.request_id))
            x += width + look.px(8)
        return targets

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, "last", "needs_you_background", "needs_you")
        if not self.can_answer:
            painter.setFont(look.small)
            painter.setPen(look.color("text_dim"))
            words = rect.adjusted(look.px(38), 0, 0, -look.px(4))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        for target in self.targets(look):
            self._paint_button(painter, look, target, state)

    def _paint_button(self, painter: QPainter, look: Look, target: Target, state: PaintState) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = state.hovered == target.action
        painter.setPen(QPen(look.color("text" if hovered else "line_strong"), 1))
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(target.rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), look.radius, look.radius)
        painter.setFont(look.strong)
        painter.setPen(look.color(_INKS.get(target.action, "text")))
        painter.drawText(target.rect, Qt.AlignmentFlag.AlignCenter, target.label)
        painter.restore()
        if state.focused == target.action:
            paint_focus(painter, look, target.rect.adjusted(-3, -3, 3, 3))


class AbovePiece(ButtonsPiece):
    """One line for a question or plan that stands whole above the conversation, and the way there."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.place = "only"

    def estimate(self, look: Look, width: int) -> int:
        return look.px(46)

    def lay_out(self, look: Look, width: int) -> int:
        self.width, self.height = width, look.px(46)
        return self.height

    def text(self) -> str:
        return self._words()

    def targets(self, look: Look) -> list[Target]:
        label = tr("Answer…")
        width = QFontMetrics(look.strong).horizontalAdvance(label) + look.px(32)
        place = QRect(self.width - width - look.px(8), look.px(8), width, look.px(30))
        return [Target("more", place, label, self.request_id)]

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, "only", "needs_you_background", "needs_you")
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(look.px(12), look.px(15), signal_pixmap("needs_you", look.px(16), ratio))
        (target,) = self.targets(look)
        painter.setFont(look.strong)
        painter.setPen(look.color("text"))
        room = QRect(look.px(38), 0, target.rect.left() - look.px(46), rect.height())
        said = QFontMetrics(look.strong).elidedText(self._words(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        self._paint_button(painter, look, target, state)

    @staticmethod
    def _words() -> str:
        return tr("It waits for your answer above.")
