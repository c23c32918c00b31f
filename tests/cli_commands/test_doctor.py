"""``doctor``: exit 0 only when all is well, and each problem with what to do about it."""

from __future__ import annotations

import json
import os
import signal
import socket
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli_commands import examination
from app.core.commands import HubHealth
from tests.helpers.command_line import CommandLine, eventually


@pytest.fixture
def line(line: CommandLine) -> CommandLine:
    line.connect()
    return line


def _settings(line: CommandLine, **changes: Any) -> dict[str, Any]:
    file = line.agent_home / "settings.json"
    settings: dict[str, Any] = {**json.loads(file.read_bytes()), **changes}
    file.write_text(json.dumps(settings))
    return settings


def _problems(line: CommandLine) -> str:
    """All problems on one line each; doctor must have exited 1."""
    done = line.run("doctor", "--json")
    assert done.returncode == 1, done.stdout
    found = json.loads(done.stdout)
    assert found["healthy"] is False
    assert all(problem["remedy"] for problem in found["problems"])
    return "\n".join(f"{problem['what']} → {problem['remedy']}" for problem in found["problems"])


@pytest.mark.slow
def test_connected_with_a_hub_all_is_well(line: CommandLine) -> None:
    line.start_hub()
    line.start_agent("finishing", "--turns", "1", speed=50.0).wait(60)
    found = line.ask("doctor")
    assert found["healthy"] is True and found["problems"] == []
    (agent,) = found["agents"]
    assert agent["version"] == "2.1.197"
    assert "MessageDisplay" in agent["present"] and agent["missing"] == []
    assert agent["last_event_at"] is not None
    assert found["hub"]["running"] is True
    assert 0 < found["hub"]["relay_p50_ms"] <= found["hub"]["relay_p95_ms"]
    assert found["relay"]["kind"] in ("native", "python")
    assert found["store"]["records"] > 0 and found["store"]["bytes"] > 0
    text = line.say("doctor")
    assert "✓ All is well." in text and "p95" in text


def test_hooks_that_wake_are_known_and_the_way_to_mend_them_keeps_them(line: CommandLine) -> None:
    assert line.ask("doctor")["agents"][0]["wake"] is False
    line.say("connect", "claude_code", "--wake", "--yes")
    assert line.ask("doctor")["agents"][0]["wake"] is True
    assert "messages wake its sessions" in line.say("doctor")
    hooks = _settings(line)["hooks"]
    del hooks["Stop"][1]
    _settings(line, hooks=hooks)
    assert "hooks were changed: Stop. → `signalcabin connect claude_code --wake`" in _problems(line)


def test_without_a_hub_it_is_well_too_and_says_where_events_go(line: CommandLine) -> None:
    assert "not running (hooks leave their events in the spool" in line.say("doctor")


def test_an_agent_that_is_not_connected_is_a_problem_with_the_command_that_helps(line: CommandLine) -> None:
    line.say("disconnect", "claude_code", "--yes")
    assert "Claude Code is not connected. → `signalcabin connect claude_code`" in _problems(line)


def test_no_agent_at_all_is_no_problem(line: CommandLine) -> None:
    line.say("disconnect", "claude_code", "--yes")
    (line.folder / "bin" / "claude").unlink()
    assert "not installed" in line.say("doctor")


def test_connected_but_not_on_path_its_hooks_are_judged_by_the_version_that_was_connected(line: CommandLine) -> None:
    (line.folder / "bin" / "claude").unlink()
    found = line.ask("doctor")
    assert found["problems"] == []
    assert "its program is not found here" in found["notes"][0]


def test_missing_hooks_are_named(line: CommandLine) -> None:
    hooks = _settings(line)["hooks"]
    del hooks["Stop"]
    _settings(line, hooks=hooks)
    assert "hooks are missing: Stop." in _problems(line)


def test_hooks_someone_changed_are_named(line: CommandLine) -> None:
    hooks = _settings(line)["hooks"]
    hooks["Stop"][0]["hooks"][0]["timeout"] = 1
    _settings(line, hooks=hooks)
    assert "hooks were changed: Stop." in _problems(line)


