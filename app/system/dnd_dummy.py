"""Do not disturb where no way is known to read it: macOS keeps its focus modes to itself, Windows its assistant."""

from __future__ import annotations

from app.system.dnd import Heard


async def follow(heard: Heard) -> None:
    """There is nothing to follow."""
    heard(False)
