"""The transcript: each thing said or done is one block in its place, whoever told of it and in whatever order."""

from __future__ import annotations

import pytest

from app.core import events as e
from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    SubagentBlock,
    TextBlock,
    ToolBlock,
)
from app.core.projections.transcript import Transcript
from tests.helpers.story import Story, doubled, numbered, shuffled, transcript_of


def told(story: Story, lane: str = "") -> list[str]:
    """The blocks of a lane in a few words each."""
    return [words(block) for block in story.script().blocks(lane)]


def words(block: AnyBlock) -> str:
    match block:
        case PromptBlock():
            return f"{'You' if block.origin == 'human' else 'program'}: {block.text}"
        case TextBlock():
            return block.text + ("▏" if block.open else "") + ("✂" if block.cut else "")
        case ToolBlock():
            return f"{block.name} {block.status}"
        case PermissionBlock():
            return f"may I? {block.state}"
        case SubagentBlock():
            return f"subagent {block.agent_kind} {block.status}"
        case NoticeBlock():
            return f"[{block.text}]"
        case _:
            return f"thought: {block.text}"


def only(story: Story, kind: type[AnyBlock]) -> AnyBlock:
    (block,) = [block for block in story.script().blocks() if isinstance(block, kind)]
    return block


def began(prompt: str = "fix it") -> Story:
    return Story().hook(e.TurnStarted(turn_id="t1", prompt=prompt))


def written(text: str, block_id: str = "w1", lane: str = "", synthetic: bool = False) -> e.MessageWritten:
    return e.MessageWritten(block_id=block_id, message_id=f"msg_{block_id}", text=text, lane=lane, synthetic=synthetic)


# ── prompts and text ──


def test_a_prompt_told_by_hook_and_transcript_is_said_once() -> None:
    story = began().transcript(e.TurnStarted(turn_id="t1", prompt="fix it"))
    assert told(story) == ["You: fix it"]


def test_text_appears_while_it_is_written() -> None:
    story = began().says("First line.\n", final=False)
    assert told(story)[-1] == "First line.\n▏"
    story.says("Second.", index=1)
    assert told(story)[-1] == "First line.\nSecond."


def test_pieces_that_come_in_another_order_make_the_same_text() -> None:
    story = began().says("b", index=1, final=False).says("c", index=2).says("a", index=0, final=False)
    assert told(story)[-1] == "abc"


def test_a_missing_piece_is_shown_as_a_gap_until_it_comes() -> None:
    story = began().says("one\n", index=0, final=False).says("three", index=2)
    assert told(story)[-1] == "one\n\n…\nthree▏"
    story.says("two\n", index=1, final=False)
    assert told(story)[-1] == "one\ntwo\nthree"


def test_pieces_that_the_feed_had_merged_are_not_said_twice() -> None:
    merged = e.MessageDelta(message_id="m1", first_index=0, last_index=1, text="one\ntwo\n")
    overlapping = e.MessageDelta(message_id="m1", first_index=1, last_index=2, text="two\nthree", final=True)
    story = began().says("one\n", index=0, final=False).says("two\n", index=1, final=False).hook(merged, overlapping)
    assert told(story)[-1] == "one\ntwo\nthree"


def test_streamed_text_that_is_written_down_later_is_one_block_with_the_same_id() -> None:
    story = began().says("All good.\n", final=False).says("Bye.", index=1)
    before = only(story, TextBlock).block_id
    story.after(ms=100).transcript(written("All good.\nBye."))
    assert told(story) == ["You: fix it", "All good.\nBye."]
    assert only(story, TextBlock).block_id == before


def test_written_text_completes_what_is_still_streaming() -> None:
    story = began().says("All good.\n", final=False).transcript(written("All good.\nBye."))
    assert told(story) == ["You: fix it", "All good.\nBye."]
    story.says("Bye.", index=1)
    assert told(story) == ["You: fix it", "All good.\nBye."]


