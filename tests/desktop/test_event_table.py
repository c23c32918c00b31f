"""Checks of the event table: model, filter, raw input, and its place beside the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from app.core.commands import CountEvents, EventCounts, EventPage, EventRow, RawRecord, ReadEvents, ReadRaw
from app.core.events import NoticeGiven
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import OrderFailed, now_us
from app.desktop.models import event_places, events
from app.desktop.models.event_cells import KIND, WHAT
from app.desktop.models.events import EventModel, Wanted
from app.desktop.models.hubs import SessionRef
from app.desktop.views.event_table import EventTable
from app.desktop.views.main_window import MainWindow
from app.desktop.views.raw_pane import RECORD, readable
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.canned import SHOP
from tests.helpers.scripted_hub import ScriptedHub

REF = SessionRef("here", "claude_code", "s")
OTHER = SessionRef("here", "claude_code", "t")


class Store:
    """Answers the event table's orders from a list of rows, as the hub does; ``looks`` rows at most a search."""

    def __init__(self, count: int = 0) -> None:
        self.rows = [row(seq) for seq in range(1, count + 1)]
        self.orders: list[Any] = []
        self.looks = 10**9
        self.trouble = ""
        self.raw: dict[int, RawRecord] = {}
        self.gate: asyncio.Event | None = None

    async def order(self, ref: SessionRef, command: Any) -> Any:
        self.orders.append(command)
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        if self.trouble:
            raise OrderFailed(self.trouble)
        match command:
            case ReadEvents():
                return self._page(command)
            case CountEvents():
                return self._counts(command)
            case ReadRaw():
                return self.raw.get(command.seq, RawRecord(seq=command.seq, record='{"seq":1}', record_bytes=9))
        raise AssertionError(command)

    def add(self, count: int, **values: Any) -> None:
        self.rows += [row(len(self.rows) + 1 + number, **values) for number in range(count)]

    def _passes(self, order: ReadEvents, each: EventRow) -> bool:
        return (
            (not order.kinds or each.kind in order.kinds)
            and (not order.failed_only or each.failed)
            and order.text in each.summary
        )

    def _page(self, order: ReadEvents) -> EventPage:
        newest = self.rows[-1].seq if self.rows else 0
        if order.after_seq:
            later = [each for each in self.rows if each.seq > order.after_seq and self._passes(order, each)]
            shown, more = later[: order.limit], len(later) > order.limit
            reached = shown[-1].seq if more else newest
            return EventPage(rows=tuple(shown[::-1]), reached_seq=reached, more=more, newest_seq=newest)
        older = [each for each in self.rows[::-1] if not order.before_seq or each.seq < order.before_seq]
        looked = older[: self.looks] if order.text else older
        found = [each for each in looked if self._passes(order, each)][order.skip :]
        cut = len(found) > order.limit
        rows = tuple(found[: order.limit])
        reached = rows[-1].seq if cut else looked[-1].seq if len(looked) < len(older) else 0
        return EventPage(rows=rows, reached_seq=reached, more=cut or reached > 0, newest_seq=newest)

    def _counts(self, order: CountEvents) -> EventCounts:
        kinds: dict[str, int] = {}
        failed: dict[str, int] = {}
        for each in self.rows:
            if not order.until_seq or each.seq <= order.until_seq:
                kinds[each.kind] = kinds.get(each.kind, 0) + 1
                failed[each.kind] = failed.get(each.kind, 0) + each.failed
        return EventCounts(kinds=kinds, failed=failed)


def row(seq: int, kind: str = "NoticeGiven", failed: bool = False, summary: str = "") -> EventRow:
    return EventRow(
        seq=seq,
        at_us=1_700_000_000_000_000 + seq * 1000,
        source="hook",
        kind=kind,
        failed=failed,
        summary=summary or f"note {seq}",
    )


def shown(model: EventModel, rows: range) -> list[int]:
    """The numbers of the records in these rows, nought where one is not here."""
    return [found.seq if (found := model.event_at(each)) is not None else 0 for each in rows]


