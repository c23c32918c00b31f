"""The program's tray icon as a StatusNotifier host has it: tool tip, activation, and the menu (dbusmenu)."""

from __future__ import annotations

import re
from typing import Any

from tests.helpers.bus import Bus
from tests.helpers.real_desktop import WATCHER, eventually

_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"
_ACCELERATOR = re.compile("_(.)")
"""As hosts read labels: an underscore says of what follows that it is an accelerator, or an underscore."""


class TrayItem:
    """The only one that is registered."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    @property
    def _place(self) -> tuple[str, str]:
        def registered() -> list[str]:
            return list(self._bus.get(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems"))

        name, _, path = eventually(registered, "an icon")[0].partition("/")
        return name, f"/{path}"

    def tool_tip(self) -> str:
        """Its title."""
        return str(self._bus.get(*self._place, _ITEM, "ToolTip")[2])

    def activate(self) -> None:
        """Click it."""
        self._bus.call(*self._place, _ITEM, "Activate", "ii", 0, 0)

    def menu(self) -> dict[str, list[str]]:
        """Its entries, with those below each."""
        return {label: [each for each, _, _ in below] for label, _, below in self._entries()}

    def press(self, label: str) -> None:
        """Choose an entry, at whatever depth."""
        for title, number, below in self._entries():
            for each, at in ((title, number), *((name, place) for name, place, _ in below)):
                if each == label:
                    self._bus.call(
                        self._place[0], self._menu_path(), _MENU, "Event", "isvu", at, "clicked", ("s", ""), 0
                    )
                    return
        raise AssertionError(f"no {label} in the menu")

    def _menu_path(self) -> str:
        return str(self._bus.get(*self._place, _ITEM, "Menu"))

    def _entries(self) -> list[tuple[str, int, list[Any]]]:
        name, path = self._place[0], self._menu_path()
        self._bus.call(name, path, _MENU, "AboutToShow", "i", 0)
        _, (_, _, entries) = self._bus.call(name, path, _MENU, "GetLayout", "iias", 0, -1, [])
        return [found for each in entries if (found := _entry(each[1]))[0]]


def _entry(node: tuple[int, dict[str, Any], list[Any]]) -> tuple[str, int, list[Any]]:
    number, properties, below = node
    label = _ACCELERATOR.sub(r"\1", str(properties.get("label", ("s", ""))[1]))
    return label, number, [found for each in below if (found := _entry(each[1]))[0]]
