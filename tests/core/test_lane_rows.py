"""The rows of a timeline: what is in sight, span to span, folding, and the strip where spans are many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.projections.lane_row import Row
from app.core.projections.lane_rows import LaneRows
from app.core.projections.span_marks import FAILED, MAIN
from tests.core.test_strips import seen
from tests.helpers.timeline_story import START_US, StorySpan, StoryTimeline, story_spans


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


def rows_of(timeline: StoryTimeline) -> LaneRows:
    rows = LaneRows()
    rows.read(timeline)
    timeline.take_changes()
    return rows


def shown(rows: LaneRows) -> list[str]:
    return [lane.lane_id for lane in rows.lanes]


def test_keys_move_from_span_to_span_and_from_row_to_row() -> None:
    rows = rows_of(StoryTimeline())
    found = rows.find("read")
    assert found is not None
    index, read = found
    after, above, below = rows.beside(index, read, 1), rows.above_or_below(index, read, -1), rows.find("grep")
    assert after is not None and after.span_id == "edit"
    assert above is not None and above[1].span_id == "text1"
    assert below is not None and below[0] == index + 1
    assert rows.beside(index, read, -1) is None
    assert rows.latest() is not None and rows.latest().span_id == "ask"  # type: ignore[union-attr]


def test_the_span_of_a_block_is_found() -> None:
    rows = rows_of(StoryTimeline())
    found = rows.of_block("block:tests")
    assert found is not None and found.span_id == "tests"
    assert rows.of_block("block:nothing") is None


def test_a_folded_subagent_is_one_row_and_what_it_stands_for_is_known() -> None:
    rows = rows_of(StoryTimeline())
    before = shown(rows)
    rows.fold("agent", True)
    assert shown(rows) == [lane for lane in before if not lane.startswith("agent/")]
    assert rows.find("grep2") is None and rows.span("grep2") is not None
    assert {span.span_id for row in rows.folded_into("agent") for span in row.spans} == {"grep2", "read2", "ask2"}
    head = rows.head_of("agent/tools")
    assert head is not None and head.lane_id == "agent"
    assert rows.head_of("tools") is None
    rows.fold("agent", False)
    assert shown(rows) == before


def test_all_subagents_fold_at_once_and_only_they() -> None:
    rows = rows_of(StoryTimeline())
    rows.fold_all(True)
    assert rows.folded == {"agent"}
    assert [lane.lane_id for lane in rows.lanes if rows.can_fold(lane)] == ["agent"]
    rows.fold_all(False)
    assert "agent/tools" in shown(rows)


def test_spans_that_change_one_by_one_stand_where_spans_read_at_once_stand() -> None:
    timeline = StoryTimeline()
    rows = rows_of(timeline)
    timeline.put(StorySpan("edit", "tools", 1, "tool", "moved down", START_US + 19_200_000, START_US + 21_000_000))
    timeline.put(StorySpan("new", "tools", 2, "tool", "new", START_US + 60_000_000, None, "running", "block:new"))
    timeline.put(StorySpan("tests2", "tools", 0, "tool", "ended", START_US + 58_500_000, START_US + 70_000_000))
    timeline.take("wait1")
    rows.take(timeline, timeline.take_changes())
    anew = rows_of(timeline)
    assert [names(row.spans) for row in rows.rows] == [names(row.spans) for row in anew.rows]
    assert rows.first_row_of == anew.first_row_of
    assert rows.find("wait1") is None and rows.of_block("block:new") is not None


def test_nothing_is_no_rows() -> None:
    rows = LaneRows()
    rows.read(None)
    assert rows.rows == [] and rows.latest() is None and not rows.has_open()
    rows = rows_of(StoryTimeline(story_spans()[:1]))
    assert shown(rows) == ["turns"]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.booleans()), max_size=150), st.integers(3, 14))
def test_a_row_seen_from_afar_shows_what_there_is(told: list[tuple[int, int, bool]], shift: int) -> None:
    at_us, row, spans = START_US, Row(), []
    for number, (pause_us, length_us, failed) in enumerate(told):
        at_us += pause_us
        state, mark = ("failed", FAILED) if failed else ("ok", MAIN)
        row.put(StorySpan(f"{number:03}", "tools", 0, "tool", "x", at_us, at_us + length_us, state))
        spans.append((at_us, at_us + length_us, mark))
        at_us += length_us
        if number % 40 == 0:
            row.window(START_US >> shift, 5, shift)
    first = START_US >> shift
    assert row.window(first, 300, shift) == seen(spans, first, 300, shift)


def test_a_late_change_deep_in_the_past_is_seen_from_afar() -> None:
    row = Row(span(f"{index:04}", START_US + index * 100, START_US + index * 100 + 90) for index in range(500))
    assert FAILED not in row.window(START_US >> 10, 50, 10)
    before = row.spans[100]
    row.replace(before, StorySpan("0100", "tools", 0, "tool", "x", before.start_us, before.end_us, "failed"))
    shown_marks = row.window(START_US >> 10, 50, 10)
    assert [index for index, marks in enumerate(shown_marks) if marks & FAILED] == [
        (before.start_us >> 10) - (START_US >> 10)
    ]


def test_an_open_span_among_many_reaches_to_now() -> None:
    row = Row(span(f"{index:04}", START_US + index * 100, START_US + index * 100 + 100) for index in range(200))
    row.put(span("open", START_US + 20_000, None))
    first, last = START_US >> 10, (START_US + 50_000 - 1) >> 10
    shown_marks = row.window(first, 60, 10, START_US + 50_000)
    assert shown_marks == (bytes([MAIN]) * (last - first + 1)).ljust(60, bytes(1))
