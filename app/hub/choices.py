"""What a person chose that concerns the hub: read from the settings file, and again whenever it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from app import settings as settings_file
from app.settings import Settings

_log = logging.getLogger("signalcabin.hub.choices")

_LOOK_EVERY_S = 2.0


class Choices:
    """Tells every listener what is chosen now, and again after each change. Nothing in the file ends the hub."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self.on_change: list[Callable[[Settings], None]] = []
        self.now = Settings()

    def read(self) -> None:
        """Read the file if it changed since the last call (or never was), and tell the listeners."""
        seen = self._stamp()
        if seen == self._seen:
            return
        self._seen = seen
        loaded = settings_file.load(self._path)
        for problem in loaded.problems:
            _log.warning("settings: %s", problem)
        self.now = loaded.settings
        for tell in self.on_change:
            tell(self.now)

    async def watch(self) -> None:
        """Look at the file every now and then, for as long as the hub lives."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            self.read()

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0)  # none is there, or none can be read: the defaults hold
        return (found.st_mtime_ns, found.st_size)
