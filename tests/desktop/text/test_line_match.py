"""Tests of ``app/desktop/text/line_match.py``."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text import line_match
from app.desktop.text.line_match import MOST_COMPARED, changes

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d = 1"]), max_size=12)


def rebuilt(old: list[str], new: list[str]) -> list[str]:
    made: list[str] = []
    for what, i1, i2, j1, j2 in changes(old, new):
        assert what == "replace" or old[i1:i2] == new[j1:j2]
        made += old[i1:i2] if what == "equal" else new[j1:j2]
    return made


@given(LINES, LINES)
def test_the_changes_lead_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    assert rebuilt(old, new) == new
    found = changes(old, new)
    assert [change[1:4:2] for change in found[1:]] == [change[2:5:2] for change in found[:-1]]
    assert all(found[number][0] != found[number + 1][0] for number in range(len(found) - 1))


@pytest.mark.parametrize("seed", range(5))
def test_long_texts_are_matched_by_lines_that_occur_once(seed: int) -> None:
    dice = random.Random(seed)
    old = [f"line {number}" if number % 3 else "" for number in range(400)]
    new = [line for line in old if dice.random() > 0.05]
    for _ in range(10):
        new.insert(dice.randrange(len(new)), "something new")
    assert rebuilt(old, new) == new
    kept = sum(i2 - i1 for what, i1, i2, _, _ in changes(old, new) if what == "equal")
    assert kept > 300


@pytest.mark.parametrize("kind", ["two lines by chance", "every second line the same", "one line only", "turned round"])
def test_hostile_texts_are_compared_within_the_limit(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(1)
    old, new = {
        "two lines by chance": ([*dice.choices("ab", k=1_000)], [*dice.choices("ab", k=1_000)]),
        "every second line the same": (
            ["a" if number % 2 else f"{number}" for number in range(990)],
            ["a" if number % 2 else f"-{number}" for number in range(990)],
        ),
        "one line only": (["a"] * 900, ["a"] * 1_100),
        "turned round": ([f"{number}" for number in range(1_000)], [f"{number}" for number in range(1_000)][::-1]),
    }[kind]
    work: list[int] = []
    real = line_match.difflib.SequenceMatcher

    def counted(junk: Any, left: list[str], right: list[str], autojunk: bool = True) -> Any:
        work.append(len(left) * len(right))
        return real(junk, left, right, autojunk)

    monkeypatch.setattr(line_match.difflib, "SequenceMatcher", counted)
    assert rebuilt(old, new) == new
    assert max(work, default=0) <= MOST_COMPARED and sum(work) <= 20 * MOST_COMPARED
