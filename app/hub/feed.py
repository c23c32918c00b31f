"""The feed: a WebSocket server for desktops and commands, on a private unix socket and, when asked, on loopback TCP."""

from __future__ import annotations

import asyncio
import logging
import os
import platform
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve, unix_serve
from websockets.exceptions import ConnectionClosed

from app import __version__
from app.core.commands import AnyCommand
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from app.core.tr import mark
from app.hub.access import Access
from app.hub.counters import Counters
from app.hub.door import bind_private
from app.hub.feed_client import FeedClient, Reader
from app.hub.guard import MISTAKES, Guard
from app.hub.ring import Ring
from app.store.lines import Line
from app.store.log import StoreUnavailable
from app.wire import feed as wire

_log = logging.getLogger("signalcabin.hub.feed")

MAX_ORDERS_UNDER_WAY = 64
MAX_CLIENT_MESSAGE_BYTES = 1024 * 1024
HELLO_WITHIN_S = 10.0
CLOSE_WITHIN_S = 2.0
RING_LINES = 20_000
RING_BYTES = 32 * 1024 * 1024
HEARD_EVERY_S = 1.0
"""How often readers are told when a session that just writes on was last heard of: a row a delta would be too much."""
_SNAPSHOT_ROWS = 2000

CarryOut = Callable[[AnyCommand, str], Awaitable[Any]]
"""What is ordered, and by whom."""


class OrderFailed(Exception):
    """The order cannot be carried out; the text says why, for the person who gave it."""


