"""What a turn left running: processes of a session that began during its last turn and outlive it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.core.tr import mark
from app.hub.ending import Target, family_of
from app.hub.ports import Clock
from app.system.processes import Processes, ProcessInfo

PATIENCE_S = 2.5
"""A tool's process that ignores TERM is killed by the agent itself 1.6 s after an interrupt (measured)."""
_LOOK_EVERY_S = 0.05
_START_SLACK_US = 50_000
"""A process's start is known to about 20 ms."""


async def begun_since(processes: Processes, target: Target, since_us: int) -> list[ProcessInfo]:
    """Those of the target's family that began after ``since_us``. In a thread: it reads all processes."""
    family = await asyncio.to_thread(family_of, processes, target)
    return [info for info in family if processes.started_us(info.id) >= since_us - _START_SLACK_US]


async def remains(processes: Processes, clock: Clock, target: Target, since_us: int) -> list[ProcessInfo]:
    """Wait until nothing begun after ``since_us`` is left, ``PATIENCE_S`` at most; what is left then."""
    deadline_us = clock.now_us() + int(PATIENCE_S * 1_000_000)
    while True:
        left = await begun_since(processes, target, since_us)
        if not left or clock.now_us() >= deadline_us:
            return left
        await clock.sleep(_LOOK_EVERY_S)


def named(infos: Sequence[ProcessInfo], most: int = 3) -> str:
    """ "sleep (pid 7), tail (pid 8) and 4 more"."""
    words = ", ".join(str(info) for info in infos[:most])
    return mark("{names} and {count} more").format(names=words, count=len(infos) - most) if len(infos) > most else words
