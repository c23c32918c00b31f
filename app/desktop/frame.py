"""The one tick: what changes the window is applied here, at most sixty times a second and only when asked.

``Paced`` is for what need not follow every tick.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

FRAME_MS = 16


class Frame(QObject):
    """Runs its jobs once per frame after ``wake``; without work there is no timer.

    A job returns True when it has more to do than fits one frame: it is then called again in the next.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Callable[[], bool]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last_ms = 0.0
        self.ticks = 0

    def add(self, job: Callable[[], bool]) -> None:
        """Jobs run in the order they were added."""
        self._jobs.append(job)

    def wake(self) -> None:
        """Something is pending: tick as soon as a frame has passed since the last one."""
        if not self._timer.isActive():
            passed_ms = time.monotonic() * 1000 - self._last_ms
            self._timer.start(max(0, round(FRAME_MS - passed_ms)))

    @property
    def is_idle(self) -> bool:
        """True when no tick is due."""
        return not self._timer.isActive()

    def _tick(self) -> None:
        self._last_ms = time.monotonic() * 1000
        self.ticks += 1
        # Every job must run, so no short-circuit.
        unfinished = [job() for job in self._jobs]
        if any(unfinished):
            self.wake()


class Paced(QObject):
    """Calls something at most every ``every_ms``: the first time at once, and after the last ``want`` once more."""

    def __init__(self, every_ms: int, call: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._go_on)

    def want(self) -> None:
        """Have it called, now or soon."""
        if self._timer.isActive():
            self._wanted = True
        else:
            self._timer.start()
            self._call()

    def _go_on(self) -> None:
        if self._wanted:
            self._wanted = False
            self._call()
        else:
            self._timer.stop()
