"""``stop``: its words and exit code follow what the system said, never what was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import cli
from app.cli_commands import stop
from app.core.commands import Stop, StopResult
from app.core.projections.rows import SessionRow

STOPPED = StopResult(outcome="stopped", lever="deny_then_stop", evidence="idle in the registry", took_ms=1250)
STILL = StopResult(outcome="still_running", evidence="a child ignores TERM", survivors=("sleep (pid 4711)",))
UNKNOWN = StopResult(outcome="unknown", evidence="no process is known")


def _stop(
    monkeypatch: pytest.MonkeyPatch, result: StopResult, *words: str, folder: Path = Path("/nonexistent")
) -> tuple[int, Stop]:
    asked: list[Any] = []

    def order(paths: object, command: Stop, timeout_s: float) -> Any:
        asked.append(command)
        assert timeout_s * 1000 > command.wait_ms
        return msgspec.to_builtins(result)

    monkeypatch.setattr(stop, "order", order)
    row = SessionRow(agent="claude_code", session_id="abc-1")
    monkeypatch.setattr(stop, "named_session", lambda paths, named: row)
    code = cli.main(["--data-dir", str(folder), "stop", "abc", *words])
    return code, asked[0]


@pytest.mark.parametrize(("result", "code"), [(STOPPED, 0), (STILL, 1), (UNKNOWN, 1)])
def test_only_a_session_that_is_stopped_gives_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], result: StopResult, code: int
) -> None:
    assert _stop(monkeypatch, result, "--json")[0] == code
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"outcome", "lever", "evidence", "took_ms", "survivors", "resume"}
    assert told["outcome"] == result.outcome


def test_it_is_an_interrupt_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _stop(monkeypatch, STOPPED)[1] == Stop(agent="claude_code", session_id="abc-1", level="interrupt")
    assert _stop(monkeypatch, STOPPED, "--level", "kill", "--wait", "2")[1] == Stop(
        agent="claude_code", session_id="abc-1", level="kill", wait_ms=2000
    )


def test_who_names_a_lever_need_not_name_its_level(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [_stop(monkeypatch, STOPPED, "--lever", lever)[1] for lever in ("tmux", "kill")]
    assert [(order.level, order.lever) for order in asked] == [("interrupt", "tmux"), ("kill", "kill")]


def test_the_words_name_lever_evidence_and_survivors() -> None:
    assert stop.sentence(STOPPED) == "Stopped by deny_then_stop after 1.2 s: idle in the registry."
    assert stop.sentence(STILL) == "Still running: a child ignores TERM. Still running: sleep (pid 4711)."
    assert stop.sentence(UNKNOWN).startswith("Not known whether it stopped: no process is known.")


def test_giving_up_the_wait_takes_an_armed_stop_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Any] = []

    def order(paths: object, command: Any, timeout_s: float = 0) -> Any:
        asked.append(type(command).__name__)
        if isinstance(command, Stop):
            raise KeyboardInterrupt
        return {"disarmed": True}

    monkeypatch.setattr(stop, "order", order)
    monkeypatch.setattr(stop, "named_session", lambda paths, named: SessionRow(agent="claude_code", session_id="abc"))
    assert cli.main(["stop", "abc"]) == 130
    assert asked == ["Stop", "DisarmStop"]
    assert "will not be stopped" in capsys.readouterr().err


@pytest.mark.parametrize("wait", ["0", "-1", "nan", "soon", "9999"])
def test_a_wait_that_is_no_sensible_time_is_refused(wait: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["stop", "abc", f"--wait={wait}"])
    assert ended.value.code == 2