async def settled(model: EventModel) -> None:
    await until(lambda: model.complete and not model.busy)


async def looked_at(model: EventModel, at: int) -> int:
    """Look at a row as a view does, until its record is here."""
    model.data(model.index(at, WHAT))
    await until(lambda: model.event_at(at) is not None)
    return shown(model, range(at, at + 1))[0]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of ten rows, four of them kept."""
    for module in (event_places, events):
        monkeypatch.setattr(module, "PAGE", 10)
    monkeypatch.setattr(event_places, "KEPT_PAGES", 4)


def model_of(store: Store) -> EventModel:
    model = EventModel(store.order)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


async def test_the_table_is_as_long_as_the_session_while_only_the_first_page_was_fetched(small_pages: None) -> None:
    store = Store(1000)
    model = model_of(store)
    model.show(REF)
    await settled(model)
    assert model.rowCount() == 1000
    assert shown(model, range(12)) == [*range(1000, 990, -1), 0, 0]
    assert [type(order) for order in store.orders] == [ReadEvents, CountEvents]


async def test_a_row_far_down_is_fetched_when_it_is_looked_at(small_pages: None) -> None:
    model = model_of(Store(1000))
    model.show(REF)
    await settled(model)
    assert await looked_at(model, 777) == 1000 - 777
    assert shown(model, range(770, 780)) == list(range(230, 220, -1))
    assert await looked_at(model, 999) == 1


async def test_the_first_answer_is_short_and_its_page_is_completed_when_looked_at() -> None:
    model = model_of(Store(150))
    model.show(REF)
    await settled(model)
    assert (model.rowCount(), model.places.kept) == (150, 60)
    assert await looked_at(model, 60) == 90
    assert shown(model, range(150)) == list(range(150, 0, -1))


@pytest.mark.slow
async def test_only_some_pages_are_kept_and_come_back_when_wanted(small_pages: None) -> None:
    model = model_of(Store(1000))
    model.show(REF)
    await settled(model)
    for at in range(5, 1000, 50):
        assert await looked_at(model, at) == 1000 - at
    assert model.places.kept <= 60
    assert await looked_at(model, 25) == 975


async def test_news_come_on_top_and_everything_keeps_its_record(small_pages: None) -> None:
    store = Store(95)
    model = model_of(store)
    model.show(REF)
    await settled(model)
    assert await looked_at(model, 50) == 45
    for count in (3, 25, 1):
        store.add(count)
        model.ask_for_news()
        await until(lambda: model.rowCount() == len(store.rows))
        assert shown(model, range(3)) == list(range(len(store.rows), len(store.rows) - 3, -1))
    for at in range(0, len(store.rows), 7):
        assert await looked_at(model, at) == len(store.rows) - at


async def test_news_that_came_while_news_were_asked_for_are_not_missed() -> None:
    store = Store(5)
    model = model_of(store)
    model.show(REF)
    await settled(model)
    store.gate = asyncio.Event()
    store.add(1)
    model.ask_for_news()
    await until(lambda: isinstance(store.orders[-1], ReadEvents) and store.orders[-1].after_seq == 5)
    model.ask_for_news()
    store.gate.set()
    store.add(1)
    await until(lambda: model.rowCount() == 7)


async def test_kinds_and_failures_are_filtered_and_counted(small_pages: None) -> None:
    store = Store(50)
    store.add(30, kind="TurnFailed", failed=True)
    store.add(50)
    model = model_of(store)
    model.show(REF, Wanted(kinds=("TurnFailed",)))
    await settled(model)
    await until(lambda: model.rowCount() == 30)
    assert await looked_at(model, 29) == 51
    model.show(REF, Wanted(failed_only=True))
    await settled(model)
    await until(lambda: model.rowCount() == 30)
    model.show(REF, Wanted(kinds=("Other",)))
    await settled(model)
    assert model.rowCount() == 0


async def test_a_search_goes_on_until_a_page_is_full_and_further_when_the_reader_comes_to_its_end(
    small_pages: None,
) -> None:
    store = Store()
    for number in range(400):
        store.add(1, summary="needle" if number % 10 == 0 else "hay")
    store.looks = 25
    model = model_of(store)
    model.show(REF, Wanted(text="needle"))
    await until(lambda: not model.busy)
    assert 10 <= model.rowCount() < 15 and not model.complete
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        await until(lambda: not model.busy)
    assert model.complete
    assert model.rowCount() == 40
    assert [await looked_at(model, at) for at in range(40)] == list(range(391, 0, -10))


async def test_an_answer_to_an_earlier_filter_counts_for_nothing() -> None:
    store = Store(5)
    store.gate = asyncio.Event()
    model = model_of(store)
    model.show(REF, Wanted(text="nothing like it"))
    await until(lambda: len(store.orders) == 1)
    model.show(REF, Wanted())
    store.gate.set()
    await settled(model)
    assert model.rowCount() == 5


async def test_the_old_rows_stay_until_the_new_ones_are_here_but_never_those_of_another_session() -> None:
    store = Store(5)
    model = model_of(store)
    model.show(REF)
    await settled(model)
    store.gate = asyncio.Event()
    model.show(REF, Wanted(text="note 3"))
    assert model.rowCount() == 5
    model.show(OTHER, Wanted())
    assert model.rowCount() == 0
    store.gate.set()
    await settled(model)
    assert model.rowCount() == 5


async def test_trouble_is_said_and_goes_when_it_goes() -> None:
    store = Store(5)
    store.trouble = "The hub is away."
    model = model_of(store)
    model.show(REF)
    await until(lambda: model.trouble)
    assert (model.trouble, model.busy, model.rowCount()) == ("The hub is away.", False, 0)
    store.trouble = ""
    model.show(REF)
    await settled(model)
    assert (model.trouble, model.rowCount()) == ("", 5)


async def test_a_hub_that_answers_nonsense_is_trouble_and_no_crash() -> None:
    async def nonsense(ref: SessionRef, command: Any) -> Any:
        return {"rows": [{"seq": "x"}]}

    model = EventModel(nonsense)
    model.show(REF)
    await until(lambda: model.trouble)
    assert model.rowCount() == 0


async def test_a_failure_is_told_by_a_mark_a_colour_and_a_word() -> None:
    store = Store()
    store.add(1, kind="TurnFailed", failed=True, summary="rate_limit")
    model = model_of(store)
    model.show(REF)
    await settled(model)
    cell = model.index(0, KIND)
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert cell.data(Qt.ItemDataRole.ForegroundRole) == themes.current_theme().color("failed")
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Turn failed, failure"


async def test_what_an_agent_wrote_into_a_cell_is_harmless() -> None:
    store = Store()
    store.add(1, kind="<b>x</b>\u202e", summary="a\x1b[31m<img src=x>\u202eb")
    model = model_of(store)
    model.show(REF)
    await settled(model)
    assert "\x1b" not in model.index(0, WHAT).data() and "\u202e" not in model.index(0, WHAT).data()
    assert "<img" not in model.index(0, WHAT).data(Qt.ItemDataRole.ToolTipRole)
    assert "\u202e" not in model.index(0, KIND).data()


# the widget


@pytest_asyncio.fixture
async def table() -> AsyncIterator[tuple[EventTable, Store]]:
    """The table on a session of five hundred records."""
    store = Store(500)
    made = EventTable(store.order)
    made.resize(1000, 500)
    made.show()
    made.set_session(REF)
    await settled(made.model)
    yield made, store
    made.hide()
    made.deleteLater()


Table = tuple[EventTable, Store]


async def test_the_count_says_how_many_pass(table: Table) -> None:
    made, _ = table
    assert made.count.text() == "500 records"
    made.text.setText("note 17")
    await until(lambda: made.count.text() == "11 records")
    made.text.setText("nothing like it")
    await until(lambda: made.count.text() == "0 records")
    assert made.grid.empty_sentence == "No record passes this filter."


async def test_selecting_a_record_shows_what_was_received(table: Table) -> None:
    made, store = table
    store.raw[499] = RawRecord(
        seq=499, record='{"seq":499}', record_bytes=11, payload='{"a":"\u202e\\u001b"}', payload_bytes=16
    )
    made.grid.selectRow(1)
    await until(lambda: made.raw.text.toPlainText())
    assert made.raw.text.toPlainText() == '{\n  "a": "⟦U+202E⟧\\u001b"\n}'
    made.raw.show_side(RECORD)
    assert made.raw.text.toPlainText() == '{\n  "seq": 499\n}'
    made.raw.copy.click()
    assert QApplication.clipboard().text() == '{"seq":499}'


async def test_only_the_record_where_the_selection_rests_is_asked_for(table: Table) -> None:
    made, store = table
    for at in range(20):
        made.grid.selectRow(at)
    await until(lambda: made.raw.raw is not None)
    assert [order.seq for order in store.orders if isinstance(order, ReadRaw)] == [481]


async def test_a_record_whose_input_was_not_kept_says_why(table: Table) -> None:
    made, _ = table
    made.grid.selectRow(0)
    await until(lambda: made.raw.raw is not None)
    assert "not kept" in made.raw.text.placeholderText()


async def test_what_is_read_stays_in_its_place_when_news_come(table: Table) -> None:
    made, store = table
    made.grid.verticalScrollBar().setValue(1000)
    made.grid.selectRow(45)
    top = made.grid.rowAt(0)
    seq = made.model.event_at(top).seq
    store.add(7)
    made.model.ask_for_news()
    await until(lambda: made.model.rowCount() == 507)
    assert made.model.event_at(made.grid.rowAt(0)).seq == seq
    assert made.grid.current_row() == 52


async def test_what_is_scrolled_to_is_fetched(table: Table) -> None:
    made, _ = table
    assert made.model.event_at(499) is None
    made.grid.scrollToBottom()
    await until(lambda: made.model.event_at(499) is not None)
    assert made.model.event_at(499).seq == 1


async def test_a_failure_is_painted_in_its_colour(table: Table) -> None:
    made, store = table
    red = themes.current_theme().color("failed").rgb()

    def painted() -> bool:
        image = made.grid.viewport().grab().toImage()
        return any(image.pixel(x, y) == red for y in range(24) for x in range(image.width()))

    assert not painted()
    store.add(1, kind="TurnFailed", failed=True)
    made.model.ask_for_news()
    await until(painted)


async def test_at_the_top_the_newest_stays_in_sight(table: Table) -> None:
    made, store = table
    store.add(7)
    made.model.ask_for_news()
    await until(lambda: made.model.rowCount() == 507)
    assert made.model.event_at(made.grid.rowAt(0)).seq == 507


async def test_kinds_are_chosen_from_a_menu_that_stays_open(table: Table) -> None:
    made, store = table
    store.add(4, kind="TurnStarted")
    made.set_session(None)
    made.set_session(REF)
    await settled(made.model)
    await until(lambda: made.kinds.counts.kinds.get("TurnStarted") == 4)
    made.kinds.click()
    menu = made.kinds.menu_open
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isCheckable()] == [
        "Notice given\t500",
        "Turn started\t4",
    ]
    menu.setActiveAction(menu.actions()[-1])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    await until(lambda: made.model.rowCount() == 4)
    assert made.kinds.accessibleName() == "Kinds of records: Turn started"
    menu.close()


async def test_failures_are_one_click_away(table: Table) -> None:
    made, store = table
    store.add(2, kind="TurnFailed", failed=True)
    made.failures.click()
    await until(lambda: made.count.text() == "2 records")


async def test_hidden_it_asks_for_nothing(table: Table) -> None:
    made, store = table
    made.hide()
    before = len(store.orders)
    made.set_session(OTHER)
    made.hub_is_back("here")
    await asyncio.sleep(0.05)
    assert len(store.orders) == before
    made.show()
    await settled(made.model)
    assert made.model.ref == OTHER


async def test_after_trouble_it_asks_again_when_the_hub_is_back(table: Table) -> None:
    made, store = table
    store.trouble = "The hub is away."
    made.set_session(OTHER)
    await until(lambda: made.count.text() == "The hub is away.")
    store.trouble = ""
    made.hub_is_back("elsewhere")
    made.hub_is_back("here")
    await until(lambda: made.count.text() == "500 records")


async def test_everything_can_be_reached_by_keyboard_and_has_a_name(table: Table) -> None:
    made, _ = table
    made.activateWindow()
    made.kinds.setFocus()
    seen = []
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None and focused.accessibleName()
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for wanted in (made.kinds, made.text, made.failures, made.grid, made.raw.text):
        assert wanted in seen


async def test_it_fits_a_narrow_window(table: Table) -> None:
    made, _ = table
    made.resize(560, 400)
    assert made.split.orientation() == Qt.Orientation.Vertical
    made.resize(1000, 500)
    assert made.split.orientation() == Qt.Orientation.Horizontal


@pytest.mark.parametrize("content", ["no json", '{"a":', "[" * 5000, "\ud800\x00", '{"a":"' + "x" * 100_000 + '"}'])
def test_whatever_was_received_can_be_read(content: str) -> None:
    text = readable(content)
    assert "\x00" not in text
    assert max(map(len, text.split("\n"))) < 5000


# in the window


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    """The window on an afternoon's work."""
    canned.fill(hub, now_us())
    store = Store(3)
    hub.answers |= {
        ReadEvents: store._page,
        CountEvents: store._counts,
        ReadRaw: lambda order: RawRecord(seq=order.seq, record="{}", record_bytes=2),
    }
    hub.store = store  # type: ignore[attr-defined]
    cabin = Cabin(paths, start_hub=False)
    made = MainWindow(cabin)
    cabin.add_own_hub()
    made.show()
    await until(lambda: made.roster.current() is not None and cabin.hubs.all()[0].phase == "live")
    made.roster.select(SessionRef(THIS_MACHINE, *SHOP))
    yield made
    made.hide()
    await cabin.close(stop_own_hub=False)
    made.deleteLater()


