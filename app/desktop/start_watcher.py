"""Sees in ``bench start`` when a window is painted, and when its first page is."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

_GIVE_UP_S = 60.0


class Watcher(QObject):
    """Sees every paint of the window, and ends the program when what was waited for is painted.

    It listens to the window alone: a filter on the whole program would be called for every event of every widget, which
    costs a program more the more it has.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._window: QMainWindow | None = None
        self._first_paint_s = 0.0
        self._due = False
        QTimer.singleShot(0, self._look)
        QTimer.singleShot(int(_GIVE_UP_S * 1000), app, lambda: sys.exit("the first page was never painted"))

    def _look(self) -> None:
        """Find the window, as soon as the program's loop runs."""
        self._window = next((each for each in self._app.topLevelWidgets() if isinstance(each, QMainWindow)), None)
        if self._window is None or not self._window.isVisible():
            QTimer.singleShot(1, self._look)
            return
        self._window.installEventFilter(self)
        self._window.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A window is told so when anything in it is to be painted, and paints all of it then.
        if event.type() == QEvent.Type.UpdateRequest and not self._due:
            self._due = True
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._due = False
        now_s, window = time.monotonic(), self._window
        assert window is not None
        self._first_paint_s = self._first_paint_s or now_s
        if has_first_page(window):
            window.removeEventFilter(self)
            times_s = {"first_paint_s": self._first_paint_s, "first_page_s": now_s, "cpu_s": time.process_time()}
            print(json.dumps(times_s), flush=True)
            self.end(window)

    def end(self, window: QMainWindow) -> None:
        """Quit as a person would."""
        quit_wanted = getattr(window, "quit_wanted", None)
        if quit_wanted is None:
            self._app.quit()
        else:
            quit_wanted.emit()


def has_first_page(window: QMainWindow) -> bool:
    """Whether all a person looks for at the start is there to be painted."""
    cabin = getattr(window, "_cabin", None)
    if cabin is None:
        return True
    hubs = cabin.hubs.all()
    if not hubs or hubs[0].phase != "live":
        return False
    if cabin.roster.is_empty:
        return not hubs[0].rows
    view: QWidget = window.session.output  # type: ignore[attr-defined]
    return bool(view.page.sections) and bool(view.page.laid_out_count)  # type: ignore[attr-defined]
