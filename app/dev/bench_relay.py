"""``bench relay``: what a hook costs the agent, against ``/bin/true`` in the same run.

Every case is run by turns with the others, so that a busy moment of the machine hits all alike. Wall time is from spawn
to reaped; CPU is the process's with all it waited for (``wait4``).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app.dev.real_turn import per_tool_turn
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable, ensure_relay, install_twin

_ROUNDS = 30
_RUNS_A_ROUND = 10
_ROUNDS_OF_THE_SLOW = 5
_GUARD = ("/bin/sh", "-c", '[ -x "$0" ] || exit 0; exec "$0" "$@"')
_WORDS = ("claude_code", "PreToolUse", "sync")
_TRUE = "true"
_GOALS = {"native": 3.0, "python": 12.0}
_UV_SHARE_GOAL = 1 / 20
_PYTHON_HOOK = """\
# /// script
# requires-python = ">=3.8"
# ///
import json
import sys

json.load(sys.stdin)
"""
_PAYLOAD = json.dumps(
    {
        "session_id": "00000000-0000-4000-8000-000000000000",
        "transcript_path": "/home/somebody/.claude/projects/-home-somebody-shop/00000000-0000-4000-8000.jsonl",
        "cwd": "/home/somebody/shop",
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": "pytest -q tests/cart", "description": "Run the tests of the cart"},
        "tool_use_id": "toolu_000000000000000000000000",
    }
).encode()


class _Sample(NamedTuple):
    wall_ms: float
    cpu_ms: float


def run() -> dict[str, Any]:
    """Milliseconds a hook in each case, how many times ``/bin/true`` that is, the goals, a real turn's cost a tool."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sc-relay-") as folder, contextlib.ExitStack() as stack:
        root = Path(folder)
        cases: dict[str, Sequence[str]] = {_TRUE: ["/bin/true"], "guard_alone": [*_GUARD, "/bin/true"]}
        for state, start in (("up", _hub_up), ("down", _hub_down), ("hung", _hub_hung)):
            paths = stack.enter_context(start(root / state))
            for kind, relay in _both_relays(paths).items():
                cases[f"{kind}_hub_{state}"] = [*_GUARD, str(relay), *_WORDS]
                if state == "up":
                    cases[f"{kind}_hub_up_without_guard"] = [str(relay), *_WORDS]
        first_hung_ms = _run(cases["native_hub_hung"]).wall_ms
        figures = _measure(cases, _ROUNDS)
        peers = _measure({_TRUE: ["/bin/true"], **_peers(root)}, _ROUNDS_OF_THE_SLOW)
    return {
        "load_average_before": round(load, 1),
        "hooks": figures,
        "first_relay_at_a_hung_hub_ms": round(first_hung_ms),
        "peers": peers,
        "goals": _against_goals(figures, peers),
        "turn_of_30_tools": per_tool_turn(),
    }


def _measure(cases: Mapping[str, Sequence[str]], rounds: int) -> dict[str, dict[str, float]]:
    samples: dict[str, list[_Sample]] = {name: [] for name in cases}
    for order in cases.values():
        _run(order)
    for _ in range(rounds):
        for name, order in cases.items():
            samples[name].extend(_run(order) for _ in range(_RUNS_A_ROUND))
    true_ms = _percentile(samples[_TRUE], 50)
    true_cpu_ms = _mean_cpu_ms(samples[_TRUE])
    return {name: _figures(some, true_ms, true_cpu_ms) for name, some in samples.items()}


def _figures(samples: list[_Sample], true_ms: float, true_cpu_ms: float) -> dict[str, float]:
    p50_ms = _percentile(samples, 50)
    cpu_ms = _mean_cpu_ms(samples)
    return {
        "p50_ms": round(p50_ms, 2),
        "p95_ms": round(_percentile(samples, 95), 2),
        "max_ms": round(_percentile(samples, 100), 2),
        "cpu_ms": round(cpu_ms, 2),
        "times_true": round(p50_ms / true_ms, 2),
        "cpu_times_true": round(cpu_ms / true_cpu_ms, 2),
    }


