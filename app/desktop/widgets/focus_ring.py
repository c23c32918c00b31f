"""Shows that a widget which paints itself has the keyboard: a ring over it, or a line along its upper edge."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desktop.accessible import shown_as
from app.desktop.theme import RADIUS, current_theme

RING_PX = 2


@shown_as(QAccessible.Role.Whitespace)
class FocusRing(QWidget):
    """Lies over ``target`` and comes and goes with its focus; a click of the mouse needs no ring.

    ``line``: only a line, just above the target, on ``ground``. Over what scrolls by moving pixels nothing may lie, or
    all of it would have to be painted again with every step.
    """

    def __init__(self, target: QWidget, kind: Literal["ring", "line"] = "ring", ground: QWidget | None = None) -> None:
        super().__init__(ground or target.parentWidget())
        self._target = target
        self._ground = ground
        self._kind = kind
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.FocusIn:
                self._place()
                self.raise_()
                self.setVisible(event.reason() != Qt.FocusReason.MouseFocusReason)
            case QEvent.Type.FocusOut | QEvent.Type.Hide:
                self.hide()
            case QEvent.Type.Resize | QEvent.Type.Move | QEvent.Type.ParentChange:
                self._place()
        return False

    def _place(self) -> None:
        around = self._ground or self._target.parentWidget()
        if around is None:
            return
        if around is not self.parentWidget():
            self.setParent(around)
        rect = QRect(self._target.mapTo(around, QPoint(0, 0)), self._target.size())
        self.setGeometry(QRect(rect.left(), rect.top() - RING_PX, rect.width(), RING_PX) if self._is_line else rect)

    @property
    def _is_line(self) -> bool:
        return self._kind == "line"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = current_theme().color("focus")
        if self._is_line:
            painter.fillRect(self.rect(), colour)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, RING_PX))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
