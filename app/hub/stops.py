"""The stops that are under way: each from its request to its conclusion, which happens once and becomes a record."""

from __future__ import annotations

import asyncio
import itertools
import os

from app.core.commands import Stop, StopResult
from app.core.events import StopArmed, StopConcluded
from app.core.records import SessionKey
from app.core.stopping import Outcome
from app.hub.ports import Chores, Clock, Intake

MAX_WAIT_MS = 600_000
_ids = itertools.count(1)


class StopUnderWay:
    """One order to stop, from the request to its conclusion."""

    def __init__(self, key: SessionKey, order: Stop, now_us: int, turn_id: str, by: str) -> None:
        self.id = f"stop-{now_us}-{os.getpid()}-{next(_ids)}"
        self.key = key
        self.level = order.level
        self.by = by
        self.forced = order.lever if order.level == "interrupt" else ""
        """The one lever that may be used; "" for the gentlest there is."""
        self.requested_us = now_us
        self.deadline_us = now_us + max(0, min(order.wait_ms, MAX_WAIT_MS)) * 1000
        self.wait_s = (self.deadline_us - now_us) / 1_000_000
        self.turn_id = turn_id
        self.lever = ""
        """What has acted so far: permission, tmux, hook; "" nothing yet."""
        self.refused = 0
        self.passed_us = 0
        """When a tool was seen to begin that nobody had asked about."""
        self.pressed: list[int] = []
        """When Escape was pressed."""
        self.no_more_keys = False
        """Escape did not help, or cannot be pressed again."""
        self.place = ""
        """Where it was pressed."""
        self.lanes: list[str] = []
        """Subagents that were told to end here, in words."""
        self.lane_stopped_us = 0
        self.looking_back = False
        """It rests; what it leaves behind is being looked at."""
        self.result: asyncio.Future[StopResult] = asyncio.get_running_loop().create_future()
        self.concluded = False

    def may_use(self, lever: str) -> bool:
        """Whether the order leaves this lever to us."""
        return self.forced in ("", lever)


class Stops:
    """The running stop of each session, and those armed: set to act when the agent next asks."""

    def __init__(self, intake: Intake, clock: Clock, chores: Chores) -> None:
        self._intake = intake
        self._clock = clock
        self._chores = chores
        self.running: dict[SessionKey, StopUnderWay] = {}
        self.armed: dict[SessionKey, StopUnderWay] = {}

    def arm(self, stop: StopUnderWay) -> None:
        """From now on the agent's questions are answered with this stop in mind; one that is armed already stays."""
        self.armed.setdefault(stop.key, stop)

    async def say_armed(self, stop: StopUnderWay, lever: str, sentence: str) -> None:
        """Have the record show which lever is set, and what it will do."""
        if not stop.concluded:
            await self._intake.emit(*stop.key, StopArmed(stop_id=stop.id, lever=lever, sentence=sentence))

    def conclude(
        self,
        stop: StopUnderWay,
        outcome: Outcome,
        evidence: str,
        survivors: tuple[str, ...] = (),
        lever: str = "",
        resume: str = "",
        verified_us: int = 0,
    ) -> None:
        """Once: take the stop out of everything, tell the record and then whoever waits."""
        if stop.concluded:
            return
        stop.concluded = True
        for place in (self.armed, self.running):
            if place.get(stop.key) is stop:
                del place[stop.key]
        result = StopResult(
            outcome=outcome,
            lever=lever or stop.lever,
            evidence=evidence,
            took_ms=((verified_us or self._clock.now_us()) - stop.requested_us) // 1000,
            survivors=survivors,
            resume=resume,
        )
        self._chores.soon(self._tell(stop, result))

    async def _tell(self, stop: StopUnderWay, result: StopResult) -> None:
        event = StopConcluded(
            stop_id=stop.id,
            outcome=result.outcome,
            lever=result.lever,
            evidence=result.evidence,
            took_ms=result.took_ms,
            survivors=result.survivors,
        )
        try:
            await self._intake.emit(*stop.key, event)
        finally:
            if not stop.result.done():
                stop.result.set_result(result)
