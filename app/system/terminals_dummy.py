"""Terminals made up for tests: a diary of the keys pressed, and what a key brings about."""

from __future__ import annotations

from collections.abc import Callable

from app.core.tr import tr
from app.system.processes import ProcessId
from app.system.terminals import Place, Terminals


class DummyTerminals(Terminals):
    """Nothing here is real. ``diary`` lists every Escape, by the place it was pressed in."""

    def __init__(self) -> None:
        self.diary: list[str] = []
        self._places: dict[ProcessId, Place] = {}
        self._then: Callable[[], None] = lambda: None

    def show(self, process: ProcessId, name: str = "tmux pane %1", why_not: str = "") -> None:
        """From now on the process is shown there."""
        self._places[process] = Place(name=name, why_not=why_not)

    def when_pressed(self, then: Callable[[], None]) -> None:
        """Let something happen at each Escape."""
        self._then = then

    def place_of(self, process: ProcessId) -> Place:
        return self._places.get(process, Place(why_not=tr("it runs in no terminal of tmux")))

    def press_escape(self, process: ProcessId) -> Place:
        place = self.place_of(process)
        if not place.why_not:
            self.diary.append(place.name)
            self._then()
        return place
