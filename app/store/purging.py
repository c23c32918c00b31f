"""Removes what was stored of a session, in steps that hold nobody up, so that nothing of it can be read back."""

from __future__ import annotations

import sqlite3

_RECORDS = "SELECT seq FROM records WHERE session_no = ? ORDER BY seq LIMIT ?"
_FREE_PAGES_AT_ONCE = 2000


def purge(db: sqlite3.Connection, session_no: int, limit: int, last_seq: int) -> int:
    """Remove the oldest ``limit`` records of a session and their raw input: how many. Raises sqlite3.Error.

    ``last_seq`` is noted, so that a number is never given twice even where the newest records go.
    """
    db.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('last_purged_at_seq', ?)", (str(last_seq),))
        seqs = [seq for (seq,) in db.execute(_RECORDS, (session_no, limit))]
        if seqs:
            span = (seqs[0], seqs[-1], session_no)
            of_session = "SELECT seq FROM records WHERE seq BETWEEN ? AND ? AND session_no = ?"
            db.execute(f"DELETE FROM deliveries WHERE first_seq IN ({of_session})", span)
            db.execute("DELETE FROM records WHERE seq BETWEEN ? AND ? AND session_no = ?", span)
        db.execute("COMMIT")
    except sqlite3.Error:
        db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA secure_delete = OFF")
    return len(seqs)


def tidy(db: sqlite3.Connection) -> None:
    """Forget the ids of deliveries older than all that is left, and write the log into the file. sqlite3.Error."""
    # An id is asked for again when its file is read again from the start; of what is purged, none is.
    db.execute("DELETE FROM seen WHERE seq < (SELECT coalesce(min(seq), 0) FROM records)")
    db.execute(f"PRAGMA incremental_vacuum({_FREE_PAGES_AT_ONCE})")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def used_bytes(db: sqlite3.Connection) -> int:
    """Pages in use. Raises sqlite3.Error."""
    pages, free, size = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size
