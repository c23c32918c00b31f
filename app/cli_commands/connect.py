"""``signalcabin connect``: put our hooks into an agent's settings, after showing the exact change."""

from __future__ import annotations

import argparse

from app.cli_commands.agent_config import carry_out, config_home, known_adapter
from app.cli_commands.common import CommandError
from app.system.agents_installed import find_agent
from app.system.config_files import ConnectPlan, plan_connect
from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable, ensure_relay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("agent", metavar="AGENT", help="claude_code")
    parser.add_argument(
        "--wake",
        action="store_true",
        help="let messages wake a session that rests: one small process waits beside each (without it that is undone)",
    )
    parser.add_argument("--dry-run", action="store_true", help="show the change, make none")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    adapter = known_adapter(arguments.agent)
    installed = find_agent(adapter.name)
    if installed is None:
        raise CommandError(f"{adapter.title} is not installed here (no program found).", "Install it, then try again.")
    if not installed.version:
        raise CommandError(
            f"{adapter.title}'s version is unknown: {installed.problem}.",
            "Only events its version knows may be registered, so nothing was changed.",
        )
    if not arguments.dry_run:
        paths.prepare()
        try:
            ensure_relay(paths)
        except RelayUnusable as error:
            raise CommandError(str(error)) from error

    def plan() -> ConnectPlan:
        return plan_connect(adapter, paths, config_home(adapter), installed.version, wake=arguments.wake)

    return carry_out(
        plan,
        paths,
        dry_run=arguments.dry_run,
        yes=arguments.yes,
        nothing=f"{adapter.title} {installed.version} is connected already; nothing to change.",
        done=f"{adapter.title} {installed.version} is connected. Start `claude`: its session appears.",
    )
