"""``signalcabin module NAME WORDS…``: one of our own modules as a program, where no Python is there to run it."""

from __future__ import annotations

import argparse
import runpy
import sys

from app.cli_commands.common import EXIT_USAGE, CommandError
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", metavar="NAME", help="app.dev… or app.desktop…")
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """What its ``sys.exit`` says; 0 where it says nothing."""
    if not arguments.module.startswith("app."):
        raise CommandError(f"{arguments.module} is no module of Signalcabin.", code=EXIT_USAGE)
    sys.argv[1:] = arguments.words
    runpy.run_module(arguments.module, run_name="__main__", alter_sys=True)
    return 0
