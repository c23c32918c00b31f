"""What a screen reader is told of the output: the text in sight, kept current while one listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_RESTING_MS = 700


class Readers:
    """Everybody who listens to a view instead of looking at it."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._telling = QTimer(view)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_RESTING_MS)
        self._telling.timeout.connect(self._describe)

    def page_changed(self) -> None:
        """Something came into sight or changed there."""
        if QAccessible.isActive() and not self._telling.isActive():
            self._telling.start()

    def selection_moved(self) -> None:
        """The caret or the selection is another."""
        self.page_changed()

    def _describe(self) -> None:
        view = self._view
        value = view.verticalScrollBar().value()
        texts = (placed.piece.text() for placed in view.page.between(value, value + view.viewport().height()))
        view.setAccessibleDescription("\n".join(texts)[:4_000])
