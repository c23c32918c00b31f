"""Checks of ``app.desktop.stop_all_key`` and its dialog: a key from the desktop that opens the list, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.commands import Stop
from app.desktop.app import Desktop
from app.desktop.choices import Choices
from app.desktop.stop_all_key import NAME, StopAllKey
from app.desktop.views.stop_all_dialog import StopAllDialog
from app.desktop.views.stop_all_key_dialog import StopAllKeyDialog
from app.settings import load
from app.system.global_shortcut import NotAllowed, NotOffered
from app.system.global_shortcut_dummy import DummyShortcuts
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.accessible_tree import faults
from tests.helpers.scripted_hub import ScriptedHub

COMMAND = "signalcabin open --stop-all"


class Desk:
    """The dialog, and a desktop behind it that gives keys or does not."""

    def __init__(self, paths: DataPaths) -> None:
        self.paths = paths
        self.desktop = DummyShortcuts()
        self.key = StopAllKey(Choices(paths.settings), hold=self.desktop.hold)
        self.dialog = StopAllKeyDialog(self.key, COMMAND)
        self.dialog.show()

    @property
    def is_remembered(self) -> bool:
        return load(self.paths.settings).settings.stop_all_key

    async def press_check(self) -> None:
        QTest.keyClick(self.dialog.check, Qt.Key.Key_Space)
        await until(lambda: self.key.state != "asking")


@pytest_asyncio.fixture
async def desk(paths: DataPaths) -> AsyncIterator[Desk]:
    made = Desk(paths)
    yield made
    await made.key.close()


async def test_nothing_is_asked_of_the_desktop_before_a_person_wants_it(desk: Desk) -> None:
    assert (desk.dialog.said.text(), desk.desktop.diary) == ("Off: no key is taken.", [])
    assert (desk.dialog.check.isChecked(), desk.is_remembered) == (False, False)


async def test_the_key_that_was_given_is_told_and_the_wish_remembered(desk: Desk) -> None:
    await desk.press_check()
    assert (desk.dialog.said.text(), desk.is_remembered) == ("On: Ctrl+Alt+.", True)
    assert desk.dialog.by_hand.isHidden()


async def test_it_is_given_back_as_soon_as_nobody_wants_it(desk: Desk) -> None:
    await desk.press_check()
    await desk.press_check()
    await until(lambda: ("let go", NAME) in desk.desktop.diary)
    assert (desk.dialog.said.text(), desk.is_remembered) == ("Off: no key is taken.", False)


async def test_where_there_is_none_it_says_why_and_what_to_bind_instead(desk: Desk) -> None:
    desk.desktop.refusal = NotOffered("This desktop offers no global shortcuts to programs.")
    await desk.press_check()
    assert desk.dialog.said.text() == "There is none: This desktop offers no global shortcuts to programs."
    assert desk.dialog.by_hand.isVisible()
    desk.dialog.command.copy.click()
    assert QGuiApplication.clipboard().text() == COMMAND
    assert desk.is_remembered
    assert desk.dialog.check.isChecked()


async def test_who_said_no_to_the_desktop_is_not_asked_again_at_the_next_start(desk: Desk) -> None:
    desk.desktop.refusal = NotAllowed("It was not agreed to.")
    await desk.press_check()
    assert (desk.is_remembered, desk.dialog.check.isChecked()) == (False, False)
    assert desk.dialog.said.text() == "There is none: It was not agreed to."


async def test_a_key_that_is_taken_away_is_told(desk: Desk) -> None:
    await desk.press_check()
    desk.desktop.take_away("The desktop took the shortcut back.")
    await until(lambda: desk.key.state == "missing")
    assert desk.dialog.said.text() == "There is none: The desktop took the shortcut back."


async def test_the_desktops_words_for_a_key_stay_one_short_line(desk: Desk) -> None:
    desk.desktop.trigger = "Press\n\x1b[31m" + "x" * 500
    await desk.press_check()
    assert "\n" not in desk.dialog.said.text() and "\x1b" not in desk.dialog.said.text()
    assert len(desk.dialog.said.text()) < 100


async def test_it_can_be_understood_by_ear_on_and_missing(desk: Desk) -> None:
    await desk.press_check()
    assert faults(desk.dialog) == []
    desk.desktop.take_away("because")
    await until(lambda: desk.key.state == "missing")
    assert faults(desk.dialog) == []


async def test_pressing_it_opens_the_list_and_stops_nothing(
    qapp: QApplication, hub: ScriptedHub, paths: DataPaths, monkeypatch: Any
) -> None:
    dummy = DummyShortcuts()
    desktop = Desktop(qapp, paths, start_hub=False)
    desktop.cabin.add_own_hub()
    monkeypatch.setattr(desktop.stop_all_key, "_hold", dummy.hold)
    desktop.stop_all_key.choose(True)
    await until(lambda: desktop.stop_all_key.state == "on")
    assert desktop.window.isHidden()
    dummy.press(NAME)
    dialog = desktop.window.findChild(StopAllDialog)
    assert dialog is not None and dialog.isVisible()
    assert desktop.window.isVisible()
    assert not [order for order in hub.orders if isinstance(order, Stop)]
    dialog.reject()
    desktop.window.hide()
    await desktop.stop_all_key.close()
    await desktop.cabin.close(stop_own_hub=False)
