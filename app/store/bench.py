"""The limit the store is measured against: bare SQLite inserts of the same bytes, one a transaction and in groups."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

_SECONDS = 1.0


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
