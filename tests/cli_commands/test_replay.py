"""``record`` and ``replay``: what was recorded enters by the same door, as often as one likes."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine, eventually
from tests.helpers.recordings import RECORDINGS

RESUME = RECORDINGS / "claude_code" / "2.1.197-resume.jsonl"
TRANSCRIPT = RECORDINGS / "claude_code" / "2.1.197-transcript-tools-and-subagent.jsonl"


def test_a_recording_can_be_played_twice_as_two_conversations(line_with_hub: CommandLine) -> None:
    first = line_with_hub.ask("replay", str(RESUME), "--speed", "max")
    second = line_with_hub.ask("replay", str(RESUME), "--speed", "max")
    assert first["deliveries"] == second["deliveries"] > 0
    assert set(first["sessions"]) == set(second["sessions"])
    assert not set(first["sessions"].values()) & set(second["sessions"].values())
    rows = {row["session_id"]: row for row in line_with_hub.ask("sessions")}
    for old in first["sessions"]:
        one, two = rows[first["sessions"][old]], rows[second["sessions"][old]]
        for name in ("title", "turns", "tool_calls", "status", "reason", "usage"):
            assert one[name] == two[name]


def test_followed_files_are_played_too(line_with_hub: CommandLine) -> None:
    played = line_with_hub.ask("replay", str(TRANSCRIPT), "--speed", "max")
    (session,) = played["sessions"].values()
    sources = {json.loads(each)["source"] for each in line_with_hub.say("tail", "--json").splitlines()}
    assert "transcript" in sources
    row = next(row for row in line_with_hub.ask("sessions") if row["session_id"] == session)
    assert row["usage"]["input"] > 0
    assert row["tool_calls"]["total"] > 0


@pytest.mark.slow
def test_played_times_are_now_unless_they_are_to_be_kept(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", str(TRANSCRIPT), "--speed", "max", "--keep-times", "--keep-ids")
    (old,) = line_with_hub.ask("sessions")
    assert old["started_at"].startswith("2026-11-22T07:42")
    line_with_hub.say("replay", str(TRANSCRIPT), "--speed", "max")
    new = next(row for row in line_with_hub.ask("sessions") if row["session_id"] != old["session_id"])
    assert new["started_at"] > old["started_at"]


def test_a_recording_of_a_replay_plays_again(line_with_hub: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "new.jsonl"
    recorder = line_with_hub.start("record", str(target))
    eventually(target.exists, "the recording to begin")
    line_with_hub.say("replay", str(RESUME), "--speed", "max")
    recorder.send_signal(signal.SIGINT)
    assert recorder.wait(10) == 0
    assert recorder.stdout is not None
    count = len(RESUME.read_text().splitlines())
    assert recorder.stdout.read() == f"{count} deliveries in {target}\n"
    assert len(target.read_text().splitlines()) == count
    assert line_with_hub.ask("replay", str(target), "--speed", "max")["deliveries"] == count


def test_a_file_that_is_no_recording_is_refused_before_anything_is_played(
    line_with_hub: CommandLine, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(RESUME.read_text() + '{"half a li')
    done = line_with_hub.run("replay", str(bad))
    assert done.returncode == 1
    assert f"line {len(RESUME.read_text().splitlines()) + 1} is no delivery" in done.stderr
    assert line_with_hub.ask("sessions") == []


def test_without_a_hub_nothing_can_be_played_or_recorded(line: CommandLine, tmp_path: Path) -> None:
    for words in (("replay", str(RESUME)), ("record", str(tmp_path / "x"))):
        done = line.run(*words)
        assert done.returncode == 3
        assert done.stderr.startswith("signalcabin: No hub is running.\nStart one:")


def test_a_file_that_is_not_there_is_an_error_in_words(line_with_hub: CommandLine) -> None:
    done = line_with_hub.run("replay", "/nowhere.jsonl")
    assert done.returncode == 2
    assert "cannot be read: No such file" in done.stderr
