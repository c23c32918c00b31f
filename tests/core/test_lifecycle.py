"""The table of statuses, pair by pair, and the stories behind its rules."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from app.core import events as e
from app.core.life import KINDS, RANKS, Life
from app.core.lifecycle import TRANSITIONS
from app.core.lifeline import MAX_SIGNALS, Lifeline, LifelineState, step
from app.core.projections.rows import Status
from app.core.records import Record
from app.core.signals import signal_of
from tests.helpers.story import NOON_US, Story, doubled, roster_of, shuffled

STATUSES: tuple[Status, ...] = ("idle", "working", "waiting", "done", "interrupted", "failed", "ended", "lost")

# One line an event, one column a status before it; "." stays. The session's process is 4711, and it is 4711 that
# speaks unless the line says "by another process".
TABLE = """
                                   idle     working  waiting  done     interr.  failed   ended    lost
SessionStarted                     .        idle     idle     idle     idle     idle     idle     .
SessionStarted by another process  .        .        .        idle     idle     idle     idle     idle
SessionStarted to compact          .        .        .        .        .        .        .        .
SessionDescribed                   .        .        .        .        .        .        .        .
SessionEnded by itself             ended    ended    ended    .        .        .        .        ended
SessionEnded by a person           ended    ended    ended    ended    ended    ended    .        ended
AgentReported idle                 .        done     done     .        .        .        .        .
AgentReported shell                .        done     done     .        .        .        .        .
AgentReported busy                 working  .        .        working  working  working  .        .
AgentReported waiting              waiting  waiting  .        waiting  waiting  waiting  .        .
AgentReported a dialog             .        waiting  .        .        .        .        .        .
AgentReported nothing              .        .        .        .        .        .        .        .
AgentReported busy elsewhere       working  .        .        working  working  working  working  working
AgentReported idle elsewhere       .        done     done     .        .        .        idle     idle
ProcessGone                        lost     lost     lost     lost     lost     lost     .        .
ProcessGone of another process     .        .        .        .        .        .        .        .
SessionLookedAt                    .        .        .        idle     .        .        .        .
TurnStarted                        working  .        working  working  working  working  working  .
TurnStarted by another process     working  .        working  working  working  working  working  working
PromptExpanded                     .        .        .        .        .        .        .        .
TurnFinished                       done     done     done     .        done     .        done     .
TurnFailed                         failed   failed   failed   failed   failed   .        failed   .
TurnInterrupted                    interr.  interr.  interr.  interr.  .        interr.  .        .
MessageDelta                       working  .        .        .        .        .        .        .
MessageWritten                     .        .        .        .        .        .        .        .
ThoughtWritten                     .        .        .        .        .        .        .        .
UsageReported                      .        .        .        .        .        .        .        .
CostReported                       .        .        .        .        .        .        .        .
ToolCallStarted                    working  .        .        working  .        working  .        .
ToolCallStarted by a subagent      .        .        .        .        .        .        .        .
ToolCallFinished                   .        .        .        .        .        .        .        .
ToolBatchFinished                  .        .        working  .        .        .        .        .
ToolBatchFinished by a subagent    .        .        .        .        .        .        .        .
PermissionRequested                waiting  waiting  .        waiting  .        waiting  .        .
PermissionRequested by a subagent  waiting  waiting  .        waiting  waiting  waiting  .        .
PermissionSettled                  .        .        working  .        .        .        .        .
PermissionDenied                   .        .        .        .        .        .        .        .
QuestionAsked                      waiting  waiting  .        waiting  waiting  waiting  .        .
QuestionAnswered                   .        .        working  .        .        .        .        .
NoticeGiven permission_prompt      .        waiting  .        .        .        .        .        .
NoticeGiven elicitation_dialog     .        waiting  .        .        .        .        .        .
NoticeGiven elicitation_complete   .        .        working  .        .        .        .        .
NoticeGiven idle_prompt            .        done     .        .        .        .        .        .
NoticeGiven api_error              .        .        .        .        .        .        .        .
SubagentStarted                    working  .        .        .        .        .        .        .
SubagentFinished                   .        .        .        .        .        .        .        .
TaskChanged                        .        .        .        .        .        .        .        .
CompactionStarted                  working  .        .        working  working  working  .        .
CompactionFinished                 .        .        .        .        .        .        .        .
TeammateIdle                       .        .        .        .        .        .        .        .
CwdChanged                         .        .        .        .        .        .        .        .
SurroundingsChanged                .        .        .        .        .        .        .        .
Unrecognized                       .        .        .        .        .        .        .        .
SessionLaunched                    .        .        .        .        .        .        .        .
PromptQueued                       .        .        .        .        .        .        .        .
PromptWithdrawn                    .        .        .        .        .        .        .        .
PromptSent                         working  .        .        working  working  working  .        .
StopRequested                      .        .        .        .        .        .        .        .
StopArmed                          .        .        .        .        .        .        .        .
StopConcluded stopped              .        interr.  interr.  .        .        .        .        .
StopConcluded still running        .        .        .        .        .        .        .        .
OrderCarriedOut                    .        .        .        .        .        .        .        .
GapNoted                           .        .        .        .        .        .        .        .
"""

EXAMPLES: dict[str, e.Event] = {
    "SessionStarted": e.SessionStarted(how="resume"),
    "SessionStarted by another process": e.SessionStarted(how="resume"),
    "SessionStarted to compact": e.SessionStarted(how="compact"),
    "SessionDescribed": e.SessionDescribed(title="t", entrypoint="cli"),
    "SessionEnded by itself": e.SessionEnded(reason="other"),
    "SessionEnded by a person": e.SessionEnded(reason="prompt_input_exit"),
    "AgentReported idle": e.AgentReported(state="idle"),
    "AgentReported shell": e.AgentReported(state="shell"),
    "AgentReported busy": e.AgentReported(state="busy"),
    "AgentReported waiting": e.AgentReported(state="waiting", waiting_for="permission prompt"),
    "AgentReported a dialog": e.AgentReported(state="waiting", waiting_for="dialog open"),
    "AgentReported nothing": e.AgentReported(state=""),
    "AgentReported busy elsewhere": e.AgentReported(state="busy"),
    "AgentReported idle elsewhere": e.AgentReported(state="idle"),
    "ProcessGone": e.ProcessGone(pid=4711, proc_start=99),
    "ProcessGone of another process": e.ProcessGone(pid=4712, proc_start=99),
    "SessionLookedAt": e.SessionLookedAt(),
    "TurnStarted": e.TurnStarted(turn_id="t", prompt="go"),
    "TurnStarted by another process": e.TurnStarted(turn_id="t", prompt="go"),
    "PromptExpanded": e.PromptExpanded(),
    "TurnFinished": e.TurnFinished(),
    "TurnFailed": e.TurnFailed(error="rate_limit"),
    "TurnInterrupted": e.TurnInterrupted(),
    "MessageDelta": e.MessageDelta(message_id="m", first_index=0, last_index=0, text="x"),
    "MessageWritten": e.MessageWritten(block_id="b", text="x"),
    "ThoughtWritten": e.ThoughtWritten(block_id="b", text="x"),
    "UsageReported": e.UsageReported(message_id="m"),
    "CostReported": e.CostReported(total_usd=0.5),
    "ToolCallStarted": e.ToolCallStarted(tool_call_id="c", name="Bash"),
    "ToolCallStarted by a subagent": e.ToolCallStarted(tool_call_id="c", name="Bash", lane="a"),
    "ToolCallFinished": e.ToolCallFinished(tool_call_id="c"),
    "ToolBatchFinished": e.ToolBatchFinished(tool_call_ids=("c",)),
    "ToolBatchFinished by a subagent": e.ToolBatchFinished(tool_call_ids=("c",), lane="a"),
    "PermissionRequested": e.PermissionRequested(request_id="r", tool_name="Bash"),
    "PermissionRequested by a subagent": e.PermissionRequested(request_id="r", tool_name="Bash", lane="a"),
    "PermissionSettled": e.PermissionSettled(request_id="r", how="allowed"),
    "PermissionDenied": e.PermissionDenied(tool_call_id="c"),
    "QuestionAsked": e.QuestionAsked(server="s"),
    "QuestionAnswered": e.QuestionAnswered(server="s"),
    "NoticeGiven permission_prompt": e.NoticeGiven(kind="permission_prompt"),
    "NoticeGiven elicitation_dialog": e.NoticeGiven(kind="elicitation_dialog"),
    "NoticeGiven elicitation_complete": e.NoticeGiven(kind="elicitation_complete"),
    "NoticeGiven idle_prompt": e.NoticeGiven(kind="idle_prompt"),
    "NoticeGiven api_error": e.NoticeGiven(kind="api_error"),
    "SubagentStarted": e.SubagentStarted(lane="a"),
    "SubagentFinished": e.SubagentFinished(lane="a"),
    "TaskChanged": e.TaskChanged(task_id="1"),
    "CompactionStarted": e.CompactionStarted(),
    "CompactionFinished": e.CompactionFinished(),
    "TeammateIdle": e.TeammateIdle(),
    "CwdChanged": e.CwdChanged(),
    "SurroundingsChanged": e.SurroundingsChanged(kind="config"),
    "Unrecognized": e.Unrecognized(name="x"),
    "SessionLaunched": e.SessionLaunched(cwd="/home/dev"),
    "PromptQueued": e.PromptQueued(prompt_id="p", text="go"),
    "PromptWithdrawn": e.PromptWithdrawn(prompt_id="p"),
    "PromptSent": e.PromptSent(prompt_id="p", text="go"),
    "StopRequested": e.StopRequested(stop_id="s", level="interrupt"),
    "StopArmed": e.StopArmed(stop_id="s", lever="l", sentence="x"),
    "StopConcluded stopped": e.StopConcluded(stop_id="s", outcome="stopped"),
    "StopConcluded still running": e.StopConcluded(stop_id="s", outcome="still_running"),
    "OrderCarriedOut": e.OrderCarriedOut(command="stop", outcome="done"),
    "GapNoted": e.GapNoted(reason="x"),
}


def expectations() -> list[tuple[str, Status, Status]]:
    """(event, status before, status after) of all pairs."""
    found = []
    for line in TABLE.strip("\n").splitlines()[1:]:
        name = line[:35].strip()
        for before, after in zip(STATUSES, line[35:].replace("interr.", "interrupted").split(), strict=True):
            found.append((name, before, before if after == "." else after))
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param(name, before, after, id=f"{name} finds {before}, leaves {after}")
        for name, before, after in expectations()
    ],
)
def test_every_event_leaves_every_status_as_the_table_says(name: str, before: Status, after: Status) -> None:
    elsewhere = "another process" in name or "elsewhere" in name
    record = Record(
        seq=1,
        at_us=NOON_US,
        agent="claude_code",
        session_id="s1",
        source="hook",
        event=EXAMPLES[name],  # type: ignore[arg-type]
        pid=4712 if elsewhere else 4711,
        proc_start=99,
    )
    life = Life(status=before, pid=4711, proc_start=99)
    if before in ("ended", "lost"):
        life.ended_at_us = NOON_US - 1
    signal = signal_of(record)
    if signal is not None:
        step(life, signal)
    assert life.status == after


def test_the_table_names_every_event_there_is() -> None:
    assert {name.split()[0] for name, _, _ in expectations()} == {kind.__name__ for kind in e.EVENT_TYPES}
    assert {name for name, _, _ in expectations()} == EXAMPLES.keys()


def test_transitions_start_and_end_in_statuses_and_name_only_ranked_events() -> None:
    assert tuple(TRANSITIONS) == STATUSES
    for moves in TRANSITIONS.values():
        for kind, move in moves.items():
            assert kind in RANKS
            assert KINDS[kind.__name__] is kind
            assert move in STATUSES or callable(move)


def test_every_rule_says_in_a_sentence_what_it_does() -> None:
    for move in itertools.chain.from_iterable(moves.values() for moves in TRANSITIONS.values()):
        if callable(move):
            assert move.__doc__ and move.__doc__.strip().endswith(".")


# ── the stories behind the rules ──


def test_an_idle_registry_after_stop_keeps_the_session_done() -> None:
    story = Story().opens().says("All done.").hook(e.TurnFinished(turn_id="t1")).registry("idle")
    assert (story.row().status, story.row().status_source) == ("done", "hook")


def test_escape_shows_as_an_idle_registry_and_a_moment_later_says_so_in_the_transcript() -> None:
    story = Story().opens().says("I look", final=False).after(s=2).registry("idle")
    assert (story.row().status, story.row().reason, story.row().status_source) == ("interrupted", "no Stop", "registry")

    story.after(ms=40).transcript(e.TurnInterrupted(turn_id="t1", how="user"))
    assert (story.row().status, story.row().reason, story.row().status_source) == ("interrupted", "user", "transcript")


def test_a_stop_stamped_a_moment_after_the_idle_registry_wins() -> None:
    story = Story().opens().registry("idle").after(ms=3).hook(e.TurnFinished(turn_id="t1"))
    assert story.row().status == "done"


def test_without_hooks_an_idle_registry_means_done() -> None:
    story = Story().registry("idle").after(s=1).registry("busy").after(s=4).registry("idle")
    assert (story.row().status, story.row().status_source) == ("done", "registry")


def test_without_hooks_the_transcript_can_still_say_it_was_an_interrupt() -> None:
    story = Story().registry("busy").after(s=4).registry("idle").transcript(e.TurnInterrupted(how="user"))
    assert story.row().status == "interrupted"


def test_text_and_ends_of_calls_that_come_after_stop_do_not_wake_a_done_session() -> None:
    story = Story().opens().runs().hook(e.TurnFinished(turn_id="t1"))
    story.says("Late words.").ran().hook(e.ToolBatchFinished(tool_call_ids=("c1",)))
    assert story.row().status == "done"


def test_a_call_that_starts_after_stop_shows_that_a_stop_hook_made_the_agent_go_on() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).after(s=1).runs()
    assert story.row().status == "working"
    assert story.row().doing == "Bash “pytest -q”"


def test_a_call_whose_hook_is_stamped_after_escape_leaves_the_session_interrupted() -> None:
    story = Story().opens().registry("idle").runs()
    assert story.row().status == "interrupted"
    assert story.row().tool_calls.running == 0


def test_a_stop_by_a_hook_fires_no_stop_and_is_an_interrupt() -> None:
    story = Story().opens().runs().ran(outcome="denied").transcript(e.TurnInterrupted(how="hook", message="stopped"))
    story.registry("idle")
    assert (story.row().status, story.row().reason) == ("interrupted", "hook")


def test_a_request_makes_the_session_wait_until_it_is_answered_here() -> None:
    story = Story().opens().runs().asks()
    row = story.row()
    assert (row.status, row.waiting_on, row.doing) == ("waiting", "permission", "allow “pytest -q”?")
    assert row.pending == ("r1",)

    story.hub(e.PermissionSettled(request_id="r1", how="allowed", by="desktop"))
    assert (story.row().status, story.row().pending) == ("working", ())


def test_a_request_answered_in_the_terminal_is_over_when_its_call_ends() -> None:
    story = Story().opens().runs().asks().after(s=5).ran()
    assert (story.row().status, story.row().pending) == ("working", ())


def test_the_end_of_another_call_leaves_the_request_open() -> None:
    story = Story().opens().runs("c1").runs("c2", "ls").asks("r1", "pytest -q").ran("c2")
    assert (story.row().status, story.row().pending) == ("waiting", ("r1",))


def test_the_same_command_in_a_subagent_does_not_answer_the_main_conversations_request() -> None:
    story = Story().opens().runs("c1").asks("r1").runs("c2", lane="a1").ran("c2", lane="a1")
    assert story.row().pending == ("r1",)


def test_a_busy_registry_after_waiting_means_answered_in_the_terminal() -> None:
    story = Story().opens().runs().asks().registry("waiting", "permission prompt").after(s=3).registry("busy")
    assert (story.row().status, story.row().pending) == ("working", ())


def test_a_busy_registry_that_never_said_waiting_answers_nothing() -> None:
    story = Story().opens().runs().asks().registry("busy")
    assert (story.row().status, story.row().pending) == ("waiting", ("r1",))


def test_a_released_request_is_still_open_in_the_terminal_but_not_here() -> None:
    story = Story().opens().runs().asks().hub(e.PermissionSettled(request_id="r1", how="released"))
    assert (story.row().status, story.row().pending) == ("waiting", ())


def test_two_requests_are_both_to_be_answered_before_work_goes_on() -> None:
    story = Story().opens().runs("c1", "a").runs("c2", "b").asks("r1", "a").asks("r2", "b")
    story.hub(e.PermissionSettled(request_id="r2", how="denied"))
    assert (story.row().status, story.row().doing) == ("waiting", "allow “a”?")
    story.hub(e.PermissionSettled(request_id="r1", how="allowed"))
    assert story.row().status == "working"


def test_a_denial_with_interrupt_ends_the_turn() -> None:
    story = Story().opens().runs().asks().hub(e.PermissionSettled(request_id="r1", how="denied")).registry("idle")
    assert (story.row().status, story.row().pending) == ("interrupted", ())


def test_a_question_and_a_plan_say_what_they_wait_for() -> None:
    asked = e.PermissionRequested(
        request_id="r1",
        tool_name="AskUserQuestion",
        input={"questions": [{"question": "Which index?"}]},
        kind="question",
    )
    row = Story().opens().hook(asked).row()
    assert (row.waiting_on, row.doing) == ("question", "Which index?")

    row = Story().opens().asks("r2", name="ExitPlanMode", kind="plan").row()
    assert (row.waiting_on, row.doing) == ("plan", "approve the plan?")


def test_a_server_of_tools_that_asks_makes_the_session_wait_until_answered() -> None:
    story = Story().opens().hook(e.QuestionAsked(server="jira", message="Which ticket?"))
    assert (story.row().status, story.row().doing, story.row().pending) == ("waiting", "Which ticket?", ())
    story.hook(e.QuestionAnswered(server="jira", action="accept"))
    assert story.row().status == "working"


def test_a_subagent_in_the_background_that_asks_gives_the_rest_back_when_answered() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).asks("r1", lane="a1")
    assert story.row().status == "waiting"
    story.hub(e.PermissionSettled(request_id="r1", how="allowed"))
    assert story.row().status == "done"


def test_what_runs_in_the_background_after_stop_is_counted_beside_the_status() -> None:
    shell = e.BackgroundTask(task_id="b1", kind="shell", status="running", command="sleep 9")
    story = Story().opens().hook(e.TurnFinished(turn_id="t1", background_tasks=(shell,))).registry("shell")
    assert (story.row().status, story.row().background) == ("done", 1)


def test_the_transcripts_own_end_line_does_not_forget_what_runs_in_the_background() -> None:
    shell = e.BackgroundTask(task_id="b1", kind="shell", status="running")
    story = Story().opens().hook(e.TurnFinished(turn_id="t1", background_tasks=(shell,)))
    story.transcript(e.TurnFinished(last_message="ok"))
    assert story.row().background == 1


def test_looking_at_a_done_session_makes_it_idle() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).looked_at()
    assert (story.row().status, story.row().status_source) == ("idle", "desktop")


def test_text_stamped_just_after_the_look_does_not_wake_it() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).looked_at().says("late")
    assert story.row().status == "idle"


def test_a_print_mode_run_stays_done_after_its_goodbye_and_ends_when_looked_at() -> None:
    story = Story().hook(e.SessionStarted(how="startup")).hook(e.TurnStarted(turn_id="t1", prompt="go"))
    story.hook(e.TurnFinished(turn_id="t1"), e.SessionEnded(reason="other"))
    assert story.row().status == "done"
    assert story.row().ended_at_us == story.records[-1].at_us

    story.gone().looked_at()
    assert story.row().status == "ended"


def test_a_person_who_leaves_has_seen_and_ends_the_session() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1"), e.SessionEnded(reason="prompt_input_exit"))
    assert (story.row().status, story.row().reason) == ("ended", "prompt_input_exit")


@pytest.mark.parametrize("failure_first", [True, False])
def test_a_failed_run_stays_failed_whether_failure_or_goodbye_comes_first(failure_first: bool) -> None:
    story = Story().hook(e.TurnStarted(turn_id="t1", prompt="go"))
    last = [e.TurnFailed(turn_id="t1", error="rate_limit"), e.SessionEnded(reason="other")]
    story.hook(*(last if failure_first else reversed(last)))
    assert (story.row().status, story.row().reason) == ("failed", "rate_limit")
    assert story.row().ended_at_us


def test_a_process_that_is_gone_without_a_goodbye_is_lost() -> None:
    story = Story().opens().runs().after(s=3).gone()
    row = story.row()
    assert (row.status, row.status_source, row.reason) == ("lost", "process", "process gone")
    assert row.tool_calls.running == 0
    assert row.ended_at_us == story.records[-1].at_us


def test_hooks_of_a_dead_process_that_trickle_in_do_not_revive_it() -> None:
    story = Story().opens().gone().runs().says("x").registry("busy").hook(e.TurnFailed(error="unknown"))
    assert story.row().status == "lost"


def test_a_lost_session_resumed_in_another_process_lives() -> None:
    story = Story().opens().gone().after(s=30).session("s1", pid=5000).hook(e.SessionStarted(how="resume"))
    assert (story.row().status, story.row().pid, story.row().ended_at_us) == ("idle", 5000, 0)
    story.hook(e.TurnStarted(turn_id="t2", prompt="go on"))
    assert story.row().status == "working"


def test_the_death_of_the_former_process_is_no_news_to_a_resumed_session() -> None:
    story = Story().opens().session("s1", pid=5000).after(s=1).hook(e.TurnStarted(turn_id="t2", prompt="on"))
    story.gone(pid=4711)
    assert story.row().status == "working"


def test_a_session_we_were_told_to_kill_has_ended_and_is_not_lost() -> None:
    story = Story().opens().hub(e.StopRequested(stop_id="x", level="kill")).gone()
    assert (story.row().status, story.row().reason) == ("ended", "stopped")


def test_a_verified_interrupt_of_ours_is_an_interrupt() -> None:
    story = Story().opens().hub(e.StopRequested(stop_id="x", level="interrupt"))
    story.hub(e.StopConcluded(stop_id="x", outcome="stopped", evidence="registry idle"))
    assert (story.row().status, story.row().reason, story.row().status_source) == ("interrupted", "stopped", "hub")


def test_a_compaction_asked_for_at_rest_is_work_and_then_rest_again() -> None:
    story = Story().opens().hook(e.TurnFinished(turn_id="t1")).after(s=5).hook(e.CompactionStarted(trigger="manual"))
    assert (story.row().status, story.row().doing) == ("working", "compacting…")
    story.hook(e.SessionStarted(how="compact")).after(s=20).hook(e.CompactionFinished(trigger="manual"))
    assert story.row().status == "idle"


def test_a_compaction_within_a_turn_leaves_it_at_work() -> None:
    story = Story().opens().hook(e.CompactionStarted(trigger="auto"), e.SessionStarted(how="compact"))
    story.hook(e.CompactionFinished(trigger="auto"))
    assert story.row().status == "working"


def test_one_prompt_told_by_hook_and_transcript_does_not_end_the_wait_that_began_between() -> None:
    story = Story().hook(e.TurnStarted(turn_id="t1", prompt="go")).runs().asks()
    story.transcript(e.TurnStarted(turn_id="t1", prompt="go"))
    assert story.row().status == "waiting"


def test_a_status_named_by_hook_and_transcript_is_named_after_the_hook() -> None:
    story = Story().transcript(e.TurnStarted(turn_id="t1", prompt="go"))
    assert story.row().status_source == "transcript"
    began_us = story.records[0].at_us
    story.hook(e.TurnStarted(turn_id="t1", prompt="go"))
    assert (story.row().status_source, story.row().status_at_us) == ("hook", began_us)


def long_day() -> Story:
    """Everything that can happen to one session in one story."""
    story = Story().opens().says("Look", final=False).runs("c1").asks("r1").registry("waiting", "permission prompt")
    story.after(s=3).registry("busy").ran("c1").hook(e.ToolBatchFinished(tool_call_ids=("c1",)))
    story.says("Done.", "m2").hook(e.TurnFinished(turn_id="t1")).registry("idle").looked_at().after(s=9)
    story.hook(e.TurnStarted(turn_id="t2", prompt="more")).registry("busy").runs("c2", "sleep 9").after(s=1)
    story.registry("idle").transcript(e.TurnInterrupted(turn_id="t2")).after(s=4)
    story.hook(e.TurnStarted(turn_id="t3", prompt="again"), e.TurnFailed(turn_id="t3", error="overloaded"))
    story.registry("idle").after(s=2).gone().session("s1", pid=4800).after(s=60)
    story.hook(e.SessionStarted(how="resume"), e.TurnStarted(turn_id="t4", prompt="last")).registry("busy")
    return story.asks("r4").hub(e.PermissionSettled(request_id="r4", how="denied")).runs("c4")


@pytest.mark.parametrize("seed", range(20))
def test_a_long_day_in_any_order_leads_to_the_same_row(seed: int) -> None:
    story = long_day()
    assert roster_of(shuffled(story.records, seed)).rows() == story.roster().rows()
    assert roster_of(doubled(story.records)).rows() == story.roster().rows()


def test_a_lifeline_keeps_a_bounded_number_of_signals_and_the_same_end() -> None:
    story = Story().opens()
    for number in range(400):
        story.runs(f"c{number}").ran(f"c{number}")
    story.hook(e.TurnFinished(turn_id="t1"))
    lifeline = Lifeline()
    for record in story.records:
        signal = signal_of(record)
        if signal is not None:
            lifeline.take(signal)
    assert len(lifeline.state().signals) == MAX_SIGNALS
    assert lifeline.now.status == "done"


def test_a_lifeline_continues_from_its_state_as_if_it_had_never_been_put_away() -> None:
    signals = [signal for signal in map(signal_of, long_day().records) if signal is not None]
    whole = Lifeline()
    for signal in signals:
        whole.take(signal)
    for cut in range(len(signals)):
        first = Lifeline()
        for signal in signals[:cut]:
            first.take(signal)
        blob = msgspec.msgpack.encode(first.state())
        again = Lifeline(msgspec.msgpack.decode(blob, type=LifelineState))
        for signal in signals[cut:]:
            again.take(signal)
        assert again.now == whole.now
