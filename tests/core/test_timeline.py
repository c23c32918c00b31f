"""The timeline: what took time, on which lane, in which row."""

from __future__ import annotations

import pytest

from app.core import events as e
from app.core.projections.stacking import MAX_ROWS
from app.core.projections.timeline import Span, Timeline
from tests.core.test_transcript import began, whole_day, with_subagent, written
from tests.helpers.story import NOON_US, Story, doubled, numbered, shuffled, timeline_of


def shape(timeline: Timeline) -> list[str]:
    """Spans as "lane: label start–end state", milliseconds since noon."""
    return [line(span) for span in timeline.spans()]


def line(span: Span) -> str:
    end = "" if span.end_us is None else str((span.end_us - NOON_US) // 1000)
    row = f" row {span.row}" if span.row else ""
    return f"{span.lane_id}: {span.label} {(span.start_us - NOON_US) // 1000}–{end} {span.state}{row}"


def test_a_turn_lasts_from_its_prompt_to_the_rest() -> None:
    story = began()
    assert shape(story.timeline()) == ["turns: fix it 1– running"]
    story.after(s=1).hook(e.TurnFinished(turn_id="t1"))
    assert shape(story.timeline()) == ["turns: fix it 1–1002 done"]


@pytest.mark.parametrize(
    ("rest", "state"),
    [
        (lambda story: story.hook(e.TurnFailed(turn_id="t1", error="x")), "failed"),
        (lambda story: story.transcript(e.TurnInterrupted(turn_id="t1")), "interrupted"),
        (lambda story: story.registry("idle"), "interrupted"),
        (lambda story: story.hook(e.SessionEnded(reason="other")), "unknown"),
        (lambda story: story.gone(), "unknown"),
        (lambda story: story.hook(e.TurnStarted(turn_id="t2", prompt="queued")), "done"),
        (lambda story: story.registry("idle").after(ms=90).transcript(e.TurnFinished()), "done"),
    ],
)
def test_a_turns_state_is_how_it_came_to_rest(rest: object, state: str) -> None:
    story = began()
    rest(story)  # type: ignore[operator]
    assert story.timeline().spans_of("turns")[0].state == state


def test_a_turn_that_a_stop_hook_prolonged_lasts_until_the_second_stop() -> None:
    story = began().hook(e.TurnFinished(turn_id="t1")).after(s=3).runs().ran().after(s=1)
    story.hook(e.TurnFinished(turn_id="t1"))
    (turn,) = story.timeline().spans_of("turns")
    assert turn.end_us == story.now_us


def test_streamed_text_lasts_from_its_first_piece_to_its_last() -> None:
    story = began().after(s=1).says("one\n", final=False)
    assert shape(story.timeline())[1:] == ["/model: one 1002– running"]
    story.after(s=1).says("two", index=1)
    assert shape(story.timeline())[1:] == ["/model: one 1002–2003 ok"]


def test_text_and_thought_without_a_beginning_last_from_the_thing_before_them() -> None:
    story = (
        began().after(s=1).transcript(e.ThoughtWritten(block_id="b", text="Hmm.")).after(s=2).transcript(written("So."))
    )
    assert shape(story.timeline())[1:] == ["/model: Hmm. 1–1002 ok", "/model: So. 1002–3003 ok"]


def test_a_streamed_thought_lasts_from_its_first_piece_to_its_last_and_is_one_with_the_written_one() -> None:
    story = began().after(s=1).tell("stream", thought(0, "Let me "))
    assert shape(story.timeline())[1:] == ["/model: Let me 1002– running"]
    story.after(s=2).tell("stream", thought(1, "see")).after(ms=9).tell("stream", thought(2, "", final=True))
    assert shape(story.timeline())[1:] == ["/model: Let me see 1002–3013 ok"]
    story.after(s=1).transcript(e.ThoughtWritten(block_id="b", message_id="m", text="Let me see"))
    assert shape(story.timeline())[1:] == ["/model: Let me see 1002–3013 ok"]
    assert [span.block_id for span in story.timeline().spans_of("/model")] == ["thought:m:0"]
    expected = shape(story.timeline())
    for seed in range(20):
        assert shape(timeline_of(shuffled(story.records, seed), story.key)) == expected


def test_a_thought_cut_off_by_rest_was_interrupted() -> None:
    story = (
        began().after(s=1).tell("stream", thought(0, "Let me ")).after(s=1).transcript(e.TurnInterrupted(turn_id="t1"))
    )
    assert shape(story.timeline())[1:] == ["/model: Let me 1002–1002 interrupted"]


def thought(index: int, text: str, final: bool = False) -> e.MessageDelta:
    return e.MessageDelta(message_id="m:0", first_index=index, last_index=index, text=text, final=final, thought=True)


def test_calls_at_once_are_stacked_and_the_next_one_takes_the_first_row_again() -> None:
    story = (
        began().runs("c1", "a").runs("c2", "b").runs("c3", "c").ran("c2").runs("c4", "d").ran("c1").ran("c3").ran("c4")
    )
    story.runs("c5", "e").ran("c5")
    assert [span.row for span in story.timeline().spans_of("/tools")] == [0, 1, 2, 1, 0]
    (tools,) = [lane for lane in story.timeline().lanes() if lane.kind == "tools"]
    assert tools.rows == 3


def test_rows_grow_less_when_a_late_end_shows_that_nothing_overlapped() -> None:
    story = began().runs("c1", "a").after(s=1)
    ended_us = story.now_us
    story.runs("c2", "b")
    timeline = story.timeline()
    assert [span.row for span in timeline.spans_of("/tools")] == [0, 1]
    late = Story().tell("hook", e.ToolCallFinished(tool_call_id="c1"), at_us=ended_us)
    timeline.apply(late.records[0])
    assert [span.row for span in timeline.spans_of("/tools")] == [0, 0]
    assert [lane.rows for lane in timeline.lanes() if lane.kind == "tools"] == [1]


def test_more_calls_at_once_than_rows_share_the_last_row() -> None:
    story = began()
    for number in range(MAX_ROWS + 40):
        story.runs(f"c{number}")
    rows = [span.row for span in story.timeline().spans_of("/tools")]
    assert rows[: MAX_ROWS + 1] == [*range(MAX_ROWS), MAX_ROWS - 1]


def test_waiting_lasts_until_the_person_answered_not_until_the_call_ended() -> None:
    story = began().runs().asks().after(s=4).ran()
    (wait,) = story.timeline().spans_of("/waiting")
    assert wait.end_us == story.now_us - 5000  # the call itself ran 5 ms
    assert (wait.label, wait.state) == ("allow “pytest -q”?", "elsewhere")


def test_a_question_of_a_server_is_a_wait() -> None:
    story = began().hook(e.QuestionAsked(server="jira", message="Which ticket?")).after(s=1)
    assert shape(story.timeline())[1:] == ["/waiting: Which ticket? 2– open"]
    story.hook(e.QuestionAnswered(server="jira", action="accept"))
    assert shape(story.timeline())[1:] == ["/waiting: Which ticket? 2–1003 ok"]


def test_a_subagent_is_a_group_of_lanes_below_the_main_ones() -> None:
    story = with_subagent().runs("c2", "ls", lane="a1").ran("c2", lane="a1").transcript(written("Sub.", lane="a1"))
    timeline = story.timeline()
    assert [(lane.lane_id, lane.depth) for lane in timeline.lanes()] == [
        ("turns", 0),
        ("/model", 0),
        ("/tools", 0),
        ("agent:a1", 0),
        ("agent:a1/model", 1),
        ("agent:a1/tools", 1),
    ]
    assert timeline.spans_of("/tools") == []
    (subagent,) = timeline.spans_of("agent:a1")
    assert (subagent.label, subagent.state, subagent.block_id) == ("Count", "running", "tool:c1")


def test_a_subagent_of_a_subagent_lies_below_it() -> None:
    story = with_subagent()
    given = {"prompt": "p", "subagent_type": "Explore"}
    story.hook(e.ToolCallStarted(tool_call_id="c2", name="Agent", input=given, lane="a1"))
    story.transcript(e.SubagentStarted(lane="a2", kind="Explore", tool_call_id="c2"))
    lanes = {lane.lane_id: lane.depth for lane in story.timeline().lanes()}
    assert (lanes["agent:a1"], lanes["agent:a2"]) == (0, 1)


def test_a_shell_in_the_background_lasts_until_a_stop_does_not_name_it_any_more() -> None:
    shell = e.BackgroundTask(task_id="b1", kind="shell", status="running", description="Serve")
    story = began().hook(e.TurnFinished(turn_id="t1", background_tasks=(shell,)))
    assert shape(story.timeline())[1:] == ["background: Serve 2– running"]
    story.after(s=9).hook(e.TurnStarted(turn_id="t2", prompt="x"), e.TurnFinished(turn_id="t2"))
    assert [span.end_us for span in story.timeline().spans_of("background")] == [story.now_us]


def test_a_hole_in_the_record_is_a_point_on_the_turns() -> None:
    story = Story().hub(e.GapNoted(reason="spool full"))
    assert shape(story.timeline()) == ["turns: spool full 1–1 "]


def test_bounds_are_the_first_start_and_the_last_known_moment() -> None:
    story = began()
    assert Timeline(story.key).bounds() is None
    story.runs().after(s=1).ran().after(s=1).runs("c2")
    assert story.timeline().bounds() == (NOON_US + 1000, story.now_us)


def test_changes_name_the_spans_that_are_new_other_or_gone() -> None:
    story = began().runs()
    timeline = story.timeline()
    assert timeline.take_changes().changed_ids == {"turn:t1", "tool:c1"}
    assert timeline.take_changes().changed_ids == frozenset()
    for record in numbered(Story().after(s=1).ran().records):
        timeline.apply(record)
    changes = timeline.take_changes()
    assert (changes.changed_ids, changes.lanes_changed) == ({"tool:c1"}, False)


def test_a_call_that_proves_to_be_a_subagent_leaves_the_tools() -> None:
    given = {"prompt": "p", "subagent_type": "Explore"}
    story = began().hook(e.ToolCallStarted(tool_call_id="c1", name="Agent", input=given))
    timeline = story.timeline()
    assert timeline.span("tool:c1") is not None
    timeline.take_changes()
    for record in Story().after(ms=50).hook(e.SubagentStarted(lane="a1", kind="Explore")).records:
        timeline.apply(record)
    changes = timeline.take_changes()
    assert changes.removed_ids == {"tool:c1"}
    assert "subagent:a1" in changes.changed_ids
    assert changes.lanes_changed


@pytest.mark.parametrize("seed", range(40))
def test_a_whole_day_in_any_order_draws_the_same(seed: int) -> None:
    story = whole_day()
    straight, mixed = story.timeline(), timeline_of(shuffled(story.records, seed), story.key)
    assert mixed.lanes() == straight.lanes()
    assert shape(mixed) == shape(straight)
    assert mixed.bounds() == straight.bounds()


@pytest.mark.parametrize("seed", range(10))
def test_reading_between_records_does_not_change_what_is_drawn_in_the_end(seed: int) -> None:
    story = whole_day()
    timeline = Timeline(story.key)
    for record in shuffled(story.records, seed):
        timeline.apply(record)
        timeline.spans()
        timeline.bounds()
    assert shape(timeline) == shape(story.timeline())


def test_a_whole_day_told_twice_draws_the_same() -> None:
    story = whole_day()
    assert shape(timeline_of(doubled(story.records), story.key)) == shape(story.timeline())
