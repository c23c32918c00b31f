"""The window as ``bench pixel`` watches it: when was the paint event over that first showed a stamped delta?

``python -m app.desktop.pixel_race DATA_DIR SESSION COUNT LIMIT_S`` opens the window on a running hub, prints ``ready``
when the session is shown, and at the end one JSON object: milliseconds from the stamp in the text to the desktop's
inbox (``feed_ms``) and to the end of the paint event (``pixel_ms``), and how long the paints and ticks took.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.core.events import MessageDelta
from app.core.projections.blocks import TextBlock
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output import OutputView
from app.system.paths import DataPaths
from app.wire import feed

STAMP = re.compile(r"@(\d{16})")
"""A delta's stamp in its own text: microseconds since the epoch."""


class Race(QObject):
    """Notes when stamps arrive and when they are painted."""

    def __init__(self, cabin: Cabin) -> None:
        super().__init__()
        self._cabin = cabin
        self.arrived: dict[int, int] = {}
        self.painted: dict[int, int] = {}
        self.paint_ms: list[float] = []
        self._watch_inbox()

    def _watch_inbox(self) -> None:
        link = self._cabin.hubs.all()[0].link
        put = link._put

        def noting(item: Any) -> None:
            if isinstance(item, feed.Batch):
                now = now_us()
                for record in item.records:
                    if isinstance(record.event, MessageDelta):
                        for stamp in STAMP.findall(record.event.text):
                            self.arrived.setdefault(int(stamp), now)
            put(item)

        link._put = noting  # type: ignore[method-assign]

    def after_paint(self, began_s: float) -> None:
        """A paint event of the output is over: what it shows for the first time is noted."""
        now = now_us()
        self.paint_ms.append((time.monotonic() - began_s) * 1000)
        shown = self._cabin.sessions.shown
        if shown is None:
            return
        for block in reversed(shown.transcript.blocks()):
            if isinstance(block, TextBlock):
                for stamp in STAMP.findall(block.text):
                    self.painted.setdefault(int(stamp), now)
                return


def _watched_paint(race: Race) -> Callable[[OutputView, QPaintEvent], None]:
    paint = OutputView.paintEvent

    def watched(view: OutputView, event: QPaintEvent) -> None:
        began_s = time.monotonic()
        paint(view, event)
        race.after_paint(began_s)

    return watched


async def _run(data_dir: Path, session_id: str, count: int, limit_s: float) -> dict[str, Any]:
    cabin = Cabin(DataPaths(data_dir), start_hub=False)
    hub = cabin.add_own_hub()
    race = Race(cabin)
    OutputView.paintEvent = _watched_paint(race)  # type: ignore[method-assign]
    window = MainWindow(cabin)
    window.show()
    ref = SessionRef(THIS_MACHINE, "claude_code", session_id)
    deadline = time.monotonic() + limit_s
    await _until(lambda: cabin.hubs.row(ref) is not None, deadline)
    window.roster.select(ref)
    await _until(lambda: hub.phase == "live" and _complete(cabin), deadline)
    print("ready", flush=True)
    ticks_before, paints_before = cabin.frame.ticks, len(race.paint_ms)
    await _until(lambda: len(race.painted) >= count, deadline)
    figures = {
        "deltas": len(race.painted),
        "feed_ms": _spread([(at - stamp) / 1000 for stamp, at in race.arrived.items()]),
        "pixel_ms": _spread([(at - stamp) / 1000 for stamp, at in race.painted.items()]),
        "paint_ms": _spread(race.paint_ms[paints_before:]),
        "paints": len(race.paint_ms) - paints_before,
        "ticks": cabin.frame.ticks - ticks_before,
    }
    window.hide()
    await cabin.close(stop_own_hub=False)
    return figures


async def _until(done: Callable[[], bool], deadline_s: float) -> None:
    while True:
        if done() or time.monotonic() > deadline_s:
            return
        await asyncio.sleep(0.02)


def _complete(cabin: Cabin) -> bool:
    shown = cabin.sessions.shown
    return shown is not None and shown.complete and not shown.waiting


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values) or [0.0]
    return {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p99": round(ordered[int(len(ordered) * 0.99)], 2),
        "max": round(ordered[-1], 2),
    }


def main(words: list[str]) -> int:
    """Run one race; returns the exit code."""
    app = QApplication(words[:1])
    themes.apply_theme(app, "light")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        figures = loop.run_until_complete(_run(Path(words[1]), words[2], int(words[3]), float(words[4])))
    print(json.dumps(figures))
    return 0 if figures["deltas"] >= int(words[3]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
