"""``purge``: says what would go, asks, and removes it for good."""

from __future__ import annotations

import json

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.hub_at_work import SESSION

PROMPT = json.dumps({"session_id": SESSION, "prompt": "Build it", "cwd": "/p"})
END = json.dumps({"session_id": SESSION, "reason": "other"})


@pytest.mark.slow
def test_a_session_is_removed_when_a_person_says_so(line_with_hub: CommandLine) -> None:
    line = line_with_hub
    line.run("relay", "claude_code", "UserPromptSubmit", stdin=PROMPT)
    line.run("relay", "claude_code", "SessionEnd", stdin=END)
    assert [row["session_id"] for row in line.ask("sessions")] == [SESSION]

    asked = line.run("purge", SESSION[:8])
    assert asked.returncode == 2 and "Nobody is there to be asked" in asked.stderr
    assert "Build it" in asked.stdout and "cannot be undone" in asked.stdout
    assert len(line.ask("sessions")) == 1

    assert "1 sessions removed" in line.say("purge", SESSION[:8], "--yes")
    assert line.ask("sessions") == []
    audit = line.say("audit")
    assert "Purge" in audit and "1 sessions, 3 records" in audit


def test_who_says_neither_session_nor_all_is_asked_which(line: CommandLine) -> None:
    done = line.run("purge")
    assert done.returncode == 2 and "Name a session" in done.stderr


def test_with_nothing_to_remove_that_is_said(line_with_hub: CommandLine) -> None:
    done = line_with_hub.run("purge", "--older-than", "1", "--yes")
    assert done.returncode == 0 and "nothing to remove" in done.stderr
