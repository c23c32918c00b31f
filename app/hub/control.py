"""The levers: how a session is stopped, and how we know that it was.

``interrupt`` ends the turn: a pending permission is refused with interrupt; else the next tool is refused and the batch
after it told to stop. ``end`` and ``kill`` end the process (``ending``). The outcome is never what we did, but what the
agent's own reports and the operating system say afterwards.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Literal

from app.agents.base import Adapter
from app.core.commands import DisarmStop, Stop, StopResult
from app.core.events import (
    PermissionRequested,
    StopArmed,
    StopConcluded,
    StopRequested,
    ToolBatchFinished,
    ToolCallStarted,
    TurnStarted,
)
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.hub.answers import Answers, Held
from app.hub.ending import Ended, Ladder, Target, heir_of, neighbours_of
from app.hub.ports import Chores, Clock, Intake, RosterView, find_row, said
from app.system.processes import Processes, sighted

REASON = "stopped by the user"
MAX_WAIT_MS = 600_000
_RANK = {"interrupt": 0, "end": 1, "kill": 2}
_REMEMBERED = 2000
_HOOK_SLACK_US = 1_000_000
_log = logging.getLogger(__name__)
_ids = itertools.count(1)


class _Stop:
    """One order to stop, from the request to its conclusion."""

    def __init__(self, key: SessionKey, order: Stop, now_us: int, turn_id: str) -> None:
        self.id = f"stop-{now_us}-{os.getpid()}-{next(_ids)}"
        self.key = key
        self.level = order.level
        self.requested_us = now_us
        self.deadline_us = now_us + max(0, min(order.wait_ms, MAX_WAIT_MS)) * 1000
        self.wait_s = (self.deadline_us - now_us) / 1_000_000
        self.turn_id = turn_id
        self.lever = ""
        """What has acted so far: permission, hook; "" nothing yet."""
        self.refused = 0
        self.passed_us = 0
        """When a tool was seen to begin that nobody had asked about."""
        self.result: asyncio.Future[StopResult] = asyncio.get_running_loop().create_future()
        self.concluded = False


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
    ) -> None:
        self._intake = intake
        self._roster = roster
        self._processes = processes
        self._adapters = adapters
        self._clock = clock
        self.answers = answers or Answers(intake, roster, processes, adapters, clock)
        self._running: dict[SessionKey, _Stop] = {}
        self._armed: dict[SessionKey, _Stop] = {}
        self._turns: OrderedDict[SessionKey, str] = OrderedDict()
        self._machine_turns: OrderedDict[str, None] = OrderedDict()
        self._hooked: OrderedDict[SessionKey, None] = OrderedDict()
        """Sessions of which a hook was heard."""
        self._chores = Chores()

    @property
    def armed(self) -> int:
        """How many sessions have a stop set."""
        return len(self._armed)

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
            stop = self._armed.get(record.key)
            if stop is None:
                continue
            event = record.event
            if isinstance(event, ToolCallStarted) and self._same_turn(stop, event.turn_id):
                stop.lever = "hook"
                stop.refused += 1
                return adapter.reply_deny_tool(REASON)
            if isinstance(event, ToolBatchFinished) and self._same_turn(stop, event.turn_id):
                stop.lever = "hook"
                return adapter.reply_stop_turn(REASON)
            if isinstance(event, PermissionRequested) and self._same_turn(stop, event.turn_id):
                stop.lever = "permission"
                held = self.answers.hold(delivery, records)
                self._chores.soon(self.answers.interrupt(record.key, REASON))
                return held
        return self.answers.hold(delivery, records)

    def _same_turn(self, stop: _Stop, turn_id: str) -> bool:
        """Whether a hook belongs to the turn that is to be stopped. A stop must never reach into the next prompt."""
        if stop.level != "interrupt" or not turn_id:
            return True
        if not stop.turn_id or turn_id in self._machine_turns:
            stop.turn_id = turn_id
        if stop.turn_id == turn_id:
            return True
        self._overtaken(stop)
        return False

    # ── the intake tells ───────────────────────────────────────────────────────────────────────

    def on_records(self, records: Sequence[Record]) -> None:
        """Look at freshly committed records, the roster having them already: new prompts, signs of rest."""
        for record in records:
            self._note_turn(record)
        self.answers.on_records(records)
        for key in {record.key for record in records} & self._armed.keys():
            self._look_for_rest(self._armed[key])

    def _note_turn(self, record: Record) -> None:
        event = record.event
        if record.source == "hook":
            _remember(self._hooked, record.key, None)
        elif isinstance(event, ToolCallStarted) and record.key not in self._hooked:
            stop = self._armed.get(record.key)
            if stop is not None and record.at_us > stop.requested_us:
                stop.passed_us = stop.passed_us or self._clock.now_us()
        if isinstance(event, TurnStarted):
            if event.origin != "human":
                _remember(self._machine_turns, event.turn_id, None)
            stop = self._armed.get(record.key)
            fresh = stop is not None and record.source == "hook" and record.at_us > stop.requested_us
            if stop is not None and fresh and stop.level == "interrupt" and event.turn_id != stop.turn_id:
                if event.origin == "human":
                    self._overtaken(stop)
                else:
                    stop.turn_id = event.turn_id
        if isinstance(event, TurnStarted | ToolCallStarted) and record.source == "hook" and event.turn_id:
            _remember(self._turns, record.key, event.turn_id)

    def tick(self) -> None:
        """To be called about once a second: deadlines, and rest that no record told of (the process is gone)."""
        self.answers.tick()
        now = self._clock.now_us()
        for stop in [stop for stop in self._armed.values() if stop.level == "interrupt"]:
            self._look_for_rest(stop)
            self._look_for_hooks(stop, now)
            if not stop.concluded and now >= stop.deadline_us:
                self._too_late(stop)

    # ── orders ─────────────────────────────────────────────────────────────────────────────────

    async def stop(self, order: Stop, by: str = "") -> StopResult:
        """Stop a session and wait for what came of it. A weaker order than one under way joins that one."""
        key = SessionKey(order.agent, order.session_id)
        row = find_row(self._roster, key)
        if row is None:
            return StopResult(outcome="unknown", evidence="no such session")
        running = self._running.get(key)
        if running is None or _RANK[running.level] < _RANK[order.level]:
            running = _Stop(key, order, self._clock.now_us(), self._turns.get(key, ""))
            self._running[key] = running
            await self._intake.emit(*key, StopRequested(stop_id=running.id, level=running.level, by=by))
            if running.level == "interrupt":
                await self._interrupt(running)
            else:
                self._chores.soon(self._end(running))
        return await asyncio.shield(running.result)

    async def disarm(self, order: DisarmStop) -> dict[str, bool]:
        """Take an armed interrupt back."""
        stop = self._armed.get(SessionKey(order.agent, order.session_id))
        if stop is None or stop.level != "interrupt":
            return {"disarmed": False}
        self._conclude(stop, "still_running", "taken back before it acted")
        return {"disarmed": True}

    async def adopt(self, rows: Sequence[SessionRow]) -> None:
        """At the hub's start: what an earlier hub had armed or held is gone with it; say so."""
        for row in rows:
            if row.status_source == "hook":
                _remember(self._hooked, SessionKey(row.agent, row.session_id), None)
            if row.armed:
                gone = StopConcluded(stop_id="", outcome="unknown", evidence="the hub was restarted before it acted")
                await self._intake.emit(row.agent, row.session_id, gone)
        await self.answers.adopt(rows)

    async def close(self) -> None:
        """The hub shuts down: let go of everything, decide nothing."""
        for stop in [stop for stop in self._running.values() if stop.level == "interrupt"]:
            self._conclude(stop, "unknown", "the hub was closed before it acted")
        await self.answers.release_all()
        await self._chores.finish()

    # ── interrupt ──────────────────────────────────────────────────────────────────────────────

    async def _interrupt(self, stop: _Stop) -> None:
        row = find_row(self._roster, stop.key)
        if row is None:
            self._conclude(stop, "unknown", "no such session")
            return
        if _rests(row) or self._process_gone(row):
            more = "" if _rests(row) else "; the process is gone"
            if _rests(row) and row.background:
                more = f"; {row.background} background task(s) of it go on"
            self._conclude(stop, "stopped", f"was not working: {said(row, self._clock.now_us())}{more}")
            return
        # Armed in any case: a refused permission of a subagent does not end the main conversation's turn.
        self._armed.setdefault(stop.key, stop)
        if await self.answers.interrupt(stop.key, REASON):
            stop.lever = "permission"
        elif not stop.concluded:
            sentence = "will stop before the next tool"
            if stop.key not in self._hooked:
                sentence += ", if its hooks are in place: none was heard yet"
            if row.status == "waiting":
                sentence = "will stop once the question in the terminal is answered"
            await self._intake.emit(*stop.key, StopArmed(stop_id=stop.id, lever="hook", sentence=sentence))

    def _look_for_rest(self, stop: _Stop) -> None:
        row = find_row(self._roster, stop.key)
        if stop.level != "interrupt" or row is None:
            return
        now = self._clock.now_us()
        if self._process_gone(row):
            self._conclude(stop, "stopped", f"the process is gone; {said(row, now)}")
        elif _rests(row):
            how = {
                "hook": "the turn was ended before the next tool",
                "permission": "the permission it asked for was refused and its turn ended",
            }.get(stop.lever, "it came to rest by itself before the stop could act")
            self._conclude(stop, "stopped", f"{said(row, now)}; {how}")

    def _look_for_hooks(self, stop: _Stop, now_us: int) -> None:
        """A tool was begun since the order: its hook comes within moments, or not at all."""
        if stop.passed_us and now_us - stop.passed_us >= _HOOK_SLACK_US and stop.key not in self._hooked:
            evidence = "it went on to its next tool and no hook of it is heard: connect the agent, or end its process"
            self._conclude(stop, "still_running", evidence)

    def _overtaken(self, stop: _Stop) -> None:
        if stop.lever:
            self._conclude(stop, "stopped", "the turn was ended; a new prompt was given since")
        else:
            self._conclude(stop, "still_running", "a new prompt came before the stop could act; it was let through")

    def _too_late(self, stop: _Stop) -> None:
        row = find_row(self._roster, stop.key)
        status = said(row, self._clock.now_us()) if row is not None else "nothing is known of the session"
        did = {
            "hook": f"{stop.refused} tool calls were refused, but it did not come to rest",
            "permission": "a permission was refused, but it did not come to rest",
        }.get(stop.lever, "it used no tool")
        evidence = f"{did} within {stop.wait_s:.0f} s; {status}; no longer armed, end its process to be sure"
        self._conclude(stop, "still_running" if row is not None else "unknown", evidence)

    # ── end, kill ──────────────────────────────────────────────────────────────────────────────

    async def _end(self, stop: _Stop) -> None:
        """While the process is being ended it gets no tools: an agent whose shell was ended would ask for more."""
        self._armed.setdefault(stop.key, stop)
        try:
            ended = await self._climb(stop)
        except OSError as error:
            _log.exception("ending %s failed", stop.key)
            self._conclude(stop, "unknown", f"the system refused: {error}")
            return
        self._conclude(stop, ended.outcome, ended.evidence, ended.survivors, ended.lever)

    async def _climb(self, stop: _Stop) -> Ended | StopResult:
        row = find_row(self._roster, stop.key)
        over = row is not None and (row.ended_at_us or row.status in ("ended", "lost"))
        if row is None or (row.pid <= 0 and not over):
            return StopResult(outcome="unknown", evidence="no process is known for this session")
        others = [other for other in self._roster.rows() if (other.agent, other.session_id) != stop.key]
        # What the session left running is found by its mark even when its own process is gone or another session's.
        process = sighted(self._processes, row.pid, row.proc_start, row.last_at_us) if row.pid > 0 else None
        heir = heir_of(row, process, others)
        if heir is not None:
            evidence = f"{said(row, self._clock.now_us())}; its process runs session {heir.session_id} now, left alone"
            return StopResult(outcome="stopped" if _rests(row) else "unknown", evidence=evidence)
        adapter = self._adapters.get(row.agent)
        marker = f"{adapter.session_variable}={row.session_id}" if adapter and adapter.session_variable else ""
        target = Target(agent=process, marker=marker, neighbours=neighbours_of(row, others))
        ladder = Ladder(self._processes, self._clock, target)
        return await (ladder.kill() if stop.level == "kill" else ladder.end())

    def _process_gone(self, row: SessionRow) -> bool:
        return row.pid > 0 and sighted(self._processes, row.pid, row.proc_start, row.last_at_us) is None

    # ── conclusion ─────────────────────────────────────────────────────────────────────────────

    def _conclude(
        self,
        stop: _Stop,
        outcome: Literal["stopped", "still_running", "unknown"],
        evidence: str,
        survivors: tuple[str, ...] = (),
        lever: str = "",
    ) -> None:
        """Once: take the stop out of everything, tell the record and then whoever waits."""
        if stop.concluded:
            return
        stop.concluded = True
        for place in (self._armed, self._running):
            if place.get(stop.key) is stop:
                del place[stop.key]
        took_ms = (self._clock.now_us() - stop.requested_us) // 1000
        result = StopResult(
            outcome=outcome, lever=lever or stop.lever, evidence=evidence, took_ms=took_ms, survivors=survivors
        )
        self._chores.soon(self._tell(stop, result))

    async def _tell(self, stop: _Stop, result: StopResult) -> None:
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


def _rests(row: SessionRow) -> bool:
    return row.status not in ("working", "waiting") or row.waiting_on == "input"


def _remember(memory: OrderedDict, key: object, value: object) -> None:  # type: ignore[type-arg]
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
