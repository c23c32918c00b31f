"""Hooks of Claude Code: what each of them tells us, and what it does not."""

from __future__ import annotations

import pytest

from app.agents.claude_code.hooks import DECODERS, launch_cwd
from app.core import events as facts
from tests.agents.claude_code.conversation import FOLDER, PROMPT, SESSION, decoded, hook
from tests.helpers.recordings import recording

RM = {"command": "rm made.txt", "description": "Run it"}


def test_all_thirty_events_of_2_1_197_have_a_meaning() -> None:
    samples = recording("claude_code", "all-events")
    assert {delivery.name for delivery in samples} == set(DECODERS)
    assert len(DECODERS) == 30
    for delivery in samples:
        assert decoded("hook", delivery.name, delivery.payload), delivery.name


# ── the session ────────────────────────────────────────────────────────────────────────────────


def test_a_session_starts_with_its_folder_model_and_transcript() -> None:
    assert hook("SessionStart", source="startup", model="claude-opus-4-8[1m]") == [
        facts.SessionStarted(
            how="startup",
            cwd="/home/dev/shop",
            model="claude-opus-4-8[1m]",
            transcript_path=f"{FOLDER}/{SESSION}.jsonl",
        )
    ]


def test_a_goodbye_with_empty_stdin_is_known_by_the_relays_environment() -> None:
    (found,) = decoded("hook", "SessionEnd", None, hint=SESSION, at_us=77)
    assert found.session_id == SESSION
    assert found.at_us == 77
    assert found.event == facts.SessionEnded()


def test_the_payloads_session_counts_more_than_the_environments() -> None:
    (found,) = decoded("hook", "SessionEnd", {"session_id": SESSION, "reason": "clear"}, hint="another")
    assert (found.session_id, found.event) == (SESSION, facts.SessionEnded(reason="clear"))


def test_a_session_is_at_home_where_it_was_started_not_where_it_went() -> None:
    transcript = "/home/dev/.claude/projects/-home-dev-my-shop/s.jsonl"
    assert launch_cwd({"cwd": "/home/dev/my.shop", "transcript_path": transcript}) == "/home/dev/my.shop"
    assert launch_cwd({"cwd": "/home/dev/my.shop/src", "transcript_path": transcript}) == ""
    assert launch_cwd({"cwd": 7}) == ""


# ── turns ──────────────────────────────────────────────────────────────────────────────────────


def test_a_prompt_begins_a_turn_named_by_its_prompt_id() -> None:
    described, started = hook("UserPromptSubmit", prompt="Hi.", permission_mode="plan")
    assert started == facts.TurnStarted(turn_id=PROMPT, prompt="Hi.", origin="human")
    assert isinstance(described, facts.SessionDescribed)
    assert (described.cwd, described.permission_mode) == ("/home/dev/shop", "plan")


def test_a_prompt_of_a_version_without_prompt_ids_gets_a_turn_of_its_own() -> None:
    started = hook("UserPromptSubmit", prompt="Hi.", prompt_id=None)[-1]
    assert isinstance(started, facts.TurnStarted)
    assert started.turn_id == "d-1"


@pytest.mark.parametrize("prompt", ["<task-notification>\n<task-id>b</task-id>", '<teammate-message teammate_id="m">'])
def test_a_prompt_the_agent_made_itself_is_no_persons(prompt: str) -> None:
    started = hook("UserPromptSubmit", prompt=prompt)[-1]
    assert isinstance(started, facts.TurnStarted)
    assert started.origin == "machine"


def test_a_stop_finishes_the_turn_and_names_what_goes_on_in_the_background() -> None:
    shell = {"id": "b1", "type": "shell", "status": "running", "description": "Wait", "command": "sleep 4"}
    assert hook("Stop", last_assistant_message="It runs.", background_tasks=[shell, "nonsense", {"id": 7}]) == [
        facts.TurnFinished(
            turn_id=PROMPT,
            last_message="It runs.",
            background_tasks=(
                facts.BackgroundTask(
                    task_id="b1", kind="shell", status="running", description="Wait", command="sleep 4"
                ),
                facts.BackgroundTask(task_id=""),
            ),
        )
    ]


