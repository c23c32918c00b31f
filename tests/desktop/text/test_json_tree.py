"""Tests of ``app/desktop/text/json_tree.py``."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.text.json_tree import MOST_ROWS, WHOLE_CHARS, JsonTree

BIG = {"list": list(range(30)), "name": "ada", "none": None, "yes": True, "few": {"a": 1, "b": "two"}}


def lines(tree: JsonTree) -> list[str]:
    return [row.line() for row in tree.rows()]


def press(tree: JsonTree, label: str) -> None:
    (path,) = [row.path for row in tree.rows() if row.press.startswith(label)]
    tree.press(path)


def test_small_things_are_open_and_big_ones_folded() -> None:
    assert lines(JsonTree(BIG)) == [
        "list: 30 items",
        "name: ada",
        "none: none",
        "yes: yes",
        "few",
        "  a: 1",
        "  b: two",
    ]


def test_a_node_is_unfolded_and_folded() -> None:
    tree = JsonTree(BIG)
    press(tree, "Unfold list")
    assert lines(tree)[:3] == ["list", "  1: 0", "  2: 1"] and len(lines(tree)) == 37
    press(tree, "Fold list")
    press(tree, "Fold few")
    assert lines(tree)[0] == "list: 30 items" and lines(tree)[-1] == "few: 2 entries"


def test_an_array_of_a_hundred_thousand_is_shown_a_stretch_at_a_time() -> None:
    tree = JsonTree(list(range(100_000)))
    assert len(tree.rows()) == 101
    press(tree, "Show more (99,900 left)")
    assert len(tree.rows()) == 1_101
    for _ in range(10):
        tree.press("+")
    assert len(tree.rows()) == MOST_ROWS + 1
    assert tree.rows()[-1].text.startswith("… more lines than can be shown")


def test_the_rest_of_a_short_list_is_shown_at_once() -> None:
    tree = JsonTree(list(range(130)))
    press(tree, "Show all (30 more)")
    assert len(tree.rows()) == 130


def test_a_long_string_is_cut_until_all_of_it_is_wanted() -> None:
    tree = JsonTree({"text": "x" * 5_000})
    assert len("".join(lines(tree))) < 700
    press(tree, "Show all (5,000 characters)")
    assert "".join(lines(tree)).count("x") >= 5_000
    assert not [row for row in tree.rows() if row.is_more]


def test_even_all_of_a_string_has_an_end_and_copying_gives_everything() -> None:
    tree = JsonTree({"text": "x" * 10_000_000})
    press(tree, "Show all")
    assert len("".join(lines(tree))) < WHOLE_CHARS + 2_000
    assert lines(tree)[-1].strip() == "… 9,600,000 more characters; copying gives everything"
    assert len(tree.text_at(".0")) == 10_000_000


def test_what_is_nested_without_end_ends_in_a_remark() -> None:
    value: Any = "bottom"
    for _ in range(500):
        value = {"in": value}
    tree = JsonTree(value)
    for _ in range(500):
        folded = [row.path for row in tree.rows() if row.press.startswith("Unfold")]
        if not folded:
            break
        tree.press(folded[0])
    assert lines(tree)[-1].strip() == "… nested too deeply to show; copying gives it"


def test_the_value_of_a_node_is_copied_as_json_and_a_string_as_it_is() -> None:
    tree = JsonTree(BIG)
    assert tree.text_at(".1") == "ada"
    assert json.loads(tree.text_at(".4")) == {"a": 1, "b": "two"}
    assert json.loads(tree.text_at("")) == BIG


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


@given(JSON)
def test_any_value_has_lines_and_every_line_its_value(value: Any) -> None:
    tree = JsonTree(value)
    for row in tree.rows():
        if row.press:
            tree.press(row.path)
    for row in tree.rows():
        assert isinstance(tree.text_at(row.path), str)


def test_everything_is_unfolded_at_once_and_can_be_folded_again() -> None:
    tree = JsonTree(BIG)
    tree.open_all()
    assert len(lines(tree)) == 37
    press(tree, "Fold list")
    tree.open_all()
    assert lines(tree)[0] == "list: 30 items"
    assert len(tree.text().split("\n")) == 37


def test_a_value_nested_deeper_than_json_can_be_written_is_copied_as_lines() -> None:
    value: Any = "bottom"
    for _ in range(100_000):
        value = [value]
    assert JsonTree(value).text_at("").endswith("copying gives it")
