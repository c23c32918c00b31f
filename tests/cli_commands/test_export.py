"""``export``: a session as a file that says what it contains, and that can be played again."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.hub_at_work import SESSION


@pytest.fixture
def told(line_with_hub: CommandLine) -> CommandLine:
    """A hub that heard of one session in the person's own home."""
    line, folder = line_with_hub, str(line_with_hub.home / "shop")
    begin = {"session_id": SESSION, "prompt": "the password=9f8a7b6c5d is old", "cwd": folder, "prompt_id": "p1"}
    line.run("relay", "claude_code", "UserPromptSubmit", stdin=json.dumps(begin))
    stop = {"session_id": SESSION, "last_assistant_message": f"Done in {folder}", "cwd": folder}
    line.run("relay", "claude_code", "Stop", stdin=json.dumps(stop))
    return line


@pytest.mark.slow
def test_the_file_says_what_it_contains_and_is_for_its_owner_alone(told: CommandLine) -> None:
    target = told.folder / "out.zip"
    done = told.ask("export", SESSION[:8], str(target))
    assert (done["file"], done["deliveries"], done["scrubbed"]) == (str(target), 2, True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["README.txt", "transcript.md", "records.jsonl", "recording.jsonl"]
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert f"{done['records']} records" in texts["README.txt"] and "2 deliveries" in texts["README.txt"]
    assert "TurnStarted" in texts["README.txt"] and "before you give it away" in texts["README.txt"]
    assert len(texts["records.jsonl"].splitlines()) == done["records"]
    for text in texts.values():
        assert str(told.home) not in text and "9f8a7b6c5d" not in text
    assert "/home/dev/shop" in texts["records.jsonl"] and "is old" in texts["transcript.md"]


@pytest.mark.slow
def test_what_was_exported_can_be_played(told: CommandLine, tmp_path: Path) -> None:
    target = told.folder / "out.zip"
    told.say("export", SESSION, str(target))
    with zipfile.ZipFile(target) as archive:
        archive.extract("recording.jsonl", tmp_path)
    played = told.ask("replay", str(tmp_path / "recording.jsonl"), "--speed", "max")
    assert played["deliveries"] == 2 and len(told.ask("sessions")) == 2


@pytest.mark.slow
def test_as_it_is_means_with_names_of_folders(told: CommandLine) -> None:
    target = told.folder / "out.zip"
    said = told.say("export", SESSION, str(target), "--as-it-is")
    assert "Nothing was hidden" in said
    with zipfile.ZipFile(target) as archive:
        assert str(told.home) in archive.read("records.jsonl").decode()


def test_a_file_that_is_there_is_never_written_over(told: CommandLine) -> None:
    target = told.folder / "out.zip"
    target.write_text("mine")
    done = told.run("export", SESSION, str(target))
    assert done.returncode == 2 and "exists already" in done.stderr and target.read_text() == "mine"
