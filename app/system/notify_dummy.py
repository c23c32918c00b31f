"""Notifications that nobody sees: a diary of what would have been shown, for tests and platforms without a service."""

from __future__ import annotations

from app.system.notify import Activated, Note


class DummyNotifier:
    """Remembers what stands and everything that happened, in order."""

    def __init__(self, activated: Activated | None = None) -> None:
        self.standing: dict[str, Note] = {}
        self.diary: list[tuple[str, str]] = []
        """("show" | "withdraw", tag)."""
        self._activated = activated

    async def show(self, note: Note) -> None:
        self.standing[note.tag] = note
        self.diary.append(("show", note.tag))

    async def withdraw(self, tag: str) -> None:
        if self.standing.pop(tag, None) is not None:
            self.diary.append(("withdraw", tag))

    async def close(self) -> None:
        self.standing.clear()

    def click(self, tag: str) -> None:
        """What a person's click does."""
        if self._activated is not None and tag in self.standing:
            self._activated(tag)
