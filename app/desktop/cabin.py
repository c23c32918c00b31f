"""What the window stands on, with no widget in it: hubs, roster, open sessions, held requests, orders given."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from app.core.commands import (
    Answer,
    AnyCommand,
    DisarmStop,
    HubHealth,
    ListPending,
    MarkSeen,
    PendingRow,
    ReportHealth,
    ShutDown,
    Stop,
    StopLevel,
    StopResult,
)
from app.core.projections.rows import SessionRow
from app.core.sentences import in_your_words
from app.core.tr import mark, tr
from app.desktop.frame import Frame
from app.desktop.hub_process import HubProcess
from app.desktop.link import HubAddress, HubAway, Link, OrderFailed
from app.desktop.models.hubs import Hub, Hubs, SessionRef
from app.desktop.models.roster import RosterModel
from app.desktop.models.session import Sessions
from app.desktop.models.signal_histories import SignalHistories
from app.desktop.tasks import Tasks
from app.system.paths import DataPaths

log = logging.getLogger(__name__)

THIS_MACHINE = mark("this machine")
MOST_GIVEN = 500
"""So many of the answers given here are remembered: as many as the inbox has lines."""


class Cabin(QObject):
    """Ties the models to the links. Everything a button can cause is a method here."""

    pending_changed = Signal()
    stop_began = Signal(object, str)
    """SessionRef, level."""
    stop_ended = Signal(object, object)
    """SessionRef, StopResult or OrderFailed."""
    answer_failed = Signal(object, str)
    """SessionRef, why."""
    health_changed = Signal(str)

    def __init__(self, paths: DataPaths, *, start_hub: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self.frame = Frame(self)
        self.hubs = Hubs(self)
        self.roster = RosterModel(self)
        self.sessions = Sessions(self.hubs, self.frame.wake, self)
        self.signals = SignalHistories(self.hubs, self)
        self.hub_process = HubProcess(paths)
        self.pending: dict[SessionRef, list[PendingRow]] = {}
        self.given: dict[str, str] = {}
        """Requests that were answered in this window, the latest of them: request_id → allow | deny."""
        self._start_hub = start_hub
        self._tasks = Tasks()
        self._asking: set[str] = set()
        self._ask_again: set[str] = set()
        self.frame.add(lambda: not self.sessions.is_behind and self.hubs.apply_pending())
        self.frame.add(self.sessions.fold_pending)
        self.hubs.rows_changed.connect(self._rows_changed)
        self.hubs.phase_changed.connect(self._phase_changed)

    # hubs

    def add_own_hub(self) -> Hub:
        """Look at this machine's hub, starting one when none runs."""
        address = HubAddress(THIS_MACHINE, f"ws+unix://{self.paths.feed_socket}", embedded=True)
        return self.add_hub(address, when_absent=self.hub_process.ensure if self._start_hub else None)

    def add_hub(
        self,
        address: HubAddress,
        token: Callable[[], Awaitable[str]] | None = None,
        when_absent: Callable[[], None] | None = None,
    ) -> Hub:
        """Look at one more hub."""
        link = Link(address, self.frame.wake, token=token, when_absent=when_absent)
        hub = Hub(address, link)
        self.hubs.add(hub)
        link.start()
        return hub

    async def remove_hub(self, name: str) -> None:
        """Look at it no longer."""
        hub = self.hubs.get(name)
        if hub is not None:
            await hub.link.close()
            self.hubs.remove(name)

    async def close(self, *, stop_own_hub: bool) -> None:
        """Leave all hubs; ``stop_own_hub`` ends the one this desktop started."""
        own = self.hubs.get(THIS_MACHINE)
        if stop_own_hub and own is not None and self.hub_process.started_here:
            try:
                await own.link.order(ShutDown(), timeout_s=3)
            except OrderFailed as error:
                log.info("the hub did not take ShutDown (%s) and gets a signal", error)
        await self._tasks.close()
        await self.sessions.close()
        await self.signals.close()
        for hub in self.hubs.all():
            await hub.link.close()
        if stop_own_hub:
            await asyncio.to_thread(self.hub_process.stop)
        else:
            self.hub_process.leave_running()

    # orders

    def stop(self, ref: SessionRef, level: StopLevel, lever: str = "") -> asyncio.Task[StopResult | OrderFailed]:
        """Have a session stopped, by the gentlest lever or the one named; ``stop_ended`` says what came of it, too."""
        self.stop_began.emit(ref, level)
        return self._tasks.spawn(self._stop(ref, level, lever))

    def disarm(self, ref: SessionRef) -> None:
        """Take an armed stop back."""
        self._tasks.spawn(self._quietly(ref, DisarmStop(agent=ref.agent, session_id=ref.session_id)))

    def answer(self, ref: SessionRef, request_id: str, behavior: str, reason: str = "") -> None:
        """Answer a held request, for exactly the input that was shown."""
        shown = next((row for row in self.pending.get(ref, ()) if row.request_id == request_id), None)
        order = Answer(
            request_id=request_id,
            behavior="allow" if behavior == "allow" else "deny",
            reason=reason,
            digest=shown.digest if shown is not None else "",
        )
        self.give_answer(ref, order)

    def give_answer(self, ref: SessionRef, order: Answer) -> None:
        """Answer a held request in any of the ways there are; ``answer_failed`` says if it did not get through."""
        self._tasks.spawn(self._answer(ref, order))

    def mark_seen(self, ref: SessionRef) -> None:
        """A person looks at the session."""
        self._tasks.spawn(self._quietly(ref, MarkSeen(agent=ref.agent, session_id=ref.session_id)))

    def ask_health(self) -> None:
        """Have the hubs report how they are doing."""
        for hub in self.hubs.all():
            if hub.phase == "live":
                self._tasks.spawn(self._ask_health(hub))

    async def order_hub(self, name: str, command: AnyCommand) -> object:
        """Ask a hub something; its result's data. Raises OrderFailed."""
        hub = self.hubs.get(name)
        if hub is None:
            raise HubAway(tr("This hub is no longer looked at."))
        return await hub.link.order(command, 60)

    async def order(self, ref: SessionRef, command: AnyCommand) -> object:
        """Ask a session's hub something; its result's data. Raises OrderFailed."""
        return await self._order(ref, command, timeout_s=30)

    async def _stop(self, ref: SessionRef, level: StopLevel, lever: str) -> StopResult | OrderFailed:
        outcome: StopResult | OrderFailed
        try:
            order = Stop(agent=ref.agent, session_id=ref.session_id, level=level, lever=lever)
            data = await self._order(ref, order, timeout_s=order.wait_ms / 1000 + 30)
            outcome = msgspec.convert(data, StopResult)
        except OrderFailed as error:
            outcome = error
        except msgspec.ValidationError as error:
            outcome = OrderFailed(tr("The hub's answer was not understood: {error}").format(error=error))
        self.stop_ended.emit(ref, outcome)
        return outcome

    async def _answer(self, ref: SessionRef, order: Answer) -> None:
        try:
            data = await self._order(ref, order, timeout_s=30)
            if isinstance(data, dict) and not data.get("answered", False):
                self.answer_failed.emit(ref, in_your_words(str(data.get("why") or "")) or tr("It was not answered."))
            else:
                self.given[order.request_id] = order.behavior
                if len(self.given) > MOST_GIVEN:
                    del self.given[next(iter(self.given))]
        except OrderFailed as error:
            self.answer_failed.emit(ref, str(error))
        self._ask_pending(ref.hub)

    async def _quietly(self, ref: SessionRef, command: AnyCommand) -> None:
        try:
            await self._order(ref, command, timeout_s=30)
        except OrderFailed as error:
            log.info("%s: %s", type(command).__name__, error)

    async def _order(self, ref: SessionRef, command: AnyCommand, timeout_s: float) -> object:
        hub = self.hubs.get(ref.hub)
        if hub is None:
            raise HubAway(tr("This hub is no longer looked at."))
        return await hub.link.order(command, timeout_s)

    async def _ask_health(self, hub: Hub) -> None:
        try:
            hub.health = msgspec.convert(await hub.link.order(ReportHealth(), timeout_s=10), HubHealth)
        except (OrderFailed, msgspec.ValidationError) as error:
            log.info("health of %s: %s", hub.name, error)
            return
        self.health_changed.emit(hub.name)

    # what the hubs say

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        rows: dict[SessionRef, SessionRow | None] = {ref: self.hubs.row(ref) for ref in refs}
        self.roster.update(rows)
        for ref, row in rows.items():
            known = {request.request_id for request in self.pending.get(ref, ())}
            if known != set(row.pending if row is not None else ()):
                self._ask_pending(ref.hub)

    def _phase_changed(self, name: str) -> None:
        hub = self.hubs.get(name)
        if hub is not None and hub.phase == "live":
            if hub.address.embedded:
                self.hub_process.is_up()
            self._ask_pending(name)
            self._tasks.spawn(self._ask_health(hub))

    def _ask_pending(self, name: str) -> None:
        """Have the hub list its held requests: one question at a time, one more if something changed meanwhile."""
        if name in self._asking:
            self._ask_again.add(name)
            return
        self._asking.add(name)
        self._tasks.spawn(self._list_pending(name))

    async def _list_pending(self, name: str) -> None:
        hub = self.hubs.get(name)
        try:
            if hub is not None and hub.is_up:
                data = await hub.link.order(ListPending(), timeout_s=10)
                self._take_pending(name, msgspec.convert(data["pending"], list[PendingRow]))
        except HubAway as error:
            log.debug("pending of %s: %s", name, error)
        except (OrderFailed, msgspec.ValidationError, KeyError, TypeError) as error:
            log.info("pending of %s: %s", name, error)
        finally:
            self._asking.discard(name)
        if name in self._ask_again:
            self._ask_again.discard(name)
            self._ask_pending(name)

    def _take_pending(self, name: str, rows: list[PendingRow]) -> None:
        fresh = {ref: held for ref, held in self.pending.items() if ref.hub != name}
        for row in rows:
            fresh.setdefault(SessionRef(name, row.agent, row.session_id), []).append(row)
        if fresh != self.pending:
            self.pending = fresh
            self.pending_changed.emit()
