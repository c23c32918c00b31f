"""A moment in which buttons take nothing, for what stands under the pointer or the keyboard has just changed."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

GRACE_MS = 400
"""Nobody reads faster than this: what comes sooner was meant for what stood there before."""

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease)


class InputGrace(QObject):
    """Watches buttons. A press that began before the change, or within the moment after it, never becomes a click."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._buttons: list[QAbstractButton] = []
        self._held: set[QAbstractButton] = set()

    def watch(self, *buttons: QAbstractButton) -> None:
        """These are to be careful."""
        for button in buttons:
            self._buttons.append(button)
            button.installEventFilter(self)

    def begin(self) -> None:
        """What they are about changed just now."""
        self._since.start()
        self._held.update(button for button in self._buttons if button.isDown())

    @property
    def is_over(self) -> bool:
        """Whether what is pressed now counts."""
        return not self._since.isValid() or self._since.elapsed() >= GRACE_MS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not isinstance(watched, QAbstractButton):
            return False
        if kind in _RELEASES and watched in self._held:
            self._held.discard(watched)
            watched.setDown(False)
            return True
        presses = kind in _PRESSES or (isinstance(event, QKeyEvent) and event.key() in _PRESSING_KEYS)
        return presses and kind != QEvent.Type.KeyRelease and not self.is_over
