"""``signalcabin levers``: how a session can be stopped or reached now, and what each way will do."""

from __future__ import annotations

import argparse

import msgspec

from app.cli_commands.asking import named_session, order
from app.cli_commands.common import EXIT_DONE, write_json
from app.cli_commands.terminal import one_line
from app.core.commands import Levers
from app.core.stopping import LeverList, LeverRow
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="the session's id, or the beginning of it")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = named_session(paths, arguments.session)
    found = msgspec.convert(order(paths, Levers(agent=row.agent, session_id=row.session_id)), LeverList)
    if arguments.json:
        write_json(found)
        return EXIT_DONE
    if found.armed:
        print(f"Set already: {one_line(found.armed)}.")
    for lever in found.levers:
        print(line_of(lever, lever.lever == found.default))
    if found.reply.sentence or found.reply.why_not:
        print(f"  {'say':10}  {_words(found.reply.sentence, found.reply.why_not)}")
    return EXIT_DONE


def line_of(lever: LeverRow, is_default: bool) -> str:
    """One lever for a reader; the arrow marks the one that is pulled unless another is named."""
    return f"{'▶' if is_default else ' '} {lever.lever:10}  {_words(lever.sentence, lever.why_not)}"


def _words(sentence: str, why_not: str) -> str:
    return one_line(sentence) if not why_not else f"not now: {one_line(why_not)}"
