"""What a scene is, and the afternoon's work most of them begin with."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable

from tests.helpers import canned
from tests.helpers.pictures.stage import Clock, Stage

BOTH = ("light", "dark")
ALL = ("light", "dark", "high-contrast")

Play = Callable[[Stage], Awaitable[None]]


@dataclasses.dataclass(frozen=True)
class Scene:
    """``play`` brings the window to what the picture shows."""

    name: str
    play: Play
    themes: tuple[str, ...] = BOTH
    text_scale: float = 1.0
    ratio: int = 1
    """Device pixels per logical one."""
    from_the_right: bool = False


async def afternoon(stage: Stage, width: int = 900, height: int = 600, session: str = canned.SHOP.session_id) -> None:
    """The window on an afternoon's work."""
    canned.fill(stage.hub, Clock.now_us)
    await stage.open(width, height)
    await stage.select(session)