def test_text_streamed_after_it_was_written_is_not_said_twice() -> None:
    story = began().transcript(written("Done.")).after(ms=30).says("Done.")
    assert told(story) == ["You: fix it", "Done."]


def test_white_space_does_not_part_two_tellings_of_a_text() -> None:
    story = began().says("Done.\n\n").transcript(written("Done."))
    assert told(story) == ["You: fix it", "Done."]


def test_the_same_words_said_three_times_are_three_blocks() -> None:
    story = began()
    for number in range(3):
        story.after(s=20).says("Done.", message_id=f"m{number}").transcript(written("Done.", f"w{number}"))
    assert told(story) == ["You: fix it", "Done.", "Done.", "Done."]


def test_the_same_words_written_three_times_but_streamed_only_the_last_time_are_three_blocks() -> None:
    story = began()
    for number in range(3):
        story.after(s=60).transcript(written("Done.", f"w{number}"))
    story.says("Done.", message_id="m9")
    assert told(story) == ["You: fix it", "Done.", "Done.", "Done."]
    assert story.script().blocks()[-1].block_id == "text:m9"


def test_a_stream_whose_first_pieces_were_lost_pairs_with_what_was_written() -> None:
    story = began().says("two\n", index=1, final=False).says("three", index=2)
    story.transcript(written("one\ntwo\nthree"))
    assert told(story) == ["You: fix it", "one\ntwo\nthree"]


def test_text_of_another_beginning_is_another_block() -> None:
    story = began().says("Let me see.\n", final=False).transcript(written("Something else."))
    assert sorted(told(story)[1:]) == ["Let me see.\n▏", "Something else."]


def test_the_partial_text_kept_at_an_interrupt_is_the_streamed_one() -> None:
    story = began().says("Alpha line.\n", final=False).says("Beta line.\n", index=1, final=False).after(s=2)
    story.transcript(written("Alpha line.\nBeta line.\n word0 word1", synthetic=True))
    story.transcript(e.TurnInterrupted(turn_id="t1", how="user"))
    assert told(story) == ["You: fix it", "Alpha line.\nBeta line.\n word0 word1", "[Interrupted]"]
    assert only(story, TextBlock).synthetic


@pytest.mark.parametrize(
    "rest",
    [
        lambda story: story.registry("idle"),
        lambda story: story.hook(e.SessionEnded(reason="other")),
        lambda story: story.gone(),
        lambda story: story.hook(e.TurnStarted(turn_id="t2", prompt="next")),
    ],
    ids=["registry idle", "ended", "lost", "next prompt"],
)
def test_a_tail_left_open_by_a_rest_is_cut(rest: object) -> None:
    story = began().says("Half a thou", final=False)
    rest(story)  # type: ignore[operator]
    assert only(story, TextBlock) == only(story, TextBlock)
    assert words(only(story, TextBlock)) == "Half a thou✂"


def test_a_message_with_a_hole_in_it_is_marked_when_its_rest_came_through() -> None:
    story = began().says("First, ", final=False).says("and last.", final=True, index=7)
    assert words(only(story, TextBlock)) == "First, \n…\nand last.▏"
    story.gone()
    assert words(only(story, TextBlock)) == "First, \n…\nand last.✂"
    story.transcript(written("First, second, and last."))
    assert words(only(story, TextBlock)) == "First, second, and last."


def test_the_last_piece_that_comes_after_the_stop_completes_the_text() -> None:
    story = began().says("Half\n", final=False).hook(e.TurnFinished(turn_id="t1")).says("and half.", index=1)
    assert told(story)[-1] == "Half\nand half."


def test_text_that_goes_on_after_a_rest_is_open_again() -> None:
    story = began().says("one\n", final=False).registry("idle").says("two\n", index=1, final=False)
    assert told(story)[-1] == "one\ntwo\n▏"


def test_a_text_told_just_after_the_call_that_follows_it_stands_before_the_call() -> None:
    story = began().after(ms=300).runs().after(ms=14).says("Long one.")
    assert told(story) == ["You: fix it", "Long one.", "Bash running"]
    story.after(ms=80).transcript(written("Long one."), ms_ago=150)
    assert told(story) == ["You: fix it", "Long one.", "Bash running"]


