"""The window of ``bench alerts``: when rows come, when alerts ring, when the notifier is called, and what that costs.

``python -m app.desktop.alert_race DATA_DIR`` opens the window on a running hub and prints ``ready``; after the line
``end`` on stdin it prints one JSON object. Stamps are microseconds since the epoch, costs milliseconds in Qt's thread.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.core.projections.alerts import Alert, Order
from app.core.projections.rows import SessionRow
from app.desktop import theme as themes
from app.desktop.alerts import Alerts
from app.desktop.cabin import Cabin
from app.desktop.calls import Calls
from app.desktop.heartbeat import Heartbeat, Told
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.notifications import Notifications
from app.desktop.views.main_window import MainWindow
from app.settings import Settings
from app.system.notify import Note, Notifier, open_notifier
from app.system.notify_dummy import DummyNotifier
from app.system.paths import DataPaths

_LONGEST_S = 60.0
_OUTCOMES = {"waiting": "needs_you", "failed": "failed", "done": "finished"}


class TimedAlerts(Alerts):
    """The real ones, with an account of what each order cost from the decision to the last listener."""

    def __init__(self, *arguments: Any) -> None:
        self.alert_ms: list[float] = []
        self.row_ms: list[float] = []
        super().__init__(*arguments)

    def _row_lived(self, ref: SessionRef, before: SessionRow | None, after: SessionRow) -> None:
        began = time.perf_counter()
        super()._row_lived(ref, before, after)
        self.row_ms.append((time.perf_counter() - began) * 1000)

    def _carry_out(self, hub: str, orders: tuple[Order, ...]) -> None:
        began = time.perf_counter()
        super()._carry_out(hub, orders)
        rang = sum(isinstance(order, Alert) for order in orders)
        if rang:
            self.alert_ms += [(time.perf_counter() - began) * 1000 / rang] * rang


class TimedNotifier:
    """Notes when it is asked to show something, and hands it on."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier
        self.shown: dict[str, int] = {}
        """Tag → when it was shown first."""
        self.handed_on: list[tuple[str, str, int]] = []
        """Tag, title and time of each."""

    def show(self, note: Note) -> None:
        self.shown.setdefault(note.tag, now_us())
        self.handed_on.append((note.tag, note.title, now_us()))
        self._notifier.show(note)

    def withdraw(self, tag: str) -> None:
        self._notifier.withdraw(tag)

    async def close(self) -> None:
        await self._notifier.close()


class Race:
    """One run."""

    def __init__(self, data_dir: Path, over_the_bus: bool) -> None:
        settings = Settings()
        self._over_the_bus = over_the_bus
        self._cabin = Cabin(DataPaths(data_dir), start_hub=False)
        self._window = MainWindow(self._cabin)
        self._alerts = TimedAlerts(self._cabin.hubs, lambda: settings, lambda _ref: False)
        self._alerts.alerted.connect(self._rang)
        self._notifications = Notifications(self._cabin, self._alerts)
        self._calls = Calls(self._window, self._cabin, self._alerts, lambda: settings)
        self._notifier = TimedNotifier(DummyNotifier())
        self._heartbeat = Heartbeat()
        self._rows: dict[str, int] = {}
        self._alerted: dict[str, int] = {}
        self._outcomes: dict[str, int] = {}
        self._rings = self._again = 0
        self._cabin.hubs.row_lived.connect(self._row_lived)
        self._over = asyncio.Event()
        self._told = Told(self._hear)

    async def run(self) -> dict[str, Any]:
        """From the opening of the window to the last alert."""
        if self._over_the_bus:
            self._notifier = TimedNotifier(await open_notifier("Signalcabin", "", self._notifications))
        self._notifications.use(self._notifier)
        hub = self._cabin.add_own_hub()
        self._window.show()
        await _until(lambda: hub.phase == "live")
        self._heartbeat.start()
        print("ready", flush=True)
        await self._over.wait()
        late_ms = self._heartbeat.stop()
        self._alerts.mark_all_seen()
        standing = sum(entry.is_open for entry in self._alerts.entries())
        await self._calls.close()
        await self._notifications.close()
        self._window.hide()
        await self._cabin.close(stop_own_hub=False)
        return {
            "rows": self._rows,
            "alerted": self._alerted,
            "shown": self._notifier.shown,
            "handed_on": self._notifier.handed_on,
            "outcomes": self._outcomes,
            "rings": self._rings,
            "said_again": self._again,
            "open_after_all_were_seen": standing,
            "alert_ms": self._alerts.alert_ms,
            "row_ms": self._alerts.row_ms,
            "late_ms": late_ms,
        }

    def _hear(self, line: str) -> None:
        if line == "end":
            self._over.set()

    def _row_lived(self, ref: SessionRef, before: SessionRow | None, after: SessionRow) -> None:
        kind = _OUTCOMES.get(after.status, "")
        if kind and not after.background and (before is None or before.status != after.status or before.background):
            self._rows.setdefault(f"{ref.session_id}/{kind}", now_us())

    def _rang(self, ref: SessionRef, alert: Alert) -> None:
        if alert.again:
            self._again += 1
            return
        self._rings += 1
        for part in alert.parts or (alert,):
            self._alerted.setdefault(f"{part.key.session_id}/{part.kind}", now_us())
            self._outcomes[part.kind] = self._outcomes.get(part.kind, 0) + 1


async def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the hub never came")
        await asyncio.sleep(0.05)


def main(words: list[str]) -> int:
    """Run one race; returns the exit code."""
    app = QApplication(words[:1])
    themes.apply_theme(app, "light")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        figures = loop.run_until_complete(Race(Path(words[1]), "bus" in words[2:]).run())
    print(json.dumps(figures), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv))
