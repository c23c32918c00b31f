"""Keeps one part's mistake from ending the hub: named kinds of failure are logged, written to a file, and counted."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from app.system.crash_reports import write_report

_log = logging.getLogger("signalcabin.hub.guard")

MISTAKES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a programming mistake, or a system that says no, raises. Cancellation and interrupts are not among them."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 10.0


class Guard:
    """Runs other parts' code and the hub's background tasks."""

    def __init__(self, logs_dir: Path) -> None:
        self._logs_dir = logs_dir
        self._tasks: set[asyncio.Task[None]] = set()
        self.mistakes = 0

    def call(self, what: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """The function's result, or None when it made a mistake (which is then on record)."""
        try:
            return function(*arguments)
        except MISTAKES as error:
            self.report(what, error)
            return None

    def keep_running(self, what: str, start: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Run a background job for as long as the hub lives: after a mistake it starts again, later and later."""
        task = asyncio.create_task(self._run(what, start), name=what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop_all(self) -> None:
        """Cancel the background jobs and wait for them."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def report(self, what: str, error: BaseException) -> None:
        """Log a mistake with its traceback, and leave a crash file."""
        self.mistakes += 1
        _log.error("%s failed", what, exc_info=error)
        try:
            write_report(self._logs_dir, f"{what}\n\n{''.join(traceback.format_exception(error))}")
        except OSError as trouble:
            _log.error("no crash file: %s", trouble)

    async def _run(self, what: str, start: Callable[[], Awaitable[None]]) -> None:
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                await start()
                return
            except MISTAKES as error:
                self.report(what, error)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
