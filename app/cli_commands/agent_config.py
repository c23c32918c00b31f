"""What ``connect``, ``disconnect`` and ``doctor`` share: the adapter, its folder, and carrying a shown plan out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.agents import adapter_for, adapters
from app.agents.base import Adapter, ConfigRefused
from app.cli_commands.common import EXIT_FAILED, EXIT_USAGE, CommandError
from app.cli_commands.terminal import plain
from app.system.config_files import ConfigChanged, ConfigUnusable, ConnectPlan, apply_plan
from app.system.paths import DataPaths

_ATTEMPTS = 3


def known_adapter(name: str) -> Adapter:
    """The adapter of an agent named on the command line; raises CommandError (exit 2)."""
    adapter = adapter_for(name) or adapter_for(name.replace("-", "_").lower())
    if adapter is None:
        known = ", ".join(sorted(adapters()))
        raise CommandError(f"No agent is called {name!r}.", f"Known: {known}.", code=EXIT_USAGE)
    return adapter


def config_home(adapter: Adapter) -> str:
    """Where the agent keeps its configuration, as its own environment variable or default says."""
    return adapter.config_home(dict(os.environ), str(Path.home()))


def carry_out(
    plan: Callable[[], ConnectPlan],
    paths: DataPaths,
    *,
    dry_run: bool,
    yes: bool,
    nothing: str,
    done: str,
    shown: bool = True,
) -> int:
    """Show the plan, ask, do it; a file that changed meanwhile is planned, shown and asked for again."""
    for _ in range(_ATTEMPTS):
        try:
            wanted = plan()
            if not wanted.changes:
                print(nothing)
                return 0
            if shown:
                _show(wanted)
            if dry_run:
                return 0
            if not yes and not _asked(wanted):
                print("Nothing was changed.")
                return EXIT_FAILED
            backup = apply_plan(wanted, paths)
        except ConfigRefused as error:
            raise CommandError(str(error)) from error
        except ConfigUnusable as error:
            raise CommandError(str(error)) from error
        except ConfigChanged as error:
            print(f"{plain(str(error))} Looking again.", file=sys.stderr)
            continue
        print(f"{done}\nBackup: {backup}")
        return 0
    raise CommandError("The file keeps changing while we look at it.", "Close what writes it, then try again.")


def _show(plan: ConnectPlan) -> None:
    print(plain(plan.diff), end="")
    for note in plan.notes:
        print(f"note: {plain(note)}")
    if plan.path != plan.target:
        print(f"note: {plan.path} is a link; {plan.target} is what changes")


def _asked(plan: ConnectPlan) -> bool:
    if not sys.stdin.isatty():
        raise CommandError("Not changed: nobody is there to ask.", "Add --yes to change it without asking.")
    print(f"\nChange {plan.path}? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
