"""The simulated agent behaves as the real one at its hooks, files and signals: on the real relay and hub."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from app.dev.scenario_texts import GUIDE
from tests.helpers.command_line import CommandLine, child_pids, eventually, process_exists

pytestmark = pytest.mark.slow


@pytest.fixture
def line(line: CommandLine) -> CommandLine:
    line.start_hub()
    line.connect()
    return line


def _row(line: CommandLine, *statuses: str) -> dict[str, Any]:
    """The only session, once it has one of these statuses."""

    def found() -> dict[str, Any] | None:
        rows: list[dict[str, Any]] = line.ask("sessions")
        return next((row for row in rows if not statuses or row["status"] in statuses), None)

    return eventually(found, f"a session that is {statuses}: {line.ask('sessions')}")


def _blocks(line: CommandLine, session_id: str, kind: str) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = json.loads(line.say("transcript", session_id, "--format", "json"))
    return [block for block in blocks if block["kind"] == kind]


def test_a_finished_task_is_told_from_its_start_to_its_end(line: CommandLine) -> None:
    agent = line.start_agent("finishing", "--turns", "1")
    assert agent.wait(60) == 0
    row = _row(line, "ended")
    assert row["title"] == "Write the changelog entry for 2.4"
    assert row["pid"] == agent.pid
    assert row["turns"] == 1
    assert row["tool_calls"] == {"total": 3, "running": 0, "failed": 0}
    eventually(lambda: _row(line)["usage"]["output"], "the usage from the transcript")
    text = line.say("transcript", row["session_id"])
    assert text.count("Seven of the 27 commits matter to a reader.") == 1
    assert text.count("I left out refactorings and test changes.") == 1


def test_a_failing_tool_and_a_rate_limit_are_told(line: CommandLine) -> None:
    line.start_agent("failing")
    row = _row(line, "failed")
    assert row["reason"].startswith("rate_limit")
    assert row["tool_calls"]["failed"] == 1


def test_a_permission_is_held_until_it_is_allowed_here_and_then_the_tool_runs(line: CommandLine) -> None:
    line.start_agent("permission")
    row = _row(line, "waiting")
    assert row["waiting_on"] == "permission"
    (request,) = line.ask("pending")
    assert request["input"]["command"] == "git push origin release/2.4 --tags"
    assert line.say("answer", request["request_id"][:20], "allow") == "Allowed.\n"
    _row(line, "done")
    assert line.ask("pending") == []
    pushed = [
        block for block in _blocks(line, row["session_id"], "ToolBlock") if "push" in block["input"].get("command", "")
    ]
    assert [block["status"] for block in pushed] == ["ok"]


def test_a_denied_permission_is_read_by_the_model_and_the_turn_goes_on(line: CommandLine) -> None:
    line.start_agent("permission")
    _row(line, "waiting")
    (request,) = line.ask("pending")
    assert line.say("answer", request["request_id"], "deny", "--reason", "not before noon") == "Denied.\n"
    row = _row(line, "done")
    assert "not before noon" in line.say("transcript", row["session_id"])


def test_a_denial_with_interrupt_ends_the_turn(line: CommandLine) -> None:
    line.start_agent("permission")
    _row(line, "waiting")
    (request,) = line.ask("pending")
    line.say("answer", request["request_id"], "deny", "--interrupt")
    _row(line, "interrupted")


def test_a_plan_waits_for_approval(line: CommandLine) -> None:
    line.start_agent("plan")
    assert _row(line, "waiting")["waiting_on"] == "plan"
    assert "Splitting `orders` without downtime" in line.say("pending")


def test_subagents_work_at_once_in_lanes_of_their_own(line: CommandLine) -> None:
    line.start_agent("subagents", "--turns", "1")
    row = _row(line, "done", "ended")
    assert row["subagents"] == 3
    assert row["tool_calls"]["total"] == 3 + 3 * 3
    lanes = [block["subagent_lane"] for block in _blocks(line, row["session_id"], "SubagentBlock")]
    used = [block["lane"] for block in _blocks(line, row["session_id"], "ToolBlock")]
    assert sorted(used) == sorted(lanes * 3)


def test_streamed_text_is_the_written_text_once(line: CommandLine) -> None:
    line.start_agent("streaming", "--turns", "1", speed=60.0)
    row = _row(line, "ended")
    said = [block["text"] for block in _blocks(line, row["session_id"], "TextBlock")]
    assert [text for text in said if text.startswith("# The event API")] == [GUIDE]
    streamed = [json.loads(text)["event"] for text in line.say("tail", "--json").splitlines()]
    assert sum(event["type"] == "MessageDelta" for event in streamed) > 1


def test_interrupt_stops_it_before_its_next_tool(line: CommandLine) -> None:
    line.start_agent("working", speed=6.0)
    row = _row(line, "working")
    result = json.loads(line.say("stop", row["session_id"][:8], "--json"))
    assert result["outcome"] == "stopped", result
    assert _row(line)["status"] == "interrupted"


def test_end_leaves_neither_the_agent_nor_its_children(line: CommandLine) -> None:
    agent = line.start_agent("working", speed=6.0)
    shell = eventually(lambda: _test_run_below(agent.pid), "the long Bash tool with its real child")
    row = _row(line, "working")
    result = line.run("stop", row["session_id"], "--level", "end", "--json")
    assert json.loads(result.stdout)["outcome"] == "stopped"
    assert result.returncode == 0
    assert agent.wait(10) == 143
    assert not any(process_exists(pid) for pid in shell)
    assert _row(line)["status"] == "ended"


def test_on_sigterm_it_says_goodbye_and_leaves_its_children_as_the_original_does(line: CommandLine) -> None:
    agent = line.start_agent("working", speed=6.0)
    shell = eventually(lambda: _test_run_below(agent.pid), "the long Bash tool with its real child")
    assert line.end(agent) == 143
    row = _row(line, "ended")
    assert row["ended_at"]
    assert any(process_exists(pid) for pid in shell)
    assert list((line.agent_home / "sessions").iterdir()) == []
    for pid in shell:
        os.kill(pid, signal.SIGKILL)


def test_killed_it_is_lost_within_five_seconds(line: CommandLine) -> None:
    agent = line.start_agent("streaming")
    _row(line, "working")
    agent.kill()
    killed_at = time.monotonic()
    row = _row(line, "lost")
    assert time.monotonic() - killed_at < 6
    assert row["status_source"] == "process"


def test_hooks_that_are_taken_out_are_not_run_any_more(line: CommandLine) -> None:
    line.say("disconnect", "claude_code", "--yes")
    before = line.say("tail", "--json")
    assert line.start_agent("finishing", "--turns", "1", speed=100.0).wait(60) == 0
    hooked = [json.loads(text) for text in line.say("tail", "--json").splitlines()[len(before.splitlines()) :]]
    assert not [record for record in hooked if record["source"] == "hook"]


def test_without_a_hub_the_agent_goes_on_and_nothing_is_lost(line: CommandLine, tmp_path: Path) -> None:
    alone = CommandLine(tmp_path / "alone") if (tmp_path / "alone").mkdir() is None else line
    try:
        alone.connect()
        assert alone.start_agent("finishing", "--turns", "1", speed=100.0).wait(60) == 0
        assert alone.ask("sessions") == []
        alone.start_hub()
        row = _row(alone, "ended")
        assert row["tool_calls"]["total"] == 3
    finally:
        alone.close()


def _test_run_below(pid: int) -> list[int]:
    """The shell of the scenario's longest tool and its child, once both run."""
    for shell in child_pids(pid):
        with contextlib.suppress(OSError):
            if b"\0pytest -q\0" in Path(f"/proc/{shell}/cmdline").read_bytes() and child_pids(shell):
                return [shell, *child_pids(shell)]
    return []