def test_a_failure_says_its_kind() -> None:
    assert hook("StopFailure", error="rate_limit", last_assistant_message="429") == [
        facts.TurnFailed(turn_id=PROMPT, error="rate_limit", message="429")
    ]
    assert hook("StopFailure") == [facts.TurnFailed(turn_id=PROMPT, error="unknown")]


def test_streamed_text_keeps_its_place_and_whitespace() -> None:
    assert hook("MessageDisplay", message_id="m", turn_id="t", index=3, final=True, delta="  two\n") == [
        facts.MessageDelta(message_id="m", first_index=3, last_index=3, text="  two\n", final=True, turn_id=PROMPT)
    ]


# ── tools ──────────────────────────────────────────────────────────────────────────────────────


def test_a_tool_call_starts_in_the_lane_of_its_subagent() -> None:
    assert hook("PreToolUse", tool_use_id="t1", tool_name="Bash", tool_input=RM, agent_id="a1", agent_type="Plan") == [
        facts.ToolCallStarted(tool_call_id="t1", name="Bash", input=RM, turn_id=PROMPT, lane="a1")
    ]


def test_a_tool_call_ends_with_its_structured_output_and_duration() -> None:
    response = {"stdout": "", "stderr": "", "interrupted": False}
    assert hook("PostToolUse", tool_use_id="t1", tool_name="Bash", tool_response=response, duration_ms=106) == [
        facts.ToolCallFinished(tool_call_id="t1", name="Bash", output=response, duration_ms=106, turn_id=PROMPT)
    ]


def test_a_failed_call_says_why() -> None:
    (failed,) = hook("PostToolUseFailure", tool_use_id="t1", tool_name="Bash", error="Exit code 3\nout", duration_ms=36)
    assert isinstance(failed, facts.ToolCallFinished)
    assert (failed.outcome, failed.error, failed.duration_ms) == ("failed", "Exit code 3\nout", 36)
    (stopped,) = hook("PostToolUseFailure", tool_use_id="t1", error="", is_interrupt=True)
    assert isinstance(stopped, facts.ToolCallFinished)
    assert stopped.outcome == "interrupted"


def batch(*calls: tuple[str, object]) -> list[facts.AnyEvent]:
    return hook(
        "PostToolBatch",
        tool_calls=[
            {"tool_name": name, "tool_input": RM, "tool_use_id": f"t{number}", "tool_response": response}
            for number, (name, response) in enumerate(calls)
        ],
    )


@pytest.mark.parametrize(
    ("name", "response", "outcome"),
    [
        ("Bash", "fine", "ok"),
        ("Bash", "Exit code 3\nout", "failed"),
        ("Read", "Exit code 3\nis what the file says", "ok"),
        ("Bash", "Signalcabin: stopped from the desktop", "denied"),
        ("Bash", "Permission to use Bash with command rm made.txt has been denied.", "denied"),
        (
            "Bash",
            "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. …",
            "interrupted",
        ),
        (
            "Bash",
            "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file "
            "edit, the new_string was NOT written to the file). To tell you how to proceed, the user said:\nnot that",
            "denied",
        ),
        ("Agent", [{"type": "text", "text": "Sub finished."}], "ok"),
        ("Bash", None, "ok"),
    ],
)
def test_a_batch_tells_the_outcome_only_where_its_text_is_certain(name: str, response: object, outcome: str) -> None:
    finished, ended = batch((name, response))
    assert isinstance(finished, facts.ToolCallFinished)
    assert (finished.outcome, finished.from_batch, finished.duration_ms) == (outcome, True, None)
    assert bool(finished.error) == (outcome != "ok")
    assert ended == facts.ToolBatchFinished(tool_call_ids=("t0",), turn_id=PROMPT)


def test_a_call_that_never_ran_is_first_heard_of_in_its_batch() -> None:
    started, finished, fine, ended = batch(
        ("Write", "<tool_use_error>Read it first</tool_use_error>"), ("Bash", "fine")
    )
    assert started == facts.ToolCallStarted(tool_call_id="t0", name="Write", input=RM, turn_id=PROMPT)
    assert isinstance(finished, facts.ToolCallFinished)
    assert finished.outcome == "failed"
    assert isinstance(fine, facts.ToolCallFinished)
    assert isinstance(ended, facts.ToolBatchFinished)


