"""The words of a radio button or a check box, painted so that long ones run over several lines."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QStyle, QWidget

from app.desktop.theme import BODY, GRID, RADIUS, SMALL, current_theme, ui_font

_TALLEST_PX = 100_000
_MARK_PX = 16
_USUAL_PX = 600


class OptionWords:
    """Label and description of an option, measured and painted for the button that carries them."""

    def __init__(self, button: QAbstractButton, label: str, description: str, is_round: bool) -> None:
        self._button, self.label, self.description, self._is_round = button, label, description, is_round
        button.setAccessibleName(label)
        button.setAccessibleDescription(description)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)

    def height_for(self, width: int) -> int:
        """How high the button is when it is so wide."""
        first, second = self._places(width)
        return max(second.bottom(), first.bottom(), self._mark_px) + GRID + 2

    @property
    def _mark_px(self) -> int:
        return max(_MARK_PX, round(self._line_px * 0.75))

    def _places(self, width: int) -> tuple[QRect, QRect]:
        left = self._mark_px + 4 * GRID
        room = max(40, width - left - 2 * GRID)
        first = _height(ui_font(BODY), self.label, room)
        second = _height(ui_font(SMALL), self.description, room) if self.description else 0
        return QRect(left, GRID, room, first), QRect(left, GRID + first, room, second)

    def paint(self) -> None:
        """The mark, the words, and a ring if the keyboard is there."""
        button, theme = self._button, current_theme()
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if button.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        turned = button.layoutDirection()
        size_px = self._mark_px
        mark = QRect(2 * GRID, GRID + (self._line_px - size_px) // 2, size_px, size_px)
        self._paint_mark(painter, QRectF(QStyle.visualRect(turned, button.rect(), mark)).adjusted(1, 1, -1, -1))
        align = QStyle.visualAlignment(turned, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignTop
        places = self._places(button.width())
        inks = (("text", BODY, self.label), ("text_dim", SMALL, self.description))
        for place, (ink, size, text) in zip(places, inks, strict=True):
            painter.setPen(theme.color(ink))
            painter.setFont(ui_font(size))
            wrap = _wrapping(ui_font(size), text, place.width())
            painter.drawText(QStyle.visualRect(turned, button.rect(), place), align | wrap, text)

    @property
    def _line_px(self) -> int:
        return QFontMetrics(ui_font(BODY)).height()

    def _paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        theme = current_theme()
        on = self._button.isChecked()
        painter.setPen(QPen(theme.color("primary" if on else "edge"), 1.5))
        painter.setBrush(theme.color("primary" if on else "raised"))
        if self._is_round:
            painter.drawEllipse(mark)
        else:
            painter.drawRoundedRect(mark, 3, 3)
        if not on:
            return
        painter.setPen(QPen(theme.color("text_on_accent"), 2))
        painter.setBrush(theme.color("text_on_accent"))
        if self._is_round:
            painter.drawEllipse(mark.center(), mark.width() / 6, mark.width() / 6)
        else:
            x, y, size = mark.left(), mark.top(), mark.width()
            painter.drawPolyline(
                [
                    QPoint(round(x + size * 0.25), round(y + size * 0.52)),
                    QPoint(round(x + size * 0.43), round(y + size * 0.7)),
                    QPoint(round(x + size * 0.76), round(y + size * 0.3)),
                ]
            )


def _height(font: QFont, text: str, room: int) -> int:
    wrap = _wrapping(font, text, room)
    return QFontMetrics(font).boundingRect(QRect(0, 0, room, _TALLEST_PX), wrap, text).height()


def _wrapping(font: QFont, text: str, room: int) -> Qt.TextFlag:
    """Between words, unless one of them is longer than a line: then anywhere."""
    metrics = QFontMetrics(font)
    is_longer = any(metrics.horizontalAdvance(word) > room for word in text.split())
    return Qt.TextFlag.TextWrapAnywhere if is_longer else Qt.TextFlag.TextWordWrap


class RadioOption(QRadioButton):
    """One of the answers of which only one can be given; arrows go from one to the other."""

    def __init__(self, label: str, description: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = OptionWords(self, label, description, is_round=True)

    def heightForWidth(self, width: int) -> int:
        return self.words.height_for(width)

    def sizeHint(self) -> QSize:
        return QSize(200, self.words.height_for(_USUAL_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 2 * GRID)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.words.paint()


class CheckOption(QCheckBox):
    """One of the answers of which several can be given."""

    def __init__(self, label: str, description: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = OptionWords(self, label, description, is_round=False)

    def heightForWidth(self, width: int) -> int:
        return self.words.height_for(width)

    def sizeHint(self) -> QSize:
        return QSize(200, self.words.height_for(_USUAL_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 2 * GRID)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.words.paint()
