"""Checks of ``app.desktop.views.permission``: each answer reaches the request that was read, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core import events as e
from app.core.commands import Answer, PendingRow, Suggestion
from app.desktop.link import now_us
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output_cards import ToolSection
from app.desktop.views.permission import PermissionPanel
from app.desktop.widgets.choice_menu import ChoiceMenu
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, window_at_work

pytestmark = pytest.mark.slow
"""Each waits out the moment in which a request that just came takes no answer."""

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
    while window.focusWidget() is not panel._line.allow.more:
        key(window, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Space)
    titles = [each.choice.title for each in menu().buttons]
    assert titles == ["Allow once", "Accept all edits in this session", "Edit, then allow…"]
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


# ── allow something else ──


async def edited(window: MainWindow, request_id: str) -> PermissionPanel:
    """A person wants to change what is asked for."""
    panel = await ready(window, request_id)
    panel.setFocus()
    panel.open_ways_to_allow()
    choose("Edit, then allow…")
    assert window.focusWidget() is panel.what
    return panel


async def test_a_command_can_be_changed_before_it_runs_without_a_mouse(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await edited(window, "req-1")
    assert panel.what.toPlainText() == "git push origin main"
    QTest.keyClick(panel.what, Qt.Key.Key_End)
    QTest.keyClicks(panel.what, " --dry-run")
    assert panel.allow.text() == "Allow this"
    while window.focusWidget() is not panel.allow:
        key(window, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Space)
    [answer] = await ordered(hub)
    assert answer.updated_input == {**canned.PUSH.input, "command": "git push origin main --dry-run"}
    assert (answer.behavior, answer.digest) == ("allow", canned.PUSH.digest)


async def test_what_is_no_json_says_where_and_is_not_sent(window: MainWindow, hub: ScriptedHub) -> None:
    await held(hub, asked("req-2", tool_name="Write", input={"file_path": "a.py", "content": "x = 1"}))
    panel = await edited(window, "req-2")
    panel.what.setPlainText('{"file_path": "b.py",\n "content": }')
    panel.allow.click()
    assert panel.note.text().startswith("Not JSON, line 2, column 13")
    assert panel.takes_answers
    panel.what.setPlainText('{"file_path": "b.py", "content": "x = 1"}')
    panel.allow.click()
    [answer] = await ordered(hub)
    assert answer.updated_input == {"file_path": "b.py", "content": "x = 1"}


async def test_esc_leaves_it_as_it_was_asked(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await edited(window, "req-1")
    panel.what.setPlainText("rm -rf /")
    key(window, Qt.Key.Key_Escape)
    assert window.focusWidget() is panel and panel.what.isReadOnly()
    assert panel.what.toPlainText().startswith("git push origin main")
    key(window, Qt.Key.Key_A)
    [answer] = await ordered(hub)
    assert answer.updated_input is None


# ── questions and plans ──

QUESTIONS = {
    "questions": [
        {
            "question": "Which index should the table get?",
            "header": "Index",
            "options": [
                {"label": "B-tree", "description": "Serves ranges & order, costs 40 MB."},
                {"label": "Hash", "description": "Serves equality only."},
            ],
        },
        {
            "question": "What else is to be done?",
            "multiSelect": True,
            "options": [{"label": "Tests"}, {"label": "Docs"}],
        },
    ]
}


async def questioned(window: MainWindow, hub: ScriptedHub, asked_for: object = QUESTIONS) -> PermissionPanel:
    await held(hub, asked("q-1", kind="question", tool_name="AskUserQuestion", input=asked_for))
    return await ready(window, "q-1")


async def test_questions_are_answered_without_a_mouse(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await questioned(window, hub)
    form = panel.body.form
    assert form is not None
    assert panel.allow.text() == "2 left to answer"
    panel.setFocus()
    key(window, Qt.Key.Key_A)
    first, second = form.groups
    assert window.focusWidget() is first.options[0]
    key(window, Qt.Key.Key_Space)
    key(window, Qt.Key.Key_Down)
    assert first.options[1].isChecked() and panel.allow.text() == "1 left to answer"
    panel.allow.click()
    assert window.focusWidget() is second.options[0]
    key(window, Qt.Key.Key_Space)
    for _ in range(3):
        key(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is second.field
    QTest.keyClicks(second.field, "a changelog")
    assert panel.allow.text() == "Send"
    panel.allow.click()
    [answer] = await ordered(hub)
    assert answer.updated_input["answers"] == {
        "Which index should the table get?": "Hash",
        "What else is to be done?": "Tests, a changelog",
    }
    assert answer.updated_input["questions"] == QUESTIONS["questions"]


async def test_a_question_and_its_options_are_told_to_a_screen_reader(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await questioned(window, hub)
    assert panel.body.form is not None
    group = panel.body.form.groups[0]
    assert group.accessibleName() == "Which index should the table get?"
    told = [(each.accessibleName(), each.accessibleDescription()) for each in (*group.options, group.other)]
    assert told == [
        ("B-tree", "Serves ranges & order, costs 40 MB."),
        ("Hash", "Serves equality only."),
        ("Something else…", ""),
    ]
    roles = [QAccessible.queryAccessibleInterface(each).role() for each in group.options]
    assert roles == [QAccessible.Role.RadioButton] * 2
    box = panel.body.form.groups[1].options[0]
    assert QAccessible.queryAccessibleInterface(box).role() == QAccessible.Role.CheckBox


async def test_letters_in_a_form_answer_nothing(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await questioned(window, hub)
    assert panel.body.form is not None
    panel.body.form.groups[0].focus()
    key(window, Qt.Key.Key_D)
    panel.body.form.groups[0].field.setFocus()
    QTest.keyClicks(panel.body.form.groups[0].field, "add")
    assert not [order for order in hub.orders if isinstance(order, Answer)]
    assert panel.body.form.groups[0].chosen() == ["add"]


@pytest.mark.parametrize("unread", [{}, {"questions": [{"question": "Which?"}, 7]}, "which?"])
async def test_questions_that_cannot_all_be_read_are_left_to_the_terminal(
    window: MainWindow, hub: ScriptedHub, unread: object
) -> None:
    panel = await questioned(window, hub, unread)
    assert not panel.allow.isVisible()
    assert panel.note.text() == "Answer it where the agent runs."


async def test_a_plan_is_shown_whole_and_approved_by_a_key(window: MainWindow, hub: ScriptedHub) -> None:
    plan = "# Move the session\n\n" + "\n".join(f"{number}. Step {number}" for number in range(1, 60))
    await held(hub, asked("p-1", kind="plan", tool_name="ExitPlanMode", input={"plan": plan, "allowed": ["Bash"]}))
    panel = await ready(window, "p-1")
    assert panel.body.plan is not None
    text = panel.body.plan.toPlainText()
    assert text.startswith("Move the session") and "Step 59" in text
    assert panel.body.plan.height() <= window.height() // 2
    assert panel.what.toPlainText() == 'allowed: ["Bash"]', "what comes with a plan is told, too"
    assert (panel.allow.text(), panel.deny.text()) == ("Approve", "Keep planning")
    panel.setFocus()
    key(window, Qt.Key.Key_A)
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.updated_input) == ("allow", None)


async def test_to_keep_planning_a_person_writes_what_is_missing(window: MainWindow, hub: ScriptedHub) -> None:
    await held(hub, asked("p-1", kind="plan", tool_name="ExitPlanMode", input={"plan": "# Go"}))
    panel = await ready(window, "p-1")
    panel.setFocus()
    key(window, Qt.Key.Key_D)
    assert window.focusWidget() is panel.reason.field
    QTest.keyClicks(panel.reason.field, "keep the old table")
    key(window, Qt.Key.Key_Return)
    [answer] = await ordered(hub)
    assert (answer.behavior, answer.reason) == ("deny", "keep the old table")


# ── the card in the conversation ──


async def carded(window: MainWindow, hub: ScriptedHub, request: PendingRow) -> PermissionPanel:
    """The conversation shows the request as a card, too, and it has stood there for a moment."""
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    event = e.PermissionRequested(
        request_id=request.request_id, tool_name=request.tool_name, input=request.input, kind=request.kind
    )
    await hub.say(records=(hub.record(DEPLOY.key, event, now_us()),))
    await held(hub, request)
    panel = await ready(window, request.request_id)
    await until(lambda: request.request_id in window.session.requests._cards_since)
    await until(lambda: panel.takes_answers)
    return panel


async def test_the_card_leads_to_every_way_even_where_the_panel_was_one_line(
    window: MainWindow, hub: ScriptedHub
) -> None:
    long = {"command": "echo " + "a" * 200 + " && make"}
    panel = await carded(window, hub, asked("req-3", input=long, suggestions=(Suggestion(words="Allow every Bash"),)))
    assert panel.review.isVisible()
    window.session.output.permission_answered.emit("req-3", "more")
    assert panel.what.isVisible() and panel.what.toPlainText().startswith("echo aaa")
    choose("Allow every Bash")
    [answer] = await ordered(hub)
    assert (answer.request_id, answer.suggestion) == ("req-3", 0)


async def test_the_card_of_a_question_leads_to_its_form(window: MainWindow, hub: ScriptedHub) -> None:
    panel = await carded(window, hub, asked("q-1", kind="question", tool_name="AskUserQuestion", input=QUESTIONS))
    assert window.session.output.keys.focus_on("permission:q-1", "more")
    key(window, Qt.Key.Key_Return)
    assert panel.body.form is not None
    assert window.focusWidget() is panel.body.form.groups[0].options[0]


async def test_a_question_that_stands_above_is_one_line_below_and_whole_when_it_was_answered(
    window: MainWindow, hub: ScriptedHub
) -> None:
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    call = e.ToolCallStarted(tool_call_id="t-q", name="AskUserQuestion", input=QUESTIONS)
    await hub.say(records=(hub.record(DEPLOY.key, call, now_us()),))
    await carded(window, hub, asked("q-1", kind="question", tool_name="AskUserQuestion", input=QUESTIONS))
    page = window.session.output.page
    request, tool = (page.sections[page.index_of[each]] for each in ("permission:q-1", "tool:t-q"))
    request.materialise(page.look)
    assert isinstance(tool, ToolSection) and not tool.is_open
    (line,) = request.pieces
    assert (line.text(), [target.action for target in line.targets(page.look)]) == (
        "It waits for your answer above.", ["more"],
    )  # fmt: skip
    done = e.ToolCallFinished(tool_call_id="t-q", name="AskUserQuestion", output={"answers": {}})
    hub.pending = []
    await hub.say(
        msgspec.structs.replace(hub.rows[DEPLOY.key], pending=()),
        records=(hub.record(DEPLOY.key, done, now_us()),),
    )
    await until(lambda: page.sections[page.index_of["tool:t-q"]].is_open)


async def test_a_question_left_to_the_terminal_is_whole_in_the_conversation(
    window: MainWindow, hub: ScriptedHub
) -> None:
    window.roster.select(DEPLOY)
    await until(lambda: hub.watches)
    event = e.PermissionRequested(request_id="q-2", tool_name="AskUserQuestion", input=QUESTIONS, kind="question")
    await hub.say(records=(hub.record(DEPLOY.key, event, now_us()),))
    page = window.session.output.page
    await until(lambda: "permission:q-2" in page.index_of)
    await until(lambda: page.answerable is not None)
    request = page.sections[page.index_of["permission:q-2"]]
    request.materialise(page.look)
    assert "B-tree" in "".join(piece.text() for piece in request.pieces)


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
