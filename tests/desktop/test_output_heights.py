"""Tests of ``app/desktop/views/output_heights.py``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.views.output_heights import Heights

SIZES = st.lists(st.integers(0, 50), max_size=40)


@given(SIZES, SIZES, st.lists(st.tuples(st.integers(0, 79), st.integers(0, 50)), max_size=20))
def test_tops_are_the_sums_of_what_stands_above(
    first: list[int], later: list[int], changes: list[tuple[int, int]]
) -> None:
    heights = Heights(first)
    model = list(first)
    for height in later:
        heights.append(height)
        model.append(height)
    for index, height in changes:
        if index < len(model):
            assert heights.set(index, height) == height - model[index]
            model[index] = height
    assert [heights.top(index) for index in range(len(model) + 1)] == [
        sum(model[:index]) for index in range(len(model) + 1)
    ]
    assert heights.total == sum(model)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), st.integers(-5, 2_100))
def test_what_lies_at_a_depth_is_found(sizes: list[int], depth: int) -> None:
    heights = Heights(sizes)
    index = heights.find(depth)
    inside = heights.top(index) <= depth < heights.top(index + 1)
    assert inside or (depth < 0 and index == 0) or (depth >= heights.total and index == len(sizes) - 1)


def test_the_last_can_be_taken_away_again() -> None:
    heights = Heights([5, 6, 7])
    heights.pop()
    heights.append(1)
    assert (len(heights), heights.total, heights[2]) == (3, 12, 1)


def test_an_empty_page_has_no_height() -> None:
    assert (Heights().total, Heights().find(10), len(Heights())) == (0, 0, 0)
