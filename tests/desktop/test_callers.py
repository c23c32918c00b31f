"""Checks of ``app.desktop.callers``: who calls the window finds it in front, with the session they named."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.core.commands import Stop
from app.desktop import callers as module
from app.desktop.callers import Callers
from app.desktop.models.hubs import SessionRef
from app.desktop.only_window import Call
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow
from app.desktop.views.stop_all_dialog import StopAllDialog
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work


class Desk:
    """A window with sessions in it, and who answers its callers."""

    def __init__(self, window: MainWindow, hub: ScriptedHub) -> None:
        self.window, self.hub = window, hub
        self.tray = Tray(window._cabin, window)
        self.callers = Callers(window, window._cabin, self.tray)

    @property
    def shown(self) -> SessionRef | None:
        return self.window.session.ref

    @property
    def said(self) -> str:
        return self.window.notice_strip.text()


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[Desk]:
    async with window_at_work(hub, paths, until) as window:
        yield Desk(window, hub)


async def test_a_call_brings_back_a_window_that_was_put_away(desk: Desk) -> None:
    desk.window.hide()
    desk.callers.called(Call())
    assert desk.window.isVisible()
    desk.window.showMinimized()
    desk.callers.called(Call())
    assert not desk.window.isMinimized()


@pytest.mark.parametrize("name", [DEPLOY.session_id, DEPLOY.session_id[:8]])
async def test_a_link_shows_its_session_by_its_id_or_the_beginning_of_it(desk: Desk, name: str) -> None:
    desk.window.show_session(LOGIN)
    desk.callers.called(Call(session=name))
    await until(lambda: desk.shown == DEPLOY)


async def test_a_call_for_stop_all_shows_the_list_and_stops_nothing(desk: Desk) -> None:
    desk.window.hide()
    desk.callers.called(Call(stop_all=True))
    dialog = desk.window.findChild(StopAllDialog)
    assert desk.window.isVisible() and dialog is not None and dialog.isVisible()
    await until(lambda: dialog.summary.text() != "Looking…")
    assert not [order for order in desk.hub.orders if isinstance(order, Stop)]


async def test_a_call_for_stop_all_that_comes_before_the_hub_has_told_waits_for_it(desk: Desk) -> None:
    hub = desk.window._cabin.hubs.all()[0]
    phase, hub.phase = hub.phase, "replaying"
    desk.callers.called(Call(stop_all=True))
    desk.callers.called(Call(stop_all=True))
    assert desk.window.findChild(StopAllDialog) is None
    hub.phase = phase
    desk.window._cabin.hubs.phase_changed.emit(hub.name)
    assert len(desk.window.findChildren(StopAllDialog)) == 1


async def test_a_link_to_a_session_nobody_knows_is_told(desk: Desk) -> None:
    before = desk.shown
    desk.callers.called(Call(session="no-such-session"))
    assert "There is no session no-such-session here." in desk.said
    assert desk.shown == before


async def test_a_link_that_comes_before_the_hub_has_told_is_kept(desk: Desk) -> None:
    hub = desk.window._cabin.hubs.all()[0]
    phase, hub.phase = hub.phase, "replaying"
    row = desk.hub.rows[DEPLOY.key]
    desk.callers.called(Call(session="late-session"))
    assert desk.callers._wanted == "late-session"
    hub.phase = phase
    await desk.hub.say(
        type(row)(agent=row.agent, session_id="late-session", status="working", last_at_us=row.last_at_us)
    )
    await until(lambda: desk.shown is not None and desk.shown.session_id == "late-session")
    assert desk.callers._wanted == ""


async def test_the_leave_to_come_forward_is_taken_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "old")
    desk.callers.called(Call(token="new"))
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "new"


async def test_begun_in_the_tray_it_comes_to_the_task_bar_where_no_tray_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRAY_WITHIN_MS", 1)
    desk.window.hide()
    desk.callers.begin_in_tray()
    await until(lambda: desk.window.isVisible() and desk.window.isMinimized())


async def test_begun_in_the_tray_it_stays_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tray, "is_there", property(lambda _self: True))
    desk.window.hide()
    desk.callers._minimize_without_tray()
    assert not desk.window.isVisible()
