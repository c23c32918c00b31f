"""Tests of ``app/desktop/text/needle.py``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.needle import Needle


def test_case_does_not_matter() -> None:
    assert Needle("größe").count("Größe, GRÖSSE, größe") == 2


def test_a_space_matches_any_white_space_a_line_break_too() -> None:
    assert Needle("two words").count("two words, two\nwords, two \t words, twowords") == 3


def test_marks_of_a_pattern_mean_themselves() -> None:
    assert Needle("a.b(").spans("axb( a.b(") == [(5, 9)]


def test_places_are_counted_as_qt_counts() -> None:
    assert Needle("x").spans("👩‍🚀x👍x") == [(5, 6), (8, 9)]


def test_nothing_is_nowhere() -> None:
    assert (Needle("").count("abc"), Needle("").spans("abc"), Needle("  ").count("a  b")) == (0, [], 0)


@given(st.text(max_size=80), st.text(min_size=1, max_size=4))
def test_every_place_it_names_holds_it(text: str, words: str) -> None:
    needle = Needle(words)
    units = text.encode("utf-16-le", "surrogatepass")
    for start, end in needle.spans(text):
        found = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        assert Needle(words).count(found) == 1
    assert len(needle.spans(text)) == needle.count(text)
