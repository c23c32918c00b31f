"""Checks of ``app.desktop.models.inbox``: what is listed, and that nothing goes from under the eyes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.desktop.alerts import Entry
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import HubAddress, Link
from app.desktop.models.hubs import Hub, Hubs, SessionRef
from app.desktop.models.inbox import InboxModel, InboxRole
from tests.helpers.canned import row
from tests.helpers.told_alerts import ToldAlerts

S = 1_000_000


def ref(session_id: str) -> SessionRef:
    return SessionRef(THIS_MACHINE, "claude_code", session_id)


class Answers:
    """All of a cabin that the model asks."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.hubs = Hubs()
        address = HubAddress(THIS_MACHINE, "ws+unix://nowhere")
        self.hub = Hub(address, Link(address, lambda: None))
        self.hubs.add(self.hub)

    def say(self, session_id: str, status: str, **more: Any) -> None:
        """A session is so now."""
        self.hub.rows[ref(session_id).key] = row(session_id, status, 1, 10 * S, **more)
        self.hubs.rows_changed.emit({ref(session_id)})


class Box:
    """An inbox whose lines are read back as people see them."""

    def __init__(self) -> None:
        self.alerts, self.answers = ToldAlerts(), Answers()
        self.model = InboxModel(self.answers, self.alerts)  # type: ignore[arg-type]
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def call(self, session_id: str, at_s: int, **more: Any) -> Entry:
        return self.alerts.tell(ref(session_id), more.pop("kind", "needs_you"), session_id, at_s * S, **more)

    @property
    def lines(self) -> list[str]:
        return [self.model.index(row, 0).data() for row in range(self.model.rowCount())]

    def state(self, row: int) -> str:
        return str(self.model.index(row, 0).data(InboxRole.STATE))


@pytest.fixture
def box(qapp: object) -> Box:
    return Box()


def test_the_newest_stands_first(box: Box) -> None:
    box.call("a", 1)
    box.call("b", 2)
    assert box.lines == ["b", "a"]


def test_at_first_only_what_stands_is_listed_and_all_on_wish(box: Box) -> None:
    box.alerts.become(box.call("a", 1), "seen")
    box.call("b", 2)
    fresh = InboxModel(box.answers, box.alerts)  # type: ignore[arg-type]
    assert [fresh.index(row, 0).data() for row in range(fresh.rowCount())] == ["b"]
    fresh.set_open_only(False)
    assert fresh.rowCount() == 2


def test_what_is_handled_while_somebody_looks_stays_where_it_is(box: Box) -> None:
    first = box.call("a", 1)
    box.call("b", 2)
    box.alerts.become(first, "answered")
    assert box.lines == ["b", "a"]
    assert box.state(1) == "answered elsewhere"
    box.model.start_over()
    assert box.lines == ["b"]


def test_a_question_that_was_only_seen_stays_open_until_it_is_answered(box: Box) -> None:
    box.answers.say("a", "waiting", pending=("req-1",))
    box.alerts.become(box.call("a", 1, request_id="req-1"), "seen")
    box.model.start_over()
    assert (box.lines, box.state(0)) == (["a"], "seen, still waits")
    told: list[int] = []
    box.model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    box.answers.say("a", "working")
    assert (box.state(0), told) == ("seen", [0])
    box.model.start_over()
    assert box.lines == []


def test_another_question_of_its_session_does_not_keep_it_open(box: Box) -> None:
    box.answers.say("a", "waiting", pending=("req-2",))
    box.alerts.become(box.call("a", 1, request_id="req-1"), "seen")
    box.model.start_over()
    assert box.lines == []


def test_a_line_that_comes_takes_no_other_from_under_the_keyboard(box: Box) -> None:
    box.call("a", 1)
    chosen = QPersistentModelIndex(box.model.index(0, 0))
    box.call("b", 2)
    assert (chosen.row(), chosen.data()) == (1, "a")


def test_lines_change_one_by_one(box: Box) -> None:
    entries = [box.call(name, at) for at, name in enumerate("abcde", 1)]
    changed: list[tuple[int, int]] = []
    resets: list[int] = []
    box.model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    box.model.modelReset.connect(lambda: resets.append(1))
    box.alerts.become(entries[1], "moved_on")
    assert (changed, resets) == ([(3, 3)], [])


def test_what_the_alerts_forget_goes_from_the_list(box: Box) -> None:
    box.alerts.become(box.call("a", 1), "seen")
    box.call("b", 2)
    box.model.set_open_only(False)
    box.alerts.forget_handled()
    assert box.lines == ["b"]


def test_the_same_outcome_that_called_twice_is_two_lines(box: Box) -> None:
    box.alerts.become(box.call("a", 1), "replaced")
    box.call("a", 2)
    assert box.lines == ["a", "a"]


def test_an_answer_given_in_this_window_is_named(box: Box) -> None:
    entry = box.call("a", 1, request_id="req-1")
    box.answers.given["req-1"] = "deny"
    box.alerts.become(entry, "answered")
    assert box.state(0) == "denied here"


def test_a_hostile_title_reads_no_markup_and_is_spoken_plainly(box: Box) -> None:
    box.call("<b>x</b>\n\u202e", 1)
    index = box.model.index(0, 0)
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "\u202e" not in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_where_there_is_no_line_there_is_nothing_to_say(box: Box) -> None:
    assert box.model.entry_at(QModelIndex()) is None
    assert box.model.data(box.model.index(7, 0)) is None
