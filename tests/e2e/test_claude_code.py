"""What a real Claude Code session did is exactly what our command line tells of it."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import Any

import pytest

from tests.helpers.real_claude import Cabin, bash, eventually, processes_with, script

pytestmark = [pytest.mark.real_cli, pytest.mark.slow]


def tools_of(cabin: Cabin, session_id: str) -> dict[str, dict[str, Any]]:
    """The tool calls of a session by their command; each is told once."""
    tools = cabin.blocks(session_id, "ToolBlock")
    by_command = {str(tool["input"].get("command")): tool for tool in tools}
    assert len(by_command) == len(tools)
    return by_command


def finished(cabin: Cabin) -> dict[str, Any]:
    """The session of a print run that came to its end by itself: still to be looked at, and over."""
    return eventually(
        lambda: next((row for row in cabin.sessions() if row["status"] == "done" and row["ended_at"]), None),
        f"the print run to be over: {cabin.sessions()}",
    )


def test_a_plain_print_run_is_told_from_its_start_to_its_end(cabin: Cabin) -> None:
    claude = cabin.print_mode("Say hello." + script({"text": "Hello from the model.\n\nSecond paragraph."}))
    assert claude.wait(60) == 0
    row = finished(cabin)
    assert row["agent"] == "claude_code"
    assert row["title"].startswith("Say hello.")
    assert row["cwd"] == str(cabin.project)
    assert row["turns"] == 1
    assert row["tool_calls"] == {"total": 0, "running": 0, "failed": 0}
    assert row["pid"] == claude.pid
    eventually(lambda: cabin.session()["usage"]["input"] == 1234, "the usage from the transcript, counted once")
    assert cabin.said(row["session_id"]) == ["Hello from the model.\n\nSecond paragraph."]
    assert "Hello from the model." in cabin.signalcabin("transcript", row["session_id"])
    seqs = [record["seq"] for record in cabin.records()]
    assert seqs == list(range(1, len(seqs) + 1))


def test_parallel_tools_with_one_failing_are_each_told_once_with_their_durations(cabin: Cabin) -> None:
    steps = script(
        {
            "text": "Three at once.",
            "tools": [bash("echo one"), bash("echo two; exit 3"), bash("sleep 0.4; echo three")],
        },
        {"text": "All have ended."},
    )
    assert cabin.print_mode("Try three." + steps, "--allowedTools", "Bash").wait(60) == 0
    row = finished(cabin)
    assert row["tool_calls"] == {"total": 3, "running": 0, "failed": 1}
    tools = tools_of(cabin, row["session_id"])
    assert tools["echo one"]["status"] == "ok"
    assert tools["echo two; exit 3"]["status"] == "failed"
    assert "two" in tools["echo two; exit 3"]["error"]
    assert tools["sleep 0.4; echo three"]["duration_ms"] >= 400
    assert len(tools) == 3


def test_a_subagent_has_a_lane_of_its_own_and_its_tools_count_once(cabin: Cabin) -> None:
    job = "Look around." + script({"text": "Looking.", "tools": [bash("echo from-the-subagent")]}, {"text": "Seen."})
    agent = {"name": "Agent", "input": {"description": "Look", "subagent_type": "general-purpose", "prompt": job}}
    steps = script({"text": "I delegate.", "tools": [agent]}, {"text": "The subagent is back."})
    assert cabin.print_mode("Delegate." + steps, "--allowedTools", "Bash,Agent").wait(60) == 0
    row = finished(cabin)
    assert row["subagents"] == 1
    assert row["tool_calls"] == {"total": 2, "running": 0, "failed": 0}
    lanes = {record["event"].get("lane") for record in cabin.records() if record["event"].get("name") == "Bash"}
    assert lanes and "" not in lanes and None not in lanes
    told = ["I delegate.", "Looking.", "Seen.", "The subagent is back."]

    def said() -> list[str]:
        """Without the answer to a notification: 2.1.330 runs subagents in the background and is woken by their end."""
        return [text for text in cabin.said(row["session_id"]) if text != "Nothing more is scripted."]

    eventually(lambda: said() == told, f"all four texts once, the subagent's where it was at work: {said()}")


def test_a_permission_is_asked_here_answered_here_and_the_tool_runs(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("Make a file." + script({"text": "Making.", "tools": [bash("touch made.txt")]}, {"text": "Made."}))
    waiting = cabin.session("waiting", "the permission to be asked")
    assert waiting["waiting_on"] == "permission"
    pending = json.loads(cabin.signalcabin("pending", "--json"))
    assert [request["input"]["command"] for request in pending] == ["touch made.txt"]
    assert not (cabin.project / "made.txt").exists()
    cabin.signalcabin("answer", pending[0]["request_id"], "allow")
    done = cabin.session("done", "the turn to finish")
    assert (cabin.project / "made.txt").exists()
    assert done["tool_calls"] == {"total": 1, "running": 0, "failed": 0}
    assert json.loads(cabin.signalcabin("pending", "--json")) == []


def write(cabin: Cabin, name: str, content: str) -> dict[str, Any]:
    return {"name": "Write", "input": {"file_path": str(cabin.project / name), "content": content}}


def the_request(cabin: Cabin) -> dict[str, Any]:
    """The one request that waits."""
    rows = eventually(lambda: json.loads(cabin.signalcabin("pending", "--json")), "a request", 30)
    assert len(rows) == 1
    return dict(rows[0])


def test_an_edited_input_runs_and_always_means_not_asked_again(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("One." + script({"text": "1", "tools": [write(cabin, "a.txt", "bad")]}, {"text": "Written."}))
    request = the_request(cabin)
    edited = json.dumps({**request["input"], "content": "good"})
    cabin.signalcabin("answer", request["request_id"], "allow", "--input", edited)
    cabin.session("done", "the first turn")
    assert (cabin.project / "a.txt").read_text() == "good"
    steps = [{"text": name, "tools": [write(cabin, f"{name}.txt", "x")]} for name in ("b", "c")]
    terminal.type("Two." + script(*steps, {"text": "Both written."}))
    request = the_request(cabin)
    offers = [offer["words"] for offer in request["suggestions"]]
    always = offers.index("Accept all edits in this session") + 1
    cabin.signalcabin("answer", request["request_id"], "allow", "--always", str(always))
    cabin.session("done", "the second turn, nothing asked again")
    assert (cabin.project / "c.txt").exists()


def test_a_question_is_answered_and_a_plan_approved_from_here(cabin: Cabin) -> None:
    options = [{"label": "btree", "description": "the usual"}, {"label": "hash", "description": "equality only"}]
    question = {"question": "Which index?", "header": "Index", "multiSelect": False, "options": options}
    ask = {"name": "AskUserQuestion", "input": {"questions": [question]}}
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("Ask." + script({"text": "A question.", "tools": [ask]}, {"text": "Thank you."}))
    request = the_request(cabin)
    assert request["kind"] == "question"
    cabin.signalcabin("answer", request["request_id"], "allow", "--choose", "hash")
    row = cabin.session("done", "the answered question")
    (call,) = cabin.blocks(row["session_id"], "ToolBlock")
    assert call["output"]["answers"] == {"Which index?": "hash"}
    for mode in ("accept edits on", "plan mode on"):
        terminal.press("BTab")
        eventually(lambda mode=mode: mode in terminal.screen(), mode)  # type: ignore[misc]
    plan = {"name": "ExitPlanMode", "input": {"plan": "# Plan\n\n1. Do it."}}
    terminal.type("Plan." + script({"text": "A plan.", "tools": [plan]}, {"text": "Off I go."}))
    request = the_request(cabin)
    assert (request["kind"], request["input"]["plan"]) == ("plan", "# Plan\n\n1. Do it.")
    cabin.signalcabin("answer", request["request_id"], "allow")
    eventually(lambda: "Off I go." in cabin.said(row["session_id"]), "what comes after the plan")


def test_a_permission_answered_in_the_terminal_is_seen_as_answered_elsewhere(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("Make a file." + script({"text": "Making.", "tools": [bash("touch made.txt")]}, {"text": "Made."}))
    cabin.session("waiting")
    time.sleep(0.5)
    terminal.press("Enter")
    cabin.session("done", "the turn to finish after Yes in the terminal")
    settled = [r["event"] for r in cabin.records() if r["event"]["type"] == "PermissionSettled"]
    assert [event["how"] for event in settled] == ["elsewhere"]
    assert json.loads(cabin.signalcabin("pending", "--json")) == []


def test_a_prompt_from_here_is_handed_over_at_the_end_of_the_turn(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    steps = [{"text": "First.", "words": 100, "delay_ms": 30}, {"text": "Second."}]
    terminal.type("Talk." + script(*steps))
    session_id = cabin.session("working", "the model to write")["session_id"]
    said = json.loads(cabin.run("say", session_id, "Also add a test.", "--json").stdout)
    assert (said["sent"], said["how"]) == (False, "queued")
    assert [prompt["text"] for prompt in cabin.session()["queued"]] == ["Also add a test."]
    eventually(lambda: "Second." in cabin.said(session_id), "what the model says to it", 30)
    row = cabin.session("done")
    assert (row["queued"], row["turns"]) == ([], 1)
    prompts = [block["text"] for block in cabin.blocks(session_id, "PromptBlock")]
    assert len(prompts) == 2 and prompts[1] == "Also add a test."
    assert "Also add a test." in terminal.screen()


def test_escape_is_seen_although_no_hook_tells_of_it(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    terminal.type("Talk long." + script({"text": "Alpha line.\n", "words": 400, "delay_ms": 50}))
    session_id = cabin.session("working", "the model to write")["session_id"]
    eventually(lambda: cabin.said(session_id), "the first line, while the second is being written")
    terminal.press("Escape")
    row = cabin.session("interrupted", "Escape to be noticed", within_s=5)
    assert row["status_source"] in ("registry", "transcript")
    eventually(lambda: len(cabin.said(row["session_id"])) == 1, "the partial text, once")
    assert cabin.said(row["session_id"])[0].startswith("Alpha line.")


def test_an_api_failure_after_retries_is_a_failed_session_with_its_kind(cabin: Cabin) -> None:
    failing = script({"status": 529, "text": "never"})
    claude = cabin.print_mode("Try." + failing, CLAUDE_CODE_MAX_RETRIES="1")
    assert claude.wait(60) == 1
    row = cabin.session("failed", "the failure")
    assert row["reason"] == "server_error"
    told = json.dumps([cabin.blocks(row["session_id"], kind) for kind in ("TextBlock", "NoticeBlock")])
    assert told.count("API Error") == 1, told


def test_clear_ends_one_session_and_starts_the_next_in_the_same_process(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    terminal.type("First." + script({"text": "One."}))
    first = cabin.session("done")
    terminal.type("/clear")

    def cleared() -> list[dict[str, Any]]:
        ended = [row for row in cabin.sessions() if row["status"] in ("ended", "done") and row["ended_at"]]
        return [row for row in ended if row["session_id"] == first["session_id"]]

    old = eventually(cleared, "the first session to end")[0]
    terminal.type("Second." + script({"text": "Two."}))
    fresh = eventually(
        lambda: [row for row in cabin.sessions() if row["status"] == "done" and not row["ended_at"]],
        "the second session",
    )[0]
    assert fresh["session_id"] != old["session_id"]
    assert fresh["pid"] == terminal.pid()
    assert fresh["title"].startswith("Second.")


def test_a_killed_session_is_lost_within_five_seconds(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    terminal.type("Talk long." + script({"text": "Alpha line.\n", "words": 400, "delay_ms": 50}))
    row = cabin.session("working")
    os.kill(terminal.pid(), signal.SIGKILL)
    lost = cabin.session("lost", "the killed session", within_s=5)
    assert lost["session_id"] == row["session_id"]
    assert lost["status_source"] == "process"


def test_interrupt_stops_a_session_we_did_not_start_before_its_next_tool(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--allowedTools", "Bash")
    steps = [{"text": f"Step {n}.", "tools": [bash(f"sleep 0.3; echo {n} >> steps.txt")]} for n in range(30)]
    terminal.type("Go on." + script(*steps))
    eventually((cabin.project / "steps.txt").exists, f"a step of the work:\n{terminal.screen()}")
    row = cabin.session("working")
    stopped = json.loads(cabin.signalcabin("stop", row["session_id"], "--lever", "hook", "--json"))
    assert stopped["outcome"] == "stopped", stopped
    steps_then = (cabin.project / "steps.txt").read_text()
    assert cabin.session()["status"] == "interrupted"
    terminal.type("And now." + script({"text": "Still here."}))
    cabin.session("done", "the session to take the next prompt")
    assert (cabin.project / "steps.txt").read_text() == steps_then


def test_end_leaves_no_process_of_the_session_and_a_neighbour_alone(cabin: Cabin) -> None:
    neighbour = cabin.terminal("neighbour")
    neighbour.type("Wait." + script({"text": "I am next door."}))
    cabin.session("done")
    mark = f"31{os.getpid() % 1000:03d}"
    child = f"tail -s {mark} -f /dev/null"  # newer versions refuse a bare sleep
    claude = cabin.print_mode(
        "Wait." + script({"text": "Waiting.", "tools": [bash(f"{child} & setsid {child} & {child}")]}),
        "--permission-mode", "default", "--allowedTools", "Bash",
    )  # fmt: skip
    eventually(lambda: len(list(processes_with(f"tail\0-s\0{mark}"))) == 3, "three waiting children")
    row = next(row for row in cabin.sessions() if row["pid"] == claude.pid)
    done = cabin.run("stop", row["session_id"], "--level", "end", "--json")
    outcome = json.loads(done.stdout)
    assert outcome["outcome"] == "stopped", outcome
    assert done.returncode == 0
    assert list(processes_with(f"tail\0-s\0{mark}")) == []
    claude.wait(5)
    assert neighbour.pid() and "I am next door." in neighbour.screen()
    neighbour.type("Still?" + script({"text": "Still here."}))
    eventually(lambda: "Still here." in neighbour.screen(), "the neighbour to answer")


def test_disconnect_gives_the_settings_file_back_byte_for_byte(cabin: Cabin) -> None:
    settings = cabin.home / ".claude" / "settings.json"
    cabin.signalcabin("disconnect", "claude_code", "--yes")
    before = b'{\r\n\t"model": "opus",\r\n\t"hooks": {"Stop": []}, "x": 1.50\r\n}'
    settings.write_bytes(before)
    cabin.connect()
    assert settings.read_bytes() != before
    cabin.signalcabin("disconnect", "claude_code", "--yes")
    assert settings.read_bytes() == before
