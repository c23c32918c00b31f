"""Finding installed agents by running their ``--version``, whatever such a program may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.system import agents_installed
from app.system.agents_installed import find_agent


def _program(folder: Path, script: str) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    program = folder / "claude"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder.parent / "home")}


def test_the_version_is_what_the_program_says(tmp_path: Path) -> None:
    found = find_agent("claude_code", _program(tmp_path / "bin", "echo '2.1.197 (Claude Code)'"))
    assert found is not None
    assert (found.version, found.program, found.problem) == ("2.1.197", str(tmp_path / "bin" / "claude"), "")


def test_no_program_is_no_agent(tmp_path: Path) -> None:
    assert find_agent("claude_code", {"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None
    assert find_agent("unheard_of", {"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


def test_it_is_found_where_installers_put_it_though_path_does_not_name_it(tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    _program(tmp_path / ".local" / "bin", "echo 2.1.3")
    found = find_agent("claude_code", {"PATH": "/nowhere", "HOME": str(tmp_path)})
    assert found is not None and found.version == "2.1.3"


def test_a_program_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents_installed, "_VERSION_TIMEOUT_S", 0.1)
    found = find_agent("claude_code", _program(tmp_path / "bin", "exec sleep 30"))
    assert found is not None
    assert found.version == ""
    assert "did not answer" in found.problem


def test_a_program_that_says_nothing_useful_has_no_version(tmp_path: Path) -> None:
    found = find_agent("claude_code", _program(tmp_path / "bin", "echo hello; exit 3"))
    assert found is not None and found.version == "" and "told no version" in found.problem


def test_a_program_that_cannot_run_is_a_problem_in_words(tmp_path: Path) -> None:
    environment = _program(tmp_path / "bin", "")
    (tmp_path / "bin" / "claude").write_bytes(b"\x7fELF nonsense")
    found = find_agent("claude_code", environment)
    assert found is not None and found.version == "" and "cannot be started" in found.problem
