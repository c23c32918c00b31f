"""A status mark as a widget: one of the signals, as large as the text beside it asks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.accessible import shown_as
from app.desktop.signals import signal_pixmap
from app.desktop.theme import current_theme, scaled_px


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
        return QSize(scaled_px(self._size_px), scaled_px(self._size_px))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = getattr(current_theme(), self._colour)
        painter.drawPixmap(0, 0, signal_pixmap(self._name, scaled_px(self._size_px), self.devicePixelRatioF(), colour))
