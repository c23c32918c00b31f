"""The roster: one row a session, counted once whoever told of it."""

from __future__ import annotations

import msgspec
import pytest

from app.core import events as e
from app.core.projections import roster as module
from app.core.projections.roster import MAX_IDS, MAX_OPEN_CALLS, SEAL_AFTER_US, SEAL_EVERY, Roster
from app.core.projections.rows import ToolCounts, Usage
from app.core.records import Record, SessionKey
from tests.helpers.story import Story, doubled, numbered, roster_of, shuffled


def test_an_explicit_title_beats_the_first_prompt_which_beats_the_registrys_name() -> None:
    story = Story().registry("idle", name="shop-c7")
    assert story.row().title == "shop-c7"
    story.hook(e.TurnStarted(turn_id="t1", prompt="\n  fix   the\tlogin \nand more"))
    assert story.row().title == "fix the login"
    story.hook(e.TurnStarted(turn_id="t2", prompt="something else"))
    assert story.row().title == "fix the login"
    story.transcript(e.SessionDescribed(title="Login redirect"))
    assert story.row().title == "Login redirect"


def test_a_prompt_of_a_program_gives_no_title() -> None:
    prompt = "<task-notification>done</task-notification>"
    story = Story().hook(e.TurnStarted(turn_id="t1", prompt=prompt, origin="machine"))
    assert story.row().title == ""
    assert story.row().turns == 1


def test_a_title_is_cut_and_its_control_and_bidi_characters_are_made_visible() -> None:
    story = Story().hook(e.TurnStarted(turn_id="t1", prompt="\x1b[31mred \u202eback" + "x" * 500))
    title = story.row().title
    assert len(title) == 80
    assert title.startswith("⟨ESC⟩[31mred ⟨U+202E⟩back")
    assert title.endswith("…")


def test_a_prompt_told_by_hook_and_transcript_is_one_turn() -> None:
    story = Story().hook(e.TurnStarted(turn_id="t1", prompt="a")).transcript(e.TurnStarted(turn_id="t1", prompt="a"))
    assert story.row().turns == 1


def test_a_call_told_by_hook_transcript_and_batch_is_one_call() -> None:
    story = Story().opens().runs().transcript(e.ToolCallStarted(tool_call_id="c1", name="Bash", input={}))
    story.ran().hook(e.ToolCallFinished(tool_call_id="c1", from_batch=True), e.ToolBatchFinished(tool_call_ids=("c1",)))
    story.transcript(e.ToolCallFinished(tool_call_id="c1", from_batch=True))
    assert story.row().tool_calls == ToolCounts(total=1, running=0, failed=0)


def test_a_failure_told_by_the_calls_own_hook_counts_once() -> None:
    story = Story().opens().runs().ran(outcome="failed")
    story.hook(e.ToolBatchFinished(tool_call_ids=("c1",)))
    story.transcript(e.ToolCallFinished(tool_call_id="c1", outcome="failed", from_batch=True))
    assert story.row().tool_calls.failed == 1


def test_a_call_refused_before_any_hook_of_its_own_is_counted_by_its_batch() -> None:
    refused = e.ToolCallFinished(tool_call_id="c9", outcome="failed", name="Write", from_batch=True)
    story = Story().opens().hook(refused, e.ToolBatchFinished(tool_call_ids=("c9",)))
    assert story.row().tool_calls == ToolCounts(total=1, running=0, failed=1)


def test_a_denied_or_interrupted_call_has_not_failed() -> None:
    story = Story().opens().runs("c1").runs("c2")
    story.transcript(
        e.ToolCallFinished(tool_call_id="c1", outcome="denied", from_batch=True),
        e.ToolCallFinished(tool_call_id="c2", outcome="interrupted", from_batch=True),
    )
    assert story.row().tool_calls == ToolCounts(total=2)


def test_a_batch_that_guessed_success_gives_way_to_a_transcript_that_knows_better() -> None:
    story = Story().opens().runs().hook(e.ToolBatchFinished(tool_call_ids=("c1",)))
    assert story.row().tool_calls.failed == 0
    story.transcript(e.ToolCallFinished(tool_call_id="c1", outcome="failed", from_batch=True))
    assert story.row().tool_calls.failed == 1


def test_running_counts_what_began_and_did_not_end_while_the_session_works() -> None:
    story = Story().opens().runs("c1").runs("c2", "ls")
    assert story.row().tool_calls.running == 2
    assert story.row().doing == "Bash “ls” +1"
    story.ran("c2")
    assert story.row().tool_calls.running == 1
    assert story.row().doing == "Bash “pytest -q”"


