"""Checks of ``app.desktop.calls``: Ctrl+J, the bell, what was missed, and sounds that are built when one is wanted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtGui import QAccessible

from app.core.projections.alerts import Digest
from app.desktop import announce as speech
from app.desktop import words
from app.desktop.cabin import THIS_MACHINE
from app.desktop.calls import Calls
from app.desktop.models.hubs import SessionRef
from app.desktop.views.inbox import InboxDialog
from app.desktop.views.main_window import MainWindow
from app.settings import Settings
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.told_alerts import ToldAlerts
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work

MIGRATE = SessionRef(THIS_MACHINE, "claude_code", "migrate-db")
S = 1_000_000
MISSED = Digest(why="returned", title="While you were away", body="2 need you, 1 failed", since_us=S, at_us=2 * S)


class Desk:
    """A window with alerts that a test tells."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.alerts, self.settings = window, ToldAlerts(), Settings()
        window.next_wanted.disconnect()
        window.inbox_wanted.disconnect()
        self.calls = Calls(window, window._cabin, self.alerts, lambda: self.settings)  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[Desk]:
    async with window_at_work(hub, paths, until) as window:
        made = Desk(window)
        yield made
        await made.calls.close()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is announced."""
    said: list[str] = []
    QAccessible.setActive(True)
    monkeypatch.setattr(speech.QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    yield said
    QAccessible.setActive(False)


# ── Ctrl+J ──


async def test_it_goes_from_one_that_waits_to_the_next_and_round(desk: Desk) -> None:
    desk.alerts.waiting = [MIGRATE, DEPLOY]
    desk.window.roster.select(LOGIN)
    seen = []
    for _ in range(3):
        desk.window.actions_by_name["next"].trigger()
        seen.append(desk.window.shown_ref)
    assert seen == [MIGRATE, DEPLOY, MIGRATE]


async def test_it_says_who_it_is_what_they_ask_and_how_many_others_wait(desk: Desk, heard: list[str]) -> None:
    desk.alerts.waiting = [DEPLOY, MIGRATE]
    desk.window.roster.select(LOGIN)
    desk.window.actions_by_name["next"].trigger()
    assert "deploy script needs you: allow “git push origin main”?, 1 other waits" in heard


async def test_where_nobody_waits_it_says_so_and_stays(desk: Desk, heard: list[str]) -> None:
    desk.window.roster.select(LOGIN)
    desk.window.actions_by_name["next"].trigger()
    assert heard[-1] == "No session needs you."
    assert desk.window.shown_ref == LOGIN


async def test_neither_a_filter_nor_the_overview_keeps_it_from_getting_there(desk: Desk) -> None:
    desk.alerts.waiting = [DEPLOY]
    desk.window.roster.search.setText("changelog")
    desk.window.toggle_overview()
    desk.window.actions_by_name["next"].trigger()
    assert desk.window.shown_ref == DEPLOY
    assert desk.window.roster.list.currentIndex().data() == "deploy script"
    assert not desk.window.right.shows_overview
    await until(desk.window.session.permission.hasFocus)


# ── the bell ──


async def test_there_is_no_bell_before_something_called(desk: Desk) -> None:
    assert desk.window.status.bell is None


async def test_the_bell_counts_what_stands_and_leads_to_the_inbox(desk: Desk) -> None:
    entry = desk.alerts.tell(DEPLOY, "needs_you", "deploy needs you", S)
    desk.alerts.tell(LOGIN, "finished", "login finished", 2 * S)
    await until(lambda: desk.window.status.bell)
    bell = desk.window.status.bell
    assert bell is not None
    assert (bell.text(), bell.accessibleName()) == ("2", "Inbox, 2 alerts stand")
    desk.alerts.become(entry, "answered")
    assert (bell.text(), bell.accessibleName()) == ("1", "Inbox, 1 alert stands")
    bell.click()
    assert desk.window.findChild(InboxDialog) is not None


async def test_with_nothing_left_the_bell_has_no_number(desk: Desk) -> None:
    desk.alerts.become(desk.alerts.tell(DEPLOY, "needs_you", "deploy needs you", S), "seen")
    await until(lambda: desk.window.status.bell)
    bell = desk.window.status.bell
    assert bell is not None and bell.isVisible()
    assert (bell.text(), bell.accessibleName()) == ("", "Inbox, nothing stands")


async def test_while_nobody_is_to_be_called_the_bell_says_until_when(desk: Desk) -> None:
    desk.alerts.hush(60)
    await until(lambda: desk.window.status.bell)
    bell = desk.window.status.bell
    assert bell is not None
    until_when = words.clock(desk.alerts.hushed_until_us)
    assert bell.accessibleName() == f"Inbox, nothing stands, quiet until {until_when}"
    struck = bell.grab().toImage()
    desk.alerts.hush(0)
    assert bell.accessibleName() == "Inbox, nothing stands"
    assert bell.grab().toImage() != struck


# ── what was missed ──


async def test_what_was_missed_is_told_once_across_the_top_and_stands_in_the_inbox(desk: Desk) -> None:
    desk.alerts.digest.emit(MISSED)
    strip = desk.window.notice_strip
    assert strip.text() == "While you were away: 2 need you, 1 failed"
    button = strip.button("Inbox")
    assert button is not None
    button.click()
    dialog = desk.window.findChild(InboxDialog)
    assert dialog is not None and dialog.digest is not None
    assert dialog.digest.title.text() == "While you were away"
    dialog.digest.away.click()
    assert dialog.digest is None
    assert desk.calls.missed is None


async def test_a_digest_that_comes_while_the_inbox_is_open_appears_in_it(desk: Desk) -> None:
    dialog = desk.calls.open_inbox()
    assert dialog.digest is None
    desk.alerts.digest.emit(MISSED)
    assert dialog.digest is not None and dialog.digest.isVisible()


def test_none_of_it_is_imported_before_it_is_wanted() -> None:
    asked = (
        "import sys; import app.desktop.app; wanted = ('app.desktop.views.inbox', 'app.desktop.models.inbox',"
        " 'app.desktop.sounds', 'app.system.sound', 'app.desktop.widgets.bell');"
        "print([name for name in sys.modules if name.startswith(wanted)])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


# ── sounds ──


async def test_no_sound_is_built_before_somebody_wants_to_hear_one(desk: Desk) -> None:
    desk.alerts.tell(DEPLOY, "needs_you", "deploy needs you", S)
    assert desk.calls._sounds is None
    desk.settings = msgspec.structs.replace(desk.settings, sounds=True, sounds_for=())
    desk.alerts.tell(DEPLOY, "needs_you", "deploy needs you", 2 * S)
    assert desk.calls._sounds is not None


async def test_a_sound_that_cannot_be_heard_is_told_in_the_window(desk: Desk) -> None:
    desk.calls._say_silent("paplay: Connection refused")
    assert desk.window.notice_strip.text() == "Alerts cannot be heard: paplay: Connection refused"
