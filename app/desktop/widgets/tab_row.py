"""Tabs over a page: a hairline below them from edge to edge, so that what scrolls beneath ends somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from app.desktop.theme import GRID, current_theme


class TabRow(QWidget):
    """``bar`` is Qt's own."""

    def __init__(self, name: str, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar(self)
        self.bar.setAccessibleName(name)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        for title in titles:
            self.bar.addTab(title)
        layout = QHBoxLayout(self)
        # With the tabs' own padding of 12 their words stand under the head's.
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        layout.addWidget(self.bar)
        layout.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
