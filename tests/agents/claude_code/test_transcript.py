"""Transcript lines of Claude Code: what hooks never tell, under the ids that hooks use."""

from __future__ import annotations

import pytest

from app.core import events as facts
from tests.agents.claude_code.conversation import CLAUDE, FOLDER, PROMPT, SESSION, decoded, line
from tests.helpers.recordings import recording

SUB_PATH = f"{FOLDER}/{SESSION}/subagents/agent-a1.jsonl"


def user(content: object, **fields: object) -> list[facts.AnyEvent]:
    return line(type="user", promptId=PROMPT, parentUuid="p", message={"role": "user", "content": content}, **fields)


def assistant(
    *blocks: object, model: str = "opus", stop: object = "tool_use", **fields: object
) -> list[facts.AnyEvent]:
    usage = {"input_tokens": 1, "output_tokens": 2, "cache_read_input_tokens": 3, "cache_creation_input_tokens": 4}
    message = {"id": "msg_1", "model": model, "content": list(blocks), "stop_reason": stop, "usage": usage}
    return line(type="assistant", message=message, **fields)


TEXT = {"type": "text", "text": "Hello you."}
USAGE = facts.UsageReported(
    message_id="msg_1", model="opus", input_tokens=1, output_tokens=2, cache_read_tokens=3, cache_write_tokens=4
)


# ── prompts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", ["Hi.", [{"type": "text", "text": "Hi."}]])
def test_a_prompt_is_the_same_turn_as_in_the_hook(content: object) -> None:
    assert user(content)[-1] == facts.TurnStarted(turn_id=PROMPT, prompt="Hi.", origin="human")


def test_a_prompt_with_a_picture_says_so() -> None:
    started = user([{"type": "image", "source": {}}, {"type": "text", "text": "What is it?"}])[-1]
    assert started == facts.TurnStarted(turn_id=PROMPT, prompt="[image]\nWhat is it?")


@pytest.mark.parametrize(
    ("origin", "prompt", "expected"),
    [
        ({"kind": "human"}, "<task-notification> is a tag", "human"),
        ({"kind": "task-notification"}, "b1 ended", "machine"),
        (None, "<task-notification>\n<task-id>b1</task-id>", "machine"),
        ("nonsense", "Hi.", "human"),
    ],
)
def test_who_gave_a_prompt_is_what_the_line_says_else_what_the_text_shows(
    origin: object, prompt: str, expected: str
) -> None:
    started = user(prompt, origin=origin)[-1]
    assert isinstance(started, facts.TurnStarted)
    assert started.origin == expected


def test_only_the_first_line_says_where_the_session_is_at_home() -> None:
    (first, _) = line(type="user", parentUuid=None, cwd="/home/dev/shop", gitBranch="main", message={"content": "Hi."})
    assert first == facts.SessionDescribed(
        cwd="/home/dev/shop", version="2.1.197", git_branch="main", transcript_path=f"{FOLDER}/{SESSION}.jsonl"
    )
    (later, _) = user("Hi.", cwd="/home/dev/shop/src")
    assert isinstance(later, facts.SessionDescribed)
    assert later.cwd == ""


def test_a_slash_command_is_the_prompt_that_was_typed() -> None:
    wrapped = "<command-message>greet</command-message>\n<command-name>/greet</command-name>\n"
    wrapped += "<command-args>Bob</command-args>"
    assert user(wrapped)[-1] == facts.TurnStarted(turn_id=PROMPT, prompt="/greet Bob")


@pytest.mark.parametrize(
    "content",
    [
        "<command-name>/clear</command-name>\n            <command-message>clear</command-message>",
        "<local-command-stdout>done</local-command-stdout>",
        "<bash-stdout>by hand</bash-stdout><bash-stderr></bash-stderr>",
        "",
        [],
        None,
        7,
    ],
)
def test_what_no_person_asked_begins_no_turn(content: object) -> None:
    assert user(content) == []


def test_notes_the_agent_makes_to_itself_begin_no_turn() -> None:
    assert user("Caveat: …", isMeta=True) == []
    assert user("This session is being continued …", isCompactSummary=True) == []


def test_a_command_typed_with_an_exclamation_mark_is_a_turn_of_its_own() -> None:
    assert user("<bash-input> echo by hand</bash-input>") == [facts.TurnStarted(turn_id="u-1", prompt="! echo by hand")]


def test_a_prompt_queued_while_the_agent_worked_is_shown() -> None:
    queued = {"type": "queued_command", "prompt": "And this too.", "commandMode": "prompt", "origin": {"kind": "human"}}
    assert line(type="attachment", attachment=queued) == [facts.TurnStarted(turn_id="u-1", prompt="And this too.")]


def test_a_subagents_prompt_is_its_calls_and_begins_no_turn() -> None:
    assert user("You are a sub.", isSidechain=True, agentId="a1") == []


