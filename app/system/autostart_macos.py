"""Starting at login on macOS: a launch agent of the person's, which launchd starts when they log in."""

from __future__ import annotations

import plistlib
from collections.abc import Sequence
from pathlib import Path

from app.core.tr import tr
from app.system.autostart import AutostartUnusable
from app.system.desktop_file import write_file

_LABEL = "dev.signalcabin.Signalcabin"


class MacAutostart:
    """``folder``: where launch agents lie; None for this person's."""

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or Path.home() / "Library" / "LaunchAgents") / f"{_LABEL}.plist"

    @property
    def where(self) -> str:
        return str(self.file)

    def is_on(self) -> bool:
        try:
            found = plistlib.loads(self.file.read_bytes())
        except (OSError, ValueError):  # a broken one is a ValueError
            return False
        return isinstance(found, dict) and not found.get("Disabled", False)

    def turn_on(self, command: Sequence[str]) -> None:
        agent = {
            "Label": _LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",  # with a screen: not over ssh
            "ProcessType": "Interactive",
        }
        try:
            write_file(self.file, plistlib.dumps(agent).decode("utf-8"))
        except OSError as error:
            raise AutostartUnusable(
                tr("{file} cannot be written: {why}.").format(file=self.file, why=error.strerror)
            ) from error

    def turn_off(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
        except OSError as error:
            raise AutostartUnusable(
                tr("{file} cannot be removed: {why}.").format(file=self.file, why=error.strerror)
            ) from error
