"""How long records are kept: sessions that are over leave the store by age, by size, or because a person says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence

from app.core.commands import Purge, PurgeResult
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.hub.intake import Intake
from app.hub.ports import Clock
from app.settings import Settings
from app.store.log import Log
from app.system.processes import Processes, ProcessId

_log = logging.getLogger("signalcabin.hub.keeping")

FIRST_LOOK_AFTER_S = 60.0
LOOK_EVERY_S = 3600.0
_RECORDS_AT_ONCE = 2_000
"""Some ten milliseconds' work: deliveries are stored between two such steps."""
_DAY_US = 86_400 * 1_000_000
_MEGABYTE = 1024 * 1024


class Keeping:
    """Purges. ``on_gone`` hears of sessions before they leave the store."""

    def __init__(self, intake: Intake, processes: Processes, clock: Clock, chosen: Callable[[], Settings]) -> None:
        self._intake = intake
        self._processes = processes
        self._clock = clock
        self._chosen = chosen
        self.on_gone: list[Callable[[Collection[SessionKey]], None]] = []

    async def carry_out(self, order: Purge) -> PurgeResult:
        """What a person ordered. Raises StoreUnavailable."""
        rows = {SessionKey(row.agent, row.session_id): row for row in self._intake.roster.rows()}
        known = self._intake.roster.keys()
        wanted = known if order.all else [SessionKey(*key) for key in order.sessions]
        running = [key for key in wanted if key in rows and self._runs(rows[key])]
        gone = [key for key in wanted if key in known and key not in running]
        unknown = [key for key in wanted if key not in known]
        records = await self.purge(gone)
        return PurgeResult(purged=tuple(gone), running=tuple(running), unknown=tuple(unknown), records=records)

    async def purge(self, keys: Sequence[SessionKey]) -> int:
        """Remove all that is kept of these sessions; how many records that were. Raises StoreUnavailable."""
        if not keys:
            return 0
        self._intake.forget(keys)
        for tell in self.on_gone:
            tell(keys)
        records = 0
        for key in keys:
            records += await self._empty(key)
        await self._intake.with_store(lambda log: log.tidy_after_purge())
        return records

    async def _empty(self, key: SessionKey) -> int:
        records = 0
        while True:
            count = await self._intake.with_store(lambda log: log.purge(key, _RECORDS_AT_ONCE))
            records += count
            if count < _RECORDS_AT_ONCE:
                return records

    # ── by age and size ────────────────────────────────────────────────────────────────────────

    async def watch(self) -> None:
        """Look every hour, for as long as the hub lives."""
        await self._clock.sleep(FIRST_LOOK_AFTER_S)
        while True:
            await self.look()
            await self._clock.sleep(LOOK_EVERY_S)

    async def look(self) -> int:
        """Purge what is older, or more, than a person wants kept; how many sessions. Raises StoreUnavailable."""
        chosen = self._chosen()
        purged = await self._by_age(chosen.keep_days) if chosen.keep_days > 0 else 0
        if chosen.keep_megabytes > 0:
            purged += await self._by_size(chosen.keep_megabytes * _MEGABYTE)
        return purged

    async def _by_age(self, days: int) -> int:
        before_us = self._clock.now_us() - days * _DAY_US
        old = [SessionKey(row.agent, row.session_id) for row in self._over() if row.last_at_us < before_us]
        if old:
            records = await self.purge(old)
            _log.info("%d sessions older than %d days were removed (%d records)", len(old), days, records)
        return len(old)

    async def _by_size(self, most_bytes: int) -> int:
        """The oldest first, until the rest fits."""
        purged = 0
        for row in self._over():
            if await self._intake.with_store(Log.used_bytes) <= most_bytes:
                break
            await self.purge([SessionKey(row.agent, row.session_id)])
            purged += 1
        if purged:
            _log.info("%d sessions were removed: the store had more than %d bytes", purged, most_bytes)
        return purged

    def _over(self) -> list[SessionRow]:
        """Sessions whose process does not run any more, the one heard of longest ago first."""
        rows = [row for row in self._intake.roster.rows() if not self._runs(row)]
        return sorted(rows, key=lambda row: row.last_at_us)

    def _runs(self, row: SessionRow) -> bool:
        return row.pid > 0 and not row.ended_at_us and self._processes.alive(ProcessId(row.pid, row.proc_start))
