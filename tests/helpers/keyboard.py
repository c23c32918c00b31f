"""A person at the keyboard of the real window: presses keys where the keyboard is, looks, and waits for things."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

T = TypeVar("T")
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_MOST_TABS = 80


class Keyboard:
    """``folder``: where ``look`` leaves what the window looked like, numbered."""

    def __init__(self, window: QMainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self._numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def at(self) -> QWidget:
        """Where the keyboard is."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self._window

    async def arrives_at(self, name: str) -> None:
        """The keyboard comes to what has this name by itself, as when a dialog opens."""
        await seen(lambda: name_of(self.at).startswith(name), f"the keyboard at {name!r}")

    async def comes_back(self) -> None:
        """What popped up has gone: a window manager gives the keyboard back to the window, and here nobody is one."""
        if QApplication.activeWindow() is None:
            (QApplication.activeModalWidget() or self._window).activateWindow()
        await seen(QApplication.activeWindow, "a window with the keyboard")

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key after the other, each where the keyboard is then."""
        for key in keys:
            QTest.keyClick(self.at, key, modifiers)

    def type(self, text: str) -> None:
        """Write over what stands where the keyboard is."""
        self.press(Qt.Key.Key_A, modifiers=CTRL)
        QTest.keyClicks(self.at, text)

    def tab_to(self, name: str, *, backwards: bool = False) -> None:
        """Press Tab until the keyboard is on what has this name; fails with what was met."""
        met = [name_of(self.at)]
        while not met[-1].startswith(name):
            assert len(met) < _MOST_TABS, f"no {name!r} among {met}"
            self.press(Qt.Key.Key_Tab, modifiers=SHIFT if backwards else NONE)
            met.append(name_of(self.at))

    def choose(self, title: str) -> None:
        """In the menu that is open: arrows to the choice that begins so, and Enter."""
        met: list[str] = []
        while not name_of(self.at).startswith(title):
            met.append(name_of(self.at))
            assert len(met) < 20, f"no {title!r} among {met}"
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)

    def look(self, name: str) -> None:
        """Keep what the window looks like now, and what has popped up over it."""
        image = self._window.grab().toImage()
        painter = QPainter(image)
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and other is not self._window and other.windowType() != Qt.WindowType.ToolTip:
                place = other.geometry().translated(-self._window.geometry().topLeft())
                painter.drawPixmap(place.topLeft(), other.grab())
                painter.drawRect(place)
        painter.end()
        image.save(str(self._folder / f"{next(self._numbers):02d}-{name}.png"))


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return widget.accessibleName() or str(getattr(widget, "text", str)())


async def seen(check: Callable[[], T], why: str, within_s: float = 30.0) -> T:
    """The first truthy value of ``check``, while the window goes on; fails with ``why``."""
    deadline_s = asyncio.get_running_loop().time() + within_s
    while not (found := check()):
        assert asyncio.get_running_loop().time() < deadline_s, f"not within {within_s} s: {why} (last: {found!r})"
        await asyncio.sleep(0.02)
    return found


async def aside(work: Callable[..., T], *arguments: Any) -> T:
    """Do what takes its time in a thread, while the window goes on."""
    return await asyncio.to_thread(work, *arguments)
