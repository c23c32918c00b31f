"""The last lever: end an agent's process and everything it started, and say what the system says afterwards.

Ending the agent alone is not enough: the shells of its tools have sessions of their own and go on. So those below go
first, then the agent, which may say goodbye; then whoever is left is killed. Each is looked at again right before.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from app.core.projections.rows import SessionRow
from app.core.tr import mark
from app.hub.ports import Clock
from app.system.processes import Processes, ProcessId, ProcessInfo

CHILDREN_GRACE_S = 1.0
AGENT_GRACE_S = 3.0
LATE_GRACE_S = 0.5
KILL_GRACE_S = 1.0
_LOOK_EVERY_S = 0.02
_KILL_ROUNDS = 3
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has one way to end a process, and calls it TERM


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What to end. ``marker``: the environment entry ("NAME=value") the agent gives all it starts; "" for none.

    ``neighbours``: processes of other sessions: they and those below them are not ours, whatever they inherited.
    """

    agent: ProcessId | None
    marker: str = ""
    neighbours: frozenset[ProcessId] = frozenset()


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How it came out. ``survivors``: "name (pid N)" of all that still run, ``evidence`` the same in a sentence."""

    outcome: Literal["stopped", "still_running"]
    lever: str
    evidence: str
    survivors: tuple[str, ...] = ()


class Ladder:
    """One ending, rung by rung. Good for one use."""

    def __init__(self, processes: Processes, clock: Clock, target: Target) -> None:
        self._processes = processes
        self._clock = clock
        self._target = target
        self._found: dict[ProcessId, ProcessInfo] = {}
        self._lever = ""

    async def end(self) -> Ended:
        """TERM below, TERM the agent, KILL the rest: 4 seconds when nobody listens, some 0.1 s when all do."""
        return await self._climb(gently=True)

    async def kill(self) -> Ended:
        """KILL below, then the agent, at once."""
        return await self._climb(gently=False)

    async def _climb(self, *, gently: bool) -> Ended:
        agent = self._target.agent
        refusal = self._processes.refusal(agent) if agent is not None and self._processes.alive(agent) else ""
        if refusal:
            return self._report(mark("not signalled: {why}").format(why=refusal))
        if agent is not None and (info := self._processes.find(agent)) is not None:
            self._found[agent] = info
        await self._look_around()
        below = [process for process in self._found if process != agent]
        shared = await asyncio.to_thread(self._processes.shared_with, list(self._found), self._target.marker)
        if gently:
            self._signal(below, signal.SIGTERM)
            await self._gone(below, CHILDREN_GRACE_S)
            if agent is not None:
                self._signal([agent], signal.SIGTERM)
                await self._gone([agent], AGENT_GRACE_S)
            late = await self._look_around()
            await self._gone(late, LATE_GRACE_S)  # among them the relay that brings the agent's goodbye
        for _ in range(_KILL_ROUNDS):
            left = self._left()
            self._signal([process for process in left if process != agent], KILL)
            self._signal([process for process in left if process == agent], KILL)
            await self._gone(left, KILL_GRACE_S)
            if not await self._look_around() and not self._left():
                break
        return self._report("", shared)

    async def _look_around(self) -> list[ProcessId]:
        """Note everyone who belongs to the target now; those not known before. In a thread: it reads all processes."""
        found = await asyncio.to_thread(family_of, self._processes, self._target, tuple(self._found))
        fresh = [info for info in found if info.id not in self._found]
        self._found.update((info.id, info) for info in fresh)
        return [info.id for info in fresh]

    def _signal(self, whom: Iterable[ProcessId], signum: int) -> None:
        for process in whom:
            if self._processes.signal(process, signum):
                self._lever = signal.Signals(signum).name.removeprefix("SIG")

    def _left(self) -> list[ProcessId]:
        return [process for process in self._found if self._processes.alive(process)]

    async def _gone(self, whom: Iterable[ProcessId], seconds: float) -> None:
        """Wait until all of them are gone, ``seconds`` at most."""
        waiting = [process for process in whom if not self._processes.refusal(process)]
        deadline_us = self._clock.now_us() + int(seconds * 1_000_000)
        while any(self._processes.alive(process) for process in waiting) and self._clock.now_us() < deadline_us:
            await self._clock.sleep(_LOOK_EVERY_S)

    def _report(self, refusal: str, shared: Sequence[ProcessInfo] = ()) -> Ended:
        agent, left = self._target.agent, self._left()
        survivors = tuple(str(self._found[process]) for process in left)
        below = len(self._found) - (agent in self._found)
        ended = below - sum(process != agent for process in left)
        if refusal:
            alive = (
                mark("the process runs on")
                if agent is not None and self._processes.alive(agent)
                else mark("no process")
            )
            return Ended(outcome="still_running", lever="", evidence=f"{alive}, {refusal}", survivors=survivors)
        words = [
            self._fate_of_agent(),
            mark("{ended} of {below} processes below it ended").format(ended=ended, below=below) if below else "",
        ]
        words += [mark("{process} runs on").format(process=self._found[one]) + self._why(one) for one in left]
        words += [mark("{process} was left alone (it serves others too)").format(process=info) for info in shared]
        evidence = ", ".join(word for word in words if word)
        return Ended(
            outcome="still_running" if left else "stopped", lever=self._lever, evidence=evidence, survivors=survivors
        )

    def _fate_of_agent(self) -> str:
        agent = self._target.agent
        if agent is None or agent not in self._found:
            return mark("process was gone already")
        return (
            mark("process runs on")
            if self._processes.alive(agent)
            else mark("process gone (pid {pid})").format(pid=agent.pid)
        )

    def _why(self, process: ProcessId) -> str:
        refusal = self._processes.refusal(process)
        return f" ({refusal})" if refusal else ""


def family_of(processes: Processes, target: Target, more: Sequence[ProcessId] = ()) -> list[ProcessInfo]:
    """Everyone below the target's agent (and below ``more``) or with its marker, the agent itself left out.

    Parents before children: a shell that goes first cannot go on to its next command.
    """
    roots = [*([target.agent] if target.agent is not None else []), *more]
    below = processes.descendants(*roots) if roots else []
    marked = processes.descendants_marked(target.marker) if target.marker else []
    found = {info.id: info for info in below if info.id != target.agent}
    for info in marked:
        if info.id != target.agent and info.id not in found and not _is_neighbours(processes, target, info):
            found[info.id] = info
    return list(found.values())


def _is_neighbours(processes: Processes, target: Target, info: ProcessInfo) -> bool:
    line = [info, *processes.ancestors(info.id.pid)]
    return any(person.id in target.neighbours for person in line)


def heir_of(row: SessionRow, process: ProcessId | None, others: Sequence[SessionRow]) -> SessionRow | None:
    """The session that took over this one's process (Claude Code's /clear); None while it is still this one's."""
    if process is None:
        return None
    heirs = [
        other
        for other in others
        if (other.agent, other.pid) == (row.agent, row.pid)
        and other.proc_start in (0, process.start)
        and other.last_at_us > row.last_at_us
        and other.status not in ("ended", "lost")
    ]
    return max(heirs, key=lambda other: other.last_at_us, default=None)


def neighbours_of(row: SessionRow, others: Sequence[SessionRow]) -> frozenset[ProcessId]:
    """The processes of the other sessions."""
    mine = ProcessId(row.pid, row.proc_start)
    found = {ProcessId(other.pid, other.proc_start) for other in others if other.pid > 0}
    return frozenset(found - {mine})
