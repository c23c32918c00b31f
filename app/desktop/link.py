"""The desktop's end of one feed: connects, resumes, carries orders; what arrives waits for the frame tick."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

import msgspec
from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from app.core.commands import AnyCommand
from app.core.records import SessionKey
from app.core.sentences import in_your_words
from app.core.tr import tr
from app.wire import feed

log = logging.getLogger(__name__)

FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 5.0
INBOX_LIMIT = 512
INBOX_RECORDS = 20_000
"""Messages, and records in them, waiting for the window. When it is full nothing more is read: the hub says Resync
rather than we grow."""
_UNIX_SCHEME = "ws+unix://"

Phase = Literal["connecting", "replaying", "live", "away", "refused"]


class HubAddress(msgspec.Struct, frozen=True):
    """Where a hub is. ``uri``: ``ws+unix://PATH`` or ``ws://HOST:PORT``; ``embedded``: this machine's own."""

    name: str
    uri: str
    embedded: bool = False


class PhaseChanged(msgspec.Struct, frozen=True):
    """In the inbox, between the messages: the connection's phase from here on, and why."""

    phase: Phase
    reason: str = ""


class StartedOver(msgspec.Struct, frozen=True):
    """In the inbox: another hub (or another store) answers now; what was folded from the one before is void."""


Incoming = feed.HubMessage | PhaseChanged | StartedOver


class OrderFailed(Exception):
    """The hub did not carry out an order; the text says why."""


class HubAway(OrderFailed):
    """There is no connection to carry an order."""


