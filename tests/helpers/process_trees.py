"""Real processes for tests: something like an agent with children of every kind, all ended by pid afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from app.system.processes import Processes, ProcessId, ProcessInfo

MARK = "TREE_SESSION"

PLAIN_CHILD = "sleep 3001 &"
OWN_SESSION = "setsid sleep 3002 &"
SHELL_WITH_NEXT_STEP = "sh -c 'sleep 3003; touch went-on' &"
DEAF_TO_TERM = "sh -c 'trap \"\" TERM; exec sleep 3004' &"
DAEMON = "(setsid sleep 3005 >/dev/null 2>&1 &)"


class Tree:
    """A made-up agent: a shell that started ``children`` and then became ``sleep``. ``mark`` is in all environments."""

    def __init__(self, folder: Path, processes: Processes, mark: str, *children: str, deaf: bool = False) -> None:
        self.folder = folder
        mark = f"{mark}-{uuid.uuid4().hex}"  # the same test may be running in another process
        self.mark = f"{MARK}={mark}"
        self._processes = processes
        self._known: dict[ProcessId, ProcessInfo] = {}
        trap = 'trap "" TERM; ' if deaf else ""
        script = "\n".join([*children, f"{trap}exec sleep 3000"])
        environment = {"PATH": os.environ["PATH"], MARK: mark}
        self.popen = subprocess.Popen(["sh", "-c", script], cwd=folder, env=environment, start_new_session=True)
        until(lambda: self._sleepers() == len(children) + 1, "every branch has grown")
        found = processes.identify(self.popen.pid)
        assert found is not None
        self.agent = found

    def _sleepers(self) -> int:
        return sum(info.name == "sleep" for info in self.everyone())

    def everyone(self) -> list[ProcessInfo]:
        """All of the tree that runs now."""
        for info in self._processes.everyone():
            if not info.zombie and self._carries(info.id.pid):
                self._known[info.id] = info
        return [info for process, info in self._known.items() if self._processes.alive(process)]

    def _carries(self, pid: int) -> bool:
        try:
            return self.mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            return False

    def fell(self) -> None:
        """End what is left, whatever it is."""
        for info in self.everyone():
            with contextlib.suppress(ProcessLookupError):
                os.kill(info.id.pid, signal.SIGKILL)
        self.popen.kill()
        self.popen.wait(10)


def until(check: Callable[[], object], why: str, within_s: float = 10.0) -> None:
    """Wait for ``check`` to hold, at most ``within_s`` seconds."""
    deadline = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline, f"not within {within_s} s: {why}"
        time.sleep(0.005)
