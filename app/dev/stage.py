"""What benchmarks of the window need around it: hub, window and load in processes of their own, and what those cost."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from app.system.hub_process import end_process, start_hub
from app.system.own_command import own_environment, own_module
from app.system.paths import DataPaths

LONGEST_S = 300.0


class Stage:
    """A data folder with a hub on it. Everything started here ends with it."""

    def __init__(self, root: Path) -> None:
        self.paths = DataPaths(root / "data")
        self.paths.prepare()
        self.environment = own_environment({**os.environ, "HOME": str(root), "QT_QPA_PLATFORM": "offscreen"})
        self._hub: subprocess.Popen[bytes] | None = None

    def start_hub(self) -> None:
        """Have a hub on the data folder; raises HubNotStarted."""
        self._hub = start_hub(self.paths, self.environment)

    def end_hub(self) -> None:
        """End it, cleanly."""
        if self._hub is not None:
            end_process(self._hub)
            self._hub = None

    @property
    def hub_pid(self) -> int:
        assert self._hub is not None
        return self._hub.pid

    def load(self, sessions: int, deltas: int, rate: float, at_once: int, ends: bool) -> subprocess.Popen[bytes]:
        """A fleet that is handed over; see ``app.dev.fleet_load``."""
        words = (str(self.paths.relay_socket), str(sessions), str(deltas), str(rate), str(at_once), str(int(ends)))
        return subprocess.Popen(own_module("app.dev.fleet_load", *words), stdout=subprocess.PIPE, env=self.environment)

    @contextlib.contextmanager
    def actor(self, module: str, *words: str) -> Iterator[Actor]:
        """A process that is told lines and says ``ready`` first."""
        process = subprocess.Popen(
            own_module(module, *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment,
        )
        try:
            yield Actor(process)
        finally:
            end_process(process)


class Actor:
    """A process under our direction."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"ready":
            raise RuntimeError("the window did not come up")

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, line: str) -> None:
        """Have it begin or end."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def told(self) -> dict[str, Any]:
        """Its last words, once it has ended."""
        output, _ = self._process.communicate(timeout=LONGEST_S)
        if self._process.returncode:
            raise RuntimeError(f"the window ended with {self._process.returncode}: {output.decode()[-500:]}")
        figures: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
        return figures


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """A fresh data folder, a hub in it, and nothing left afterwards."""
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        made = Stage(Path(folder))
        made.start_hub()
        try:
            yield made
        finally:
            made.end_hub()


class Meter:
    """What a process has used since the meter was made."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._cpu_s = self._cpu_now_s()
        self._began = time.monotonic()

    @property
    def used_s(self) -> float:
        """Processor time."""
        return self._cpu_now_s() - self._cpu_s

    def cpu_percent(self) -> float:
        """Of one core, on average."""
        return round(self.used_s / (time.monotonic() - self._began) * 100, 1)

    def memory_mb(self) -> tuple[float, float]:
        """(RSS, USS): what it has in memory, and what of that is its alone."""
        full = self._process.memory_full_info()
        return round(full.rss / 1e6, 1), round(full.uss / 1e6, 1)

    def _cpu_now_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)
