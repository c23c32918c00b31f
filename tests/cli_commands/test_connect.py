"""``connect``, ``disconnect``: the change is shown, asked for, made, and taken back."""

from __future__ import annotations

import json
import os
import pty
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

BEFORE = b'{\n  "model": "opus"\n}\n'


@pytest.fixture
def line(line: CommandLine) -> CommandLine:
    line.install_agent("2.1.197")
    line.agent_home.mkdir()
    (line.agent_home / "settings.json").write_bytes(BEFORE)
    return line


def _settings(line: CommandLine) -> Path:
    return line.agent_home / "settings.json"


def test_a_dry_run_shows_the_change_and_makes_none(line: CommandLine) -> None:
    shown = line.say("connect", "claude_code", "--dry-run")
    assert f"+++ {_settings(line)}" in shown
    assert "signalcabin-relay" in shown
    assert _settings(line).read_bytes() == BEFORE
    assert not line.paths.root.exists()


def test_nobody_to_ask_means_no_change(line: CommandLine) -> None:
    done = line.run("connect", "claude_code")
    assert done.returncode == 1
    assert "Add --yes" in done.stderr
    assert _settings(line).read_bytes() == BEFORE


@pytest.mark.parametrize(("answer", "changed"), [(b"n\n", False), (b"\n", False), (b"y\n", True)])
def test_a_person_is_asked_after_seeing_the_change(line: CommandLine, answer: bytes, changed: bool) -> None:
    ours, theirs = pty.openpty()
    command = line.start("connect", "claude_code", stdin=theirs)
    os.close(theirs)
    os.write(ours, answer)
    assert command.wait(20) == (0 if changed else 1)
    assert command.stdout is not None
    shown = command.stdout.read()
    assert shown.index("signalcabin-relay") < shown.index("? [y/N]")
    assert (_settings(line).read_bytes() != BEFORE) is changed
    os.close(ours)


def test_connected_the_hooks_run_the_installed_relay_behind_the_guard(line: CommandLine) -> None:
    line.say("connect", "claude_code", "--yes")
    (group,) = json.loads(_settings(line).read_bytes())["hooks"]["PreToolUse"]
    (hook,) = group["hooks"]
    assert hook["command"] == "/bin/sh"
    assert hook["args"][2:] == [str(line.paths.relay), "claude_code", "PreToolUse", "sync"]
    assert os.access(line.paths.relay, os.X_OK)


def test_a_second_time_there_is_nothing_to_do(line: CommandLine) -> None:
    line.say("connect", "claude_code", "--yes")
    assert "connected already" in line.say("connect", "claude_code", "--yes")


def test_disconnect_gives_the_bytes_back_and_then_has_nothing_to_do(line: CommandLine) -> None:
    line.say("connect", "claude-code", "--yes")
    line.say("disconnect", "claude-code", "--yes")
    assert _settings(line).read_bytes() == BEFORE
    assert "is not connected" in line.say("disconnect", "claude_code", "--yes")


def test_waking_is_switched_on_by_connect_and_off_by_a_connect_without_it(line: CommandLine) -> None:
    assert '"asyncRewake": true' in line.say("connect", "claude_code", "--wake", "--dry-run")
    line.say("connect", "claude_code", "--wake", "--yes")
    with_it = _settings(line).read_bytes()
    assert "connected already" in line.say("connect", "claude_code", "--wake", "--yes")
    line.say("connect", "claude_code", "--yes")
    assert b"asyncRewake" in with_it and b"asyncRewake" not in _settings(line).read_bytes()
    line.say("connect", "claude_code", "--wake", "--yes")
    assert _settings(line).read_bytes() == with_it
    line.say("disconnect", "claude_code", "--yes")
    assert _settings(line).read_bytes() == BEFORE


def test_a_file_that_does_not_parse_is_refused_with_its_reason(line: CommandLine) -> None:
    _settings(line).write_bytes(b"{nonsense")
    done = line.run("connect", "claude_code", "--yes")
    assert done.returncode == 1
    assert done.stderr.startswith("signalcabin: ")
    assert _settings(line).read_bytes() == b"{nonsense"


def test_an_agent_that_is_not_installed_is_not_connected(line: CommandLine) -> None:
    (line.folder / "bin" / "claude").unlink()
    done = line.run("connect", "claude_code", "--yes")
    assert done.returncode == 1
    assert "is not installed here" in done.stderr


def test_an_unknown_agent_is_told_with_those_known(line: CommandLine) -> None:
    done = line.run("connect", "hal", "--yes")
    assert done.returncode == 2
    assert "Known: claude_code." in done.stderr


def test_only_events_the_installed_version_knows_are_registered(line: CommandLine) -> None:
    line.install_agent("2.1.100")
    line.say("connect", "claude_code", "--yes")
    hooks = json.loads(_settings(line).read_bytes())["hooks"]
    assert "PermissionRequest" in hooks
    assert "PostToolBatch" not in hooks


def test_the_folder_the_agent_is_told_to_use_is_the_one_that_is_changed(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = line.folder / "other"
    environment = {**line.env, "CLAUDE_CONFIG_DIR": str(other)}
    monkeypatch.setattr(CommandLine, "env", environment)
    line.say("connect", "claude_code", "--yes")
    assert (other / "settings.json").exists()
    assert _settings(line).read_bytes() == BEFORE
