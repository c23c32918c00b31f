"""The window at work as a program of its own: ``python -m tests.helpers.spoken_window FOLDER``.

Prints "ready" once the window shows its sessions; a line on its standard input makes a session need somebody.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.core.records import SessionKey
from app.desktop import theme as themes
from app.system.paths import DataPaths
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work

DOCS = SessionKey("claude_code", "docs-pass")


async def _until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 20
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "the window did not get its sessions"
        await asyncio.sleep(0.01)


async def show(folder: Path) -> None:
    """Live until the other side closes our standard input."""
    paths = DataPaths(folder)
    paths.prepare()
    hub = ScriptedHub(paths.feed_socket)
    await hub.start()
    async with window_at_work(hub, paths, _until) as window:
        window.roster.select(LOGIN)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while await asyncio.to_thread(sys.stdin.readline):
            window.isActiveWindow = lambda: True  # type: ignore[method-assign]  # no window manager says so here
            row = hub.rows[DOCS]
            await hub.say(msgspec.structs.replace(row, status="waiting", doing="allow “make docs”?", pending=("r",)))
    await hub.stop()


def main() -> None:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Signalcabin")
    themes.apply_theme(app, "light")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(show(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
