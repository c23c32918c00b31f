"""What can be done to stop the session shown: asked of its hub when its state changes and when the arrow is pressed."""

from __future__ import annotations

import asyncio

import msgspec
from PySide6.QtCore import QObject

from app.core.commands import Levers
from app.core.projections.rows import SessionRow
from app.core.stopping import LeverList
from app.desktop.cabin import Cabin
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.desktop.views.stop_button import StopButton

PATIENCE_S = 0.5
"""A hub looks at all processes to answer; one that takes longer leaves the menu to what can be said of any session."""


class SessionLevers(QObject):
    """Feeds the stop button."""

    def __init__(self, cabin: Cabin, button: StopButton, parent: QObject) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._button = button
        self._tasks = Tasks()
        self._ref: SessionRef | None = None
        self._asked_for: tuple[object, ...] = ()
        button.levers_wanted.connect(self._open)

    def show(self, ref: SessionRef, row: SessionRow) -> None:
        """The session as it is now; asks again when something changed that decides what can be done."""
        state = (ref, row.status, row.pending, row.armed, row.launched, row.pid)
        if state == self._asked_for:
            return
        if ref != self._ref:
            self._button.set_levers(None)
        self._ref, self._asked_for = ref, state
        if row.status in ("working", "waiting"):
            self._tasks.spawn(self._keep(ref))

    async def _keep(self, ref: SessionRef) -> None:
        levers = await self._ask(ref)
        if ref == self._ref:
            self._button.set_levers(levers)

    def _open(self) -> None:
        if self._ref is not None:
            self._tasks.spawn(self._open_with(self._ref))

    async def _open_with(self, ref: SessionRef) -> None:
        levers = await self._ask(ref)
        if ref == self._ref:
            self._button.set_levers(levers)
            self._button.open_menu(levers)

    async def _ask(self, ref: SessionRef) -> LeverList | None:
        """The hub's answer; None from one that is away, too slow, or too old to know the question."""
        try:
            question = Levers(agent=ref.agent, session_id=ref.session_id)
            async with asyncio.timeout(PATIENCE_S):
                levers = msgspec.convert(await self._cabin.order(ref, question), LeverList)
            return levers if levers.levers else None
        except (TimeoutError, OrderFailed, msgspec.ValidationError):
            return None
