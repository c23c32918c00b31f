"""Checks of ``app.desktop.views.roster_numbers``: sessions by number, and when the numbers are seen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.models.roster import MOST_NUMBERED, Role
from app.desktop.views.main_window import MainWindow
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        yield made


def hold_ctrl(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, CTRL))


def let_go(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Control, NONE))


async def test_ctrl_and_a_digit_lead_to_that_session_of_the_list(window: MainWindow) -> None:
    refs = window._cabin.roster.refs()
    for number in (3, 1, 9):
        QTest.keyClick(window.roster.list, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.shown_ref == refs[number - 1]


@pytest.mark.parametrize("place", ["output", "timeline", "search"])
async def test_they_do_so_from_wherever_the_keyboard_is(window: MainWindow, place: str) -> None:
    window.roster.select(LOGIN)
    at = {"output": window.session.output, "timeline": window.session.timeline, "search": window.roster.search}[place]
    at.setFocus()
    QTest.keyClick(at, Qt.Key.Key_2, CTRL)
    assert window.shown_ref == window._cabin.roster.refs()[1]


async def test_with_a_filter_the_numbers_are_those_of_the_lines_shown(window: MainWindow) -> None:
    window.roster.search.setText("docs")
    QTest.keyClick(window.roster.list, Qt.Key.Key_1, CTRL)
    assert window.shown_ref is not None and window.shown_ref.session_id == "docs-pass"
    QTest.keyClick(window.roster.list, Qt.Key.Key_2, CTRL)
    assert window.shown_ref.session_id == "docs-pass", "there is no second"


async def test_a_digit_alone_or_with_other_keys_leads_nowhere(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    for modifiers in (NONE, CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier):
        QTest.keyClick(window.roster.list, Qt.Key.Key_1, modifiers)
    assert window.shown_ref == LOGIN


async def test_the_first_nine_have_a_number_and_headings_have_none(window: MainWindow) -> None:
    model = window._cabin.roster
    numbers = [model.index(row, 0).data(Role.NUMBER) for row in range(model.rowCount())]
    assert [number for number in numbers if number] == list(range(1, MOST_NUMBERED + 1))
    assert all(numbers[row] is None for row in range(model.rowCount()) if model.is_heading(row))


async def test_the_numbers_show_while_ctrl_is_held_and_go_with_it(window: MainWindow) -> None:
    hold_ctrl(window.roster.list)
    assert not window.roster.list.shows_numbers, "at once they would flicker with every shortcut"
    await until(lambda: window.roster.list.shows_numbers)
    let_go(window.roster.list)
    assert not window.roster.list.shows_numbers


async def test_a_shortcut_pressed_with_ctrl_brings_no_numbers_and_takes_those_there_away(window: MainWindow) -> None:
    held = next(child for child in window.children() if type(child).__name__ == "RosterNumbers")._held
    hold_ctrl(window.roster.list)
    assert held.isActive()
    QTest.keyClick(window.roster.list, Qt.Key.Key_J, CTRL)
    assert not held.isActive()
    window.roster.list.show_numbers(True)
    QTest.keyClick(window.roster.list, Qt.Key.Key_L, CTRL)
    assert not window.roster.list.shows_numbers


async def test_a_window_that_is_left_shows_no_numbers(window: MainWindow) -> None:
    window.roster.list.show_numbers(True)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.roster.list.shows_numbers
