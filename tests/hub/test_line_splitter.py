"""Checks of ``app.hub.line_splitter``: lines are whole however their bytes come."""

from __future__ import annotations

import pytest

from app.hub.line_splitter import LineSplitter

TEXT = b"first\n\nthird \xe2\x98\x95\nfourth"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_are_whole_however_their_bytes_come(size: int) -> None:
    splitter = LineSplitter()
    lines = [line for at in range(0, len(TEXT), size) for line in splitter.feed(TEXT[at : at + size])]
    assert lines == [b"first", b"", b"third \xe2\x98\x95"]
    assert splitter.rest() == [b"fourth"]


def test_what_follows_a_line_that_is_too_long_is_heard_again() -> None:
    splitter = LineSplitter(longest_bytes=10)
    assert splitter.feed(b"x" * 8) == []
    assert splitter.feed(b"x" * 8) == []
    assert splitter.feed(b"x\nshort\n") == [b"short"]
    assert splitter.lost == 1


def test_a_line_of_exactly_the_longest_length_passes() -> None:
    splitter = LineSplitter(longest_bytes=10)
    assert splitter.feed(b"x" * 10 + b"\n") == [b"x" * 10]
    assert splitter.lost == 0


def test_the_rest_is_given_once() -> None:
    splitter = LineSplitter()
    splitter.feed(b"half")
    assert splitter.rest() == [b"half"]
    assert splitter.rest() == []
