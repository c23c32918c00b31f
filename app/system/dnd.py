"""Whether the person's desktop says *do not disturb*: where it can be read, and while it changes."""

from __future__ import annotations

import sys
from collections.abc import Callable

Heard = Callable[[bool], None]
"""Called with whether the person is not to be disturbed: when it is first known, and after every change."""


async def follow_dnd(heard: Heard) -> None:
    """Tell ``heard`` until cancelled; returns at once where it cannot be read, which counts as not disturbed."""
    if sys.platform.startswith("linux"):
        from app.system.dnd_linux import follow
    else:
        from app.system.dnd_dummy import follow
    await follow(heard)
