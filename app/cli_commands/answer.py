"""``signalcabin answer``: allow or deny one held permission request."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from app.agents import adapter_for
from app.cli_commands.asking import order
from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, EXIT_USAGE, CommandError, write_json
from app.cli_commands.pending import pending
from app.cli_commands.terminal import one_line
from app.core.commands import Answer, PendingRow
from app.core.permissions import questions_in
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("request", metavar="REQUEST", help="the request's id (see `pending`), or the beginning of it")
    parser.add_argument("behavior", choices=("allow", "deny"))
    parser.add_argument("--reason", default="", help="what the agent is told with a deny")
    parser.add_argument("--interrupt", action="store_true", help="with deny: end the turn as well")
    parser.add_argument(
        "--digest", default="", help="answer only if the request is still this one (see `pending --json`)"
    )
    parser.add_argument("--input", default="", metavar="JSON", help="with allow: run this input instead")
    parser.add_argument("--always", type=int, metavar="N", help="with allow: also take the agent's N-th suggestion")
    parser.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="TEXT",
        help="the answer to a question; once for each",
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
        updated_input=_edited(arguments, row),
        suggestion=_chosen(arguments, row),
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


def _edited(arguments: argparse.Namespace, row: PendingRow) -> Any:
    if arguments.choose:
        return _answers(arguments.choose, row)
    if not arguments.input:
        return None
    try:
        edited = msgspec.json.decode(arguments.input.encode())
    except (msgspec.DecodeError, UnicodeError) as error:
        raise CommandError(f"--input is no JSON: {error}.", code=EXIT_USAGE) from error
    if not isinstance(edited, dict) or arguments.behavior != "allow":
        raise CommandError("--input goes with allow and is one JSON object.", code=EXIT_USAGE)
    return edited


def _answers(choices: list[str], row: PendingRow) -> Any:
    """The question with its answers in it; every question gets one."""
    adapter = adapter_for(row.agent)
    asked = questions_in(row.input) if row.kind == "question" else []
    if adapter is None or len(choices) != len(asked):
        raise CommandError(f"--choose is given once for each question: {len(asked)} here.", code=EXIT_USAGE)
    return adapter.answered(row.input, {each.text: [choice] for each, choice in zip(asked, choices, strict=True)})


def _chosen(arguments: argparse.Namespace, row: PendingRow) -> int | None:
    if arguments.always is None:
        return None
    if arguments.behavior != "allow" or not 1 <= arguments.always <= len(row.suggestions):
        raise CommandError("--always goes with allow and names a suggestion of the request.", code=EXIT_USAGE)
    return int(arguments.always) - 1


def _find(rows: list[PendingRow], named: str) -> PendingRow:
    exact = [row for row in rows if row.request_id == named]
    found = exact or [row for row in rows if named and row.request_id.startswith(named)]
    if len(found) == 1:
        return found[0]
    why = "could be several requests" if found else "is no request that waits (it may have been answered already)"
    raise CommandError(f"{named!r} {why}.", "`signalcabin pending` lists them.", code=EXIT_USAGE)
