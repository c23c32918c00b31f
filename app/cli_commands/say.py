"""``signalcabin say``: give a session a further prompt."""

from __future__ import annotations

import argparse
import sys

import msgspec

from app.cli_commands.asking import named_session, order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, CommandError, write_json
from app.core.commands import PromptResult, SendPrompt
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="its id, or the beginning of it")
    parser.add_argument("text", metavar="TEXT", help="the prompt; - reads it from standard input")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = named_session(paths, arguments.session)
    text = sys.stdin.read() if arguments.text == "-" else arguments.text
    command = SendPrompt(agent=row.agent, session_id=row.session_id, text=text)
    result = msgspec.convert(order(paths, command), PromptResult)
    if arguments.json:
        write_json(result)
    elif result.sent:
        print("Sent: it woke." if result.how == "wake" else "Sent.")
    elif result.how:
        print(f"Queued: {result.why}. `signalcabin unsay {row.session_id[:8]}` takes it back.")
    else:
        raise CommandError(f"Not sent: {result.why}.")
    return EXIT_DONE if result.how else EXIT_FAILED
