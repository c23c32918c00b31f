"""``signalcabin watch``: the roster live in a terminal; where stdout is no terminal, one line for every change."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import sys
import time
from collections.abc import Sequence

from app.cli_commands.asking import current_rows, hub_may_run
from app.cli_commands.common import CommandError
from app.cli_commands.ending import ends_like_ctrl_c
from app.cli_commands.own_hub import own_hub
from app.cli_commands.reading import open_store, stored_rows
from app.cli_commands.roster_text import roster_lines, session_line
from app.core.projections.rows import SessionRow, was_never_begun
from app.core.records import SessionKey
from app.system.paths import DataPaths

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
_NO_SESSIONS = "No sessions yet. Connect an agent: signalcabin connect claude_code"
_RETRY_S = 1.0
_AGES_S = 1.0
"""How often the screen is drawn anew for the ages alone."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="show it once and exit")
    parser.add_argument(
        "--interval", type=float, default=0.2, metavar="SECONDS", help="draw no oftener than this (0.2)"
    )


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if arguments.once:
        view = _View()
        view.replace(current_rows(paths))
        view.hub_running = hub_may_run(paths)
        print("\n".join(view.screen(shutil.get_terminal_size().columns)))
        return 0
    return watch(paths, interval_s=min(60.0, max(0.05, arguments.interval)))


def watch(paths: DataPaths, *, interval_s: float = 0.2, start_hub: bool = False) -> int:
    """Until Ctrl-C (or the end of our reader). ``start_hub``: start one where none runs, and end it afterwards."""
    hub = own_hub(paths) if start_hub else contextlib.nullcontext()
    with ends_like_ctrl_c(), contextlib.suppress(KeyboardInterrupt), hub:
        asyncio.run(_watch(paths, interval_s))
    return 0


class _View:
    """The rows as they are known, and whether they are news."""

    def __init__(self) -> None:
        self._rows: dict[SessionKey, SessionRow] = {}
        self._shown: dict[SessionKey, tuple[str, ...]] = {}
        self.hub_running = False
        self.changed = asyncio.Event()

    def replace(self, rows: Sequence[SessionRow]) -> None:
        self._rows = {}
        self.update(rows)

    def update(self, rows: Sequence[SessionRow]) -> None:
        for row in rows:
            key = SessionKey(row.agent, row.session_id)
            if was_never_begun(row):
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        self.changed.set()

    def screen(self, width: int) -> list[str]:
        """The whole roster, with a heading."""
        running = "hub running" if self.hub_running else "no hub is running: this is what was last stored"
        body = roster_lines(list(self._rows.values()), _now_us(), width, all_earlier=False)
        empty = [_NO_SESSIONS]
        return [f"Signalcabin · {running} · Ctrl-C ends", "", *(body or empty)]

    def news(self) -> list[str]:
        """One line for each session whose status, or what it does, is not what was last told."""
        lines = []
        for key, row in self._rows.items():
            state = (row.status, row.reason, row.doing, row.waiting_on)
            if self._shown.get(key) != state:
                self._shown[key] = state
                lines.append(session_line(row, _now_us()).strip())
        return lines


async def _watch(paths: DataPaths, interval_s: float) -> None:
    view = _View()
    listening = asyncio.create_task(_listen(paths, view))
    try:
        await (_draw_screens(view, interval_s) if sys.stdout.isatty() else _print_news(view, interval_s))
    finally:
        listening.cancel()


async def _listen(paths: DataPaths, view: _View) -> None:
    """Keep the view up to date: from the hub's feed while there is one, else from the store."""
    from app.hub.client import HubError, HubUnreachable, connect
    from app.wire.feed import RowsChanged, Snapshot

    while True:
        try:
            async with connect(paths, snapshot=True, live=True, sessions=(), name="watch") as client:
                view.hub_running = True
                async for message in client.messages():
                    if isinstance(message, Snapshot):
                        view.replace(message.sessions)
                    elif isinstance(message, RowsChanged):
                        view.update(message.sessions)
        except (HubUnreachable, HubError):
            view.hub_running = False
            with contextlib.suppress(CommandError):  # the store is being made or moved: it is asked again
                view.replace(_stored(paths))
        await asyncio.sleep(_RETRY_S)


def _stored(paths: DataPaths) -> list[SessionRow]:
    with open_store(paths) as log:
        return stored_rows(log) if log else []


async def _draw_screens(view: _View, interval_s: float) -> None:
    sys.stdout.write(_ENTER)
    try:
        while True:
            view.changed.clear()
            size = shutil.get_terminal_size()
            lines = view.screen(size.columns)[: size.lines - 1]
            text = "".join(f"{line}{_REST_OF_LINE}\r\n" for line in lines)
            sys.stdout.write(f"{_HOME}{text}{_REST_OF_SCREEN}")
            sys.stdout.flush()
            await asyncio.sleep(interval_s)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(view.changed.wait(), _AGES_S)
    finally:
        with contextlib.suppress(OSError):  # the terminal may be gone already
            sys.stdout.write(_LEAVE)
            sys.stdout.flush()


async def _print_news(view: _View, interval_s: float) -> None:
    """For pipes and logs."""
    while True:
        await view.changed.wait()
        view.changed.clear()
        for line in view.news():
            print(line, flush=True)
        await asyncio.sleep(interval_s)


def _now_us() -> int:
    return time.time_ns() // 1000
