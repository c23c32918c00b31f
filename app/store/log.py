"""The log: every record, numbered without gaps and stored once, in one SQLite file."""

from __future__ import annotations

import logging
import sqlite3
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from app.core import coalesce
from app.core.clip import clip
from app.core.events import AnyEvent, MessageDelta, Source
from app.core.records import Decoded, Delivery, Record, SessionKey
from app.store import schema
from app.store.lines import Line, line_of, line_of_row

_log = logging.getLogger("signalcabin.store")

Item = tuple[Delivery, Sequence[Decoded]]

_PACK_FROM_BYTES = 400
_LONGEST_COPIED_LINE_BYTES = 4096
_DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_COLUMNS = "seq, at_us, session_no, source, pid, proc_start, event"

_encode = msgspec.json.Encoder().encode
_decode_event = msgspec.json.Decoder(AnyEvent).decode


class StoreUnavailable(Exception):
    """Nothing could be stored or read just now (disk full, file locked …); the text is the system's."""


class Unstorable(ValueError):
    """A value among the items cannot be written to the store, now or ever; the text says what it is."""


class AppendResult(msgspec.Struct, frozen=True):
    """What one ``append`` stored. ``by_item[i]`` are the records of ``items[i]``: none for a duplicate.

    A delta joined to that of an earlier item is that item's record.
    """

    records: list[Record]
    duplicates: int
    by_item: list[tuple[Record, ...]]
    lines: list[Line]


