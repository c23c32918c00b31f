"""Checks of ``app.core.projections.told_once``: what several sources tell is one line, in whatever order it comes."""

from __future__ import annotations

import pytest

from app.core import events as e
from app.core.projections.blocks import NoticeBlock, TextBlock
from tests.helpers.story import Story, shuffled, transcript_of

SEEDS = range(5)


def began() -> Story:
    return Story().hook(e.TurnStarted(turn_id="t1", prompt="fix it")).after(s=1)


def lines(story: Story, seed: int) -> list[str]:
    records = shuffled(story.records, seed) if seed else story.records
    return [each.text for each in transcript_of(records, story.key).blocks() if isinstance(each, NoticeBlock)]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_interrupt_told_by_stream_and_transcript_is_one_line_and_the_one_that_says_most(seed: int) -> None:
    story = began().hook(e.TurnInterrupted(turn_id="t1")).after(s=1)
    story.transcript(e.TurnInterrupted(turn_id="t1", how="user_for_tool"), e.TurnInterrupted(turn_id="t1"))
    assert lines(story, seed) == ["Interrupted while a tool was asked for or ran"]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_turn_has_its_own_interrupt(seed: int) -> None:
    story = began().hook(e.TurnInterrupted(turn_id="t1")).after(s=1)
    story.hook(e.TurnStarted(turn_id="t2", prompt="again")).after(s=1).hook(e.TurnInterrupted(turn_id="t2"))
    assert lines(story, seed) == ["Interrupted", "Interrupted"]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_end_told_by_hook_and_process_is_one_line_with_how_it_ended(seed: int) -> None:
    story = began().hook(e.SessionEnded(reason="other")).after(s=1).hub(e.SessionEnded(reason="exit 143"))
    assert lines(story, seed) == ["Session ended · exit 143"]


@pytest.mark.parametrize("seed", SEEDS)
def test_ends_far_apart_are_two(seed: int) -> None:
    story = began().hook(e.SessionEnded(reason="other")).after(s=60)
    story.hook(e.SessionStarted(how="resume")).after(s=60).hook(e.SessionEnded(reason="other"))
    assert lines(story, seed).count("Session ended") == 2


def test_text_in_which_a_person_stopped_it_lacks_nothing() -> None:
    story = began().says("Half a thou", final=False).after(s=1).hook(e.TurnInterrupted(turn_id="t1"))
    (block,) = [each for each in story.script().blocks() if isinstance(each, TextBlock)]
    assert (block.text, block.open, block.cut) == ("Half a thou", False, False)