def test_the_transcripts_stamps_put_a_text_between_two_calls_of_one_message_in_its_place() -> None:
    story = began().runs("c1", "a").after(ms=100).says("And one more.").runs("c2", "b").after(ms=50)
    story.transcript(written("And one more."), ms_ago=60)
    assert [words(block).split()[0] for block in story.script().blocks()] == ["You:", "Bash", "And", "Bash"]


def test_an_api_failure_is_said_once_though_three_tell_it() -> None:
    said = "API Error: 529 Overloaded."
    story = began().says(said).hook(e.TurnFailed(turn_id="t1", error="overloaded", message=said))
    story.transcript(written(said, synthetic=True), e.TurnFailed(error="overloaded", message=said))
    assert told(story) == ["You: fix it", said, "[Failed: overloaded]"]


def test_an_api_failure_that_nobody_showed_as_text_says_its_message() -> None:
    story = began().hook(e.TurnFailed(turn_id="t1", error="rate_limit", message="Try at noon."))
    assert told(story)[-1] == "[Failed: rate limit · Try at noon.]"


def test_the_same_failure_in_two_turns_is_two_lines() -> None:
    story = began().hook(e.TurnFailed(turn_id="t1", error="rate_limit"))
    story.after(s=2).hook(e.TurnStarted(turn_id="t2", prompt="again"), e.TurnFailed(turn_id="t2", error="rate_limit"))
    assert told(story) == ["You: fix it", "[Failed: rate limit]", "You: again", "[Failed: rate limit]"]


# ── calls ──


def test_a_call_told_by_all_sources_is_one_block_with_the_best_of_each() -> None:
    story = began().runs("c1", "ls").after(ms=30)
    story.transcript(e.ToolCallStarted(tool_call_id="c1", name="Bash", input={"command": "ls"}))
    story.hook(e.ToolCallFinished(tool_call_id="c1", from_batch=True, output="text for the model"))
    story.transcript(e.ToolCallFinished(tool_call_id="c1", from_batch=True, output={"stdout": "x"}))
    assert only(story, ToolBlock).output == {"stdout": "x"}
    story.ran("c1", output={"stdout": "x", "stderr": ""})
    block = only(story, ToolBlock)
    assert isinstance(block, ToolBlock)
    assert (block.status, block.output, block.duration_ms) == ("ok", {"stdout": "x", "stderr": ""}, 5)


def test_a_call_without_a_hook_of_its_own_lasts_from_start_to_end() -> None:
    story = began().transcript(e.ToolCallStarted(tool_call_id="c1", name="Bash", input={})).after(ms=249)
    story.transcript(e.ToolCallFinished(tool_call_id="c1", from_batch=True, output="x"))
    block = only(story, ToolBlock)
    assert isinstance(block, ToolBlock) and block.duration_ms == 250


def test_an_end_that_overtakes_its_start_is_the_same_call() -> None:
    story = began().ran("c1").runs("c1")
    assert told(story) == ["You: fix it", "Bash ok"]


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (lambda story: story.transcript(e.TurnInterrupted(turn_id="t1")), "interrupted"),
        (lambda story: story.registry("idle"), "interrupted"),
        (lambda story: story.hook(e.SessionEnded(reason="other")), "unknown"),
        (lambda story: story.gone(), "unknown"),
        (lambda story: story.hook(e.TurnFinished(turn_id="t1")), "unknown"),
        (lambda story: story.hook(e.SessionStarted(how="resume")), "unknown"),
        (lambda story: story.hook(e.TurnStarted(turn_id="t2", prompt="queued")), "running"),
    ],
    ids=["interrupted", "registry idle", "ended", "lost", "stop", "resumed", "queued prompt"],
)
def test_a_call_whose_end_nobody_saw_ends_with_the_rest(rest: object, status: str) -> None:
    story = began().runs()
    rest(story)  # type: ignore[operator]
    block = only(story, ToolBlock)
    assert isinstance(block, ToolBlock) and block.status == status