def test_a_call_left_open_by_an_interrupt_does_not_run_in_the_next_turn() -> None:
    story = Story().opens().runs("c1").registry("idle").transcript(e.TurnInterrupted(turn_id="t1"))
    assert story.row().tool_calls.running == 0
    story.after(s=1).hook(e.TurnStarted(turn_id="t2", prompt="go on"))
    assert story.row().status == "working"
    assert story.row().tool_calls.running == 0
    assert story.row().doing == "thinking…"


def test_usage_counts_each_message_once_by_its_largest_report() -> None:
    story = Story()
    for tokens in (10, 50, 50, 20):
        story.transcript(e.UsageReported(message_id="m1", input_tokens=100, output_tokens=tokens, cache_read_tokens=7))
    story.transcript(e.UsageReported(message_id="m2", input_tokens=1, output_tokens=1, cache_write_tokens=3))
    assert story.row().usage == Usage(input=101, output=51, cache_read=7, cache_write=3)


def test_the_cost_is_the_largest_that_was_told_and_unknown_where_nothing_was() -> None:
    story = Story().opens()
    assert story.row().usage.cost_usd is None
    for total_usd in (0.25, 0.75, 0.5):
        story.tell("stream", e.CostReported(total_usd=total_usd))
    assert story.row().usage.cost_usd == 0.75
    assert Roster.load(story.roster().dump()).row(story.key).usage.cost_usd == 0.75


def test_subagents_are_their_lanes_however_they_were_heard_of() -> None:
    story = Story().opens().hook(e.SubagentStarted(lane="a1", kind="Explore")).runs("c1", lane="a1")
    story.transcript(
        e.SubagentStarted(lane="a1", tool_call_id="c0"), e.MessageWritten(block_id="b", text="x", lane="a2")
    )
    assert story.row().subagents == 2


def test_the_cwd_is_where_the_session_was_started() -> None:
    story = Story().hook(e.SessionStarted(how="startup", cwd="/home/dev/shop"))
    story.hook(e.CwdChanged(old="/home/dev/shop", new="/tmp"), e.SessionDescribed(cwd="/tmp"))
    assert story.row().cwd == "/home/dev/shop"


@pytest.mark.parametrize(
    ("tell", "doing"),
    [
        (lambda story: story, "thinking…"),
        (lambda story: story.says("I look", final=False), "writing…"),
        (lambda story: story.says("I look", final=True), "thinking…"),
        (lambda story: story.says("I look", final=False).runs("c1", "git push"), "Bash “git push”"),
        (lambda story: story.runs("c1").ran("c1"), "thinking…"),
        (lambda story: story.asks("r1", "git push"), "allow “git push”?"),
        (lambda story: story.registry("waiting", "permission prompt"), "needs your permission"),
        (lambda story: story.registry("waiting", "input needed"), "needs your input"),
        (lambda story: story.hook(e.TurnFinished(turn_id="t1")), ""),
    ],
)
def test_what_a_session_does_is_said_in_words(tell: object, doing: str) -> None:
    assert tell(Story().opens()).row().doing == doing  # type: ignore[operator]


def test_the_row_names_the_process_it_was_heard_from() -> None:
    row = Story(pid=4711, start=99).opens().row()
    assert (row.pid, row.proc_start) == (4711, 99)


def test_a_relay_whose_agent_had_gone_gives_the_session_no_process() -> None:
    story = Story(pid=1, start=0).hook(e.TurnStarted(turn_id="t1", prompt="go"))
    assert story.row().pid == 0


def test_clear_ends_the_old_session_and_gives_its_process_to_the_new_one() -> None:
    story = Story("old").opens().hook(e.TurnFinished(turn_id="t1"), e.SessionEnded(reason="clear"))
    story.session("new").hook(e.SessionStarted(how="clear")).registry("idle")
    old, new = story.row("old"), story.row("new")
    assert (old.status, old.reason, old.pid) == ("ended", "clear", 0)
    assert (new.status, new.pid) == ("idle", 4711)


def test_a_session_whose_process_went_to_another_without_a_word_was_replaced() -> None:
    story = Story("old").opens().session("new").hook(e.SessionStarted(how="clear"))
    assert (story.row("old").status, story.row("old").reason) == ("ended", "replaced")


def test_a_name_that_was_only_tried_on_has_no_line_in_the_roster() -> None:
    """``claude --continue`` names a new session first, then takes up the old one."""
    story = Story("tried").hook(e.SessionStarted(how="startup")).registry("idle")
    assert [row.session_id for row in story.roster().rows()] == ["tried"]
    story.session("old").hook(e.SessionStarted(how="resume"), e.TurnStarted(turn_id="t1", prompt="go on"))
    assert [row.session_id for row in story.roster().rows()] == ["old"]
    assert story.row("tried").reason == "replaced"


