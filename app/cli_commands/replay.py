"""``signalcabin replay``: feed a recording through the running hub's door, as a conversation of its own."""

from __future__ import annotations

import argparse
import asyncio
import math
from pathlib import Path

from app.cli_commands.common import EXIT_USAGE, CommandError, no_hub, write_json
from app.cli_commands.own_hub import hub_answers
from app.cli_commands.terminal import one_line
from app.dev.replay import BadRecording, Options, ReplayRefused, replay
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a recording (see `record`)")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="2: twice as fast; max: without pauses")
    parser.add_argument("--keep-times", action="store_true", help="leave the recorded times as they are")
    parser.add_argument("--keep-ids", action="store_true", help="leave the recorded session ids as they are")
    parser.add_argument("--json", action="store_true", help="what was done, as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    path = Path(arguments.file).expanduser()
    if not hub_answers(paths):
        raise no_hub()
    options = Options(speed=arguments.speed, keep_times=arguments.keep_times, keep_ids=arguments.keep_ids)
    try:
        played = asyncio.run(replay(path, paths, options))
    except BadRecording as error:
        raise CommandError(str(error), "Only files written by `signalcabin record` can be played.") from error
    except ReplayRefused as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", code=EXIT_USAGE) from error
    if arguments.json:
        write_json(played)
    else:
        print(
            f"{played.deliveries} deliveries played as {', '.join(one_line(new) for new in played.sessions.values())}"
        )
    return 0


def _speed(text: str) -> float:
    value = math.inf if text == "max" else float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError("must be above 0")
    return value
