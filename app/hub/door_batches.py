"""The door for those who stream: many deliveries at once, on a connection that stays; answered once committed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.core.records import Record
from app.hub.frames import read_frame
from app.wire import relay_frames
from app.wire.relay_frames import Frame, FrameError

if TYPE_CHECKING:
    from app.hub.door import Door


class Batches(asyncio.Protocol):
    """One connection. While a batch is being stored no more is read: the sender's socket is its backpressure."""

    def __init__(self, door: Door, transport: asyncio.Transport, deadline_s: float) -> None:
        self._door = door
        self._transport: asyncio.Transport | None = transport
        self._deadline_s = deadline_s
        self._deadline: asyncio.TimerHandle | None = None
        self._buffer = bytearray()
        self._storing: asyncio.Future[list[Record]] | None = None

    def data_received(self, data: bytes) -> None:
        self._door.buffered_bytes += len(data)
        self._buffer += data
        if self._door.is_full:
            self._door.counters.bad("door_full")
            self.drop()
            return
        self._go_on()

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._door.connections.discard(self)
        if self._buffer:
            self._door.counters.bad("torn_frame")
        self._forget(len(self._buffer))
        self._cancel_deadline()

    def drop(self) -> None:
        """Close without a word: the sender keeps what was not answered."""
        self._forget(len(self._buffer))
        if self._transport is not None:
            self._transport.abort()

    def _go_on(self) -> None:
        """Take the next batch, if it is whole and the one before is stored."""
        if self._transport is None or self._storing is not None:
            return
        try:
            size = relay_frames.batch_size(bytes(self._buffer[:12]))
            if size is not None and len(self._buffer) >= size:
                batch = bytes(self._buffer[:size])
                self._forget(size)
                self._cancel_deadline()
                self._take(relay_frames.decode_batch(batch))
            elif self._buffer and self._deadline is None:
                self._deadline = asyncio.get_running_loop().call_later(self._deadline_s, self._too_slow)
        except FrameError as error:
            self._refuse(error.reason)

    def _take(self, frames: list[Frame]) -> None:
        assert self._transport is not None
        door = self._door
        if door.intake.trouble:
            self.drop()
            return
        items = [read_frame(frame, door.intake, door.counters, late=True) for frame in frames if self._is_known(frame)]
        self._transport.pause_reading()
        self._storing = door.intake.submit_items(items)
        self._storing.add_done_callback(self._stored)

    def _is_known(self, frame: Frame) -> bool:
        """One delivery of nobody's does not spoil the batch of all others."""
        if not frame.header.id:
            self._door.counters.bad("bad_header")
        elif frame.header.agent not in self._door.adapters:
            self._door.counters.bad("unknown_agent")
        else:
            return True
        return False

    def _stored(self, done: asyncio.Future[list[Record]]) -> None:
        self._storing = None
        if done.cancelled() or self._transport is None or self._transport.is_closing():
            return
        self._transport.write(relay_frames.encode_ack())
        self._transport.resume_reading()
        self._go_on()

    def _refuse(self, reason: str) -> None:
        self._door.counters.bad(reason)
        self._forget(len(self._buffer))
        if self._transport is not None:
            self._transport.write(relay_frames.encode_refusal(reason))
            self._transport.close()

    def _too_slow(self) -> None:
        self._deadline = None
        self._door.counters.bad("too_slow")
        self.drop()

    def _forget(self, size: int) -> None:
        self._door.buffered_bytes -= size
        del self._buffer[:size]

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
