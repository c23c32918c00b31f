"""Checks of the whole window by ear: every page, dialog, menu and bar, read as a screen reader reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.core.commands import StopResult
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.desktop import announce as speech
from app.desktop.agent_setup import AgentState
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import now_us
from app.desktop.models.event_cells import KIND
from app.desktop.models.hubs import SessionRef
from app.desktop.tray import Tray
from app.desktop.views.add_hub import AddHubDialog
from app.desktop.views.connect_dialog import ConnectDialog
from app.desktop.views.launch_dialog import LaunchDialog
from app.desktop.views.main_menu import build_menu
from app.desktop.views.main_window import MainWindow
from app.desktop.views.start_page import StartPage
from app.system.agents_installed import Installed
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.accessible_tree import faults, spoken
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work

HERE = Installed(agent="claude_code", program="/bin/claude", version="2.1.197")


@pytest.fixture(autouse=True)
def _somebody_listens() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was announced: how urgently, and the words."""
    said: list[tuple[str, str]] = []

    def hear(event: object) -> None:
        said.append((event.politeness().name, event.message()))

    monkeypatch.setattr(speech.QAccessible, "updateAccessibility", hear)
    return said


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        yield made


def stored(hub: ScriptedHub, ref: SessionRef, **changes: object) -> SessionRow:
    return msgspec.structs.replace(hub.rows[SessionKey(ref.agent, ref.session_id)], **changes)


# ── everything has a name and a role ──


async def test_the_conversation_page_with_every_bar_open_can_be_understood_by_ear(window: MainWindow) -> None:
    window.roster.select(DEPLOY)
    await until(window.session.permission.isVisible)
    window.say("Claude Code is not connected.", offers=(("Connect…", lambda: None),))
    window.hub_strip.say("Hub away since 13:02.", kind="warning")
    window.session.stop_strip.say("Stops before the next tool", kind="warning")
    window.session.find_bar.open()
    window.roster.search.setText("deploy")
    assert faults(window) == []


