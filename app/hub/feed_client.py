"""One reader of the feed: where it stands, what it watches, and the task that brings it up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Protocol

import msgspec
from websockets.asyncio.server import ServerConnection

from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.core.tr import mark
from app.hub.ring import Ring
from app.store.lines import Line, joined
from app.wire import feed as wire

MAX_BATCH_BYTES = 1024 * 1024
MAX_BATCH_LINES = 5000
_MAX_ROWS = 500
_INTERVAL_S = 1 / wire.MAX_BATCHES_PER_SECOND
ROWS_EVERY_S = 0.1
"""Rows are a summary for people: the first change goes out at once, further ones together after so long."""


class Rows(Protocol):
    """Who knows the roster."""

    def row(self, key: SessionKey) -> SessionRow: ...

    def __contains__(self, key: SessionKey) -> bool: ...


class Reader(Protocol):
    """Who reads records that the ring no longer has."""

    async def since(self, seq: int, limit: int, max_bytes: int) -> list[Line]: ...


class _Batch(wire.Message, frozen=True, kw_only=True, tag="Batch"):
    """A wire.Batch whose records are written already."""

    first_seq: int
    last_seq: int
    records: tuple[msgspec.Raw, ...] = ()


class FeedClient:
    """Pulls: nothing is queued for it but the names of changed rows, so a slow reader costs no memory."""

    def __init__(
        self,
        socket: ServerConnection,
        ring: Ring,
        reader: Reader,
        roster: Rows,
        seq: int,
        live: bool,
        resync_after_lines: int,
    ) -> None:
        self.name = ""
        """Who this is, for the record of what it orders."""
        self._socket = socket
        self._ring = ring
        self._reader = reader
        self._roster = roster
        self._seq = seq
        self._live = live
        self._resync_after_lines = resync_after_lines
        self._caught_up = False
        self._dropped = False
        self._changed: set[SessionKey] = set()
        self._gone: set[SessionKey] = set()
        self._rows_due_s = 0.0
        self._wake = asyncio.Event()
        self.watched: frozenset[SessionKey] | None = None
        self._outputs = False

    # ── what the hub and the reader tell it ────────────────────────────────────────────────────

    def watch(self, sessions: Iterable[SessionKey] | None, outputs: bool = False) -> None:
        """Records of these sessions only, from the next batch on; None: of all. ``outputs``: finished ones of all."""
        self._outputs = outputs
        self.watched = None if sessions is None else frozenset(SessionKey(*key) for key in sessions)

    def rows_changed(self, keys: Iterable[SessionKey]) -> None:
        """These rows are to be sent again."""
        self._changed.update(keys)
        self._wake.set()

    def sessions_gone(self, keys: Iterable[SessionKey]) -> None:
        """These were purged."""
        self._gone.update(keys)
        self._wake.set()

    def wake(self) -> None:
        """There are new records."""
        self._wake.set()

    def resume(self, seq: int) -> None:
        """The reader said Since: go on after ``seq`` (a number that is not there yet means: from now)."""
        self._seq = min(max(seq, 0), self._ring.last_seq)
        self._dropped = False
        self._caught_up = False
        self._wake.set()

    # ── the sending task ───────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Send until the connection ends (ConnectionClosed) or, where nothing live was asked for, until caught up."""
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            began = loop.time()
            await self._send_news()
            if self._caught_up and not self._live:
                return
            if self._up_to_date:
                await self._wake.wait()
            pause_s = began + _INTERVAL_S - loop.time()
            if pause_s > 0:
                await asyncio.sleep(pause_s)

    @property
    def _up_to_date(self) -> bool:
        return not (self._changed or self._gone) and (self._dropped or self._seq >= self._ring.last_seq)

    async def _send_news(self) -> None:
        if self._gone:
            gone, self._gone = self._gone, set()
            await self.say(wire.SessionsGone(sessions=tuple(sorted(gone))))
        if not self._dropped:
            if self._caught_up and self._too_far_behind():
                await self._drop()
            elif self._seq < self._ring.last_seq:
                await self._send_batch()
        if not self._dropped and not self._caught_up and self._seq >= self._ring.last_seq:
            await self._send_rows()
            self._caught_up = True
            await self.say(wire.CaughtUp(seq=self._seq))
        elif self._changed and (self._caught_up or self._dropped):
            now_s = asyncio.get_running_loop().time()
            if now_s >= self._rows_due_s:
                self._rows_due_s = now_s + ROWS_EVERY_S
                await self._send_rows()

    def _too_far_behind(self) -> bool:
        behind = self._ring.last_seq - self._seq
        return not self._ring.has(self._seq) and behind > self._resync_after_lines

    async def _drop(self) -> None:
        self._dropped = True
        await self.say(
            wire.Resync(from_seq=self._seq, reason=mark("you read too slowly: what waited for you was dropped"))
        )

    async def _send_batch(self) -> None:
        first = self._seq + 1
        if self._ring.has(self._seq):
            lines = self._ring.since(self._seq, MAX_BATCH_LINES, MAX_BATCH_BYTES)
        else:
            lines = await self._reader.since(self._seq, MAX_BATCH_LINES, MAX_BATCH_BYTES)
        if first != self._seq + 1:
            return
        if not lines:  # all that came before the ring was purged
            self._seq = max(self._seq, self._ring.first_seq - 1)
            return
        if not self._caught_up:
            self._changed.update(line.key for line in lines if line.key.session_id)
        self._seq = lines[-1].seq
        wanted = [line for line in lines if line.json and self._wants(line)]
        records = tuple(msgspec.Raw(record) for record in joined(wanted))
        await self.say(_Batch(first_seq=first, last_seq=self._seq, records=records))

    def _wants(self, line: Line) -> bool:
        if self.watched is None or line.key in self.watched:
            return True
        return self._outputs and line.is_output

    async def _send_rows(self) -> None:
        while self._changed:
            some = [self._changed.pop() for _ in range(min(_MAX_ROWS, len(self._changed)))]
            rows = tuple(self._roster.row(key) for key in some if key in self._roster)
            await self.say(wire.RowsChanged(seq=self._ring.last_seq, sessions=rows))

    async def say(self, message: wire.Message) -> None:
        """Send one message; waits while the socket is blocked. Raises ConnectionClosed."""
        await self._socket.send(wire.encode(message), text=True)

    async def leave(self) -> None:
        """Close the connection: this reader cannot be served (1011, internal error); it may come again."""
        await self._socket.close(1011, mark("the hub cannot read its store"))
