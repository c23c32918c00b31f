"""What the levers and watchers of the hub need from the rest of it: the intake, the roster and a clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any, Protocol

from app.core.events import AnyEvent, Source
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.core.tr import mark

_log = logging.getLogger(__name__)


class Clock(Protocol):
    """Time, exchangeable so that tests need not wait."""

    def now_us(self) -> int:
        """Microseconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        ...


class SystemClock:
    """The real one."""

    def now_us(self) -> int:
        return time.time_ns() // 1000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Intake(Protocol):
    """Where everything enters: what it is given is decoded, numbered, stored, folded and fed."""

    def submit(self, deliveries: Sequence[Delivery]) -> Awaitable[list[Record]]:
        """Take raw input; done when it is committed."""
        ...

    def emit(
        self,
        agent: str,
        session_id: str,
        event: AnyEvent,
        source: Source = "hub",
        pid: int = 0,
        proc_start: int = 0,
    ) -> Awaitable[object]:
        """Take a fact of our own; done when it is committed."""
        ...


class RosterView(Protocol):
    """The state of every session as the records tell it."""

    def row(self, key: SessionKey) -> SessionRow:
        """The session's row; KeyError or an empty row for an unknown one."""
        ...

    def rows(self) -> list[SessionRow]: ...

    def queued_prompts(self, key: SessionKey) -> list[tuple[str, str]]:
        """(prompt id, text) of what is to be handed over when the turn ends, oldest first."""
        ...

    def was_launched(self, key: SessionKey, pid: int, proc_start: int) -> bool:
        """Whether a hub launched the session in that process, be it over or not."""
        ...

    def in_print_mode(self, key: SessionKey) -> bool:
        """Whether the session ends with its answer and takes no keys, as far as its registry told."""
        ...


class Streams(Protocol):
    """Sessions that run under this hub and can be told things over their standard input."""

    def runs(self, key: SessionKey) -> bool:
        """Whether this is one of them, now."""
        ...

    def interrupt(self, key: SessionKey) -> bool:
        """Tell it to end its turn; False: it is none of them, or it is ending."""
        ...


class NoStreams:
    """A hub that has launched nothing."""

    def runs(self, key: SessionKey) -> bool:
        return False

    def interrupt(self, key: SessionKey) -> bool:
        return False


class Chores:
    """Small things to be done soon, each in a task of its own that is kept until it ends; a failure is logged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def soon(self, work: Awaitable[object]) -> None:
        """Run ``work`` in the running loop without waiting for it."""
        task = asyncio.get_running_loop().create_task(_run(work))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def finish(self) -> None:
        """Wait for all that is under way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a chore of the hub failed", exc_info=error)


def _run(work: Awaitable[object]) -> Coroutine[Any, Any, object]:
    async def run() -> object:
        return await work

    return run()


def key_of(row: SessionRow) -> SessionKey:
    """The session a row is about."""
    return SessionKey(row.agent, row.session_id)


def find_row(roster: RosterView, key: SessionKey) -> SessionRow | None:
    """The session's row, None when the roster does not know the session."""
    try:
        row = roster.row(key)
    except KeyError:
        return None
    return row if row.session_id else None


def age_of(at_us: int, now_us: int) -> str:
    """How long ago, in words: "3 s ago", "2 min ago"."""
    seconds = max(0, now_us - at_us) / 1_000_000
    if seconds < 10:
        return mark("{number} s ago").format(number=f"{seconds:.1f}")
    if seconds < 120:
        return mark("{number} s ago").format(number=f"{seconds:.0f}")
    if seconds < 7200:
        return mark("{number} min ago").format(number=f"{seconds / 60:.0f}")
    return mark("{number} h ago").format(number=f"{seconds / 3600:.0f}")


_SEEN_BY = {
    "hook": mark("hook {age}"),
    "transcript": mark("transcript {age}"),
    "registry": mark("registry {age}"),
    "process": mark("process {age}"),
    "hub": mark("hub {age}"),
    "desktop": mark("desktop {age}"),
    "stream": mark("its own output {age}"),
    "": mark("unknown source {age}"),
}
_STATES = (
    mark("working"), mark("waiting"), mark("done"), mark("idle"), mark("interrupted"), mark("failed"), mark("ended"),
    mark("lost"),
)  # fmt: skip
"""As ``rows.Status`` has them: what is told of a session in passing."""


def said(row: SessionRow, now_us: int) -> str:
    """A status with where it was seen and when: "done, hook 12 s ago"."""
    status = f"{row.status} ({row.reason})" if row.reason else row.status
    age = age_of(row.status_at_us, now_us)
    seen = _SEEN_BY.get(row.status_source, _SEEN_BY[""])
    return f"{status}, {seen.format(age=age)}"