def test_a_replaced_session_in_which_something_was_said_keeps_its_line() -> None:
    story = Story("old").opens().session("new").hook(e.SessionStarted(how="clear"))
    assert {row.session_id for row in story.roster().rows()} == {"old", "new"}


def test_a_process_that_moves_makes_both_rows_dirty() -> None:
    roster = Story("old").opens().roster()
    roster.take_dirty()
    moved = Story("new", pid=4711).after(s=60).hook(e.SessionStarted(how="clear"))
    roster.apply(moved.records[0])
    assert roster.take_dirty() == {SessionKey("claude_code", "old"), SessionKey("claude_code", "new")}


def test_a_fork_starts_under_the_old_id_and_leaves_the_old_session_as_it_was() -> None:
    story = Story("old", pid=100).opens().hook(e.TurnFinished(turn_id="t1"))
    done_at_us = story.now_us
    story.after(s=5).session("old", pid=200).hook(e.SessionStarted(how="resume"))
    story.session("new", pid=200).hook(e.TurnStarted(turn_id="t2", prompt="another way"))
    old, new = story.row("old"), story.row("new")
    assert (old.status, old.status_at_us, old.pid) == ("done", done_at_us, 100)
    assert (new.status, new.pid) == ("working", 200)


def test_a_fork_of_a_session_at_work_does_not_disturb_it() -> None:
    story = Story("old", pid=100).opens().after(s=5).session("old", pid=200).hook(e.SessionStarted(how="resume"))
    assert story.row("old").status == "working"


def test_take_dirty_names_the_sessions_heard_of_since_the_last_call() -> None:
    roster = Roster()
    for record in Story("a").opens().records:
        roster.apply(record)
    assert roster.take_dirty() == {SessionKey("claude_code", "a")}
    assert roster.take_dirty() == set()
    for record in Story("b", pid=5000).opens().records:
        roster.apply(record)
    assert roster.take_dirty() == {SessionKey("claude_code", "b")}


def test_an_unknown_session_has_no_row() -> None:
    with pytest.raises(KeyError):
        Roster().row(SessionKey("claude_code", "nobody"))


def test_an_armed_stop_is_said_until_it_is_concluded() -> None:
    armed = e.StopArmed(stop_id="x", lever="next_tool", sentence="Stops before the next tool")
    story = Story().opens().hub(e.StopRequested(stop_id="x", level="interrupt"), armed)
    assert story.row().armed == "Stops before the next tool"
    story.hub(e.StopConcluded(stop_id="x", outcome="unknown"))
    assert story.row().armed == ""


def test_a_stop_that_an_earlier_hub_had_armed_is_void_in_whatever_order_it_is_heard() -> None:
    armed = e.StopArmed(stop_id="x", lever="next_tool", sentence="Stops before the next tool")
    story = Story().opens().hub(armed).hub(e.StopConcluded(stop_id="", outcome="unknown"))
    assert story.row().armed == ""
    assert all(roster_of(shuffled(story.records, seed)).rows()[0].armed == "" for seed in range(5))


def test_an_armed_stop_is_over_when_the_session_rests() -> None:
    armed = e.StopArmed(stop_id="x", lever="next_tool", sentence="Stops before the next tool")
    story = Story().opens().hub(armed).hook(e.TurnFinished(turn_id="t1"))
    assert story.row().armed == ""


def test_last_at_is_the_newest_sign_of_the_agent_not_of_ourselves() -> None:
    story = Story().opens()
    heard_us = story.now_us
    story.after(s=90).looked_at().hub(e.StopRequested(stop_id="x", level="interrupt"))
    assert story.row().last_at_us == heard_us


def test_a_checkpoint_of_another_shape_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        Roster.load(b"not a checkpoint")
    blob = msgspec.msgpack.encode({**msgspec.msgpack.decode(Roster().dump()), "format": 99})
    with pytest.raises(msgspec.DecodeError):
        Roster.load(blob)


@pytest.mark.parametrize("seed", range(10))
def test_two_sessions_that_swap_processes_fold_to_the_same_in_any_order(seed: int) -> None:
    story = Story("a", pid=100).opens().runs().session("b", pid=100).after(s=1).hook(e.SessionStarted(how="clear"))
    story.hook(e.TurnStarted(turn_id="t2", prompt="x")).session("a", pid=200).after(s=9).opens("again", "t3")
    story.gone(pid=100).asks("r1").registry("waiting", "permission prompt")
    rows = {row.session_id: row for row in story.roster().rows()}
    for records in (shuffled(story.records, seed), doubled(story.records)):
        assert {row.session_id: row for row in roster_of(records).rows()} == rows