def test_hooks_of_another_data_folder_are_stale(line: CommandLine) -> None:
    text = (line.agent_home / "settings.json").read_text()
    (line.agent_home / "settings.json").write_text(text.replace(str(line.paths.relay), "/gone/signalcabin-relay"))
    assert "hooks name another relay: /gone/signalcabin-relay. → `signalcabin connect" in _problems(line)


@pytest.mark.parametrize("policy", ["disableAllHooks", "allowManagedHooksOnly"])
def test_a_policy_that_forbids_hooks_is_named(line: CommandLine, policy: str) -> None:
    _settings(line, **{policy: True})
    assert f"runs no hooks of ours: {policy} is set." in _problems(line)


def test_hooks_without_a_relay_are_a_problem(line: CommandLine) -> None:
    line.paths.relay.unlink()
    assert "the relay is missing" in _problems(line)


@pytest.mark.parametrize("content", [b"", b"\x7fELF torn in the middle"])
def test_a_relay_that_does_not_run_is_a_problem(line: CommandLine, content: bytes) -> None:
    line.paths.relay.write_bytes(content)
    assert "The relay is there but does not run" in _problems(line)


@pytest.mark.slow
def test_a_hub_that_hangs_is_named_and_not_taken_for_none(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = line.start_hub()
    os.kill(hub.pid, signal.SIGSTOP)
    try:
        assert f"The hub does not answer. → End its process {hub.pid}" in _problems(line)
        sessions = line.run("sessions", "--json")
        assert (sessions.returncode, sessions.stdout) == (0, "[]\n")
        assert "does not answer. This is what was last stored." in sessions.stderr
    finally:
        os.kill(hub.pid, signal.SIGCONT)


def test_a_store_that_cannot_be_written_is_a_problem(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    health = HubHealth(started_at_us=1, trouble="database or disk is full", mistakes=2)
    monkeypatch.setattr(examination, "order", lambda *_: health)
    found = examination.examine(line.paths)
    assert found.healthy is False
    assert any("cannot store anything: database or disk is full." in problem.what for problem in found.problems)
    assert "2 mistakes of its own" in found.notes[0]


def test_a_full_disk_is_a_problem_before_anything_is_lost(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination.shutil, "disk_usage", lambda _: SimpleNamespace(free=7_000_000))
    found = examination.examine(line.paths)
    assert any("7 MB are free" in problem.what for problem in found.problems)


def test_where_the_token_of_a_hub_on_a_port_lies_is_said(line: CommandLine) -> None:
    hub = line.start("hub", "--listen", "127.0.0.1:0")
    assert hub.stdout is not None
    listen = json.loads(hub.stdout.readline())["listen"]
    token = line.paths.root / "secrets" / "hub-token"
    assert f"also at {listen}; its token lies in {token}" in line.say("doctor")


def test_lost_events_are_never_hidden(line: CommandLine) -> None:
    (line.paths.spool_dir / "overflow").write_bytes(bytes(24))
    assert "3 events found the spool full and are lost." in _problems(line)


def test_settings_that_do_not_parse_are_a_problem(line: CommandLine) -> None:
    line.paths.settings.write_text("theme =")
    assert "the defaults are used and the file is left alone" in _problems(line)


def test_a_store_that_is_none_is_a_problem_and_no_crash(line: CommandLine) -> None:
    line.paths.store.write_bytes(b"this is no database, whatever its name says" * 100)
    assert str(line.paths.store) in _problems(line)


@pytest.mark.slow
def test_bad_input_is_counted_where_a_person_can_see_it(line: CommandLine) -> None:
    line.start_hub()
    with socket.socket(socket.AF_UNIX) as relay:
        relay.connect(str(line.paths.relay_socket))
        relay.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        relay.recv(100)
    eventually(lambda: line.ask("doctor")["hub"]["bad_input"].get("bad_magic") == 1, "the counter")
    assert "bad_magic 1" in line.say("doctor")
