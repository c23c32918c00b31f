"""``signalcabin pending``: permission requests that a relay of ours holds, waiting for an answer."""

from __future__ import annotations

import argparse
import time

import msgspec

from app.cli_commands.asking import order
from app.cli_commands.common import write_json
from app.cli_commands.terminal import age, one_line
from app.core.commands import ListPending, PendingRow
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="an array of requests")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    rows = pending(paths)
    if arguments.json:
        write_json(rows)
        return 0
    if not rows:
        print("Nothing waits for an answer.")
    for row in rows:
        since = age(time.time() - row.asked_at_us / 1_000_000)
        print(f"▲ {one_line(row.request_id)}  {row.session_id[:8]}  {one_line(row.tool_name)}  {since}")
        print(f"    {one_line(msgspec.json.encode(row.input).decode(), 2000)}")
        print(f"    signalcabin answer {one_line(row.request_id)} allow|deny")
    return 0


def pending(paths: DataPaths) -> list[PendingRow]:
    """The requests that are open now."""
    return msgspec.convert(order(paths, ListPending())["pending"], list[PendingRow])
