"""Relays that wait beside sessions at rest so that a message can wake them: one a session, nothing of them is stored.

Claude Code starts one at every stop and ends none of them. So a newer one takes the place of the older, and whoever is
not needed any more is let go at once: the session ended, its process went to another session, the hub ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.core.events import ProcessGone, SessionEnded
from app.core.records import Delivery, Record, SessionKey
from app.hub.ports import RosterView, find_row
from app.system.processes import ProcessId

HOLD_MS = 86_390_000
"""How long one is held: below the day after which the agent would end the hook itself."""


class WaitingRelay:
    """One of them, as the door holds it. ``wait_ms`` is what it is told; ``result`` is what to send it in the end."""

    wait_ms = HOLD_MS

    def __init__(self, wakes: Wakes, key: SessionKey, process: ProcessId, at_us: int) -> None:
        self.key = key
        self.process = process
        self.at_us = at_us
        """When it began: what is stamped before that says nothing about it."""
        self._wakes = wakes
        self._reply: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()

    async def result(self) -> bytes | None:
        """The bytes that wake the session, or None: it leaves in silence."""
        return await asyncio.shield(self._reply)

    def gone(self) -> None:
        """The relay's connection closed: the agent ended, or somebody ended the relay."""
        self._wakes.forget(self)
        self.let_go(None)

    def let_go(self, reply: bytes | None) -> None:
        """Send it away; only the first counts."""
        if not self._reply.done():
            self._reply.set_result(reply)


class Wakes:
    """All of them. Everything here runs in the hub's loop and takes no time."""

    def __init__(self, roster: RosterView) -> None:
        self._roster = roster
        self._waiting: dict[SessionKey, WaitingRelay] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def hold(self, delivery: Delivery, session_id: str) -> WaitingRelay | None:
        """Hold the relay that asks for it; None for one nobody could be woken by (it leaves at once)."""
        key, process = SessionKey(delivery.agent, session_id), ProcessId(delivery.pid, delivery.proc_start)
        # In print mode the agent would wait for its hook, and has no one to wake it for.
        if not session_id or process.pid <= 0 or self._roster.in_print_mode(key):
            return None
        if self._roster.was_launched(key, process.pid, process.start):
            return None
        for older in [one for one in self._waiting.values() if one.key == key or one.process == process]:
            self._release(older)
        waiting = self._waiting[key] = WaitingRelay(self, key, process, delivery.at_us)
        return waiting

    def can_wake(self, key: SessionKey) -> bool:
        """Whether one waits in the very process the session runs in."""
        waiting, row = self._waiting.get(key), find_row(self._roster, key)
        return waiting is not None and row is not None and row.pid in (0, waiting.process.pid)

    def wake(self, key: SessionKey, message: bytes) -> None:
        """Give the message to the relay of a session that ``can_wake``; it is used up by that."""
        self._waiting.pop(key).let_go(message)

    def on_records(self, records: Sequence[Record]) -> None:
        """Look through freshly committed records for sessions that are over, or left their process."""
        for record in records if self._waiting else ():
            for waiting in [one for one in self._waiting.values() if record.at_us >= one.at_us]:
                if _ends(waiting, record) or _takes_over(waiting, record):
                    self._release(waiting)

    def forget(self, waiting: WaitingRelay) -> None:
        """It went away by itself."""
        if self._waiting.get(waiting.key) is waiting:
            del self._waiting[waiting.key]

    def release_all(self) -> None:
        """The hub ends: nobody is woken by that."""
        for waiting in list(self._waiting.values()):
            self._release(waiting)

    def _release(self, waiting: WaitingRelay) -> None:
        self.forget(waiting)
        waiting.let_go(None)


def _ends(waiting: WaitingRelay, record: Record) -> bool:
    """The session ended, in that process: one taken up again elsewhere may outlive its first."""
    event = record.event
    if record.key != waiting.key or not isinstance(event, SessionEnded | ProcessGone):
        return False
    return (event.pid if isinstance(event, ProcessGone) else record.pid) in (0, waiting.process.pid)


def _takes_over(waiting: WaitingRelay, record: Record) -> bool:
    """Its process runs another session now (/clear, a fork): a message must not go there."""
    if record.source not in ("hook", "registry") or not record.session_id or record.key == waiting.key:
        return False
    return (record.pid, record.proc_start) == (waiting.process.pid, waiting.process.start)
