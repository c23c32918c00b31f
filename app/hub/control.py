"""The levers: how a session is stopped, and how we know that it was.

``interrupt`` ends the turn (``interrupting``); ``end`` and ``kill`` end the process (``ending``). Here they meet: what
relays are told at the door, what records say about a stop, and the orders themselves. The outcome is never what we
did, but what the agent's own reports and the operating system say afterwards.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from app.agents.base import Adapter
from app.core.commands import DisarmStop, Levers, Stop, StopResult
from app.core.events import (
    PermissionRequested,
    StopConcluded,
    StopRequested,
    ToolBatchFinished,
    ToolCallStarted,
    TurnStarted,
)
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.core.stopping import LeverList
from app.core.tr import mark
from app.hub.answers import Answers, Held
from app.hub.audit import NO_SUCH_SESSION
from app.hub.ending import Ended, Ladder, Target, heir_of, neighbours_of
from app.hub.interrupting import REASON, Interrupting, rests
from app.hub.levers import levers_of
from app.hub.ports import Chores, Clock, Intake, RosterView, Streams, find_row, said
from app.hub.prompts import Prompts
from app.hub.sighting import Lookout
from app.hub.stops import Stops, StopUnderWay
from app.hub.turns import Turns
from app.hub.wakes import Wakes
from app.system.processes import Processes, sighted
from app.system.terminals import NoTerminals, Terminals

_RANK = {"interrupt": 0, "end": 1, "kill": 2}
_log = logging.getLogger(__name__)


class Control:
    """All levers. ``verdict_for`` and ``on_records`` take no time; only ``stop`` waits."""

    def __init__(
        self,
        intake: Intake,
        roster: RosterView,
        processes: Processes,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        answers: Answers | None = None,
        terminals: Terminals | None = None,
    ) -> None:
        self._intake = intake
        self._roster = roster
        self._processes = processes
        self._adapters = adapters
        self._clock = clock
        self.answers = answers or Answers(intake, roster, processes, adapters, clock)
        self.turns = Turns()
        self.terminals = terminals or NoTerminals()
        self._chores = Chores()
        self._stops = Stops(intake, clock, self._chores)
        self.wakes = Wakes(roster)
        self.prompts = Prompts(intake, roster, adapters, self._chores, clock, self.wakes, self._stops.armed)
        self._interrupting = Interrupting(
            roster,
            processes,
            self.terminals,
            clock,
            self.answers,
            self._stops,
            self.turns,
            self._chores,
            self.target_of,
        )
        self.lookout = Lookout(
            processes, self.terminals, adapters, clock, self.answers, self.turns, roster, self.target_of
        )

    def use_streams(self, streams: Streams) -> None:
        """From now on launched sessions are interrupted over their own stream."""
        self._interrupting.streams = self.lookout.streams = streams

    @property
    def armed(self) -> int:
        """How many sessions have a stop set."""
        return len(self._stops.armed)

    # ── the door asks ──────────────────────────────────────────────────────────────────────────

    def verdict_for(self, delivery: Delivery, records: Sequence[Record]) -> bytes | Held | None:
        """What to tell the relay that brought ``delivery``: nothing, these bytes, or "hold". Never raises, never waits.

        ``records`` are what the delivery became (none for one heard before).
        """
        try:
            return self._verdict(delivery, records)
        except (LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError, OSError):
            # A fault of ours must never decide anything for an agent.
            _log.exception("no verdict for %s %s", delivery.agent, delivery.name)
            return None

    def _verdict(self, delivery: Delivery, records: Sequence[Record]) -> bytes | Held | None:
        adapter = self._adapters.get(delivery.agent)
        if delivery.source != "hook" or delivery.mode != "sync" or adapter is None:
            return None
        for record in records:
            stop = self._stops.armed.get(record.key)
            event = record.event
            if stop is None or not isinstance(event, ToolCallStarted | ToolBatchFinished | PermissionRequested):
                continue
            if not stop.may_use("permission" if isinstance(event, PermissionRequested) else "hook"):
                continue
            if not self._same_turn(stop, event.turn_id):
                continue
            if isinstance(event, PermissionRequested):
                stop.lever = "permission"
                held = self.answers.hold(delivery, records)
                self._chores.soon(self.answers.interrupt(record.key, REASON, stop.by))
                return held
            stop.lever = stop.lever if stop.lever in ("tmux", "stream") else "hook"
            if isinstance(event, ToolCallStarted):
                stop.refused += 1
                return adapter.reply_deny_tool(REASON)
            self._note_lane(stop, event.lane)
            return adapter.reply_stop_turn(REASON)
        stopping = any(record.key in self._stops.armed for record in records)
        held = self.answers.hold(delivery, records)
        return held if held is not None or stopping else self.prompts.reply_at_rest(delivery, records)

    def _note_lane(self, stop: StopUnderWay, lane: str) -> None:
        """A subagent is told to end; it will not say that it did."""
        if lane:
            words = self.turns.subagents(stop.key).get(lane, "") or lane
            stop.lanes.append(words)
            stop.lane_stopped_us = self._clock.now_us()
            self.turns.drop_subagent(stop.key, lane)

    def _same_turn(self, stop: StopUnderWay, turn_id: str) -> bool:
        """Whether a hook belongs to the turn that is to be stopped. A stop must never reach into the next prompt."""
        if stop.level != "interrupt" or not turn_id:
            return True
        if not stop.turn_id or self.turns.woken_by_machine(turn_id):
            stop.turn_id = turn_id
        if stop.turn_id == turn_id:
            return True
        self._interrupting.overtaken(stop)
        return False

    # ── the intake tells ───────────────────────────────────────────────────────────────────────

    def on_records(self, records: Sequence[Record]) -> None:
        """Look at freshly committed records, the roster having them already: new prompts, signs of rest."""
        for record in records:
            self._note(record)
        self.answers.on_records(records)
        self.wakes.on_records(records)
        self.prompts.on_records(records)
        for key in {record.key for record in records} & self._stops.armed.keys():
            self._interrupting.look_for_rest(self._stops.armed[key])

    def _note(self, record: Record) -> None:
        self.turns.take(record)
        stop, event = self._stops.armed.get(record.key), record.event
        if stop is None or record.at_us <= stop.requested_us:
            return
        if isinstance(event, ToolCallStarted) and not self.turns.is_hooked(record.key):
            stop.passed_us = stop.passed_us or self._clock.now_us()
        if isinstance(event, TurnStarted) and record.source == "hook" and stop.level == "interrupt":
            begins = not stop.turn_id and self._roster.in_print_mode(record.key)
            if event.origin != "human" or begins:
                stop.turn_id = event.turn_id
            elif event.turn_id != stop.turn_id:
                self._interrupting.overtaken(stop)

    def tick(self) -> None:
        """To be called about once a second: deadlines, and rest that no record told of (the process is gone)."""
        self.answers.tick()
        self.prompts.tick()
        now = self._clock.now_us()
        for stop in [stop for stop in self._stops.armed.values() if stop.level == "interrupt"]:
            self._interrupting.tick(stop, now)

    # ── orders ─────────────────────────────────────────────────────────────────────────────────

    async def stop(self, order: Stop, by: str = "") -> StopResult:
        """Stop a session and wait for what came of it. A weaker order than one under way joins that one."""
        key = SessionKey(order.agent, order.session_id)
        row = find_row(self._roster, key)
        if row is None:
            return StopResult(outcome="unknown", evidence=NO_SUCH_SESSION)
        running = self._stops.running.get(key)
        if running is None or _RANK[running.level] < _RANK[order.level]:
            running = StopUnderWay(key, order, self._clock.now_us(), self.turns.current(key), by)
            self._stops.running[key] = running
            await self._intake.emit(*key, StopRequested(stop_id=running.id, level=running.level, by=by))
            if running.level == "interrupt":
                await self._interrupting.begin(running)
            else:
                self._chores.soon(self._end(running))
        elif running.level == order.level == "interrupt" and order.lever:
            await self._interrupting.use_too(running, order.lever)
        return await asyncio.shield(running.result)

    async def levers(self, order: Levers) -> LeverList | None:
        """The levers of a session now; None for one that was never heard of."""
        row = find_row(self._roster, SessionKey(order.agent, order.session_id))
        return levers_of(await self.lookout.sight(row)) if row is not None else None

    async def disarm(self, order: DisarmStop) -> dict[str, bool]:
        """Take an armed interrupt back."""
        stop = self._stops.armed.get(SessionKey(order.agent, order.session_id))
        if stop is None or stop.level != "interrupt":
            return {"disarmed": False}
        acted = (
            mark("taken back") + f"; {self._interrupting.done_so_far(stop)}"
            if stop.lever
            else mark("taken back before it acted")
        )
        self._stops.conclude(stop, "still_running", acted)
        return {"disarmed": True}

    async def adopt(self, rows: Sequence[SessionRow]) -> None:
        """At the hub's start: what an earlier hub had armed or held is gone with it; say so."""
        for row in rows:
            if row.status_source == "hook":
                self.turns.hear_hooks_of(SessionKey(row.agent, row.session_id))
            if row.armed:
                gone = StopConcluded(
                    stop_id="", outcome="unknown", evidence=mark("the hub was restarted before it acted")
                )
                await self._intake.emit(row.agent, row.session_id, gone)
        await self.answers.adopt(rows)

    async def close(self) -> None:
        """The hub shuts down: let go of everything, decide nothing."""
        for stop in [stop for stop in self._stops.running.values() if stop.level == "interrupt"]:
            self._stops.conclude(stop, "unknown", mark("the hub was closed before it acted"))
        self.wakes.release_all()
        self.prompts.close()
        await self.answers.release_all()
        await self._chores.finish()

    # ── end, kill ──────────────────────────────────────────────────────────────────────────────

    def target_of(self, row: SessionRow) -> Target | None:
        """Whose processes are this session's; None when its process runs another session now."""
        others = [
            other for other in self._roster.rows() if (other.agent, other.session_id) != (row.agent, row.session_id)
        ]
        # What the session left running is found by its mark even when its own process is gone.
        process = sighted(self._processes, row.pid, row.proc_start, row.last_at_us) if row.pid > 0 else None
        if heir_of(row, process, others) is not None:
            return None
        adapter = self._adapters.get(row.agent)
        marker = f"{adapter.session_variable}={row.session_id}" if adapter and adapter.session_variable else ""
        return Target(agent=process, marker=marker, neighbours=neighbours_of(row, others))

    async def _end(self, stop: StopUnderWay) -> None:
        """While the process is being ended it gets no tools: an agent whose shell was ended would ask for more."""
        self._stops.arm(stop)
        try:
            ended = await self._climb(stop)
        except OSError as error:
            _log.exception("ending %s failed", stop.key)
            self._stops.conclude(stop, "unknown", mark("the system refused: {why}").format(why=error))
            return
        resume = self._resume(stop.key) if ended.outcome == "stopped" else ""
        self._stops.conclude(stop, ended.outcome, ended.evidence, ended.survivors, ended.lever, resume)

    async def _climb(self, stop: StopUnderWay) -> Ended | StopResult:
        row = find_row(self._roster, stop.key)
        over = row is not None and (row.ended_at_us or row.status in ("ended", "lost"))
        if row is None or (row.pid <= 0 and not over):
            return StopResult(outcome="unknown", evidence=mark("no process is known for this session"))
        target = self.target_of(row)
        if target is None:
            evidence = f"{said(row, self._clock.now_us())}; " + mark(
                "its process runs another session now and was left alone"
            )
            return StopResult(outcome="stopped" if rests(row, self._roster) else "unknown", evidence=evidence)
        ladder = Ladder(self._processes, self._clock, target)
        return await (ladder.kill() if stop.level == "kill" else ladder.end())

    def _resume(self, key: SessionKey) -> str:
        row, adapter = find_row(self._roster, key), self._adapters.get(key.agent)
        return adapter.resume_command(key.session_id, row.cwd) if row is not None and adapter is not None else ""
