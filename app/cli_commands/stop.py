"""``signalcabin stop``: stop a session or all, and say what the system said afterwards; exit 0 only when stopped."""

from __future__ import annotations

import argparse
import sys

import msgspec

from app.cli_commands import stopping_all
from app.cli_commands.asking import named_session, order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, EXIT_USAGE, CommandError, write_json
from app.cli_commands.terminal import one_line, plain
from app.core.commands import DisarmStop, Stop, StopResult
from app.core.projections.rows import SessionRow
from app.core.stopping import LEVERS
from app.system.paths import DataPaths

_SLACK_S = 20.0
"""Beyond the armed interrupt's own wait: for the ladder's verification."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", nargs="?", help="the session's id, or the beginning of it")
    parser.add_argument("--all", action="store_true", help="every session; lists them and asks first")
    parser.add_argument("--project", metavar="DIR", help="every session that works in this folder or below it")
    parser.add_argument("--yes", action="store_true", help="with --all or --project: do not ask")
    parser.add_argument(
        "--level",
        choices=("interrupt", "end", "kill"),
        help="interrupt: end the turn, the session lives (default); end: end its processes; kill: at once",
    )
    parser.add_argument(
        "--wait", type=_seconds, default=60.0, metavar="SECONDS", help="how long an interrupt may take (60)"
    )
    parser.add_argument(
        "--lever", default="", choices=sorted({lever for each in LEVERS.values() for lever in each}),
        help="use this one and no other (`levers SESSION` tells which there are)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    arguments.level = arguments.level or _level_of(arguments.lever)
    if arguments.all or arguments.project:
        if arguments.session or arguments.lever:
            raise CommandError("--all and --project name no session and no lever.", code=EXIT_USAGE)
        return stopping_all.run(arguments, paths)
    if not arguments.session:
        raise CommandError(
            "Which session?", "`signalcabin sessions` lists them; `stop --all` stops all.", code=EXIT_USAGE
        )
    row = named_session(paths, arguments.session)
    command = Stop(
        agent=row.agent,
        session_id=row.session_id,
        level=arguments.level,
        wait_ms=int(arguments.wait * 1000),
        lever=arguments.lever,
    )
    try:
        result = msgspec.convert(order(paths, command, timeout_s=arguments.wait + _SLACK_S), StopResult)
    except KeyboardInterrupt:
        _take_back(paths, row)
        raise
    if arguments.json:
        write_json(result)
    else:
        print(sentence(result))
        if result.resume:
            print(f"To take it up again: {plain(result.resume)}")
    return EXIT_DONE if result.outcome == "stopped" else EXIT_FAILED


def _level_of(lever: str) -> str:
    """Who names a lever need not name its level too."""
    return next((level for level, levers in LEVERS.items() if lever in levers), "interrupt")


def _take_back(paths: DataPaths, row: SessionRow) -> None:
    """Whoever gives up waiting does not want the session stopped minutes later."""
    outcome = order(paths, DisarmStop(agent=row.agent, session_id=row.session_id))
    if outcome.get("disarmed"):
        print("Taken back: it will not be stopped.", file=sys.stderr)


def sentence(result: StopResult) -> str:
    """The outcome in words."""
    how = f" by {result.lever}" if result.lever else ""
    said = f": {one_line(result.evidence)}" if result.evidence else ""
    if result.outcome == "stopped":
        return f"Stopped{how} after {result.took_ms / 1000:.1f} s{said}."
    left = f" Still running: {', '.join(one_line(each) for each in result.survivors)}." if result.survivors else ""
    words = "Still running" if result.outcome == "still_running" else "Not known whether it stopped"
    remedy = " `--level end` ends its processes." if not left else ""
    return f"{words}{said}.{left}{remedy}"


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError("must be between 0 and 3600 seconds")
    return value
