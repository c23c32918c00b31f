"""The key that opens *Stop all* from any program: asked of the desktop when a person wants it.

It opens the list, as the menu does. It never stops anything by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.core.tr import tr
from app.desktop.choices import Choices
from app.desktop.tasks import Tasks
from app.system.global_shortcut import Bound, NotAllowed, NotOffered, Pressed, Shortcut, hold_shortcut

log = logging.getLogger(__name__)

Hold = Callable[[Shortcut, Bound, Pressed], Awaitable[None]]
State = Literal["off", "asking", "on", "missing"]

NAME = "stop-all"
PREFERRED = "CTRL+ALT+period"


class StopAllKey(QObject):
    """``state`` is what it is, ``trigger`` the key in the desktop's words, ``why`` why it is missing."""

    changed = Signal()
    pressed = Signal()

    def __init__(self, choices: Choices, parent: QObject | None = None, hold: Hold = hold_shortcut) -> None:
        super().__init__(parent)
        self._choices = choices
        self._hold = hold
        self._tasks = Tasks()
        self._turn = 0
        self.state: State = "off"
        self.trigger = ""
        self.why = ""

    @property
    def is_wanted(self) -> bool:
        """Whether the person wants it."""
        return self._choices.settings.stop_all_key

    def ask(self) -> None:
        """Ask the desktop for it, unless it is asked or was given."""
        if self.state in ("off", "missing"):
            self._turn += 1
            self._become("asking")
            self._tasks.spawn(self._keep(self._turn))

    def choose(self, wanted: bool) -> None:
        """A person wants it, or no longer; remembered."""
        if wanted != self.is_wanted:
            self._choices.change(stop_all_key=wanted)
        if wanted:
            self.ask()
        else:
            self._turn += 1
            self._tasks.cancel()
            self._become("off")

    async def close(self) -> None:
        """Give the key back."""
        await self._tasks.close()

    async def _keep(self, turn: int) -> None:
        """``turn``: what comes of an earlier asking is no longer listened to."""
        shortcut = Shortcut(name=NAME, description=tr("Stop all sessions: show the list"), preferred=PREFERRED)
        try:
            await self._hold(shortcut, lambda trigger: self._bound(turn, trigger), self.pressed.emit)
        except NotOffered as error:
            log.info("no key for Stop all: %s", error)
            if turn != self._turn:
                return
            if isinstance(error, NotAllowed):
                # Who said no is not asked again at every start.
                self._choices.change(stop_all_key=False)
            self._become("missing", why=str(error))

    def _bound(self, turn: int, trigger: str) -> None:
        if turn == self._turn:
            self._become("on", trigger=trigger)

    def _become(self, state: State, *, trigger: str = "", why: str = "") -> None:
        self.state, self.trigger, self.why = state, trigger, why
        self.changed.emit()