async def test_the_event_table_and_the_raw_input_can_be_understood_by_ear(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    window.session.toggle_events()
    await until(lambda: window.session.events.grid.current_row() >= 0)
    await until(lambda: window.session.events.raw.raw is not None)
    assert faults(window) == []
    model = window.session.events.model
    assert model.index(0, KIND).data(Qt.ItemDataRole.AccessibleTextRole) == "Tool call finished, failure"


def launch_dialog(window: MainWindow) -> LaunchDialog:
    order = partial(window._cabin.order_hub, THIS_MACHINE)
    return LaunchDialog(order, [("claude_code", "Claude Code")], ["/home/ada/src/shop"], window)


@pytest.mark.parametrize("made", [
    lambda window: window.open_palette(),
    lambda window: window.open_shortcuts(),
    lambda window: window.session.header.stop.open_menu(),
    lambda window: build_menu(window, window._cabin),
    lambda window: AddHubDialog(set(), window),
    lambda window: launch_dialog(window),
], ids=["palette", "shortcuts", "stop menu", "menu", "add hub", "new session"])  # fmt: skip
async def test_every_popup_and_dialog_can_be_understood_by_ear(
    window: MainWindow, made: Callable[[MainWindow], QWidget]
) -> None:
    window.roster.select(LOGIN)
    shown = made(window)
    shown.show()
    assert len(spoken(shown)) > 2
    assert faults(shown) == []
    shown.close()


async def test_the_dialog_that_connects_an_agent_can_be_understood_by_ear(paths: DataPaths, _own_home: object) -> None:
    dialog = ConnectDialog("claude_code", "Claude Code", paths)
    dialog.show()
    await until(lambda: not dialog.about.text().startswith("Looking"))
    assert faults(dialog) == []
    assert f"StaticText {dialog.about.text()}" in spoken(dialog)
    await dialog._tasks.close()
    dialog.deleteLater()


@pytest.mark.parametrize("state", [
    AgentState("claude_code", "Claude Code", None),
    AgentState("claude_code", "Claude Code", HERE),
    AgentState("claude_code", "Claude Code", HERE, connected=True),
    AgentState("claude_code", "Claude Code", HERE, problem="Its settings are no JSON."),
], ids=["absent", "installed", "connected", "problem"])  # fmt: skip
def test_the_welcome_page_can_be_understood_by_ear(qapp: object, state: AgentState) -> None:
    page = StartPage()
    page.set_agents([state])
    page.show()
    assert faults(page) == []
    page.deleteLater()


async def test_the_menu_of_the_tray_says_who_needs_what(window: MainWindow) -> None:
    menu = QMenu(window)
    Tray(window._cabin, window).build_menu(menu)
    menu.show()
    assert faults(menu) == []
    lines = [action.text() for action in menu.actions()]
    assert "deploy script: allow “git push origin main”?" in lines
    stop = next(action.menu() for action in menu.actions() if action.text() == "Stop")
    assert "docs pass, working: writing…" in [action.text() for action in stop.actions()]
    menu.close()


def test_this_check_names_what_has_no_name_no_role_or_a_letter_twice(qapp: object) -> None:
    class Painted(QWidget):
        pass

    around = QWidget()
    layout = QVBoxLayout(around)
    for widget in (QLineEdit(), QPushButton(), QLabel("&Name"), QPushButton("&Stop"), QPushButton("&Say"), Painted()):
        layout.addWidget(widget)
    layout.itemAt(5).widget().setFocusPolicy(layout.itemAt(0).widget().focusPolicy())
    around.show()
    found = "\n".join(faults(around))
    assert "QLineEdit: takes the keyboard and has no name" in found
    assert "QPushButton: takes the keyboard and has no name" in found
    assert "label '&Name': a mnemonic that leads nowhere" in found
    assert "Alt+s means 2 things" in found
    assert "takes the keyboard as Client" in found
    around.deleteLater()


# ── what is painted is said ──


async def test_a_row_says_who_what_needs_you_and_since_when(window: MainWindow) -> None:
    rows = [line.removeprefix("ListItem ") for line in spoken(window.roster.list) if line.startswith("ListItem")]
    asked, question = "allow “git push origin main”?", "Which index should the orders table get?"
    assert rows[:3] == [
        "Needs you, 2",
        f"deploy script, Claude Code, needs you: {asked}, 40 seconds, in infra, number 1",
        f"migrate db, Claude Code, needs you: {question}, 3 minutes, in warehouse, number 2",
    ]
    assert "lint, Claude Code, failed: rate limit, 1 hour, in shop, number 7" in rows
    assert "changelog, Claude Code, finished, 9 minutes, in shop, number 6" in rows
    assert rows[-1].endswith("in web"), "only the first nine have a number"


async def test_the_window_is_read_from_the_list_to_the_status_line(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    lines = spoken(window)
    places = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in (
        "EditableText Find session", "Button Menu", "List Sessions", "Graphic Working", "Button Stop this session",
        "PageTab Output", "StatusBar Status",
    )]  # fmt: skip
    assert places == sorted(places)


async def test_the_palette_tells_what_enter_would_choose_although_the_keyboard_stays_in_its_field(
    window: MainWindow, heard: list[tuple[str, str]]
) -> None:
    palette = window.open_palette()
    palette.field.setText("lint")
    assert heard[-1] == ("Polite", "lint, failed, Claude Code · shop, 1 of 1")
    palette.field.setText("no such thing")
    assert heard[-1] == ("Polite", "Nothing found")
    palette.close()


# ── what happens is announced ──


async def test_a_session_that_begins_to_need_somebody_is_announced_at_once_and_once(
    window: MainWindow, hub: ScriptedHub, heard: list[tuple[str, str]]
) -> None:
    docs = SessionRef(THIS_MACHINE, "claude_code", "docs-pass")
    window.roster.select(LOGIN)
    for source in ("hook", "transcript", "registry"):
        asks = stored(hub, docs, status="waiting", doing="allow “make docs”?", pending=("r9",), status_source=source)
        await hub.say(asks)
        await until(lambda: window._cabin.hubs.row(docs).status_source == source)  # noqa: B023
    assert heard == [("Assertive", "docs pass needs you: allow “make docs”?")]


async def test_what_becomes_of_the_selected_session_is_announced_politely_and_of_others_not(
    window: MainWindow, hub: ScriptedHub, heard: list[tuple[str, str]]
) -> None:
    window.roster.select(LOGIN)
    await hub.say(stored(hub, LOGIN, doing="Bash “ls”"), canned.row("api-pagination", "done", 0, now_us()))
    await hub.say(stored(hub, LOGIN, status="failed", reason="rate_limit"))
    await until(lambda: window.session.row().status == "failed")
    assert heard == [("Polite", "Make the login redirect keep its query string: failed: rate limit")]


async def test_a_stop_that_succeeded_is_told_once_and_one_that_failed_at_once(
    window: MainWindow, hub: ScriptedHub, heard: list[tuple[str, str]]
) -> None:
    window.roster.select(LOGIN)
    window.session._stop_began(LOGIN, "interrupt")
    window.session._stop_ended(LOGIN, StopResult(outcome="stopped", evidence="idle again", took_ms=300))
    await hub.say(stored(hub, LOGIN, status="interrupted"))
    await until(lambda: window.session.row().status == "interrupted")
    assert heard == [("Polite", "Make the login redirect keep its query string: interrupted")]
    window.session._stop_began(LOGIN, "interrupt")
    left = StopResult(outcome="still_running", evidence="", took_ms=1000, survivors=("sleep (pid 4711)",))
    window.session._stop_ended(LOGIN, left)
    assert heard[1:] == [("Assertive", "Still running after 1.0 s: sleep (pid 4711)")]
    window.session.tick()
    assert len(heard) == 2


async def test_nothing_is_announced_while_nobody_listens_or_another_window_is_in_front(
    window: MainWindow, hub: ScriptedHub, heard: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    window.roster.select(LOGIN)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    await hub.say(stored(hub, LOGIN, status="done"))
    await until(lambda: window.session.row().status == "done")
    monkeypatch.undo()
    monkeypatch.setattr(speech.QAccessible, "isActive", staticmethod(lambda: False))
    window.say("Something")
    assert heard == []
