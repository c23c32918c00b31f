"""Tests of ``app/desktop/views/timeline_rows.py``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.views.timeline_rows import Row, Rows
from tests.helpers.timeline_story import StorySpan


def span(name: str, start: int, end: int | None, row: int = 0, lane: str = "tools") -> StorySpan:
    return StorySpan(name, lane, row, "tool", name, start, end)


def names(spans: object) -> list[str]:
    return [each.span_id for each in spans]  # type: ignore[attr-defined]


def test_only_what_touches_the_time_in_sight_is_given() -> None:
    row = Row([span("a", 0, 10), span("b", 20, 30), span("c", 40, None)])
    assert names(row.in_sight(12, 19)) == []
    assert names(row.in_sight(10, 20)) == ["a", "b"]
    assert names(row.in_sight(1_000, 2_000)) == ["c"]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=30), st.integers(0, 60), st.integers(0, 20))
def test_nothing_in_sight_is_missed(times: list[tuple[int, int]], start: int, length: int) -> None:
    spans = [span(str(index), begin, begin + size) for index, (begin, size) in enumerate(times)]
    seen = set(names(Row(spans).in_sight(start, start + length)))
    assert {each.span_id for each in spans if each.start_us <= start + length and (each.end_us or 0) >= start} <= seen


def test_the_nearest_span_is_the_one_at_a_time_or_the_closest_to_it() -> None:
    row = Row([span("a", 0, 10), span("b", 100, 110)])
    assert [row.nearest(time).span_id for time in (5, 20, 90, 500)] == ["a", "a", "b", "b"]  # type: ignore[union-attr]


def test_keys_move_from_span_to_span_and_from_row_to_row() -> None:
    rows = Rows()
    rows.put_lane("turns", [span("t", 0, 100, lane="turns")])
    rows.put_lane("empty", [])
    rows.put_lane("tools", [span("a", 0, 10), span("b", 5, 15, row=1), span("c", 60, 70)])
    rows.arrange(["turns", "empty", "tools"])
    assert (len(rows.rows), rows.first_row_of) == (4, [0, 1, 2])
    found = rows.find("a")
    assert found is not None
    index, a = found
    c = rows.beside(index, a, 1)
    assert c is not None and c.span_id == "c"
    assert rows.beside(index, c, 1) is None
    up = rows.above_or_below(index, a, -1)
    down = rows.above_or_below(index, a, 1)
    assert up is not None and up[1].span_id == "t"
    assert down is not None and down[1].span_id == "b"


def test_a_lane_that_is_gone_is_forgotten() -> None:
    rows = Rows()
    rows.put_lane("one", [span("a", 0, 1, lane="one")])
    rows.arrange(["one"])
    rows.arrange([])
    assert rows.rows == [] and rows.find("a") is None
