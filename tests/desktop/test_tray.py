"""Checks of ``app.desktop.tray``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.core.commands import Answer, PendingRow
from app.core.records import SessionKey
from app.desktop import tray as trays
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import HubAddress, Link, now_us
from app.desktop.models.hubs import Hub, SessionRef
from app.desktop.tray import Tray
from app.desktop.tray_menu import escaped_for_the_bus
from app.system.notify import Note
from app.system.paths import DataPaths
from tests.helpers.canned import row


class Host:
    """The desktop's tray, which may come later."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_there = True
        self.icons: list[QSystemTrayIcon] = []
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: self.is_there))
        monkeypatch.setattr(QSystemTrayIcon, "show", lambda icon: self.icons.append(icon))


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """No tray of another test looks on for it."""
    started: list[Tray] = []
    start = Tray.start

    def remember(tray: Tray) -> None:
        started.append(tray)
        start(tray)

    monkeypatch.setattr(Tray, "start", remember)
    yield Host(monkeypatch)
    for tray in started:
        tray.hide()


@pytest.fixture
def cabin(paths: DataPaths, qapp: object) -> Iterator[Cabin]:
    made = Cabin(paths, start_hub=False)
    address = HubAddress(THIS_MACHINE, "ws+unix:///nowhere")
    made.hubs.add(Hub(address, Link(address, lambda: None), phase="replaying"))
    yield made


def tell(cabin: Cabin, **statuses: str) -> None:
    hub = cabin.hubs.all()[0]
    for name, status in statuses.items():
        hub.rows[SessionKey("claude_code", name)] = row(name, status, 5, now_us())
    cabin.hubs.rows_changed.emit({SessionRef(THIS_MACHINE, "claude_code", name) for name in statuses})


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ({}, "quiet"),
        ({"a": "done"}, "quiet"),
        ({"a": "working"}, "working"),
        ({"a": "working", "b": "failed"}, "failed"),
        ({"a": "working", "b": "failed", "c": "waiting"}, "needs_you"),
    ],
)
def test_the_arm_shows_the_worst_state(host: Host, cabin: Cabin, statuses: dict[str, str], state: str) -> None:
    tray = Tray(cabin)
    tray.start()
    tell(cabin, **statuses)
    assert tray.state == state


def test_without_a_hub_the_arm_is_dashed(host: Host, cabin: Cabin) -> None:
    tray = Tray(cabin)
    cabin.hubs.all()[0].phase = "away"
    assert tray.state == "away"


def test_a_tray_that_comes_later_gets_a_new_icon(
    host: Host, cabin: Cabin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trays, "LOOK_AGAIN_MS", 10)
    host.is_there = False
    tray = Tray(cabin)
    tray.start()
    assert not tray.is_there
    assert host.icons == []
    host.is_there = True
    qtbot.waitUntil(lambda: len(host.icons) == 1)
    assert tray.is_there


def test_a_tray_that_starts_again_gets_a_new_icon_and_meanwhile_nothing_is_hidden_in_it(
    host: Host, cabin: Cabin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trays, "LOOK_AGAIN_MS", 10)
    monkeypatch.setattr(trays, "STILL_THERE_MS", 10)
    tray = Tray(cabin)
    tray.start()
    with qtbot.waitSignal(tray.lost):
        host.is_there = False
    assert not tray.is_there
    host.is_there = True
    qtbot.waitUntil(lambda: len(host.icons) == 2)
    assert tray.is_there
    assert host.icons[0] is not host.icons[1]


def test_closing_may_not_hide_the_window_in_a_tray_that_went_away(host: Host, cabin: Cabin) -> None:
    tray = Tray(cabin)
    tray.start()
    host.is_there = False
    assert not tray.is_there


def test_the_menu_names_who_needs_somebody_and_offers_stop_and_quit(host: Host, cabin: Cabin) -> None:
    tray = Tray(cabin)
    tray.start()
    tell(cabin, a="working", w="waiting")
    menu = QMenu()
    tray.build_menu(menu)
    titles = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert titles == ["w: waits for you", "Show Signalcabin", "Stop", "Stop all…", "Quit"]
    stop = next(action.menu() for action in menu.actions() if action.text() == "Stop")
    assert [action.text() for action in stop.actions()] == ["w, needs you: waits for you", "a, working: thinking…"]


