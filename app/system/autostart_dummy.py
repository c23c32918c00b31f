"""Starting at login on a system that exists in memory only."""

from __future__ import annotations

from collections.abc import Sequence

from app.system.autostart import AutostartUnusable


class DummyAutostart:
    """``refusal``: why nothing can be changed; "" where it can."""

    where = "memory"

    def __init__(self, refusal: str = "") -> None:
        self.refusal = refusal
        self.command: tuple[str, ...] = ()

    def is_on(self) -> bool:
        return bool(self.command)

    def turn_on(self, command: Sequence[str]) -> None:
        self._refuse()
        self.command = tuple(command)

    def turn_off(self) -> None:
        self._refuse()
        self.command = ()

    def _refuse(self) -> None:
        if self.refusal:
            raise AutostartUnusable(self.refusal)
