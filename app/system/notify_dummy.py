"""Notifications that nobody sees: a diary of what would have been shown, for tests and platforms without a service."""

from __future__ import annotations

from app.system.notify import Listener, Note, Press


class DummyNotifier:
    """Remembers what stands and everything that happened, in order."""

    def __init__(self, listener: Listener | None = None) -> None:
        self.standing: dict[str, Note] = {}
        self.diary: list[tuple[str, str]] = []
        """("show" | "withdraw", tag)."""
        self._listener = listener

    def show(self, note: Note) -> None:
        if note.again and note.tag not in self.standing:
            return
        self.standing[note.tag] = note
        self.diary.append(("show", note.tag))

    def withdraw(self, tag: str) -> None:
        if self.standing.pop(tag, None) is not None:
            self.diary.append(("withdraw", tag))

    async def close(self) -> None:
        self.standing.clear()

    def press(self, note: Note, button: str = "", stood_ms: float = 5000.0) -> None:
        """What a person does with a note they see."""
        if self._listener is not None:
            self._listener.pressed(Press(note=note, button=button, stood_ms=stood_ms))
