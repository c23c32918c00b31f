"""The readers of hostile JSON: bounded, marked, never an exception."""

from __future__ import annotations

import msgspec

from app.agents.claude_code import values
from app.agents.claude_code.values import bounded, count_of, cut, milliseconds_of, text_of, word_of


def test_a_text_over_the_limit_says_how_much_is_missing() -> None:
    assert cut("x" * 12, 10) == "xxxxxxxxxx… [cut: 2 more characters]"
    assert cut("x" * 10, 10) == "x" * 10


def test_half_a_surrogate_pair_becomes_a_replacement_sign() -> None:
    assert cut("a\ud800b") == "a\ufffdb"


def test_another_type_is_no_text_and_no_number() -> None:
    for value in (None, 7, True, [], {}, 1.5):
        assert text_of({"k": value}, "k") == word_of({"k": value}, "k") == ""
    for value in (None, "7", True, [], -1, 2**63, 1.5):
        assert count_of({"k": value}, "k") == 0
    for value in (None, "7", True, [], -1, float("nan"), float("inf")):
        assert milliseconds_of({"k": value}, "k") is None


def test_long_ids_that_are_equal_stay_equal() -> None:
    assert word_of({"k": "x" * 500}, "k") == "x" * values.ID_LIMIT


def test_strings_share_one_budget() -> None:
    found = bounded(["x" * values.STRING_LIMIT] * 8)
    assert [len(text) == values.STRING_LIMIT for text in found] == [True] * 5 + [False] * 3
    assert found[-1] == f"… [cut: {values.STRING_LIMIT} more characters]"


def test_wide_and_deep_values_are_cut_where_they_are_too_much() -> None:
    assert bounded(list(range(values.ITEM_LIMIT + 5)))[-1] == "… [cut: 5 more elements]"
    assert bounded({str(number): number for number in range(values.ITEM_LIMIT + 5)})["…"] == "[cut: 5 more members]"
    deep: object = "bottom"
    for _ in range(100_000):
        deep = [deep]
    assert "nested too deeply" in str(bounded(deep))


def test_numbers_that_json_cannot_carry_become_text_or_come_close() -> None:
    assert bounded([float("nan"), float("inf"), 2**63 - 1, 10**30, True]) == ["nan", "inf", 2**63 - 1, 1e30, True]
    assert "cut" in str(bounded(10**10_000))


def test_what_is_within_the_limits_stays_as_it_is() -> None:
    value = {"a": [1, 2.5, None, True, "text"], "b": {"c": {}}}
    assert bounded(value) == value
    assert msgspec.json.decode(msgspec.json.encode(bounded(value))) == value
