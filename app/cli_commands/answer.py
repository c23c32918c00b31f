"""``signalcabin answer``: allow or deny one held permission request."""

from __future__ import annotations

import argparse

from app.cli_commands.asking import order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, EXIT_USAGE, CommandError, write_json
from app.cli_commands.pending import pending
from app.cli_commands.terminal import one_line
from app.core.commands import Answer, PendingRow
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("request", metavar="REQUEST", help="the request's id (see `pending`), or the beginning of it")
    parser.add_argument("behavior", choices=("allow", "deny"))
    parser.add_argument("--reason", default="", help="what the agent is told with a deny")
    parser.add_argument("--interrupt", action="store_true", help="with deny: end the turn as well")
    parser.add_argument(
        "--digest", default="", help="answer only if the request is still this one (see `pending --json`)"
    )
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = _find(pending(paths), arguments.request)
    command = Answer(
        request_id=row.request_id,
        behavior=arguments.behavior,
        reason=arguments.reason,
        interrupt=arguments.interrupt and arguments.behavior == "deny",
        digest=arguments.digest or row.digest,
    )
    outcome = order(paths, command)
    answered = bool(outcome.get("answered"))
    if arguments.json:
        write_json(outcome)
    elif answered:
        print("Allowed." if arguments.behavior == "allow" else "Denied.")
    else:
        raise CommandError(f"Not answered: {one_line(str(outcome.get('why', 'the hub gave no reason')))}.")
    return EXIT_DONE if answered else EXIT_FAILED


def _find(rows: list[PendingRow], named: str) -> PendingRow:
    exact = [row for row in rows if row.request_id == named]
    found = exact or [row for row in rows if named and row.request_id.startswith(named)]
    if len(found) == 1:
        return found[0]
    why = "could be several requests" if found else "is no request that waits (it may have been answered already)"
    raise CommandError(f"{named!r} {why}.", "`signalcabin pending` lists them.", code=EXIT_USAGE)
