"""One contestant of ``bench start``, in a process of its own: ``python -m app.desktop.start_race bare | ours DIR``.

``bare`` shows an empty PySide6 window; ``ours`` is what ``signalcabin run`` does. Prints one JSON object: the time, by
the clock all processes share, at which the window was painted first, and the time at which its first page was: the
hub's answer is on the screen, with the sessions and the words of the chosen one if there are any. ``cpu_s`` is what
the process has worked until then, whatever else runs on the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.desktop import early


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if arguments[0] != "bare":
        early.load()
    from PySide6.QtWidgets import QApplication, QMainWindow

    from app.desktop.start_watcher import Watcher

    app = QApplication(["signalcabin"])
    watcher = Watcher(app)
    if arguments[0] == "bare":
        window = QMainWindow()
        window.resize(1400, 900)
        window.show()
        return app.exec()
    from app.desktop.app import run
    from app.system.paths import DataPaths

    code = run(DataPaths(Path(arguments[1])))
    del watcher
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