def test_a_long_day_keeps_a_bounded_number_of_ids_and_counts_all() -> None:
    story = Story().opens()
    for number in range(MAX_IDS + 500):
        story.runs(f"c{number}").ran(f"c{number}", "failed" if number % 10 == 0 else "ok")
        story.transcript(e.UsageReported(message_id=f"m{number}", input_tokens=1))
    roster = story.roster()
    row = roster.row(story.key)
    assert (row.tool_calls.total, row.tool_calls.failed) == (MAX_IDS + 500, (MAX_IDS + 500) // 10 + 1)
    assert row.usage.input == MAX_IDS + 500
    assert len(roster.dump()) < 1_000_000


def test_calls_that_never_end_are_kept_in_a_bounded_number() -> None:
    story = Story().opens()
    for number in range(MAX_OPEN_CALLS + 100):
        story.runs(f"c{number}")
    assert story.row().tool_calls == ToolCounts(total=MAX_OPEN_CALLS + 100, running=MAX_OPEN_CALLS)


def test_a_session_that_ended_long_ago_is_sealed_to_numbers_and_its_row_stays() -> None:
    old = Story("old").opens()
    for number in range(300):
        old.runs(f"c{number}").ran(f"c{number}")
    old.hook(e.SessionEnded(reason="prompt_input_exit"))
    roster = old.roster()
    before, size = roster.row(old.key), len(roster.dump())

    busy = Story("busy", pid=5000).after(s=SEAL_AFTER_US / 1_000_000 + 60).opens()
    for number in range(SEAL_EVERY):
        busy.says("x", index=number, final=False)
    for record in numbered(busy.records):
        roster.apply(record)
    assert roster.row(old.key) == before
    assert len(roster.dump()) < size / 5


def test_what_is_not_heard_of_is_kept_small_and_nothing_is_lost_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Story("first"), Story("second", pid=5000)
    for story in (first, second):
        for number in range(40):
            story.opens(turn_id=f"t{number}").runs(f"c{number}").ran(f"c{number}").asks(f"r{number}")
    first.hook(e.SessionEnded(reason="prompt_input_exit"))
    later = Story("first", pid=6000).after(s=9000).hook(e.SessionStarted(how="resume")).runs("c-more")
    records = numbered(first.records + second.records + first.records[:40] + later.records)
    large = roster_of(records)
    monkeypatch.setattr(module, "SEAL_EVERY", 5)
    small = Roster()
    for record in records:
        small.apply(record)
        if record.seq % 3 == 0:
            assert small.signals_since(0, 10_000) == small.signals_since(0, 10_000)
    keys = large.keys()
    assert small.keys() == keys and small._sessions[second.key]._packed is not None
    assert [small.row(key) for key in keys] == [large.row(key) for key in keys]
    assert [small.stretches(key) for key in keys] == [large.stretches(key) for key in keys]
    assert small.signals_since(0, 10_000) == large.signals_since(0, 10_000)
    loaded = Roster.load(small.dump())
    assert loaded.rows() == large.rows() and loaded.dump() == large.dump()


def test_a_sealed_session_can_be_resumed_and_counts_on() -> None:
    old = Story("old").opens().runs().ran().hook(e.SessionEnded(reason="prompt_input_exit"))
    roster = old.roster()
    busy = Story("busy", pid=5000).after(s=SEAL_AFTER_US / 1_000_000 + 60)
    for number in range(SEAL_EVERY):
        busy.says("x", index=number, final=False)
    old.records.clear()
    old.session("old", pid=6000).after(s=9000).hook(e.SessionStarted(how="resume"))
    old.hook(e.TurnStarted(turn_id="t2", prompt="more")).runs("c2")
    for record in busy.records + old.records:
        roster.apply(record)
    row = roster.row(SessionKey("claude_code", "old"))
    assert (row.status, row.turns, row.tool_calls) == ("working", 2, ToolCounts(total=2, running=1))


def _resumed_after_a_kill(*steps: tuple[e.Event, str, int]) -> Roster:
    """A session of process 100 that was killed amid a turn, and what came afterwards, one step a millisecond."""
    lost = (
        (e.SessionStarted(how="startup"), "hook", 100),
        (e.TurnStarted(turn_id="t", prompt="x"), "hook", 100),
        (e.ProcessGone(pid=100, proc_start=1), "process", 100),
    )
    records = [
        Record(
            seq=seq, at_us=seq * 1000, agent="claude_code", session_id="s", source=source, event=event,
            pid=pid, proc_start=pid // 100,
        )
        for seq, (event, source, pid) in enumerate((*lost, *steps), 1)
    ]  # fmt: skip
    return roster_of(records)


@pytest.mark.parametrize("state", ["", "idle"], ids=["print mode", "interactive"])
def test_a_lost_session_that_is_resumed_lives_also_when_its_registry_entry_is_heard_first(state: str) -> None:
    shown = (e.SessionDescribed(entrypoint="cli" if state else "sdk-cli"), "registry", 200)
    hooks = (
        (e.SessionStarted(how="resume"), "hook", 200),
        (e.TurnStarted(turn_id="u", prompt="y"), "hook", 200),
    )
    row = _resumed_after_a_kill(shown, (e.AgentReported(state=state), "registry", 200), *hooks).rows()[0]
    assert (row.status, row.pid, row.ended_at_us) == ("working", 200, 0)
    done = (e.TurnFinished(turn_id="u"), "hook", 200)
    assert _resumed_after_a_kill(shown, *hooks, done).rows()[0].status == "done"


def test_a_compaction_at_rest_rests_again_although_the_registry_was_busy_before_its_hook() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).registry("idle").registry("busy")
    story.hook(e.CompactionStarted(trigger="manual"))
    assert story.row().status == "working"
    story.hook(e.CompactionFinished(trigger="manual"))
    assert story.row().status == "idle"


