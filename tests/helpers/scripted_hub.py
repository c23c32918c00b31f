"""A hub that says what a test tells it to: a real WebSocket server speaking the feed, with no agents behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed

from app.core.commands import Command, HubHealth, ListPending, PendingRow, ReadHistory, ReportHealth
from app.core.events import AnyEvent
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from app.wire import feed

PATIENCE_S = 5.0


class ScriptedHub:
    """Holds rows and numbered records; every connected client hears what is added."""

    def __init__(self, socket: Path, hub_id: str = "hub-1") -> None:
        self.socket = socket
        self.hub_id = hub_id
        self.rows: dict[SessionKey, SessionRow] = {}
        self.records: list[Record] = []
        self.pending: list[PendingRow] = []
        self.orders: list[Command] = []
        self.hellos: list[feed.Hello] = []
        self.watches: list[feed.Watch] = []
        self.answers: dict[type[Command], Callable[[Any], Any]] = {}
        """What an order of a kind results in; an exception becomes the result's error."""
        self.health = HubHealth(pid=1, relay_p50_ms=1.4, relay_p95_ms=3.6)
        self.silent_on: set[type[Command]] = set()
        """Orders that get no result."""
        self._server: Server | None = None
        self._clients: dict[ServerConnection, feed.Hello] = {}
        self._watched: dict[ServerConnection, tuple[SessionKey, ...] | None] = {}

    async def start(self) -> None:
        self._server = await unix_serve(self._serve, str(self.socket))

    async def stop(self) -> None:
        """Go away, as a killed hub does."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
        self.socket.unlink(missing_ok=True)

    @property
    def last_seq(self) -> int:
        return self.records[-1].seq if self.records else 0

    def record(self, key: SessionKey, event: AnyEvent, at_us: int = 0, source: Any = "hook") -> Record:
        """Number an event without telling anyone yet."""
        record = Record(
            seq=self.last_seq + 1,
            at_us=at_us or 1_700_000_000_000_000 + self.last_seq * 1000,
            agent=key.agent,
            session_id=key.session_id,
            source=source,
            event=event,
        )
        self.records.append(record)
        return record

    async def say(self, *rows: SessionRow, records: tuple[Record, ...] = ()) -> None:
        """Rows and records reach every client, as one batch."""
        for row in rows:
            self.rows[SessionKey(row.agent, row.session_id)] = row
        for client in list(self._clients):
            if records:
                await self._send(client, self._batch(client, list(records)))
            if rows:
                await self._send(client, feed.RowsChanged(seq=self.last_seq, sessions=rows))

    async def send_raw(self, frame: str) -> None:
        """Something that is no feed message."""
        for client in list(self._clients):
            await client.send(frame)

    async def resync(self) -> None:
        """Tell the clients that they were too slow."""
        for client in list(self._clients):
            await self._send(client, feed.Resync(from_seq=self.last_seq, reason="too slow"))

    async def until(self, done: Callable[[], object]) -> None:
        """Wait until something holds; fails after a few seconds."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while not done():
            assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
            await asyncio.sleep(0.005)

    async def _serve(self, client: ServerConnection) -> None:
        try:
            async for frame in client:
                await self._hear(client, feed.decode_client(frame))
        except ConnectionClosed:
            return
        finally:
            self._clients.pop(client, None)
            self._watched.pop(client, None)

    async def _hear(self, client: ServerConnection, message: feed.ClientMessage) -> None:
        match message:
            case feed.Hello():
                self.hellos.append(message)
                await self._welcome(client, message)
            case feed.Watch():
                self.watches.append(message)
                self._watched[client] = None if message.outputs else message.sessions
            case feed.Since():
                later = [record for record in self.records if record.seq > message.seq]
                await self._send(client, self._batch(client, later))
            case feed.Order():
                await self._obey(client, message)

    async def _welcome(self, client: ServerConnection, hello: feed.Hello) -> None:
        self._watched[client] = hello.sessions
        since = hello.since if hello.hub_id == self.hub_id else None
        await self._send(
            client,
            feed.Welcome(
                protocol=feed.PROTOCOL, hub_id=self.hub_id, last_seq=self.last_seq, version="0", machine="here"
            ),
        )
        if hello.snapshot:
            await self._send(client, feed.Snapshot(seq=self.last_seq, sessions=tuple(self.rows.values())))
        missed = [record for record in self.records if since is not None and record.seq > since]
        if missed:
            await self._send(client, self._batch(client, missed))
        self._clients[client] = hello
        await self._send(client, feed.CaughtUp(seq=self.last_seq))

    async def _obey(self, client: ServerConnection, order: feed.Order) -> None:
        command = order.command
        self.orders.append(command)
        if type(command) in self.silent_on:
            return
        try:
            data = self.outcome(command)
        except RuntimeError as error:
            await self._send(client, feed.Result(order_id=order.order_id, error=str(error)))
            return
        await self._send(client, feed.Result(order_id=order.order_id, data=msgspec.to_builtins(data)))

    def outcome(self, command: Any) -> Any:
        """What an order results in; raises RuntimeError where it fails."""
        if type(command) in self.answers:
            return self.answers[type(command)](command)
        match command:
            case ReadHistory():
                return self._history(command)
            case ListPending():
                return {"pending": self.pending}
            case ReportHealth():
                return self.health
        return {}

    def _history(self, command: ReadHistory) -> dict[str, Any]:
        key = (command.agent, command.session_id)
        own = [r for r in self.records if r.key == key and (not command.before_seq or r.seq < command.before_seq)]
        page = own[-command.limit :]
        return {"records": page, "more": len(own) > len(page)}

    def _batch(self, client: ServerConnection, records: list[Record]) -> feed.Batch:
        watched = self._watched.get(client)
        seen = tuple(record for record in records if watched is None or record.key in watched)
        first = records[0].seq if records else self.last_seq + 1
        return feed.Batch(first_seq=first, last_seq=records[-1].seq if records else self.last_seq, records=seen)

    async def _send(self, client: ServerConnection, message: feed.Message) -> None:
        try:
            await client.send(feed.encode(message), text=True)
        except ConnectionClosed:
            self._clients.pop(client, None)
