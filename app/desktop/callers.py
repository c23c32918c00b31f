"""Brings the window to the front when somebody calls it: a second start, a link to a session, the login in the tray."""

from __future__ import annotations

import logging
import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.core.links import BadLink, session_in
from app.core.tr import tr
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.only_window import Call, OnlyWindow
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow

log = logging.getLogger(__name__)

TRAY_WITHIN_MS = 15_000
"""At login the tray may come after us; a window nobody can reach would be worse than one in the task bar."""
_SHORTEST_BEGINNING = 8
"""Of a session's id, to name it."""


class Callers(QObject):
    """Answers callers for as long as the window lives."""

    quit_wanted = Signal()

    def __init__(self, window: MainWindow, cabin: Cabin, tray: Tray) -> None:
        super().__init__(window)
        self._window, self._cabin, self._tray = window, cabin, tray
        self._wanted = ""
        """The session to show as soon as its hub has told of it."""
        self._waits_for_stop_all = False

    async def listen(self, only: OnlyWindow) -> None:
        """Hear second starts, and on macOS the system, which hands over links itself."""
        await only.listen(self.called)
        if sys.platform == "darwin":
            QApplication.instance().installEventFilter(self)

    def begin_in_tray(self) -> None:
        """Show no window where a tray will do; one in the task bar where none comes, or comes back."""
        QTimer.singleShot(TRAY_WITHIN_MS, self, self._minimize_without_tray)

    def called(self, call: Call) -> None:
        """Somebody started us again, clicked a link, or takes the program away."""
        if call.quit:
            self.quit_wanted.emit()
            return
        if call.token:
            # Qt takes it from here when the window asks to become active.
            os.environ["XDG_ACTIVATION_TOKEN"] = call.token
        self._window.come_forward()
        if call.session:
            self.show_session(call.session)
        if call.stop_all:
            self.show_stop_all()

    def show_stop_all(self) -> None:
        """Show the list of *Stop all* now, or when the hubs have told what there is to stop."""
        phases = self._cabin.hubs.phase_changed
        if self._waits_for_stop_all:
            phases.disconnect(self._show_stop_all)
        self._waits_for_stop_all = not self._all_have_told
        if self._waits_for_stop_all:
            phases.connect(self._show_stop_all)
        else:
            self._window.open_stop_all()

    def _show_stop_all(self, _name: str) -> None:
        if self._all_have_told:
            self.show_stop_all()

    def show_session(self, session_id: str) -> None:
        """Show it now, or when its hub has told of it; say so if there is none."""
        if not self._wanted:
            self._cabin.hubs.rows_changed.connect(self._look)
            self._cabin.hubs.phase_changed.connect(self._look)
        self._wanted = session_id
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            try:
                self.called(Call(session=session_in(event.url().toString())))
            except BadLink as error:
                log.info("%s", error)
            return True
        return False

    def _look(self, _changed: object = None) -> None:
        refs = self._refs()
        if len(refs) == 1:
            self._give_up()
            self._window.show_session(refs[0])
        elif self._all_have_told:
            wanted = self._wanted
            self._give_up()
            self._window.say(tr("There is no session {name} here.").format(name=wanted), kind="warning")

    @property
    def _all_have_told(self) -> bool:
        """This machine's hub, which is started if need be, and every other that answers at all."""
        hubs = self._cabin.hubs.all()
        own = [hub for hub in hubs if hub.address.embedded]
        return all(hub.phase == "live" for hub in own) and not any(
            hub.phase in ("connecting", "replaying") for hub in hubs
        )

    def _refs(self) -> list[SessionRef]:
        """The session of that id, else those whose id begins so."""
        known = self._cabin.hubs.rows()
        exact = [ref for ref in known if ref.session_id == self._wanted]
        if exact or len(self._wanted) < _SHORTEST_BEGINNING:
            return exact
        return [ref for ref in known if ref.session_id.startswith(self._wanted)]

    def _give_up(self) -> None:
        self._wanted = ""
        self._cabin.hubs.rows_changed.disconnect(self._look)
        self._cabin.hubs.phase_changed.disconnect(self._look)

    def _minimize_without_tray(self) -> None:
        if not self._tray.is_there and not self._window.isVisible():
            self._window.showMinimized()
