"""Quit: what a person is told before the hub ends with the window, and when nobody may be asked.

Decision 22 says why.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.core.projections.rows import SessionRow
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.choices import Choices
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow

if TYPE_CHECKING:
    from app.desktop.views.quit_dialog import QuitDialog

_SESSION_ENDS_FOR_S = 60.0
"""A desktop session that is said to end and does not (another program objected) is open again after so long."""


class Leaving(QObject):
    """``agreed`` is sent once nothing holds anybody back; True: the hub is to run on this once."""

    agreed = Signal(bool)

    def __init__(self, window: MainWindow, cabin: Cabin, choices: Choices) -> None:
        super().__init__(window)
        self._window, self._cabin, self._choices = window, cabin, choices
        self._dialog: QuitDialog | None = None
        self._ends_until_s = 0.0
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.commitDataRequest.connect(self.desktop_ends)

    @property
    def may_ask(self) -> bool:
        """Whether a dialog may hold up the end: not while the desktop session itself ends."""
        return time.monotonic() >= self._ends_until_s

    def desktop_ends(self) -> None:
        """The desktop session ends: whoever is asked now cannot answer."""
        self._ends_until_s = time.monotonic() + _SESSION_ENDS_FOR_S

    def quit(self) -> None:
        """A person wants to quit: ask if that ends work, else agree at once."""
        launched = self.launched()
        if not any(is_at_work(row) for row in launched.values()) or not self.ends_the_hub or not self.may_ask:
            self.agreed.emit(False)
            return
        self._window.come_forward()
        if self._dialog is None:
            self._dialog = self._open(launched)
        self._dialog.raise_()
        self._dialog.activateWindow()

    @property
    def ends_the_hub(self) -> bool:
        """Whether this machine's hub would end with the window."""
        return self._cabin.hub_process.started_here and not self._choices.settings.keep_collecting

    def launched(self) -> dict[SessionRef, SessionRow]:
        """Sessions that live as long as this machine's hub, be they at work or at rest."""
        rows = self._cabin.hubs.rows()
        return {ref: row for ref, row in rows.items() if ref.hub == THIS_MACHINE and row.launched}

    def close(self) -> None:
        """Leave no dialog open behind the end."""
        if self._dialog is not None:
            self._dialog.reject()

    def _open(self, launched: dict[SessionRef, SessionRow]) -> QuitDialog:
        from app.desktop.views.quit_dialog import QuitDialog

        at_work = [(ref, row) for ref, row in launched.items() if is_at_work(row)]
        dialog = QuitDialog(self._cabin, at_work, len(launched) - len(at_work), self._window)
        dialog.agreed.connect(self.agreed)
        dialog.finished.connect(self._closed)
        dialog.open()
        return dialog

    def _closed(self) -> None:
        self._dialog = None


def is_at_work(row: SessionRow) -> bool:
    """Whether something would be cut short if the session ended now."""
    return row.status in ("working", "waiting") or row.background > 0