def test_a_call_refused_by_the_agents_own_classifier_is_denied_and_says_why() -> None:
    story = began().runs().hook(e.PermissionDenied(tool_call_id="c1", name="Bash", reason="too risky"))
    block = only(story, ToolBlock)
    assert isinstance(block, ToolBlock) and (block.status, block.error) == ("denied", "too risky")


# ── permissions ──


def test_a_request_stands_after_the_call_it_guards_and_says_how_it_came_out() -> None:
    story = began().runs().asks()
    assert told(story)[1:] == ["Bash running", "may I? open"]
    story.hub(e.PermissionSettled(request_id="r1", how="allowed", by="desktop"))
    assert told(story)[1:] == ["Bash running", "may I? allowed"]


@pytest.mark.parametrize(("outcome", "answer"), [("ok", "allowed"), ("failed", "allowed"), ("denied", "denied")])
def test_a_request_nobody_settled_here_was_answered_in_the_terminal_as_its_call_shows(
    outcome: str, answer: str
) -> None:
    story = began().runs().asks().after(s=2).ran(outcome=outcome)
    block = only(story, PermissionBlock)
    assert isinstance(block, PermissionBlock)
    assert (block.state, block.by, block.reason) == ("elsewhere", "terminal", answer)


def test_a_busy_registry_after_waiting_settles_a_request_before_its_call_ends() -> None:
    story = began().runs().asks().registry("waiting", "permission prompt").registry("busy")
    assert told(story)[-1] == "may I? elsewhere"


def test_a_request_left_open_at_the_end_of_its_turn_has_expired() -> None:
    story = began().runs().asks().registry("idle")
    assert told(story)[-1] == "may I? expired"


def test_a_released_request_can_still_be_answered_in_the_terminal() -> None:
    story = began().runs().asks().hub(e.PermissionSettled(request_id="r1", how="released"))
    assert told(story)[-1] == "may I? released"
    story.ran()
    assert told(story)[-1] == "may I? elsewhere"


def test_of_two_equal_calls_each_is_guarded_by_its_own_request() -> None:
    story = began().runs("c1", "make").asks("r1", "make").ran("c1", "denied").after(s=9)
    story.runs("c2", "make").asks("r2", "make")
    states = [block.state for block in story.script().blocks() if isinstance(block, PermissionBlock)]
    assert states == ["elsewhere", "open"]


# ── subagents ──


def with_subagent() -> Story:
    given = {"prompt": "count the files", "subagent_type": "Explore", "description": "Count"}
    story = began().hook(e.ToolCallStarted(tool_call_id="c1", name="Agent", input=given))
    return story.hook(e.SubagentStarted(lane="a1", kind="Explore"))


def test_a_call_that_starts_a_subagent_is_one_block_from_first_sight() -> None:
    given = {"prompt": "count the files", "subagent_type": "Explore"}
    story = began().hook(e.ToolCallStarted(tool_call_id="c1", name="Agent", input=given))
    first = only(story, SubagentBlock)
    assert (first.block_id, words(first)) == ("tool:c1", "subagent Explore running")

    story.hook(e.SubagentStarted(lane="a1", kind="Explore"))
    block = only(story, SubagentBlock)
    assert isinstance(block, SubagentBlock)
    assert (block.block_id, block.subagent_lane) == ("tool:c1", "a1")


def test_a_subagents_lane_begins_with_the_prompt_it_was_given() -> None:
    story = with_subagent().transcript(written("I count.", "w1", lane="a1")).runs("c2", "ls", lane="a1")
    assert told(story, "a1") == ["program: count the files", "I count.", "Bash running"]
    assert told(story) == ["You: fix it", "subagent Explore running"]
    assert story.script().lanes() == ["", "a1"]


