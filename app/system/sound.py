"""Playing a short sound: by whichever player this desktop has, found when the first is to be heard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

LONGEST_PLAY_S = 5.0
"""A player that has not ended by then waits for a sound system that does not answer."""


class NotPlayed(Exception):
    """The sound could not be played; the text says why."""


class Player(Protocol):
    """One way to play a sound."""

    def play(self, file: Path) -> None:
        """Play a WAV to its end, on the thread that calls; raises NotPlayed."""
        ...


def find_player() -> Player:
    """The player for this system; whether it can be heard shows only when it plays."""
    if sys.platform.startswith("linux"):
        from app.system.sound_linux import LinuxPlayer

        return LinuxPlayer()
    if sys.platform == "darwin":
        from app.system.sound_mac import MacPlayer

        return MacPlayer()
    if sys.platform == "win32":
        from app.system.sound_windows import WindowsPlayer

        return WindowsPlayer()
    from app.system.sound_dummy import NoPlayer

    return NoPlayer()
