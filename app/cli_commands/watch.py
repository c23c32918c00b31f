"""``signalcabin watch``: the roster live in a terminal; where stdout is no terminal, one line for every change."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import time
from collections.abc import Sequence

from app.cli_commands.asking import current_rows, hub_may_run
from app.cli_commands.common import CommandError
from app.cli_commands.own_hub import own_hub
from app.cli_commands.roster_text import roster_lines, session_line
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.system.paths import DataPaths

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--interval", type=float, default=0.5, metavar="SECONDS", help="how often to look (0.5)")
    parser.add_argument("--once", action="store_true", help="show it once and exit")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if arguments.once:
        for line in _screen(current_rows(paths), paths, shutil.get_terminal_size().columns):
            print(line)
        return 0
    return watch(paths, interval_s=min(60.0, max(0.1, arguments.interval)))


def watch(paths: DataPaths, *, interval_s: float = 0.5, start_hub: bool = False) -> int:
    """Until Ctrl-C (or the end of our reader). ``start_hub``: start one where none runs, and end it afterwards."""
    with own_hub(paths) if start_hub else contextlib.nullcontext(), contextlib.suppress(KeyboardInterrupt):
        if sys.stdout.isatty():
            _on_terminal(paths, interval_s)
        else:
            _as_lines(paths, interval_s)
    return 0


def _on_terminal(paths: DataPaths, interval_s: float) -> None:
    sys.stdout.write(_ENTER)
    try:
        while True:
            size = shutil.get_terminal_size()
            lines = _screen(_rows_or_none(paths), paths, size.columns)[: size.lines - 1]
            text = "".join(f"{line}{_REST_OF_LINE}\r\n" for line in lines)
            sys.stdout.write(f"{_HOME}{text}{_REST_OF_SCREEN}")
            sys.stdout.flush()
            time.sleep(interval_s)
    finally:
        sys.stdout.write(_LEAVE)
        sys.stdout.flush()


def _as_lines(paths: DataPaths, interval_s: float) -> None:
    """For pipes and logs: a session's line whenever its status or what it does changed."""
    shown: dict[SessionKey, tuple[str, ...]] = {}
    while True:
        for row in _rows_or_none(paths) or ():
            key = SessionKey(row.agent, row.session_id)
            state = (row.status, row.reason, row.doing, row.waiting_on)
            if shown.get(key) != state:
                shown[key] = state
                print(session_line(row, int(time.time() * 1_000_000)).strip(), flush=True)
        time.sleep(interval_s)


def _screen(rows: Sequence[SessionRow] | None, paths: DataPaths, width: int) -> list[str]:
    running = "hub running" if hub_may_run(paths) else "no hub is running: this is what was last stored"
    head = f"Signalcabin · {running} · Ctrl-C ends"
    if rows is None:
        return [head, "", "The hub does not answer; trying again …"]
    body = roster_lines(rows, int(time.time() * 1_000_000), width, all_earlier=False)
    return [head, "", *(body or ["No sessions yet. Connect an agent: signalcabin connect claude_code"])]


def _rows_or_none(paths: DataPaths) -> list[SessionRow] | None:
    try:
        return current_rows(paths)
    except CommandError:
        return None
