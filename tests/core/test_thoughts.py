"""Checks of ``app.core.projections.thoughts``: a thought is shown once, was it streamed, written down or both."""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.projections.blocks import ThoughtBlock
from app.core.projections.transcript import Transcript
from tests.helpers.story import Story, shuffled


def piece(index: int, text: str, message: str = "m:0", final: bool = False) -> e.MessageDelta:
    return e.MessageDelta(message_id=message, first_index=index, last_index=index, text=text, final=final, thought=True)


def whole(text: str, block_id: str = "b:0", message_id: str = "m") -> e.ThoughtWritten:
    return e.ThoughtWritten(block_id=block_id, message_id=message_id, text=text)


def thoughts(story: Story, seed: int | None = None) -> list[ThoughtBlock]:
    transcript = Transcript(story.key)
    for record in story.records if seed is None else shuffled(story.records, seed):
        transcript.apply(record)
    found = [block for block in transcript.blocks() if isinstance(block, ThoughtBlock)]
    return [msgspec.structs.replace(block, first_seq=0) for block in found]


def test_a_thought_grows_while_it_is_thought() -> None:
    story = Story().tell("stream", piece(0, "Let me ")).tell("stream", piece(1, "see"))
    (block,) = thoughts(story)
    assert (block.text, block.open, block.cut) == ("Let me see", True, False)


def test_a_finished_thought_is_open_no_more() -> None:
    story = Story().tell("stream", piece(0, "Let me see", final=True))
    (block,) = thoughts(story)
    assert (block.open, block.cut) == (False, False)


def test_a_thought_that_was_written_down_too_is_shown_once_and_keeps_its_id() -> None:
    story = Story().tell("stream", piece(0, "Let me see", final=True))
    (before,) = thoughts(story)
    (after,) = thoughts(story.transcript(whole("Let me see")))
    assert (before.block_id, before.text) == (after.block_id, after.text)


def test_two_thoughts_of_one_message_find_each_their_own() -> None:
    story = Story().tell("stream", piece(0, "one", "m:0", True)).tell("stream", piece(0, "two", "m:2", True))
    story.transcript(whole("one", "x:0"), whole("two", "y:0"))
    assert [block.text for block in thoughts(story)] == ["one", "two"]


def test_a_thought_cut_off_by_rest_says_so() -> None:
    story = Story().opens().tell("stream", piece(0, "Let me"))
    story.hook(e.TurnInterrupted())
    (block,) = thoughts(story)
    assert (block.text, block.open, block.cut) == ("Let me", False, True)


def test_a_thought_nobody_streamed_is_shown_as_written() -> None:
    (block,) = thoughts(Story().transcript(whole("quiet")))
    assert (block.block_id, block.text) == ("thought:b:0", "quiet")


def test_the_order_of_telling_changes_nothing() -> None:
    story = Story().opens().tell("stream", piece(0, "Let ")).tell("stream", piece(1, "me", final=True))
    story.tell("stream", piece(0, "and ", "m:1")).transcript(whole("Let me"), whole("and more", "c:0"))
    story.hook(e.TurnFinished(turn_id="t1"))
    expected = thoughts(story)
    assert [block.text for block in expected] == ["Let me", "and more"]
    for seed in range(20):
        assert thoughts(story, seed) == expected
