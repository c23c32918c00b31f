"""Checks of ``signalcabin module``: how a frozen program, which is no Python, runs one of its own modules."""

from __future__ import annotations

import subprocess

from app import __version__
from app.system.own_command import own_command, own_environment


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = own_command("module", *words)
    return subprocess.run(command, env=own_environment({}), capture_output=True, text=True, check=False)


def test_a_module_runs_as_a_program_with_the_words_it_was_given() -> None:
    done = run("app.__main__", "--version")
    assert (done.returncode, done.stdout) == (0, f"signalcabin {__version__}\n")


def test_only_modules_of_ours_are_run() -> None:
    done = run("http.server")
    assert done.returncode == 2
    assert "http.server is no module of Signalcabin" in done.stderr
