"""Sounds where no player is known."""

from __future__ import annotations

import sys
from pathlib import Path

from app.system.sound import NotPlayed


class NoPlayer:
    """Says so."""

    def play(self, file: Path) -> None:
        """Always raises NotPlayed."""
        raise NotPlayed(f"no player is known for {sys.platform}")
