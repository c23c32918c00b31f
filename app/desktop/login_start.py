"""*Start at login* in the menu: shows what the system's own list says, and changes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.core.tr import tr
from app.system.autostart import AutostartUnusable, login_command, system_autostart
from app.system.paths import DataPaths

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow


def add_to(menu: QMenu, window: MainWindow, paths: DataPaths) -> None:
    """Nothing is added where no program can be started at login."""
    try:
        autostart = system_autostart()
    except AutostartUnusable:
        return
    action = menu.addAction(tr("Start at login, in the tray"))
    action.setCheckable(True)
    action.setChecked(autostart.is_on())

    def choose(wanted: bool) -> None:
        try:
            autostart.turn_on(login_command(paths)) if wanted else autostart.turn_off()
        except AutostartUnusable as error:
            window.say(str(error), kind="warning", tip=str(error))

    action.toggled.connect(choose)
