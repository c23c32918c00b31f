"""Checks of ``app.core.projections.tries``: trying the same in vain is noticed, in any order of the facts."""

from __future__ import annotations

import pytest

from app.core.projections.rows import FailingCall
from tests.helpers.story import Story, doubled, roster_of, shuffled


def fails(story: Story, number: int, command: str = "pytest -q", outcome: str = "failed", lane: str = "") -> Story:
    call_id = f"c{number}"
    return story.runs(call_id, command, lane=lane).after(s=1).ran(call_id, outcome, "Exit code 1", lane=lane)


def tries(*commands: str, outcome: str = "failed") -> Story:
    story = Story().opens()
    for number, command in enumerate(commands):
        fails(story, number, command, outcome)
    return story


def test_the_same_call_that_fails_three_times_in_a_row_is_told_with_its_words() -> None:
    assert tries("pytest -q", "pytest -q", "pytest -q").row().failing == FailingCall(words="Bash “pytest -q”", times=3)


def test_twice_is_no_loop_and_other_commands_are_other_calls() -> None:
    assert tries("pytest -q", "pytest -q").row().failing is None
    assert tries("pytest a", "pytest b", "pytest c").row().failing is None


def test_a_success_ends_the_loop() -> None:
    story = tries("make", "make", "make")
    assert fails(story, 9, "make", "ok").row().failing is None


def test_a_call_a_person_refused_is_no_failure_of_the_agent() -> None:
    assert tries("make", "make", "make", outcome="denied").row().failing is None


def test_what_a_subagent_does_meanwhile_neither_breaks_nor_makes_a_loop() -> None:
    story = Story().opens()
    for number in range(3):
        fails(story, number)
        fails(story, 10 + number, "ls", "ok", lane="a1")
    fails(story, 20)
    row = story.row()
    assert row.failing is not None and row.failing.times == 4


@pytest.mark.parametrize("seed", range(10))
def test_a_loop_is_the_same_in_whatever_order_and_number_its_facts_come(seed: int) -> None:
    story = tries("ls", *["make"] * 40, "ls", *["make"] * 5)
    told = story.row().failing
    assert told == FailingCall(words="Bash “make”", times=5)
    assert roster_of(shuffled(doubled(story.records), seed)).row(story.key).failing == told
