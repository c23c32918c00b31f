"""The first nine sessions of the list by number: Ctrl+1 … Ctrl+9, with the numbers in the rows while Ctrl is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.models.roster import MOST_NUMBERED
from app.desktop.views.roster import RosterPane

HELD_MS = 350
"""Ctrl held for less belongs to some other key: numbers that came and went with every Ctrl+C would flicker."""

_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_LEAVES = (QEvent.Type.WindowDeactivate, QEvent.Type.Hide)


class RosterNumbers(QObject):
    """Watches the keys nobody else in ``window`` took."""

    def __init__(self, pane: RosterPane, window: QWidget) -> None:
        super().__init__(window)
        self._pane = pane
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(HELD_MS)
        self._held.timeout.connect(lambda: self._show(True))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _LEAVES:
            self._show(False)
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return self._key(kind, event)
        return False

    def _key(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_ctrl = event.key() == Qt.Key.Key_Control
        if kind == QEvent.Type.KeyPress and is_ctrl and modifiers in (Qt.KeyboardModifier.NoModifier, _CTRL):
            if not event.isAutoRepeat():
                self._held.start()
            return False
        number = event.key() - Qt.Key.Key_0
        if kind == QEvent.Type.KeyPress and modifiers == _CTRL and 1 <= number <= MOST_NUMBERED:
            self._pane.select_number(number)
            return True
        # Ctrl let go, or some other key with it: that one's shortcut may open what never tells us of the letting go.
        if not is_ctrl or kind == QEvent.Type.KeyRelease:
            self._show(False)
        return False

    def _show(self, shown: bool) -> None:
        self._held.stop()
        self._pane.list.show_numbers(shown)