def test_a_subagent_ends_with_its_call_or_by_its_own_word() -> None:
    story = with_subagent().after(s=3)
    story.hook(e.SubagentFinished(lane="a1", kind="Explore", last_message="42"))
    block = only(story, SubagentBlock)
    assert isinstance(block, SubagentBlock)
    assert (block.status, block.last_message, block.duration_ms) == ("finished", "42", 3002)


def test_a_subagent_in_the_background_goes_on_when_its_call_has_ended() -> None:
    given = {"prompt": "p", "subagent_type": "Explore", "run_in_background": True}
    story = began().hook(e.ToolCallStarted(tool_call_id="c1", name="Agent", input=given))
    story.hook(e.SubagentStarted(lane="a1", kind="Explore")).ran("c1", output={"status": "async_launched"})
    story.hook(e.TurnFinished(turn_id="t1"))
    assert told(story)[-1] == "subagent Explore running"
    story.hook(e.SubagentFinished(lane="a1", kind="Explore"))
    assert told(story)[-1] == "subagent Explore finished"


def test_two_subagents_at_once_are_told_apart_by_the_call_their_files_name() -> None:
    story = began()
    for call, kind in (("c1", "Explore"), ("c2", "Explore")):
        story.hook(e.ToolCallStarted(tool_call_id=call, name="Agent", input={"subagent_type": kind, "prompt": call}))
    story.hook(e.SubagentStarted(lane="a1", kind="Explore"), e.SubagentStarted(lane="a2", kind="Explore"))
    story.transcript(e.SubagentStarted(lane="a1", tool_call_id="c2"), e.SubagentStarted(lane="a2", tool_call_id="c1"))
    assert told(story, "a1") == ["program: c2"]
    assert told(story, "a2") == ["program: c1"]


def test_a_subagent_whose_call_nobody_saw_has_a_block_of_its_own() -> None:
    story = began().hook(e.SubagentStarted(lane="a1", kind="Explore"))
    assert only(story, SubagentBlock).block_id == "subagent:a1"


def test_a_lost_session_leaves_its_subagent_unknown() -> None:
    assert told(with_subagent().gone())[1] == "subagent Explore unknown"


# ── the margin ──


def test_starts_and_ends_are_marked() -> None:
    story = Story().hook(e.SessionStarted(how="resume", model="opus"), e.SessionEnded(reason="clear"))
    assert told(story) == ["[Session resumed · opus]", "[Session ended · /clear]"]


def test_a_process_that_vanished_is_told_only_where_nobody_said_goodbye() -> None:
    assert told(began().gone())[-1] == "[The process (4711) is gone without a goodbye]"
    assert told(began().hook(e.SessionEnded(reason="other")).gone())[-1] == "[Session ended]"


def test_a_goodbye_read_from_a_spool_later_takes_the_line_back() -> None:
    story = began().gone()
    at_us = story.now_us - 500_000
    story.tell("hook", e.SessionEnded(reason="other"), pid=4711, start=99, at_us=at_us)
    assert [line for line in told(story) if "gone" in line] == []


def test_a_process_we_were_told_to_end_is_no_loss() -> None:
    story = began().hub(e.StopRequested(stop_id="x", level="end")).gone()
    story.hub(e.StopConcluded(stop_id="x", outcome="stopped", evidence="process gone"))
    assert told(story)[1:] == ["[Stopped: process gone]"]


def test_a_stop_is_one_line_from_order_to_outcome() -> None:
    story = began().hub(e.StopRequested(stop_id="x", level="interrupt"))
    assert told(story)[-1] == "[Stop asked for (interrupt)]"
    story.hub(e.StopArmed(stop_id="x", lever="l", sentence="Stops before the next tool"))
    assert told(story)[-1] == "[Stops before the next tool]"
    story.hub(e.StopConcluded(stop_id="x", outcome="still_running", survivors=("sleep (pid 4711)",)))
    assert told(story)[1:] == ["[Still running: sleep (pid 4711)]"]


