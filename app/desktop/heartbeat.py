"""How late Qt's thread answers: a timer that should fire every 5 ms, and by how much it did not.

``python -m app.desktop.heartbeat`` is the limit to compare with: the same timer in a bare window, counting from the
line ``go`` on stdin to the line ``end``, then printing its figures as one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

INTERVAL_MS = 5


class Heartbeat(QObject):
    """Beats while it is started. A stall of 50 ms counts as ten late beats, not as one: nobody was answered then."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._beat)
        self._last_ms = 0.0
        self._late_ms: list[float] = []

    def start(self) -> None:
        """Count from now."""
        self._late_ms.clear()
        self._last_ms = _now_ms()
        self._timer.start()

    def stop(self) -> dict[str, float]:
        """Milliseconds beyond the interval: p50, p99, max; and how many beats there should have been."""
        self._beat()
        self._timer.stop()
        ordered = sorted(self._late_ms)
        return {
            "beats": len(ordered),
            "p50": round(ordered[len(ordered) // 2], 2),
            "p99": round(ordered[int(len(ordered) * 0.99)], 2),
            "max": round(ordered[-1], 2),
        }

    def _beat(self) -> None:
        now_ms = _now_ms()
        late_ms = now_ms - self._last_ms - INTERVAL_MS
        self._last_ms = now_ms
        self._late_ms.append(max(0.0, late_ms))
        while late_ms > INTERVAL_MS:
            late_ms -= INTERVAL_MS
            self._late_ms.append(late_ms)


class Told(QObject):
    """Lines from stdin, in Qt's thread. Nothing wakes while none come."""

    said = Signal(str)

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__()
        self.said.connect(hear)
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.said.emit(line.strip())


def _now_ms() -> float:
    return time.perf_counter() * 1000


def main() -> int:
    """The bare window."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1400, 900)
    window.show()
    heartbeat = Heartbeat()

    def hear(line: str) -> None:
        if line == "go":
            heartbeat.start()
        else:
            print(json.dumps(heartbeat.stop()), flush=True)
            app.quit()

    told = Told(hear)
    print("ready", flush=True)
    code = app.exec()
    told.deleteLater()
    return code


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
