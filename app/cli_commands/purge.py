"""``signalcabin purge``: remove what is kept of sessions, for good; shows what would go and asks first."""

from __future__ import annotations

import argparse
import sys
import time

import msgspec

from app.cli_commands.asking import current_rows, named_session, order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, EXIT_USAGE, CommandError, write_json
from app.cli_commands.terminal import one_line
from app.core.commands import Purge, PurgeResult
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.system.paths import DataPaths

_LONGEST_S = 600.0
_DAY_US = 86_400 * 1_000_000
_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", nargs="?", help="its id, or the beginning of it")
    parser.add_argument("--all", action="store_true", help="every session whose process does not run any more")
    parser.add_argument("--older-than", type=int, metavar="DAYS", help="those not heard of for so many days")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    rows = _chosen(arguments, paths)
    if not rows:
        print("There is nothing to remove.", file=sys.stderr)
        return EXIT_DONE
    if not arguments.yes:
        _show(rows)
        _ask(len(rows))
    command = Purge(all=True) if arguments.all else Purge(sessions=tuple(_key(row) for row in rows))
    result = msgspec.convert(order(paths, command, _LONGEST_S), PurgeResult)
    if arguments.json:
        write_json(result)
    else:
        print(_told(result))
    return EXIT_DONE if not result.running or arguments.all else EXIT_FAILED


def _chosen(arguments: argparse.Namespace, paths: DataPaths) -> list[SessionRow]:
    ways = (arguments.session is not None, arguments.all, arguments.older_than is not None)
    if sum(ways) != 1:
        raise CommandError("Name a session, or say --all or --older-than DAYS.", code=EXIT_USAGE)
    if arguments.session is not None:
        return [named_session(paths, arguments.session)]
    rows = current_rows(paths)
    if arguments.all:
        return rows
    before_us = time.time_ns() // 1000 - arguments.older_than * _DAY_US
    return [row for row in rows if row.last_at_us < before_us]


def _key(row: SessionRow) -> SessionKey:
    return SessionKey(row.agent, row.session_id)


def _show(rows: list[SessionRow]) -> None:
    print(f"To be removed from Signalcabin's store ({len(rows)} sessions; those that run are kept):")
    for row in rows[:_LISTED]:
        print(f"  {row.session_id[:8]}  {one_line(row.title or '(no title)')[:80]}")
    if len(rows) > _LISTED:
        print(f"  … and {len(rows) - _LISTED} more")
    print("The agents' own transcripts are not touched. This cannot be undone.")


def _ask(count: int) -> None:
    if not sys.stdin.isatty():
        raise CommandError("Nobody is there to be asked.", "Say --yes to remove without being asked.", code=EXIT_USAGE)
    if input(f"Remove {count} for good? [y/N] ").strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing was removed.")


def _told(result: PurgeResult) -> str:
    told = f"{len(result.purged)} sessions removed ({result.records} records)."
    if result.running:
        names = ", ".join(key.session_id[:8] for key in result.running[:_LISTED])
        told += f" Kept, because they run: {names}."
    return told
