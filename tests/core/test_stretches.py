"""Through which statuses a session went: stretches of time, the same in whatever order the records come."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import events as e
from app.core.lifeline import MAX_SIGNALS
from app.core.projections.roster import Roster
from app.core.records import SessionKey
from app.core.stretches import MAX_STRETCHES, Stretch, thinned, tidied
from tests.helpers.folding import records_of
from tests.helpers.recordings import RECORDINGS, deliveries_of
from tests.helpers.story import NOON_US, Story, doubled, roster_of, shuffled

ALL = sorted(RECORDINGS.glob("*/*.jsonl"))
every_recording = pytest.mark.parametrize("recording", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")


def told(story: Story) -> list[str]:
    """ "working 1001", in milliseconds since noon."""
    return [
        f"{each.status} {(each.since_us - NOON_US) // 1000}" + (f" {each.reason}" if each.reason else "")
        for each in story.roster().stretches(story.key)
    ]


def test_a_session_that_opened_works_and_asks_went_through_these_statuses() -> None:
    story = Story().opens().after(s=2).runs("c1").asks("r1")
    assert told(story) == ["idle 1", "working 1003", "waiting 3006 permission"]
    story.after(s=5).hook(e.PermissionSettled(request_id="r1", how="allowed")).ran("c1").after(s=1)
    story.hook(e.TurnFinished(turn_id="t1"))
    assert told(story)[3:] == ["working 8007", "done 9009"]


def test_a_second_turn_that_begins_at_work_begins_no_new_stretch() -> None:
    story = Story().opens().after(s=2).hook(e.TurnStarted(turn_id="t2", prompt="and then"))
    assert told(story) == ["idle 1", "working 1003"]


def test_why_it_failed_is_told() -> None:
    story = Story().opens().hook(e.TurnFailed(turn_id="t1", error="rate_limit"))
    assert told(story)[-1].endswith("rate_limit")


def test_a_session_whose_process_went_to_another_one_ends() -> None:
    story = Story().opens().session("s2").hook(e.SessionStarted(how="clear"))
    first = SessionKey("claude_code", "s1")
    assert story.roster().stretches(first)[-1].status == story.roster().row(first).status == "ended"


@every_recording
def test_the_last_status_of_every_recording_is_that_of_the_roster(recording: Path) -> None:
    roster = roster_of(records_of(deliveries_of(recording)))
    for row in roster.rows():
        stretches = roster.stretches(SessionKey(row.agent, row.session_id))
        assert stretches[-1].status == row.status
        assert stretches[0].since_us == row.started_at_us
        assert list(stretches) == sorted(stretches, key=lambda each: each.since_us)


@every_recording
def test_any_order_and_any_number_of_tellings_lead_through_the_same(recording: Path) -> None:
    records = records_of(deliveries_of(recording))

    def seen(roster: Roster) -> list[object]:
        return [roster.stretches(SessionKey(row.agent, row.session_id)) for row in sorted_rows(roster)]

    whole = seen(roster_of(records))
    assert seen(roster_of(doubled(records))) == whole
    for seed in range(5):
        assert seen(roster_of(shuffled(records, seed))) == whole


def sorted_rows(roster: Roster) -> list[object]:
    return sorted(roster.rows(), key=lambda row: row.session_id)


@every_recording
def test_a_checkpoint_keeps_what_was(recording: Path) -> None:
    records = records_of(deliveries_of(recording))
    for cut in {1, len(records) // 2, len(records)}:
        roster = Roster.load(roster_of(records[:cut]).dump())
        for record in records[cut:]:
            roster.apply(record)
        whole = roster_of(records)
        for row in whole.rows():
            key = SessionKey(row.agent, row.session_id)
            assert roster.stretches(key) == whole.stretches(key)


def test_more_signals_than_are_replayed_lead_through_the_same() -> None:
    story = Story().opens()
    for turn in range(MAX_SIGNALS):
        story.after(s=1).hook(e.TurnStarted(turn_id=f"x{turn}", prompt="go")).after(s=1)
        story.hook(e.TurnFinished(turn_id=f"x{turn}"))
    stretches = story.roster().stretches(story.key)
    assert len(stretches) == 2 + 2 * MAX_SIGNALS - 1  # opening, its turn, and the first of these goes on with that
    assert {each.status for each in stretches[1::2]} == {"working"}
    assert {each.status for each in stretches[2::2]} == {"done"}


def test_a_very_long_life_is_told_in_less_detail_at_its_beginning() -> None:
    story = Story().opens()
    for turn in range(MAX_STRETCHES):
        story.hook(e.TurnStarted(turn_id=f"x{turn}", prompt="go")).after(s=3)
        story.hook(e.TurnFinished(turn_id=f"x{turn}"))
    stretches = story.roster().stretches(story.key)
    assert MAX_STRETCHES // 2 <= len(stretches) <= MAX_STRETCHES
    assert stretches[0].since_us == story.records[0].at_us
    assert stretches[-1].since_us == story.now_us
    assert [each.status for each in stretches[-4:]] == ["working", "done", "working", "done"]


def test_of_two_neighbours_the_longer_stands_for_both() -> None:
    stretches = [Stretch(0, "idle"), Stretch(9, "working"), Stretch(10, "idle"), Stretch(11, "waiting")]
    stretches += [Stretch(50, "working"), Stretch(60, "done"), Stretch(70, "working"), Stretch(80, "done")]
    assert thinned(stretches) == [Stretch(0, "idle"), Stretch(10, "waiting"), *stretches[4:]]


def test_what_lasted_no_time_is_left_out() -> None:
    assert tidied([Stretch(1, "idle"), Stretch(2, "working"), Stretch(2, "idle"), Stretch(3, "done")]) == [
        Stretch(1, "idle"),
        Stretch(3, "done"),
    ]


def test_only_sessions_that_changed_are_told_again() -> None:
    story = Story().opens().session("s2", pid=4712).opens()
    roster = story.roster()
    everything, seq = roster.signals_since(0, 100)
    assert [each.session_id for each in everything] == ["s1", "s2"]
    assert roster.signals_since(seq, 100) == ([], seq)
    story.session("s1", pid=4711).hook(e.TurnFinished(turn_id="t1"))
    roster.apply(story.records[-1])
    (changed,), _ = roster.signals_since(seq, 100)
    assert changed.session_id == "s1" and changed.stretches[-1].status == "done"


def test_what_changes_no_status_is_no_news() -> None:
    story = Story().opens()
    roster = story.roster()
    seq = roster.signals_since(0, 100)[1]
    roster.rows()
    for record in story.runs("c1").ran("c1").says("So.").records[-3:]:
        roster.apply(record)
    assert roster.signals_since(seq, 100) == ([], roster.seq)


def test_many_sessions_come_in_pages() -> None:
    story = Story()
    for number in range(5):
        story.session(f"s{number}", pid=5000 + number).opens()
    roster, found, seq = story.roster(), list[str](), 0
    for _ in range(5):
        page, seq = roster.signals_since(seq, 3)
        found += [each.session_id for each in page]
    assert found == [f"s{number}" for number in range(5)] and seq == roster.seq
