"""Whatever facts come, in whatever order and number: nothing is raised, and everything folds to the same."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import events as e
from app.core.projections.roster import Roster
from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import Record
from tests.helpers.story import NOON_US, Story, doubled, numbered, roster_of, shuffled, timeline_of, transcript_of

TEXTS = st.sampled_from(["", "a", "b\n", "Done.", "a b", "\x1b[2J\u202e", "🙂"])
LANES = st.sampled_from(["", "", "", "x", "y"])
INPUTS = st.sampled_from([None, {}, {"command": "ls"}, {"prompt": "p", "subagent_type": "k"}, [1], "text", 7])


def ids(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{kind}1", f"{kind}2", f"{kind}3"])


@st.composite
def deltas(draw: st.DrawFn) -> e.MessageDelta:
    """Pieces of three messages; a piece of a message is always the same, as it is in life."""
    message, index = draw(st.integers(1, 3)), draw(st.integers(0, 3))
    return e.MessageDelta(
        message_id=f"m{message}",
        first_index=index,
        last_index=index,
        text=["Done.", "a ", "b\n", "end"][(index + message) % 4],
        final=index == 3,
        lane="x" if message == 3 else "",
    )


@st.composite
def calls(draw: st.DrawFn) -> e.Event:
    """Three calls, one of them of a subagent and one that starts one: start, end, batch, refusal."""
    number = draw(st.integers(1, 3))
    lane, name = ("x" if number == 3 else ""), ("Agent" if number == 2 else "Bash")
    call_input = {"prompt": "p", "subagent_type": "k"} if number == 2 else {"command": "ls"}
    start = e.ToolCallStarted(tool_call_id=f"c{number}", name=name, input=call_input, lane=lane)
    end = e.ToolCallFinished(
        tool_call_id=f"c{number}",
        outcome=draw(st.sampled_from(["ok", "failed", "denied", "interrupted"])),
        output=draw(st.sampled_from([None, "out", {"status": "completed"}])),
        error=draw(st.sampled_from(["", "bad"])),
        from_batch=draw(st.booleans()),
        duration_ms=draw(st.sampled_from([None, 5])),
        lane=lane,
    )
    batch = e.ToolBatchFinished(tool_call_ids=(f"c{number}",), lane=lane)
    refusal = e.PermissionDenied(tool_call_id=f"c{number}", name=name, reason="no", lane=lane)
    return draw(st.sampled_from([start, start, end, end, batch, refusal]))


WRITTEN = st.sampled_from(
    [
        e.MessageWritten(block_id="w1", text="Done.a b\nend"),
        e.MessageWritten(block_id="w2", text="a b\nendDone."),
        e.MessageWritten(block_id="w3", text="Done.", synthetic=True),
        e.MessageWritten(block_id="w4", text="Done."),
        e.MessageWritten(block_id="w5", text="b\nend", lane="x"),
    ]
)

TOLD: list[st.SearchStrategy[Any]] = [
    deltas(),
    deltas(),
    calls(),
    calls(),
    WRITTEN,
    st.builds(e.SessionStarted, how=st.sampled_from(["startup", "resume", "clear", "compact"])),
    st.builds(e.SessionDescribed, title=st.sampled_from(["", "t"]), entrypoint=st.sampled_from(["", "cli", "sdk-cli"])),
    st.builds(e.SessionEnded, reason=st.sampled_from(["other", "clear", "prompt_input_exit"])),
    st.builds(
        e.AgentReported,
        state=st.sampled_from(["idle", "busy", "waiting", "shell", ""]),
        waiting_for=st.sampled_from(["", "permission prompt", "dialog open"]),
    ),
    st.builds(e.ProcessGone, pid=st.sampled_from([4711, 4712])),
    st.just(e.SessionLookedAt()),
    st.builds(e.TurnStarted, turn_id=ids("t"), prompt=st.just("go"), origin=st.just("human")),
    st.builds(e.TurnFinished, last_message=st.just("Done.")),
    st.builds(e.TurnFailed, error=st.sampled_from(["rate_limit", "unknown"]), message=st.sampled_from(["", "Done."])),
    st.builds(e.TurnInterrupted, how=st.sampled_from(["user", "hook"])),
    st.builds(e.ThoughtWritten, block_id=ids("b"), text=st.just("Hm.")),
    st.builds(e.UsageReported, message_id=ids("m"), input_tokens=st.integers(0, 9)),
    st.builds(e.CostReported, total_usd=st.floats(0, 9)),
    st.sampled_from(
        [
            e.PermissionRequested(request_id="r1", tool_name="Bash", input={"command": "ls"}),
            e.PermissionRequested(request_id="r2", tool_name="Bash", input={"command": "ls"}, lane="x"),
            e.PermissionRequested(request_id="r3", tool_name="Bash", input={"command": "ls"}),
        ]
    ),
    st.builds(
        e.PermissionSettled,
        request_id=ids("r"),
        how=st.sampled_from(["allowed", "denied", "elsewhere", "expired", "released"]),
    ),
    st.sampled_from([e.QuestionAsked(server="s", message="?"), e.QuestionAnswered(server="s", action="accept")]),
    st.builds(e.NoticeGiven, kind=st.sampled_from(["permission_prompt", "idle_prompt", "auth_success"])),
    st.builds(e.SubagentStarted, lane=st.sampled_from(["x", "y"]), kind=st.just("k"), tool_call_id=st.just("c2")),
    st.builds(e.SubagentStarted, lane=st.sampled_from(["x", "y"]), kind=st.sampled_from(["", "k"])),
    st.builds(e.SubagentFinished, lane=st.sampled_from(["x", "y"]), kind=st.just("k"), last_message=TEXTS),
    st.builds(e.TaskChanged, task_id=ids("1"), status=st.sampled_from(["pending", "completed"])),
    st.sampled_from([e.CompactionStarted(trigger="auto"), e.CompactionFinished(trigger="auto")]),
    st.builds(e.StopRequested, stop_id=ids("s"), level=st.sampled_from(["interrupt", "kill"])),
    st.builds(e.StopArmed, stop_id=ids("s"), lever=st.just("l"), sentence=st.just("Stops soon")),
    st.builds(e.StopConcluded, stop_id=ids("s"), outcome=st.sampled_from(["stopped", "still_running"])),
    st.builds(e.GapNoted, reason=st.just("full")),
]

SOURCES = st.sampled_from(["hook", "hook", "transcript", "registry"])


@st.composite
def stories(draw: st.DrawFn) -> list[Record]:
    """Facts about one session, each at a moment of its own."""
    told = draw(st.lists(st.tuples(st.one_of(TOLD), SOURCES, st.integers(1, 3_000_000)), max_size=40))
    records, at_us, once = [], NOON_US, set()
    for event, source, gap_us in told:
        at_us += gap_us
        if isinstance(event, e.MessageDelta | e.MessageWritten | e.ThoughtWritten):
            if event in once:
                continue  # a piece or a line has one stamp, however often it is heard
            once.add(event)
            source = "hook" if isinstance(event, e.MessageDelta) else "transcript"
        records.append(
            Record(
                seq=1,
                at_us=at_us,
                agent="claude_code",
                session_id="s1",
                source=source,
                event=event,
                pid=4711 if source == "hook" else 0,
            )
        )
    return numbered(records)


KEY = Story().key
several = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def seen(records: list[Record]) -> Any:
    """All a person can see of the records."""
    transcript, timeline = transcript_of(records, KEY), timeline_of(records, KEY)
    blocks = {lane: [_without_seq(block) for block in transcript.blocks(lane)] for lane in transcript.lanes()}
    return roster_of(records).rows(), blocks, timeline.lanes(), timeline.spans(), timeline.bounds()


def _without_seq(block: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(block, name) for name in block.__struct_fields__ if name != "first_seq"}


@several
@given(stories(), st.integers(0, 1_000_000))
def test_any_order_folds_to_the_same(records: list[Record], seed: int) -> None:
    assert seen(shuffled(records, seed)) == seen(records)


@several
@given(stories())
def test_any_number_of_tellings_folds_to_the_same(records: list[Record]) -> None:
    assert seen(doubled(records)) == seen(records)


@pytest.mark.slow
@several
@given(stories(), st.integers(0, 1_000_000))
def test_reading_in_between_changes_nothing(records: list[Record], seed: int) -> None:
    mixed = shuffled(records, seed)
    roster, transcript, timeline = Roster(), Transcript(KEY), Timeline(KEY)
    for record in mixed:
        roster.apply(record)
        transcript.apply(record)
        timeline.apply(record)
        roster.rows()
        transcript.blocks()
        transcript.take_changes()
        timeline.spans()
    blocks = {lane: [_without_seq(block) for block in transcript.blocks(lane)] for lane in transcript.lanes()}
    assert (roster.rows(), blocks, timeline.lanes(), timeline.spans(), timeline.bounds()) == seen(records)


@several
@given(stories(), st.integers(0, 40))
def test_a_roster_put_away_and_taken_out_again_goes_on_as_if_nothing_were(records: list[Record], cut: int) -> None:
    roster = Roster()
    for record in records[:cut]:
        roster.apply(record)
    roster = Roster.load(roster.dump())
    for record in records[cut:]:
        roster.apply(record)
    assert roster.rows() == roster_of(records).rows()


HOSTILE: list[st.SearchStrategy[Any]] = [
    *TOLD,
    st.builds(
        e.MessageDelta,
        message_id=ids("m"),
        first_index=st.integers(-5, 9),
        last_index=st.integers(-5, 9),
        text=TEXTS,
        final=st.booleans(),
        lane=LANES,
    ),
    st.builds(e.MessageWritten, block_id=ids("w"), text=TEXTS, lane=LANES),
    st.builds(e.ToolCallStarted, tool_call_id=ids("c"), name=TEXTS, input=INPUTS, lane=LANES),
    st.builds(e.ToolCallFinished, tool_call_id=ids("c"), name=TEXTS, output=INPUTS, error=TEXTS, lane=LANES),
    st.builds(e.PermissionRequested, request_id=ids("r"), tool_name=TEXTS, input=INPUTS, lane=LANES),
    st.builds(e.SubagentStarted, lane=LANES, kind=TEXTS, description=TEXTS, tool_call_id=ids("c")),
    st.builds(e.SubagentFinished, lane=LANES, kind=TEXTS),
    st.builds(e.TurnStarted, turn_id=st.sampled_from(["", "t1"]), prompt=TEXTS, origin=TEXTS),
    st.builds(e.PermissionDenied, tool_call_id=ids("c"), name=TEXTS, reason=TEXTS, lane=LANES),
    st.builds(e.Unrecognized, name=TEXTS, payload=INPUTS),
]


@several
@given(st.lists(st.tuples(st.one_of(HOSTILE), SOURCES, st.integers(-3, 3)), max_size=40))
def test_facts_that_make_no_sense_raise_nothing(told: list[tuple[Any, Any, int]]) -> None:
    records = [
        Record(seq=seq, at_us=at_us, agent="claude_code", session_id="s1", source=source, event=event, pid=seq % 3)
        for seq, (event, source, at_us) in enumerate(told, 1)
    ]
    seen(records)
    Roster.load(roster_of(records).dump())
