"""The one line on top of a card: fold arrow, name, the argument that says most, counts, and how long it takes."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPolygon

from app.core.figures import decimal
from app.core.tr import tr
from app.desktop.signals import signal_pixmap
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece, Place, Target, paint_card, paint_focus
from app.desktop.views.output_pieces.copying import SIZE, copy_target, paint_copy


class HeaderWords(msgspec.Struct, frozen=True):
    """What the line says. ``mark`` is the name of a signal or ""; ``started_us`` > 0 shows a running clock."""

    title: str
    argument: str = ""
    argument_is_code: bool = True
    duration: str = ""
    mark: str = ""
    state: str = ""
    added: int = 0
    removed: int = 0
    count: str = ""
    started_us: int = 0
    strong: bool = True


class HeaderPiece(Piece):
    """``can_open``: there is a body to show. A folded line lies on the page, an unfolded one is the top of its card."""

    def __init__(
        self, words: HeaderWords, can_open: bool, is_open: bool, place: Place = "none", ground: str = "panel"
    ) -> None:
        super().__init__()
        self.words = words
        self.can_open = can_open
        self.is_open = is_open
        self.place = place
        self.ground = ground
        self.is_live = words.started_us > 0
        self._words_end = 0

    def estimate(self, look: Look, width: int) -> int:
        return look.row_px + (look.px(4) if self.place != "none" else 0)

    def lay_out(self, look: Look, width: int) -> int:
        self.width = width
        self.height = self.estimate(look, width)
        return self.height

    def text(self) -> str:
        words = self.words
        counts = f"+{words.added} −{words.removed}" if words.added or words.removed else ""
        state = words.state or (tr("running") if words.started_us else "")
        parts = (words.title, words.argument, words.count, counts, state, words.duration)
        return "  ".join(part for part in parts if part)

    def targets(self, look: Look) -> list[Target]:
        targets = [self._fold_target()] if self.can_open else []
        if self.copy_name:
            targets.append(copy_target(self, self._copy_rect(look)))
        return targets

    def _fold_target(self) -> Target:
        said = (tr("Fold {what}") if self.is_open else tr("Unfold {what}")).format(what=self.words.title)
        return Target("fold", QRect(0, 0, self.width, self.height or 0), said)

    def _copy_rect(self, look: Look) -> QRect:
        """Left of what stands at the right edge, whose place is known since it was painted."""
        side = look.px(SIZE)
        right = self._words_end or self.width - look.px(90)
        return QRect(right, ((self.height or side) - side) // 2, side, side)

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, self.place, self.ground)
        if state.hovered == "fold" and self.can_open:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.radius, look.radius)
            painter.restore()
        if state.selected:
            painter.fillRect(rect.adjusted(1, 1, -1, -1), look.color("text_selection"))
            look = look.on_selection()
        pad = look.px(8)
        self._paint_arrow(painter, look, QRect(pad, 0, look.px(12), rect.height()))
        right = self._paint_right(painter, look, rect.adjusted(0, 0, -pad, 0), state)
        if self.copy_name:
            # Its room is kept free, so that nothing moves when the button comes.
            right -= look.px(SIZE)
        self._words_end = right
        self._paint_left(painter, look, QRect(pad + look.px(18), 0, right - pad - look.px(18), rect.height()))
        if self.copy_name:
            paint_copy(painter, look, self._copy_rect(look), state)
        if state.focused == "fold":
            paint_focus(painter, look, rect)

    def _paint_arrow(self, painter: QPainter, look: Look, box: QRect) -> None:
        if not self.can_open:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("text_dim"))
        centre, size = box.center(), look.px(4)
        if self.is_open:
            points = [QPoint(-size, -size // 2), QPoint(size, -size // 2), QPoint(0, size - 1)]
        else:
            points = [QPoint(-size // 2, -size), QPoint(-size // 2, size), QPoint(size - 1, 0)]
        painter.drawPolygon(QPolygon([centre + point for point in points]))
        painter.restore()

    def _paint_left(self, painter: QPainter, look: Look, box: QRect) -> None:
        words = self.words
        x = box.left()
        name = look.strong if words.strong else look.plain
        title = QFontMetrics(name).elidedText(words.title, Qt.TextElideMode.ElideRight, box.width())
        x += _word(painter, name, "text" if words.strong else "text_dim", title, x, box, look)
        font = look.mono if words.argument_is_code else look.plain
        x += look.px(10)
        room = box.right() - x
        if words.argument and room > look.px(24):
            metrics = QFontMetrics(font)
            mode = (
                Qt.TextElideMode.ElideMiddle
                if "/" in words.argument and " " not in words.argument
                else Qt.TextElideMode.ElideRight
            )
            _word(painter, font, "text_dim", metrics.elidedText(words.argument, mode, room), x, box, look)

    def _paint_right(self, painter: QPainter, look: Look, box: QRect, state: PaintState) -> int:
        """From the right edge inwards; gives where the room for words on the left ends."""
        words = self.words
        x = box.right()
        duration = duration_words((state.now_us - words.started_us) // 1000) if words.started_us else words.duration
        x = _word_left_of(painter, look.figures, "text_dim", duration, x, box, look)
        x = _word_left_of(painter, look.small, words.mark or "text_dim", words.state, x, box, look)
        if words.mark:
            size = look.px(14)
            painter.drawPixmap(
                x - size,
                box.center().y() - size // 2 + 1,
                signal_pixmap(words.mark, size, painter.device().devicePixelRatioF()),
            )
            x -= size + look.px(8)
        x = _word_left_of(
            painter, look.small_strong, "diff_removed_text", f"−{words.removed}" if words.removed else "", x, box, look
        )
        x = _word_left_of(
            painter, look.small_strong, "diff_added_text", f"+{words.added}" if words.added else "", x, box, look
        )
        if x - QFontMetrics(look.figures).horizontalAdvance(words.count) > self._least_left(look):
            x = _word_left_of(painter, look.figures, "text_dim", words.count, x, box, look)
        return x - look.px(8)

    def _least_left(self, look: Look) -> int:
        """How far the name reaches, and the beginning of what it is about: where room is short they matter more."""
        words = self.words
        font = look.strong if words.strong else look.plain
        argument = look.px(72) if words.argument else 0
        return look.px(42) + QFontMetrics(font).horizontalAdvance(words.title) + argument


def _word(painter: QPainter, font: QFont, colour: str, text: str, x: int, box: QRect, look: Look) -> int:
    painter.setFont(font)
    painter.setPen(look.color(colour))
    width = QFontMetrics(font).horizontalAdvance(text)
    painter.drawText(
        QRect(x, box.top(), width + 2, box.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
    )
    return width


def _word_left_of(painter: QPainter, font: QFont, colour: str, text: str, x: int, box: QRect, look: Look) -> int:
    if not text:
        return x
    width = QFontMetrics(font).horizontalAdvance(text)
    _word(painter, font, colour, text, x - width, box, look)
    return x - width - look.px(8)


def duration_words(duration_ms: int | None) -> str:
    """``42 ms``, ``0.1 s``, ``12 s``, ``3 min 05 s``, ``1 h 02 min``."""
    if duration_ms is None or duration_ms <= 0:
        return ""  # what took no millisecond has no time worth telling
    if duration_ms < 100:
        return tr("{number} ms").format(number=duration_ms)
    if duration_ms < 10_000:
        return tr("{number} s").format(number=decimal(duration_ms / 1000))
    seconds = duration_ms // 1000
    if seconds < 60:
        return tr("{number} s").format(number=seconds)
    if seconds < 3600:
        return tr("{minutes} min {seconds} s").format(minutes=seconds // 60, seconds=f"{seconds % 60:02d}")
    return tr("{hours} h {minutes} min").format(hours=seconds // 3600, minutes=f"{seconds % 3600 // 60:02d}")
