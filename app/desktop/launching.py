"""*New session…* from the window: the dialog, and the session shown as soon as it is in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.agents import adapters
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow

if TYPE_CHECKING:
    from app.core.commands import Launched
    from app.desktop.views.launch_dialog import LaunchDialog


class Launching(QObject):
    """Answers the window's wish for a new session."""

    def __init__(self, window: MainWindow, cabin: Cabin) -> None:
        super().__init__(window)
        self._window, self._cabin = window, cabin
        self._awaited: SessionRef | None = None
        """A session just launched, until it is in the list."""
        window.launch_wanted.connect(self.open)
        cabin.hubs.rows_changed.connect(lambda _refs: self._show_awaited())

    def open(self, folder: str = "") -> LaunchDialog:
        """Ask what a new session on this machine is to do."""
        from app.desktop.views.launch_dialog import LaunchDialog, recent_folders

        rows = [row for ref, row in self._cabin.hubs.rows().items() if ref.hub == THIS_MACHINE]
        dialog = LaunchDialog(
            lambda command: self._cabin.order_hub(THIS_MACHINE, command),
            [(adapter.name, adapter.title) for adapter in adapters().values()],
            recent_folders(rows),
            self._window,
        )
        if folder:
            dialog.set_folder(folder)
        dialog.launched.connect(self._launched)
        dialog.open()
        return dialog

    def _launched(self, launched: Launched) -> None:
        """Follow it, as soon as it is in the list."""
        self._awaited = SessionRef(THIS_MACHINE, launched.agent, launched.session_id)
        self._show_awaited()

    def _show_awaited(self) -> None:
        if self._awaited is not None and self._cabin.hubs.row(self._awaited) is not None:
            awaited, self._awaited = self._awaited, None
            self._window.show_session(awaited)
