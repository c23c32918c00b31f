"""Checks of ``app.desktop.views.inbox``: the inbox as a person uses it, by keys and by ear."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.commands import Answer
from app.core.projections.alerts import Digest
from app.core.records import SessionKey
from app.desktop import theme as themes
from app.desktop import words
from app.desktop.alerts import Entry
from app.desktop.cabin import THIS_MACHINE
from app.desktop.calls import Calls
from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT, Theme
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.inbox import InboxDialog
from app.desktop.views.inbox_times import minutes_until_morning
from app.desktop.views.main_window import MainWindow
from app.settings import Settings
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.desktop.test_keyboard import grab, ring_contrast
from tests.helpers import canned
from tests.helpers.accessible_tree import faults, tab_path
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.told_alerts import ToldAlerts
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work

DOCS = SessionRef(THIS_MACHINE, "claude_code", "docs-pass")
MISSED = Digest(why="returned", title="While you were away", body="1 needs you", since_us=1, at_us=2)


class Desk:
    """The window, what called, and the inbox over it."""

    def __init__(self, window: MainWindow, hub: ScriptedHub) -> None:
        self.window, self.hub, self.alerts = window, hub, ToldAlerts()
        window.next_wanted.disconnect()
        window.inbox_wanted.disconnect()
        self.calls = Calls(window, window._cabin, self.alerts, Settings)  # type: ignore[arg-type]
        hub.answers[Answer] = lambda _order: {"answered": True, "why": ""}
        self.asks = self.alerts.tell(
            DEPLOY, "needs_you", "deploy script needs you", now_us() - 40_000_000, "allow “git push origin main”?",
            request_id="req-1",
        )  # fmt: skip
        self.ended = self.alerts.tell(LOGIN, "finished", "login finished", now_us() - 30_000_000)

    async def open(self, on: Entry | None = None) -> InboxDialog:
        dialog = self.calls.open_inbox()
        for row in range(dialog.model.rowCount()):
            if on is not None and dialog.model.entry_at(dialog.model.index(row, 0)) == on:
                dialog.list.setCurrentIndex(dialog.model.index(row, 0))
        if on is self.asks:
            await until(lambda: dialog.request.isVisible() and dialog.request.panel.takes_answers)
        return dialog

    @property
    def answers(self) -> list[Answer]:
        return [order for order in self.hub.orders if isinstance(order, Answer)]

    def put_all_away(self) -> None:
        """Answered, and seen."""
        self.alerts.become(self.asks, "answered")
        self.alerts.become(self.ended, "seen")

    def settle(self) -> None:
        self.hub.pending = []


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[Desk]:
    async with window_at_work(hub, paths, until) as window:
        await until(lambda: window._cabin.pending)
        yield Desk(window, hub)


def press(dialog: InboxDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, key)


# ── reading ──


async def test_it_opens_by_a_key_on_what_came_last_and_a_second_press_opens_no_second(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.window.findChild(InboxDialog)
    assert dialog is not None and dialog.isVisible()
    assert dialog.focusWidget() is dialog.list
    assert dialog.current == desk.ended
    assert desk.calls.open_inbox() is dialog


async def test_an_empty_inbox_says_what_will_stand_here(desk: Desk) -> None:
    desk.put_all_away()
    dialog = await desk.open()
    assert "stands here until you have looked" in dialog.list.empty_sentence
    assert dialog.list.accessibleDescription() == dialog.list.empty_sentence
    assert not dialog.go.isEnabled() and not dialog.snooze.isEnabled() and not dialog.clear.isEnabled()


async def test_enter_goes_there_and_closes_it(desk: Desk) -> None:
    dialog = await desk.open(on=desk.ended)
    press(dialog, Qt.Key.Key_Return)
    assert desk.window.shown_ref == LOGIN
    assert not dialog.isVisible()


async def test_all_shows_what_was_handled_too_and_the_line_chosen_stays(desk: Desk) -> None:
    desk.alerts.become(desk.ended, "seen")
    dialog = await desk.open()
    assert dialog.model.rowCount() == 1
    dialog.all.click()
    assert dialog.model.rowCount() == 2
    assert dialog.current == desk.asks
    dialog.open_only.click()
    assert dialog.model.rowCount() == 1


async def test_what_comes_meanwhile_leaves_the_keyboard_on_its_line(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    desk.alerts.tell(DOCS, "failed", "docs pass failed", now_us(), "rate limit")
    assert dialog.current == desk.asks
    assert dialog.model.rowCount() == 3


# ── answering ──


async def test_the_request_of_a_line_is_shown_whole_with_its_answers(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    assert "git push origin main" in dialog.request.panel.what.toPlainText()
    dialog.list.setCurrentIndex(dialog.model.index(0, 0))
    assert dialog.current == desk.ended
    assert not dialog.request.isVisible()


@pytest.mark.parametrize(("key", "behavior"), [(Qt.Key.Key_A, "allow"), (Qt.Key.Key_D, "deny")])
async def test_a_and_d_answer_exactly_what_is_shown(desk: Desk, key: Qt.Key, behavior: str) -> None:
    dialog = await desk.open(on=desk.asks)
    press(dialog, key)
    await until(lambda: desk.answers)
    (answer,) = desk.answers
    assert (answer.request_id, answer.behavior, answer.digest) == ("req-1", behavior, canned.PUSH.digest)


@pytest.mark.slow
async def test_what_was_answered_here_says_so_and_stays_in_sight(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    desk.settle()
    press(dialog, Qt.Key.Key_A)
    await until(lambda: "req-1" in desk.window._cabin.given)
    desk.alerts.become(desk.asks, "answered")
    current = dialog.list.currentIndex()
    assert current.data() == "deploy script needs you"
    assert current.data(Qt.ItemDataRole.AccessibleTextRole).split(", ")[2] == "allowed here"
    await until(lambda: not dialog.request.isVisible())
    assert dialog.focusWidget() is dialog.list


async def test_a_key_kept_down_answers_nothing(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    QApplication.sendEvent(
        dialog.list, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
    )
    assert not dialog.request.panel._is_sent
    assert desk.answers == []


async def test_a_on_a_line_that_asks_nothing_answers_nothing(desk: Desk) -> None:
    dialog = await desk.open(on=desk.ended)
    press(dialog, Qt.Key.Key_A)
    await until(lambda: not desk.window._cabin._tasks._running)
    assert desk.answers == []


@pytest.mark.slow
async def test_a_request_held_no_more_is_not_offered(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    desk.settle()
    row = desk.hub.rows[DEPLOY.key]
    await desk.hub.say(msgspec.structs.replace(row, status="working", pending=()))
    await until(lambda: not dialog.request.isVisible())
    press(dialog, Qt.Key.Key_A)
    assert desk.answers == []


async def test_only_the_request_of_the_line_is_shown_though_its_session_asks_more(desk: Desk) -> None:
    other = msgspec.structs.replace(canned.PUSH, request_id="req-2", input={"command": "rm -r build"}, asked_at_us=1)
    desk.hub.pending = [other, canned.PUSH]
    row = desk.hub.rows[SessionKey(*DEPLOY[1:])]
    await desk.hub.say(msgspec.structs.replace(row, pending=("req-2", "req-1")))
    await until(lambda: len(desk.window._cabin.pending.get(DEPLOY, [])) == 2)
    dialog = await desk.open(on=desk.asks)
    assert dialog.request.panel.request is not None
    assert dialog.request.panel.request.request_id == "req-1"


async def test_an_answer_that_did_not_get_through_is_told_and_can_be_given_again(desk: Desk) -> None:
    desk.hub.answers[Answer] = lambda _order: {"answered": False, "why": "it was settled elsewhere"}
    dialog = await desk.open(on=desk.asks)
    press(dialog, Qt.Key.Key_A)
    await until(lambda: "settled elsewhere" in dialog.request.panel.note.text())
    assert desk.window._cabin.given == {}


async def test_enter_while_a_reason_is_written_sends_it_and_goes_nowhere(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    panel = dialog.request.panel
    panel._explain()
    panel.reason.field.setText("not on a Friday")
    panel.reason.field.setFocus()
    press(dialog, Qt.Key.Key_Return)
    await until(lambda: desk.answers)
    assert desk.answers[0].reason == "not on a Friday"
    assert dialog.isVisible()


async def test_escape_leaves_the_reason_first_and_then_the_inbox(desk: Desk) -> None:
    dialog = await desk.open(on=desk.asks)
    dialog.request.panel._explain()
    dialog.request.panel.reason.field.setFocus()
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


# ── putting away ──


async def test_delete_marks_a_line_as_seen_and_leaves_it_in_sight(desk: Desk) -> None:
    dialog = await desk.open(on=desk.ended)
    press(dialog, Qt.Key.Key_Delete)
    assert desk.alerts.done == [("seen", LOGIN)]
    assert dialog.model.rowCount() == 2


async def test_all_can_be_marked_as_seen_and_what_is_handled_forgotten(desk: Desk) -> None:
    dialog = await desk.open()
    dialog.clear.click()
    assert desk.alerts.done == [("mark_all_seen",)]
    assert dialog.model.rowCount() == 1, "what still waits for an answer stays"
    dialog.all.click()
    assert (dialog.model.rowCount(), dialog.clear.text()) == (2, "Clear handled")
    dialog.clear.click()
    assert dialog.model.rowCount() == 0
    assert dialog.focusWidget() is dialog.list


async def test_a_session_is_snoozed_from_its_line_for_a_time_somebody_chooses(desk: Desk) -> None:
    dialog = await desk.open(on=desk.ended)
    menu = dialog.open_snooze()
    assert menu is not None
    assert [button.choice.title for button in menu.buttons][:2] == ["15 minutes", "1 hour"]
    menu.buttons[1].click()
    assert desk.alerts.done == [("snooze", LOGIN, 60)]


async def test_nobody_is_called_for_a_time_somebody_chooses_and_the_button_says_until_when(desk: Desk) -> None:
    dialog = await desk.open()
    assert dialog.hush.text() == "Do not disturb…"
    dialog.open_hush().buttons[1].click()
    assert desk.alerts.done == [("hush", 60)]
    assert dialog.hush.text() == f"Quiet until {words.clock(desk.alerts.hushed_until_us)}"
    menu = dialog.open_hush()
    assert menu.buttons[0].choice.title == "Disturb me again"
    menu.buttons[0].click()
    assert dialog.hush.text() == "Do not disturb…"


@pytest.mark.parametrize(("now", "minutes"), [("23:00", 540), ("07:30", 30), ("08:00", 1440)])
def test_morning_is_the_next_one(now: str, minutes: int) -> None:
    assert minutes_until_morning(datetime.fromisoformat(f"2026-03-02T{now}")) == minutes


async def test_ctrl_j_leads_out_of_it_to_the_one_that_waits(desk: Desk) -> None:
    desk.alerts.waiting = [DEPLOY]
    desk.window.roster.select(LOGIN)
    dialog = await desk.open()
    QTest.keyClick(dialog, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.shown_ref == DEPLOY
    assert not dialog.isVisible()


# ── for everybody ──


async def test_it_can_be_understood_by_ear(desk: Desk) -> None:
    desk.calls.missed = MISSED
    dialog = await desk.open(on=desk.asks)
    assert faults(dialog) == []
    assert dialog.list.accessibleName() == "What called you"


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
async def test_whatever_has_the_keyboard_in_it_looks_different(desk: Desk, theme: Theme, qapp: QApplication) -> None:
    themes.apply_theme(qapp, theme.name)
    desk.calls.missed = MISSED
    dialog = await desk.open(on=desk.asks)
    dialog.activateWindow()
    await until(lambda: QApplication.focusWidget() is dialog.list)
    unseen = []
    for widget in [dialog.list, *tab_path(dialog.list)]:
        (dialog.leave if widget is not dialog.leave else dialog.list).setFocus()
        without = grab(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if ring_contrast(without, grab(widget)) < 3.0:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert unseen == []


async def test_an_empty_list_with_the_keyboard_looks_different_too(desk: Desk) -> None:
    desk.put_all_away()
    dialog = await desk.open()
    dialog.activateWindow()
    await until(lambda: QApplication.focusWidget() is dialog.list)
    with_ring = grab(dialog.list)
    dialog.leave.setFocus()
    assert ring_contrast(grab(dialog.list), with_ring) >= 3.0


async def test_tab_goes_from_the_digest_over_list_and_request_to_the_buttons(desk: Desk) -> None:
    desk.calls.missed = MISSED
    dialog = await desk.open(on=desk.asks)
    assert dialog.digest is not None
    path = [dialog.list, *tab_path(dialog.list)]
    wanted = [
        dialog.list, dialog.request.panel, dialog.request.panel.deny, dialog.request.panel.allow, dialog.hush,
        dialog.snooze, dialog.leave, dialog.go, dialog.clear, dialog.digest.away,
    ]  # fmt: skip
    assert [widget for widget in path if widget in wanted] == wanted


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_it_stays_inside_a_small_window_at_any_size_of_text(desk: Desk, scale: float, qapp: QApplication) -> None:
    themes.set_text_scale(qapp, scale)
    desk.window.resize(900, 600)
    desk.calls.missed = msgspec.structs.replace(MISSED, body="a sentence that does not end " * 6)
    dialog = await desk.open(on=desk.asks)
    assert dialog.width() <= 900 and dialog.height() <= 600
    assert dialog.minimumSizeHint().width() <= 900
