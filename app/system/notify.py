"""Notifications of the operating system: shown, replaced and taken back by tag; which way depends on the platform."""

from __future__ import annotations

import sys
from typing import Any, Protocol

import msgspec


class Button(msgspec.Struct, frozen=True):
    """``name`` comes back when it is pressed; ``label`` is what a person reads."""

    name: str
    label: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One notification. ``tag`` names it: a note with the same tag replaces the one before. Texts are plain."""

    tag: str
    title: str
    body: str = ""
    urgent: bool = False
    buttons: tuple[Button, ...] = ()
    again: bool = False
    """It says anew what stands already: no second sound, and nothing at all where a person closed it meanwhile."""
    bound: Any = None
    """What its buttons are about. Comes back with a press; never shown."""


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A person pressed a button of ``note``, or the note itself (button "").

    ``note`` is what that person saw, even if another stands in its place by now. ``stood_ms``: how long it had been
    there. ``token`` proves to a Wayland desktop that a person did this.
    """

    note: Note
    button: str
    stood_ms: float
    token: str = ""


class NotShown(Exception):
    """The notification could not be shown; the text says why."""


class Listener(Protocol):
    """Whoever has notes shown."""

    def pressed(self, press: Press) -> None:
        """A person pressed something."""
        ...

    def not_shown(self, note: Note, why: str) -> None:
        """Nobody sees this note now; it is shown as soon as it can be, if it is still wanted then."""
        ...


class Notifier(Protocol):
    """One way to notify. Nothing here waits or raises: what is wanted is noted, and brought about in its time."""

    def show(self, note: Note) -> None:
        """Show, or replace the one with this tag."""
        ...

    def withdraw(self, tag: str) -> None:
        """Take it back if it still stands."""
        ...

    async def close(self) -> None:
        """Take back what still stands, as far as that is quick, and let go of the service."""
        ...


async def open_notifier(app_name: str, icon: str, listener: Listener) -> Notifier:
    """The best way to notify here; raises NotShown where there can be none (no bus, no library for this system)."""
    if sys.platform.startswith("linux"):
        from app.system.notify_linux import open_linux

        return await open_linux(app_name, icon, listener)
    from app.system.notify_elsewhere import open_elsewhere

    return await open_elsewhere(app_name, icon, listener)
