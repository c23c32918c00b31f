"""A global shortcut that no desktop knows of: a diary of who held it, and a way to press it."""

from __future__ import annotations

import asyncio

from app.system.global_shortcut import Bound, NotOffered, Pressed, Shortcut


class DummyShortcuts:
    """``refusal``: raised instead of holding anything."""

    def __init__(self, trigger: str = "Ctrl+Alt+.", refusal: NotOffered | None = None) -> None:
        self.trigger = trigger
        self.refusal = refusal
        self.diary: list[tuple[str, str]] = []
        """("hold" | "press" | "let go", name), in order."""
        self._held: dict[str, tuple[Bound, Pressed]] = {}
        self._taken_away: asyncio.Future[None] | None = None

    async def hold(self, shortcut: Shortcut, bound: Bound, pressed: Pressed) -> None:
        if self.refusal is not None:
            raise self.refusal
        self._held[shortcut.name] = (bound, pressed)
        self.diary.append(("hold", shortcut.name))
        self._taken_away = asyncio.get_running_loop().create_future()
        bound(self.trigger)
        try:
            await self._taken_away
        finally:
            del self._held[shortcut.name]
            self.diary.append(("let go", shortcut.name))

    def press(self, name: str) -> None:
        """What a person's key does; nothing while nobody holds it."""
        if name in self._held:
            self.diary.append(("press", name))
            self._held[name][1]()

    def take_away(self, why: str) -> None:
        """The desktop ends it."""
        if self._taken_away is not None and not self._taken_away.done():
            self._taken_away.set_exception(NotOffered(why))
