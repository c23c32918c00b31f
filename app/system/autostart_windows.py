"""Starting at login on Windows: a value in the person's own part of the registry."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from app.core.tr import tr
from app.system.autostart import AutostartUnusable

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "Signalcabin"


class WindowsAutostart:
    """Of the person who runs this; nobody else's, and nothing that needs an administrator."""

    @property
    def where(self) -> str:
        return rf"HKEY_CURRENT_USER\{_KEY}\{_NAME}"

    def is_on(self) -> bool:
        if sys.platform != "win32":
            return False
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                return bool(winreg.QueryValueEx(key, _NAME)[0])
        except OSError:
            return False

    def turn_on(self, command: Sequence[str]) -> None:
        if sys.platform != "win32":
            raise AutostartUnusable("There is no registry here.")
        import winreg

        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
        except OSError as error:
            raise AutostartUnusable(
                tr("{file} cannot be written: {why}.").format(file=self.where, why=error.strerror)
            ) from error

    def turn_off(self) -> None:
        if sys.platform != "win32":
            return
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return  # it was off
        except OSError as error:
            raise AutostartUnusable(
                tr("{file} cannot be removed: {why}.").format(file=self.where, why=error.strerror)
            ) from error
