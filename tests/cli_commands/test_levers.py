"""``levers``: each lever on a line, the default marked, and why the others are not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import cli
from app.cli_commands import levers
from app.core.projections.rows import SessionRow
from app.core.replying import ReplyWay
from app.core.stopping import LeverList, LeverRow

FOUND = LeverList(
    levers=(
        LeverRow(lever="tmux", level="interrupt", why_not="it runs in no terminal"),
        LeverRow(lever="hook", level="interrupt", sentence="Stops before the next tool."),
    ),
    default="hook",
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str, found: LeverList = FOUND) -> str:
        monkeypatch.setattr(levers, "order", lambda paths, command: msgspec.to_builtins(found))
        row = SessionRow(agent="claude_code", session_id="abc-1")
        monkeypatch.setattr(levers, "named_session", lambda paths, named: row)
        assert cli.main(["--data-dir", str(Path("/nonexistent")), "levers", "abc", *words]) == 0
        return capsys.readouterr().out

    return run


def test_the_default_is_marked_and_what_is_missing_says_why(told: Any) -> None:
    assert told().splitlines() == [
        "  tmux        not now: it runs in no terminal",
        "▶ hook        Stops before the next tool.",
    ]


def test_what_is_armed_already_is_said_first(told: Any) -> None:
    found = msgspec.structs.replace(FOUND, armed="will stop before the next tool")
    assert told(found=found).startswith("Set already: will stop before the next tool.\n")


def test_how_a_message_would_reach_it_is_said_last(told: Any) -> None:
    found = msgspec.structs.replace(FOUND, reply=ReplyWay(how="wake", sentence="wakes it now"))
    assert told(found=found).splitlines()[-1] == "  say         wakes it now"
    found = msgspec.structs.replace(FOUND, reply=ReplyWay(why_not="it has ended"))
    assert told(found=found).splitlines()[-1] == "  say         not now: it has ended"
    assert json.loads(told("--json", found=found))["reply"]["why_not"] == "it has ended"


def test_json_has_every_lever_with_its_sentence_or_its_reason(told: Any) -> None:
    found = json.loads(told("--json"))
    assert found["default"] == "hook"
    assert [(each["lever"], bool(each["sentence"]), bool(each["why_not"])) for each in found["levers"]] == [
        ("tmux", False, True), ("hook", True, False),
    ]  # fmt: skip
