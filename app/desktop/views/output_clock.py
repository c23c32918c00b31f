"""The running clocks of the output: once a second, and only while one of them is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.desktop.views.output_geometry import Placed

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


class OutputClock:
    """Has the pieces painted again whose time goes on."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._second = QTimer(view)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether anything in sight still counts."""
        return self._second.isActive()

    def look_again(self) -> None:
        """Other things are in sight: tick, or stop ticking."""
        live = any(True for _ in self._live())
        if live and not self._second.isActive():
            self._second.start()
        elif not live and self._second.isActive():
            self._second.stop()

    def _live(self) -> Iterator[Placed]:
        value = self._view.verticalScrollBar().value()
        height = self._view.viewport().height()
        return (placed for placed in self._view.page.between(value, value + height) if placed.piece.is_live)

    def _tick(self) -> None:
        """Running clocks move on; nothing else is painted."""
        value = self._view.verticalScrollBar().value()
        for placed in self._live():
            self._view.viewport().update(placed.rect.translated(0, -value))
        self.look_again()
