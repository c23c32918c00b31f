"""Stop all, or all of one project: the list of what will be touched first, then every session's own outcome."""

from __future__ import annotations

import asyncio
from pathlib import PurePath

import msgspec

from app.core.commands import Stop, StopAll
from app.core.projections.rows import SessionRow
from app.core.stopping import LeverList, StopAllResult, StopAllRow
from app.hub.control import Control
from app.hub.levers import levers_of
from app.hub.ports import RosterView, key_of

_AT_ONCE = 8
"""Each look at a session reads all processes: not forty of them at the same moment."""


class StoppingAll:
    """Finds the sessions, shows them, and has ``Control`` stop each."""

    def __init__(self, control: Control, roster: RosterView) -> None:
        self._control = control
        self._roster = roster

    async def carry_out(self, order: StopAll, by: str) -> StopAllResult:
        """The preview, or what came of it; sessions are stopped side by side."""
        limit = asyncio.Semaphore(_AT_ONCE)
        rows = [row for row in self._roster.rows() if self._is_meant(order, row)]
        looked = await asyncio.gather(*(self._look(order, row, limit) for row in rows))
        touched = [row for row in looked if row is not None]
        if not order.preview:
            touched = list(await asyncio.gather(*(self._stop(order, row, by) for row in touched)))
        return StopAllResult(level=order.level, sessions=tuple(touched))

    def _is_meant(self, order: StopAll, row: SessionRow) -> bool:
        if order.sessions is not None and key_of(row) not in order.sessions:
            return False
        return not order.cwd or is_below(row.cwd, order.cwd)

    async def _look(self, order: StopAll, row: SessionRow, limit: asyncio.Semaphore) -> StopAllRow | None:
        """The session as it will be touched; None when there is nothing to stop in it."""
        if row.status in ("ended", "lost") or row.ended_at_us:
            return None
        async with limit:
            sight = await self._control.lookout.sight(row)
        if order.level == "interrupt" and not sight.at_work:
            return None
        if order.level != "interrupt" and sight.agent is None:
            return None
        lever, sentence, why_not = _gentlest(levers_of(sight), order.level)
        return StopAllRow(
            agent=row.agent, session_id=row.session_id, title=row.title, cwd=row.cwd, status=row.status,
            lever=lever, sentence=sentence, why_not=why_not,
        )  # fmt: skip

    async def _stop(self, order: StopAll, row: StopAllRow, by: str) -> StopAllRow:
        stop = Stop(agent=row.agent, session_id=row.session_id, level=order.level, wait_ms=order.wait_ms)
        return msgspec.structs.replace(row, result=await self._control.stop(stop, by))


def _gentlest(levers: LeverList, level: str) -> tuple[str, str, str]:
    mine = [lever for lever in levers.levers if lever.level == level]
    there = next((lever for lever in mine if not lever.why_not), mine[0])
    return there.lever, there.sentence, there.why_not


def is_below(folder: str, project: str) -> bool:
    """Whether ``folder`` is ``project`` or lies in it; by their names alone."""
    return bool(folder) and PurePath(folder).is_relative_to(PurePath(project))
