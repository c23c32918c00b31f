"""The button over the lower right corner of the output that leads back to its end."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.tr import tr


class LatestButton(QPushButton):
    """“↓ latest (3)”; the keyboard has End for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "primary")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def place(self, port: QRect, away: bool, new_blocks: int) -> None:
        """Show it over ``port`` while the reader is ``away`` from the end, with how much has come since."""
        if away:
            self.setText(tr("↓ latest ({count})").format(count=new_blocks) if new_blocks else tr("↓ latest"))
            self.adjustSize()
            self.move(port.right() - self.width() - 24, port.bottom() - self.height() - 16)
            self.raise_()
        if away != self.isVisible():
            self.setVisible(away)
