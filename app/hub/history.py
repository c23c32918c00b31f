"""The store as readers of the feed ask it: beside the writer, on threads of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from app.core.commands import CountEvents, EventCounts, EventPage, RawRecord, ReadEvents
from app.core.records import SessionKey
from app.store.event_pages import EventFilter
from app.store.lines import Line
from app.store.log import Log

_Answer = TypeVar("_Answer")

_EVENT_ROWS = 500
_RAW_BYTES = 1024 * 1024
_LARGEST = (1 << 62) - 1
_SEARCH_WITHIN_S = 0.03
"""One search for text takes no longer before it says what it found; who wants more asks again."""


class History:
    """Reads committed records without ever holding up the loop or the writer.

    What feeds readers, the event table's pages and its counts each have a thread: a long count of a long session makes
    nobody wait for anything else.
    """

    def __init__(self, path: Path) -> None:
        self._feed = _Reader(path, "store-reader")
        self._table = _Reader(path, "store-table")
        self._counter = _Reader(path, "store-counter")

    async def since(self, seq: int, limit: int, max_bytes: int) -> list[Line]:
        """Records after ``seq``; raises StoreUnavailable or sqlite's own errors."""
        return await self._feed.ask(lambda log: log.lines_since(seq, limit, max_bytes))

    async def of_session(self, key: SessionKey, before_seq: int, limit: int, max_bytes: int) -> tuple[list[Line], bool]:
        """A page of one session, newest first page; and whether there are older ones."""
        return await self._feed.ask(lambda log: log.session_lines(key, before_seq, limit, max_bytes))

    async def events(self, order: ReadEvents) -> EventPage:
        """A page of the event table."""
        key = SessionKey(order.agent, order.session_id)
        wanted = EventFilter(order.kinds, order.text, order.failed_only)
        limit = max(1, min(order.limit, _EVENT_ROWS))
        before, after, skip = map(_within, (order.before_seq, order.after_seq, order.skip))
        if after:
            return await self._table.ask(lambda log: log.events_since(key, wanted, after, limit))
        return await self._table.ask(lambda log: log.event_page(key, wanted, before, skip, limit, _SEARCH_WITHIN_S))

    async def event_counts(self, order: CountEvents) -> EventCounts:
        """How many records of each kind a session has."""
        key = SessionKey(order.agent, order.session_id)
        return await self._counter.ask(lambda log: log.count_events(key, _within(order.until_seq)))

    async def raw(self, seq: int, max_bytes: int) -> RawRecord | None:
        """A record and its raw input; None where there is no such record."""
        most = max(1, min(max_bytes, _RAW_BYTES))
        return await self._table.ask(lambda log: log.raw_record(_within(seq), most))

    def close(self) -> None:
        """Wait for what is being read, then close."""
        for reader in (self._feed, self._table, self._counter):
            reader.close()


class _Reader:
    """One thread with a read-only log of its own, both begun when first needed."""

    def __init__(self, path: Path, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._path = path
        self._log: Log | None = None

    async def ask(self, question: Callable[[Log], _Answer]) -> _Answer:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: question(self._opened()))

    def close(self) -> None:
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _opened(self) -> Log:
        if self._log is None:
            self._log = Log.open(self._path, read_only=True)
        return self._log

    def _close(self) -> None:
        if self._log is not None:
            self._log.close()


def _within(number: int) -> int:
    """A number that SQLite can take."""
    return max(0, min(number, _LARGEST))