def press(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


async def test_e_goes_to_the_table_and_back(window: MainWindow) -> None:
    window.activateWindow()
    press(window, "events")
    assert window.session.shows_events
    assert window.session.events.grid.hasFocus()
    await until(lambda: window.session.events.count.text() == "3 records")
    press(window, "events")
    assert window.session.output.isVisible() and window.session.output.hasFocus()


async def test_in_the_table_find_means_its_filter(window: MainWindow) -> None:
    window.activateWindow()
    press(window, "events")
    press(window, "find")
    assert window.session.events.text.hasFocus()
    assert not window.session.find_bar.isVisible()


async def test_records_that_come_appear_in_the_table(window: MainWindow, hub: ScriptedHub) -> None:
    press(window, "events")
    count = window.session.events.count
    await until(lambda: count.text() == "3 records")
    hub.store.add(2)  # type: ignore[attr-defined]
    await hub.say(records=(hub.record(SHOP, NoticeGiven(message="x")),))
    await until(lambda: count.text() == "5 records")


async def test_a_span_of_the_timeline_leads_to_the_conversation(window: MainWindow) -> None:
    press(window, "events")
    window.session.timeline.span_activated.emit("anything")
    assert not window.session.shows_events


async def test_another_session_has_its_own_records_and_no_filter(window: MainWindow, hub: ScriptedHub) -> None:
    press(window, "events")
    window.session.events.text.setText("note")
    other = next(ref for ref in window._cabin.roster.refs() if ref.session_id != SHOP.session_id)
    window.roster.select(other)
    await until(lambda: window.session.events.model.ref == other)
    assert window.session.events.model.wanted == Wanted()
    await until(lambda: any(isinstance(order, ReadEvents) for order in hub.orders))
    (asked,) = {order.session_id for order in hub.orders if isinstance(order, ReadEvents)} - {SHOP.session_id}
    assert asked == other.session_id
