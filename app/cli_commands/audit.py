"""``signalcabin audit``: what was ordered, by whom, when, and what the system said of it."""

from __future__ import annotations

import argparse

import msgspec

from app.cli_commands.common import EXIT_DONE, iso, write_json
from app.cli_commands.reading import open_store
from app.cli_commands.terminal import one_line, pad
from app.core.projections.audit import AUDIT_KINDS, AuditRow, audit_rows
from app.system.paths import DataPaths

_ALL = 1 << 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--last", type=int, default=0, metavar="N", help="only the newest N orders")
    parser.add_argument("--json", action="store_true", help="an array, one object an order")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    with open_store(paths) as log:
        records = log.read_kinds([kind.__name__ for kind in AUDIT_KINDS], _ALL) if log is not None else []
    rows = audit_rows(records)
    rows = rows[-arguments.last :] if arguments.last > 0 else rows
    if arguments.json:
        write_json([_as_json(row) for row in rows])
        return EXIT_DONE
    if not rows:
        print("Nothing was ordered yet.")
    for row in rows:
        print(line_of(row))
    return EXIT_DONE


def _as_json(row: AuditRow) -> dict[str, object]:
    known: dict[str, object] = msgspec.to_builtins(row)
    return {"seq": known.pop("seq"), "at": iso(known.pop("at_us")), **known}  # type: ignore[arg-type]


def line_of(row: AuditRow) -> str:
    """One order for a reader: when, session, what, outcome, who, and what was said."""
    at = (iso(row.at_us) or "")[:19].replace("T", " ")
    outcome = row.outcome.replace("_", " ") or "open"
    said = f": {one_line(row.said)}" if row.said else ""
    who = f"  by {one_line(row.by)}" if row.by else ""
    return f"{at}  {pad(row.session_id[:8], 8)}  {pad(row.command, 16)}  {outcome}{said}{who}"
