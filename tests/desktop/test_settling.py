"""Checks of ``app.desktop.settling``: what is chosen is kept and takes effect; what is removed was asked for twice."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton

from app.core.commands import Purge, PurgeResult
from app.core.records import SessionKey
from app.desktop import login_start
from app.desktop.choices import Choices
from app.desktop.settling import Settling
from app.desktop.sounds import Sounds
from app.desktop.views.main_window import MainWindow
from app.settings import load
from app.system.autostart import login_command
from app.system.autostart_dummy import DummyAutostart
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.desktop.test_sounds import Ear
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work


class Desk:
    """The window, its settings, and what took effect."""

    def __init__(self, window: MainWindow, hub: ScriptedHub, paths: DataPaths) -> None:
        self.window, self.hub, self.paths = window, hub, paths
        self.choices = Choices(paths.settings)
        self.effects: list[object] = []
        self.settling = Settling(window, window._cabin, self.choices, {"theme": self.effects.append})

    def press(self, question: QMessageBox, title: str) -> None:
        button: QAbstractButton = next(each for each in question.buttons() if each.text().replace("&", "") == title)
        button.click()

    @property
    def said(self) -> str:
        return self.window.notice_strip.text()


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[Desk]:
    async with window_at_work(hub, paths, until) as window:
        made = Desk(window, hub, paths)
        yield made
        await made.settling.close()


async def test_a_choice_is_kept_in_the_file(desk: Desk) -> None:
    dialog = desk.settling.open()
    dialog.fields["sounds"].check.click()
    assert load(desk.paths.settings).settings.sounds and desk.choices.settings.sounds
    assert desk.settling.open() is dialog


async def test_a_choice_with_an_effect_takes_it(desk: Desk) -> None:
    desk.settling.open().fields["theme"].choice.choose("dark")
    assert desk.effects == ["dark"]


async def test_starting_at_login_is_kept_by_the_system_and_told_by_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = DummyAutostart()
    monkeypatch.setattr(login_start, "system_autostart", lambda: system)
    desk.settling = Settling(desk.window, desk.window._cabin, desk.choices, {})
    dialog = desk.settling.open()
    switch = dialog.fields["start_at_login"].check
    switch.click()
    assert system.command == tuple(login_command(desk.paths)) and not desk.paths.settings.exists()
    system.refusal = "The folder cannot be written."
    switch.click()
    assert dialog.problem.text() == "The folder cannot be written."
    assert switch.isChecked(), "what the system did not do is not shown as done"


async def test_what_is_no_quiet_time_is_said_and_not_kept(desk: Desk) -> None:
    dialog = desk.settling.open()
    desk.settling.choose("quiet_hours", ("at night",))
    assert "at night" in dialog.problem.text() and desk.choices.settings.quiet_hours == ()
    desk.settling.choose("quiet_hours", ("22:00-07:00",))
    assert dialog.problem.text() == "" and desk.choices.settings.quiet_hours == ("22:00-07:00",)


async def test_a_sound_can_be_listened_to_and_where_it_cannot_it_is_said_why(desk: Desk) -> None:
    ear = Ear()
    desk.settling.sounds = Sounds(lambda: desk.choices.settings, player=ear)
    dialog = desk.settling.open()
    buttons = {each.accessibleName(): each for each in dialog.fields["sounds_for"].findChildren(QPushButton)}
    buttons["Play: Failed"].click()
    await until(lambda: ear.heard == ["failed"])
    ear.breaks = "paplay: Connection refused"
    buttons["Play: Silent"].click()
    await until(lambda: dialog.problem.text() == "It cannot be heard: paplay: Connection refused")
    assert desk.choices.settings.sounds_for == ("needs_you", "failed", "finished"), "listening chooses nothing"


async def test_everything_that_is_over_is_removed_after_a_question(desk: Desk) -> None:
    gone, stays = SessionKey("claude_code", "a"), SessionKey("claude_code", "b")
    desk.hub.answers[Purge] = lambda order: PurgeResult(purged=(gone,), running=(stays,), records=7)
    desk.settling.open().deeds.buttons["purge"].click()
    question = desk.window.findChild(QMessageBox)
    assert question is not None and "for good" in question.text()
    desk.press(question, "Remove")
    await until(lambda: desk.said)
    assert desk.said == "1 session was removed. 1 that runs stays."
    assert Purge(all=True) in desk.hub.orders


async def test_who_thinks_better_of_it_removes_nothing(desk: Desk) -> None:
    desk.press(desk.settling.ask_to_purge(), "Cancel")
    assert not [order for order in desk.hub.orders if isinstance(order, Purge)]


async def test_one_session_is_removed_by_its_title(desk: Desk) -> None:
    desk.hub.answers[Purge] = lambda order: PurgeResult(purged=order.sessions)
    question = desk.settling.ask_to_purge(LOGIN)
    row = desk.window._cabin.hubs.row(LOGIN)
    assert row is not None and row.title in question.text()
    desk.press(question, "Remove")
    await until(lambda: desk.said)
    assert Purge(sessions=(LOGIN.key,)) in desk.hub.orders


async def test_a_hub_that_refuses_is_quoted(desk: Desk) -> None:
    def refuse(_order: Purge) -> None:
        raise RuntimeError("The store cannot be written just now.")

    desk.hub.answers[Purge] = refuse
    desk.press(desk.settling.ask_to_purge(LOGIN), "Remove")
    await until(lambda: desk.said)
    assert desk.said == "Nothing was removed. The store cannot be written just now."
