"""``signalcabin disconnect``: take our hooks out again, byte for byte when nobody else changed the file."""

from __future__ import annotations

import argparse

from app.cli_commands.agent_config import carry_out, config_home, known_adapter
from app.system.config_files import ConnectPlan, plan_disconnect
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("agent", metavar="AGENT", help="claude_code")
    parser.add_argument("--dry-run", action="store_true", help="show the change, make none")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    adapter = known_adapter(arguments.agent)

    def plan() -> ConnectPlan:
        return plan_disconnect(adapter, paths, config_home(adapter))

    return carry_out(
        plan,
        paths,
        dry_run=arguments.dry_run,
        yes=arguments.yes,
        nothing=f"{adapter.title} is not connected; nothing to change.",
        done=f"{adapter.title} is disconnected.",
    )
