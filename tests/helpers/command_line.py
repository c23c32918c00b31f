"""The command line as a script uses it: in a home of its own, with a real hub where a test needs one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from app.system.paths import DataPaths

ROOT = Path(__file__).parent.parent.parent
T = TypeVar("T")


def eventually(check: Callable[[], T | None], why: str, within_s: float = 20.0) -> T:
    """The first truthy value of ``check``, asked again and again; fails with ``why`` after ``within_s`` seconds."""
    deadline = time.monotonic() + within_s
    while True:
        value = check()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {within_s} s: {why} (last: {value!r})"
        time.sleep(0.05)


class CommandLine:
    """A home, a data folder, and ``signalcabin`` in it. Everything started here is ended by ``close``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.paths = DataPaths(folder / "data")
        self.agent_home = self.home / ".claude"
        self.more_env: dict[str, str] = {}
        self._processes: list[subprocess.Popen[str]] = []

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of everything started here."""
        names = {"HOME": str(self.home), "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8"}
        kept = {"XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"]}
        return {**names, **kept, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **self.more_env}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "app", "--data-dir", str(self.paths.root), *words]

    def run(self, *words: str, stdin: str = "", timeout_s: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words),
            input=stdin, capture_output=True, text=True, env=self.env, cwd=ROOT, timeout=timeout_s, check=False,
        )  # fmt: skip

    def say(self, *words: str) -> str:
        """What a command that must succeed prints."""
        done = self.run(*words)
        assert done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def ask(self, *words: str) -> Any:
        """The JSON a command that must succeed prints."""
        return json.loads(self.say(*words, "--json"))

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Run a command that goes on."""
        settings: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        process = subprocess.Popen(self.command(*words), env=self.env, cwd=ROOT, **settings)
        self._processes.append(process)
        return process

    def start_hub(self) -> subprocess.Popen[str]:
        """Start a hub and wait until it is ready."""
        hub = self.start("hub")
        assert hub.stdout is not None
        line = hub.stdout.readline()
        assert line, hub.stderr.read() if hub.stderr else ""
        assert json.loads(line)["ready"] is True
        return hub

    def start_agent(self, scenario: str, *words: str, speed: float = 20.0) -> subprocess.Popen[str]:
        """A simulated agent in a project folder of its own."""
        project = self.home / "src" / scenario
        project.mkdir(parents=True, exist_ok=True)
        return self.start(
            "simulate-agent",
            scenario,
            "--home",
            str(self.agent_home),
            "--cwd",
            str(project),
            "--speed",
            str(speed),
            *words,
        )

    def connect(self, version: str = "2.1.197") -> None:
        """Connect, with a program that only knows its version in the agent's place."""
        self.install_agent(version)
        self.say("connect", "claude_code", "--yes")

    def install_agent(self, version: str) -> None:
        program = self.folder / "bin" / "claude"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho '{version} (Claude Code)'\n")
        program.chmod(0o755)

    def end(self, process: subprocess.Popen[str], number: int = signal.SIGTERM) -> int:
        """Signal a process of ours and wait for it; returns its exit code."""
        if process.poll() is None:
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        if process.poll() is None:
            process.kill()
        code = process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        return code

    def close(self) -> None:
        for process in reversed(self._processes):
            self.end(process)


def process_exists(pid: int) -> bool:
    """Whether a process with this number runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def child_pids(pid: int) -> list[int]:
    """The children of a process right now."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError, IndexError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found