class Log:
    """One open store. Used from one thread at a time; open a second one, read-only, for a second thread."""

    def __init__(self, db: sqlite3.Connection, path: Path, read_only: bool) -> None:
        self._db = db
        self.path = path
        self.read_only = read_only
        self.set_aside: Path | None = None
        """Where a damaged store was moved when this one was opened, else None."""
        self._numbers: dict[SessionKey, int] = {}
        self._keys: dict[int, SessionKey] = {}
        self.hub_id: str = str(db.execute("SELECT value FROM meta WHERE name = 'hub_id'").fetchone()[0])
        self.last_seq: int = self.newest_seq()
        self._load_sessions()

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Log:
        """Open, or make, the store.

        A file that is no store (damaged) is moved aside, never deleted, and a new one begun; ``set_aside`` says where.
        Raises ``schema.StoreTooNew``, and StoreUnavailable when it cannot be opened at all. ``read_only`` works
        beside a running hub and changes nothing.
        """
        try:
            return cls._open(path, read_only)
        except sqlite3.DatabaseError as error:
            if read_only or not _is_damage(error):
                raise StoreUnavailable(f"{path} cannot be opened: {error}") from error
            aside = _set_aside(path)
            _log.error("the store %s is damaged (%s); it was moved to %s and a new one begun", path, error, aside)
            log = cls._open(path, read_only)
            log.set_aside = aside
            return log

    @classmethod
    def _open(cls, path: Path, read_only: bool) -> Log:
        db = _connect(path, read_only)
        try:
            if read_only:
                schema.check(db, str(path))
            else:
                schema.migrate(db, str(path))
                path.chmod(0o600)
            return cls(db, path, read_only)
        except (sqlite3.Error, schema.StoreTooNew):
            db.close()
            raise

    def close(self) -> None:
        self._db.close()

    # ── writing ────────────────────────────────────────────────────────────────────────────────

    def append(self, items: Sequence[Item]) -> AppendResult:
        """Store all new items in one transaction, or none of them.

        Deliveries whose id is stored already are dropped (counted in ``duplicates``); deltas that follow one another
        are joined. Raises StoreUnavailable, after which nothing of ``items`` is stored and it may be tried again, and
        Unstorable (likewise nothing stored), where trying again is of no use.
        """
        known_sessions = len(self._numbers)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            result = self._append(items)
            self._db.execute("COMMIT")
        except (ValueError, TypeError, OverflowError, sqlite3.DataError) as error:
            self._roll_back(known_sessions)
            raise Unstorable(f"{type(error).__name__}: {error}") from error
        except sqlite3.Error as error:
            self._roll_back(known_sessions)
            raise StoreUnavailable(str(error)) from error
        self.last_seq += len(result.records)
        return result

    def _append(self, items: Sequence[Item]) -> AppendResult:
        fresh = self._mark_seen(items)
        parts = _join_deltas(items, fresh)
        seq = self.last_seq
        records: list[Record] = []
        lines: list[Line] = []
        rows: list[tuple[Any, ...]] = []
        raws: list[tuple[Any, ...]] = []
        by_item: list[tuple[Record, ...]] = []
        for (delivery, _), is_new, facts in zip(items, fresh, parts, strict=True):
            first = seq + 1
            own: list[Record] = []
            for fact in facts:
                seq += 1
                event, event_json = clip(fact.event)
                record = _record(seq, fact, delivery, event)
                own.append(record)
                lines.append(line_of(record, event_json))
                rows.append(_row(record, self._number_of(record.key), event_json))
            if is_new and own:
                raws.extend(_raw_row(delivery, first, seq))
            records.extend(own)
            by_item.append(tuple(own))
        self._db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?)", raws)
        return AppendResult(records, len(items) - sum(fresh), by_item, lines)

    def _mark_seen(self, items: Sequence[Item]) -> list[bool]:
        fresh = []
        for delivery, _ in items:
            cursor = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (delivery.delivery_id,))
            fresh.append(cursor.rowcount == 1)
        return fresh

    def _roll_back(self, known_sessions: int) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        for key in list(self._numbers)[known_sessions:]:
            del self._keys[self._numbers.pop(key)]

    def _number_of(self, key: SessionKey) -> int:
        number = self._numbers.get(key)
        if number is None:
            cursor = self._db.execute("INSERT INTO sessions (agent, session_id) VALUES (?, ?)", key)
            number = int(cursor.lastrowid or 0)
            self._numbers[key] = number
            self._keys[number] = key
        return number

    def save_checkpoint(self, seq: int, data: bytes) -> None:
        """Keep the roster's state as of ``seq``; raises StoreUnavailable."""
        try:
            self._db.execute("INSERT OR REPLACE INTO checkpoints VALUES ('roster', ?, ?)", (seq, data))
        except sqlite3.Error as error:
            raise StoreUnavailable(str(error)) from error

    # ── reading ────────────────────────────────────────────────────────────────────────────────

    def load_checkpoint(self) -> tuple[int, bytes] | None:
        """The last one saved: (seq, data)."""
        row = self._db.execute("SELECT seq, data FROM checkpoints WHERE name = 'roster'").fetchone()
        return None if row is None else (int(row[0]), bytes(row[1]))

    def newest_seq(self) -> int:
        """The highest number in the file now; ``last_seq`` of a read-only log is that of its opening."""
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM records").fetchone()[0])

    def read_since(self, seq: int, limit: int) -> list[Record]:
        """At most ``limit`` records after ``seq``, in order."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
        return [self._record_of(row) for row in rows]

    def read_session(self, key: SessionKey, before_seq: int = 0, limit: int = 2000) -> list[Record]:
        """The newest ``limit`` records of one session before ``before_seq`` (0: of all), in ascending order."""
        return [self._record_of(row) for row in self._session_rows(key, before_seq, limit)]

    def lines_since(self, seq: int, limit: int, max_bytes: int) -> list[Line]:
        """Like ``read_since``, written for the feed, and no more than about ``max_bytes`` (but at least one)."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
        return self._lines(rows, max_bytes)

    def session_lines(self, key: SessionKey, before_seq: int, limit: int, max_bytes: int) -> tuple[list[Line], bool]:
        """Like ``read_session``, written, the newest within ``max_bytes``; and whether older ones are left."""
        rows = self._session_rows(key, before_seq, limit + 1)
        more = len(rows) > limit
        lines: list[Line] = []
        size = 0
        for row in reversed(rows[1:] if more else rows):
            line = self._line_of(row)
            size += len(line.json)
            if lines and size > max_bytes:
                more = True
                break
            lines.append(line)
        return lines[::-1], more

    def raw_of(self, seq: int) -> bytes | None:
        """The JSON of the payload that the record came from; None where it was not kept."""
        row = self._db.execute(
            "SELECT last_seq, packed, payload FROM deliveries WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1",
            (seq,),
        ).fetchone()
        if row is None or row[0] < seq or row[2] is None:
            return None
        return zlib.decompress(row[2]) if row[1] else bytes(row[2])

    def has_delivery(self, delivery_id: str) -> bool:
        """Whether this delivery was stored."""
        return self._db.execute("SELECT 1 FROM seen WHERE delivery_id = ?", (delivery_id,)).fetchone() is not None

    def sessions(self) -> list[SessionKey]:
        """Every session with a record, oldest first."""
        return list(self._numbers)

    def size_bytes(self) -> int:
        """What the store takes on disk, its write-ahead log included."""
        return sum(_size(self.path.with_name(self.path.name + suffix)) for suffix in ("", "-wal"))

    def _session_rows(self, key: SessionKey, before_seq: int, limit: int) -> list[tuple[Any, ...]]:
        if key not in self._numbers and self.read_only:
            self._load_sessions()
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM records WHERE session_no = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            (self._numbers.get(key, 0), before_seq or (1 << 62), limit),
        ).fetchall()
        return rows[::-1]

    def _lines(self, rows: sqlite3.Cursor, max_bytes: int) -> list[Line]:
        lines: list[Line] = []
        size = 0
        for row in rows:
            line = self._line_of(row)
            size += len(line.json)
            if lines and size > max_bytes:
                break
            lines.append(line)
        rows.close()
        return lines

    def _line_of(self, row: tuple[Any, ...]) -> Line:
        seq, at_us, number, source, pid, start, event = row
        return line_of_row(seq, at_us, self._key_of(number), source, pid, start, event)

    def _record_of(self, row: tuple[Any, ...]) -> Record:
        seq, at_us, number, source, pid, start, event = row
        key = self._key_of(number)
        return Record(
            seq=seq,
            at_us=at_us,
            agent=key.agent,
            session_id=key.session_id,
            source=cast(Source, source),
            event=_decode_event(event),
            pid=pid,
            proc_start=start,
        )

    def _key_of(self, number: int) -> SessionKey:
        if number not in self._keys:
            self._load_sessions()
        return self._keys[number]

    def _load_sessions(self) -> None:
        rows = self._db.execute("SELECT * FROM sessions WHERE session_no > ?", (max(self._keys, default=0),))
        for number, agent, session_id in rows:
            key = SessionKey(agent, session_id)
            self._numbers[key] = number
            self._keys[number] = key


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    if read_only:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) or 0
    return (code & 0xFF) in _DAMAGED_CODES


