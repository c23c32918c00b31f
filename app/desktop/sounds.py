"""Lets alerts be heard where somebody asked for it: one short sound, seldom, and the window never waits for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core.projections.alerts import Alert, AlertKind
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.desktop.theme import resources_dir
from app.settings import Settings
from app.system.sound import NotPlayed, Player, find_player

log = logging.getLogger(__name__)

SELDOM_S = 2.0
"""After one sound no other for so long: what comes in a burst is heard once."""


class Sounds(QObject):
    """Connect ``ring`` to what calls a person: muted alerts do not come that way, so quiet hours stay quiet."""

    failed = Signal(str)
    """Why nothing can be heard: once, until a sound was heard again."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        parent: QObject | None = None,
        player: Player | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._player = player
        self._clock_s = clock_s
        self._last_s = -SELDOM_S
        self._is_playing = False
        self._tasks = Tasks()
        self.why_not = ""
        """Why the last sound was not heard; "" when it was."""

    def ring(self, _ref: SessionRef, alert: Alert) -> None:
        """Sound for an alert, if its kind is to be heard."""
        settings = self._settings()
        if not settings.sounds or alert.kind not in settings.sounds_for or alert.again or alert.muted:
            return
        if self._is_playing or self._clock_s() - self._last_s < SELDOM_S:
            return
        self._last_s = self._clock_s()
        self._tasks.spawn(self._ring(alert.kind))

    async def try_out(self, kind: AlertKind) -> str:
        """Play a kind's sound now, whatever is chosen; gives why it was not heard, "" when it was."""
        await self._play(kind)
        return self.why_not

    async def close(self) -> None:
        """A sound under way is not waited for."""
        await self._tasks.close()

    async def _ring(self, kind: AlertKind) -> None:
        before = self.why_not
        await self._play(kind)
        if self.why_not and not before:
            log.info("sounds: %s", self.why_not)
            self.failed.emit(self.why_not)

    async def _play(self, kind: AlertKind) -> None:
        self._player = self._player or find_player()
        self._is_playing = True
        try:
            file = resources_dir() / "resources" / "sounds" / f"{kind}.wav"
            await asyncio.to_thread(self._player.play, file)
            self.why_not = ""
        except NotPlayed as error:
            self.why_not = str(error)
        finally:
            self._is_playing = False
