"""What the store is measured against: bare SQLite, inserts of the same bytes and queries of the same rows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from app.core.events import AnyEvent, SessionStarted
from app.core.projections.event_words import is_failure
from app.core.records import Decoded, Delivery, SessionKey
from app.store.log import Log

_SECONDS = 1.0
_TIMES = 3
_START_US = 1_700_000_000_000_000


def insert_rate(path: Path, row: bytes) -> dict[str, int]:
    """Rows a second into one table without an index, WAL and synchronous=NORMAL as the store has them."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, content BLOB)")
    try:
        return {f"per_s_in_groups_of_{size}": _rate(db, row, size) for size in (1, 50)}
    finally:
        db.close()


def _rate(db: sqlite3.Connection, row: bytes, size: int) -> int:
    began = time.perf_counter()
    count = 0
    while (took := time.perf_counter() - began) < _SECONDS:
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO bare (content) VALUES (?)", [(row,)] * size)
        db.execute("COMMIT")
        count += size
    return round(count / took)


def fill(path: Path, events: Sequence[AnyEvent], count: int, key: SessionKey, checkpoint: bytes) -> None:
    """Make a store at ``path`` with ``count`` records of one session, the events taken in turn.

    Rows are put in without deliveries: only the event table reads this store. The checkpoint is the roster's as of the
    last record, so that a hub starts at once.
    """
    log = Log.open(path)
    log.append([(Delivery(delivery_id="first", agent=key.agent, source="hook", name="x", at_us=1), [_first(key)])])
    kinds = log.kind_numbers()
    written = [(msgspec.json.encode(each), kinds[type(each).__name__], int(is_failure(each))) for each in events]
    log.close()
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO records VALUES (?, 1, ?, 'hook', 4711, 1234567, ?, ?, ?)",
            ((seq, _START_US + seq * 1000, *written[seq % len(written)]) for seq in range(2, count + 1)),
        )
        db.execute("INSERT OR REPLACE INTO checkpoints VALUES ('roster', ?, ?)", (count, checkpoint))
        db.execute("COMMIT")
    finally:
        db.close()


def grow(path: Path, facts: Iterable[tuple[SessionKey, int, AnyEvent]]) -> int:
    """Put records (whose, when in microseconds since the epoch, what) after those there are; the number of the last.

    As a hub would have stored them one by one, but without their deliveries. No hub may run on the store meanwhile.
    """
    log = Log.open(path)
    kinds, last_seq = log.kind_numbers(), log.last_seq
    log.close()
    db = sqlite3.connect(path, isolation_level=None)
    numbers: dict[SessionKey, int] = {}

    def number_of(key: SessionKey) -> int:
        if key not in numbers:
            db.execute("INSERT OR IGNORE INTO sessions (agent, session_id) VALUES (?, ?)", key)
            found = db.execute("SELECT session_no FROM sessions WHERE agent = ? AND session_id = ?", key).fetchone()
            numbers[key] = int(found[0])
        return numbers[key]

    def rows() -> Iterator[tuple[object, ...]]:
        for seq, (key, at_us, event) in enumerate(facts, last_seq + 1):
            written = msgspec.json.encode(event)
            kind_no, failed = kinds[type(event).__name__], int(is_failure(event))
            yield seq, number_of(key), at_us, written, kind_no, failed

    try:
        db.execute("BEGIN")
        db.executemany("INSERT INTO records VALUES (?, ?, ?, 'hook', 0, 0, ?, ?, ?)", rows())
        db.execute("COMMIT")
        return int(db.execute("SELECT max(seq) FROM records").fetchone()[0])
    finally:
        db.close()


def bare_pages(path: Path) -> dict[str, float]:
    """Milliseconds of bare queries for the same pages, rows not even decoded: what the event table's can be at best."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    page = "SELECT seq, event FROM records WHERE session_no = 1 {} ORDER BY seq DESC LIMIT 60"
    try:
        return {
            "first_page": _best_ms(db, page.format("")),
            "rare_kind": _best_ms(db, page.format(f"AND kind_no = {_kind(db, 'TurnFailed')}")),
            "text_whole_session": _best_ms(db, page.format("AND CAST(event AS TEXT) LIKE '%nowhere to be found%'")),
            "count": _best_ms(db, "SELECT count(*) FROM records WHERE session_no = 1"),
        }
    finally:
        db.close()


def _first(key: SessionKey) -> Decoded:
    return Decoded(session_id=key.session_id, at_us=_START_US, event=SessionStarted(how="startup"))


def _kind(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute("SELECT kind_no FROM kinds WHERE name = ?", (name,)).fetchone()[0])


def _best_ms(db: sqlite3.Connection, question: str) -> float:
    took: list[float] = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        db.execute(question).fetchall()
        took.append((time.perf_counter() - began) * 1000)
    return round(min(took), 2)
