"""The door for relays: a private unix socket, one framed delivery a connection, answered once it is committed."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from app.agents.base import Adapter
from app.core.records import Delivery, Record
from app.hub.counters import Counters
from app.hub.door_batches import Batches
from app.hub.frames import read_frame
from app.hub.guard import Guard
from app.hub.intake import Intake, now_us
from app.wire import relay_frames
from app.wire.relay_frames import BATCH_MAGIC, Frame, FrameError

_log = logging.getLogger("signalcabin.hub.door")

MAX_CONNECTIONS = 2000
MAX_BUFFERED_BYTES = 128 * 1024 * 1024
"""Of all connections together: beyond it new ones are closed unanswered, and their relays spool."""
FRAME_DEADLINE_S = 5.0
"""A relay that has not handed over its frame by then never will (its own deadline is 300 ms)."""
_BACKLOG = 1024
_PEER_CREDENTIALS = struct.Struct("3i")


class Held(Protocol):
    """A verdict that is not there yet."""

    wait_ms: int

    async def result(self) -> bytes | None: ...

    def gone(self) -> None: ...


VerdictFor = Callable[[Delivery, Sequence[Record]], "bytes | Held | None"]
HoldToWake = Callable[[Delivery, str], "Held | None"]


def _wake_nobody(delivery: Delivery, session_id: str) -> None:
    return None


class Door:
    """Accepts relays. ``verdict_for`` is asked once a delivery of a waiting relay is committed.

    ``hold_to_wake``: asked for a relay that brings nothing and wants to wait beside its session.
    """

    def __init__(
        self,
        intake: Intake,
        adapters: Mapping[str, Adapter],
        counters: Counters,
        guard: Guard,
        verdict_for: VerdictFor,
        hung_file: Path,
        hold_to_wake: HoldToWake = _wake_nobody,
    ) -> None:
        self.intake = intake
        self.adapters = adapters
        self.counters = counters
        self.guard = guard
        self.verdict_for = verdict_for
        self.hung_file = hung_file
        self.hold_to_wake = hold_to_wake
        self.connections: set[_Relay | Batches] = set()
        self.buffered_bytes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self, path: Path) -> None:
        """Listen on ``path`` (mode 0600); the caller holds the hub's lock, so a socket lying there is a dead hub's."""
        self.hung_file.unlink(missing_ok=True)
        bound = bind_private(path)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Relay(self), sock=bound, backlog=_BACKLOG)

    @property
    def is_full(self) -> bool:
        """Whether more waits in memory than may."""
        return self.buffered_bytes > MAX_BUFFERED_BYTES

    def stop_listening(self) -> None:
        """Take no new relays; those being served are still answered."""
        if self._server is not None:
            self._server.close()

    async def close(self) -> None:
        """Let every relay go; what was not answered goes to the spool by the relay's own rule."""
        self.stop_listening()
        for relay in list(self.connections):
            relay.drop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def wait_for(self, verdict: Awaitable[None]) -> asyncio.Task[None]:
        """A task that is kept until it ends."""
        task = asyncio.ensure_future(verdict)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class _Relay(asyncio.Protocol):
    """One connection: collects the frame, has it stored, hands back the answer."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._buffer = bytearray()
        self._size: int | None = None
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._taken = False
        self._held: Held | None = None
        self._holding: asyncio.Task[None] | None = None

    # ── the connection ─────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        door = self._door
        if not peer_is_us(transport.get_extra_info("socket")):
            door.counters.bad("foreign_user")
            transport.abort()
        elif len(door.connections) >= MAX_CONNECTIONS:
            door.counters.bad("too_many_relays")
            transport.abort()
        else:
            door.connections.add(self)
            door.hung_file.unlink(missing_ok=True)
            self._deadline = asyncio.get_running_loop().call_later(FRAME_DEADLINE_S, self._too_slow)

    def data_received(self, data: bytes) -> None:
        if self._taken:
            return
        self._door.buffered_bytes += len(data)
        self._buffer += data
        if self._door.is_full:
            self._door.counters.bad("door_full")
            self.drop()
            return
        if self._buffer.startswith(BATCH_MAGIC):
            self._leave_to_batches()
            return
        try:
            if self._size is None:
                self._size = relay_frames.frame_size(bytes(self._buffer[:12]))
            if self._size is not None and len(self._buffer) >= self._size:
                self._take(relay_frames.decode_frame(bytes(self._buffer[: self._size])))
        except FrameError as error:
            self._refuse(error.reason)

    def _leave_to_batches(self) -> None:
        """It is no relay at all: who hands over batches keeps the connection."""
        assert self._transport is not None
        door, begun = self._door, bytes(self._buffer)
        self._taken = True
        self._forget_buffer()
        self._cancel_deadline()
        door.connections.discard(self)
        batches = Batches(door, self._transport, FRAME_DEADLINE_S)
        door.connections.add(batches)
        self._transport.set_protocol(batches)
        batches.data_received(begun)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        door = self._door
        if self not in door.connections:
            return
        door.connections.discard(self)
        if self._buffer and not self._taken:
            door.counters.bad("torn_frame")
        self._forget_buffer()
        self._cancel_deadline()
        if self._held is not None:
            held, self._held = self._held, None
            door.guard.call("letting a held request go", held.gone)
        self._transport = None

    def drop(self) -> None:
        """Close without a word."""
        self._taken = True
        self._forget_buffer()
        if self._transport is not None:
            self._transport.abort()

    # ── one delivery ───────────────────────────────────────────────────────────────────────────

    def _take(self, frame: Frame) -> None:
        self._taken = True
        self._forget_buffer()
        self._cancel_deadline()
        door = self._door
        if not frame.header.id:
            self._refuse("bad_header")
            return
        if frame.header.agent not in door.adapters:
            self._refuse("unknown_agent")
            return
        if door.intake.trouble or not door.intake.has_room:
            self.drop()
            return
        delivery, facts = read_frame(frame, door.intake, door.counters)
        if delivery.mode == "wake":
            self._wait_beside(delivery, next((fact.session_id for fact in facts if fact.session_id), ""))
            return
        stored = door.intake.submit_items([(delivery, facts)])
        stored.add_done_callback(lambda done: self._stored(delivery, done))

    def _stored(self, delivery: Delivery, done: asyncio.Future[list[Record]]) -> None:
        if done.cancelled() or self._transport is None:
            return
        if delivery.pid:  # a replay has none, and stamps of its own
            self._door.counters.answered(delivery.at_us, now_us())
        verdict = None
        if delivery.mode == "sync":
            verdict = self._door.guard.call("asking for a verdict", self._door.verdict_for, delivery, done.result())
        self._give(verdict)

    def _wait_beside(self, delivery: Delivery, session_id: str) -> None:
        """It brings nothing that is to be kept: what it could tell, another hook of the same moment does."""
        hold = self._door.hold_to_wake
        self._give(self._door.guard.call("holding a relay that can wake", hold, delivery, session_id))

    def _give(self, verdict: bytes | Held | None) -> None:
        if self._transport is None:
            return
        if verdict is None or isinstance(verdict, bytes):
            self._answer(verdict)
            return
        self._held = verdict
        self._transport.write(relay_frames.encode_hold(verdict.wait_ms))
        self._holding = self._door.wait_for(self._wait(verdict))

    async def _wait(self, held: Held) -> None:
        reply = await held.result()
        self._held = None
        self._answer(reply)

    def _answer(self, reply: bytes | None) -> None:
        if self._transport is not None:
            self._transport.write(relay_frames.encode_ack() if reply is None else relay_frames.encode_reply(reply))
            self._transport.close()

    def _refuse(self, reason: str) -> None:
        self._taken = True
        self._forget_buffer()
        self._door.counters.bad(reason)
        if self._transport is not None:
            self._transport.write(relay_frames.encode_refusal(reason))
            self._transport.close()

    def _too_slow(self) -> None:
        if not self._taken:
            self._door.counters.bad("too_slow")
            self.drop()

    def _forget_buffer(self) -> None:
        self._door.buffered_bytes -= len(self._buffer)
        self._buffer = bytearray()

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def bind_private(path: Path) -> socket.socket:
    """A listening-to-be unix socket at ``path``, mode 0600, in place of what a dead hub left. Raises OSError."""
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        bound.bind(str(path))
    except OSError:
        bound.close()
        raise
    finally:
        os.umask(before)
    bound.setblocking(False)
    return bound


def peer_is_us(connection: socket.socket) -> bool:
    """Whether the other end of a unix socket is a process of our own user (where the system can tell)."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER_CREDENTIALS.size)
    return bool(_PEER_CREDENTIALS.unpack(found)[1] == os.getuid())
