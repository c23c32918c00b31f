"""An older store becomes one of this version, nothing lost, every record found by what is new."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.core.events import EVENT_TYPES
from app.core.records import SessionKey
from app.store import schema
from app.store.event_pages import EventFilter
from app.store.log import Log

KEY = SessionKey("claude_code", "s")
FIRST_VERSION = (
    b'{"type":"NoticeGiven","message":"\\"outcome\\":\\"failed\\""}',
    b'{"type":"TurnFailed","error":"rate_limit"}',
    b'{"type":"ToolCallFinished","tool_call_id":"t","output":{"a":"b","outcome":"failed"}}',
    b'{"type":"ToolCallFinished","tool_call_id":"t","outcome":"failed"}',
    b'{"type":"StopConcluded","stop_id":"x","outcome":"still_running"}',
    b'{"type":"FromTheFuture","outcome":"failed"}',
    b"{no json at all",
)


def first_version(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(f"BEGIN;{schema.MIGRATIONS[0]}PRAGMA user_version = 1;COMMIT;")
    db.execute("INSERT INTO meta VALUES ('hub_id', 'h')")
    db.execute("INSERT INTO sessions VALUES (1, 'claude_code', 's')")
    for seq, event in enumerate(FIRST_VERSION, 1):
        db.execute("INSERT INTO records VALUES (?, 1, 5, 'hook', 0, 0, ?)", (seq, event))
    db.close()


@pytest.mark.filterwarnings("ignore")
def test_records_of_the_first_version_get_their_kind_and_their_failure(tmp_path: Path) -> None:
    first_version(tmp_path / "s.sqlite3")
    log = Log.open(tmp_path / "s.sqlite3")
    rows = log.event_page(KEY, EventFilter(), 0, 0, 100, 1.0).rows
    assert [(row.seq, row.kind) for row in rows[::-1][:6]] == [
        (1, "NoticeGiven"),
        (2, "TurnFailed"),
        (3, "ToolCallFinished"),
        (4, "ToolCallFinished"),
        (5, "StopConcluded"),
        (6, "FromTheFuture"),
    ]
    assert [row.seq for row in log.event_page(KEY, EventFilter(failed_only=True), 0, 0, 100, 1.0).rows] == [5, 4, 2]
    assert log.hub_id == "h"
    log.close()


def test_a_store_of_the_first_version_can_be_read_before_a_hub_has_brought_it_on(tmp_path: Path) -> None:
    first_version(tmp_path / "s.sqlite3")
    log = Log.open(tmp_path / "s.sqlite3", read_only=True)
    assert log.newest_seq() == len(FIRST_VERSION)
    assert len(log.read_since(0, 100)) == len(FIRST_VERSION)
    log.close()


def test_every_kind_of_fact_has_its_number(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "s.sqlite3")
    assert {kind.__name__ for kind in EVENT_TYPES} <= log.kind_numbers().keys()
    log.close()
