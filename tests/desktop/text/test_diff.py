"""Tests of ``app/desktop/text/diff.py``."""

from __future__ import annotations

import pytest

from app.desktop.text.diff import DiffLine, counts, from_patch, from_texts


def test_a_patch_gives_lines_with_both_numbers() -> None:
    lines = from_patch([{"oldStart": 4, "newStart": 4, "lines": [" a", "-b", "+c", "+d", " e"]}])
    assert lines == [
        DiffLine(" ", 4, 4, "a"),
        DiffLine("-", 5, 0, "b"),
        DiffLine("+", 0, 5, "c"),
        DiffLine("+", 0, 6, "d"),
        DiffLine(" ", 6, 7, "e"),
    ]
    assert counts(lines) == (2, 1)


def test_between_two_places_stands_a_jump() -> None:
    lines = from_patch(
        [{"oldStart": 1, "newStart": 1, "lines": ["+a"]}, {"oldStart": 9, "newStart": 10, "lines": ["-b"]}]
    )
    assert [line.sign for line in lines] == ["+", "@", "-"]


@pytest.mark.parametrize(
    "junk", [None, "x", 3, [None], [{"lines": 3}], [{"lines": [1, None]}], [{"oldStart": "x", "lines": []}]]
)
def test_junk_in_the_place_of_a_patch_gives_nothing(junk: object) -> None:
    assert from_patch(junk) == []


def test_two_texts_are_compared_line_by_line() -> None:
    old = "\n".join("abcdefghij")
    lines = from_texts(old, old.replace("e", "E"))
    assert [(line.sign, line.text) for line in lines if line.sign != " "] == [("-", "e"), ("+", "E")]
    assert len(lines) == 8


def test_huge_texts_are_not_compared_but_shown() -> None:
    lines = from_texts("a\n" * 3_000, "b\n" * 10)
    assert counts(lines) == (10, 3_000)