# ── interrupts ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "how"),
    [("[Request interrupted by user]", "user"), ("[Request interrupted by user for tool use]", "user_for_tool")],
)
def test_an_interrupt_that_no_hook_tells_of_is_read_here(text: str, how: str) -> None:
    assert user([{"type": "text", "text": text}], interruptedMessageId="msg_1") == [
        facts.TurnInterrupted(turn_id=PROMPT, how=how, message=text)
    ]


def test_a_stop_by_a_hook_is_an_interrupt_and_in_a_subagent_only_its_end() -> None:
    attachment = {"type": "hook_stopped_continuation", "message": "Signalcabin: enough", "hookName": "PostToolBatch"}
    assert line(type="attachment", attachment=attachment) == [
        facts.TurnInterrupted(how="hook", message="Signalcabin: enough")
    ]
    assert line(type="attachment", attachment=attachment, agentId="a1") == [
        facts.SubagentFinished(lane="a1", last_message="Signalcabin: enough")
    ]


# ── what the model said ────────────────────────────────────────────────────────────────────────


def test_text_thought_and_call_are_told_with_the_whole_messages_usage() -> None:
    thought, call = (
        {"type": "thinking", "thinking": "Hm."},
        {"type": "tool_use", "id": "t1", "name": "Bash", "input": {"a": 1}},
    )
    assert assistant(thought, TEXT, call) == [
        facts.ThoughtWritten(block_id="u-1:0", message_id="msg_1", text="Hm."),
        facts.MessageWritten(block_id="u-1:1", message_id="msg_1", text="Hello you.", model="opus"),
        facts.ToolCallStarted(tool_call_id="t1", name="Bash", input={"a": 1}),
        USAGE,
    ]


def test_a_last_word_ends_the_turn_and_a_subagents_ends_the_subagent() -> None:
    assert assistant(TEXT, stop="end_turn")[-1] == facts.TurnFinished(last_message="Hello you.")
    assert assistant(TEXT, stop="end_turn", agentId="a1", attributionAgent="Plan")[-1] == facts.SubagentFinished(
        lane="a1", kind="Plan", last_message="Hello you."
    )
    assert assistant({"type": "thinking", "thinking": "Hm."}, stop="end_turn")[-1] == USAGE
    assert assistant(TEXT, stop="tool_use")[-1] == USAGE


def test_text_the_agent_wrote_itself_is_synthetic_and_costs_nothing() -> None:
    assert assistant(TEXT, model="<synthetic>", stop="stop_sequence") == [
        facts.MessageWritten(block_id="u-1:0", message_id="msg_1", text="Hello you.", synthetic=True)
    ]


def test_an_api_error_fails_the_turn_unless_the_agent_goes_on() -> None:
    error = {"type": "text", "text": "API Error: Repeated 529 Overloaded errors."}
    assert assistant(error, model="<synthetic>", isApiErrorMessage=True, error="server_error")[-1] == facts.TurnFailed(
        error="server_error", message=error["text"]
    )
    cut = {"type": "text", "text": "API Error: Connection closed mid-response."}
    (written,) = assistant(cut, model="<synthetic>", isApiErrorMessage=True, error="server_error")
    assert isinstance(written, facts.MessageWritten)


# ── results ────────────────────────────────────────────────────────────────────────────────────


def result(text: object, is_error: object = False, structured: object = None) -> facts.ToolCallFinished:
    block = {"type": "tool_result", "tool_use_id": "t1", "content": text, "is_error": is_error}
    finished = user([block], toolUseResult=structured)[0]
    assert isinstance(finished, facts.ToolCallFinished)
    assert finished.from_batch
    assert finished.turn_id == PROMPT
    return finished


def test_a_result_is_structured_where_the_line_has_it_so() -> None:
    assert result("fine", structured={"stdout": "fine"}).output == {"stdout": "fine"}
    assert result("fine").output == "fine"
    assert result([{"type": "text", "text": "fine"}], structured="Error").output == "fine"


@pytest.mark.parametrize(
    ("text", "structured", "outcome"),
    [
        ("Exit code 3", "Error: Exit code 3", "failed"),
        ("The user doesn't want to proceed with this tool use. The tool …", "User rejected tool use", "interrupted"),
        ("The user doesn't want to take this action right now. STOP", "", "interrupted"),
        ("Signalcabin: not on a Friday", "", "denied"),
        ("Permission for this action was denied by the Claude Code auto mode classifier. Reason: x", "", "denied"),
    ],
)
def test_an_error_result_says_whether_it_failed_was_denied_or_interrupted(
    text: str, structured: str, outcome: str
) -> None:
    finished = result(text, is_error=True, structured=structured)
    assert (finished.outcome, finished.error, finished.output) == (outcome, text, None)


def test_a_result_that_was_interrupted_on_the_way_says_so() -> None:
    assert result("half", structured={"stdout": "half", "interrupted": True}).outcome == "interrupted"


