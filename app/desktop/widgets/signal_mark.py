"""A status mark as a widget: one of the signals at a fixed size."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.accessible import shown_as
from app.desktop.signals import signal_pixmap
from app.desktop.theme import current_theme


@shown_as(QAccessible.Role.Graphic)
class SignalMark(QWidget):
    """Shows the signal ``name`` in its own colour, or in another of the theme."""

    def __init__(self, size_px: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_px = size_px
        self._name = "ended"
        self._colour = "ended"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_signal(self, name: str, spoken: str = "", colour: str = "") -> None:
        """Change the mark; ``spoken`` is what a screen reader says."""
        self.setAccessibleName(spoken or name.replace("_", " "))
        if (name, colour or name) != (self._name, self._colour):
            self._name, self._colour = name, colour or name
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = getattr(current_theme(), self._colour)
        painter.drawPixmap(0, 0, signal_pixmap(self._name, self._size_px, self.devicePixelRatioF(), colour))
