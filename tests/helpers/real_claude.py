"""The real Claude Code against a scripted model, with a hub of ours beside it, all in one throw-away home.

Nothing leaves 127.0.0.1, nothing of the machine's own configuration is seen, and everything started here is ended
by its pid.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parent.parent.parent
VERSION = os.environ.get("REAL_CLAUDE_VERSION", "2.1.197")
"""`make test CLAUDE_VERSION=…` runs everything against another one."""
CLAUDE = ROOT / f".cache/claude-code-{VERSION}/node_modules/.bin/claude"
_API_KEY = "dummy-key-for-the-scripted-model"
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


def script(*steps: dict[str, Any]) -> str:
    """A prompt's tail that tells the scripted model what to answer, step by step."""
    return " @@" + json.dumps(list(steps))


def bash(command: str) -> dict[str, Any]:
    """A Bash tool call for a script."""
    return {"name": "Bash", "input": {"command": command, "description": "Run it"}}


class Cabin:
    """One home, one scripted model, one hub, and any number of real sessions. ``command`` starts Signalcabin."""

    def __init__(self, folder: Path, command: Sequence[str] = (sys.executable, "-m", "app")) -> None:
        self.folder = folder
        self.command = tuple(command)
        self.home = folder / "home"
        self.project = folder / "shop"
        self.data = folder / "data"
        self.home.mkdir()
        self.project.mkdir()
        self._processes: list[subprocess.Popen[Any]] = []
        self._tmux = f"signalcabin-{uuid.uuid4().hex[:8]}"
        self.base_url = self._start_model()
        self._pass_onboarding()

    # ── set-up and end ─────────────────────────────────────────────────────────────────────────

    def _start_model(self) -> str:
        server = Path(__file__).with_name("scripted_anthropic.py")
        process = subprocess.Popen([sys.executable, str(server)], stdout=subprocess.PIPE, text=True, env=self.env())
        self._processes.append(process)
        assert process.stdout is not None
        return "http://" + process.stdout.readline().split()[-1]

    def _pass_onboarding(self) -> None:
        """What a person clicks through once: theme, the key, the trust dialog (Claude Code 2.1.197)."""
        answers = {
            "hasCompletedOnboarding": True,
            "lastOnboardingVersion": VERSION,
            "theme": "dark",
            "customApiKeyResponses": {"approved": [_API_KEY[-20:]], "rejected": []},
            "projects": {str(self.project): {"hasTrustDialogAccepted": True}},
        }
        (self.home / ".claude.json").write_text(json.dumps(answers))

    def env(self, **more: str) -> dict[str, str]:
        """The whole environment of everything started here."""
        node = shutil.which("node") or "/usr/bin/node"
        path = [str(CLAUDE.parent), str(Path(sys.executable).parent), str(Path(node).parent), "/usr/bin", "/bin"]
        names = {"HOME": str(self.home), "PATH": ":".join(path), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        return {**names, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(self.folder), **more}

    def claude_env(self, **more: str) -> dict[str, str]:
        return self.env(
            ANTHROPIC_API_KEY=_API_KEY,
            ANTHROPIC_BASE_URL=self.base_url,
            DISABLE_AUTOUPDATER="1",
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
            **more,
        )

    def start_hub(self, **env: str) -> dict[str, Any]:
        """Start the hub and wait for its first line. ``env``: what sessions launched by it need."""
        process = subprocess.Popen(
            [*self.command, "--data-dir", str(self.data), "hub"],
            stdout=subprocess.PIPE, text=True, env=self.env(**env), cwd=ROOT,
        )  # fmt: skip
        self._processes.append(process)
        self.hub = process
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["ready"] is True
        return dict(ready)

    def connect(self) -> None:
        """Put the hooks in, as a person does."""
        self.signalcabin("connect", "claude_code", "--yes")

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._tmux, "kill-server"], capture_output=True, check=False)
        Path(f"/tmp/tmux-{os.getuid()}", self._tmux).unlink(missing_ok=True)  # tmux leaves it
        for process in reversed(self._processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5)
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    # ── sessions ───────────────────────────────────────────────────────────────────────────────

    def print_mode(self, prompt: str, *options: str, **env: str) -> subprocess.Popen[str]:
        """``claude -p``, running."""
        process = subprocess.Popen(
            [str(CLAUDE), "-p", prompt, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            cwd=self.project, env=self.claude_env(**env),
        )  # fmt: skip
        self._processes.append(process)
        return process

    def terminal(self, name: str = "main", *options: str, **env: str) -> Terminal:
        """Interactive ``claude`` in a tmux terminal, waiting for a prompt."""
        assignments = [f"{key}={value}" for key, value in self.claude_env(**env).items()]
        command = shlex.join(["env", "-i", *assignments, str(CLAUDE), *options])
        subprocess.run(
            ["tmux", "-L", self._tmux, "new-session", "-d", "-s", name, "-x", "150", "-y", "50",
             "-c", str(self.project), command],
            check=True, env=self.env(),
        )  # fmt: skip
        terminal = Terminal(self._tmux, name)
        eventually(lambda: "❯" in terminal.screen() or "? for shortcuts" in terminal.screen(), "claude's prompt", 30)
        return terminal

    # ── what our command line says ─────────────────────────────────────────────────────────────

    def run(self, *arguments: str, timeout_s: float = 60) -> subprocess.CompletedProcess[str]:
        command = [*self.command, "--data-dir", str(self.data), *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, env=self.env(), cwd=ROOT, timeout=timeout_s, check=False
        )

    def signalcabin(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def sessions(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.signalcabin("sessions", "--json"))
        return rows

    def session(self, status: str | None = None, why: str = "", within_s: float = 20.0) -> dict[str, Any]:
        """The only session (of that status), once there is one."""

        def found() -> dict[str, Any] | None:
            rows = [row for row in self.sessions() if status in (None, row["status"])]
            return rows[0] if len(rows) == 1 else None

        return eventually(found, why or f"one session {status or ''}: {self.sessions()}", within_s)

    def records(self, session_id: str = "") -> list[dict[str, Any]]:
        narrowed: Sequence[str] = ("--session", session_id) if session_id else ()
        return [json.loads(line) for line in self.signalcabin("tail", "--json", *narrowed).splitlines()]

    def blocks(self, session_id: str, kind: str) -> list[dict[str, Any]]:
        """The session's transcript, all lanes, as far as it is of this kind of block."""
        blocks = json.loads(self.signalcabin("transcript", session_id, "--format", "json"))
        return [block for block in blocks if block["kind"] == kind]

    def said(self, session_id: str) -> list[str]:
        """Every text of the model's, main conversation and subagents, in order."""
        return [block["text"] for block in self.blocks(session_id, "TextBlock")]


class Terminal:
    """One tmux terminal with an interactive session in it."""

    def __init__(self, socket: str, name: str) -> None:
        self._base = ["tmux", "-L", socket]
        self._name = name

    def screen(self) -> str:
        done = subprocess.run([*self._base, "capture-pane", "-p", "-t", self._name], capture_output=True, check=False)
        return done.stdout.decode(errors="replace")

    def type(self, text: str) -> None:
        """Type a line and press Enter, as a person: the text first, Enter once the screen has taken it in."""
        before = self.screen()
        subprocess.run([*self._base, "send-keys", "-t", self._name, "-l", text], check=True)
        eventually(lambda: self.screen() != before and self._is_at_rest(), "the typed text on the screen")
        self.press("Enter")

    def settle(self) -> None:
        """Until nothing on the screen moves any more."""
        eventually(self._is_at_rest, "a screen at rest")

    def _is_at_rest(self) -> bool:
        seen = self.screen()
        time.sleep(0.25)
        return self.screen() == seen

    def press(self, *keys: str) -> None:
        subprocess.run([*self._base, "send-keys", "-t", self._name, *keys], check=True)

    def pid(self) -> int:
        """The pid of the process in the pane: the agent itself (env execs it)."""
        done = subprocess.run(
            [*self._base, "display-message", "-p", "-t", self._name, "#{pane_pid}"], capture_output=True, check=True
        )
        return int(done.stdout)


def processes_with(marker: str) -> Iterator[int]:
    """Pids of our own processes whose command line holds ``marker``."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if marker.encode() in (entry / "cmdline").read_bytes() and int(entry.name) != os.getpid():
                    yield int(entry.name)
