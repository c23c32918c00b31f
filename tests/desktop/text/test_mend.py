"""Tests of ``app/desktop/text/mend.py``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.mend import mend


@pytest.mark.parametrize(
    ("half", "shown"),
    [
        ("some **bol", "some **bol**"),
        ("some **", "some "),
        ("an `inli", "an `inli`"),
        ("a **b *c", "a **b *c***"),
        ("~~gone", "~~gone~~"),
        ("see [the docs", "see the docs"),
        ("see [the docs](https://exam", "see the docs"),
        ("look ![a pict", "look "),
        ("done **well** and `so`", "done **well** and `so`"),
        ("2 * 3 is six", "2 * 3 is six"),
        ("snake_case_name", "snake_case_name"),
        ("words\n--", "words"),
        ("words\n- ", "words"),
        ("- a\n- [ ", "- a"),
        ("## ", ""),
        ("```py", ""),
        ("| a | b |", ""),
        ("| a | b |\n|--", ""),
        ("| a | b |\n|---|---|", "| a | b |\n|---|---|"),
        ("| a | b |\n|---|---|\n| **x", "| a | b |\n|---|---|\n| **x**"),
    ],
)
def test_half_arrived_markup_shows_what_can_be_told_already(half: str, shown: str) -> None:
    assert mend(half) == shown


def test_finished_markup_is_left_alone() -> None:
    text = "A **b** `c` [d](https://e.org) *f* ~~g~~\n- one\n- two"
    assert mend(text) == text


def test_what_is_open_in_one_item_does_not_reach_into_the_next() -> None:
    assert mend("- a *lonely star\n- and **bold") == "- a *lonely star\n- and **bold**"


@given(st.text(alphabet="ab *_`~[]()!|-#>\n\\", max_size=80))
def test_any_text_is_mended_without_an_error(text: str) -> None:
    assert isinstance(mend(text), str)


@given(st.text(alphabet="ab \n", max_size=80))
def test_plain_words_are_never_changed(text: str) -> None:
    assert mend(text).split() == text.split()
