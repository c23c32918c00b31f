"""Keeps Python's cycle collector out of worker threads: a Qt object that dies in one ends us.

Python collects in whichever thread happens to allocate. Here automatic collection is switched off and done in the
window's thread, at the end of a frame in which something happened: an idle window makes no garbage. Looking at
everything there is takes as long as there is much: that waits for a moment without frames.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_YOUNG = 5_000
"""Objects made since the last collection that make one due."""
_MIDDLE, _OLD = 4, 20
"""Collections of the generation before that make the next one due: small ones often, for each holds up a frame."""
_LONGEST_PUT_OFF = 800
"""So many collections of the middle generation the one of everything may be put off: some 20 million objects made."""
QUIET_MS = 300
"""Without frames for so long the window is at rest."""


class Garbage(QObject):
    """Switch off on ``start``, collect on ``collect_if_due``, back to Python's own way on ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._collect_all)

    def start(self) -> None:
        """From now on only the window's thread collects. What exists already is not looked at again.

        It is not searched for garbage either: there is hardly any, and the window is waited for.
        """
        gc.freeze()
        gc.disable()

    def collect_if_due(self) -> bool:
        """Frame job: collect the generation that is due, if one is. Never asks for another frame."""
        young, middle, old = gc.get_count()
        if old > _OLD:
            self._rest.start()
        if young < _YOUNG:
            return False
        if old > _LONGEST_PUT_OFF:
            gc.collect(2)
        elif middle > _MIDDLE:
            gc.collect(1)
        else:
            gc.collect(0)
        return False

    def _collect_all(self) -> None:
        gc.collect(2)

    def stop(self) -> None:
        """Python collects by itself again."""
        self._rest.stop()
        gc.unfreeze()
        gc.enable()
