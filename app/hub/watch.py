"""Looks each second whether the process of every live session is still there, and says so once when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.core.events import ProcessGone, SessionEnded
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from app.hub.ports import Clock, Intake
from app.system.processes import Processes, ProcessId, sighted

LOOK_EVERY_S = 1.0


class _Watched:
    """The newest process known for a session, and when a fact last named it (microseconds since the epoch)."""

    def __init__(self, process: ProcessId, seen_us: int) -> None:
        self.process = process
        self.seen_us = seen_us


class Watch:
    """Processes of live sessions. One look is one read of /proc each: cheap enough for a hundred every second."""

    def __init__(self, intake: Intake, processes: Processes, clock: Clock) -> None:
        self._intake = intake
        self._processes = processes
        self._clock = clock
        self._watched: dict[SessionKey, _Watched] = {}
        self._ended_us: dict[SessionKey, int] = {}

    def adopt(self, rows: Sequence[SessionRow]) -> None:
        """At the hub's start: the sessions that lived when the store was last written."""
        for row in rows:
            if row.pid > 0 and not row.ended_at_us and row.status not in ("ended", "lost"):
                key = SessionKey(row.agent, row.session_id)
                self._watched[key] = _Watched(ProcessId(row.pid, row.proc_start), row.last_at_us)

    def on_records(self, records: Sequence[Record]) -> None:
        """Note the processes that freshly committed records name; they may arrive late and out of order."""
        for record in records:
            if isinstance(record.event, SessionEnded):
                self._session_ended(record)
            elif record.pid > 0 and not isinstance(record.event, ProcessGone):
                self._process_named(record)

    def _session_ended(self, record: Record) -> None:
        watched = self._watched.get(record.key)
        self._ended_us[record.key] = max(record.at_us, self._ended_us.get(record.key, 0))
        if watched is not None and watched.seen_us <= record.at_us:
            del self._watched[record.key]

    def _process_named(self, record: Record) -> None:
        if record.at_us < self._ended_us.get(record.key, 0):
            return
        process = ProcessId(record.pid, record.proc_start)
        watched = self._watched.get(record.key)
        if watched is None:
            self._watched[record.key] = _Watched(process, record.at_us)
        elif record.at_us >= watched.seen_us:
            watched.seen_us = record.at_us
            if process.pid != watched.process.pid or process.start not in (0, watched.process.start):
                watched.process = process

    @property
    def watching(self) -> int:
        """How many sessions are watched."""
        return len(self._watched)

    async def tick(self) -> None:
        """One look at all; a session whose process is gone is told of once and watched no more."""
        for key, watched in list(self._watched.items()):
            process = watched.process
            found = sighted(self._processes, process.pid, process.start, watched.seen_us)
            if found is not None:
                watched.process = found
                continue
            if self._watched.get(key) is watched:
                del self._watched[key]
            event = ProcessGone(pid=process.pid, proc_start=process.start)
            await self._intake.emit(*key, event, source="process", pid=process.pid, proc_start=process.start)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(LOOK_EVERY_S)
