"""``signalcabin self-test``: what a packaged application runs on itself: does every part of it load and work?"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.cli_commands.common import EXIT_DONE, EXIT_FAILED
from app.system.paths import DataPaths

_RUN_TIMEOUT_S = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-window", action="store_true", help="leave out what needs PySide6")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Each check prints one line; exit 1 when one fails. Works in a folder of its own, not in the data folder."""
    checks: dict[str, Callable[[Path], str]] = {
        "every module loads": _modules,
        "an agent is known": _agents,
        "the relay can be installed": _relay,
        "a hook reaches the store": _road,
    }
    if not arguments.no_window:
        checks["the window can be drawn"] = _window
    failed = 0
    with tempfile.TemporaryDirectory(prefix="signalcabin-self-test-") as folder:
        for name, check in checks.items():
            try:
                said = check(Path(folder))
            except Exception as error:  # noqa: BLE001 - the point of a self-test is to report whatever goes wrong
                failed += 1
                print(f"✕ {name}: {type(error).__name__}: {error}", flush=True)
            else:
                print(f"✓ {name}{f': {said}' if said else ''}", flush=True)
    return EXIT_FAILED if failed else EXIT_DONE


def _modules(folder: Path) -> str:
    count = 0
    for room in ("core", "wire", "agents", "store", "system", "hub"):
        package = importlib.import_module(f"app.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
            count += 1
    return f"{count}"


def _agents(folder: Path) -> str:
    from app.agents import adapters

    known = adapters()
    if not known:
        raise LookupError("no adapter was found in app.agents")
    return ", ".join(sorted(known))


def _relay(folder: Path) -> str:
    from app.system.relay_install import ensure_relay

    paths = _paths(folder)
    return ensure_relay(paths).kind


def _road(folder: Path) -> str:
    """One payload through the installed relay and a hub, out again as a session."""
    from app.cli_commands.asking import current_rows
    from app.system.hub_process import end_process, start_hub

    paths = _paths(folder)
    hub = start_hub(paths, {**os.environ, "CLAUDE_CONFIG_DIR": str(folder / "agent-home")})
    try:
        payload = b'{"session_id":"self-test","cwd":"/","hook_event_name":"SessionStart","source":"startup"}'
        relay = [str(paths.relay), "claude_code", "SessionStart", "sync"]
        subprocess.run(relay, input=payload, check=True, timeout=_RUN_TIMEOUT_S)
        rows = current_rows(paths)
    finally:
        end_process(hub)
    if [row.session_id for row in rows] != ["self-test"]:
        raise LookupError(f"the session did not appear: {[row.session_id for row in rows]}")
    return ""


def _window(folder: Path) -> str:
    from app.system.own_command import own_command, own_environment

    picture = folder / "window.png"
    words = ("--data-dir", str(_paths(folder).root), "run", "--offscreen-shot", str(picture), "--after", "1")
    environment = own_environment({**os.environ, "CLAUDE_CONFIG_DIR": str(folder / "agent-home")})
    done = subprocess.run(
        own_command(*words), env=environment, capture_output=True, timeout=_RUN_TIMEOUT_S, check=False
    )
    if done.returncode or not picture.exists():
        raise RuntimeError(done.stderr.decode(errors="replace").strip()[-500:] or f"exit {done.returncode}, no picture")
    return f"{picture.stat().st_size} bytes"


def _paths(folder: Path) -> DataPaths:
    paths = DataPaths(folder / "data")
    paths.prepare()
    return paths
