"""``signalcabin record``: have the running hub write every delivery to a file, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from app.cli_commands.asking import named_session, order
from app.cli_commands.ending import ends_like_ctrl_c
from app.core.commands import StartRecording, StopRecording
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="where to (one delivery a line, scrubbed of secrets and home paths)"
    )
    parser.add_argument("--session", metavar="SESSION", help="only this session's (its id, or the beginning of it)")
    parser.add_argument("--for", dest="seconds", type=float, metavar="SECONDS", help="end by itself after so long")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    session = named_session(paths, arguments.session).session_id if arguments.session else ""
    target = str(Path(arguments.file).expanduser().absolute())
    order(paths, StartRecording(path=target, session_id=session))
    print(f"Recording to {target}. Ctrl-C ends.", file=sys.stderr, flush=True)
    try:
        with ends_like_ctrl_c():
            time.sleep(arguments.seconds if arguments.seconds is not None else _for_ever())
    except KeyboardInterrupt:
        print(file=sys.stderr)
    done = order(paths, StopRecording())
    print(f"{done.get('deliveries', 0)} deliveries in {done.get('path', target)}")
    return 0


def _for_ever() -> float:
    """The longest sleep every platform takes."""
    return float(2**31 // 1000)
