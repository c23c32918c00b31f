"""``transcript``: all that was said and done, for a reader and for a program."""

from __future__ import annotations

import json

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.recordings import RECORDINGS

FOLDER = RECORDINGS / "claude_code"
TOOLS = str(FOLDER / "2.1.197-transcript-tools-and-subagent.jsonl")
ALL_EVENTS = str(FOLDER / "2.1.197-all-events.jsonl")


def _play(line: CommandLine, recording: str) -> str:
    return str(next(iter(line.ask("replay", recording, "--speed", "max")["sessions"].values())))


def test_each_tool_call_stands_there_once_with_input_output_and_duration(line_with_hub: CommandLine) -> None:
    session = _play(line_with_hub, TOOLS)
    blocks = json.loads(line_with_hub.say("transcript", session, "--format", "json"))
    tools = [block for block in blocks if block["kind"] == "ToolBlock"]
    ids = [tool["tool_call_id"] for tool in tools]
    assert len(ids) == len(set(ids)) > 5
    for tool in tools:
        assert {"name", "input", "output", "status", "error", "duration_ms", "started_at", "lane"} <= set(tool)
    (row,) = line_with_hub.ask("sessions")
    subagents = [block for block in blocks if block["kind"] == "SubagentBlock"]
    assert len(tools) + len(subagents) == row["tool_calls"]["total"]


def test_a_subagent_s_own_calls_follow_it_in_its_lane(line_with_hub: CommandLine) -> None:
    session = _play(line_with_hub, TOOLS)
    blocks = json.loads(line_with_hub.say("transcript", session, "--format", "json"))
    (at,) = [number for number, block in enumerate(blocks) if block["kind"] == "SubagentBlock"]
    lane = blocks[at]["subagent_lane"]
    assert [block["lane"] for block in blocks[at + 1 : at + 3]] == [lane, lane]
    assert sum(block["kind"] == "ToolBlock" and block["lane"] == lane for block in blocks) == 1


def test_the_markdown_says_every_message_once(line_with_hub: CommandLine) -> None:
    session = _play(line_with_hub, TOOLS)
    text = line_with_hub.say("transcript", session)
    assert text.startswith("#")
    for said in ("Writing then reading.", "Two reads and a failing bash in parallel.", "Sub runs."):
        assert text.count(f"\n{said}\n") + text.count(f"> {said}\n") == 1, said


@pytest.mark.slow
def test_the_beginning_of_an_id_is_enough_with_and_without_a_hub(line: CommandLine) -> None:
    hub = line.start_hub()
    session = _play(line, ALL_EVENTS)
    with_hub = line.say("transcript", session[:8])
    line.end(hub)
    assert line.say("transcript", session[:8]) == with_hub


def test_an_unknown_session_is_a_mistake_with_a_remedy(line: CommandLine) -> None:
    done = line.run("transcript", "nobody")
    assert done.returncode == 2
    assert done.stderr == "signalcabin: No session is called 'nobody'.\n`signalcabin sessions` lists them.\n"
