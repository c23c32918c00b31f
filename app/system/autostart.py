"""Starting at login: whether it is so, and making it so; the system's own list is the setting, there is no copy of it.

Whoever turns it off in their desktop's settings turns it off here, and the other way round.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol

from app.core.tr import tr
from app.system.own_command import lasting_command
from app.system.paths import DataPaths, default_data_dir


class AutostartUnusable(Exception):
    """Starting at login cannot be changed here; the text says why and what to do."""


class Autostart(Protocol):
    """The system's list of what starts at login, as far as it is about us."""

    @property
    def where(self) -> str:
        """For people: where it stands."""
        ...

    def is_on(self) -> bool:
        """Whether we start at login. Never raises: what cannot be read is off."""
        ...

    def turn_on(self, command: Sequence[str]) -> None:
        """Start ``command`` (an argv) at login from now on; raises AutostartUnusable."""
        ...

    def turn_off(self) -> None:
        """Start at login no more; raises AutostartUnusable."""
        ...


def login_command(paths: DataPaths) -> list[str]:
    """The argv that is to run at login."""
    data = () if paths.root == default_data_dir() else ("--data-dir", str(paths.root))
    return lasting_command(*data, "run", "--in-tray")


def system_autostart() -> Autostart:
    """This system's; raises AutostartUnusable where none is known."""
    if sys.platform.startswith("linux"):
        from app.system.autostart_linux import LinuxAutostart

        return LinuxAutostart()
    if sys.platform == "darwin":
        from app.system.autostart_macos import MacAutostart

        return MacAutostart()
    if sys.platform == "win32":
        from app.system.autostart_windows import WindowsAutostart

        return WindowsAutostart()
    raise AutostartUnusable(
        tr("How to start a program at login is not known for {platform}.").format(platform=sys.platform)
    )
