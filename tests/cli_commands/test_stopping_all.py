"""``stop --all`` and ``stop --project``: nothing is touched that was not listed and agreed to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import cli
from app.cli_commands import stopping_all
from app.core.commands import StopAll, StopResult
from app.core.records import SessionKey
from app.core.stopping import StopAllResult, StopAllRow

ROW = StopAllRow(
    agent="claude_code", session_id="abc-1", title="Build", cwd="/home/dev/shop", sentence="Stops before the next tool."
)


class Hub:
    """Answers as a hub with the given sessions at work."""

    def __init__(self, *outcomes: str) -> None:
        self.asked: list[StopAll] = []
        self.outcomes = outcomes

    def order(self, paths: object, command: StopAll, timeout_s: float) -> Any:
        self.asked.append(command)
        results = [None if command.preview else StopResult(outcome=each) for each in self.outcomes]  # type: ignore[arg-type]
        rows = tuple(msgspec.structs.replace(ROW, result=result) for result in results)
        return msgspec.to_builtins(StopAllResult(level=command.level, sessions=rows))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    hub = Hub("stopped")
    monkeypatch.setattr(stopping_all, "order", hub.order)
    return hub


def stop(*words: str) -> int:
    return cli.main(["--data-dir", "/nonexistent", "stop", *words])


def test_it_lists_what_will_be_touched_and_stops_exactly_that(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert stop("--all", "--yes") == 0
    preview, order = hub.asked
    assert (preview.preview, order.preview) == (True, False)
    assert order.sessions == (SessionKey("claude_code", "abc-1"),)
    told = capsys.readouterr().out
    assert told.index("Stops before the next tool.") < told.index("Stopped after")


def test_a_project_is_named_by_its_whole_path(hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    stop("--project", ".", "--yes", "--level", "end")
    assert {(asked.cwd, asked.level) for asked in hub.asked} == {(str(tmp_path.resolve()), "end")}


def test_without_a_yes_nothing_is_touched(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "")
    assert stop("--all") == 1
    assert [asked.preview for asked in hub.asked] == [True]


def test_where_nobody_can_agree_nothing_is_touched(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert stop("--all") == 1
    assert [asked.preview for asked in hub.asked] == [True]


def test_one_that_still_runs_makes_it_a_failure(hub: Hub) -> None:
    hub.outcomes = ("stopped", "still_running")
    assert stop("--all", "--yes") == 1


def test_nothing_at_work_is_no_failure(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.outcomes = ()
    assert stop("--all") == 0
    assert capsys.readouterr().out == "Nothing is at work.\n"


def test_all_and_one_exclude_each_other(hub: Hub) -> None:
    assert stop("abc", "--all", "--yes") == 2
    assert stop() == 2
    assert hub.asked == []
