"""What our hooks cost a real Claude Code, tool by tool: a scripted turn of 30 tools with them and without."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from app.system.own_command import own_command
from app.system.paths import DataPaths
from app.system.relay_install import install_twin

_ROOT = Path(__file__).parent.parent.parent
_MODEL = _ROOT / "tests" / "helpers" / "scripted_anthropic.py"
_API_KEY = "dummy-key-for-the-scripted-model"
_TOOLS = 30
_ROUNDS = 7
_TURN_LIMIT_S = 120


class _Turn(NamedTuple):
    wall_ms: float
    cpu_ms: float


def find_claude() -> Path | None:
    """The Claude Code that `make test` installed, else the one on PATH."""
    cached = sorted(_ROOT.glob(".cache/claude-code-*/node_modules/.bin/claude"))
    if cached:
        return cached[0]
    named = shutil.which("claude")
    return Path(named) if named else None


def per_tool_turn(claude: Path | None = None, model: Path = _MODEL, rounds: int = _ROUNDS) -> dict[str, Any]:
    """Milliseconds a tool that hooks add to a ``claude -p`` turn, median of rounds, each paired with one without hooks.

    ``model``: the scripted model server. Without either, the answer says what was missing.
    """
    claude = claude or find_claude()
    if claude is None or not model.is_file():
        return {"not_measured": "no claude command" if claude is None else f"no {model}"}
    with tempfile.TemporaryDirectory(prefix="sc-turn-") as folder:
        root = Path(folder)
        with _model(model) as base_url:
            homes = {name: _Home(root / name, claude, base_url) for name in ("no_hooks", "native", "python")}
            with homes["native"].hub(), homes["python"].hub():
                homes["native"].connect()
                homes["python"].connect()
                install_twin(homes["python"].paths)
                turns: dict[str, list[_Turn]] = {name: [] for name in homes}
                for home in homes.values():
                    home.turn()
                for _ in range(rounds):
                    for name, home in homes.items():
                        turns[name].append(home.turn())
                heard = {name: homes[name].count_hook_records() for name in ("native", "python")}
    figures: dict[str, Any] = {
        name: {**_added(turns[name], turns["no_hooks"]), "hook_records": heard[name]} for name in heard
    }
    figures["no_hooks"] = {"turn_ms": round(statistics.median(turn.wall_ms for turn in turns["no_hooks"]))}
    figures["rounds"] = rounds
    return figures


def _added(with_hooks: list[_Turn], without: list[_Turn]) -> dict[str, float]:
    wall = sorted((one.wall_ms - other.wall_ms) / _TOOLS for one, other in zip(with_hooks, without, strict=True))
    cpu = [(one.cpu_ms - other.cpu_ms) / _TOOLS for one, other in zip(with_hooks, without, strict=True)]
    return {
        "wall_ms_per_tool": round(statistics.median(wall), 1),
        "wall_ms_per_tool_min": round(wall[0], 1),
        "wall_ms_per_tool_max": round(wall[-1], 1),
        "cpu_ms_per_tool": round(statistics.median(cpu), 1),
    }


@contextlib.contextmanager
def _model(server: Path) -> Iterator[str]:
    with _running([sys.executable, str(server), "--port", "0"], {"PATH": os.defpath}) as first_line:
        yield "http://" + first_line.split()[-1]


@contextlib.contextmanager
def _running(command: list[str], environment: Mapping[str, str]) -> Iterator[str]:
    """A process, from its first line on stdout to the end of the block."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=_ROOT)
    try:
        assert process.stdout is not None
        yield process.stdout.readline()
    finally:
        process.terminate()
        process.communicate()


class _Home:
    """A home with Claude Code set up in it, and perhaps a hub of ours."""

    def __init__(self, folder: Path, claude: Path, base_url: str) -> None:
        self.paths = DataPaths(folder / "data")
        self._claude = claude
        self._project = folder / "project"
        self._project.mkdir(parents=True)
        (folder / ".claude.json").write_text(
            json.dumps(
                {
                    "hasCompletedOnboarding": True,
                    "customApiKeyResponses": {"approved": [_API_KEY[-20:]], "rejected": []},
                    "projects": {str(self._project): {"hasTrustDialogAccepted": True}},
                }
            )
        )
        path = [str(claude.parent), str(Path(shutil.which("node") or "/usr/bin/node").parent), "/usr/bin", "/bin"]
        self._environment = {"HOME": str(folder), "PATH": ":".join(path), "LANG": "C.UTF-8"}
        self._claude_environment = {
            **self._environment,
            "ANTHROPIC_API_KEY": _API_KEY,
            "ANTHROPIC_BASE_URL": base_url,
            "DISABLE_AUTOUPDATER": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        }
        steps: list[dict[str, Any]] = [
            {"tools": [{"name": "Bash", "input": {"command": "true", "description": "Nothing"}}]} for _ in range(_TOOLS)
        ]
        self._prompt = "Go @@" + json.dumps([*steps, {"text": "Done."}])

    def _ours(self, *words: str) -> list[str]:
        return own_command("--data-dir", str(self.paths.root), *words)

    @contextlib.contextmanager
    def hub(self) -> Iterator[None]:
        with _running(self._ours("hub"), self._environment) as first_line:
            if not json.loads(first_line or "{}").get("ready"):
                raise RuntimeError("the hub did not start")
            yield

    def connect(self) -> None:
        order = self._ours("connect", "claude_code", "--yes")
        subprocess.run(order, env=self._environment, cwd=_ROOT, check=True, capture_output=True)

    def count_hook_records(self) -> int:
        """How many facts the hub stored that only hooks told it: none would mean that nothing was measured."""
        order = self._ours("tail", "--json")
        done = subprocess.run(order, env=self._environment, cwd=_ROOT, check=True, capture_output=True)
        return sum(1 for line in done.stdout.splitlines() if json.loads(line)["source"] == "hook")

    def turn(self) -> _Turn:
        """One ``claude -p`` with its 30 tools; CPU with all its children, the hub's not counted."""
        order = [str(self._claude), "-p", self._prompt, "--allowedTools", "Bash"]
        began = time.perf_counter_ns()
        process = subprocess.Popen(
            order, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=self._claude_environment, cwd=self._project
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall_ms = (time.perf_counter_ns() - began) / 1e6
        process.stdout.close()
        if process.returncode != 0 or b"Done." not in said:
            raise RuntimeError(f"claude ended with {process.returncode} and said {said[:500]!r}")
        return _Turn(wall_ms, (used.ru_utime + used.ru_stime) * 1000)
