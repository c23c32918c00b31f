"""What is purged is gone: from every page of the file, and no number is given twice."""

from __future__ import annotations

from pathlib import Path

from app.core.events import NoticeGiven
from app.core.records import Decoded, Delivery, SessionKey
from app.store.log import Item, Log

KEY, OTHER = SessionKey("claude_code", "s"), SessionKey("claude_code", "other")


def item(number: int, text: str, session: str = "s") -> Item:
    delivery = Delivery(
        delivery_id=f"{session}-{number}",
        agent="claude_code",
        source="hook",
        name="Stop",
        at_us=1,
        payload={"is": text},
    )
    return delivery, [Decoded(session_id=session, at_us=number, event=NoticeGiven(message=text))]


def whole(folder: Path) -> bytes:
    """Every byte of the store's files."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_nothing_of_a_purged_session_can_be_read_back_from_the_files(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item(number, f"hush {number}") for number in range(50)] + [item(0, "kept", "other")])
    assert log.purge(KEY, 1000) == 50
    log.tidy_after_purge()
    assert b"hush" not in whole(tmp_path) and b"kept" in whole(tmp_path)
    assert log.read_session(KEY) == [] and len(log.read_session(OTHER)) == 1
    assert log.raw_of(1) is None and log.raw_of(51) == b'{"is":"kept"}'
    log.close()
    assert b"hush" not in whole(tmp_path)


def test_a_large_session_goes_in_steps_the_oldest_first(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item(number, str(number), session) for number in range(5) for session in ("s", "other")])
    assert log.purge(KEY, 3) == 3
    assert [record.seq for record in log.read_session(KEY)] == [7, 9]
    assert (log.purge(KEY, 3), log.purge(KEY, 3)) == (2, 0)
    assert [record.seq for record in log.read_session(OTHER)] == [2, 4, 6, 8, 10]
    log.close()


def test_a_number_is_never_given_twice_even_when_the_newest_were_purged(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item(number, "x") for number in range(4)])
    log.purge(KEY, 10)
    log.close()
    log = Log.open(tmp_path / "store.sqlite3")
    assert log.last_seq == 4
    [record] = log.append([item(9, "y")]).records
    assert record.seq == 5
    log.close()


def test_a_session_that_goes_on_after_its_purge_is_found_again(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    reader = Log.open(tmp_path / "store.sqlite3", read_only=True)
    log.append([item(1, "before")])
    assert len(reader.read_session(KEY)) == 1
    log.purge(KEY, 10)
    log.append([item(2, "after")])
    assert [record.event for record in reader.read_session(KEY)] == [NoticeGiven(message="after")]
    reader.close()
    log.close()


def test_ids_of_what_is_left_are_remembered_and_older_ones_are_not(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item(1, "old")])
    log.append([item(1, "new", "other")])
    log.purge(KEY, 10)
    log.tidy_after_purge()
    assert not log.has_delivery("s-1") and log.has_delivery("other-1")
    assert log.append([item(1, "new", "other")]).duplicates == 1
    log.close()


def test_the_place_that_was_purged_counts_no_more(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([item(number, "x" * 1000) for number in range(500)])
    before = log.used_bytes()
    log.purge(KEY, 1000)
    log.tidy_after_purge()
    assert log.used_bytes() < before / 4
    assert log.size_bytes() < before
    log.close()


def test_who_is_not_known_has_nothing_to_purge(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "store.sqlite3")
    assert log.purge(KEY, 10) == 0
    log.close()
