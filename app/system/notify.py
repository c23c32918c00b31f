"""Notifications of the operating system: shown, replaced and taken back by tag; which way depends on the platform."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

import msgspec


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One notification. ``tag`` names it: a note with the same tag replaces the one before. Texts are plain."""

    tag: str
    title: str
    body: str = ""
    urgent: bool = False
    action: str = "Show"
    """The label of its one button; clicking the note does the same."""


class NotShown(Exception):
    """The notification could not be shown; the text says why."""


class Notifier(Protocol):
    """One way to notify. All methods raise NotShown at worst."""

    async def show(self, note: Note) -> None:
        """Show, or replace the one with this tag."""
        ...

    async def withdraw(self, tag: str) -> None:
        """Take it back if it still stands."""
        ...

    async def close(self) -> None:
        """Let go of the connection; what stands remains."""
        ...


Activated = Callable[[str], None]
"""Called with the tag of a note that was clicked."""


async def open_notifier(app_name: str, icon: str, activated: Activated) -> Notifier:
    """The best way to notify here; raises NotShown where there is none (no bus, no notification service)."""
    if sys.platform.startswith("linux"):
        from app.system.notify_linux import LinuxNotifier

        return await LinuxNotifier.open(app_name, icon, activated)
    raise NotShown(f"no notification service is known for {sys.platform}")
