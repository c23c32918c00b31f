"""``signalcabin launch``: start a session that runs under the hub."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from app.cli_commands.asking import order
from app.cli_commands.common import EXIT_DONE, EXIT_USAGE, CommandError, write_json
from app.core.commands import Launch, Launched
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", help="what it is to do; - reads it from standard input")
    parser.add_argument("--agent", default="claude_code", help="which agent (claude_code)")
    parser.add_argument("--folder", metavar="DIR", default=".", help="where it works (default: here)")
    parser.add_argument("--permission-mode", default="", metavar="MODE", help="as the agent names it (its default)")
    parser.add_argument("--model", default="", help="as the agent names it (its default)")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    prompt = sys.stdin.read() if arguments.prompt == "-" else arguments.prompt
    if not prompt.strip():
        raise CommandError("A session needs a prompt to begin with.", code=EXIT_USAGE)
    command = Launch(
        agent=arguments.agent,
        cwd=str(Path(arguments.folder).resolve()),
        prompt=prompt,
        permission_mode=arguments.permission_mode,
        model=arguments.model,
    )
    launched = msgspec.convert(order(paths, command), Launched)
    if arguments.json:
        write_json(launched)
    else:
        print(f"Started session {launched.session_id}, process {launched.pid}. `signalcabin watch` shows it.")
    return EXIT_DONE