def test_the_agents_plan_is_read_from_its_task_tools() -> None:
    (_, created) = hook(
        "PostToolUse", tool_use_id="t1", tool_name="TaskCreate",
        tool_response={"task": {"id": "1", "subject": "Fix it"}},
        tool_input={"subject": "Fix it", "description": "Fix the bug"},
    )  # fmt: skip
    assert created == facts.TaskChanged(task_id="1", subject="Fix it", description="Fix the bug", status="pending")
    response = {"success": True, "taskId": "1", "statusChange": {"from": "pending", "to": "in_progress"}}
    (_, changed) = hook("PostToolUse", tool_use_id="t2", tool_name="TaskUpdate", tool_response=response)
    assert changed == facts.TaskChanged(task_id="1", status="in_progress")
    assert hook("TaskCompleted", task_id="1", task_subject="Fix it") == [
        facts.TaskChanged(task_id="1", subject="Fix it", status="completed")
    ]


# ── subagents and compaction ───────────────────────────────────────────────────────────────────


def test_a_subagents_result_says_which_call_it_was_and_that_it_rests() -> None:
    response = {
        "status": "completed",
        "agentId": "a1",
        "agentType": "Plan",
        "content": [{"type": "text", "text": "Done."}],
    }
    given = {"description": "Sub job"}
    (_, started, finished) = hook(
        "PostToolUse", tool_use_id="t1", tool_name="Agent", tool_response=response, tool_input=given
    )
    assert started == facts.SubagentStarted(lane="a1", kind="Plan", description="Sub job", tool_call_id="t1")
    assert finished == facts.SubagentFinished(lane="a1", kind="Plan", last_message="Done.")


def test_a_subagent_in_the_background_goes_on_after_its_call() -> None:
    response = {"status": "async_launched", "agentId": "a1"}
    found = hook("PostToolUse", tool_use_id="t1", tool_name="Agent", tool_response=response)
    assert not any(isinstance(fact, facts.SubagentFinished) for fact in found)


def test_the_subagent_that_compacts_is_nobodys_subagent() -> None:
    assert hook("SubagentStop", agent_id="a1", agent_type="") == []
    assert hook("SubagentStop", agent_id="a1", agent_type="Plan", last_assistant_message="Done.") == [
        facts.SubagentFinished(lane="a1", kind="Plan", last_message="Done.")
    ]


def test_compaction_begins_and_ends_with_its_summary() -> None:
    assert hook("PreCompact", trigger="auto") == [facts.CompactionStarted(trigger="auto")]
    assert hook("PostCompact", trigger="auto", compact_summary="We did.") == [
        facts.CompactionFinished(trigger="auto", summary="We did.")
    ]


# ── waiting for a person ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tool", "kind"), [("Bash", "permission"), ("AskUserQuestion", "question"), ("ExitPlanMode", "plan")]
)
def test_a_request_is_named_by_its_delivery_and_says_what_it_waits_for(tool: str, kind: str) -> None:
    (asked,) = hook("PermissionRequest", tool_name=tool, tool_input=RM, permission_suggestions=[{"type": "setMode"}])
    assert asked == facts.PermissionRequested(
        request_id="d-1", tool_name=tool, input=RM, kind=kind, suggestions=[{"type": "setMode"}], turn_id=PROMPT
    )


# ── what is wrong with it ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["PreToolUse", "PostToolUse", "PostToolUseFailure", "MessageDisplay", "SubagentStart"])
def test_a_payload_without_what_makes_it_that_fact_is_kept_whole(name: str) -> None:
    payload = {"session_id": SESSION, "tool_use_id": 7, "message_id": [], "agent_id": None}
    assert hook(name, payload) == [facts.Unrecognized(name=name, payload=payload)]


@pytest.mark.parametrize("payload", ["text", 7, [1], True])
def test_a_payload_that_is_no_object_is_kept_whole(payload: object) -> None:
    (found,) = decoded("hook", "PreToolUse", payload, hint=SESSION)
    assert found.session_id == SESSION
    assert found.event == facts.Unrecognized(name="PreToolUse", payload=payload)
