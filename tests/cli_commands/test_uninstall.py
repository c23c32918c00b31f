"""``uninstall``: agents first, then everything of ours, and what agents did stays unless somebody says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.system.autostart_linux import LinuxAutostart
from tests.helpers.command_line import CommandLine, eventually

BEFORE = b'{\n  "model": "opus"\n}\n'


@pytest.fixture
def line(line: CommandLine) -> CommandLine:
    line.install_agent("2.1.197")
    line.agent_home.mkdir()
    (line.agent_home / "settings.json").write_bytes(BEFORE)
    line.say("connect", "claude_code", "--yes")
    return line


def settings(line: CommandLine) -> bytes:
    return (line.agent_home / "settings.json").read_bytes()


def test_every_agent_is_disconnected_byte_for_byte_and_it_says_so(line: CommandLine) -> None:
    said = line.say("uninstall", "--yes")
    assert settings(line) == BEFORE
    assert f"Claude Code is disconnected: {line.agent_home / 'settings.json'}" in said
    assert not line.paths.relay.exists()


def test_it_says_what_it_will_do_and_does_nothing_when_nobody_is_there_to_ask(line: CommandLine) -> None:
    connected = settings(line)
    done = line.run("uninstall")
    assert done.returncode == 1
    assert f"the hooks in {line.agent_home / 'settings.json'}" in done.stdout
    assert "Add --yes" in done.stderr
    assert settings(line) == connected
    assert line.paths.relay.exists()


def test_what_agents_did_is_kept_and_purge_leaves_no_file(line: CommandLine) -> None:
    hub = line.start_hub()
    said = line.say("uninstall", "--yes")
    assert "The hub has ended." in said
    hub.wait(10)
    assert line.paths.store.exists()
    assert line.paths.backups_dir.exists()
    line.say("uninstall", "--yes", "--purge")
    assert not line.paths.root.exists()


def test_purge_removes_nothing_somebody_else_put_into_the_data_folder(line: CommandLine) -> None:
    mine = line.paths.root / "my notes.txt"
    mine.write_text("keep")
    line.say("uninstall", "--yes", "--purge")
    assert [each.name for each in line.paths.root.iterdir()] == [mine.name]


def test_an_agent_of_another_folder_that_was_ever_connected_is_found(line: CommandLine) -> None:
    other = line.home / "work" / ".claude"
    other.mkdir(parents=True)
    (other / "settings.json").write_bytes(BEFORE)
    line.more_env["CLAUDE_CONFIG_DIR"] = str(other)
    line.say("connect", "claude_code", "--yes")
    line.more_env.clear()
    assert b"signalcabin-relay" in (other / "settings.json").read_bytes()
    line.say("uninstall", "--yes")
    assert (other / "settings.json").read_bytes() == BEFORE
    assert settings(line) == BEFORE


def test_settings_that_cannot_be_changed_keep_everything_as_it_was(line: CommandLine) -> None:
    (line.agent_home / "settings.json").write_bytes(settings(line) + b"{ half")
    done = line.run("uninstall", "--yes")
    assert done.returncode == 1
    assert "Nothing else was removed" in done.stderr
    assert line.paths.relay.exists()


def test_start_at_login_is_off_afterwards(line: CommandLine) -> None:
    line.say("autostart", "on")
    file = LinuxAutostart(line.home / ".config" / "autostart").file
    assert "run --in-tray" in file.read_text()
    line.say("uninstall", "--yes")
    assert not file.exists()
    assert line.run("autostart").returncode == 1


def test_without_anything_installed_there_is_nothing_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    line = CommandLine(tmp_path / "empty")
    line.say("uninstall", "--yes")
    assert not line.paths.root.exists()


@pytest.mark.slow
def test_a_window_that_is_open_is_ended_and_does_not_start_its_hub_again(line: CommandLine) -> None:
    line.more_env["QT_QPA_PLATFORM"] = "offscreen"
    window = line.start("run")
    eventually(lambda: "ready" in _hub_log(line), "the window's hub is up")
    line.say("uninstall", "--yes", "--purge")
    assert window.wait(20) == 0
    assert not line.paths.root.exists()


def _hub_log(line: CommandLine) -> str:
    file = line.paths.logs_dir / "hub-process.log"
    return file.read_text() if file.exists() else ""
