"""A desktop that was killed in the middle of a stream and started again shows what one that stayed shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.system.paths import DataPaths

ROOT = Path(__file__).parents[2]
CONVERSATION = QRect(330, 420, 820, 430)
"""Where the output is, in a window of 1200 × 900: below the header and the timeline, whose ages and "now" move on."""

pytestmark = pytest.mark.slow


class Road:
    """A hub, the installed relay, and desktops as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = DataPaths(folder / "data")
        self._processes: list[subprocess.Popen[Any]] = []
        hub = self._start("hub", stdout=subprocess.PIPE)
        assert hub.stdout is not None and json.loads(hub.stdout.readline())["ready"]

    def _start(self, *words: str, **options: Any) -> subprocess.Popen[Any]:
        command = [sys.executable, "-m", "app", "--data-dir", str(self.paths.root), *words]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, **options)
        self._processes.append(process)
        return process

    def desktop(self, picture: Path, after_s: float) -> subprocess.Popen[Any]:
        words = ("--offscreen-shot", str(picture), "--after", str(after_s), "--size", "1200x900", "--theme", "light")
        return self._start("run", *words)

    def hook(self, event: str, **payload: Any) -> None:
        told = {"session_id": "stream", "cwd": "/home/dev/shop", "hook_event_name": event, "prompt_id": "p1", **payload}
        subprocess.run([self.paths.relay, "claude_code", event], input=json.dumps(told).encode(), check=True)

    def stream(self, first: int, last: int) -> None:
        """Lines ``first`` … ``last`` of one message, one every 20 ms."""
        for index in range(first, last + 1):
            delta = f"Line {index} of the **guide**.\n\n"
            final = index == 119
            self.hook("MessageDisplay", turn_id="t1", message_id="m1", index=index, final=final, delta=delta)
            time.sleep(0.02)

    def close(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
            process.wait(20)
            if process.stdout is not None:
                process.stdout.close()


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road(tmp_path)
    yield road
    road.close()


def test_a_desktop_killed_in_the_middle_of_a_stream_shows_what_one_that_stayed_shows(road: Road) -> None:
    stayed, came_back = road.folder / "stayed.png", road.folder / "came-back.png"
    road.hook("UserPromptSubmit", prompt="Write the guide.")
    patient = road.desktop(stayed, after_s=14)
    victim = road.desktop(road.folder / "never.png", after_s=60)
    time.sleep(2.5)  # both windows are open and show the session
    road.stream(0, 59)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    road.stream(60, 89)
    again = road.desktop(came_back, after_s=6)
    road.stream(90, 119)
    assert again.wait(40) == 0
    assert patient.wait(40) == 0
    one, other = (QImage(str(file)).copy(CONVERSATION) for file in (stayed, came_back))
    assert one == other
    assert len({one.pixel(x, y) for x in range(0, 800, 3) for y in range(0, 400, 3)}) > 20, "there is text to compare"
