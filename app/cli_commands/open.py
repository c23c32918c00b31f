"""``signalcabin open [LINK]``: the window, and in it the session a link names; what a double click and a link run."""

from __future__ import annotations

import argparse

from app.cli_commands import run as run_command
from app.cli_commands.common import EXIT_USAGE, CommandError
from app.core.links import BadLink, session_in
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("link", nargs="?", default="", metavar="LINK", help="signalcabin://session/ID")
    parser.add_argument("--stop-all", action="store_true", help="with the list of Stop all; stops nothing by itself")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    try:
        session = session_in(arguments.link) if arguments.link else ""
    except BadLink as error:
        raise CommandError(str(error), code=EXIT_USAGE) from error
    if not run_command.has_display():
        raise CommandError("There is no display here.", "`signalcabin watch` shows the roster in a terminal.")
    look = argparse.Namespace(offscreen_shot="", after=0.0, theme="", size=None)
    return run_command.open_desktop(paths, look, session=session, stop_all=arguments.stop_all)
