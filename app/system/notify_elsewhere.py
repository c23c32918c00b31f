"""Notifications on macOS and Windows, by the library desktop-notifier (installed there only)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.system.notify import Listener, Note, NotShown
from app.system.notify_queue import Handle, NoteQueue


async def open_elsewhere(app_name: str, icon: str, listener: Listener) -> ElsewhereNotifier:
    """Raises NotShown where the library is missing, or the system takes no notes of this program."""
    try:
        import desktop_notifier
    except ImportError as error:
        raise NotShown(f"desktop-notifier is not installed: {error}") from error
    try:
        made = desktop_notifier.DesktopNotifier(app_name, desktop_notifier.Icon(path=Path(icon)))
        if not await made.request_authorisation():
            raise NotShown("the system does not let this program notify")
    except (OSError, RuntimeError) as error:
        raise NotShown(f"the system takes no notes: {error}") from error
    return ElsewhereNotifier(made, desktop_notifier, listener)


class ElsewhereNotifier:
    """``made``: a ``DesktopNotifier``, ``library``: the module it is from."""

    def __init__(self, made: Any, library: Any, listener: Listener) -> None:
        self._made = made
        self._library = library
        self._queue = queue = NoteQueue(self, listener)
        made.on_clicked = queue.clicked
        made.on_button_pressed = lambda handle, button: queue.pressed(_serial_of(handle), button)
        made.on_dismissed = lambda handle: queue.closed(handle, by_person=True)

    def show(self, note: Note) -> None:
        self._queue.show(note)

    def withdraw(self, tag: str) -> None:
        self._queue.withdraw(tag)

    async def close(self) -> None:
        await self._queue.close()

    async def put(self, note: Note, serial: int, before: Handle | None) -> Handle:
        """Each showing has a name of its own, so that a press is known to belong to it."""
        if before is not None:
            await self.take(before)
        handle = f"signalcabin-{serial}"
        buttons = tuple(self._library.Button(title=each.label, identifier=each.name) for each in note.buttons)
        urgency = self._library.Urgency.Critical if note.urgent else self._library.Urgency.Normal
        await self._made.send_notification(
            self._library.Notification(
                title=note.title, message=note.body, urgency=urgency, buttons=buttons, identifier=handle
            )
        )
        # The library logs a failure and raises nothing; what it did not show it does not list either.
        if handle not in await self._made.get_current_notifications():
            raise NotShown("the system did not take the note")
        return handle

    async def take(self, handle: Handle) -> None:
        """Gone already is well, too."""
        if handle in await self._made.get_current_notifications():
            await self._made.clear(handle)


def _serial_of(handle: str) -> int:
    return int(handle.rpartition("-")[2])
