"""A key that reaches this program while another one has the keyboard; where the desktop offers such a thing."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from app.core.tr import tr


class Shortcut(msgspec.Struct, frozen=True, kw_only=True):
    """What a key is wanted for. Which key it is, the person and their desktop decide."""

    name: str
    """The same in every release: the desktop remembers the key by it."""
    description: str
    preferred: str = ""
    """A proposal in the words of the XDG shortcuts specification, as in CTRL+ALT+period."""


class NotOffered(Exception):
    """There is no such key here (any more); the text says why, for people."""


class NotAllowed(NotOffered):
    """The person, or the desktop for them, said no."""


Bound = Callable[[str], None]
"""Called with the key in the desktop's words when it is known or was changed; "" while none is chosen."""
Pressed = Callable[[], None]


async def hold_shortcut(shortcut: Shortcut, bound: Bound, pressed: Pressed) -> None:
    """Hold the key until cancelled. Raises NotOffered where, or as soon as, there is none; NotAllowed when refused."""
    if not sys.platform.startswith("linux"):
        raise NotOffered(tr("Signalcabin cannot ask this system for a key yet."))
    from app.system.global_shortcut_linux import hold

    await hold(shortcut, bound, pressed)
