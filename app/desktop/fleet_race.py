"""The window under load, as ``bench fleet`` and ``bench longday`` watch it.

``python -m app.desktop.fleet_race DATA_DIR SWITCH_EVERY_S`` opens the window on a running hub and prints ``ready``.
From the line ``go`` on stdin it is scrolled, searched and filtered without pause, another session is chosen every
SWITCH_EVERY_S, and a heartbeat is kept; after ``end`` it prints one JSON object: the heartbeat, how long ticks took,
and a digest of the text of every session it holds.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.core.projections.blocks import TextBlock
from app.desktop import theme as themes
from app.desktop.cabin import Cabin
from app.desktop.garbage import Garbage
from app.desktop.heartbeat import Heartbeat, Told
from app.desktop.models.session import OpenSession
from app.desktop.views.main_window import MainWindow
from app.system.memory import give_back_large_blocks
from app.system.paths import DataPaths

STEP_MS = 50
_LONGEST_S = 120.0
_NEEDLES = ("handler", "event", "retry", "orders")
_FILTERS = ("p", "pa", "part", "part-1", "part-12", "")


class Hands:
    """Somebody who never rests: scrolls, searches, filters, and now and then chooses another session."""

    def __init__(self, window: MainWindow, cabin: Cabin, switch_every_s: float) -> None:
        self._window = window
        self._cabin = cabin
        self._steps = itertools.count(1)
        self._switch_steps = round(switch_every_s * 1000 / STEP_MS) if switch_every_s else 0
        self._chosen = 0
        self.scrolled = self.searched = self.filtered = self.switched = 0
        self._timer = QTimer()
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> dict[str, int]:
        """Rest, everything put back; what was done."""
        self._timer.stop()
        self._window.roster.search.setText("")
        self._window.session.find_bar.close_bar()
        self._window.session.output.follow_latest()
        names = ("scrolled", "searched", "filtered", "switched")
        return {name: getattr(self, name) for name in names}

    def _step(self) -> None:
        step = next(self._steps)
        if self._switch_steps and step % self._switch_steps == 0:
            self._switch()
        phase = step % 80
        if phase < 40:
            self._scroll(120 if phase < 30 else -240)
        elif phase == 40:
            self._window.session.output.follow_latest()
        if step % 20 == 10:
            self._search(step // 20)
        if step % 20 == 15:
            self._window.session.find_bar.close_bar()
        if step % 12 == 6:
            self._window.roster.search.setText(_FILTERS[step // 12 % len(_FILTERS)])
            self.filtered += 1

    def _scroll(self, degrees: int) -> None:
        view = self._window.session.output.viewport()
        place = QPointF(view.rect().center())
        event = QWheelEvent(
            place,
            view.mapToGlobal(place),
            QPoint(),
            QPoint(0, degrees),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)
        self.scrolled += 1

    def _search(self, number: int) -> None:
        bar = self._window.session.find_bar
        bar.open()
        bar.field.setText(_NEEDLES[number % len(_NEEDLES)])
        self.searched += 1

    def _switch(self) -> None:
        refs = sorted(self._cabin.hubs.rows())
        if refs:
            self._chosen += 1
            self._window.roster.select(refs[self._chosen % len(refs)])
            self.switched += 1


def text_of(session: OpenSession) -> str:
    """All that was said in a session, in order, without what lies between messages."""
    blocks = session.transcript.blocks()
    return "".join(block.text for block in blocks if isinstance(block, TextBlock))


def digest_of(session: OpenSession) -> str:
    """Names that text, so that another process can compare its own."""
    return hashlib.blake2b(text_of(session).encode(), digest_size=12).hexdigest()


class Race:
    """One run."""

    def __init__(self, data_dir: Path, switch_every_s: float) -> None:
        self._cabin = Cabin(DataPaths(data_dir), start_hub=False)
        self._hub = self._cabin.add_own_hub()
        self._window = MainWindow(self._cabin)
        self._garbage = Garbage()
        self._cabin.frame.add(self._garbage.collect_if_due)
        self._heartbeat = Heartbeat()
        self._hands = Hands(self._window, self._cabin, switch_every_s)
        self._over = asyncio.Event()
        self._figures: dict[str, Any] = {}
        self._told = Told(self._hear)

    async def run(self) -> dict[str, Any]:
        """From the opening of the window to the last text."""
        give_back_large_blocks()
        self._garbage.start()
        self._window.show()
        await _until(lambda: self._hub.phase == "live")
        print("ready", flush=True)
        await self._over.wait()
        began = time.monotonic()
        await _until(self._is_settled)
        figures = {**self._figures, "settled_s": round(time.monotonic() - began, 2)}
        held = self._cabin.sessions.all()
        figures["texts"] = {session.ref.session_id: digest_of(session) for session in held}
        figures["last_seq"] = self._hub.link.last_seq
        self._window.hide()
        await self._cabin.close(stop_own_hub=False)
        return figures

    def _hear(self, line: str) -> None:
        if line == "go":
            self._ticks = self._cabin.frame.ticks
            self._heartbeat.start()
            self._hands.start()
        elif line == "end":
            late_ms = self._heartbeat.stop()
            self._figures = {"late_ms": late_ms, "hands": self._hands.stop()}
            self._figures["ticks"] = self._cabin.frame.ticks - self._ticks
            self._over.set()

    def _is_settled(self) -> bool:
        """All that the hub has is here and folded."""
        newest = self._hub.health.last_seq if self._hub.health is not None else 0
        self._cabin.ask_health()
        sessions = self._cabin.sessions.all()
        return (self._hub.link.last_seq or 0) >= newest > 0 and all(
            session.complete and not session.waiting for session in sessions
        )


async def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while True:
        if done() or time.monotonic() > deadline:
            return
        await asyncio.sleep(0.1)


def main(words: list[str]) -> int:
    """Run one race; returns the exit code."""
    app = QApplication(words[:1])
    themes.apply_theme(app, "light")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        figures = loop.run_until_complete(Race(Path(words[1]), float(words[2])).run())
    print(json.dumps(figures), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv))
