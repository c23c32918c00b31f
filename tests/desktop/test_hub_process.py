"""Checks of ``app.desktop.hub_process``, with programs that stand in for the hub."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from app.desktop import hub_process as module
from app.desktop.hub_process import HubProcess
from app.system.paths import DataPaths


class Starter:
    """Chooses what ``ensure`` starts, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program = "import time; time.sleep(60)"
        self.starts = 0
        monkeypatch.setattr(module, "own_command", self._command)

    def _command(self, *words: str) -> list[str]:
        assert words[0] == "--data-dir" and words[2] == "hub"
        self.starts += 1
        return [sys.executable, "-S", "-c", self.program]


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> Starter:
    return Starter(monkeypatch)


@pytest.fixture
def hub_process(paths: DataPaths, starter: Starter) -> Iterator[HubProcess]:
    made = HubProcess(paths)
    yield made
    made.stop()


def test_a_missing_hub_is_started_once(hub_process: HubProcess, starter: Starter) -> None:
    hub_process.ensure()
    hub_process.ensure()
    assert (starter.starts, hub_process.started_here) == (1, True)


def test_quitting_ends_the_hub_that_was_started_here(hub_process: HubProcess) -> None:
    hub_process.ensure()
    process = hub_process._process
    assert process is not None
    hub_process.stop()
    assert process.returncode is not None
    assert not hub_process.started_here


@pytest.mark.expects_warnings
def test_a_hub_that_does_not_listen_is_killed(hub_process: HubProcess, starter: Starter) -> None:
    starter.program = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    hub_process.ensure()
    process = hub_process._process
    assert process is not None
    while b"deaf" not in hub_process._log_file.read_bytes():
        assert process.poll() is None
    hub_process.stop(wait_s=0.2)
    assert process.returncode == -9


def test_one_that_goes_on_collecting_is_left_alone(hub_process: HubProcess) -> None:
    hub_process.ensure()
    process = hub_process._process
    assert process is not None
    hub_process.leave_running()
    hub_process.stop()
    assert process.poll() is None
    process.kill()
    process.wait()


@pytest.mark.expects_warnings
def test_a_hub_that_fails_is_not_started_again_at_once_and_its_last_words_are_kept(
    hub_process: HubProcess, starter: Starter
) -> None:
    starter.program = "import sys; sys.exit('the store is from a newer version')"
    hub_process.ensure()
    assert hub_process._process is not None
    hub_process._process.wait()
    hub_process.ensure()
    assert starter.starts == 1
    hub_process._not_before_s = 0
    hub_process.ensure()
    assert starter.starts == 2
    assert hub_process.last_error == "the hub ended with code 1: the store is from a newer version"


def test_once_a_hub_was_up_the_next_is_started_without_a_pause(hub_process: HubProcess, starter: Starter) -> None:
    starter.program = "pass"
    hub_process.ensure()
    assert hub_process._process is not None
    hub_process._process.wait()
    hub_process.is_up()
    hub_process._process = None
    hub_process.ensure()
    assert starter.starts == 2


@pytest.mark.expects_warnings
def test_a_program_that_cannot_be_started_is_said_and_not_raised(
    hub_process: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "own_command", lambda *_words: ["/nonexistent/signalcabin"])
    hub_process.ensure()
    assert hub_process.last_error == "the hub could not be started: No such file or directory"