class Feed:
    """All readers. ``publish`` is called with every commit, on the loop, and never waits."""

    def __init__(
        self,
        hub_id: str,
        roster: Roster,
        last_seq: int,
        reader: Reader,
        carry_out: CarryOut,
        counters: Counters,
        guard: Guard,
        started_at_us: int,
    ) -> None:
        self._hub_id = hub_id
        self._roster = roster
        self.ring = Ring(last_seq, RING_LINES, RING_BYTES)
        self._reader = reader
        self._carry_out = carry_out
        self._counters = counters
        self._guard = guard
        self._started_at_us = started_at_us
        self._clients: set[FeedClient] = set()
        self._servers: list[Server] = []
        self._orders: set[asyncio.Task[None]] = set()
        self._access = Access(counters)
        self._telling_heard: asyncio.TimerHandle | None = None

    # ── listening ──────────────────────────────────────────────────────────────────────────────

    async def open(self, path: Path) -> str:
        """Listen on a private unix socket; its URI."""
        server = await unix_serve(
            self._serve,
            sock=bind_private(path),
            process_request=self._access.check_unix,
            compression=None,
            max_size=MAX_CLIENT_MESSAGE_BYTES,
            server_header=None,
            close_timeout=CLOSE_WITHIN_S,
        )
        self._servers.append(server)
        return f"ws+unix://{path}"

    async def open_tcp(self, host: str, port: int, token: str) -> str:
        """Listen on loopback for those who know the token; the URI, with the port that was given."""
        server = await serve(
            self._serve,
            host,
            port,
            process_request=self._access.check_tcp,
            compression=None,
            max_size=MAX_CLIENT_MESSAGE_BYTES,
            server_header=None,
            close_timeout=CLOSE_WITHIN_S,
        )
        self._servers.append(server)
        given_port = int(next(iter(server.sockets)).getsockname()[1])
        self._access.admit_tcp(given_port, token)
        shown = f"[{host}]" if ":" in host else host
        return f"ws://{shown}:{given_port}"

    async def close(self) -> None:
        """End every connection (1001, going away)."""
        if self._telling_heard is not None:
            self._telling_heard.cancel()
        for server in self._servers:
            server.close()
        for server in self._servers:
            await server.wait_closed()
        for task in list(self._orders):
            task.cancel()
        await asyncio.gather(*self._orders, return_exceptions=True)

    @property
    def clients(self) -> int:
        """Readers connected now."""
        return len(self._clients)

    # ── news ───────────────────────────────────────────────────────────────────────────────────

    def publish(self, lines: Sequence[Line]) -> None:
        """New records were committed and folded."""
        self.ring.add(lines)
        changed = self._roster.take_dirty()
        for client in self._clients:
            client.rows_changed(changed)
            client.wake()
        if self._telling_heard is None and self._roster.any_heard:
            self._telling_heard = asyncio.get_running_loop().call_later(HEARD_EVERY_S, self._tell_heard)

    def sessions_gone(self, keys: Collection[SessionKey]) -> None:
        """These were purged: no reader is to see anything of them again."""
        self.ring.blank(keys)
        for client in self._clients:
            client.sessions_gone(keys)

    def _tell_heard(self) -> None:
        self._telling_heard = None
        heard = self._roster.take_heard()
        for client in self._clients:
            client.rows_changed(heard)

    # ── one connection ─────────────────────────────────────────────────────────────────────────

    async def _serve(self, socket: ServerConnection) -> None:
        self._access.connections += 1
        try:
            hello = await self._hear_hello(socket)
            if hello is not None:
                await self._serve_client(socket, hello)
        except ConnectionClosed as error:
            if error.rcvd is None and error.sent is not None and error.sent.code == 1009:
                self._counters.bad("too_large")
        finally:
            self._access.connections -= 1

    async def _hear_hello(self, socket: ServerConnection) -> wire.Hello | None:
        try:
            message = wire.decode_client(await asyncio.wait_for(socket.recv(decode=False), HELLO_WITHIN_S))
        except TimeoutError:
            await self._refuse(socket, "no_hello", mark("Say Hello first."))
            return None
        except (msgspec.DecodeError, ValueError, RecursionError):
            await self._refuse(socket, "bad_feed_message", mark("That is no message of the feed."))
            return None
        if not isinstance(message, wire.Hello):
            await self._refuse(socket, "no_hello", mark("Say Hello first."))
            return None
        if message.protocol != wire.PROTOCOL:
            text = mark("This hub speaks protocol {ours}, not {yours}. Update the older of the two.").format(
                ours=wire.PROTOCOL, yours=message.protocol
            )
            await self._refuse(socket, "wrong_protocol", text)
            return None
        if not self._access.may_enter(socket, message):
            await self._refuse(socket, "wrong_token", mark("Wrong token."))
            return None
        return message

    async def _refuse(self, socket: ServerConnection, reason: str, text: str) -> None:
        self._counters.bad(reason)
        await socket.send(wire.encode(wire.Refused(reason=text)), text=True)
        await socket.close(1008, reason)

    async def _serve_client(self, socket: ServerConnection, hello: wire.Hello) -> None:
        client, rest = await self._welcome(socket, hello)
        client.rows_changed(rest)
        client.name = self._access.who_is(socket, hello)
        sending = asyncio.create_task(self._send(client))
        orders: set[asyncio.Task[None]] = set()
        try:
            while await self._hear(socket, client, await socket.recv(decode=False), orders):
                pass
        finally:
            self._clients.discard(client)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _welcome(self, socket: ServerConnection, hello: wire.Hello) -> tuple[FeedClient, list[SessionKey]]:
        """Say Welcome and Snapshot. The roster is read and the place in the log taken in one step: nothing between."""
        last_seq = self.ring.last_seq
        rows = self._roster.rows() if hello.snapshot else []
        ours = hello.hub_id in ("", self._hub_id)
        resumes = hello.since is not None and ours and 0 <= hello.since <= last_seq
        start = hello.since if resumes and hello.since is not None else last_seq
        client = FeedClient(socket, self.ring, self._reader, self._roster, start, hello.live, self.ring.max_lines)
        client.watch(hello.sessions, hello.outputs)
        self._clients.add(client)
        try:
            await client.say(
                wire.Welcome(
                    protocol=wire.PROTOCOL,
                    hub_id=self._hub_id,
                    last_seq=last_seq,
                    version=__version__,
                    pid=os.getpid(),
                    machine=platform.node(),
                    started_at_us=self._started_at_us,
                )
            )
            if hello.snapshot:
                rows.sort(key=lambda row: row.last_at_us, reverse=True)
                await client.say(wire.Snapshot(seq=last_seq, sessions=tuple(rows[:_SNAPSHOT_ROWS])))
        except ConnectionClosed:
            self._clients.discard(client)
            raise
        return client, [row_key(row) for row in rows[_SNAPSHOT_ROWS:]]

    async def _send(self, client: FeedClient) -> None:
        try:
            await client.run()
        except ConnectionClosed:
            return
        except (*MISTAKES, StoreUnavailable) as error:
            self._guard.report("sending to a reader", error)
            await client.leave()

    async def _hear(
        self, socket: ServerConnection, client: FeedClient, frame: bytes, orders: set[asyncio.Task[None]]
    ) -> bool:
        """Do what one message asks for; False where it is none (the reader is refused then)."""
        try:
            message = wire.decode_client(frame)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return await self._answer_garbage(socket, frame)
        if isinstance(message, wire.Order) and len(orders) >= MAX_ORDERS_UNDER_WAY:
            busy = wire.Result(order_id=message.order_id, error=mark("Too many orders are under way."))
            await socket.send(wire.encode(busy), text=True)
        elif isinstance(message, wire.Order):
            # An order is carried out even when its giver leaves meanwhile: a stop must not depend on a window.
            task = asyncio.create_task(self._carry(socket, message, client.name))
            for kept in (orders, self._orders):
                kept.add(task)
                task.add_done_callback(kept.discard)
        elif isinstance(message, wire.Since):
            client.resume(message.seq)
        elif isinstance(message, wire.Watch):
            client.watch(message.sessions, message.outputs)
        return True

    async def _answer_garbage(self, socket: ServerConnection, frame: bytes) -> bool:
        """An order we do not know is answered as one; anything else ends the connection."""
        order_id = _order_id_of(frame)
        if order_id is None:
            await self._refuse(socket, "bad_feed_message", mark("That is no message of the feed."))
            return False
        self._counters.bad("bad_order")
        text = mark("This hub does not know that command, or not with those values.")
        await socket.send(wire.encode(wire.Result(order_id=order_id, error=text)), text=True)
        return True

    async def _carry(self, socket: ServerConnection, order: wire.Order, by: str) -> None:
        result = await self._result_of(order, by)
        try:
            await socket.send(result, text=True)
        except ConnectionClosed:
            _log.info("nobody is left to hear the result of %s", type(order.command).__name__)

    async def _result_of(self, order: wire.Order, by: str) -> bytes:
        try:
            data = await self._carry_out(order.command, by)
            written = wire.encode(wire.Result(order_id=order.order_id, data=data))
        except (OrderFailed, StoreUnavailable) as error:
            return wire.encode(wire.Result(order_id=order.order_id, error=str(error)))
        except MISTAKES as error:
            self._guard.report(f"carrying out {type(order.command).__name__}", error)
            text = mark("The hub failed at this: {what}. Its log says more.").format(what=type(error).__name__)
            return wire.encode(wire.Result(order_id=order.order_id, error=text))
        if len(written) > wire.MAX_MESSAGE_BYTES:
            return wire.encode(wire.Result(order_id=order.order_id, error=mark("The result is too large to send.")))
        return written


def row_key(row: SessionRow) -> SessionKey:
    """The session a row is about."""
    return SessionKey(row.agent, row.session_id)


class _OrderId(msgspec.Struct, frozen=True):
    type: str
    order_id: str


def _order_id_of(frame: bytes) -> str | None:
    try:
        found = msgspec.json.decode(frame, type=_OrderId)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return found.order_id if found.type == "Order" else None