def test_writing_on_makes_no_row_dirty_only_heard_of() -> None:
    key = SessionKey("claude_code", "a")
    story = Story("a").opens()
    first = len(story.records)
    for index in range(20):
        story.after(ms=10).hook(
            e.MessageDelta(message_id="m", first_index=index, last_index=index, text="x", final=index == 19)
        )
    roster = Roster()
    for record in story.records[: first + 1]:
        roster.apply(record)
    assert roster.take_dirty() == {key}
    for record in story.records[first + 1 : -1]:
        roster.apply(record)
    assert (roster.take_dirty(), roster.any_heard) == (set(), True)
    assert roster.take_heard() == {key} and not roster.any_heard
    assert roster.row(key).last_at_us == story.records[-2].at_us
    roster.apply(story.records[-1])
    assert roster.take_dirty() == {key}, "it thinks again"


def test_whoever_is_dirty_need_not_be_heard_of_too() -> None:
    story = Story("a").opens()
    story.after(ms=5).hook(e.MessageDelta(message_id="m", first_index=0, last_index=0, text="x"))
    story.after(ms=5).hook(e.MessageDelta(message_id="m", first_index=1, last_index=1, text="x"))
    roster = Roster()
    for record in story.records:
        roster.apply(record)
    assert roster.take_dirty() == {SessionKey("claude_code", "a")}
    assert roster.take_heard() == set()


def test_a_delta_from_a_process_not_known_yet_makes_the_row_dirty() -> None:
    roster = Story("a").opens().roster()
    started = Story("a").after(s=9).hook(e.MessageDelta(message_id="m", first_index=0, last_index=0, text="x"))
    roster.apply(started.records[0])
    roster.take_dirty()
    moved = Story("a", pid=999).after(s=10).hook(e.MessageDelta(message_id="m", first_index=1, last_index=1, text="x"))
    roster.apply(moved.records[0])
    assert roster.take_dirty() == {SessionKey("claude_code", "a")}
    assert roster.row(SessionKey("claude_code", "a")).pid == 999


def test_a_failure_keeps_what_the_agent_said_of_it_until_the_session_works_again() -> None:
    story = Story().opens()
    story.hook(e.TurnFailed(turn_id="t1", error="rate_limit", message="You've hit your limit · resets 3:45pm (UTC)"))
    assert (story.row().reason, story.row().detail) == ("rate_limit", "You've hit your limit · resets 3:45pm (UTC)")
    assert story.hook(e.TurnStarted(turn_id="t2", prompt="again")).row().detail == ""


def test_the_row_names_the_request_its_words_are_about_as_long_as_it_can_be_answered() -> None:
    story = Story().opens().runs().asks("r1", "ls").asks("r2", "rm -rf build")
    assert (story.row().doing, story.row().asked) == ("allow “rm -rf build”?", "r2")
    story.hub(e.PermissionSettled(request_id="r2", how="allowed"))
    assert (story.row().doing, story.row().asked) == ("allow “ls”?", "r1")
    story.hub(e.PermissionSettled(request_id="r1", how="released"))
    assert (story.row().doing, story.row().asked, story.row().pending) == ("allow “ls”?", "", ())
