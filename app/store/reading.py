"""Everything that can be asked of the store; nothing here changes it."""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from app.core.events import AnyEvent, Source, Unrecognized
from app.core.records import Delivery, Record, SessionKey
from app.store.lines import Line, line_of_row
from app.store.opening import size_of

_log = logging.getLogger("signalcabin.store")

Row = tuple[Any, ...]

_COLUMNS = "seq, at_us, session_no, source, pid, proc_start, event"
_SINCE = f"SELECT {_COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT ?"
_OF_SESSION = f"SELECT {_COLUMNS} FROM records WHERE session_no = ? AND seq < ? ORDER BY seq DESC LIMIT ?"
_DELIVERY_AT = "SELECT last_seq, packed, payload FROM deliveries WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1"
_DELIVERIES_OF = (
    "SELECT first_seq, last_seq, delivery_id, name, packed, payload, at_us, source, pid, proc_start"
    " FROM records JOIN deliveries ON deliveries.first_seq = records.seq WHERE session_no = ? ORDER BY seq"
)
_AFTER_ALL = 1 << 62
_NEWEST_SEQ = (
    "SELECT coalesce(max(seq), 0) FROM records"
    " UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'last_purged_at_seq'"
)

_decode_event = msgspec.json.Decoder(AnyEvent).decode


class StoreUnavailable(Exception):
    """Nothing could be stored or read just now (disk full, file locked …); the text is the system's."""


class StoreNotBegun(StoreUnavailable):
    """The file is empty: a hub is making the store just now, or was ended at it."""


