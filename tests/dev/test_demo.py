"""The demo: real processes in a home of their own, and nothing of it is left when it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.dev.demo import demo_environment
from app.dev.scenarios import SCENARIOS
from tests.helpers.command_line import CommandLine, eventually, process_exists

pytestmark = pytest.mark.slow


def _pids_in(folder: Path) -> list[int]:
    """Processes whose command line or working folder names ``folder``."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
            where = os.fsencode((entry / "cwd").readlink())
        except OSError:
            continue
        if os.fsencode(folder) in words + where and process_exists(int(entry.name)):
            found.append(int(entry.name))
    return found


def _statuses(line: CommandLine) -> dict[str, str]:
    rows: list[dict[str, Any]] = line.ask("sessions")
    return {Path(row["cwd"]).name: row["status"] for row in rows}


def test_every_scenario_comes_to_what_its_name_says(line: CommandLine) -> None:
    line.start("demo", "--no-window", "60", "--speed", "4")
    wanted = {
        "shop": {"working"},
        "deploy": {"waiting"},
        "warehouse": {"waiting"},
        "lint": {"failed"},
        "changelog": {"done"},
        "docs": {"working", "done"},
        "payments": {"working", "done"},
    }
    eventually(
        lambda: (found := _statuses(line)).keys() == wanted.keys() and all(found[at] in wanted[at] for at in wanted),
        f"{wanted}, not {_statuses(line)}",
        within_s=40,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_it_takes_all_its_processes_with_it(line: CommandLine, number: int) -> None:
    demo = line.start("demo", "--no-window", "60", "--agents", "2", "--speed", "5")
    eventually(lambda: len(_pids_in(line.paths.root)) >= 4, "hub and agents")
    eventually(lambda: line.paths.hub_info.exists() and line.ask("sessions"), "a session")
    assert line.end(demo, number) == 130
    assert _pids_in(line.paths.root) == []


def test_its_own_folder_goes_with_it_and_the_user_s_home_is_untouched(line: CommandLine, tmp_path: Path) -> None:
    environment = {**line.env, "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    command = line.command("demo", "--no-window", "1", "--agents", "1")
    del command[command.index("--data-dir") : command.index("--data-dir") + 2]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list(line.home.iterdir()) == []


def test_more_agents_than_scenarios_repeat_them_in_other_projects(line: CommandLine) -> None:
    line.start("demo", "--no-window", "60", "--agents", str(len(SCENARIOS) + 2), "--speed", "4")
    eventually(lambda: {"shop", "shop-2", "deploy-2"} <= _statuses(line).keys(), "the repeated projects", within_s=40)


def test_a_folder_where_a_hub_runs_is_refused(line_with_hub: CommandLine) -> None:
    done = line_with_hub.run("demo", "--no-window", "1")
    assert done.returncode == 1
    assert "the demo needs a folder of its own" in done.stderr


@pytest.mark.parametrize("words", [("--agents", "0"), ("--agents", "9999"), ("--speed", "0")])
def test_a_number_that_makes_no_sense_is_refused(line: CommandLine, words: tuple[str, str]) -> None:
    assert line.run("demo", *words).returncode == 2


def test_nothing_of_the_user_s_agents_reaches_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "secret")
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", "/home/me/.claude")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/me/.config")
    environment = demo_environment(tmp_path)
    assert "secret" not in json.dumps(environment)
    assert environment["HOME"] == str(tmp_path)
    assert environment["CLAUDE_CONFIG_DIR"] == str(tmp_path / ".claude")
    assert "XDG_CONFIG_HOME" not in environment
