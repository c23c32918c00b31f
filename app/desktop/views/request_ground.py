"""The amber ground of a request, with a bar where its lines begin and a ring while it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QWidget

from app.desktop.accessible import shown_as
from app.desktop.theme import RADIUS, current_theme


@shown_as(QAccessible.Role.Grouping)
class RequestGround(QWidget):
    """Seen from two metres; takes the keyboard as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed goes here."""
        at = self.window().focusWidget()
        return at is not None and (at is self or self.isAncestorOf(at))

    def keep_keyboard(self) -> None:
        """A button that has the keyboard and cannot be pressed any more gives it to who knows whom."""
        if self.has_keyboard:
            self.setFocus()

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("needs_you_background"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        bar = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 0, 3, self.height()))
        painter.fillRect(bar, theme.color("needs_you"))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            inside = QRect(4, 1, self.width() - 5, self.height() - 3)
            ring = QStyle.visualRect(self.layoutDirection(), self.rect(), inside)
            painter.drawRoundedRect(QRectF(ring), RADIUS, RADIUS)
