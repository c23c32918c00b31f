"""Checks of ``app.desktop.views.reply_bar``: writing to a session from the window, as a person does it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import msgspec
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.commands import AnyCommand, HowToReply, SendPrompt, WithdrawPrompt
from app.core.projections.rows import QueuedPrompt, SessionRow
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import OrderFailed, now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.views.reply_bar import ReplyBar
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import SHOP, row
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import window_at_work

ONE, OTHER = SessionRef("here", "claude_code", "one"), SessionRef("here", "claude_code", "other")
SENT = {"sent": True, "how": "stream", "prompt_id": "p1"}
QUEUED = {"sent": False, "how": "queued", "why": "it is handed over when the turn it is in ends", "prompt_id": "p1"}


class Desk:
    """The bar, what it ordered, and what a hub would say to it."""

    def __init__(self) -> None:
        self.ordered: list[tuple[SessionRef, AnyCommand]] = []
        self.says: object = SENT
        self.way: object = {}
        self.asked: list[SessionRef] = []
        self.bar = ReplyBar(self.order)
        self.show(ONE, launched=True)

    async def order(self, ref: SessionRef, command: AnyCommand) -> object:
        if isinstance(command, HowToReply):
            self.asked.append(ref)
            if isinstance(self.way, Exception):
                raise self.way
            return self.way
        self.ordered.append((ref, command))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    def show(self, ref: SessionRef, status: str = "working", **more: object) -> SessionRow:
        made = row(ref.session_id, status, 1, now_us(), **more)
        self.bar.set_session(ref)
        self.bar.set_row(made)
        return made

    def type(self, text: str) -> None:
        QTest.keyClicks(self.bar.field, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.bar.field, key, modifiers)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.bar._tasks.close()
    await made.bar.ways.tasks.close()


async def test_enter_sends_what_is_written_and_empties_the_field(desk: Desk) -> None:
    desk.type("now add a test")
    desk.press(Qt.Key.Key_Return)
    await until(lambda: desk.bar.field.toPlainText() == "")
    assert desk.ordered == [(ONE, SendPrompt(agent="claude_code", session_id="one", text="now add a test"))]
    assert desk.bar.problem.isHidden()


async def test_shift_enter_begins_a_new_line_and_the_field_grows(desk: Desk) -> None:
    before = desk.bar.field.sizeHint().height()
    desk.type("one")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    desk.type("two")
    assert desk.ordered == []
    assert desk.bar.field.toPlainText() == "one\ntwo"
    assert desk.bar.field.sizeHint().height() > before


async def test_nothing_is_sent_when_nothing_is_written(desk: Desk) -> None:
    desk.type("   ")
    desk.press(Qt.Key.Key_Return)
    assert (desk.ordered, desk.bar.button.isEnabled()) == ([], False)


async def test_what_could_not_be_sent_stays_and_it_is_said_why(desk: Desk) -> None:
    for said, shown in (
        ({"sent": False, "why": "it rests"}, "Not sent: it rests"),
        (OrderFailed("The hub is away."), "Not sent: The hub is away."),
        (["what?"], "Not sent: the hub's answer was not understood"),
    ):
        desk.says = said
        desk.bar.field.setPlainText("go on")
        desk.bar.send()
        await until(lambda shown=shown: desk.bar.problem.text().startswith(shown))
        assert desk.bar.field.toPlainText() == "go on"


async def test_two_presses_send_once(desk: Desk) -> None:
    desk.type("go on")
    desk.bar.send()
    desk.bar.send()
    await until(lambda: desk.bar.field.toPlainText() == "")
    assert len(desk.ordered) == 1


async def test_it_stands_under_launched_sessions_and_under_others_only_when_asked_for(desk: Desk) -> None:
    assert not desk.bar.isHidden()
    desk.show(OTHER)
    assert desk.bar.isHidden()
    desk.bar.open()
    assert not desk.bar.isHidden()
    desk.press(Qt.Key.Key_Escape)
    assert desk.bar.isHidden()
    desk.show(ONE, "ended", launched=False)
    desk.bar.open()
    assert desk.bar.isHidden()


async def test_what_was_begun_for_one_session_waits_there_for_its_reader(desk: Desk) -> None:
    desk.type("half a thou")
    desk.show(OTHER, launched=True)
    assert desk.bar.field.toPlainText() == ""
    desk.show(ONE, launched=True)
    assert desk.bar.field.toPlainText() == "half a thou"


async def test_what_is_queued_is_shown_and_taken_back_into_the_field(desk: Desk) -> None:
    desk.show(OTHER, queued=(QueuedPrompt(prompt_id="p1", text="also the docs"),))
    assert not desk.bar.isHidden()
    assert desk.bar.queued.text() == "Queued: also the docs"
    QTest.mouseClick(desk.bar.take_back, Qt.MouseButton.LeftButton)
    await until(lambda: desk.bar.field.toPlainText() == "also the docs")
    assert desk.ordered == [(OTHER, WithdrawPrompt(agent="claude_code", session_id="other"))]


async def test_it_tells_how_the_message_will_reach_the_session(desk: Desk) -> None:
    for way, told, button in (
        ({"how": "wake", "sentence": "wakes it now"}, "Wakes it now.", "Send"),
        ({"how": "next_stop", "sentence": "it rests"}, "It rests.", "Queue"),
        ({"how": "stop", "sentence": "handed over later"}, "Handed over later.", "Queue"),
        ({"why_not": "it has ended"}, "It has ended.", "Send"),
        (OrderFailed("Unknown."), "", "Send"),
    ):
        desk.way = way
        desk.show(ONE, launched=True)
        assert desk.bar.way.isHidden()
        desk.show(OTHER, "done", queued=(QueuedPrompt(prompt_id="p1", text="also the docs"),))
        await until(lambda told=told: desk.bar.way.text() == told)
        assert desk.bar.button.text() == desk.bar.button.accessibleName() == button
        assert desk.bar.field.accessibleDescription() == told


async def test_it_asks_again_when_the_session_changes_and_when_somebody_begins_to_write(desk: Desk) -> None:
    queued = (QueuedPrompt(prompt_id="p1", text="also the docs"),)
    desk.show(OTHER, "working", queued=queued)
    await until(lambda: len(desk.asked) == 1)
    desk.show(OTHER, "working", queued=queued)
    desk.show(OTHER, "done", queued=queued)
    await until(lambda: len(desk.asked) == 2)
    desk.type("go on")
    await until(lambda: len(desk.asked) == 3)


async def test_a_moment_later_it_looks_once_more_for_a_hook_that_came_after_the_rest(desk: Desk) -> None:
    desk.way = {"how": "next_stop", "sentence": "it rests"}
    desk.bar.ways._later.setInterval(10)
    desk.show(OTHER, "done", queued=(QueuedPrompt(prompt_id="p1", text="also the docs"),))
    await until(lambda: desk.bar.way.text() == "It rests.")
    desk.way = {"how": "wake", "sentence": "wakes it now"}
    await until(lambda: desk.bar.way.text() == "Wakes it now.")


async def test_nobody_is_asked_while_nobody_writes(desk: Desk) -> None:
    desk.show(OTHER, "done")
    desk.show(ONE, launched=True)
    assert desk.bar.isVisibleTo(desk.bar.parentWidget()) and desk.asked == []


async def test_an_answer_for_a_session_no_longer_shown_leaves_the_field_alone(desk: Desk) -> None:
    desk.type("go on")
    desk.bar.send()
    desk.show(OTHER, launched=True)
    desk.type("another")
    await until(lambda: not desk.bar._sending)
    assert desk.bar.field.toPlainText() == "another"
    desk.show(ONE, launched=True)
    assert desk.bar.field.toPlainText() == ""


# ── in the window ──


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        yield made


async def test_r_opens_it_letters_are_text_in_it_and_escape_goes_back_to_the_output(
    window: MainWindow, hub: ScriptedHub
) -> None:
    answer: Callable[[SendPrompt], object] = lambda command: QUEUED  # noqa: E731
    hub.answers[SendPrompt] = answer
    window.roster.select(SessionRef(THIS_MACHINE, *SHOP))
    window.activateWindow()
    window.actions_by_name["reply"].trigger()
    bar = window.session.reply
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "et a d")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    await until(lambda: any(isinstance(order, SendPrompt) for order in hub.orders))
    (order,) = [order for order in hub.orders if isinstance(order, SendPrompt)]
    assert order.text == "et a d"
    assert not window.session.shows_events
    shop = hub.rows[SHOP]
    await hub.say(msgspec.structs.replace(shop, queued=(QueuedPrompt(prompt_id="p1", text="et a d"),)))
    await until(lambda: bar.queued.text() == "Queued: et a d")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.session.output
