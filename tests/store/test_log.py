"""The store: numbers without gaps, everything once, nothing lost by a kill, clear words where it cannot go on."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clip import MAX_EVENT_BYTES
from app.core.events import AnyEvent, MessageDelta, NoticeGiven, ToolCallFinished, Unrecognized
from app.core.records import Decoded, Delivery, Record, SessionKey
from app.store import schema
from app.store.log import Item, Log, StoreDamaged, StoreNotBegun, StoreUnavailable, Unstorable
from app.store.opening import begin_writing, connect

KEY = SessionKey("claude_code", "s")


def item(delivery_id: str, *events: AnyEvent, session: str = "s", **values: object) -> Item:
    known = {"agent": "claude_code", "source": "hook", "name": "PreToolUse", "at_us": 1, "payload": {"id": delivery_id}}
    delivery = Delivery(delivery_id=delivery_id, **(known | values))  # type: ignore[arg-type]
    return delivery, [Decoded(session_id=session, at_us=n + 1, event=event) for n, event in enumerate(events)]


def notice(text: str) -> NoticeGiven:
    return NoticeGiven(message=text)


def delta(index: int, text: str, message_id: str = "m", final: bool = False) -> MessageDelta:
    return MessageDelta(message_id=message_id, first_index=index, last_index=index, text=text, final=final)


def texts(records: Sequence[Record]) -> list[str]:
    return [record.event.message for record in records if isinstance(record.event, NoticeGiven)]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log.open(tmp_path / "store.sqlite3")
    yield log
    log.close()


def test_records_are_numbered_from_one_without_gaps_across_reopening(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    for number in range(3):
        log = Log.open(path)
        log.append([item(f"a{number}", notice("x"), notice("y")), item(f"b{number}", notice("z"))])
        log.close()
    log = Log.open(path)
    assert [record.seq for record in log.read_since(0, 100)] == list(range(1, 10))
    assert log.last_seq == 9
    log.close()


def test_a_record_comes_back_as_it_was(log: Log) -> None:
    event = ToolCallFinished(tool_call_id="t", outcome="failed", output={"a": [1, None, "ü\u0000"]}, duration_ms=3)
    stored = log.append([item("d", event, pid=7, proc_start=9, source="transcript")]).records
    assert log.read_since(0, 10) == stored
    assert stored[0] == Record(
        seq=1, at_us=1, agent="claude_code", session_id="s", source="transcript", event=event, pid=7, proc_start=9
    )


def test_a_delivery_heard_again_is_stored_once(log: Log) -> None:
    first = log.append([item("d", notice("x")), item("d", notice("x")), item("e", notice("y"))])
    assert (texts(first.records), first.duplicates) == (["x", "y"], 1)
    assert [texts(records) for records in first.by_item] == [["x"], [], ["y"]]
    again = log.append([item("e", notice("y"))])
    assert (again.records, again.duplicates) == ([], 1)


def test_a_delivery_without_a_meaning_is_still_known(log: Log) -> None:
    log.append([item("d")])
    assert log.has_delivery("d") and not log.has_delivery("e")
    assert log.append([item("d", notice("x"))]).duplicates == 1
    assert log.last_seq == 0


def test_pieces_of_text_that_follow_one_another_become_one_record(log: Log) -> None:
    result = log.append(
        [
            item("0", delta(0, "a")),
            item("x", notice("between")),
            item("1", delta(1, "b")),
            item("9", delta(0, "other", message_id="n")),
            item("2", delta(2, "c", final=True)),
        ]
    )
    assert [record.event for record in result.records] == [
        MessageDelta(message_id="m", first_index=0, last_index=2, text="abc", final=True),
        notice("between"),
        delta(0, "other", message_id="n"),
    ]
    assert all(log.has_delivery(name) for name in "012")


def test_pieces_that_do_not_follow_stay_apart(log: Log) -> None:
    pieces = [delta(0, "a"), delta(2, "c"), delta(3, "d", final=True), delta(4, "e"), delta(5, "f")]
    result = log.append([item(str(n), piece) for n, piece in enumerate(pieces)])
    joined = [(record.event.first_index, record.event.text) for record in result.records]
    assert joined == [(0, "a"), (2, "cd"), (4, "ef")]


def test_a_piece_heard_before_is_not_joined_again(log: Log) -> None:
    log.append([item("1", delta(1, "b"))])
    result = log.append([item("0", delta(0, "a")), item("1", delta(1, "b")), item("2", delta(2, "c"))])
    assert [record.event.text for record in result.records] == ["a", "c"]


def test_raw_input_is_kept_for_every_record_of_its_delivery_but_not_for_streamed_text(log: Log) -> None:
    log.append([item("small", notice("x"), notice("y")), item("big", notice("z"), payload={"text": "x" * 5000})])
    log.append([item("m", delta(0, "a"), name="MessageDisplay")])
    assert log.raw_of(1) == log.raw_of(2) == b'{"id":"small"}'
    assert msgspec.json.decode(log.raw_of(3) or b"") == {"text": "x" * 5000}
    assert log.raw_of(4) is None and log.raw_of(99) is None


def test_a_session_is_read_page_by_page_from_its_newest_record(log: Log) -> None:
    for number in range(10):
        log.append([item(f"d{number}", notice(str(number))), item(f"e{number}", notice("other"), session="t")])
    assert texts(log.read_session(KEY, limit=3)) == ["7", "8", "9"]
    oldest = log.read_session(KEY, limit=3)[0].seq
    assert texts(log.read_session(KEY, before_seq=oldest, limit=100)) == [str(number) for number in range(7)]
    assert log.read_session(SessionKey("claude_code", "nobody")) == []


def test_lines_are_the_records_as_json_within_the_bytes_asked_for(log: Log) -> None:
    for number in range(50):
        log.append([item(f"d{number}", notice("x" * 100), delta(number, "y"))])
    lines = log.lines_since(0, 1000, 1 << 20)
    assert [msgspec.json.decode(line.json, type=Record) for line in lines] == log.read_since(0, 1000)
    assert [line.delta is not None for line in lines] == [False, True] * 50
    assert 1 <= len(log.lines_since(0, 1000, 1000)) < 10
    assert len(log.lines_since(0, 1000, 1)) == 1
    page, more = log.session_lines(KEY, 0, 5, 1 << 20)
    assert [line.seq for line in page] == [record.seq for record in log.read_session(KEY, limit=5)] and more
    few, more = log.session_lines(KEY, 0, 5, 1)
    assert [line.seq for line in few] == [log.last_seq] and more
    every, more = log.session_lines(KEY, 0, 1000, 1 << 20)
    assert len(every) == log.last_seq and not more


def test_an_enormous_fact_is_cut_to_fit_and_its_input_kept_whole(log: Log) -> None:
    payload = {"stdout": "x" * 10_000_000}
    event = ToolCallFinished(tool_call_id="t", output=payload)
    (record,) = log.append([item("d", event, payload=payload)]).records
    assert isinstance(record.event, ToolCallFinished) and record.event.tool_call_id == "t"
    assert len(msgspec.json.encode(record)) <= MAX_EVENT_BYTES + 1000
    assert msgspec.json.decode(log.raw_of(1) or b"") == payload
    assert log.read_since(0, 1) == [record]


def test_what_cannot_be_written_stores_nothing_and_leaves_no_trace(log: Log) -> None:
    with pytest.raises(Unstorable):
        log.append([item("good", notice("x")), item("bad", notice("y"), session="\ud800")])
    assert log.last_seq == 0 and not log.has_delivery("good")
    assert log.append([item("good", notice("x"))]).records[0].seq == 1


def test_a_full_disk_stores_nothing_and_can_be_tried_again(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item("first", notice("x"))])
    pages = log._db.execute("PRAGMA page_count").fetchone()[0]
    log._db.execute(f"PRAGMA max_page_count = {pages}")
    many = [item(f"d{number}", notice("x" * 1000), session=f"new-{number}") for number in range(100)]
    with pytest.raises(StoreUnavailable, match="full"):
        log.append(many)
    assert log.last_seq == 1 and not log.has_delivery("d0")
    log._db.execute("PRAGMA max_page_count = 1000000")
    assert len(log.append(many).records) == 100
    assert [record.seq for record in log.read_since(0, 1000)] == list(range(1, 102))
    log.close()


def test_a_reader_beside_the_writer_sees_what_is_committed_and_changes_nothing(log: Log) -> None:
    log.append([item("d", notice("before"))])
    reader = Log.open(log.path, read_only=True)
    log.append([item("e", notice("after"), session="new")])
    assert texts(reader.read_since(0, 10)) == ["before", "after"]
    assert texts(reader.read_session(SessionKey("claude_code", "new"))) == ["after"]
    assert (reader.newest_seq(), reader.hub_id) == (2, log.hub_id)
    with pytest.raises(StoreUnavailable):
        reader.append([item("f", notice("x"))])
    reader.close()


def test_a_store_that_is_just_being_made_is_no_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    making = connect(path, read_only=False)
    path.touch()
    with pytest.raises(StoreNotBegun):
        Log.open(path, read_only=True)
    begin_writing(making, path)
    with pytest.raises(StoreNotBegun):
        Log.open(path, read_only=True)
    making.close()
    Log.open(path).close()
    assert Log.open(path, read_only=True).newest_seq() == 0


def test_a_reader_at_any_moment_of_the_making_finds_nothing_or_a_whole_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    seen: set[str] = set()

    def look() -> int:
        try:
            seen.add("whole" if Log.open(path, read_only=True).hub_id else "nameless")
        except StoreNotBegun:
            seen.add("nothing")
        return 0

    making = connect(path, read_only=False)
    begin_writing(making, path)
    making.set_progress_handler(look, 20)
    schema.migrate(making, str(path))
    making.set_progress_handler(None, 0)
    look()
    making.close()
    assert seen == {"nothing", "whole"}


def test_the_checkpoint_is_the_last_one_saved(log: Log) -> None:
    assert log.load_checkpoint() is None
    log.save_checkpoint(3, b"three")
    log.save_checkpoint(7, b"seven")
    assert log.load_checkpoint() == (7, b"seven")


def test_the_file_is_private(log: Log) -> None:
    log.append([item("d", notice("x"))])
    files = list(log.path.parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


_APPEND_FOR_EVER = """
import sys
from pathlib import Path
from app.store.log import Log
from tests.store.test_log import item, notice
log = Log.open(Path(sys.argv[1]))
number = log.last_seq
while True:
    log.append([item(f"d{n}", notice("x" * 500)) for n in range(number, number + 7)])
    number += 7
    print(number, flush=True)
