"""Checks of ``app.desktop.login_start``: the menu says what the system's list says, and changes that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.desktop import login_start
from app.desktop.views.main_window import MainWindow
from app.system.autostart import AutostartUnusable, login_command
from app.system.autostart_dummy import DummyAutostart
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import window_at_work


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as window:
        yield window


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> DummyAutostart:
    dummy = DummyAutostart()
    monkeypatch.setattr(login_start, "system_autostart", lambda: dummy)
    return dummy


def entry(window: MainWindow, paths: DataPaths) -> QAction:
    menu = QMenu(window)
    login_start.add_to(menu, window, paths)
    return menu.actions()[0]


async def test_turned_on_and_off_in_the_menu_it_is_so_in_the_system(
    window: MainWindow, paths: DataPaths, system: DummyAutostart
) -> None:
    first = entry(window, paths)
    assert not first.isChecked()
    first.trigger()
    assert system.command == tuple(login_command(paths))
    second = entry(window, paths)
    assert second.isChecked()
    second.trigger()
    assert not system.is_on()


async def test_a_system_that_refuses_is_told_in_the_window(
    window: MainWindow, paths: DataPaths, system: DummyAutostart
) -> None:
    system.refusal = "The folder cannot be written."
    entry(window, paths).trigger()
    assert "The folder cannot be written." in window.notice_strip.text()


async def test_where_nothing_can_start_at_login_nothing_is_offered(
    window: MainWindow, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> DummyAutostart:
        raise AutostartUnusable("not known here")

    monkeypatch.setattr(login_start, "system_autostart", unknown)
    menu = QMenu(window)
    login_start.add_to(menu, window, paths)
    assert menu.isEmpty()
