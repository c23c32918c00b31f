"""The keys that go from session to session of the overview, and through what each did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.desktop.models.hubs import SessionRef
from app.desktop.views.overview_words import Spot

if TYPE_CHECKING:
    from app.desktop.views.overview_canvas import OverviewCanvas

_ALONG = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class OverviewKeys:
    """Keys of one canvas that are not about the scale."""

    def __init__(self, canvas: OverviewCanvas) -> None:
        self._canvas = canvas

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        canvas, key, spot = self._canvas, event.key(), self._canvas.spot
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            ref = canvas.lines.beside(spot.ref if spot else None, -1 if key == Qt.Key.Key_Up else 1)
            if isinstance(ref, SessionRef):
                canvas.choose(Spot(ref))
        elif key in _ALONG and spot is not None:
            canvas.choose(self._beside(spot, Qt.Key(key)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and spot is not None:
            canvas.opened.emit(spot.ref)
        elif key == Qt.Key.Key_V:
            canvas.toggle_see_all()
        else:
            return False
        return True

    def _beside(self, spot: Spot, key: Qt.Key) -> Spot:
        """The stretch before or after, the first or the last."""
        last = len(self._canvas.history_of(spot.ref).stretches) - 1
        at = spot.stretch if spot.stretch >= 0 else last + (key == Qt.Key.Key_Left)
        wanted = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}[key]
        return Spot(spot.ref, max(min(wanted, last), 0 if last >= 0 else -1))