def test_one_compaction_is_one_line_though_three_tell_it() -> None:
    story = began().hook(e.CompactionStarted(trigger="auto"))
    assert told(story)[-1] == "[Compacting the context… (auto)]"
    story.after(s=40).hook(e.SessionStarted(how="compact"), e.CompactionFinished(trigger="auto"))
    story.transcript(e.CompactionFinished(trigger="auto"))
    assert told(story)[1:] == ["[Context compacted (auto)]"]


def test_two_compactions_are_two_lines() -> None:
    story = began()
    for _ in range(2):
        story.after(s=100).hook(e.CompactionStarted(trigger="auto")).after(s=9).hook(e.CompactionFinished())
    assert told(story)[1:] == ["[Context compacted (auto)]"] * 2


def test_a_task_is_one_line_that_changes() -> None:
    story = began().hook(e.TaskChanged(task_id="1", subject="Fix bug"))
    assert told(story)[-1] == "[Task: Fix bug · pending]"
    story.hook(e.TaskChanged(task_id="1", status="in_progress")).transcript(
        e.TaskChanged(task_id="1", status="completed")
    )
    assert told(story)[1:] == ["[Task: Fix bug · completed]"]


def test_notices_that_only_repeat_others_are_not_shown() -> None:
    story = began().hook(e.NoticeGiven(kind="permission_prompt", message="Claude needs your permission"))
    story.hook(e.NoticeGiven(kind="idle_prompt", message="Claude is waiting for your input"))
    assert told(story) == ["You: fix it"]
    story.hook(e.NoticeGiven(kind="auth_success", message="Logged in"))
    assert told(story)[-1] == "[Logged in]"


def test_a_hole_in_the_record_is_said() -> None:
    story = began().hub(e.GapNoted(reason="the spool was full", lost=7))
    assert told(story)[-1] == "[Something is missing here: the spool was full, 7 lost]"


# ── what a view is told ──


def test_growing_text_is_told_as_what_was_added() -> None:
    transcript = began().says("one\n", final=False).script()
    transcript.take_changes()
    more = numbered(
        Story().after(s=1).says("two\n", index=1, final=False).says("three\n", index=2, final=False).records
    )
    for record in more:
        transcript.apply(record)
    assert not transcript.take_changes()
    assert transcript.open_tails() == {"text:m1": ["two\n", "three\n"]}
    assert transcript.take_appended() == {"text:m1": "two\nthree\n"}
    assert transcript.take_appended() == {}


def test_a_new_block_is_told_as_changed_and_not_as_growing() -> None:
    transcript = began().says("one\n", final=False).says("two\n", index=1, final=False).script()
    changes = transcript.take_changes()
    assert changes.changed_ids == {"prompt:t1", "text:m1"}
    assert not changes.reordered
    assert transcript.take_appended() == {}


def test_a_block_that_goes_before_others_is_told_as_a_new_order() -> None:
    story = began().says("one")
    transcript = story.script()
    transcript.take_changes()
    early = Story().after(s=-10).transcript(e.TurnStarted(turn_id="t0", prompt="before"))
    transcript.apply(early.records[0])
    changes = transcript.take_changes()
    assert changes.reordered
    assert changes.changed_ids == {"prompt:t0"}
    assert transcript.position("prompt:t0") == 0
    assert transcript.position("text:m1") == 2
    assert transcript.position("nobody") == -1


def test_a_block_that_vanishes_is_told() -> None:
    story = began().transcript(written("Done."))
    transcript = story.script()
    transcript.take_changes()
    for record in Story().after(ms=50).says("Done.").records:
        transcript.apply(record)
    changes = transcript.take_changes()
    assert changes.removed_ids == {"text:w1"}
    assert transcript.ids() == ["prompt:t1", "text:m1"]
    assert transcript.block("text:w1") is None


def test_what_is_told_once_more_changes_nothing() -> None:
    story = began().says("one").runs().asks().ran().transcript(written("one")).hook(e.TurnFinished(turn_id="t1"))
    transcript = story.script()
    transcript.blocks()
    transcript.take_changes()
    for record in story.records:
        transcript.apply(record)
    assert not transcript.take_changes()


