"""The window at a reconnect, as ``bench burst`` watches it.

``python -m app.desktop.burst_race DATA_DIR AGENT SESSION`` opens the window on a running hub with that session in
front and prints ``ready`` when all of it is there. From the line ``go`` on stdin a heartbeat is kept; the hub then goes
away and comes back with much to replay. When the window is live again and all is folded it prints one JSON object.
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

from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.fleet_race import digest_of
from app.desktop.garbage import Garbage
from app.desktop.heartbeat import Heartbeat, Told
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.system.memory import give_back_large_blocks
from app.system.paths import DataPaths

_LONGEST_S = 240.0


class Race:
    """One reconnect."""

    def __init__(self, data_dir: Path, ref: SessionRef) -> None:
        self._ref = ref
        self._cabin = Cabin(DataPaths(data_dir), start_hub=False)
        self._hub = self._cabin.add_own_hub()
        self._window = MainWindow(self._cabin)
        self._garbage = Garbage()
        self._cabin.frame.add(self._garbage.collect_if_due)
        self._heartbeat = Heartbeat()
        self._told = Told(self._hear)
        self._at_s: dict[str, float] = {}
        self._cabin.hubs.phase_changed.connect(self._phase_changed)

    async def run(self) -> dict[str, Any]:
        """From the opening of the window to the last record folded."""
        give_back_large_blocks()
        self._garbage.start()
        self._window.show()
        await _until(lambda: self._cabin.hubs.row(self._ref) is not None)
        self._window.roster.select(self._ref)
        await _until(self._is_settled)
        print("ready", flush=True)
        await _until(lambda: "away" in self._at_s)
        await _until(lambda: "live" in self._at_s and self._is_settled())
        settled_s = time.monotonic()
        late_ms = self._heartbeat.stop()
        shown = self._cabin.sessions.shown
        assert shown is not None
        figures = {
            "late_ms": late_ms,
            "caught_up_s": round(self._at_s["live"] - self._at_s["replaying"], 2),
            "all_folded_s": round(settled_s - self._at_s["replaying"], 2),
            "last_seq": self._hub.link.last_seq,
            "text": digest_of(shown),
            "ticks": self._cabin.frame.ticks,
        }
        self._window.hide()
        await self._cabin.close(stop_own_hub=False)
        return figures

    def _hear(self, line: str) -> None:
        if line == "go":
            self._at_s.clear()
            self._heartbeat.start()

    def _phase_changed(self, _name: str) -> None:
        self._at_s[self._hub.phase] = time.monotonic()

    def _is_settled(self) -> bool:
        sessions = self._cabin.sessions.all()
        return bool(sessions) and all(session.complete and not session.waiting for session in sessions)


async def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while True:
        if done() or time.monotonic() > deadline:
            return
        await asyncio.sleep(0.02)


def main(words: list[str]) -> int:
    """Run one race; returns the exit code."""
    app = QApplication(words[:1])
    themes.apply_theme(app, "light")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        figures = loop.run_until_complete(Race(Path(words[1]), SessionRef(THIS_MACHINE, words[2], words[3])).run())
    print(json.dumps(figures), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv))
