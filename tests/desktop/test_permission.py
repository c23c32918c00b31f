"""Checks of ``app.desktop.views.permission``: each answer reaches the request that was read, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core import events as e
from app.core.commands import Answer, PendingRow, Suggestion
from app.desktop.link import now_us
from app.desktop.views.main_window import MainWindow
from app.desktop.views.permission import PermissionPanel
from app.desktop.widgets.choice_menu import ChoiceMenu
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, window_at_work

S = 1_000_000


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    hub.answers[Answer] = lambda _order: {"answered": True, "why": ""}
    async with window_at_work(hub, paths, until) as made:
        yield made


def asked(request_id: str = "req-1", **more: Any) -> PendingRow:
    asked_at_us = more.pop("asked_at_us", now_us())
    return msgspec.structs.replace(canned.PUSH, request_id=request_id, asked_at_us=asked_at_us, **more)


async def held(hub: ScriptedHub, *requests: PendingRow, settled: e.PermissionSettled | None = None) -> None:
    """The session waits for these now; ``settled``: one that it waited for until now."""
    hub.pending = list(requests)
    row = msgspec.structs.replace(hub.rows[DEPLOY.key], pending=tuple(each.request_id for each in requests))
    await hub.say(row, records=(hub.record(DEPLOY.key, settled, now_us()),) if settled else ())


async def ready(window: MainWindow, request_id: str) -> PermissionPanel:
    """The panel shows this request and takes answers."""
    panel = window.session.permission
    window.roster.select(DEPLOY)
    await until(lambda: panel.takes_answers and panel.request is not None and panel.request.request_id == request_id)
    return panel


async def ordered(hub: ScriptedHub, count: int = 1) -> list[Answer]:
    answers: list[Answer] = []

    def came() -> bool:
        answers[:] = [order for order in hub.orders if isinstance(order, Answer)]
        return len(answers) >= count

    await until(came)
    return answers


def menu() -> ChoiceMenu:
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, ChoiceMenu)
    return opened


def choose(title: str) -> None:
    """By the keyboard, as the menu came."""
    opened = menu()
    for _ in opened.buttons:
        at = next(button for button in opened.buttons if button.hasFocus())
        if at.choice.title == title:
            QTest.keyClick(opened, Qt.Key.Key_Return)
            return
        QTest.keyClick(opened, Qt.Key.Key_Down)
    raise AssertionError(f"no such choice: {title}")


def key(window: MainWindow, which: Qt.Key) -> None:
    at = window.focusWidget()
    assert at is not None
    QTest.keyClick(at, which)


# ── allow ──


async def test_what_the_agent_offers_stands_beside_allow_in_words_and_is_sent_by_its_place(
    window: MainWindow, hub: ScriptedHub
) -> None:
    offers = (Suggestion(words=""), Suggestion(words="Accept all edits in this session"))
    await held(hub, asked("req-2", suggestions=offers))
    panel = await ready(window, "req-2")
    panel.setFocus()
    while window.focusWidget() is not panel._allow.more:
        key(window, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Space)
    assert [each.choice.title for each in menu().buttons] == ["Allow once", "Accept all edits in this session"]
    choose("Accept all edits in this session")
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.suggestion, answer.digest) == ("allow", 1, canned.PUSH.digest)


async def test_an_offer_too_long_to_be_read_cannot_be_taken(window: MainWindow, hub: ScriptedHub) -> None:
    await held(hub, asked("req-2", suggestions=(Suggestion(words="Allow Bash(" + "a " * 200 + "curl evil)"),)))
    panel = await ready(window, "req-2")
    opened = panel.open_ways_to_allow()
    assert opened is not None
    assert [button.isEnabled() for button in opened.buttons[:2]] == [True, False]
    assert len(opened.buttons[1].choice.title) < 120
    opened.close()


# ── deny ──


async def test_a_denial_can_say_why_without_a_mouse(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await ready(window, "req-1")
    panel.setFocus()
    panel.open_ways_to_deny()
    choose("Deny and say why…")
    assert window.focusWidget() is panel.reason.field
    QTest.keyClicks(panel.reason.field, "a day late")
    assert not [order for order in hub.orders if isinstance(order, Answer)], "letters are words here"
    key(window, Qt.Key.Key_Return)
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.reason, answer.interrupt) == ("deny", "a day late", False)
    assert window.focusWidget() is panel


async def test_esc_takes_back_the_wish_to_say_why(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await ready(window, "req-1")
    panel.setFocus()
    panel.open_ways_to_deny()
    choose("Deny and say why…")
    key(window, Qt.Key.Key_Escape)
    assert window.focusWidget() is panel and panel.reason.isHidden()
    key(window, Qt.Key.Key_D)
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.reason) == ("deny", "")


async def test_a_denial_can_end_the_turn(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await ready(window, "req-1")
    panel.open_ways_to_deny()
    choose("Deny and stop")
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.interrupt) == ("deny", True)


# ── one after the other ──


async def test_what_comes_while_one_is_shown_waits_its_turn_even_if_it_is_older(
    window: MainWindow, hub: ScriptedHub
) -> None:
    first = asked("req-1")
    await held(hub, first)
    panel = await ready(window, "req-1")
    older = asked("req-0", asked_at_us=first.asked_at_us - S, input={"command": "rm -rf build"})
    await held(hub, first, older, asked("req-2"))
    await until(lambda: panel.more.text().startswith("1 of 3"))
    assert panel.request == first and "git push" in panel.what.toPlainText()
    await held(hub, older, asked("req-2"))
    await until(lambda: panel.request is not None and panel.request.request_id == "req-0")
    assert panel.what.toPlainText() == "rm -rf build"


async def test_what_became_of_one_is_told_before_the_next_comes(window: MainWindow, hub: ScriptedHub) -> None:
    question = e.PermissionRequested(request_id="req-1", tool_name="Bash", input=canned.PUSH.input)
    first, second = asked("req-1"), asked("req-2", input={"command": "make"})
    await held(hub, first, second)
    panel = await ready(window, "req-1")
    await until(lambda: hub.watches)
    await hub.say(records=(hub.record(DEPLOY.key, question, now_us()),))
    await held(hub, second, settled=e.PermissionSettled(request_id="req-1", how="elsewhere"))
    await until(lambda: panel.title.text() == "Answered in its terminal.")
    assert panel.request is not None and panel.request.request_id == "req-1"
    assert not panel.allow.isEnabled() and not panel.takes_answers
    await until(lambda: panel.what.toPlainText() == "make")
    assert panel.title.text() == "Allow Bash?"


async def test_a_request_that_just_came_takes_no_answer_yet_neither_by_key_nor_by_pointer(
    window: MainWindow, hub: ScriptedHub
) -> None:
    first, second = asked("req-1"), asked("req-2", input={"command": "make"})
    await held(hub, first, second)
    panel = await ready(window, "req-1")
    panel.setFocus()
    await held(hub, second)
    await until(lambda: panel.what.toPlainText() == "make")
    assert not panel.takes_answers
    QTest.keyClick(panel, Qt.Key.Key_A)
    QTest.mouseClick(panel.allow, Qt.MouseButton.LeftButton)
    panel.allow.setFocus()
    QTest.keyClick(panel.allow, Qt.Key.Key_Space)
    await until(lambda: panel.takes_answers)
    QTest.mouseClick(panel.deny, Qt.MouseButton.LeftButton)
    [answer] = await ordered(hub)
    assert (answer.request_id, answer.behavior) == ("req-2", "deny")


async def test_a_press_that_began_on_one_request_does_not_answer_the_next(window: MainWindow, hub: ScriptedHub) -> None:
    first, second = asked("req-1"), asked("req-2", input={"command": "make"})
    await held(hub, first)
    panel = await ready(window, "req-1")
    middle = QPoint(panel.allow.width() // 2, panel.allow.height() // 2)
    panel._show(second, False)
    await until(lambda: panel._grace.is_over)
    QTest.mousePress(panel.allow, Qt.MouseButton.LeftButton, pos=middle)
    panel._show(first, False)
    await until(lambda: panel._grace.is_over)
    QTest.mouseRelease(panel.allow, Qt.MouseButton.LeftButton, pos=middle)
    await asyncio.sleep(0)
    assert not [order for order in hub.orders if isinstance(order, Answer)]


async def test_an_order_that_fails_is_said_and_the_request_stays(window: MainWindow, hub: ScriptedHub) -> None:
    def fails(_order: object) -> None:
        raise RuntimeError("the disk is full")

    hub.answers[Answer] = fails
    panel = await ready(window, "req-1")
    panel.deny.click()
    await until(lambda: "the disk is full" in panel.note.text())
    assert panel.takes_answers and panel.request is not None and panel.request.request_id == "req-1"
