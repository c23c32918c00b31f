"""Starting at login on Linux desktops: a file in the folder all of them read (XDG autostart)."""

from __future__ import annotations

import configparser
import os
from collections.abc import Sequence
from pathlib import Path

from app.core.tr import tr
from app.system.autostart import AutostartUnusable
from app.system.desktop_file import exec_line, write_file

_FILE = "signalcabin.desktop"
_TEXT = """\
[Desktop Entry]
Type=Application
Name=Signalcabin
Comment=Watch AI coding agents from the tray
Exec={command}
Icon=signalcabin
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""


class LinuxAutostart:
    """``folder``: the autostart folder; None for the one of this person's desktop."""

    def __init__(self, folder: Path | None = None) -> None:
        config = os.environ.get("XDG_CONFIG_HOME", "")
        base = Path(config) if os.path.isabs(config) else Path.home() / ".config"  # noqa: PTH117 - "" is not absolute
        self.file = (folder or base / "autostart") / _FILE

    @property
    def where(self) -> str:
        return str(self.file)

    def is_on(self) -> bool:
        """Desktops do not remove the file when it is turned off there: they write so into it."""
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(self.file.read_text(encoding="utf-8"))
            entry = parser["Desktop Entry"]
        except (OSError, ValueError, KeyError, configparser.Error):
            return False
        is_hidden = entry.get("Hidden", "false").strip().lower() == "true"
        return not is_hidden and entry.get("X-GNOME-Autostart-enabled", "true").strip().lower() != "false"

    def turn_on(self, command: Sequence[str]) -> None:
        try:
            write_file(self.file, _TEXT.format(command=exec_line(command)))
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
