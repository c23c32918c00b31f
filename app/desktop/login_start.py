"""*Start at login*, in the menu and in the settings: shows what the system's own list says, and changes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.core.tr import tr
from app.system.autostart import Autostart, AutostartUnusable, login_command, system_autostart
from app.system.paths import DataPaths

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow


class LoginStart:
    """The system's list, asked anew each time: it can be changed behind our back."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._list: Autostart | None = None
        try:
            self._list = system_autostart()
        except AutostartUnusable:
            return

    @property
    def is_possible(self) -> bool:
        """Whether a program can be started at login here at all."""
        return self._list is not None

    @property
    def is_on(self) -> bool:
        """Whether we are."""
        return self._list is not None and self._list.is_on()

    def choose(self, wanted: bool) -> str:
        """Make it so; why it cannot be, or ""."""
        if self._list is None:
            return ""
        try:
            self._list.turn_on(login_command(self._paths)) if wanted else self._list.turn_off()
        except AutostartUnusable as error:
            return str(error)
        return ""


def add_to(menu: QMenu, window: MainWindow, paths: DataPaths) -> None:
    """Nothing is added where no program can be started at login."""
    start = LoginStart(paths)
    if not start.is_possible:
        return
    action = menu.addAction(tr("Start at login, in the tray"))
    action.setCheckable(True)
    action.setChecked(start.is_on)

    def choose(wanted: bool) -> None:
        problem = start.choose(wanted)
        if problem:
            window.say(problem, kind="warning", tip=problem)

    action.toggled.connect(choose)
