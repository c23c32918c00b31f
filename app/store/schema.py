"""The tables of the store, and the steps from every older version to this one."""

from __future__ import annotations

import secrets
import sqlite3

from app.core.events import EVENT_TYPES

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE sessions (
        session_no INTEGER PRIMARY KEY,
        agent TEXT NOT NULL,
        session_id TEXT NOT NULL,
        UNIQUE (agent, session_id)
    );
    CREATE TABLE records (
        seq INTEGER PRIMARY KEY,
        session_no INTEGER NOT NULL,
        at_us INTEGER NOT NULL,
        source TEXT NOT NULL,
        pid INTEGER NOT NULL,
        proc_start INTEGER NOT NULL,
        event BLOB NOT NULL
    );
    -- The rowid (seq) is part of every index: this one answers "records of this session, by seq".
    CREATE INDEX records_of_session ON records (session_no);
    CREATE TABLE seen (delivery_id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE deliveries (
        first_seq INTEGER PRIMARY KEY,
        last_seq INTEGER NOT NULL,
        delivery_id TEXT NOT NULL,
        name TEXT NOT NULL,
        packed INTEGER NOT NULL,
        payload BLOB
    );
    CREATE TABLE checkpoints (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE kinds (kind_no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    ALTER TABLE records ADD COLUMN kind_no INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE records ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
    -- An event's JSON begins with {"type":"NAME", the first nine bytes being the same for all.
    CREATE TEMP VIEW named AS
        SELECT seq, substr(head, 1, instr(head, '"') - 1) AS name
        FROM (SELECT seq, CAST(substr(event, 10, 64) AS TEXT) AS head FROM records);
    INSERT OR IGNORE INTO kinds (name) SELECT DISTINCT name FROM temp.named;
    UPDATE records SET kind_no = (
        SELECT kinds.kind_no FROM temp.named JOIN kinds USING (name) WHERE temp.named.seq = records.seq
    );
    DROP VIEW temp.named;
    UPDATE records SET failed = 1 WHERE kind_no IN (
        SELECT kind_no FROM kinds WHERE name IN ('TurnFailed', 'GapNoted')
    );
    UPDATE records SET failed = 1 WHERE kind_no IN (
        SELECT kind_no FROM kinds WHERE name IN ('ToolCallFinished', 'StopConcluded')
    ) AND CASE WHEN json_valid(CAST(event AS TEXT))
        THEN json_extract(CAST(event AS TEXT), '$.outcome') IN ('failed', 'still_running', 'unknown') ELSE 0 END;
    -- "Records of this session of these kinds, by seq": the kind is read off the index, the record is not touched.
    DROP INDEX records_of_session;
    CREATE INDEX records_of_session ON records (session_no, seq, kind_no);
    CREATE INDEX failures_of_session ON records (session_no, seq, kind_no) WHERE failed = 1;
    """,
    """
    -- As of which record an id was seen: those of what was purged need not be remembered for ever.
    ALTER TABLE seen ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    UPDATE seen SET seq = (SELECT coalesce(max(seq), 0) FROM records);
    """,
)
"""Step n brings a store from version n to n + 1. Never edit a step that was released: add one."""

VERSION = len(MIGRATIONS)


class StoreTooNew(Exception):
    """The store was written by a later Signalcabin; the text says so and what to do."""


def version_of(db: sqlite3.Connection) -> int:
    """The version the file carries; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check(db: sqlite3.Connection, path: str) -> int:
    """The file's version; raises StoreTooNew."""
    found = version_of(db)
    if found > VERSION:
        raise StoreTooNew(
            f"{path} was written by a newer Signalcabin (store version {found}, this one knows {VERSION}). "
            "Update Signalcabin, or choose another folder with --data-dir."
        )
    return found


def migrate(db: sqlite3.Connection, path: str) -> None:
    """Bring the store to this version, each step whole or not at all; raises StoreTooNew."""
    for step in range(check(db, path), VERSION):
        # A reader beside us finds either nothing begun or a store with its name.
        name = f"INSERT INTO meta VALUES ('hub_id', '{secrets.token_hex(8)}');" if step == 0 else ""
        db.executescript(f"BEGIN IMMEDIATE;{MIGRATIONS[step]}{name}PRAGMA user_version = {step + 1};COMMIT;")
    db.execute("BEGIN IMMEDIATE")
    # All at once, so that none has to be made (and taken back) while records are appended.
    names = [(kind.__name__,) for kind in EVENT_TYPES]
    db.executemany("INSERT OR IGNORE INTO kinds (name) VALUES (?)", names)
    db.execute("COMMIT")