def test_a_view_that_follows_the_changes_shows_what_the_blocks_are() -> None:
    """Plays a view: keeps its own copies, replaces what changed, appends what grew."""
    story = began().says("a\n", final=False).runs().says("b\n", index=1, final=False).asks().ran().says("c", index=2)
    story.transcript(written("a\nb\nc")).says("Next\n", "m2", final=False).registry("idle")
    for seed in range(12):
        transcript = Transcript(story.key)
        shown: dict[str, str] = {}
        for record in shuffled(story.records, seed) if seed else story.records:
            transcript.apply(record)
            changes = transcript.take_changes()
            for block_id, text in transcript.take_appended().items():
                shown[block_id] += text
            for block_id in changes.removed_ids:
                shown.pop(block_id, None)
            for block_id in changes.changed_ids:
                block = transcript.block(block_id)
                shown[block_id] = block.text if isinstance(block, TextBlock) else ""
            actual = {b.block_id: b.text if isinstance(b, TextBlock) else "" for b in transcript.blocks()}
            assert shown == actual


def test_records_of_other_sessions_are_ignored() -> None:
    story = began().session("s2").says("Not mine.").session("s1")
    assert told(story) == ["You: fix it"]


# ── any order ──


def whole_day() -> Story:
    """A bit of everything."""
    story = with_subagent().says("I look.\n", "m1", final=False).says("Yes.", "m1", index=1)
    story.transcript(written("I look.\nYes.", "w1"), ms_ago=15).transcript(written("Sub.", "w2", lane="a1"))
    story.runs("c2", "ls", lane="a1").ran("c2", lane="a1").hook(e.SubagentFinished(lane="a1", kind="Explore"))
    story.ran("c1", output={"status": "completed"}).runs("c3", "git push").asks("r1", "git push").after(s=2)
    story.registry("waiting", "permission prompt").registry("busy").ran("c3", "failed", "rejected")
    story.hook(e.ToolBatchFinished(tool_call_ids=("c3",))).says("Done.", "m2").says("Done.", "m3")
    story.transcript(written("Done.", "w3"), written("Done.", "w4")).hook(e.TurnFinished(turn_id="t1"))
    story.after(s=5).hook(e.TurnStarted(turn_id="t2", prompt="go on")).says("Half ", "m4", final=False)
    story.transcript(written("Half of it", "w5", synthetic=True), e.TurnInterrupted(turn_id="t2")).registry("idle")
    story.hook(e.CompactionStarted(trigger="manual"), e.CompactionFinished(trigger="manual")).after(s=3)
    story.hook(e.TurnStarted(turn_id="t3", prompt="again"), e.TurnFailed(turn_id="t3", error="overloaded", message="x"))
    story.hub(e.StopRequested(stop_id="x", level="kill"), e.StopConcluded(stop_id="x", outcome="stopped"))
    return story.gone()


@pytest.mark.parametrize("seed", range(40))
def test_a_whole_day_in_any_order_reads_the_same(seed: int) -> None:
    story = whole_day()
    straight, mixed = story.script(), transcript_of(shuffled(story.records, seed), story.key)
    assert mixed.lanes() == straight.lanes()
    for lane in straight.lanes():
        assert [without_seq(block) for block in mixed.blocks(lane)] == [
            without_seq(block) for block in straight.blocks(lane)
        ]


def test_a_whole_day_told_twice_reads_the_same() -> None:
    story = whole_day()
    twice = transcript_of(doubled(story.records), story.key)
    assert [without_seq(b) for b in twice.blocks()] == [without_seq(b) for b in story.script().blocks()]


def test_history_that_comes_in_pages_from_the_newest_reads_the_same() -> None:
    story = whole_day()
    pages = [story.records[start : start + 7] for start in range(0, len(story.records), 7)]
    paged = transcript_of([record for page in reversed(pages) for record in page], story.key)
    assert paged.blocks() == story.script().blocks()


