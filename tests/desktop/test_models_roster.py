"""Checks of ``app.desktop.models.roster``."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from app.core.projections.rows import SessionRow
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster import MOST_EARLIER, Role, RosterModel
from app.desktop.models.roster_groups import EARLIER_AFTER_US, Group
from tests.helpers.canned import row


def ref(name: str) -> SessionRef:
    return SessionRef("here", "claude_code", name)


class Teller:
    """Changes rows and remembers which changes of structure Qt was told of."""

    def __init__(self) -> None:
        self.model = RosterModel()
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.said: list[str] = []
        self.model.rowsInserted.connect(lambda _parent, first, last: self.said.append(f"inserted {last - first + 1}"))
        self.model.rowsRemoved.connect(lambda _parent, first, last: self.said.append(f"removed {last - first + 1}"))
        self.model.rowsMoved.connect(lambda *_args: self.said.append("moved"))
        self.model.modelReset.connect(lambda: self.said.append("reset"))
        self.model.layoutChanged.connect(lambda: self.said.append("layout"))

    def tell(self, **statuses: str) -> None:
        self.rows({name: row(name, status, 5, now_us()) for name, status in statuses.items()})

    def rows(self, rows: dict[str, SessionRow | None]) -> None:
        self.model.update({ref(name): each for name, each in rows.items()})

    def shown(self) -> list[str]:
        return [entry.name.lower() if isinstance(entry, Group) else entry.session_id for entry in self.model.entries()]


@pytest.fixture
def teller(qapp: object) -> Teller:
    return Teller()


def test_sessions_stand_in_four_groups_with_their_numbers(teller: Teller) -> None:
    teller.tell(a="working", b="waiting", c="done", d="ended", e="failed", f="lost", g="interrupted", h="idle")
    assert [name for name in teller.shown() if name.isupper() or len(name) > 1] == [
        "needs_you",
        "working",
        "finished",
        "earlier",
    ]
    counts = [
        teller.model.index(position, 0).data(Role.COUNT)
        for position, entry in enumerate(teller.model.entries())
        if isinstance(entry, Group)
    ]
    assert counts == ["1", "1", "4", "2"]


def test_an_empty_group_has_no_heading(teller: Teller) -> None:
    teller.tell(a="working")
    assert teller.shown() == ["working", "a"]


def test_a_change_of_words_moves_nothing(teller: Teller) -> None:
    teller.tell(a="working", b="working")
    before, teller.said = teller.shown(), []
    changed: list[int] = []
    teller.model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))
    teller.rows({"a": row("a", "working", 5, now_us(), doing="Bash “ls”")})
    assert (teller.shown(), teller.said) == (before, [])
    assert teller.shown().index("a") in changed


def test_a_session_that_begins_to_wait_is_moved_to_the_top_and_stays_the_same_row(teller: Teller) -> None:
    teller.tell(a="working", b="working", w="waiting")
    teller.said = []
    teller.tell(a="waiting")
    assert teller.shown() == ["needs_you", "a", "w", "working", "b"]
    assert teller.said == ["moved"]


def test_the_model_is_never_reset(teller: Teller) -> None:
    chance = random.Random(7)
    statuses = ["working", "waiting", "done", "idle", "failed", "interrupted", "ended", "lost"]
    for _ in range(400):
        name = f"s{chance.randrange(12)}"
        if chance.random() < 0.1:
            teller.rows({name: None})
        else:
            teller.tell(**{name: chance.choice(statuses)})
        if chance.random() < 0.1:
            teller.model.hold(chance.random() < 0.5)
        if chance.random() < 0.1:
            teller.model.set_filter(chance.choice(["", "s1", "nothing"]))
    assert not {"reset", "layout"} & set(teller.said)


def test_while_the_pointer_is_over_the_list_nothing_moves_comes_or_goes(teller: Teller) -> None:
    teller.tell(a="working", b="working", c="done")
    before, teller.said = teller.shown(), []
    teller.model.hold(True)
    teller.tell(a="waiting", new="waiting")
    teller.rows({"c": None})
    assert (teller.shown(), teller.said) == (before, [])


def test_a_held_row_still_tells_its_new_state(teller: Teller) -> None:
    teller.tell(a="working")
    teller.model.hold(True)
    teller.tell(a="waiting")
    assert teller.model.index_of(ref("a")).data(Role.ROW).status == "waiting"


def test_the_groups_settle_when_the_pointer_leaves(teller: Teller) -> None:
    teller.tell(a="working", c="done")
    teller.model.hold(True)
    teller.tell(a="waiting", new="waiting")
    teller.rows({"c": None})
    teller.model.hold(False)
    assert teller.shown() == ["needs_you", "new", "a"]


def test_a_pointer_that_lies_over_the_empty_list_does_not_keep_it_empty(teller: Teller) -> None:
    teller.model.hold(True)
    teller.tell(a="working")
    assert teller.shown() == ["working", "a"]


def test_the_filter_finds_words_in_title_folder_agent_and_doing(teller: Teller) -> None:
    rows = {
        "a": row("a", "working", 5, now_us(), title="Fix the login", cwd="/src/shop"),
        "b": row("b", "working", 5, now_us(), title="Docs", cwd="/src/handbook", doing="Bash “make html”"),
    }
    teller.rows(rows)
    for text, found in {"LOGIN": ["a"], "shop fix": ["a"], "make": ["b"], "claude": ["a", "b"], "zebra": []}.items():
        teller.model.set_filter(text)
        assert sorted(each.session_id for each in teller.model.refs()) == found, text
    assert teller.model.empty_sentence == "No session has all these words."


def test_a_finished_session_that_stayed_quiet_goes_to_earlier(teller: Teller) -> None:
    old = now_us() - EARLIER_AFTER_US - 1
    teller.rows({"a": row("a", "done", 0, old)})
    assert teller.shown() == ["earlier", "a"]


def test_headings_cannot_be_selected_and_every_row_is_spoken(teller: Teller) -> None:
    teller.tell(a="waiting")
    heading, session = teller.model.index(0, 0), teller.model.index(1, 0)
    assert not teller.model.flags(heading)
    assert teller.model.flags(session)
    from PySide6.QtCore import Qt

    assert session.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "a, Claude Code, needs you: waits for you, 5 seconds, in shop, number 1"
    )
    assert teller.model.rowCount(session) == 0
    assert teller.model.data(QModelIndex()) is None


def test_a_hostile_title_is_one_harmless_line(teller: Teller) -> None:
    teller.rows({"a": row("a", "working", 5, now_us(), title="<b>x</b>\n\x1b[31m\u202eevil")})
    from PySide6.QtCore import Qt

    index = teller.model.index_of(ref("a"))
    title = index.data(Qt.ItemDataRole.DisplayRole)
    assert "\n" not in title and "\x1b" not in title and "\u202e" not in title
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_ten_thousand_earlier_sessions_make_a_short_list_and_can_all_be_found(teller: Teller) -> None:
    del teller.tester
    now = now_us()
    rows = {f"s{number}": row(f"s{number}", "ended", 10_000 - number, now) for number in range(10_000)}
    teller.rows({**rows, "w": row("w", "working", 5, now)})
    assert teller.said == [f"inserted {MOST_EARLIER + 3}"]
    assert teller.shown()[3] == "s9999"
    assert teller.model.index(2, 0).data(Role.COUNT) == "100 of 10000"
    teller.model.set_filter("s17 shop")
    assert "s17" in teller.shown()


def test_many_changes_at_once_are_named_in_few_signals(teller: Teller) -> None:
    names = [f"s{number}" for number in range(60)]
    teller.tell(**dict.fromkeys(names, "working"))
    named: list[range] = []
    teller.model.dataChanged.connect(lambda first, last, _roles: named.append(range(first.row(), last.row() + 1)))
    changed = names[::2]
    teller.rows({name: row(name, "working", 5, now_us(), doing="Bash “ls”") for name in changed})
    assert len(named) <= 4
    assert all(any(teller.shown().index(name) in lines for lines in named) for name in changed)


def test_a_heading_is_named_only_when_its_number_changed(teller: Teller) -> None:
    teller.tell(a="working", b="working", c="done")
    headings: list[str] = []

    def note(first: QModelIndex, last: QModelIndex, _roles: list[int]) -> None:
        headings.extend(
            teller.shown()[place]
            for place in range(first.row(), last.row() + 1)
            if isinstance(teller.model.entries()[place], Group)
        )

    teller.model.dataChanged.connect(note)
    teller.rows({"a": row("a", "working", 5, now_us(), doing="Bash “ls”")})
    assert headings == []
    teller.tell(c="working")
    assert "working" in headings
