"""Which hooks are registered with which Claude Code, and that they cost it nothing when we are not there."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.agents.base import ConfigRefused
from app.agents.claude_code.recipe import HOOKS, entry_for, hooks_for, is_sync, parse_version, relay_of

RELAY = ("/data/relay/signalcabin-relay",)
SYNC = {"PreToolUse", "PermissionRequest", "PostToolBatch", "Stop", "SessionEnd"}


def entries(version: str, relay: tuple[str, ...] = RELAY) -> dict[str, dict[str, Any]]:
    return {spec.event: entry_for(spec, relay, version) for spec in hooks_for(version)}


def test_the_tested_version_gets_all_events_but_the_two_that_replace_git_worktree() -> None:
    events = {spec.event for spec in hooks_for("2.1.197 (Claude Code)")}
    assert len(events) == 28
    assert not events & {"WorktreeCreate", "WorktreeRemove"}
    assert {spec.event for spec in hooks_for("3.0.0")} == events


@pytest.mark.parametrize(
    ("version", "known", "unknown"),
    [
        ("2.1.196", "MessageDisplay", "PostToolBatch"),
        ("2.1.151", "StopFailure", "MessageDisplay"),
        ("2.0.44", "SubagentStart", "PermissionRequest"),
        ("1.0.85", "SessionEnd", "SubagentStart"),
    ],
)
def test_an_older_version_gets_only_events_it_knows(version: str, known: str, unknown: str) -> None:
    events = {spec.event for spec in hooks_for(version)}
    assert known in events
    assert unknown not in events


@pytest.mark.parametrize("version", ["", "unknown", "claude", "2.1"])
def test_an_unknown_version_gets_the_nine_events_all_know_and_no_args(version: str) -> None:
    found = entries(version)
    assert len(found) == 9
    assert not any("args" in entry or "async" in entry for entry in found.values())


def test_a_version_before_hooks_gets_none() -> None:
    assert hooks_for("1.0.37") == ()
    assert hooks_for("0.2.9") == ()


def test_a_version_is_compared_by_its_numbers() -> None:
    assert parse_version("2.1.9") < parse_version("2.1.114 (Claude Code)\n")


def test_only_events_we_may_answer_or_would_lose_are_waited_for() -> None:
    assert {spec.event for spec in HOOKS if is_sync(spec.event)} == SYNC
    assert not is_sync("EventOfTomorrow")
    found = entries("2.1.197")
    assert {event for event, entry in found.items() if not entry.get("async")} == SYNC | {"MessageDisplay"}
    assert {event: entry["timeout"] for event, entry in found.items() if "timeout" in entry} == {
        "PreToolUse": 2, "PostToolBatch": 2, "Stop": 2, "SessionEnd": 2, "MessageDisplay": 2, "PermissionRequest": 600,
    }  # fmt: skip


def test_an_entry_is_the_guarded_relay_without_a_shell_of_the_agents() -> None:
    assert entries("2.1.197")["PreToolUse"] == {
        "type": "command",
        "command": "/bin/sh",
        "args": ["-c", '[ -x "$0" ] || exit 0; exec "$0" "$@"', RELAY[0], "claude_code", "PreToolUse", "sync"],
        "timeout": 2,
    }


def run(entry: dict[str, Any], payload: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run an entry as Claude Code does: with args directly, else through a shell."""
    argv = [entry["command"], *entry["args"]] if "args" in entry else ["/bin/sh", "-c", entry["command"]]
    return subprocess.run(argv, input=payload, capture_output=True, check=False)


@pytest.fixture
def relay(tmp_path: Path) -> Path:
    folder = tmp_path / "it's a $(touch harmed) folder"
    folder.mkdir()
    return folder / "signalcabin-relay"


@pytest.mark.parametrize("version", ["2.1.197", "2.1.100"])
def test_a_missing_relay_costs_nothing_and_prints_nothing(relay: Path, version: str) -> None:
    done = run(entries(version, (str(relay),))["PreToolUse"], b"{}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("version", ["2.1.197", "2.1.100"])
def test_the_relay_gets_payload_and_words_whatever_its_path_is_called(relay: Path, version: str) -> None:
    relay.write_text('#!/bin/sh\necho "$@"\ncat\n')
    relay.chmod(stat.S_IRWXU)
    done = run(entries(version, (str(relay),))["Stop"], b'{"a": "$(touch harmed)"}')
    assert done.stdout == b'claude_code Stop sync\n{"a": "$(touch harmed)"}'
    assert done.stderr == b""
    assert not (relay.parent / "harmed").exists()


@pytest.mark.parametrize("version", ["2.1.197", "2.1.100"])
def test_an_entry_of_ours_is_recognized_and_no_other(version: str) -> None:
    ours = entries(version)["Stop"]
    assert relay_of(ours) == RELAY[0]
    assert relay_of(json.loads(json.dumps(ours).replace("claude_code", "codex"))) == ""
    assert relay_of(json.loads(json.dumps(ours).replace("signalcabin-relay", "other-relay"))) == ""


@pytest.mark.parametrize(
    "entry",
    [
        None, "signalcabin-relay claude_code", {"type": "http", "url": "signalcabin-relay"}, {},
        {"type": "command", "args": 7, "command": 8}, {"type": "command", "command": "signalcabin-relay 'claude_code"},
        {"type": "command", "command": "echo signalcabin-relay is claude_code"},
    ],
)  # fmt: skip
def test_what_only_looks_like_ours_is_not(entry: object) -> None:
    assert relay_of(entry) == ""


def test_a_relay_without_a_place_is_refused() -> None:
    with pytest.raises(ConfigRefused):
        entry_for(HOOKS[0], ("relative/signalcabin-relay",), "2.1.197")