def without_seq(block: AnyBlock) -> dict[str, object]:
    return {name: getattr(block, name) for name in block.__struct_fields__ if name != "first_seq"}


# ── what a subagent and a task are told to be ──


def test_a_subagent_counts_its_calls_while_it_makes_them_in_any_order() -> None:
    story = began().runs("c0", name="Agent")
    story.hook(e.SubagentStarted(lane="a1", kind="Explore", tool_call_id="c0"))
    transcript = transcript_of(story.records, story.key)
    for number in range(3):
        story.runs(f"s{number}", "ls", lane="a1").ran(f"s{number}", lane="a1")
        for record in story.records[-2:]:
            transcript.apply(record)
        assert "tool:c0" in transcript.take_changes().changed_ids
    block = transcript.block("tool:c0")
    assert isinstance(block, SubagentBlock) and block.tool_calls == 3
    for seed in range(5):
        again = transcript_of(shuffled(story.records, seed), story.key).block("tool:c0")
        assert isinstance(again, SubagentBlock) and again.tool_calls == 3


def test_a_subagent_nobody_overheard_tells_its_count_afterwards() -> None:
    story = began().runs("c0", name="Agent").hook(e.SubagentStarted(lane="a1", tool_call_id="c0"))
    story.ran("c0", output={"status": "completed", "totalToolUseCount": 12})
    block = only(story, SubagentBlock)
    assert isinstance(block, SubagentBlock) and (block.tool_calls, block.status) == (12, "finished")


@pytest.mark.parametrize(("outcome", "status"), [("failed", "failed"), ("interrupted", "interrupted")])
def test_a_subagent_whose_call_did_not_come_out_well_did_not_finish(outcome: str, status: str) -> None:
    story = began().runs("c0", name="Agent").hook(e.SubagentStarted(lane="a1", tool_call_id="c0"))
    story.ran("c0", outcome=outcome, output=None)
    block = only(story, SubagentBlock)
    assert isinstance(block, SubagentBlock) and block.status == status


def test_a_subagent_in_the_background_is_said_to_be_there() -> None:
    story = began().hook(
        e.ToolCallStarted(tool_call_id="c0", name="Agent", input={"prompt": "look", "run_in_background": True})
    )
    before = only(story, SubagentBlock)
    assert isinstance(before, SubagentBlock) and (before.background, before.prompt) == (True, "look")
    story.hook(e.SubagentStarted(lane="a1", tool_call_id="c0")).ran("c0", output={"status": "async_launched"})
    after = only(story, SubagentBlock)
    assert isinstance(after, SubagentBlock)
    assert (after.background, after.status, after.prompt) == (True, "running", "")  # its lane begins with the prompt


def test_a_call_that_names_a_task_by_its_id_is_about_its_subject_whenever_that_is_heard() -> None:
    story = began().hook(e.ToolCallStarted(tool_call_id="c1", name="TaskUpdate", input={"taskId": "1"}))
    story.hook(e.TaskChanged(task_id="1", subject="Fix bug"))
    for records in (story.records, story.records[::-1]):
        block = transcript_of(records, story.key).block("tool:c1")
        assert isinstance(block, ToolBlock) and block.about == "Fix bug"


def test_of_a_long_text_that_was_streamed_and_written_one_is_kept_and_the_view_is_given_it() -> None:
    text = "all of it, once " * 100_000
    streamed = e.MessageDelta(message_id="m", first_index=0, last_index=0, text=text, final=True)
    story = Story().hook(streamed)
    transcript = Transcript(story.key)
    transcript.apply(story.records[0])
    assert transcript.blocks()[0].text == text  # type: ignore[union-attr]
    transcript.take_changes()
    written = "".join([text[:1], text[1:]])
    transcript.apply(story.transcript(e.MessageWritten(block_id="b", text=written)).records[1])
    assert transcript.take_changes().changed_ids == {"text:m"}
    assert transcript.blocks()[0].text is written  # type: ignore[union-attr]
