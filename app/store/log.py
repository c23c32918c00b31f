"""The log: every record, numbered without gaps and stored once, in one SQLite file."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.core.clip import clip
from app.core.records import Record, SessionKey
from app.store import purging, schema
from app.store.event_pages import EventPages
from app.store.items import Item, join_deltas, raw_rows, record_of, row_of
from app.store.lines import Line, line_of
from app.store.opening import begin_writing, connect, is_damage, set_aside, suspect
from app.store.reading import StoreNotBegun, StoreUnavailable

__all__ = ["AppendResult", "Item", "Log", "StoreDamaged", "StoreNotBegun", "StoreUnavailable", "Unstorable"]

_log = logging.getLogger("signalcabin.store")


class StoreDamaged(StoreUnavailable):
    """The file's content turned out to be broken while in use: trying again is of no use, opening it anew is."""


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


class Log(EventPages):
    """One open store. Used from one thread at a time; open a second one, read-only, for a second thread."""

    def __init__(self, db: sqlite3.Connection, path: Path, read_only: bool) -> None:
        super().__init__(db, path)
        self.read_only = read_only
        self.set_aside: Path | None = None
        """Where a damaged store was moved when this one was opened, else None."""
        self.last_seq: int = self.newest_seq()
        """Of a read-only log: as of its opening (``newest_seq`` asks again)."""
        self._kinds: dict[str, int] = {} if read_only else self.kind_numbers()

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Log:
        """Open, or make, the store.

        A file that is no store (damaged) is moved aside, never deleted, and a new one begun; ``set_aside`` says where.
        Raises ``schema.StoreTooNew``, and StoreUnavailable when it cannot be opened at all. ``read_only`` works
        beside a running hub and changes nothing; raises StoreNotBegun where nothing is in the file yet.
        """
        try:
            return cls._open(path, read_only)
        except StoreNotBegun:
            raise
        except (sqlite3.Error, StoreUnavailable) as error:
            trouble = error.__cause__ if isinstance(error, StoreUnavailable) else error
            if read_only or not is_damage(trouble):
                raise StoreUnavailable(f"{path} cannot be opened: {error}") from error
            aside = set_aside(path)
            _log.error("the store %s is damaged (%s); it was moved to %s and a new one begun", path, error, aside)
        log = cls._open(path, read_only)
        log.set_aside = aside
        return log

    @classmethod
    def _open(cls, path: Path, read_only: bool) -> Log:
        if not read_only:
            try:
                path.touch(mode=0o600)  # before sqlite makes it, which would let others read it
                path.chmod(0o600)
            except OSError as error:
                raise StoreUnavailable(f"unable to open {path}: {error.strerror}") from error
        db = connect(path, read_only)
        try:
            if schema.check(db, str(path)) == 0 and read_only:
                raise StoreNotBegun(f"{path} is empty")
            if not read_only:
                begin_writing(db, path)
                schema.migrate(db, str(path))
            return cls(db, path, read_only)
        except (sqlite3.Error, StoreUnavailable, schema.StoreTooNew):
            db.close()
            raise

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
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
            raise self._trouble(error) from error
        self.last_seq += len(result.records)
        return result

    def _append(self, items: Sequence[Item]) -> AppendResult:
        fresh = self._mark_seen(items)
        parts = join_deltas(items, fresh)
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
                record = record_of(seq, fact, delivery, event)
                own.append(record)
                lines.append(line_of(record, event_json))
                kind_no = self._kinds[type(event).__name__]
                rows.append(row_of(record, self._number_of(record.key), event_json, kind_no))
            if is_new and own:
                raws.extend(raw_rows(delivery, first, seq))
            records.extend(own)
            by_item.append(tuple(own))
        self._db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?)", raws)
        return AppendResult(records, len(items) - sum(fresh), by_item, lines)

    def _mark_seen(self, items: Sequence[Item]) -> list[bool]:
        fresh = []
        last_seq = self.last_seq + sum(len(facts) for _, facts in items)  # none of them comes after that
        for delivery, _ in items:
            cursor = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (delivery.delivery_id, last_seq))
            fresh.append(cursor.rowcount == 1)
        return fresh

    def _trouble(self, error: sqlite3.Error) -> StoreUnavailable:
        if not is_damage(error):
            return StoreUnavailable(str(error))
        suspect(self.path)
        return StoreDamaged(f"{self.path}: {error}")

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

    def purge(self, key: SessionKey, limit: int) -> int:
        """Remove the oldest ``limit`` records of a session for good, with their raw input; how many that were.

        Whoever wants it gone calls until it is less than ``limit``. Raises StoreUnavailable.
        """
        number = self._numbers.get(key, 0)
        try:
            return purging.purge(self._db, number, limit, self.last_seq)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def tidy_after_purge(self) -> None:
        """Give back the place, overwrite what was there and forget ids that nobody will ask for; StoreUnavailable."""
        try:
            purging.tidy(self._db)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def used_bytes(self) -> int:
        """What the records take, pages that became free left out; raises StoreUnavailable."""
        try:
            return purging.used_bytes(self._db)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def save_checkpoint(self, seq: int, data: bytes) -> None:
        """Keep the roster's state as of ``seq``; raises StoreUnavailable."""
        try:
            self._db.execute("INSERT OR REPLACE INTO checkpoints VALUES ('roster', ?, ?)", (seq, data))
        except sqlite3.Error as error:
            raise StoreUnavailable(str(error)) from error
