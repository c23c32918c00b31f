"""A text too long to be taken in within one frame is opened over several: the window answers meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


class OutputOpening:
    """Has the page go on with what it began, a little at a time."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._next = QTimer(view)
        self._next.setSingleShot(True)
        self._next.setInterval(1)
        self._next.timeout.connect(view.go_on)

    def look_again(self) -> None:
        """Something was begun, or gone on with."""
        if self._view.page.is_waiting and not self._next.isActive():
            self._next.start()
