"""Every record of one session as a table: newest first, only what is looked at is fetched and kept."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.core.commands import CountEvents, EventCounts, EventPage, EventRow, ReadEvents
from app.core.tr import tr
from app.desktop import words
from app.desktop.link import OrderFailed
from app.desktop.models import event_cells as cells
from app.desktop.models.event_cells import KIND, NUMBER, TITLES
from app.desktop.models.event_places import PAGE, Places
from app.desktop.models.hubs import SessionRef
from app.desktop.signals import signal_icon
from app.desktop.tasks import Tasks
from app.desktop.theme import current_theme

log = logging.getLogger(__name__)

_FIRST = 60
"""Rows of the first answer, about as many as are in sight: rare ones lie far apart and take long to find."""

_MOST_WANTED = 3
_UNKNOWN = EventRow(seq=0, at_us=0, source="", kind="", summary="…")
_ROOT = QModelIndex()
_ANSWERED = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
    )
)

Index = QModelIndex | QPersistentModelIndex
Order = Callable[[SessionRef, Any], Awaitable[Any]]


class Wanted(msgspec.Struct, frozen=True):
    """The filter: names of kinds (none: all), a text, only failures."""

    kinds: tuple[str, ...] = ()
    text: str = ""
    failed_only: bool = False

    @property
    def is_everything(self) -> bool:
        return not (self.kinds or self.text or self.failed_only)


class EventModel(QAbstractTableModel):
    """``order`` carries a command to a session's hub and gives its result's data (or raises OrderFailed)."""

    told = Signal()
    """Something besides the rows changed: how many there are, whether more is looked for, trouble."""
    started_over = Signal()
    """The first page of another session or another filter is here."""

    def __init__(self, order: Order, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = Wanted()
        self.counts = EventCounts()
        """Records by kind as of the last question; not filtered."""
        self.trouble = ""
        self.busy = False
        self.complete = False
        """Whether ``rowCount`` is the number of all matches there are."""
        self.places = Places()
        self._order = order
        self._ref: SessionRef | None = None
        self._tasks = Tasks()
        self._begin_turn()

    @property
    def ref(self) -> SessionRef | None:
        """The session shown."""
        return self._ref

    def show(self, ref: SessionRef | None, wanted: Wanted | None = None) -> None:
        """Show a session's records (None: nothing), through a filter. The old rows stay until the new ones are here."""
        self._begin_turn()
        self.wanted = self.wanted if wanted is None else wanted
        if ref != self._ref:
            self._ref = ref
            self.counts = EventCounts()
            self._replace(())
        if ref is not None:
            self.busy = True
            self._tasks.spawn(self._first_page(self._turn))
        self.told.emit()

    def ask_for_news(self) -> None:
        """Records came: have those that pass the filter put on top."""
        if not self._started:
            return
        if self._asking_news:
            self._news_again = True
            return
        self._asking_news = True
        self._tasks.spawn(self._news(self._turn))

    def event_at(self, row: int) -> EventRow | None:
        """The record in a row; None while it is on its way."""
        return self.places.at(row)

    def looked_at(self, row: int) -> EventRow:
        """The record in a row that is in sight: where it is not here, it is fetched and this a stand-in."""
        event = self.places.at(row)
        if event is None:
            self._want(self.places.page_of(row))
            return _UNKNOWN
        return event

    # Qt's questions

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED:
            return None
        event, column = self.looked_at(index.row()), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cells.text(event, column)
            case Qt.ItemDataRole.ToolTipRole:
                return cells.tip(event, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return cells.spoken(event, column)
            case Qt.ItemDataRole.DecorationRole if event.failed and column == KIND:
                return signal_icon("failed")
            case Qt.ItemDataRole.ForegroundRole:
                return current_theme().color(cells.ink(event, column))
            case Qt.ItemDataRole.TextAlignmentRole if column == NUMBER:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        return not parent.isValid() and self._open_end and not self.busy

    def fetchMore(self, parent: Index = _ROOT) -> None:
        """A search for text goes on when the reader comes to its end."""
        if self.canFetchMore(parent):
            self.busy = True
            self._tasks.spawn(self._search_on(self._turn, PAGE))
            self.told.emit()

    # the beginning

    def _begin_turn(self) -> None:
        """From here on answers to earlier questions count for nothing."""
        self._turn = object()
        self._started = False
        self._open_end = False
        self._reached_seq = self._news_seq = 0
        self._asking_news = self._news_again = False
        self._wanted_pages: list[int] = []
        self._fetching = False
        self.complete = self.busy = False
        self.trouble = ""

    def _replace(self, rows: Sequence[EventRow]) -> None:
        self.beginResetModel()
        self.places = Places()
        self.places.append(rows)
        self.endResetModel()

    async def _first_page(self, turn: object) -> None:
        page = await self._ask(turn, limit=min(_FIRST, PAGE))
        if page is None:
            return
        self._started = True
        self._news_seq, self._reached_seq = page.newest_seq, page.reached_seq
        self.complete = not page.more
        self._open_end = page.more and bool(self.wanted.text)
        self._replace(page.rows)
        self.started_over.emit()
        self.told.emit()
        await self._search_on(turn, PAGE - len(page.rows))
        await self._count(turn, page.newest_seq)

    async def _count(self, turn: object, until_seq: int) -> None:
        """How many there are of each kind; with that, how long the table is."""
        ref = self._ref
        if self._turn is not turn or ref is None:
            return
        order = CountEvents(agent=ref.agent, session_id=ref.session_id, until_seq=until_seq)
        counts = await self._carry(turn, order, EventCounts)
        if counts is None:
            return
        self.counts = counts
        if not self.wanted.text:
            self._stretch(cells.total_of(counts, self.wanted.kinds, self.wanted.failed_only))
        self.told.emit()

    def _stretch(self, total: int) -> None:
        """Give the rows that were only counted their places."""
        more = total - self.places.below
        if more > 0:
            first = len(self.places)
            self.beginInsertRows(QModelIndex(), first, first + more - 1)
            self.places.below = total
            self.endInsertRows()
        self.complete = True

    async def _search_on(self, turn: object, enough: int) -> None:
        """Look further back until there are ``enough`` more rows, or no older records."""
        while enough > 0 and self._turn is turn and self._open_end:
            page = await self._ask(turn, limit=min(enough, PAGE), before_seq=self._reached_seq)
            if page is None:
                break
            self._append(page.rows)
            enough -= len(page.rows)
            self._reached_seq = page.reached_seq
            self._open_end, self.complete = page.more, not page.more
            self.told.emit()
        if self._turn is turn:
            self.busy = False
            self.told.emit()

    def _append(self, rows: Sequence[EventRow]) -> None:
        if rows:
            first = len(self.places)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.places.append(rows)
            self.endInsertRows()

    # what came since

    async def _news(self, turn: object) -> None:
        while True:
            self._news_again = False
            page = await self._ask(turn, limit=PAGE, after_seq=self._news_seq)
            if page is not None:
                self.take_news(page)
            if page is None or not (page.more or self._news_again):
                break
        if self._turn is turn:
            self._asking_news = False

    def take_news(self, page: EventPage) -> None:
        """Put new records on top."""
        self._news_seq = max(self._news_seq, page.reached_seq)
        if page.rows:
            self.beginInsertRows(QModelIndex(), 0, len(page.rows) - 1)
            self.places.put_on_top(page.rows)
            self.endInsertRows()
            self.told.emit()

    # pages that are looked at

    def _want(self, number: int) -> None:
        """A page is in sight and not here."""
        if not self._started or number in self._wanted_pages:
            return
        self._wanted_pages.append(number)
        del self._wanted_pages[:-_MOST_WANTED]
        if not self._fetching:
            self._fetching = True
            self._tasks.spawn(self._fetch(self._turn))

    async def _fetch(self, turn: object) -> None:
        """What was wanted last is in sight now: it comes first."""
        while self._turn is turn and self._wanted_pages:
            number = self._wanted_pages[-1]
            rows = await self._read_page(turn, number)
            if self._turn is not turn:
                return
            if number in self._wanted_pages:
                self._wanted_pages.remove(number)
            if rows:
                self.places.keep(number, rows)
                first, last = self.places.rows_of(number)
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(TITLES) - 1))
        if self._turn is turn:
            self._fetching = False

    async def _read_page(self, turn: object, number: int) -> list[EventRow]:
        rows: list[EventRow] = []
        way = self.places.way_to(number)
        while way is not None and len(rows) < PAGE:
            page = await self._ask(turn, limit=PAGE - len(rows), before_seq=way[0], skip=way[1])
            if page is None:
                return []
            rows += page.rows
            way = (page.reached_seq, 0) if page.more else None
        return rows

    # asking

    async def _ask(self, turn: object, **values: int) -> EventPage | None:
        ref, wanted = self._ref, self.wanted
        if self._turn is not turn or ref is None:
            return None
        order = ReadEvents(
            agent=ref.agent,
            session_id=ref.session_id,
            kinds=wanted.kinds,
            text=wanted.text,
            failed_only=wanted.failed_only,
            **values,
        )
        page: EventPage | None = await self._carry(turn, order, EventPage)
        return page

    async def _carry(self, turn: object, order: Any, kind: type[Any]) -> Any:
        """The result, or None: nobody waits for it any more, or it could not be had (``trouble`` says why then)."""
        assert self._ref is not None
        try:
            result = msgspec.convert(await self._order(self._ref, order), kind)
        except (OrderFailed, msgspec.ValidationError) as error:
            log.info("%s: %s", type(order).__name__, error)
            if self._turn is turn:
                self.trouble = words.one_line(str(error), 200)
                self.busy = False
                self.told.emit()
            return None
        if self._turn is not turn:
            return None
        self.trouble = ""
        return result
