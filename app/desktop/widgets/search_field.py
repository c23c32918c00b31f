"""A field that narrows what is shown beside it: a button in it empties it, and has a name."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from app.core.tr import tr


class SearchField(QLineEdit):
    """``name`` is what it is called by ear, ``hint`` what stands in it while it is empty."""

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.name_buttons()

    def name_buttons(self) -> None:
        """Call again after adding an action: its button is called as the action is."""
        for action in self.findChildren(QAction):
            if not action.text():
                action.setText(tr("Clear"))
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(button.defaultAction().text() if button.defaultAction() else tr("Clear"))