"""


@pytest.mark.slow
def test_what_was_committed_survives_a_kill_without_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    committed = 0
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", _APPEND_FOR_EVER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(20):
            committed = int(writer.stdout.readline())
        writer.kill()
        rest = writer.communicate()[0].split()
        committed = int(rest[-1]) if rest and rest[-1].isdigit() else committed
        reader = Log.open(path, read_only=True)
        records = reader.read_since(0, 1_000_000)
        reader.close()
        assert len(records) >= committed
        assert [record.seq for record in records] == list(range(1, len(records) + 1))
        assert len(records) % 7 == 0


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    Log.open(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    for read_only in (False, True):
        with pytest.raises(schema.StoreTooNew, match="newer Signalcabin"):
            Log.open(path, read_only=read_only)


def test_a_damaged_file_is_moved_aside_whole_and_a_new_store_begun(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    path.write_bytes(b"no database at all " * 500)
    with pytest.raises(StoreUnavailable):
        Log.open(path, read_only=True)
    log = Log.open(path)
    assert log.set_aside is not None and log.set_aside.read_bytes() == b"no database at all " * 500
    assert log.append([item("d", notice("x"))]).records[0].seq == 1
    log.close()


def test_damage_met_while_in_use_is_told_from_a_full_disk_and_set_aside_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    log = Log.open(path)
    log.append([item(f"d{number}", notice("x" * 500)) for number in range(200)])
    log.close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xee" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    try:
        log = Log.open(path)
    except StoreUnavailable as error:
        raise AssertionError("only what lies in the tables was damaged") from error
    if log.set_aside is None:
        with pytest.raises(StoreDamaged):
            log.append([item("new", notice("x"))])
        log.close()
        log = Log.open(path)
    assert log.set_aside is not None and log.set_aside.read_bytes()[:16] == b"SQLite format 3\x00"
    log.close()


def test_a_folder_that_does_not_exist_is_said_to_be_the_trouble(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="unable to open"):
        Log.open(tmp_path / "nowhere" / "store.sqlite3")


def test_an_event_of_a_kind_this_version_does_not_know_is_shown_as_it_is(log: Log) -> None:
    log.append([item("d", notice("x"))])
    log._db.execute("UPDATE records SET event = ?", (b'{"type":"Danced","how":"well"}',))
    (record,) = log.read_since(0, 10)
    assert isinstance(record.event, Unrecognized) and "Danced" in record.event.payload["raw"]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.lists(st.text(max_size=8), max_size=3)), max_size=8), max_size=8
    )
)
def test_whatever_is_appended_in_whatever_groups_each_delivery_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, list[str]]]]
) -> None:
    path = tmp_path_factory.mktemp("store") / "store.sqlite3"
    expected: list[str] = []
    seen: set[int] = set()
    for batch in batches:
        log = Log.open(path)
        log.append([item(f"d{number}", *map(notice, words)) for number, words in batch])
        log.close()
        for number, words in batch:
            if number not in seen:
                seen.add(number)
                expected.extend(words)
    log = Log.open(path)
    records = log.read_since(0, 10_000)
    assert texts(records) == expected
    assert [record.seq for record in records] == list(range(1, len(expected) + 1))
    log.close()
