"""Where things stand in a JSON text, and what is cut out of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agents.claude_code.json_spans import Edit, NotJson, apply, container_at, parse, removal


def test_members_are_found_with_key_value_and_end() -> None:
    text = '{ "a" : 1, "b\\n":[2] }'
    found = container_at(text, 0)
    assert [(span.key, text[span.start : span.end], text[span.value : span.end]) for span in found.spans] == [
        ("a", '"a" : 1', "1"),
        ("b\n", '"b\\n":[2]', "[2]"),
    ]
    assert (text[found.inner - 1], text[found.close]) == ("{", "}")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "line 1, column 2"),
        ('{"a": 1,\n "b": }', "line 2"),
        ("{} x", "column 4"),
        ("[NaN]", "NaN"),
        ("", "line 1"),
    ],
)
def test_what_is_no_json_is_refused_saying_where(text: str, where: str) -> None:
    with pytest.raises(NotJson, match=where):
        parse(text)


def test_endless_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(NotJson, match="deeply"):
        parse("[" * 1_000_000)


def test_a_number_of_ten_thousand_digits_is_no_problem() -> None:
    assert parse("9" * 10_000) == "9" * 10_000


@settings(deadline=None)
@given(st.lists(st.integers(), max_size=6), st.sets(st.integers(0, 5)), st.sampled_from([None, 2, "\t"]))
def test_removing_any_elements_leaves_the_others_and_valid_json(
    values: list[int], dropped: set[int], indent: object
) -> None:
    text = json.dumps(values, indent=indent)  # type: ignore[arg-type]
    dropped = {number for number in dropped if number < len(values)}
    left = apply(text, removal(container_at(text, 0), dropped))
    assert json.loads(left) == [value for number, value in enumerate(values) if number not in dropped]


def test_edits_are_made_whatever_order_they_come_in() -> None:
    assert apply("abcdef", [Edit(0, 1, "A"), Edit(4, 6, "EF!"), Edit(2, 2, "-")]) == "Ab-cdEF!"
