"""Opens the store's file; one that is damaged is moved aside, never deleted and never written to again."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

_DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY_TIMEOUT_S = 5.0
WAL_BYTES = 16 * 1024 * 1024
"""What stays of the write-ahead log once a long reader let go of it: sqlite itself never makes the file smaller."""


def connect(path: Path, read_only: bool) -> sqlite3.Connection:
    """A connection in autocommit mode that has not touched the file yet; raises sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_TIMEOUT_S)


def begin_writing(db: sqlite3.Connection, path: Path) -> None:
    """Make the connection one that writes; raises sqlite3.Error."""
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file: what is purged can be given back
    db.execute("PRAGMA journal_mode = WAL")
    # A commit survives the end of this process however it comes; the power's end may take the last moments.
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")
    _look_through_suspect(db, path)


def is_damage(error: BaseException | None) -> bool:
    """Whether sqlite says that the file's content is broken, rather than that it cannot get at it just now."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    return (code & 0xFF) in _DAMAGED_CODES


def suspect(path: Path) -> None:
    """Have the file looked through whole at its next opening: damage was met while it was in use. Raises OSError."""
    _mark_of(path).touch(mode=0o600)


def set_aside(path: Path) -> Path:
    """Move a damaged store, and what belongs to it, to a name of its own; raises OSError."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}-{time.time_ns() % 1_000_000:06d}")
    for suffix in ("-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    path.rename(aside)
    _mark_of(path).unlink(missing_ok=True)
    return aside


def size_of(path: Path) -> int:
    """The file's size in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _look_through_suspect(db: sqlite3.Connection, path: Path) -> None:
    mark = _mark_of(path)
    if not mark.exists():
        return
    verdict = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    if verdict != "ok":
        error = sqlite3.DatabaseError(verdict)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
    mark.unlink(missing_ok=True)


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".suspect")
