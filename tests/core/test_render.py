"""A transcript as Markdown: complete, and nothing in it can pretend to be our structure."""

from __future__ import annotations

from app.core import events as e
from app.core.projections.render import fenced, stamp, to_markdown
from tests.core.test_transcript import began, with_subagent, written
from tests.helpers.story import Story


def markdown(story: Story) -> str:
    transcript = story.script()
    return to_markdown(transcript.blocks(), transcript.blocks)


def test_a_conversation_reads_from_prompt_to_goodbye() -> None:
    story = began("fix the login").says("I look.").runs("c1", "pytest -q").ran("c1", output={"stdout": "2 passed"})
    story.says("Fixed.", "m2").hook(e.SessionEnded(reason="other"))
    text = markdown(story)
    parts = [
        "## You",
        "> fix the login",
        "I look.",
        "### Bash “pytest -q” (5 ms)",
        "2 passed",
        "Fixed.",
        "Session ended",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_failed_call_says_so_with_its_error_and_a_running_one_that_it_runs() -> None:
    text = markdown(began().runs("c1").ran("c1", "failed", "Exit code 3").runs("c2", "sleep 9"))
    assert "### Bash “pytest -q” (failed, 5 ms)" in text
    assert "Exit code 3" in text
    assert "### Bash “sleep 9” (still running)" in text


def test_a_fence_is_longer_than_any_run_of_backticks_in_it() -> None:
    hostile = "```\n# not a heading\n````\nrm -rf /"
    assert fenced(hostile).startswith("`````\n")
    assert fenced(hostile).endswith("\n`````")


def test_a_fence_that_a_message_left_open_is_closed_before_what_follows() -> None:
    text = markdown(began().says("Look:\n~~~~python\nprint(1)\n~~~").hook(e.SessionEnded(reason="other")))
    assert "print(1)\n~~~\n~~~~\n\n–" in text


def test_control_characters_are_made_visible_everywhere() -> None:
    evil = "x\x1b[2J\u202ey"
    story = began(evil).says(evil).runs("c1", evil).ran("c1", "failed", evil).asks("r1", evil)
    story.hook(e.NoticeGiven(kind="k", message=evil)).transcript(e.ThoughtWritten(block_id="b", text=evil))
    text = markdown(story)
    assert "\x1b" not in text and "\u202e" not in text
    assert text.count("2J⟨U+202E⟩") == 8


def test_a_tool_s_name_cannot_start_a_heading_or_a_link_of_its_own() -> None:
    text = markdown(began().runs("c1", "](http://x) `a`\n# You", name="[Bash"))
    assert "### \\[Bash “\\](http://x) \\`a\\` \\# You”" in text


def test_a_subagent_s_own_words_stand_quoted_below_its_call() -> None:
    story = with_subagent().transcript(written("I count.", lane="a1"))
    story.hook(e.SubagentFinished(lane="a1", kind="Explore", last_message="42"))
    text = markdown(story)
    assert "### Subagent Explore “Count”" in text
    assert "> I count." in text
    assert to_markdown(story.script().blocks()).endswith("> 42\n")


def test_a_cut_text_and_an_open_one_say_so() -> None:
    assert "*(cut off here)*" in markdown(began().says("Half", final=False).registry("idle"))
    assert "*(still being written)*" in markdown(began().says("Half", final=False))


def test_stamps_are_iso_8601_in_utc() -> None:
    assert stamp(1_800_000_000_123_456) == "2027-01-15T08:00:00.123Z"
    assert stamp(1 << 80) == ""


def test_no_blocks_are_no_text() -> None:
    assert to_markdown([]) == ""