class Link:
    """One hub's feed. ``wake`` is called whenever the inbox stopped being empty."""

    def __init__(
        self,
        address: HubAddress,
        wake: Callable[[], None],
        *,
        token: Callable[[], Awaitable[str]] | None = None,
        when_absent: Callable[[], None] | None = None,
        client_name: str = "desktop",
    ) -> None:
        self.address = address
        self.phase: Phase = "connecting"
        self.last_seq: int | None = None
        self.hub_id = ""
        self._wake = wake
        self._token = token
        self._when_absent = when_absent
        self._client_name = client_name
        self._inbox: deque[Incoming] = deque()
        self._inbox_records = 0
        self._room = asyncio.Event()
        self._room.set()
        self._orders: dict[str, asyncio.Future[Any]] = {}
        self._order_ids = itertools.count(1)
        self._watched: tuple[SessionKey, ...] = ()
        self.hears_outputs = False
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._retry_now = asyncio.Event()
        self.protocol_errors = 0

    def start(self) -> None:
        """Connect, and go on connecting until ``close``."""
        self._task = asyncio.ensure_future(self._run())

    async def close(self) -> None:
        """Leave the hub."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    def take(self) -> Incoming | None:
        """The next of what arrived, None when there is nothing more."""
        if not self._inbox:
            return None
        item = self._inbox.popleft()
        if isinstance(item, feed.Batch):
            self._inbox_records -= len(item.records)
        if not self._is_full:
            self._room.set()
        return item

    @property
    def _is_full(self) -> bool:
        return len(self._inbox) >= INBOX_LIMIT or self._inbox_records >= INBOX_RECORDS

    def retry(self) -> None:
        """Do not wait for the back-off: try now."""
        self._retry_now.set()

    async def order(self, command: AnyCommand, timeout_s: float = 90.0) -> Any:
        """Have the hub do something; gives the result's data. Raises OrderFailed (HubAway among it)."""
        socket = self._socket
        if socket is None or self.phase not in ("replaying", "live"):
            raise HubAway(tr("The hub is away."))
        order_id = f"{self._client_name}-{next(self._order_ids)}"
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._orders[order_id] = future
        try:
            await socket.send(feed.encode(feed.Order(order_id=order_id, command=command)), text=True)
            return await asyncio.wait_for(future, timeout_s)
        except ConnectionClosed as error:
            raise HubAway(tr("The hub went away before it answered.")) from error
        except TimeoutError as error:
            raise OrderFailed(
                tr("The hub did not answer within {seconds} s.").format(seconds=f"{timeout_s:.0f}")
            ) from error
        finally:
            self._orders.pop(order_id, None)
            if future.done() and not future.cancelled():
                # Dropped while it was still being sent: the socket's own error is told instead of this one.
                future.exception()

    async def watch(self, sessions: Sequence[SessionKey]) -> None:
        """Receive records of these sessions; the rest comes as rows."""
        self._watched = tuple(sessions)
        await self._send_watch()

    async def hear_outputs(self, wanted: bool) -> None:
        """Receive what is said and what tools give in all sessions, too, once it is finished."""
        if wanted != self.hears_outputs:
            self.hears_outputs = wanted
            await self._send_watch()

    async def _send_watch(self) -> None:
        socket = self._socket
        if socket is None:
            return
        try:
            await socket.send(feed.encode(feed.Watch(sessions=self._watched, outputs=self.hears_outputs)), text=True)
        except ConnectionClosed:
            log.debug("the hub left while Watch was sent; Hello carries it next time")

    async def _run(self) -> None:
        failures = 0
        while True:
            reason = ""
            try:
                async with self._open(await self._hello_token()) as socket:
                    if await self._serve(socket):
                        failures = 0
                reason = tr("the hub closed the connection")
            except (OSError, TimeoutError) as error:
                reason = _sentence(error)
                if self._when_absent is not None:
                    self._when_absent()
            except (ConnectionClosed, InvalidHandshake, InvalidURI) as error:
                reason = _sentence(error)
            except msgspec.DecodeError as error:
                self.protocol_errors += 1
                log.warning("hub %s sent what is no feed message: %s", self.address.name, error)
                reason = tr("it said something that is no feed message")
            finally:
                self._drop_orders()
            if self.phase != "refused":
                self._become("away", reason)
            await self._back_off(failures)
            failures += 1

    async def _hello_token(self) -> str:
        return await self._token() if self._token is not None else ""

    def _open(self, token: str) -> connect:
        self._sent_token = token
        options: dict[str, Any] = {
            "max_size": feed.MAX_MESSAGE_BYTES,
            "compression": None,
            "open_timeout": 5,
            "close_timeout": 1,
        }
        if self.address.uri.startswith(_UNIX_SCHEME):
            return unix_connect(self.address.uri.removeprefix(_UNIX_SCHEME), "ws://hub/", ping_interval=None, **options)
        return connect(self.address.uri, proxy=None, **options)

    async def _serve(self, socket: ClientConnection) -> bool:
        """Talk until the connection ends; True when the hub had welcomed us."""
        hello = feed.Hello(
            client=self._client_name,
            since=self.last_seq,
            hub_id=self.hub_id,
            sessions=self._watched,
            outputs=self.hears_outputs,
            token=self._sent_token,
        )
        await socket.send(feed.encode(hello), text=True)
        welcomed = False
        try:
            async for frame in socket:
                message = feed.decode_hub(frame)
                if isinstance(message, feed.Welcome):
                    welcomed = True
                    self._socket = socket
                await self._receive(message, socket)
        except ConnectionClosed as error:
            log.debug("hub %s: %s", self.address.name, error)
        finally:
            self._socket = None
        return welcomed

    async def _receive(self, message: feed.HubMessage, socket: ClientConnection) -> None:
        match message:
            case feed.Result():
                self._settle(message)
                return
            case feed.Refused():
                self._become("refused", in_your_words(message.reason))
                return
            case feed.Welcome():
                if self.hub_id and message.hub_id != self.hub_id:
                    self.last_seq = None
                    self._put(StartedOver())
                self.hub_id = message.hub_id
                self._become("replaying")
            case feed.Snapshot():
                if self.last_seq is None:
                    self.last_seq = message.seq
            case feed.Batch():
                self.last_seq = message.last_seq
            case feed.CaughtUp():
                self._put(message)
                self._become("live")
                return
            case feed.Resync():
                await socket.send(feed.encode(feed.Since(seq=self.last_seq or 0)), text=True)
        while self._is_full:
            self._room.clear()
            await self._room.wait()
        self._put(message)

    def _settle(self, result: feed.Result) -> None:
        future = self._orders.get(result.order_id)
        if future is None or future.done():
            log.debug("a result nobody waits for: %s", result.order_id)
        elif result.error:
            future.set_exception(OrderFailed(in_your_words(result.error)))
        else:
            future.set_result(result.data)

    def _drop_orders(self) -> None:
        for future in self._orders.values():
            if not future.done():
                future.set_exception(HubAway(tr("The hub went away before it answered.")))

    def _become(self, phase: Phase, reason: str = "") -> None:
        if phase == self.phase == "away":
            return
        self.phase = phase
        self._put(PhaseChanged(phase, reason))

    def _put(self, item: Incoming) -> None:
        self._inbox.append(item)
        if isinstance(item, feed.Batch):
            self._inbox_records += len(item.records)
        self._wake()

    async def _back_off(self, failures: int) -> None:
        longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** min(failures, 10))
        if self.phase == "refused":
            longest = LONGEST_DELAY_S
        self._retry_now.clear()
        try:
            await asyncio.wait_for(self._retry_now.wait(), longest * random.uniform(0.5, 1.0))
        except TimeoutError:
            log.debug("hub %s: trying again", self.address.name)


def now_us() -> int:
    """Microseconds since the epoch, by this machine's clock."""
    return time.time_ns() // 1000


def _sentence(error: BaseException) -> str:
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return tr("no hub is running")
    if isinstance(error, TimeoutError):
        return tr("it does not answer")
    return str(error) or type(error).__name__