def test_several_results_in_one_line_do_not_share_one_structure() -> None:
    blocks = [{"type": "tool_result", "tool_use_id": f"t{number}", "content": "fine"} for number in range(2)]
    found = user(blocks, toolUseResult={"stdout": "of one of them"})
    assert [fact.output for fact in found if isinstance(fact, facts.ToolCallFinished)] == ["fine", "fine"]


# ── whose and when ─────────────────────────────────────────────────────────────────────────────


def test_a_lines_time_is_its_own_else_when_it_was_found() -> None:
    def at(stamp: object) -> int:
        return decoded("transcript", "line", {"type": "mode-of-tomorrow", "timestamp": stamp}, at_us=5)[0].at_us

    assert at("2026-11-22T07:43:57.867Z") == 1_795_333_437_867_000
    assert at("2026-11-22T08:43:57.867+01:00") == 1_795_333_437_867_000
    assert [at(stamp) for stamp in ("yesterday", "", None, 7, "0001-01-01T00:00:00Z", "9" * 50)] == [5] * 6


@pytest.mark.parametrize(
    ("path", "session", "lane"),
    [
        (f"{FOLDER}/{SESSION}.jsonl", SESSION, ""),
        (SUB_PATH, SESSION, "a1"),
        (SUB_PATH.replace("/", "\\"), SESSION, "a1"),
        ("", "", ""),
    ],
)
def test_a_line_that_does_not_say_whose_it_is_is_known_by_its_path(path: str, session: str, lane: str) -> None:
    message = {"id": "m", "content": [TEXT]}
    (found,) = decoded("transcript", "line", {"type": "assistant", "uuid": "u", "message": message}, path=path)
    assert found.session_id == session
    assert isinstance(found.event, facts.MessageWritten)
    assert found.event.lane == lane


def test_a_subagents_meta_file_says_which_call_started_it() -> None:
    meta = {"agentType": "Plan", "description": "Sub job", "toolUseId": "t1", "spawnDepth": 1}
    (found,) = decoded("transcript", "meta", meta, path=SUB_PATH.replace(".jsonl", ".meta.json"))
    assert found.session_id == SESSION
    assert found.event == facts.SubagentStarted(lane="a1", kind="Plan", description="Sub job", tool_call_id="t1")


# ── the rest ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "summary", "summary": "T"},
        {"type": "ai-title", "aiTitle": "T"},
        {"type": "custom-title", "customTitle": "T"},
    ],
)
def test_a_title_describes_the_session(fields: dict[str, str]) -> None:
    assert line(**fields) == [facts.SessionDescribed(title="T")]


def test_compaction_and_retries_are_told() -> None:
    boundary = {"type": "system", "subtype": "compact_boundary", "compactMetadata": {"trigger": "auto"}}
    assert line(**boundary) == [facts.CompactionFinished(trigger="auto")]
    (notice,) = line(type="system", subtype="api_error", retryAttempt=2, maxRetries=10, retryInMs=4_300.5)
    assert isinstance(notice, facts.NoticeGiven)
    assert notice.message.endswith("attempt 2 of 10 failed. Next try in 4 s.")


def test_a_stop_reason_that_is_no_word_ends_nothing() -> None:
    message = {"role": "assistant", "model": "opus", "stop_reason": [], "content": [{"type": "text", "text": "x"}]}
    found = line(type="assistant", message=message)
    assert [type(fact) for fact in found] == [facts.MessageWritten]


def test_turn_duration_is_no_rest_for_it_follows_failures_and_stops_as_well() -> None:
    assert line(type="system", subtype="turn_duration", durationMs=1689) == []


def test_a_line_of_a_kind_we_do_not_know_is_kept_whole() -> None:
    payload = {"type": "line-of-tomorrow", "sessionId": SESSION}
    assert line(payload) == [facts.Unrecognized(name="line", payload=payload)]


def test_hooks_and_transcript_name_the_same_things_by_the_same_ids() -> None:
    seen: dict[str, dict[str, set[str]]] = {"hook": {}, "transcript": {}}
    for delivery in recording("claude_code", "print-many-tools"):
        for one in CLAUDE.decode(delivery):
            for key in ("tool_call_id", "turn_id", "lane"):
                name = getattr(one.event, key, "")
                if name and delivery.source in seen:
                    seen[delivery.source].setdefault(key, set()).add(name)
    assert seen["hook"] == seen["transcript"]
    assert len(seen["hook"]["tool_call_id"]) == 8


@pytest.mark.parametrize(
    "kind", ["file-history-snapshot", "queue-operation", "last-prompt", "mode", "api-request-blob"]
)
def test_the_agents_own_bookkeeping_is_known_and_says_nothing(kind: str) -> None:
    assert line(type=kind, content="x" * 1000) == []
