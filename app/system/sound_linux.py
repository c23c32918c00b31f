"""Sounds on Linux: the desktop's own player, else that of the sound system there is."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.system.sound import NotPlayed
from app.system.sound_program import run_player

PLAYERS: tuple[tuple[str, ...], ...] = (
    ("canberra-gtk-play", "--file"),
    ("pw-play",),
    ("paplay",),
    ("aplay", "--quiet"),
)
"""Programs with what stands before the file; the first keeps to what the desktop says about event sounds."""


class LinuxPlayer:
    """Tries the players in turn, and stays with the one that worked."""

    def __init__(self, players: tuple[tuple[str, ...], ...] = PLAYERS) -> None:
        self._players = players
        self._works: tuple[str, ...] | None = None

    def play(self, file: Path) -> None:
        """Play it; raises NotPlayed with what each player said."""
        reasons = []
        for player in [self._works] if self._works else self._players:
            program = shutil.which(player[0])
            if program is None:
                continue
            try:
                run_player([program, *player[1:], str(file)])
            except NotPlayed as error:
                reasons.append(str(error))
                continue
            self._works = player
            return
        self._works = None
        names = ", ".join(player[0] for player in self._players)
        raise NotPlayed("; ".join(reasons) or f"none of these players is installed: {names}")
