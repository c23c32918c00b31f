"""Pages of one session's records for the event table: by kind, failure and text, from any place, in bounded time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from app.core.commands import EventCounts, EventPage, EventRow, RawRecord
from app.core.projections.event_words import SUMMARY_CHARS, event_words
from app.core.projections.words import one_line
from app.core.records import SessionKey
from app.store.reading import Reading, Row, event_of

LONGEST_TEXT = 200
"""Characters of a text that is looked for; what is longer is cut."""

_DECODED_BYTES = 64 * 1024
_HEAD_BYTES = 4 * SUMMARY_CHARS
_FIRST_WINDOW = 500
_LARGEST_WINDOW = 32_000
_AFTER_ALL = 1 << 62

# Only what a line needs is read of an event that is large.
_LISTED = (
    "seq, at_us, source, kind_no, failed, length(event), "
    f"CASE WHEN length(event) > {_DECODED_BYTES} THEN substr(event, 1, {_HEAD_BYTES}) ELSE event END"
)
_NEWEST = "SELECT seq FROM records WHERE session_no = ? ORDER BY seq DESC LIMIT 1"
_COUNTED = "WHERE session_no = ? AND seq > ? AND seq <= ?"
_COUNTS = f"SELECT kind_no, count(*) FROM records INDEXED BY records_of_session {_COUNTED} GROUP BY kind_no"
_FAILURES = (
    f"SELECT kind_no, count(*) FROM records INDEXED BY failures_of_session {_COUNTED} AND failed = 1 GROUP BY kind_no"
)
_COUNTS_KEPT = 16
_WRITTEN = "SELECT session_no, at_us, source, pid, proc_start, event FROM records WHERE seq = ?"


class EventFilter(msgspec.Struct, frozen=True):
    """Which records are wanted: of these kinds (none: all), with this text in their JSON, only failures."""

    kinds: tuple[str, ...] = ()
    text: str = ""
    failed_only: bool = False


class _Counted(msgspec.Struct, frozen=True):
    """Records of one session by the number of their kind, up to a record: those never change."""

    until_seq: int = 0
    kinds: dict[int, int] = {}
    failed: dict[int, int] = {}


class EventPages(Reading):
    """The event table's questions. All raise StoreUnavailable."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        super().__init__(db, path)
        self._counted: dict[int, _Counted] = {}

    def kind_numbers(self) -> dict[str, int]:
        """Event types by name, as the store numbers them."""
        return {name: number for number, name in self._rows("SELECT kind_no, name FROM kinds", ())}

    def event_page(
        self, key: SessionKey, wanted: EventFilter, before_seq: int, skip: int, limit: int, within_s: float
    ) -> EventPage:
        """Matches before ``before_seq`` (0: all), newest first; a search for text ends after about ``within_s``."""
        number, newest = self._session(key)
        before = min(before_seq or _AFTER_ALL, newest + 1)
        if not wanted.text:
            rows = self._matches(number, wanted, 0, before, skip, limit + 1)
            return _page(rows, limit, 0, newest)
        rows = []
        window = _FIRST_WINDOW
        deadline = time.monotonic() + within_s
        while before > 0 and len(rows) <= skip + limit:
            began = time.monotonic()
            low = self._seq_at(number, "seq < ? ORDER BY seq DESC", before, window)
            rows += self._matches(number, wanted, low, before, 0, skip + limit + 1 - len(rows))
            before = low
            ended = time.monotonic()
            window = _next_window(window, ended - began, within_s)
            if ended >= deadline:
                break
        return _page(rows[skip:], limit, before, newest)

    def events_since(self, key: SessionKey, wanted: EventFilter, after_seq: int, limit: int) -> EventPage:
        """The oldest ``limit`` matches after ``after_seq``, newest first; ``reached_seq`` is the last one looked at."""
        number, newest = self._session(key)
        top = self._seq_at(number, "seq > ? ORDER BY seq", after_seq, _LARGEST_WINDOW) or newest
        found = self._matches(number, wanted, after_seq + 1, top + 1, 0, limit, oldest=True)
        reached = found[-1].seq if len(found) == limit else max(top, after_seq)
        return EventPage(rows=tuple(found[::-1]), reached_seq=reached, more=reached < newest, newest_seq=newest)

    def count_events(self, key: SessionKey, until_seq: int) -> EventCounts:
        """Records of each kind up to ``until_seq`` (0: all); only those since the last count are counted."""
        number, newest = self._session(key)
        until = min(until_seq or _AFTER_ALL, newest)
        counted = self._counted.pop(number, _Counted())
        if counted.until_seq > until:
            counted = _Counted()
        span = (number, counted.until_seq, until)
        counted = _Counted(
            until_seq=until,
            kinds=_added(counted.kinds, self._rows(_COUNTS, span)),
            failed=_added(counted.failed, self._rows(_FAILURES, span)),
        )
        self._counted[number] = counted
        while len(self._counted) > _COUNTS_KEPT:
            del self._counted[next(iter(self._counted))]
        names = self._names()
        kinds, failed = (
            {names.get(kind_no, ""): count for kind_no, count in counts.items()}
            for counts in (counted.kinds, counted.failed)
        )
        return EventCounts(kinds=kinds, failed=failed)

    def raw_record(self, seq: int, max_bytes: int) -> RawRecord | None:
        """A record and the input it came from, each cut after ``max_bytes``; None where there is no such record."""
        for number, at_us, source, pid, start, event in self._rows(_WRITTEN, (seq,)):
            envelope: dict[str, Any] = {"seq": seq, "at_us": at_us, **self._key_of(number)._asdict(), "source": source}
            if pid:
                envelope |= {"pid": pid, "proc_start": start}
            record = msgspec.json.encode(envelope | {"event": msgspec.Raw(event)})
            payload, size = self._payload_of(seq, max_bytes)
            return RawRecord(
                seq=seq,
                record=_text(record[:max_bytes]),
                record_bytes=len(record),
                payload=_text(payload) if payload is not None else None,
                payload_bytes=size,
            )
        return None

    def _payload_of(self, seq: int, max_bytes: int) -> tuple[bytes | None, int]:
        raw = self.raw_of(seq)
        return (None, 0) if raw is None else (raw[:max_bytes], len(raw))

    def _session(self, key: SessionKey) -> tuple[int, int]:
        """The session's number and its newest record; nought for both where there is no such session."""
        if key not in self._numbers:
            self._load_sessions()
        number = self._numbers.get(key, 0)
        return number, next((int(seq) for (seq,) in self._rows(_NEWEST, (number,))), 0)

    def _seq_at(self, number: int, order: str, seq: int, distance: int) -> int:
        """The record ``distance`` records further on; 0 where the session ends before."""
        question = f"SELECT seq FROM records WHERE session_no = ? AND {order} LIMIT 1 OFFSET ?"
        return next((int(found) for (found,) in self._rows(question, (number, seq, distance - 1))), 0)

    def _matches(
        self, number: int, wanted: EventFilter, low: int, high: int, skip: int, limit: int, oldest: bool = False
    ) -> list[EventRow]:
        """Those with ``low`` <= seq < ``high``. What is passed over is counted on the index, never read."""
        index = "failures_of_session" if wanted.failed_only else "records_of_session"
        where = ["session_no = ?", "seq >= ?", "seq < ?"]
        values: list[Any] = [number, low, high]
        if wanted.failed_only:
            where.append("failed = 1")
        if wanted.kinds:
            numbers = self.kind_numbers()
            kinds = sorted({numbers[name] for name in wanted.kinds if name in numbers})
            where.append(f"kind_no IN ({', '.join('?' * len(kinds))})")
            values += kinds
        if wanted.text:
            # SQLite may be built so that LIKE never matches a blob.
            where.append("CAST(event AS TEXT) LIKE ? ESCAPE '\\'")
            values.append(_pattern(wanted.text))
        order = "ORDER BY seq" if oldest else "ORDER BY seq DESC"
        picked = f"SELECT seq FROM records INDEXED BY {index} WHERE {' AND '.join(where)} {order} LIMIT ? OFFSET ?"
        question = f"SELECT {_LISTED} FROM records WHERE seq IN ({picked}) {order}"
        return list(self._listed(self._rows(question, (*values, limit, skip))))

    def _listed(self, rows: Iterator[Row]) -> Iterator[EventRow]:
        names = self._names()
        for seq, at_us, source, kind_no, failed, size, event in rows:
            lane, summary = "", ""
            if size > _DECODED_BYTES:
                summary = one_line(_text(event), SUMMARY_CHARS)
            else:
                decoded = event_of(seq, event)
                lane, summary = str(getattr(decoded, "lane", "")), event_words(decoded)
            yield EventRow(
                seq=seq,
                at_us=at_us,
                source=source,
                kind=names.get(kind_no, ""),
                failed=bool(failed),
                lane=lane,
                summary=summary,
            )

    def _names(self) -> dict[int, str]:
        return {number: name for name, number in self.kind_numbers().items()}


def _page(rows: list[EventRow], limit: int, looked_to: int, newest: int) -> EventPage:
    shown = tuple(rows[:limit])
    cut = len(rows) > limit
    reached = shown[-1].seq if cut and shown else looked_to
    return EventPage(rows=shown, reached_seq=reached, more=cut or looked_to > 0, newest_seq=newest)


def _added(counts: dict[int, int], more: Iterator[Row]) -> dict[int, int]:
    together = dict(counts)
    for kind_no, count in more:
        together[kind_no] = together.get(kind_no, 0) + count
    return together


def _next_window(window: int, took_s: float, within_s: float) -> int:
    """Wider while records are small: a window must stay well within the time there is."""
    if took_s < within_s / 8:
        return min(_LARGEST_WINDOW, window * 4)
    return max(_FIRST_WINDOW, window // 2) if took_s > within_s / 2 else window


def _pattern(text: str) -> str:
    """A LIKE pattern for text as it stands in JSON."""
    written = msgspec.json.encode(text[:LONGEST_TEXT]).decode()[1:-1]
    for special in ("\\", "%", "_"):
        written = written.replace(special, "\\" + special)
    return f"%{written}%"


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
