"""Sounds on Windows: the system's own call, from Python's standard library."""

from __future__ import annotations

import importlib
from pathlib import Path

from app.system.sound import NotPlayed


class WindowsPlayer:
    """No program is started."""

    def play(self, file: Path) -> None:
        """Play it; raises NotPlayed."""
        # By name: it exists on Windows only, and the types of other systems do not know it.
        winsound = importlib.import_module("winsound")
        try:
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        except RuntimeError as error:
            raise NotPlayed(f"Windows: {error}") from error