def _set_aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}-{time.time_ns() % 1_000_000:06d}")
    for suffix in ("-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    path.rename(aside)
    return aside


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _record(seq: int, fact: Decoded, delivery: Delivery, event: AnyEvent) -> Record:
    return Record(
        seq=seq,
        at_us=fact.at_us,
        agent=delivery.agent,
        session_id=fact.session_id,
        source=delivery.source,
        event=event,
        pid=delivery.pid,
        proc_start=delivery.proc_start,
    )


def _row(record: Record, number: int, event_json: bytes) -> tuple[Any, ...]:
    return record.seq, number, record.at_us, record.source, record.pid, record.proc_start, event_json


def _raw_row(delivery: Delivery, first: int, last: int) -> list[tuple[Any, ...]]:
    """The raw payload's row; streamed text is not kept twice, nor are long lines that lie in the agent's own file."""
    if delivery.payload is None or delivery.name == "MessageDisplay":
        return []
    payload = _payload_json(delivery.payload)
    if delivery.path and len(payload) > _LONGEST_COPIED_LINE_BYTES:
        return []
    packed = len(payload) >= _PACK_FROM_BYTES
    stored = zlib.compress(payload, 1) if packed else payload
    return [(first, last, delivery.delivery_id, delivery.name, int(packed), stored)]


def _payload_json(payload: Any) -> bytes:
    try:
        return _encode(payload)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        return _encode({"lost": f"the payload cannot be written: {type(error).__name__}"})


def _join_deltas(items: Sequence[Item], fresh: Sequence[bool]) -> list[list[Decoded]]:
    """The facts of each new item, deltas that continue an earlier item's delta moved into that one."""
    joined: list[list[Decoded]] = []
    open_runs: dict[tuple[str, str, str], coalesce.Run] = {}
    places: list[tuple[list[Decoded], int, coalesce.Run]] = []
    for (delivery, facts), is_new in zip(items, fresh, strict=True):
        own: list[Decoded] = []
        for fact in facts if is_new else ():
            if isinstance(fact.event, MessageDelta):
                run_key = (delivery.agent, fact.session_id, fact.event.message_id)
                run = open_runs.get(run_key)
                if run is not None and run.take(fact.event):
                    continue
                open_runs[run_key] = run = coalesce.Run(fact.event)
                places.append((own, len(own), run))
            own.append(fact)
        joined.append(own)
    for own, place, run in places:
        if len(run) > 1:
            own[place] = msgspec.structs.replace(own[place], event=run.joined())
    return joined