def test_a_menu_entry_leads_to_its_session(host: Host, cabin: Cabin) -> None:
    tray = Tray(cabin)
    wanted: list[SessionRef] = []
    tray.session_wanted.connect(wanted.append)
    tell(cabin, w="waiting")
    menu = QMenu()
    tray.build_menu(menu)
    menu.actions()[0].trigger()
    assert wanted == [SessionRef(THIS_MACHINE, "claude_code", "w")]


def test_with_nobody_at_work_there_is_nothing_to_stop(host: Host, cabin: Cabin) -> None:
    menu = QMenu()
    Tray(cabin).build_menu(menu)
    assert not next(action for action in menu.actions() if action.text() == "Stop").isEnabled()


def test_an_agents_words_choose_no_accelerator(host: Host, cabin: Cabin) -> None:
    hub = cabin.hubs.all()[0]
    hub.rows[SessionKey("claude_code", "x")] = row("x", "waiting", 5, now_us(), title="a & b\nc", doing="Q&A?")
    cabin.hubs.rows_changed.emit({SessionRef(THIS_MACHINE, "claude_code", "x")})
    menu = QMenu()
    Tray(cabin).build_menu(menu)
    assert menu.actions()[0].text() == "a && b c: Q&&A?"


def test_the_icon_changes_only_with_the_state(host: Host, cabin: Cabin, monkeypatch: pytest.MonkeyPatch) -> None:
    set_icons: list[QIcon] = []
    tray = Tray(cabin)
    tray.start()
    monkeypatch.setattr(QSystemTrayIcon, "setIcon", lambda _self, icon: set_icons.append(icon))
    tell(cabin, a="working")
    tell(cabin, b="working")
    tell(cabin, c="done")
    assert len(set_icons) == 1


def ask(cabin: Cabin, command: str) -> None:
    """A session asks for a permission."""
    ref = SessionRef(THIS_MACHINE, "claude_code", "w")
    cabin.pending[ref] = [
        PendingRow(
            request_id="r",
            agent="claude_code",
            session_id="w",
            tool_name="Bash",
            input={"command": command},
            digest="d",
        )
    ]
    tell(cabin, w="waiting")


def test_a_permission_is_answered_from_the_menu_for_exactly_what_stands_there(
    host: Host, cabin: Cabin, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Answer] = []
    monkeypatch.setattr(cabin, "give_answer", lambda _ref, answer: given.append(answer))
    monkeypatch.setattr(cabin, "_ask_pending", lambda _name: None)
    ask(cabin, "git push & git pull")
    menu = QMenu()
    Tray(cabin).build_menu(menu)
    own = menu.actions()[0].menu()
    texts = [action.text() for action in own.actions() if not action.isSeparator()]
    assert texts == ["Bash: git push && git pull", "Allow", "Deny", "Show", "Stop"]
    assert not own.actions()[0].isEnabled()
    own.actions()[1].trigger()
    assert given == [Answer(request_id="r", behavior="allow", digest="d")]


def test_what_the_menu_cannot_show_whole_it_does_not_allow(
    host: Host, cabin: Cabin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cabin, "_ask_pending", lambda _name: None)
    ask(cabin, "echo fine" + " " * 900 + "x" * 900 + "; rm -rf /")
    menu = QMenu()
    Tray(cabin).build_menu(menu)
    own = menu.actions()[0].menu()
    texts = [action.text() for action in own.actions() if not action.isSeparator()]
    assert texts[0].endswith("; rm -rf /")
    assert texts[1:] == ["Deny", "Show", "Stop"]


@pytest.mark.parametrize("text", ["a", "my_file", "a & b & c", "x && y", "sleep 5 &", "&&", "a_b & c__d"])
def test_a_host_on_the_bus_shows_exactly_what_is_asked(text: str) -> None:
    """What Qt 6.11 sends for a label, and what a host makes of it."""
    label = escaped_for_the_bus(text)
    at = label.find("&")
    sent = label if at in (-1, len(label) - 1) else f"{label[:at]}_{label[at + 1 :]}"
    assert re.sub("_(.)", r"\1", sent) == text


def test_a_balloon_is_for_icons_that_are_windows_of_ours(
    host: Host, cabin: Cabin, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, title, *_: shown.append(title))
    ref, note = SessionRef(THIS_MACHINE, "claude_code", "w"), Note(tag="t", title="w needs you")
    tray = Tray(cabin)
    assert not tray.note(ref, note)
    tray.start()
    assert not tray.note(ref, note)
    monkeypatch.setattr(QSystemTrayIcon, "geometry", lambda _icon: QRect(0, 0, 22, 22))
    assert tray.note(ref, note)
    assert shown == ["w needs you"]
