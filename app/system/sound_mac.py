"""Sounds on macOS: ``afplay``, which every one has."""

from __future__ import annotations

from pathlib import Path

from app.system.sound_program import run_player


class MacPlayer:
    """One program, always in the same place."""

    def play(self, file: Path) -> None:
        """Play it; raises NotPlayed."""
        run_player(["/usr/bin/afplay", str(file)])
