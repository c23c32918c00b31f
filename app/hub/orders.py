"""Carries out what people order: each command to the part whose job it is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

import msgspec

from app.core import commands as c
from app.core.events import SessionLookedAt
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.core.stopping import LEVERS, LeverList
from app.core.tr import mark
from app.hub.answers import Answers
from app.hub.audit import AUDITED, NO_SESSION, Audit, came_of
from app.hub.control import Control
from app.hub.counters import Counters
from app.hub.feed import OrderFailed
from app.hub.guard import Guard
from app.hub.history import History
from app.hub.intake import Intake, now_us
from app.hub.keeping import Keeping
from app.hub.launch import Launcher, LaunchRefused
from app.hub.ports import find_row
from app.hub.recording import Recording, RecordingRefused
from app.hub.spool import Spool
from app.hub.stopping_all import StoppingAll
from app.store.log import Log

_STRETCHES = 20_000
"""About this many go into one page: less than a megabyte, told in some ten milliseconds."""
_HISTORY_ROWS = 5000
_HISTORY_BYTES = 1024 * 1024
_LARGEST_SEQ = (1 << 63) - 1


class Orders:
    """One method a command; each returns the data of its Result."""

    def __init__(
        self,
        log: Log,
        intake: Intake,
        control: Control,
        answers: Answers,
        history: History,
        recording: Recording,
        launcher: Launcher,
        keeping: Keeping,
        spool: Spool,
        counters: Counters,
        guard: Guard,
        audit: Audit,
        clients: Callable[[], int],
        shut_down: Callable[[], None],
        started_at_us: int,
    ) -> None:
        self._log = log
        self._intake = intake
        self._control = control
        self._stopping_all = StoppingAll(control, intake.roster)
        self._answers = answers
        self._history = history
        self._recording = recording
        self._launcher = launcher
        self._keeping = keeping
        self._spool = spool
        self._counters = counters
        self._guard = guard
        self._audit = audit
        self._clients = clients
        self._shut_down = shut_down
        self._started_at_us = started_at_us

    async def carry_out(self, command: c.AnyCommand, by: str = "") -> Any:
        """The outcome, ``by`` having asked for it; raises OrderFailed, StoreUnavailable."""
        began_us = now_us()
        if isinstance(command, c.ShutDown):
            # Before it is done: once the hub ends, its giver is to be answered and nothing waited for.
            await self._note(command, by, "done", "the hub ends", began_us)
        try:
            data = await self._carry_out(command, by)
        except OrderFailed as error:
            if isinstance(command, AUDITED):
                await self._note(command, by, "refused", str(error), began_us)
            raise
        told = came_of(command, data)
        if told is not None:
            await self._note(command, by, *told, began_us)
        return data

    async def _note(self, command: c.AnyCommand, by: str, outcome: str, words: str, began_us: int) -> None:
        key = NO_SESSION
        if isinstance(command, c.Answer):
            key = self._answers.session_of(command.request_id) or NO_SESSION
        elif isinstance(command, c.DisarmStop | c.SendPrompt):
            key = SessionKey(command.agent, command.session_id)
        if find_row(self._intake.roster, key) is None:
            key = NO_SESSION  # a record must not bring a session into being
        await self._audit.note(type(command).__name__, by, outcome, words, key, began_us)

    async def _carry_out(self, command: c.AnyCommand, by: str) -> Any:
        match command:
            case c.Stop():
                return await self._stop(command, by)
            case c.StopAll():
                return await self._stopping_all.carry_out(command, by)
            case c.Levers():
                return await self._levers(command)
            case c.DisarmStop():
                return await self._control.disarm(command)
            case c.Answer():
                return await self._answers.answer(command, by)
            case c.Launch():
                return await self._launch(command, by)
            case c.SendPrompt():
                return await self._send_prompt(command, by)
            case c.HowToReply():
                return self._reply_way(SessionKey(command.agent, command.session_id))
            case c.WithdrawPrompt():
                return {"withdrawn": await self._control.prompts.withdraw(command, by)}
            case c.Purge():
                return await self._keeping.carry_out(command)
            case c.ListPending():
                return {"pending": self._answers.pending()}
            case c.ListSessions():
                return {"sessions": self._rows()}
            case c.ReadHistory():
                return await self._read_history(command)
            case c.ReadEvents():
                return await self._history.events(command)
            case c.CountEvents():
                return await self._history.event_counts(command)
            case c.ReadRaw():
                return await self._read_raw(command)
            case c.ReadSignals():
                return self._read_signals(command)
            case c.MarkSeen():
                return await self._mark_seen(command)
            case c.ReportHealth():
                return self.health()
            case c.StartRecording():
                return self._start_recording(command)
            case c.StopRecording():
                return self._stop_recording()
            case c.ShutDown():
                asyncio.get_running_loop().call_soon(self._shut_down)
                return {}
        raise OrderFailed(mark("This hub does not know the command {command}.").format(command=type(command).__name__))

    def health(self) -> c.HubHealth:
        """How the hub is doing."""
        counters = self._counters
        return c.HubHealth(
            pid=os.getpid(),
            started_at_us=self._started_at_us,
            last_seq=self._intake.last_seq,
            clients=self._clients(),
            deliveries=counters.deliveries,
            duplicates=counters.duplicates,
            bad_input=dict(counters.bad_input),
            spool_bytes=self._spool.size_bytes(),
            spooled_ingested=counters.spooled_ingested,
            relay_p50_ms=counters.delay_ms(0.50),
            relay_p95_ms=counters.delay_ms(0.95),
            last_event_at_us=dict(counters.last_event_at_us),
            store_bytes=self._log.size_bytes(),
            holding=len(self._answers.pending()),
            wakeable=len(self._control.wakes),
            armed=self._control.armed,
            trouble=self._intake.trouble,
            mistakes=self._guard.mistakes,
        )

    async def _stop(self, command: c.Stop, by: str) -> c.StopResult:
        known = LEVERS[command.level]
        if command.lever and command.lever not in known:
            raise OrderFailed(
                mark("{lever} is no lever of level {level}: {known}.").format(
                    lever=repr(command.lever), level=command.level, known=", ".join(known)
                )
            )
        return await self._control.stop(command, by)

    async def _levers(self, command: c.Levers) -> LeverList:
        levers = await self._control.levers(command)
        if levers is None:
            raise OrderFailed(mark("There is no such session."))
        return msgspec.structs.replace(levers, reply=self._reply_way(SessionKey(command.agent, command.session_id)))

    def _reply_way(self, key: SessionKey) -> c.ReplyWay:
        if self._launcher.runs(key):
            return c.ReplyWay(how="stream", sentence=mark("sent at once"))
        return self._control.prompts.way(key, self._control.turns.is_hooked(key))

    async def _send_prompt(self, command: c.SendPrompt, by: str) -> c.PromptResult:
        key = SessionKey(command.agent, command.session_id)
        if self._launcher.runs(key):
            return await self._launcher.prompt(command, by=by)
        return await self._control.prompts.queue(command, self._control.turns.is_hooked(key), by)

    async def _launch(self, command: c.Launch, by: str) -> c.Launched:
        try:
            return await self._launcher.launch(command, by=by)
        except LaunchRefused as error:
            raise OrderFailed(str(error)) from error

    def _rows(self) -> list[SessionRow]:
        return sorted(self._intake.roster.rows(), key=lambda row: row.last_at_us, reverse=True)

    async def _read_history(self, command: c.ReadHistory) -> dict[str, Any]:
        key = SessionKey(command.agent, command.session_id)
        limit = max(1, min(command.limit, _HISTORY_ROWS))
        before = max(0, min(command.before_seq, _LARGEST_SEQ))
        lines, more = await self._history.of_session(key, before, limit, _HISTORY_BYTES)
        return {"records": [msgspec.Raw(line.json) for line in lines], "more": more}

    async def _read_raw(self, command: c.ReadRaw) -> c.RawRecord:
        found = await self._history.raw(command.seq, command.max_bytes)
        if found is None:
            raise OrderFailed(mark("There is no record {number}.").format(number=command.seq))
        return found

    def _read_signals(self, command: c.ReadSignals) -> c.SignalPage:
        roster = self._intake.roster
        sessions, reached = roster.signals_since(command.after_seq, _STRETCHES)
        return c.SignalPage(seq=reached, sessions=tuple(sessions), more=reached < roster.seq)

    async def _mark_seen(self, command: c.MarkSeen) -> dict[str, Any]:
        row = find_row(self._intake.roster, SessionKey(command.agent, command.session_id))
        if row is not None and row.status == "done":
            await self._intake.emit(command.agent, command.session_id, SessionLookedAt(), source="desktop")
        return {}

    def _start_recording(self, command: c.StartRecording) -> dict[str, Any]:
        try:
            self._recording.start(command.path, command.session_id)
        except RecordingRefused as error:
            raise OrderFailed(str(error)) from error
        return {"path": self._recording.path}

    def _stop_recording(self) -> dict[str, Any]:
        try:
            path, count = self._recording.stop()
        except RecordingRefused as error:
            raise OrderFailed(str(error)) from error
        return {"path": path, "deliveries": count}