class Reading:
    """The questions. Used from one thread at a time. All of them raise StoreUnavailable."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path
        self._numbers: dict[SessionKey, int] = {}
        self._keys: dict[int, SessionKey] = {}
        self.hub_id: str = str(self._one("SELECT value FROM meta WHERE name = 'hub_id'", ())[0])
        self._load_sessions()

    def newest_seq(self) -> int:
        """The highest number that was ever given, 0 where there is none; its record may have been purged."""
        return max(int(number) for (number,) in self._rows(_NEWEST_SEQ, ()))

    def load_checkpoint(self) -> tuple[int, bytes] | None:
        """The last one saved: (seq, data)."""
        for seq, data in self._rows("SELECT seq, data FROM checkpoints WHERE name = 'roster'", ()):
            return int(seq), bytes(data)
        return None

    def read_since(self, seq: int, limit: int) -> list[Record]:
        """At most ``limit`` records after ``seq``, in order."""
        return [self._record_of(row) for row in self._rows(_SINCE, (seq, limit))]

    def read_session(self, key: SessionKey, before_seq: int = 0, limit: int = 2000) -> list[Record]:
        """The newest ``limit`` records of one session before ``before_seq`` (0: of all), in ascending order."""
        return [self._record_of(row) for row in self._newest_of(key, before_seq, limit)][::-1]

    def read_kinds(self, kinds: Sequence[str], limit: int) -> list[Record]:
        """The newest ``limit`` records of these kinds, of all sessions, in ascending order. Reads an index whole."""
        marks = ", ".join("?" * len(kinds))
        wanted = (
            "SELECT seq FROM records INDEXED BY records_of_session"
            f" WHERE kind_no IN (SELECT kind_no FROM kinds WHERE name IN ({marks}))"
        )
        question = f"SELECT {_COLUMNS} FROM records WHERE seq IN ({wanted}) ORDER BY seq DESC LIMIT ?"
        return [self._record_of(row) for row in self._rows(question, (*kinds, limit))][::-1]

    def lines_since(self, seq: int, limit: int, max_bytes: int) -> list[Line]:
        """Like ``read_since``, written for the feed, and no more than about ``max_bytes`` (but at least one)."""
        return self._within(self._rows(_SINCE, (seq, limit)), max_bytes)[0]

    def session_lines(self, key: SessionKey, before_seq: int, limit: int, max_bytes: int) -> tuple[list[Line], bool]:
        """Like ``read_session``, written, the newest within ``max_bytes``; and whether older ones are left."""
        lines, all_of_them = self._within(self._newest_of(key, before_seq, limit + 1), max_bytes)
        return lines[:limit][::-1], not all_of_them or len(lines) > limit

    def raw_of(self, seq: int) -> bytes | None:
        """The JSON of the payload that the record came from; None where it was not kept."""
        for last_seq, packed, payload in self._rows(_DELIVERY_AT, (seq,)):
            if last_seq >= seq and payload is not None:
                return zlib.decompress(payload) if packed else bytes(payload)
        return None

    def deliveries_of(self, key: SessionKey) -> Iterator[tuple[int, int, Delivery]]:
        """(first record, last record, delivery) of a session's raw input as far as it is kept, in order."""
        if key not in self._numbers:
            self._load_sessions()
        for first, last, delivery_id, name, packed, payload, at_us, source, pid, start in self._rows(
            _DELIVERIES_OF, (self._numbers.get(key, 0),)
        ):
            if payload is None:
                continue
            delivery = Delivery(
                delivery_id=delivery_id,
                agent=key.agent,
                source=cast(Source, source),
                name=name,
                at_us=at_us,
                payload=msgspec.json.decode(zlib.decompress(payload) if packed else payload),
                pid=pid,
                proc_start=start,
                session_hint=key.session_id,
            )
            yield first, last, delivery

    def has_delivery(self, delivery_id: str) -> bool:
        """Whether this delivery was stored."""
        return any(self._rows("SELECT 1 FROM seen WHERE delivery_id = ?", (delivery_id,)))

    def sessions(self) -> list[SessionKey]:
        """Every session with a record, oldest first."""
        self._load_sessions()
        return list(self._numbers)

    def size_bytes(self) -> int:
        """What the store takes on disk, its write-ahead log included."""
        return sum(size_of(self.path.with_name(self.path.name + suffix)) for suffix in ("", "-wal"))

    def _newest_of(self, key: SessionKey, before_seq: int, limit: int) -> Iterator[Row]:
        if key not in self._numbers:
            self._load_sessions()
        return self._rows(_OF_SESSION, (self._numbers.get(key, 0), before_seq or _AFTER_ALL, limit))

    def _within(self, rows: Iterator[Row], max_bytes: int) -> tuple[list[Line], bool]:
        """Lines up to ``max_bytes``, at least one; and whether those were all."""
        lines: list[Line] = []
        size = 0
        for row in rows:
            line = self._line_of(row)
            size += len(line.json)
            if lines and size > max_bytes:
                return lines, False
            lines.append(line)
        return lines, True

    def _line_of(self, row: Row) -> Line:
        seq, at_us, number, source, pid, start, event = row
        return line_of_row(seq, at_us, self._key_of(number), source, pid, start, event)

    def _record_of(self, row: Row) -> Record:
        seq, at_us, number, source, pid, start, event = row
        key = self._key_of(number)
        return Record(
            seq=seq,
            at_us=at_us,
            agent=key.agent,
            session_id=key.session_id,
            source=cast(Source, source),
            event=event_of(seq, event),
            pid=pid,
            proc_start=start,
        )

    def _key_of(self, number: int) -> SessionKey:
        if number not in self._keys:
            self._load_sessions()
        return self._keys[number]

    def _load_sessions(self) -> None:
        top = max(self._keys, default=0)
        for number, agent, session_id in self._rows("SELECT * FROM sessions WHERE session_no > ?", (top,)):
            key = SessionKey(agent, session_id)
            self._numbers[key] = number
            self._keys[number] = key

    def _one(self, question: str, values: Sequence[Any]) -> Row:
        for row in self._rows(question, values):
            return row
        raise StoreUnavailable(f"{self.path} lacks what every store has")

    def _rows(self, question: str, values: Sequence[Any]) -> Iterator[Row]:
        try:
            yield from self._db.execute(question, values)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self.path}: {error}") from error


def event_of(seq: int, event_json: bytes) -> AnyEvent:
    """The event; one that this version does not know (any more) is shown as it is."""
    try:
        event: AnyEvent = _decode_event(event_json)
    except (msgspec.DecodeError, ValueError) as error:
        _log.warning("record %d is of a kind this version does not know: %s", seq, error)
        return Unrecognized(name="record", payload={"raw": event_json.decode("utf-8", "replace")})
    return event
