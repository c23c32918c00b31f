"""The desktop's list of programs: puts us into it, with icon and links, for this person alone, and takes us out again.

Only a program unpacked from an archive on Linux needs that: a Debian package, the app on macOS and the installer on
Windows bring theirs. What lies in the package's folder ``share`` goes to the same place below the person's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.system.desktop_file import exec_line, write_file

_DESKTOP = Path("applications") / "signalcabin.desktop"
_MARK = "X-Signalcabin-Of="
"""Says that this person's entry is ours to change, and of which program it is."""
_REFRESH_LIMIT_S = 20


class NoMenu(Exception):
    """There is no such list here, or nothing to put into it; the text says why."""


class MenuEntry:
    """``shipped``: the package's folder of what desktops want; ``share``: the person's own (~/.local/share)."""

    def __init__(self, shipped: Path | None = None, share: Path | None = None, commands: Path | None = None) -> None:
        self._shipped = shipped or Path(getattr(sys, "_MEIPASS", "")) / "share"
        data = os.environ.get("XDG_DATA_HOME", "")
        self._share = share or (Path(data) if data.startswith("/") else Path.home() / ".local" / "share")
        self._link = (commands or Path.home() / ".local" / "bin") / "signalcabin"

    def install(self, command: Sequence[str]) -> list[Path]:
        """Put ``command`` (an argv) into the list; the files that were written. Raises NoMenu, OSError."""
        if not (self._shipped / _DESKTOP).is_file():
            raise NoMenu("Only a package for Linux brings what the list of programs needs.")
        written = []
        if len(command) == 1 and self._may_link():
            self._link.parent.mkdir(parents=True, exist_ok=True)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(command[0])
            # The entry goes by the link: xdg-open stumbles over a path with a space in it, quoted or not.
            command = [str(self._link)]
            written.append(self._link)
        text = (self._shipped / _DESKTOP).read_text(encoding="utf-8")
        write_file(self._share / _DESKTOP, _pointed_at(text, command))
        written.append(self._share / _DESKTOP)
        for icon in sorted((self._shipped / "icons").rglob("signalcabin*.*")):
            target = self._share / icon.relative_to(self._shipped)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(icon, target)
            written.append(target)
        self._refresh()
        return written

    def remove(self) -> list[Path]:
        """Take out what ``install`` put in; the files that were removed. Raises OSError."""
        try:
            ours = _MARK in (self._share / _DESKTOP).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            ours = False
        if not ours:
            return []
        icons = sorted((self._share / "icons" / "hicolor").glob("*/apps/signalcabin*.*"))
        removed = [self._share / _DESKTOP, *icons]
        if self._link.is_symlink() and self._may_link():
            removed.append(self._link)
        for file in removed:
            file.unlink(missing_ok=True)
        self._refresh()
        return removed

    def _may_link(self) -> bool:
        """Whether the command's name is free, or a link to a program of ours."""
        if self._link.is_symlink():
            return self._link.readlink().name == "signalcabin"
        return not self._link.exists()

    def _refresh(self) -> None:
        """Desktops notice new files by themselves; who clicks a link asks a cache, which this brings up to date."""
        tool = shutil.which("update-desktop-database")
        if tool is None:
            return
        order = [tool, "-q", str(self._share / "applications")]
        try:
            subprocess.run(order, capture_output=True, timeout=_REFRESH_LIMIT_S, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return  # then the link works from the next login on


def _pointed_at(text: str, command: Sequence[str]) -> str:
    """The shipped entry with this very program in it, and our mark."""
    lines = []
    for line in text.splitlines():
        if line.startswith("Exec="):
            lines.append(f"Exec={exec_line(command)} open %u")
            lines.append(f"{_MARK}{exec_line(command)}")
        elif not line.startswith("TryExec="):
            lines.append(line)
    return "\n".join(lines) + "\n"
