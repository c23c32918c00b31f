"""Notes where no notification service answers: in the tray's balloon, else in the window itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.core.tr import explained, tr
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.signals import signal_of
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow
from app.system.notify import Note


class WindowNotes(QObject):
    """One note at a time, taken back when its session was seen or is no longer so."""

    def __init__(self, window: MainWindow, hubs: Hubs, tray: Tray) -> None:
        super().__init__(window)
        self._window, self._hubs, self._tray = window, hubs, tray
        self._noted: tuple[SessionRef, str] | None = None
        """The session the note is about, and the status that called for it."""
        hubs.rows_changed.connect(lambda _refs: self.forget())

    def note(self, ref: SessionRef, note: Note) -> None:
        """Tell it some other way."""
        row = self._hubs.row(ref)
        # Where there is neither service nor tray the window tells what cannot wait; the rest stands in the roster.
        if self._tray.note(ref, note) or row is None or row.status not in ("waiting", "failed"):
            return
        self._noted = (ref, row.status)
        self._window.say(
            explained(note.title, note.body),
            kind="warning" if row.status == "waiting" else "error",
            signal=signal_of(row),
            offers=((tr("Show"), lambda: self._window.show_session(ref)),),
        )

    def forget(self, seen: SessionRef | None = None) -> None:
        """Take the note back when somebody has seen its session, or it is no longer so."""
        if self._noted is None:
            return
        ref, status = self._noted
        row = self._hubs.row(ref)
        if seen == ref or row is None or row.status != status:
            self._noted = None
            self._window.notice_strip.hide()
