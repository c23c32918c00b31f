"""``signalcabin uninstall``: takes back everything that was put anywhere, agents' hooks first, and says each step.

Nothing else is removed as long as a hook of ours stands in an agent's settings: the relay it runs must stay, and
whoever tries again must find everything as it was. What agents did is kept, unless ``--purge`` says otherwise.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from app.agents import adapters
from app.agents.base import Adapter
from app.cli_commands.agent_config import carry_out, config_home
from app.cli_commands.asking import hub_may_run, order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, EXIT_NO_HUB, CommandError
from app.cli_commands.terminal import plain
from app.core.commands import ShutDown
from app.desktop.only_window import Call, OnlyWindow, WindowSilent, call, claim
from app.settings import load
from app.system import removal
from app.system.autostart import AutostartUnusable, system_autostart
from app.system.config_backups import connected_files
from app.system.config_files import ConnectPlan, config_path, plan_disconnect
from app.system.menu_entry import MenuEntry
from app.system.paths import DataPaths
from app.system.secrets import HUB_TOKEN, remote_hub_secret

_ENDS_WITHIN_S = 15.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--purge", action="store_true", help="remove what agents did, the settings and the backups, too"
    )


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    homes = connected_homes(paths)
    _announce(homes, paths, purge=arguments.purge)
    if not arguments.yes and not _asked():
        print("Nothing was changed.")
        return EXIT_FAILED
    _disconnect(homes, paths)
    only = _end_window(paths)
    try:
        _end_hub(paths)
        _take_back(paths, purge=arguments.purge)
    finally:
        if only is not None:
            only.close()
    print(_farewell())
    return EXIT_DONE


def connected_homes(paths: DataPaths) -> list[tuple[Adapter, Path]]:
    """Every configuration folder our hooks may stand in: the usual one, those of the settings, those ever connected."""
    found: dict[Path, tuple[Adapter, Path]] = {}
    more = load(paths.settings).settings.agent_homes
    for adapter in adapters().values():
        named = [Path(config_home(adapter)), *map(Path, more.get(adapter.name, ()))]
        named += [file.parent for file in connected_files(paths, adapter.name)]
        for home in named:
            file = config_path(adapter, str(home))
            if file.is_file():
                found.setdefault(Path(os.path.realpath(file)), (adapter, home))
    return list(found.values())


def _announce(homes: list[tuple[Adapter, Path]], paths: DataPaths, *, purge: bool) -> None:
    print("This ends Signalcabin's window and hub, and takes back:")
    for adapter, home in homes:
        print(f"  the hooks in {plain(str(config_path(adapter, str(home))))} ({adapter.title})")
    print("  start at login, the entry in the list of programs")
    print(f"  the relay, and everything else in {plain(str(paths.root))}" if purge else "  the relay")
    if not purge:
        print(
            f"Kept: what agents did, the settings and the backups, in {plain(str(paths.root))} (--purge removes them)."
        )


def _asked() -> bool:
    if not sys.stdin.isatty():
        raise CommandError("Not done: nobody is there to ask.", "Add --yes to do it without asking.")
    print("\nGo on? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _disconnect(homes: list[tuple[Adapter, Path]], paths: DataPaths) -> None:
    """Take our hooks out of every agent's settings; raises CommandError when one is left."""
    left = []
    for adapter, home in homes:
        file = config_path(adapter, str(home))

        def plan(adapter: Adapter = adapter, home: Path = home) -> ConnectPlan:
            return plan_disconnect(adapter, paths, str(home))

        try:
            nothing, done = (
                f"{adapter.title}: {file} holds no hook of ours.",
                f"{adapter.title} is disconnected: {file}",
            )
            carry_out(plan, paths, dry_run=False, yes=True, nothing=nothing, done=done, shown=False)
        except CommandError as error:
            left.append(f"{adapter.title}: {error}")
    if left:
        raise CommandError(
            f"{' '.join(left)} Nothing else was removed, so that its hooks do not point at nothing.",
            "Put that right, or take the hooks out by hand; then run this again.",
        )


def _end_window(paths: DataPaths) -> OnlyWindow | None:
    """End the window, and keep another from beginning; None where there is no data folder."""
    if not paths.run_dir.is_dir():
        return None
    deadline_s = time.monotonic() + _ENDS_WITHIN_S
    only = claim(paths)
    if only is None:
        try:
            call(paths, Call(quit=True))
        except WindowSilent as error:
            raise CommandError(str(error)) from error
        print("The window is told to end.")
    while only is None and time.monotonic() < deadline_s:
        time.sleep(0.05)
        only = claim(paths)
    if only is None:
        raise CommandError("The window does not end.", "Quit it, then run this again.")
    return only


def _end_hub(paths: DataPaths) -> None:
    try:
        order(paths, ShutDown())
    except CommandError as error:
        if error.code == EXIT_NO_HUB:
            return
        raise
    deadline_s = time.monotonic() + _ENDS_WITHIN_S
    while hub_may_run(paths):
        if time.monotonic() > deadline_s:
            raise CommandError(
                "The hub does not end.", "`signalcabin doctor` names its process: end it and run this again."
            )
        time.sleep(0.05)
    print("The hub has ended.")


def _take_back(paths: DataPaths, *, purge: bool) -> None:
    try:
        system_autostart().turn_off()
    except AutostartUnusable as error:
        print(f"signalcabin: {plain(str(error))}", file=sys.stderr)
    try:
        for file in MenuEntry().remove():
            print(f"removed {plain(str(file))}")
        hubs = load(paths.settings).settings.hubs
        secrets = [HUB_TOKEN, *(remote_hub_secret(hub.name) for hub in hubs)]
        for file in removal.remove_data(paths, secrets) if purge else removal.remove_relay(paths):
            print(f"removed {plain(str(file))}")
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be removed: {error.strerror}.") from error


def _farewell() -> str:
    if not getattr(sys, "frozen", False):
        return "Done."
    return f"Done. The program itself lies in {plain(str(Path(sys.executable).parent))}: it can be removed now."
