"""Words that may need more room than there is: a page that scrolls, by keys too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget

from app.desktop.accessible import shown_as
from app.desktop.widgets.focus_ring import FocusRing


@shown_as(QAccessible.Role.Document)
class ReadingArea(QScrollArea):
    """Takes the keyboard on Tab, shows that it has it, and then arrows and Page keys scroll it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        FocusRing(self)
