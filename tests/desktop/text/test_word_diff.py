"""Tests of ``app/desktop/text/word_diff.py``."""

from __future__ import annotations

import difflib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text import word_diff
from app.desktop.text.diff import DiffLine
from app.desktop.text.word_diff import LONGEST_LINE, MOST_WORK, word_marks


def change(removed: list[str], added: list[str]) -> list[DiffLine]:
    return [DiffLine("-", 1, 0, text) for text in removed] + [DiffLine("+", 0, 1, text) for text in added]


def marked(removed: list[str], added: list[str]) -> list[list[str]]:
    lines = change(removed, added)
    marks = word_marks(lines)
    return [[line.text[at : at + size] for at, size in marks.get(index, [])] for index, line in enumerate(lines)]


def test_only_the_words_that_changed_are_marked() -> None:
    assert marked(["total = sum(prices)"], ["total = max(prices)"]) == [["sum"], ["max"]]


def test_what_was_only_put_in_is_marked_in_the_new_line_alone() -> None:
    assert marked(["return item.price"], ["return item.price * item.count"]) == [[], ["* item.count"]]


def test_lines_that_share_almost_nothing_get_no_marks() -> None:
    assert marked(["import os, sys"], ["class Timeline(QWidget):"]) == [[], []]


def test_lines_are_paired_by_likeness_not_by_place() -> None:
    removed = ["alpha = one(1)", "omega = two(2)"]
    added = ["# a remark nobody expected here", "alpha = one(11)", "omega = two(22)"]
    assert marked(removed, added) == [["1"], ["2"], [], ["11"], ["22"]]


def test_a_line_that_is_much_too_long_gets_no_marks() -> None:
    long = "word " * LONGEST_LINE
    assert marked([long + "a"], [long + "b"]) == [[], []]


def test_ten_thousand_hostile_lines_are_compared_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    done = 0
    real = difflib.SequenceMatcher

    def counting(junk: Any, left: list[str], right: list[str], autojunk: bool = True) -> Any:
        nonlocal done
        done += len(left) * len(right)
        return real(junk, left, right, autojunk)

    monkeypatch.setattr(word_diff.difflib, "SequenceMatcher", counting)
    dice = random.Random(1)
    removed = [" ".join(dice.choices("abc", k=60)) for _ in range(5_000)]
    added = [" ".join(dice.choices("abc", k=60)) for _ in range(5_000)]
    assert word_marks(change(removed, added))
    assert 0 < done <= MOST_WORK


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_marks_lie_inside_their_lines_and_do_not_overlap(removed: list[str], added: list[str]) -> None:
    lines = change(removed, added)
    for index, spans in word_marks(lines).items():
        end = 0
        for start, length in spans:
            assert end <= start and length > 0
            end = start + length
        assert end <= len(lines[index].text)
