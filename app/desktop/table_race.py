"""One contestant of ``bench table``, in a process of its own; prints one JSON object, times in milliseconds.

``python -m app.desktop.table_race ours DATA_DIR AGENT SESSION RARE_KIND TEXT``: the event table on a running hub, each
time from the order given to the paint with the answer. ``… standard_items ROWS``: Qt's item model under its filter
proxy, holding everything.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QSortFilterProxyModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView
from qasync import QEventLoop

from app.core.commands import EventPage, EventRow
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.models.event_cells import TITLES, WHAT
from app.desktop.models.events import Wanted
from app.desktop.models.hubs import SessionRef
from app.desktop.theme import apply_theme
from app.desktop.views.event_table import EventTable
from app.system.paths import DataPaths

NEWS = 170
_TIMES = 5
_APPENDS = 20
_LIMIT_S = 30.0


class Race:
    """The event table under the clock."""

    def __init__(self, cabin: Cabin, ref: SessionRef) -> None:
        self._ref = ref
        self.table = EventTable(cabin.order)
        self.table.resize(1100, 700)
        self.table.show()
        self.model = self.table.model

    async def run(self, rare_kind: str, text: str) -> dict[str, Any]:
        """All figures."""
        figures: dict[str, Any] = {"first_page": [await self._first_page() for _ in range(_TIMES)]}
        await _until(lambda: self.model.complete)
        figures["rows"] = self.model.rowCount()
        figures["rows_in_memory"] = self.model.places.kept
        filters = {
            "filter_rare_kind": Wanted(kinds=(rare_kind,)),
            "filter_kind_that_does_not_occur": Wanted(kinds=("CompactionStarted",)),
            "filter_common_kind": Wanted(kinds=("MessageDelta",)),
            "filter_failures": Wanted(failed_only=True),
            "filter_text_first_answer": Wanted(text=text),
            "filter_text_found_nowhere_first_answer": Wanted(text="nowhere to be found"),
        }
        for name, wanted in filters.items():
            figures[name] = [await self._filter(wanted) for _ in range(_TIMES)]
        figures["text_found_nowhere_all_looked_through"] = [await self._search_all() for _ in range(2)]
        await self._filter(Wanted())
        await _until(lambda: self.model.complete)
        figures["jump"] = [await self._jump(share) for share in (0.5, 0.999, 0.25, 0.75, 0.1)]
        for name, value in ("append_at_the_top", 0), ("append_while_reading", 100_000):
            self.table.grid.verticalScrollBar().setValue(value)
            await asyncio.sleep(0.1)
            figures[f"{name}_{NEWS}"] = [self._append() for _ in range(_APPENDS)]
        return {name: _summed(value) if isinstance(value, list) else value for name, value in figures.items()}

    async def _first_page(self) -> float:
        self.table.set_session(None)
        return await self._answered(lambda: self.table.set_session(self._ref))

    async def _filter(self, wanted: Wanted) -> float:
        return await self._answered(lambda: self.model.show(self._ref, wanted))

    async def _answered(self, ask: Callable[[], None]) -> float:
        """From the question to the paint with its first page."""
        answered = asyncio.Event()
        heard = self.model.started_over.connect(answered.set)
        began = time.perf_counter()
        ask()
        await asyncio.wait_for(answered.wait(), _LIMIT_S)
        took = self._painted(began)
        self.model.disconnect(heard)
        return took

    async def _search_all(self) -> float:
        began = time.perf_counter()
        self.model.show(self._ref, Wanted(text="nowhere to be found"))
        await _until(lambda: self.model.complete)
        return self._painted(began)

    async def _jump(self, share: float) -> float:
        bar = self.table.grid.verticalScrollBar()
        began = time.perf_counter()
        bar.setValue(int(bar.maximum() * share))
        self._painted(began)
        await _until(lambda: self.model.event_at(self.table.grid.rowAt(5)) is not None)
        return self._painted(began)

    def _append(self) -> float:
        newest = self.model.event_at(0)
        first = newest.seq if newest is not None else 10_000_000
        rows = tuple(
            EventRow(seq=first + NEWS - n, at_us=1, source="hook", kind="NoticeGiven", summary="news")
            for n in range(NEWS)
        )
        began = time.perf_counter()
        self.model.take_news(EventPage(rows=rows, reached_seq=first + NEWS, newest_seq=first + NEWS))
        return self._painted(began)

    def _painted(self, began: float) -> float:
        return _painted(self.table.grid, began)


def standard_items(app: QApplication, count: int) -> dict[str, Any]:
    """Everything in Qt's own model, filtered by Qt's own proxy."""
    before = _rss_mb()
    began = time.perf_counter()
    model = QStandardItemModel(0, len(TITLES))
    for number in range(count):
        model.appendRow(_items(number))
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.setFilterKeyColumn(WHAT)
    view = QTableView()
    view.setModel(proxy)
    view.resize(1100, 700)
    view.show()
    figures: dict[str, Any] = {"rows": count, "first_page": round(_painted(view, began), 1)}
    for name, text in (("filter_text", "note 4711"), ("filter_away", "")):
        began = time.perf_counter()
        proxy.setFilterFixedString(text)
        figures[name] = round(_painted(view, began), 1)
    took = []
    for turn in range(3):
        began = time.perf_counter()
        for number in range(NEWS):
            model.appendRow(_items(count + turn * NEWS + number))
        took.append(_painted(view, began))
    figures[f"append_{NEWS}"] = _summed(took)
    figures["memory_mb"] = round(_rss_mb() - before)
    return figures


def _items(number: int) -> list[QStandardItem]:
    return [QStandardItem(text) for text in (str(number), "12:00:00.000", "hook", "Notice given", f"note {number}")]


def _painted(view: QTableView, began: float) -> float:
    """Milliseconds since then, once all that Qt had put off is laid out and painted."""
    view.doItemsLayout()
    view.viewport().repaint()
    return (time.perf_counter() - began) * 1000


async def _until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + _LIMIT_S
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the event table was never there")
        await asyncio.sleep(0.005)


async def _ours(data_dir: str, agent: str, session: str, rare_kind: str, text: str) -> dict[str, Any]:
    cabin = Cabin(DataPaths(Path(data_dir)), start_hub=False)
    cabin.add_own_hub()
    await _until(lambda: cabin.hubs.all()[0].phase == "live")
    before = _rss_mb()
    race = Race(cabin, SessionRef(THIS_MACHINE, agent, session))
    figures = await race.run(rare_kind, text)
    figures["memory_mb"] = round(_rss_mb() - before)
    race.table.hide()
    await cabin.close(stop_own_hub=False)
    return figures


def _summed(took_ms: list[float]) -> dict[str, float]:
    ordered = sorted(took_ms)
    return {"p50": round(ordered[len(ordered) // 2], 1), "max": round(ordered[-1], 1)}


def _rss_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def main(arguments: list[str]) -> None:
    app = QApplication([])
    apply_theme(app, "light")
    if arguments[0] == "standard_items":
        figures = standard_items(app, int(arguments[1]))
    else:
        loop = QEventLoop(app)
        asyncio.set_event_loop(loop)
        figures = loop.run_until_complete(_ours(*arguments[1:]))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(sys.argv[1:])
