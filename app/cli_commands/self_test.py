"""``signalcabin self-test``: what a packaged application runs on itself, to see that every part loads and works.

Each check runs in a process of its own, so that one that crashes is a failed check and not the end of the test.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from app import __version__
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, CommandError
from app.cli_commands.terminal import one_line
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths

_CHECK_TIMEOUT_S = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-window", action="store_true", help="leave out what needs PySide6")
    parser.add_argument("--only", choices=sorted(_CHECKS), help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Each check prints one line; exit 1 when one fails. Works in a folder of its own, not in the data folder."""
    if arguments.only:
        print(_CHECKS[arguments.only][1](paths))
        return EXIT_DONE
    failed = 0
    with tempfile.TemporaryDirectory(prefix="signalcabin-self-test-") as folder:
        for name, (title, _) in _CHECKS.items():
            if name in _WITH_QT and arguments.no_window:
                continue
            problem, said = _check(name, Path(folder))
            failed += bool(problem)
            print(f"✕ {title}: {problem}" if problem else f"✓ {title}{said and f': {said}'}", flush=True)
    return EXIT_FAILED if failed else EXIT_DONE


def _check(name: str, folder: Path) -> tuple[str, str]:
    """(the problem, "" for none; what the check said)."""
    environment = own_environment({**os.environ, "CLAUDE_CONFIG_DIR": str(folder / "agent-home")})
    command = own_command("--data-dir", str(folder / "data"), "self-test", "--only", name)
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_CHECK_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {_CHECK_TIMEOUT_S:.0f} s", ""
    said = one_line(done.stdout.decode(errors="replace"))
    if done.returncode == 0:
        return "", said
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return one_line(last[0] if last else f"exit code {done.returncode}"), said


def _versions(paths: DataPaths) -> str:
    return f"Signalcabin {__version__}, Python {platform.python_version()}, {platform.platform()}"


def _modules(paths: DataPaths) -> str:
    return f"{_import_all('core', 'wire', 'agents', 'store', 'system', 'hub')} of them"


def _desktop(paths: DataPaths) -> str:
    count = _import_all("desktop")
    from PySide6.QtCore import qVersion

    return f"{count} modules on Qt {qVersion()}"


def _import_all(*rooms: str) -> int:
    count = 0
    for room in rooms:
        package = importlib.import_module(f"app.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
            count += 1
    return count


def _agents(paths: DataPaths) -> str:
    from app.agents import adapters

    known = adapters()
    if not known:
        raise CommandError("No adapter was found in app.agents.")
    return ", ".join(sorted(known))


def _relay(paths: DataPaths) -> str:
    from app.system.relay_install import ensure_relay

    paths.prepare()
    return ensure_relay(paths).kind


def _road(paths: DataPaths) -> str:
    """One payload through the installed relay and a hub, out again as a session."""
    from app.cli_commands.asking import current_rows
    from app.cli_commands.own_hub import own_hub

    _relay(paths)
    with own_hub(paths):
        payload = b'{"session_id":"self-test","cwd":"/","hook_event_name":"SessionStart","source":"startup"}'
        subprocess.run([str(paths.relay), "claude_code", "SessionStart", "sync"], input=payload, check=True)
        found = [row.session_id for row in current_rows(paths)]
    if found != ["self-test"]:
        raise CommandError(f"The session did not appear: {found}.")
    return ""


def _languages(paths: DataPaths) -> str:
    """Lexers are looked up by name: in a frozen program one that was left out would be missed only then."""
    from pygments.lexers import find_lexer_class, get_all_lexers

    names = [name for name, *_ in get_all_lexers(plugins=False)]
    missing = [name for name in names if find_lexer_class(name) is None]
    if missing or not names:
        raise CommandError(f"No lexer for {', '.join(missing) or 'anything'}.")
    return f"{len(names)} of them"


def _secrets(paths: DataPaths) -> str:
    """A secret goes where secrets go here, and comes back."""
    from app.system.secrets import KEYRING, delete_secret, get_secret, set_secret

    paths.prepare()
    where = set_secret(paths, "self-test", "a secret of no use")
    try:
        found = get_secret(paths, "self-test")
    finally:
        delete_secret(paths, "self-test")
    if found is None or found.value != "a secret of no use":
        raise CommandError("A secret that was kept did not come back.")
    return "in the keyring" if where == KEYRING else "in a file only you can read: no keyring answers here"


def _tray(paths: DataPaths) -> str:
    """Tells what is there; without a tray the window does without."""
    from app.cli_commands.run import has_display

    if not has_display():
        return "no display here to look for one"
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    app = QApplication(["signalcabin"])
    there = QSystemTrayIcon.isSystemTrayAvailable()
    return f"{'there is one' if there else 'none here'} ({app.platformName()})"


def _window(paths: DataPaths) -> str:
    from app.cli_commands.run import open_desktop

    picture = paths.root / "window.png"
    paths.prepare()
    look = argparse.Namespace(offscreen_shot=str(picture), after=1.0, theme="", size=None)
    code = open_desktop(paths, look)
    if code or not picture.exists():
        raise CommandError(f"The window ended with {code} and drew no picture.")
    return f"{picture.stat().st_size} bytes"


_CHECKS: dict[str, tuple[str, Callable[[DataPaths], str]]] = {
    "versions": ("this is", _versions),
    "modules": ("every module loads", _modules),
    "desktop": ("every part of the window loads", _desktop),
    "agents": ("an agent is known", _agents),
    "relay": ("the relay can be installed", _relay),
    "road": ("a hook reaches the store", _road),
    "languages": ("every language can be highlighted", _languages),
    "secrets": ("secrets are kept", _secrets),
    "tray": ("the tray is looked for", _tray),
    "window": ("the window can be drawn", _window),
}
"""name → what it proves, and how."""

_WITH_QT = frozenset({"desktop", "tray", "window"})
