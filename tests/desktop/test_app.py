"""Checks of ``app.desktop.app``: the program as it is started, on a hub of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from app.desktop.colours import DARK, LIGHT, Theme

ROOT = Path(__file__).parents[2]
STAND_IN = ROOT / "tests" / "helpers" / "stand_in_claude.py"


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def _start(data: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", "--data-dir", str(data), "run", *words],
        env={**_environment(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _hub_pid(data: Path) -> int:
    """Of the hub this desktop started, from the line it said when it was ready."""
    for line in (data / "logs" / "hub-process.log").read_text().splitlines():
        if '"ready"' in line:
            return int(json.loads(line)["pid"])
    raise AssertionError("no hub was started")


@pytest.mark.slow
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_draws_itself_without_a_display_and_ends_with_the_hub_it_started(tmp_path: Path, theme: Theme) -> None:
    picture = tmp_path / "shot.png"
    words = ("--offscreen-shot", str(picture), "--after", "1.5", "--theme", theme.name, "--size", "900x600")
    process = _start(tmp_path / "data", *words)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (900, 600)
    assert image.pixelColor(880, 300).name() == theme.window
    assert not psutil.pid_exists(_hub_pid(tmp_path / "data"))


@pytest.mark.slow
def test_term_ends_it_in_order(tmp_path: Path) -> None:
    process = _start(tmp_path / "data")
    log = tmp_path / "data" / "logs" / "hub-process.log"
    while not (log.exists() and "ready" in log.read_text()):
        assert process.poll() is None
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert not psutil.pid_exists(_hub_pid(tmp_path / "data"))
    assert (tmp_path / "data" / "window.ini").exists()


@pytest.mark.slow
def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    process = _start(tmp_path / "data", "--offscreen-shot", str(tmp_path / "no" / "shot.png"), "--after", "0.5")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "could not be written" in errors


@pytest.mark.slow
def test_term_asks_nobody_and_a_session_started_here_goes_with_the_hub(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "claude"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
    program.chmod(0o700)
    path = {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    process = _start(tmp_path / "data", **path)
    log = tmp_path / "data" / "logs" / "hub-process.log"
    while not (log.exists() and "ready" in log.read_text()):
        assert process.poll() is None
    launch = ("--data-dir", str(tmp_path / "data"), "launch", "--json", "--folder", str(tmp_path), "wait")
    launched = subprocess.run(
        [sys.executable, "-m", "app", *launch], env={**_environment(), **path}, capture_output=True, check=True
    )
    agent = psutil.Process(json.loads(launched.stdout)["pid"])
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert not psutil.pid_exists(_hub_pid(tmp_path / "data"))
    agent.wait(10)


@pytest.mark.slow
def test_a_second_start_calls_the_window_that_is_there_and_ends(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = _start(data)
    while not (data / "run" / "front.sock").exists():
        assert first.poll() is None
    second = _start(data)
    _, told = second.communicate(timeout=30)
    assert (second.returncode, told) == (0, "Signalcabin's window is open already.\n")
    assert first.poll() is None
    first.terminate()
    _, errors = first.communicate(timeout=30)
    assert (first.returncode, errors) == (0, "")
    assert not (data / "run" / "front.sock").exists()
