"""Stopping the real Claude Code, lever by lever: what is said of it is what it did."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.real_claude import CLAUDE, Cabin, Terminal, bash, eventually, processes_with, script

pytestmark = [pytest.mark.real_cli, pytest.mark.slow]

LONG_TEXT = {"text": "Alpha line.\n", "words": 400, "delay_ms": 50}
ALLOWED = ("--permission-mode", "default", "--allowedTools", "Bash", "Agent")


def stop(cabin: Cabin, session_id: str, *words: str) -> dict[str, Any]:
    done = cabin.run("stop", session_id, "--json", *words)
    return dict(json.loads(done.stdout))


def levers(cabin: Cabin, session_id: str) -> dict[str, str]:
    """Those that are there now, and what each would do."""
    found = json.loads(cabin.signalcabin("levers", session_id, "--json"))["levers"]
    return {lever["lever"]: lever["sentence"] for lever in found if not lever["why_not"]}


def takes_the_next_prompt(cabin: Cabin, terminal: Terminal) -> None:
    terminal.type("And now." + script({"text": "Still here."}))
    cabin.session("done", "the session to take the next prompt")


def sleeper(cabin: Cabin, number: int = 1) -> str:
    """A command that goes on for ever and can be told from all others."""
    return f"tail -s 51{cabin.hub.pid % 10_000:04d}{number} -f /dev/null"


def sleeping(command: str) -> int:
    return len(list(processes_with(command.replace(" ", "\0"))))


def test_escape_ends_a_text_in_the_middle(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    terminal.type("Talk long." + script(LONG_TEXT))
    row = cabin.session("working", "the model to write")
    eventually(lambda: "● Alpha line." in terminal.screen(), "the first line")
    assert levers(cabin, row["session_id"])["tmux"].startswith("Presses Escape in tmux pane %")
    outcome = stop(cabin, row["session_id"])
    assert (outcome["outcome"], outcome["lever"]) == ("stopped", "tmux"), outcome
    assert "Interrupted" in eventually(lambda: "Interrupted" in terminal.screen() and terminal.screen(), "its word")
    takes_the_next_prompt(cabin, terminal)


def test_a_prompt_that_comes_back_into_the_input_box_is_told_of(cabin: Cabin) -> None:
    terminal = cabin.terminal()
    terminal.type("Think about it." + script({"stall_s": 60, "text": "Late."}))
    row = cabin.session("working", "the model to think")
    outcome = stop(cabin, row["session_id"])
    assert outcome["outcome"] == "stopped", outcome
    assert outcome["evidence"].endswith("its prompt is back in the input box")
    assert "Think about it." in terminal.screen().rstrip().splitlines()[-3], "it is in the box"


def test_escape_ends_a_command_with_all_that_it_began(cabin: Cabin) -> None:
    terminal, command = cabin.terminal("main", *ALLOWED), sleeper(cabin)
    terminal.type("Wait." + script({"text": "W.", "tools": [bash(f"{command} & setsid {command} & {command}")]}))
    eventually(lambda: sleeping(command) == 3, "three children")
    outcome = stop(cabin, cabin.session("working")["session_id"])
    assert (outcome["outcome"], sleeping(command)) == ("stopped", 0), outcome
    assert "runs on" not in outcome["evidence"]


def test_the_hooks_stop_it_before_its_next_tool_where_that_is_asked_for(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", *ALLOWED)
    steps = [{"text": f"Step {n}.", "tools": [bash(f"echo {n} >> steps.txt; sleep 0.2")]} for n in range(60)]
    terminal.type("Go on." + script(*steps))
    eventually((cabin.project / "steps.txt").exists, "a step of the work")
    outcome = stop(cabin, cabin.session("working")["session_id"], "--lever", "hook")
    assert (outcome["outcome"], outcome["lever"]) == ("stopped", "hook"), outcome
    then = (cabin.project / "steps.txt").read_text()
    takes_the_next_prompt(cabin, terminal)
    assert (cabin.project / "steps.txt").read_text() == then


def test_a_question_of_the_agents_is_ended_with_its_turn(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", *ALLOWED)
    options = [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": "cold"}]
    question = {"question": "Which colour?", "header": "Colour", "multiSelect": False, "options": options}
    ask = {"name": "AskUserQuestion", "input": {"questions": [question]}}
    terminal.type("Ask." + script({"text": "A question.", "tools": [ask]}, {"text": "It went on."}))
    row = cabin.session("waiting", "the question")
    outcome = stop(cabin, row["session_id"])
    assert outcome["outcome"] == "stopped", outcome
    takes_the_next_prompt(cabin, terminal)
    assert "It went on." not in terminal.screen()


def subagent(cabin: Cabin, *, background: bool) -> dict[str, Any]:
    """A subagent that writes down each of its steps."""
    steps = [{"text": f"Sub {n}.", "tools": [bash(f"echo {n} >> sub.txt; sleep 0.2")]} for n in range(60)]
    given = {"description": "Sub job", "subagent_type": "general-purpose", "prompt": "You are a sub." + script(*steps)}
    return {"name": "Agent", "input": given | ({"run_in_background": True} if background else {})}


def test_a_subagent_and_whoever_sent_it_are_stopped_before_their_next_tool(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", *ALLOWED)
    went_on = {"text": "I go on.", "tools": [bash("echo main >> sub.txt; sleep 0.2")]}
    terminal.type("Send." + script({"text": "Sent.", "tools": [subagent(cabin, background=False)]}, *[went_on] * 20))
    eventually((cabin.project / "sub.txt").exists, "the subagent at work")
    outcome = stop(cabin, cabin.session()["session_id"], "--lever", "hook")
    assert outcome["outcome"] == "stopped", outcome
    then = (cabin.project / "sub.txt").read_text()
    takes_the_next_prompt(cabin, terminal)
    assert (cabin.project / "sub.txt").read_text() == then


def test_a_subagent_in_the_background_of_a_session_at_rest_is_stopped(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", *ALLOWED)
    went_on = {"text": "I go on.", "tools": [bash("echo main >> sub.txt; sleep 0.2")]}
    sent = {"text": "Sent.", "tools": [subagent(cabin, background=True)]}
    terminal.type("Send." + script(sent, {"text": "It runs."}, went_on, went_on))
    eventually((cabin.project / "sub.txt").exists, "the subagent at work")
    row = cabin.session("done", "the conversation to rest while its subagent works")
    assert "Sub job" in levers(cabin, row["session_id"])["hook"]
    outcome = stop(cabin, row["session_id"])
    assert (outcome["outcome"], outcome["lever"]) == ("stopped", "hook"), outcome
    assert "its subagents were stopped: Sub job" in outcome["evidence"]
    then = (cabin.project / "sub.txt").read_text()
    takes_the_next_prompt(cabin, terminal)
    assert (cabin.project / "sub.txt").read_text() == then


def test_a_subagent_in_the_background_is_stopped_with_the_turn_that_goes_on_beside_it(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", *ALLOWED)
    sent = {"text": "Sent.", "tools": [subagent(cabin, background=True)]}
    terminal.type("Send." + script(sent, LONG_TEXT, LONG_TEXT))
    eventually((cabin.project / "sub.txt").exists, "the subagent at work")
    eventually(lambda: "● Alpha line." in terminal.screen(), "the conversation to write beside it")
    outcome = stop(cabin, cabin.session()["session_id"])
    assert outcome["outcome"] == "stopped", outcome
    then = (cabin.project / "sub.txt").read_text()
    takes_the_next_prompt(cabin, terminal)
    assert (cabin.project / "sub.txt").read_text() == then


def test_a_shell_in_the_background_goes_on_after_an_interrupt_and_that_is_said(cabin: Cabin) -> None:
    terminal, command = cabin.terminal("main", *ALLOWED), sleeper(cabin)
    shell = {"name": "Bash", "input": {"command": command, "description": "Serve", "run_in_background": True}}
    terminal.type("Serve." + script({"text": "Up.", "tools": [shell]}, LONG_TEXT))
    eventually(lambda: "● Alpha line." in terminal.screen(), "the text after it")
    outcome = stop(cabin, cabin.session("working")["session_id"])
    assert outcome["outcome"] == "stopped", outcome
    assert sleeping(command) == 1
    assert "tail (pid" in outcome["evidence"] and "of this turn runs on" in outcome["evidence"]


def test_all_of_a_project_are_stopped_and_none_of_another(cabin: Cabin, tmp_path: Path) -> None:
    first, second = cabin.terminal("first"), cabin.terminal("second")
    for terminal in (first, second):
        terminal.type("Talk." + script(LONG_TEXT))
        eventually(lambda shown=terminal: "● Alpha line." in shown.screen(), "its text")  # type: ignore[misc]
    elsewhere = cabin.run("stop", "--project", str(tmp_path / "home"), "--yes")
    assert elsewhere.stdout == "Nothing is at work.\n"
    done = cabin.run("stop", "--project", str(cabin.project), "--yes", "--json")
    result = json.loads(done.stdout)
    assert [row["result"]["outcome"] for row in result["sessions"]] == ["stopped", "stopped"]
    assert {row["status"] for row in cabin.sessions()} == {"interrupted"}


def test_an_ended_session_is_taken_up_again_by_the_command_that_is_given(cabin: Cabin) -> None:
    claude = cabin.print_mode("Talk." + script(LONG_TEXT))
    row = cabin.session("working")
    outcome = stop(cabin, row["session_id"], "--level", "end")
    assert outcome["outcome"] == "stopped", outcome
    claude.wait(5)
    prompt = "Again." + script({"text": "Back again."})
    again = subprocess.run(
        ["sh", "-c", f'{outcome["resume"]} -p "$0"', prompt],
        env=cabin.claude_env(), capture_output=True, text=True, timeout=60, check=False, cwd="/",
    )  # fmt: skip
    assert "Back again." in again.stdout, again
    assert cabin.session("done")["session_id"] == row["session_id"]


def test_a_session_launched_here_is_interrupted_over_its_stream_and_ended_like_any_other(tmp_path: Path) -> None:
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path)
    try:
        cabin.start_hub(**cabin.claude_env())
        folder = str(cabin.project)
        cabin.signalcabin("launch", "--folder", folder, "Talk." + script({**LONG_TEXT, "words": 2000}))
        row = cabin.session("working", "the launched session to write")
        outcome = stop(cabin, row["session_id"])
        assert (outcome["outcome"], outcome["lever"]) == ("stopped", "stream"), outcome
        assert cabin.run("say", row["session_id"], "Still here?" + script({"text": "Still here."})).returncode == 0
        eventually(lambda: "Still here." in cabin.said(row["session_id"]), "it to take the next prompt")
        command = sleeper(cabin)
        cabin.signalcabin("say", row["session_id"], "Wait." + script({"text": "W.", "tools": [bash(command)]}))
        asked = eventually(lambda: json.loads(cabin.signalcabin("pending", "--json")), "it to ask")
        cabin.signalcabin("answer", asked[0]["request_id"], "allow")
        eventually(lambda: sleeping(command) >= 1, "its child")
        outcome = stop(cabin, row["session_id"], "--level", "end")
        assert (outcome["outcome"], outcome["survivors"], sleeping(command)) == ("stopped", [], 0), outcome
    finally:
        cabin.close()


def test_a_session_that_was_never_connected_is_interrupted_in_its_pane_all_the_same(cabin: Cabin) -> None:
    cabin.signalcabin("disconnect", "claude_code", "--yes")
    terminal = cabin.terminal()
    terminal.type("Talk long." + script(LONG_TEXT))
    eventually(lambda: "● Alpha line." in terminal.screen(), "the first line")
    row = cabin.session("working", "the registry to tell of it")
    outcome = stop(cabin, row["session_id"])
    assert (outcome["outcome"], outcome["lever"]) == ("stopped", "tmux"), outcome
    eventually(lambda: "Interrupted" in terminal.screen(), "its word")


def test_who_gave_an_order_and_what_came_of_it_stays_on_record(cabin: Cabin) -> None:
    claude = cabin.print_mode("Talk." + script(LONG_TEXT))
    row = cabin.session("working")
    stop(cabin, row["session_id"], "--level", "end")
    claude.wait(5)
    trail = json.loads(cabin.signalcabin("audit", "--json"))
    assert [(order["command"], order["outcome"]) for order in trail] == [("connect", "done"), ("stop: end", "stopped")]
    assert "hooks added" in trail[0]["said"]
    assert trail[1]["by"].startswith("command line, uid ")
    assert trail[1]["session_id"] == row["session_id"]
