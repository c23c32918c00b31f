"""``signalcabin unsay``: take back prompts that are queued for a session."""

from __future__ import annotations

import argparse

from app.cli_commands.asking import named_session, order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, write_json
from app.core.commands import WithdrawPrompt
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="its id, or the beginning of it")
    parser.add_argument("prompt", metavar="PROMPT", nargs="?", default="", help="the prompt's id (default: all queued)")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = named_session(paths, arguments.session)
    command = WithdrawPrompt(agent=row.agent, session_id=row.session_id, prompt_id=arguments.prompt)
    outcome = order(paths, command)
    count = len(outcome["withdrawn"])
    if arguments.json:
        write_json(outcome)
    else:
        print(f"{count} taken back." if count else "Nothing was queued.")
    return EXIT_DONE if count else EXIT_FAILED
