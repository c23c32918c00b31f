"""``tail``: every number once and in order, with and without a hub, and on as things happen."""

from __future__ import annotations

import json
import signal

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.recordings import RECORDINGS

ALL_EVENTS = str(RECORDINGS / "claude_code" / "2.1.197-all-events.jsonl")
RESUME = str(RECORDINGS / "claude_code" / "2.1.197-resume.jsonl")


def _seqs(text: str) -> list[int]:
    return [json.loads(record)["seq"] for record in text.splitlines()]


@pytest.mark.slow
def test_numbers_have_no_gaps_with_and_without_a_hub(line: CommandLine) -> None:
    hub = line.start_hub()
    line.say("replay", ALL_EVENTS, "--speed", "max")
    with_hub = line.say("tail", "--json")
    assert _seqs(with_hub) == list(range(1, len(with_hub.splitlines()) + 1))
    assert len(_seqs(with_hub)) > 20
    line.end(hub)
    assert line.say("tail", "--json") == with_hub


def test_since_begins_after_a_number(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", RESUME, "--speed", "max")
    everything = _seqs(line_with_hub.say("tail", "--json"))
    assert _seqs(line_with_hub.say("tail", "--json", "--since", "3")) == everything[3:]


@pytest.mark.slow
def test_one_session_is_told_alone(line_with_hub: CommandLine) -> None:
    for recording in (RESUME, ALL_EVENTS):
        line_with_hub.say("replay", recording, "--speed", "max")
    wanted = line_with_hub.ask("sessions")[0]["session_id"]
    records = [json.loads(each) for each in line_with_hub.say("tail", "--json", "--session", wanted[:13]).splitlines()]
    assert records
    assert {record["session_id"] for record in records} == {wanted}


def test_each_record_has_the_documented_shape(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", RESUME, "--speed", "max")
    for text in line_with_hub.say("tail", "--json").splitlines():
        record = json.loads(text)
        assert set(record) - {"pid", "proc_start"} == {"seq", "at_us", "agent", "session_id", "source", "event"}
        assert record["event"]["type"]


@pytest.mark.slow
def test_follow_goes_on_across_a_restart_of_the_hub_and_ends_quietly(line: CommandLine) -> None:
    hub = line.start_hub()
    tail = line.start("tail", "--json", "--follow")
    line.say("replay", RESUME, "--speed", "max")
    line.end(hub)
    line.start_hub()
    line.say("replay", RESUME, "--speed", "max")
    wanted = _seqs(line.say("tail", "--json"))
    assert tail.stdout is not None
    assert [json.loads(tail.stdout.readline())["seq"] for _ in wanted] == wanted
    tail.send_signal(signal.SIGINT)
    assert tail.wait(10) == 0
    assert tail.stderr is not None and tail.stderr.read() == ""


def test_for_a_reader_each_record_is_one_harmless_line(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", ALL_EVENTS, "--speed", "max")
    shown = line_with_hub.say("tail").splitlines()
    assert len(shown) == len(line_with_hub.say("tail", "--json").splitlines())
    assert all(text.isprintable() for text in shown)


def test_an_unknown_session_is_told(line: CommandLine) -> None:
    done = line.run("tail", "--session", "nobody")
    assert done.returncode == 2
    assert "No session is called 'nobody'" in done.stderr
