"""A reader of the feed for commands: one connection, orders with their results, messages as they come."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from app.core.commands import AnyCommand
from app.core.records import SessionKey
from app.system.paths import DataPaths
from app.wire import feed as wire

_WAITING_MESSAGES = 1000
_OPEN_TIMEOUT_S = 5.0


class HubUnreachable(Exception):
    """No hub answers for this data folder, or it went away."""


class HubSilent(HubUnreachable):
    """Somebody listens there, but does not answer in time."""


class HubError(Exception):
    """The hub refused the connection or the order; the text is the hub's."""


class HubClient:
    """An open connection. Messages nobody takes hold up the connection, never memory."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._orders: dict[str, asyncio.Future[Any]] = {}
        self._order_ids = itertools.count(1)
        self._messages: asyncio.Queue[wire.HubMessage | None] = asyncio.Queue(_WAITING_MESSAGES)
        self._reading: asyncio.Task[None] | None = None
        self.welcome = wire.Welcome(protocol=0, hub_id="", last_seq=0)

    async def order(self, command: AnyCommand) -> Any:
        """The outcome of a command; raises HubError, and HubUnreachable when the hub leaves before it answers."""
        order_id = str(next(self._order_ids))
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._orders[order_id] = answer
        try:
            await self.say(wire.Order(order_id=order_id, command=command))
            return await answer
        finally:
            self._orders.pop(order_id, None)

    async def messages(self) -> AsyncIterator[wire.HubMessage]:
        """What the hub says besides results, until it leaves."""
        while (message := await self._messages.get()) is not None:
            yield message

    async def say(self, message: wire.ClientMessage) -> None:
        """Send one message; raises HubUnreachable."""
        try:
            await self._socket.send(wire.encode(message), text=True)
        except ConnectionClosed as error:
            raise HubUnreachable("The hub went away.") from error

    async def begin(self, hello: wire.Hello) -> None:
        """Introduce ourselves; raises HubError when refused, HubUnreachable."""
        await self.say(hello)
        try:
            first = wire.decode_hub(await self._socket.recv(decode=False))
        except ConnectionClosed as error:
            raise HubUnreachable("The hub went away.") from error
        except msgspec.DecodeError as error:
            raise HubError("What answers there does not speak the feed's language.") from error
        if isinstance(first, wire.Refused):
            raise HubError(first.reason)
        if not isinstance(first, wire.Welcome):
            raise HubError("The hub did not say Welcome.")
        self.welcome = first
        self._reading = asyncio.create_task(self._read())

    async def end(self) -> None:
        """Stop reading; the connection is closed by whoever opened it."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        try:
            while True:
                await self._take(wire.decode_hub(await self._socket.recv(decode=False)))
        except ConnectionClosed:
            self._fail_orders(HubUnreachable("The hub went away before it answered."))
        except msgspec.DecodeError as error:
            self._fail_orders(HubError(f"The hub said something this version does not understand: {error}"))
        await self._messages.put(None)

    async def _take(self, message: wire.HubMessage) -> None:
        if not isinstance(message, wire.Result):
            await self._messages.put(message)
            return
        answer = self._orders.get(message.order_id)
        if answer is None or answer.done():
            return
        if message.error:
            answer.set_exception(HubError(message.error))
        else:
            answer.set_result(message.data)

    def _fail_orders(self, error: Exception) -> None:
        for answer in self._orders.values():
            if not answer.done():
                answer.set_exception(error)


@contextlib.asynccontextmanager
async def connect(
    paths: DataPaths,
    *,
    since: int | None = None,
    hub_id: str = "",
    snapshot: bool = False,
    live: bool = False,
    sessions: Sequence[SessionKey] | None = None,
    name: str = "command line",
) -> AsyncIterator[HubClient]:
    """A connection to the hub of this data folder; raises HubUnreachable (HubSilent), HubError.

    The options are ``Hello``'s.
    """
    hello = wire.Hello(
        client=name,
        since=since,
        hub_id=hub_id,
        snapshot=snapshot,
        live=live,
        sessions=None if sessions is None else tuple(sessions),
    )
    try:
        socket = await unix_connect(
            str(paths.feed_socket),
            uri="ws://localhost/",
            compression=None,
            max_size=wire.MAX_MESSAGE_BYTES,
            open_timeout=_OPEN_TIMEOUT_S,
        )
    except TimeoutError as error:
        raise HubSilent(f"The hub at {paths.feed_socket} does not answer.") from error
    except (OSError, InvalidHandshake, EOFError) as error:
        raise HubUnreachable(f"No hub answers at {paths.feed_socket}: {error}") from error
    async with socket:
        client = HubClient(socket)
        try:
            await client.begin(hello)
            yield client
        finally:
            await client.end()
