"""``pending``: what waits for an answer, whole, and the command that gives it."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import pytest

from app.cli_commands import pending
from app.core.commands import PendingRow, Suggestion
from app.system.paths import DataPaths


def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *rows: PendingRow) -> str:
    monkeypatch.setattr(pending, "pending", lambda paths: list(rows))
    assert pending.run(argparse.Namespace(json=False), DataPaths(Path("/nowhere"))) == 0
    return capsys.readouterr().out


def row(kind: str, tool_name: str, **given: object) -> PendingRow:
    return PendingRow(
        request_id="r-1", agent="claude_code", session_id="5e551011-0000", tool_name=tool_name, input=given, kind=kind
    )


def test_nothing_that_is_to_be_allowed_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shown(monkeypatch, capsys, row("permission", "Bash", command="make\nrm -rf build", timeout=5))
    assert "command: make" in told and "rm -rf build" in told and "timeout: 5" in told
    assert "signalcabin answer r-1 allow|deny" in told


def test_a_question_is_sent_to_where_the_agent_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shown(monkeypatch, capsys, row("question", "AskUserQuestion", question="Which colour?"))
    assert "answer it where the agent runs" in told
    assert "signalcabin answer r-1 deny\n" in told


def test_a_question_that_can_be_read_is_answered_with_a_choice_for_each(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = [{"question": "Which colour?", "options": [{"label": "Red"}]}, {"question": "Which size?"}]
    told = shown(monkeypatch, capsys, row("question", "AskUserQuestion", questions=questions))
    assert "Which colour?" in told and "Red" in told
    assert "signalcabin answer r-1 allow --choose ANSWER --choose ANSWER\n" in told


def test_suggestions_are_listed_by_their_number_if_they_are_understood(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offers = (Suggestion(words=""), Suggestion(words="Accept all edits in this session"))
    asked = msgspec.structs.replace(row("permission", "Bash", command="make"), suggestions=offers)
    told = shown(monkeypatch, capsys, asked)
    assert "--always 2: Accept all edits in this session" in told
    assert "--always 1" not in told


def test_nothing_waits(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(monkeypatch, capsys) == "Nothing waits for an answer.\n"
