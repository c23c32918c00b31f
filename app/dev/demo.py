"""The demo: scripted agents as real processes, connected by our own ``connect``, in a home that is thrown away.

Nothing of the user's is touched: HOME, the agents' configuration and the data folder are the demo's own. Everything
started here is ended here, descendants first.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.agents import adapter_for
from app.dev.scenarios import SCENARIOS
from app.dev.sim_files import VERSION
from app.system.config_files import apply_plan, plan_connect
from app.system.hub_process import end_process, start_hub
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths
from app.system.processes import ProcessId, system_processes
from app.system.relay_install import ensure_relay

_AGENT = "claude_code"
_FOREIGN = ("CLAUDE", "ANTHROPIC_", "XDG_DATA_", "XDG_CONFIG_", "XDG_CACHE_", "XDG_STATE_", "AI_AGENT")
_PACES = (1.0, 0.85, 1.15, 0.7, 1.3)


class Demo:
    """A running demo. ``paths`` and ``environment`` are what a desktop needs to show it."""

    def __init__(self, paths: DataPaths, home: Path) -> None:
        self.paths = paths
        self.home = home
        self.environment = demo_environment(home)
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, agents: int, speed: float) -> None:
        """Connect the demo's home, start the hub, then the agents; raises what those raise."""
        self.paths.prepare()
        ensure_relay(self.paths)
        self._connect()
        self._processes.append(start_hub(self.paths, self.environment))
        for number in range(agents):
            self._start_agent(number, speed)

    def open_window(self, words: Sequence[str] = ()) -> int:
        """The desktop on this demo, until it is closed; returns its exit code."""
        window = subprocess.Popen(
            own_command("--data-dir", str(self.paths.root), "run", *words), env=own_environment(self.environment)
        )
        self._processes.append(window)
        return window.wait()

    @property
    def agent_pids(self) -> list[int]:
        """The agents' processes (the first of ours is the hub)."""
        return [process.pid for process in self._processes[1:]]

    def close(self) -> None:
        """End everything that was started, children of children too."""
        processes = system_processes()
        roots = [found for process in self._processes if (found := processes.identify(process.pid))]
        below: list[ProcessId] = [info.id for root in roots for info in processes.descendants(root)]
        for process in reversed(self._processes):
            end_process(process)
        for orphan in below:
            processes.signal(orphan, signal.SIGKILL)

    def _connect(self) -> None:
        adapter = adapter_for(_AGENT)
        assert adapter is not None
        apply_plan(plan_connect(adapter, self.paths, str(self.agent_home), VERSION), self.paths)

    @property
    def agent_home(self) -> Path:
        return self.home / ".claude"

    def _start_agent(self, number: int, speed: float) -> None:
        names = list(SCENARIOS)
        scenario = SCENARIOS[names[number % len(names)]]
        again = number // len(names)
        project = self.home / "src" / (f"{scenario.project}-{again + 1}" if again else scenario.project)
        project.mkdir(parents=True, exist_ok=True)
        pace = speed * _PACES[again % len(_PACES)]
        command = own_command(
            "--data-dir", str(self.paths.root), "simulate-agent", scenario.name,
            "--home", str(self.agent_home), "--cwd", str(project), "--speed", f"{pace:.3f}", "--seed", str(number),
        )  # fmt: skip
        self._processes.append(
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=project,
                env=own_environment(self.environment),
                start_new_session=True,
            )
        )


@contextlib.contextmanager
def demo(agents: int, speed: float, data_dir: Path | None = None) -> Iterator[Demo]:
    """A demo for as long as the block runs; its temporary folder (not a named one) goes with it."""
    folder = data_dir or Path(tempfile.mkdtemp(prefix="signalcabin-demo-"))
    home = folder / "demo-home"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    running = Demo(DataPaths(folder if data_dir else folder / "data"), home)
    try:
        running.start(agents, speed)
        yield running
    finally:
        running.close()
        if data_dir is None:
            if running.paths.run_dir.is_symlink():  # the sockets' folder lies elsewhere when the path is too long
                shutil.rmtree(running.paths.run_dir.readlink(), ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)


def demo_environment(home: Path) -> dict[str, str]:
    """The environment of everything in the demo: its own home, nothing of the user's agents or settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    authority = Path.home() / ".Xauthority"
    if "XAUTHORITY" not in kept and authority.exists():
        kept["XAUTHORITY"] = str(authority)
    return {**kept, "HOME": str(home), "CLAUDE_CONFIG_DIR": str(home / ".claude")}
