"""``signalcabin pending``: permission requests that a relay of ours holds, waiting for an answer."""

from __future__ import annotations

import argparse
import time
from typing import Any

import msgspec

from app.cli_commands.asking import order
from app.cli_commands.common import write_json
from app.cli_commands.terminal import age, one_line, plain
from app.core.commands import ListPending, PendingRow
from app.core.permissions import questions_in
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
        for line in _input_lines(row.input):
            print(f"    {line}")
        for number, suggestion in enumerate(row.suggestions, 1):
            if suggestion.words:
                print(f"    --always {number}: {one_line(suggestion.words)}")
        for line in _how_to_answer(row):
            print(f"    {line}")
    return 0


def _how_to_answer(row: PendingRow) -> list[str]:
    command = f"signalcabin answer {one_line(row.request_id)}"
    if row.kind != "question":
        return [f"{command} allow|deny"]
    asked = questions_in(row.input)
    if not asked:
        return ["answer it where the agent runs, or refuse to:", f"{command} deny"]
    return [f"{command} allow{' --choose ANSWER' * len(asked)}", f"{command} deny"]


def _input_lines(value: Any) -> list[str]:
    """All that was asked for, nothing left out: who allows it must have seen it."""
    if not isinstance(value, dict):
        return plain(msgspec.json.encode(value).decode()).splitlines()
    lines: list[str] = []
    for name, each in value.items():
        text = each if isinstance(each, str) else msgspec.json.encode(each).decode()
        first, *rest = plain(text).splitlines() or [""]
        lines += [f"{plain(str(name))}: {first}", *(f"    {line}" for line in rest)]
    return lines


def pending(paths: DataPaths) -> list[PendingRow]:
    """The requests that are open now."""
    return msgspec.convert(order(paths, ListPending())["pending"], list[PendingRow])
