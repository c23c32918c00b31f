"""``watch``: the roster as lines for a pipe, as a screen for a terminal, and a clean end."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys

import pytest

from app.cli_commands import run
from tests.helpers.command_line import ROOT, CommandLine, eventually
from tests.helpers.recordings import RECORDINGS

RESUME = str(RECORDINGS / "claude_code" / "2.1.197-resume.jsonl")


def test_for_a_pipe_each_change_is_a_line_and_ctrl_c_ends_quietly(line_with_hub: CommandLine) -> None:
    watch = line_with_hub.start("watch", "--interval", "0.1")
    line_with_hub.say("replay", RESUME, "--speed", "max")
    assert watch.stdout is not None and watch.stderr is not None
    (row,) = line_with_hub.ask("sessions")
    first = watch.stdout.readline()
    assert row["session_id"][:8] in first
    assert "\x1b" not in first
    watch.send_signal(signal.SIGINT)
    assert watch.wait(10) == 0
    assert watch.stderr.read() == ""


@pytest.mark.slow
def test_a_terminal_is_given_back_as_it_was(line_with_hub: CommandLine) -> None:
    line_with_hub.say("replay", RESUME, "--speed", "max")
    (row,) = line_with_hub.ask("sessions")
    ours, theirs = pty.openpty()
    watch = line_with_hub.start("watch", stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    while row["session_id"][:8].encode() not in shown:
        shown += os.read(ours, 65536)
    assert shown.startswith(b"\x1b[?1049h")
    watch.send_signal(signal.SIGINT)
    while b"\x1b[?25h\x1b[?1049l" not in shown:
        shown += os.read(ours, 65536)
    assert watch.wait(10) == 0
    os.close(ours)


def test_once_shows_the_roster_and_ends(line: CommandLine) -> None:
    shown = line.say("watch", "--once")
    assert "no hub is running" in shown
    assert "No sessions yet" in shown


@pytest.mark.slow
def test_run_without_a_display_says_so_and_watches_with_a_hub_of_its_own(line: CommandLine) -> None:
    shown = line.start("run")
    assert shown.stderr is not None
    assert "There is no display here: showing the roster in this terminal instead" in shown.stderr.readline()
    line_hub = line.paths.hub_info
    eventually(line_hub.exists, "its hub")
    line.say("replay", RESUME, "--speed", "max")
    assert shown.stdout is not None
    assert shown.stdout.readline()
    shown.send_signal(signal.SIGINT)
    assert shown.wait(15) == 0
    assert not line_hub.exists()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_and_term_end_it_with_the_hub_it_started(line: CommandLine, number: int) -> None:
    ours, theirs = pty.openpty()
    shown = line.start("run", stdout=theirs)
    os.close(theirs)
    eventually(line.paths.hub_info.exists, "its hub")
    screen = b""
    while b"hub running" not in screen:
        screen += os.read(ours, 65536)
    shown.send_signal(number)
    shown.send_signal(number)
    while b"\x1b[?25h\x1b[?1049l" not in screen:
        screen += os.read(ours, 65536)
    assert shown.wait(15) == 0
    assert not line.paths.hub_info.exists()
    assert shown.stderr is not None
    assert "Traceback" not in shown.stderr.read()
    os.close(ours)


def test_a_terminal_that_is_gone_already_leaves_no_hub_behind(line: CommandLine) -> None:
    ours, theirs = pty.openpty()
    shown = line.start("run", stdout=theirs)
    os.close(theirs)
    eventually(line.paths.hub_info.exists, "its hub")
    os.close(ours)
    shown.send_signal(signal.SIGHUP)
    shown.wait(15)
    assert not line.paths.hub_info.exists()


@pytest.mark.slow
def test_what_nohup_started_outlives_its_terminal(line: CommandLine) -> None:
    shown = subprocess.Popen(["nohup", *line.command("run")], env=line.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        eventually(line.paths.hub_info.exists, "its hub")
        shown.send_signal(signal.SIGHUP)
        line.say("replay", RESUME, "--speed", "max")
        assert shown.stdout is not None
        assert shown.stdout.readline()
    finally:
        shown.terminate()
        assert shown.wait(15) == 0
    assert not line.paths.hub_info.exists()


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_is_whatever_names_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not run.has_display()
    monkeypatch.setenv(name, "x")
    assert run.has_display()


def test_the_reader_of_a_watch_may_leave(line: CommandLine) -> None:
    command = shlex.join(line.command("watch", "--once"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; echo ${{PIPESTATUS[0]}}"],
        env=line.env, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""
