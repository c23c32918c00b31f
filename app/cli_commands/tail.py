"""``signalcabin tail``: records as they are stored, one a line; with ``--follow`` also those to come.

Records are read from the store, never from the feed: the feed merges pieces of one message for speed, the store's
numbers have no gaps. That works with and without a running hub, and across its restarts.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterable

from app.cli_commands.asking import named_session
from app.cli_commands.common import iso, write_json
from app.cli_commands.reading import open_store, records_after
from app.cli_commands.terminal import one_line
from app.core.records import Record, SessionKey
from app.system.paths import DataPaths

_POLL_S = 0.25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--since", type=int, default=0, metavar="SEQ", help="only records after this number")
    parser.add_argument("--session", metavar="SESSION", help="only this session's (its id, or the beginning of it)")
    parser.add_argument("--follow", action="store_true", help="go on with what happens from now on, until Ctrl-C")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    key: SessionKey | None = None
    if arguments.session:
        row = named_session(paths, arguments.session)
        key = SessionKey(row.agent, row.session_id)
    seq = _print_after(paths, arguments.since, key, as_json=arguments.json)
    if arguments.follow:
        _follow(paths, seq, key, as_json=arguments.json)
    return 0


def _print_after(paths: DataPaths, seq: int, key: SessionKey | None, *, as_json: bool) -> int:
    """Print what is stored after ``seq``; returns the last number seen."""
    with open_store(paths) as log:
        return seq if log is None else _print(records_after(log, seq), seq, key, as_json=as_json)


def _follow(paths: DataPaths, seq: int, key: SessionKey | None, *, as_json: bool) -> None:
    """Wait for new records; the store's file is looked at four times a second, which costs one cheap query each."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            with open_store(paths) as log:
                while log is not None:
                    seq = _print(records_after(log, seq), seq, key, as_json=as_json)
                    time.sleep(_POLL_S)
            time.sleep(_POLL_S)


def _print(records: Iterable[Record], seq: int, key: SessionKey | None, *, as_json: bool) -> int:
    for record in records:
        seq = record.seq
        if key is not None and record.key != key:
            continue
        if as_json:
            write_json(record)
        else:
            print(line_of(record), flush=True)
    return seq


def line_of(record: Record) -> str:
    """One record for a reader: number, time, session, source, what."""
    event = record.event
    facts = {name: getattr(event, name) for name in event.__struct_fields__}
    words = " ".join(
        f"{name}={one_line(str(value), 60)}" for name, value in facts.items() if value not in ("", None, (), 0)
    )
    at = (iso(record.at_us) or "")[11:23]
    return one_line(
        f"{record.seq:>7} {at} {record.session_id[:8]} {record.source:10} {type(event).__name__} {words}", 240
    )
