"""``signalcabin demo``: simulated agents through the real relay and hub, and the desktop on it; nothing is left."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from app.cli_commands import watch
from app.cli_commands.common import EXIT_USAGE, CommandError
from app.cli_commands.ending import ends_like_ctrl_c
from app.cli_commands.own_hub import hub_answers
from app.cli_commands.run import add_look, has_display
from app.dev.demo import Demo, demo
from app.dev.scenarios import SCENARIOS
from app.system.config_files import ConfigUnusable
from app.system.hub_process import HubNotStarted
from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable

_MOST_AGENTS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agents", type=int, default=len(SCENARIOS), metavar="N", help=f"how many ({len(SCENARIOS)})")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help="how fast they work (1)")
    parser.add_argument("--offscreen-shot", metavar="FILE.png", help="draw the window without a display, save it, exit")
    parser.add_argument("--after", type=float, default=12.0, metavar="SECONDS", help="when to take the picture (12)")
    add_look(parser)
    parser.add_argument("--no-window", type=float, metavar="SECONDS", help="only hub and agents, for so long")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if not 1 <= arguments.agents <= _MOST_AGENTS:
        raise CommandError(f"--agents must be between 1 and {_MOST_AGENTS}.", code=EXIT_USAGE)
    if arguments.speed <= 0:
        raise CommandError("--speed must be above 0.", code=EXIT_USAGE)
    data_dir = paths.root if arguments.data_dir else None
    if data_dir is not None and hub_answers(paths):
        raise CommandError(f"A hub is running on {data_dir}; the demo needs a folder of its own.", "Name another.")
    try:
        with ends_like_ctrl_c(), demo(arguments.agents, arguments.speed, data_dir) as running:
            return _show(running, arguments)
    except (HubNotStarted, RelayUnusable, ConfigUnusable) as error:
        raise CommandError(f"The demo could not be started: {error}") from error


def _show(running: Demo, arguments: argparse.Namespace) -> int:
    print(f"{arguments.agents} simulated agents; everything lies in {running.paths.root}", file=sys.stderr)
    look = ["--theme", arguments.theme] if arguments.theme else []
    look += ["--size", "{}x{}".format(*arguments.size)] if arguments.size else []
    if arguments.offscreen_shot:
        picture = str(Path(arguments.offscreen_shot).absolute())
        return running.open_window(["--offscreen-shot", picture, "--after", str(arguments.after), *look])
    if arguments.no_window is not None:
        time.sleep(arguments.no_window)
        return 0
    if not has_display():
        print("There is no display here: showing the roster in this terminal instead.", file=sys.stderr)
        return watch.watch(running.paths)
    return running.open_window(look)