def _mean_cpu_ms(samples: list[_Sample]) -> float:
    return sum(sample.cpu_ms for sample in samples) / len(samples)


def _percentile(samples: list[_Sample], percent: int) -> float:
    walls = sorted(sample.wall_ms for sample in samples)
    return walls[min(len(walls) - 1, len(walls) * percent // 100)]


def _run(order: Sequence[str]) -> _Sample:
    """One hook: the payload lies in a pipe whose other end is closed, as with the real agent."""
    out, into = os.pipe()
    os.write(into, _PAYLOAD)
    os.close(into)
    actions = [(os.POSIX_SPAWN_DUP2, out, 0)]
    began = time.perf_counter_ns()
    pid = os.posix_spawn(order[0], list(order), os.environ, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    wall_ms = (time.perf_counter_ns() - began) / 1e6
    os.close(out)
    if status != 0:
        raise RuntimeError(f"{order} ended with status {status}")
    return _Sample(wall_ms, (used.ru_utime + used.ru_stime) * 1000)


def _both_relays(paths: DataPaths) -> dict[str, Path]:
    """The native relay (where it can be had) and the twin (where Python is), side by side in one data folder."""
    relays = {}
    try:
        install_twin(paths)
        relays["python"] = paths.relay_dir / "relay-in-python"
        shutil.copy2(paths.relay, relays["python"])
    except RelayUnusable as error:
        print(f"the relay in Python is not measured: {error}", file=sys.stderr)
    if ensure_relay(paths).kind == "native":
        relays["native"] = paths.relay
    return relays


@contextlib.contextmanager
def _hub_up(folder: Path) -> Iterator[DataPaths]:
    paths = DataPaths(folder)
    paths.prepare()
    home = folder / "home"
    home.mkdir()
    environment = own_environment({"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home)})
    command = own_command("--data-dir", str(folder), "hub")
    hub = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    try:
        assert hub.stdout is not None
        if not json.loads(hub.stdout.readline() or "{}").get("ready"):
            raise RuntimeError("the hub did not start")
        yield paths
    finally:
        hub.terminate()
        hub.communicate()


@contextlib.contextmanager
def _hub_down(folder: Path) -> Iterator[DataPaths]:
    paths = DataPaths(folder)
    paths.prepare()
    yield paths


@contextlib.contextmanager
def _hub_hung(folder: Path) -> Iterator[DataPaths]:
    """Somebody listens, and never accepts."""
    paths = DataPaths(folder)
    paths.prepare()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(paths.relay_socket))
        listener.listen(128)
        yield paths


def _peers(root: Path) -> dict[str, Sequence[str]]:
    """Hooks as others write them: a Python script that reads its payload and does nothing else."""
    hook = root / "hook.py"
    hook.write_text(_PYTHON_HOOK)
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    peers: dict[str, Sequence[str]] = {"python3_script": [python, str(hook)]}
    if uv := shutil.which("uv"):
        peers["uv_run_script"] = [uv, "run", "--quiet", "--offline", "--python", sys.executable, str(hook)]
    return peers


def _against_goals(hooks: Mapping[str, Any], peers: Mapping[str, Any]) -> dict[str, str]:
    told = {}
    for kind, limit in _GOALS.items():
        if f"{kind}_hub_up" in hooks:
            worst = max(hooks[f"{kind}_hub_{state}"]["times_true"] for state in ("up", "down", "hung"))
            told[kind] = f"{worst} times /bin/true at worst (up, down, hung); goal at most {limit:g}"
    if "uv_run_script" in peers and "native_hub_up" in hooks:
        share = hooks["native_hub_up"]["p50_ms"] / peers["uv_run_script"]["p50_ms"]
        told["of_uv_run"] = f"native takes 1/{1 / share:.0f} of a hook under `uv run`; goal 1/{1 / _UV_SHARE_GOAL:.0f}"
    else:
        told["of_uv_run"] = "not measured: uv is not installed"
    return told
