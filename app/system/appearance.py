"""What a person told their desktop about how programs should look and move; where it tells us, and while it changes."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """None: this desktop does not tell."""

    less_motion: bool | None = None
    more_contrast: bool | None = None


Heard = Callable[[Wishes], None]
"""Called at the beginning and after every change."""


async def follow_wishes(heard: Heard) -> None:
    """Tell ``heard`` what is wished for until cancelled; returns at once where nobody can be asked."""
    if sys.platform.startswith("linux"):
        from app.system.appearance_linux import follow

        await follow(heard)
