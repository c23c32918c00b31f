"""How a message would reach the session shown: asked of its hub when its state changes, and when one is begun."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.core.commands import AnyCommand, HowToReply
from app.core.projections.rows import SessionRow
from app.core.replying import ReplyWay
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks

PATIENCE_S = 0.5
LOOK_AGAIN_MS = 1500
"""A hook that can wake a session comes a moment after the session has come to rest."""


class ReplyWays(QObject):
    """Says ``told`` with what the hub answers; nothing of a hub that is away, or too old to know the question."""

    told = Signal(object)

    def __init__(self, order: Callable[[SessionRef, AnyCommand], Awaitable[object]], parent: QObject) -> None:
        super().__init__(parent)
        self.tasks = Tasks()
        self._order = order
        self._ref: SessionRef | None = None
        self._asked_for: tuple[object, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AGAIN_MS)
        self._later.timeout.connect(self.ask)

    def show(self, ref: SessionRef, row: SessionRow) -> None:
        """The session as it is now, somebody being about to write to it."""
        state = (ref, row.status, row.pid, len(row.queued))
        if state == self._asked_for:
            return
        if ref != self._ref:
            self.told.emit(ReplyWay())
        self._ref, self._asked_for = ref, state
        self.ask()
        self._later.start()

    def leave(self) -> None:
        """Nobody is about to write."""
        self._ref, self._asked_for = None, ()
        self._later.stop()

    def ask(self) -> None:
        """Once more: what decides it may have changed."""
        if self._ref is not None:
            self.tasks.spawn(self._ask(self._ref))

    async def _ask(self, ref: SessionRef) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                answer = await self._order(ref, HowToReply(agent=ref.agent, session_id=ref.session_id))
            way = msgspec.convert(answer, ReplyWay)
        except (TimeoutError, OrderFailed, msgspec.ValidationError):
            way = ReplyWay()
        if ref == self._ref:
            self.told.emit(way)
