"""``signalcabin stop --all``: lists what will be touched, asks, and says of each session what came of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from app.cli_commands.asking import order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, CommandError, write_json
from app.cli_commands.terminal import one_line, plain
from app.core.commands import StopAll
from app.core.records import SessionKey
from app.core.stopping import StopAllResult, StopAllRow
from app.system.paths import DataPaths

_SLACK_S = 30.0


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    project = str(Path(arguments.project).expanduser().resolve()) if arguments.project else ""
    asked = StopAll(level=arguments.level, cwd=project, preview=True, wait_ms=int(arguments.wait * 1000))
    shown = msgspec.convert(order(paths, asked, timeout_s=_SLACK_S), StopAllResult)
    if not arguments.json:
        _show(shown)
    if shown.sessions and not (arguments.yes or _agreed(len(shown.sessions))):
        print("Nothing was stopped.", file=sys.stderr)
        return EXIT_FAILED
    # Exactly those that were shown: one that has begun since was not agreed to.
    keys = tuple(SessionKey(row.agent, row.session_id) for row in shown.sessions)
    command = msgspec.structs.replace(asked, preview=False, sessions=keys)
    done = msgspec.convert(order(paths, command, timeout_s=arguments.wait + _SLACK_S), StopAllResult) if keys else shown
    if arguments.json:
        write_json(done)
    else:
        for row in done.sessions:
            print(outcome(row))
    return EXIT_DONE if all(row.result and row.result.outcome == "stopped" for row in done.sessions) else EXIT_FAILED


def _show(shown: StopAllResult) -> None:
    if not shown.sessions:
        print("Nothing is at work." if shown.level == "interrupt" else "No session has a process.")
    for row in shown.sessions:
        how = f"cannot: {row.why_not}" if row.why_not else row.sentence
        print(f"{_name(row)}  {one_line(row.cwd)}\n    {one_line(how)}")


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise CommandError("Nobody is there to agree.", "`--yes` stops them without asking.")
    return input(f"Stop {'it' if count == 1 else f'these {count}'}? [y/N] ").strip().lower() in ("y", "yes")


def outcome(row: StopAllRow) -> str:
    """What came of one session, in words."""
    from app.cli_commands.stop import sentence

    if row.result is None:
        return f"{_name(row)}  nothing came of it"
    resume = f"\n    To take it up again: {plain(row.result.resume)}" if row.result.resume else ""
    return f"{_name(row)}  {sentence(row.result)}{resume}"


def _name(row: StopAllRow) -> str:
    return f"{one_line(row.session_id)[:8]}  {one_line(row.title or row.agent, 40)}"
