"""Tests of ``app/desktop/text/tree.py``."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.tree import tree


def test_a_value_is_written_as_a_person_would() -> None:
    value = {
        "query": "redirect",
        "labels": ["bug", {"name": "login", "on": True}],
        "limit": 5,
        "none": None,
        "empty": [],
    }
    assert tree(value).split("\n") == [
        "query: redirect",
        "labels:",
        "  - bug",
        "  -",
        "    name: login",
        "    on: yes",
        "limit: 5",
        "none: none",
        "empty: []",
    ]


def test_a_text_of_many_lines_stands_in_a_block_of_its_own() -> None:
    assert tree({"text": "one\ntwo"}) == "text:\n  one\n  two"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(JSON)
def test_any_value_has_a_tree(value: Any) -> None:
    assert isinstance(tree(value), str)


def test_a_bomb_of_a_value_stays_small() -> None:
    deep: Any = "end"
    for _ in range(500):
        deep = {"deeper": deep}
    wide = [["x"] * 1_000] * 1_000
    assert len(tree(deep)) < 10_000
    assert tree(wide).count("\n") < 20_000
    assert len(tree({"text": "y" * 10_000_000})) < 30_000
