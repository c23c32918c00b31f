"""A permission the hub holds when it is killed: the agent's own dialog works on, and nothing was decided by us."""

from __future__ import annotations

import json
import signal

import pytest

from tests.helpers.real_claude import Cabin, bash, eventually, script

pytestmark = [pytest.mark.real_cli, pytest.mark.slow]


def test_a_hub_that_is_killed_while_it_holds_a_question_decides_nothing(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("Make it." + script({"text": "Making.", "tools": [bash("touch made.txt")]}, {"text": "Made."}))
    cabin.session("waiting", "the question")
    eventually(lambda: "Do you want to proceed?" in terminal.screen(), "the dialog")
    cabin.hub.send_signal(signal.SIGKILL)
    cabin.hub.wait(5)
    assert "Do you want to proceed?" in terminal.screen()
    assert not (cabin.project / "made.txt").exists()
    terminal.press("Enter")
    eventually(lambda: "● Made." in terminal.screen(), "the agent to go on after Yes in the terminal")
    assert (cabin.project / "made.txt").exists()


def test_a_question_no_hub_holds_any_more_is_ended_by_escape(cabin: Cabin) -> None:
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type("Make it." + script({"text": "Making.", "tools": [bash("touch made.txt")]}, {"text": "Made."}))
    session_id = cabin.session("waiting", "the question")["session_id"]
    cabin.hub.send_signal(signal.SIGKILL)
    cabin.hub.wait(5)
    cabin.start_hub()
    cabin.session("waiting", "the new hub to know of the dialog")
    outcome = json.loads(cabin.run("stop", session_id, "--json").stdout)
    assert (outcome["outcome"], outcome["lever"]) == ("stopped", "tmux"), outcome
    assert not (cabin.project / "made.txt").exists()
    terminal.type("And now." + script({"text": "Still here."}))
    cabin.session("done", "the session to take the next prompt")
