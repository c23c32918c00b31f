"""One line in which a person tells the agent why not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.core.tr import tr
from app.desktop.theme import GRID

LONGEST_REASON = 4_000


class ReasonLine(QWidget):
    """Enter denies with what was written; Back takes nothing."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST_REASON)
        self.field.setPlaceholderText(tr("What the agent is told"))
        self.field.setAccessibleName(tr("Why not: what the agent is told"))
        self.field.returnPressed.connect(self._give)
        self.back = QPushButton(tr("Back"), self)
        self.back.clicked.connect(self.left)
        self.send = QPushButton(tr("Deny"), self)
        self.send.setAccessibleName(tr("Deny with this reason"))
        self.send.clicked.connect(self._give)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.back)
        layout.addWidget(self.send)

    def begin(self, send: str = "Deny") -> None:
        """Empty, with the keyboard in it. ``send``: what the button says."""
        self.field.clear()
        self.send.setText(send)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.given.emit(self.field.text().strip())
