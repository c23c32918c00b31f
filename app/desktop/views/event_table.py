"""The event table: every record of a session, filtered by kind, text and failure, and what was received beside it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.core.commands import RawRecord, ReadRaw
from app.core.records import Record
from app.core.tr import plural, tr
from app.desktop import words
from app.desktop.link import OrderFailed
from app.desktop.models.event_cells import exact_clock
from app.desktop.models.events import EventModel, Wanted
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, SMALL
from app.desktop.views.event_grid import EventGrid
from app.desktop.views.event_kinds import KindsButton
from app.desktop.views.raw_pane import RawPane
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.search_field import SearchField

log = logging.getLogger(__name__)

_TYPED_MS = 150
_NEWS_MS = 200
_BESIDE_FROM_PX = 720

Order = Callable[[SessionRef, Any], Awaitable[Any]]


class EventTable(QWidget):
    """Filter, table, raw input. Asks for nothing while it is hidden. ``order`` carries a command to a session's hub."""

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("eventTable")
        self._order = order
        self._ref: SessionRef | None = None
        self._raw_seq = 0
        self._tasks = Tasks()
        self.model = EventModel(order, self)
        self.kinds = KindsButton(self)
        self.text = SearchField(tr("Show only records with this text"), tr("Text in the record…"), self)
        self.failures = QPushButton(tr("Failures only"), self)
        self.count = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.grid = EventGrid(self.model, self)
        self.raw = RawPane(self)
        self._typed = self._timer(_TYPED_MS, self._filter)
        self._news = self._timer(_NEWS_MS, self.model.ask_for_news)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.text.setMaximumWidth(320)
        self.text.setMaxLength(200)
        self.failures.setProperty("role", "choice")
        self.failures.setCheckable(True)
        self.failures.setAccessibleName(tr("Show only failures"))
        bar = QHBoxLayout()
        bar.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 2 * GRID)
        bar.setSpacing(2 * GRID)
        for widget, stretch in ((self.kinds, 0), (self.text, 2), (self.failures, 0), (self.count, 1)):
            bar.addWidget(widget, stretch)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.grid)
        self.split.addWidget(self.raw)
        self.raw.raise_()
        self.split.setStretchFactor(0, 13)
        self.split.setStretchFactor(1, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _: self._filter())
        self.failures.toggled.connect(lambda _: self._filter())
        self.text.textChanged.connect(lambda _: self._typed.start())
        self.text.returnPressed.connect(self._filter)
        self.grid.rested.connect(self._read_raw)
        self.model.told.connect(self._say)
        self.model.modelReset.connect(lambda: self._show_raw(0))
        self.model.started_over.connect(self._begin_at_top)

    def _begin_at_top(self) -> None:
        self.grid.scrollToTop()
        if self.grid.hasFocus() and self.grid.current_row() < 0:
            self.grid.go_to(0)

    def set_session(self, ref: SessionRef | None) -> None:
        """Show another session (None: none)."""
        if ref != self._ref:
            self._ref = ref
            self.kinds.set_kinds(())
            self.text.clear()
            self.failures.setChecked(False)
            self._typed.stop()
            self._load()

    def start_over(self, hub: str) -> None:
        """What was shown of this hub is void: another store answers."""
        if self._ref is not None and hub == self._ref.hub:
            self.model.show(None)
            self._load()

    def records_came(self, hub: str, records: list[Record]) -> None:
        """News from the feed: only whose they are matters, the hub knows which pass the filter."""
        ref = self._ref
        if ref is None or hub != ref.hub or not self.isVisible() or self._news.isActive():
            return
        if any(record.session_id == ref.session_id and record.agent == ref.agent for record in records):
            self._news.start()

    def hub_is_back(self, hub: str) -> None:
        """The connection stands (again)."""
        if self._ref is None or hub != self._ref.hub or not self.isVisible():
            return
        if self.model.trouble:
            self.start_over(hub)
        else:
            self.model.ask_for_news()

    def focus_filter(self) -> None:
        """Put the keyboard into the text that is looked for."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def focus_table(self) -> None:
        """Put the keyboard into the table."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.grid.current_row() < 0 and self.model.rowCount():
            self.grid.go_to(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._news.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE_FROM_PX
        self.split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    # the table

    def _load(self) -> None:
        if not self.isVisible():
            if self._ref != self.model.ref:
                self.model.show(None, Wanted())
        elif self._ref != self.model.ref:
            self.model.show(self._ref, self._wanted())
        elif self._ref is not None:
            self.model.ask_for_news()

    def _wanted(self) -> Wanted:
        return Wanted(self.kinds.kinds, self.text.text(), self.failures.isChecked())

    def _filter(self) -> None:
        self._typed.stop()
        if self._wanted() != self.model.wanted and self.isVisible():
            self.model.show(self._ref, self._wanted())

    def _say(self) -> None:
        model = self.model
        self.kinds.counts = model.counts
        self.count.set_text(self._sentence())
        if model.trouble:
            self.grid.say_empty(tr("The records cannot be read: {why}").format(why=model.trouble))
        elif model.busy or not model.complete or model.ref is None:
            self.grid.say_empty("")
        else:
            self.grid.say_empty(
                tr("No record yet.") if model.wanted.is_everything else tr("No record passes this filter.")
            )

    def _sentence(self) -> str:
        model = self.model
        if model.trouble:
            return model.trouble
        count = model.rowCount()
        if model.complete:
            return plural("%n records", "%n record", count)
        reached = model.event_at(count - 1)
        if model.wanted.text and reached is not None:
            shown = plural("%n records back to {clock}", "%n record back to {clock}", count)
            shown = shown.format(clock=exact_clock(reached.at_us)[:8])
            return tr("{records}, looking further…").format(records=shown) if model.busy else shown
        return plural("%n records and more", "%n record and more", count) if count else tr("looking…")

    # what was received

    def _read_raw(self) -> None:
        event = self.model.event_at(self.grid.current_row()) if self.grid.current_row() >= 0 else None
        if event is not None and event.seq != self._raw_seq:
            self._raw_seq = event.seq
            self._tasks.spawn(self._fetch_raw(event.seq))

    async def _fetch_raw(self, seq: int) -> None:
        ref = self._ref
        if ref is None:
            return
        try:
            raw = msgspec.convert(await self._order(ref, ReadRaw(seq=seq)), RawRecord)
        except (OrderFailed, msgspec.ValidationError) as error:
            log.info("record %d: %s", seq, error)
            if self._raw_seq == seq:
                self._show_raw(0, words.one_line(str(error), 200))
            return
        if self._raw_seq == seq:
            self.raw.show_raw(raw)

    def _show_raw(self, seq: int, sentence: str = "") -> None:
        self._raw_seq = seq
        self.raw.say(sentence)

    def _timer(self, interval_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(then)
        return timer
