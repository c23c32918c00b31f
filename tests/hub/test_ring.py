"""The newest records in memory, within their bounds."""

from __future__ import annotations

from app.core.records import SessionKey
from app.hub.ring import Ring
from app.store.lines import Line

KEY = SessionKey("claude_code", "s")


def lines(first: int, last: int, size: int = 10) -> list[Line]:
    return [Line(seq, KEY, b"x" * size) for seq in range(first, last + 1)]


def seqs(found: list[Line]) -> list[int]:
    return [line.seq for line in found]


def test_a_new_ring_has_everything_after_the_last_stored_number() -> None:
    ring = Ring(41, max_lines=10, max_bytes=1000)
    assert ring.has(41) and not ring.has(40)
    ring.add(lines(42, 44))
    assert seqs(ring.since(41, 10, 1000)) == [42, 43, 44]
    assert seqs(ring.since(43, 10, 1000)) == [44]


def test_the_oldest_go_when_there_are_too_many() -> None:
    ring = Ring(0, max_lines=3, max_bytes=1000)
    ring.add(lines(1, 5))
    assert ring.first_seq == 3 and not ring.has(1) and ring.has(2)


def test_the_oldest_go_when_they_are_too_large() -> None:
    ring = Ring(0, max_lines=100, max_bytes=25)
    ring.add(lines(1, 5))
    assert ring.first_seq == 4 and ring.bytes_held == 20


def test_one_record_over_the_bound_leaves_the_ring_empty_but_in_place() -> None:
    ring = Ring(0, max_lines=100, max_bytes=25)
    ring.add(lines(1, 1, size=30))
    assert ring.bytes_held == 0 and ring.last_seq == 1 and ring.has(1) and not ring.has(0)


def test_a_portion_is_limited_in_number_and_in_size_but_never_empty() -> None:
    ring = Ring(0, max_lines=100, max_bytes=1000)
    ring.add(lines(1, 9))
    assert seqs(ring.since(2, 3, 1000)) == [3, 4, 5]
    assert seqs(ring.since(2, 9, 25)) == [3, 4]
    assert seqs(ring.since(2, 9, 1)) == [3]


def test_the_portion_is_the_same_from_whichever_end_it_is_found() -> None:
    ring = Ring(0, max_lines=100, max_bytes=10_000)
    ring.add(lines(1, 90))
    for seq in range(90):
        assert seqs(ring.since(seq, 7, 10_000)) == list(range(seq + 1, min(seq + 8, 91)))
    assert ring.since(90, 7, 10_000) == []
