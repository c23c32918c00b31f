"""A real hub inside the test, relays that hand frames to it, and readers of its feed."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, unix_connect

from app.core.commands import AnyCommand
from app.core.records import Record
from app.hub.hub import Hub, HubOptions
from app.system.paths import DataPaths
from app.wire import feed as wire
from app.wire.relay_frames import RelayHeader, encode_frame

PATIENCE_S = 20.0
SESSION = "5e551011-0000-4000-8000-000000000001"

_numbers = itertools.count(1)
_Found = TypeVar("_Found")


@contextlib.asynccontextmanager
async def hub_at_work(root: Path, listen: tuple[str, int] | None = None) -> AsyncIterator[Hub]:
    """A hub that runs inside the block and ends cleanly with it."""
    paths = DataPaths(root)
    paths.prepare()
    hub = Hub(paths, HubOptions(listen=listen, announce=False))
    running = asyncio.create_task(hub.run())
    ready = asyncio.create_task(hub.ready.wait())
    await asyncio.wait((running, ready), timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
    if not hub.ready.is_set():
        ready.cancel()
        await running
        raise AssertionError("the hub ended before it was ready")
    try:
        yield hub
    finally:
        hub.shut_down()
        await asyncio.wait_for(running, PATIENCE_S)


class HubProcess:
    """A hub in a process of its own, which can be killed."""

    def __init__(self, root: Path) -> None:
        self.paths = DataPaths(root)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> dict[str, Any]:
        """Start it; its ready line."""
        self.paths.prepare()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.hub.hub", str(self.paths.root), stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_S)
        return dict(json.loads(line))

    async def kill(self) -> None:
        """SIGKILL: nothing of it runs any more when this returns."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def wait(self) -> int:
        """Until it ends by itself; its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), PATIENCE_S)

    async def end(self, signum: int = signal.SIGTERM) -> int:
        """Tell it to end; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signum)
        return await asyncio.wait_for(self._process.wait(), PATIENCE_S)


@contextlib.asynccontextmanager
async def hub_process(root: Path) -> AsyncIterator[HubProcess]:
    """A hub in a process of its own; ended with the block, if it still runs."""
    hub = HubProcess(root)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.end()


def header(event: str = "UserPromptSubmit", **values: Any) -> RelayHeader:
    """A relay's stamp with an id of its own."""
    now_us = time.time_ns() // 1000
    known: dict[str, Any] = {
        "v": 1,
        "id": f"{now_us}-{next(_numbers)}-test",
        "agent": "claude_code",
        "event": event,
        "at_us": now_us,
        "session": SESSION,
    }
    return RelayHeader(**(known | values))


def prompt_frame(text: str, session: str = SESSION, **values: Any) -> bytes:
    """The frame of a prompt given to a session."""
    return encode_frame(header("UserPromptSubmit", session=session, **values), prompt_payload(text, session))


def prompt_payload(text: str, session: str = SESSION) -> bytes:
    """What the agent writes to its hook's stdin for a prompt."""
    payload = {
        "session_id": session,
        "hook_event_name": "UserPromptSubmit",
        "prompt": text,
        "prompt_id": f"p-{next(_numbers)}",
        "cwd": "/home/dev/project",
    }
    return json.dumps(payload).encode()


def delta_frame(message_id: str, index: int, text: str, final: bool = False, session: str = SESSION) -> bytes:
    """The frame of one streamed piece of text."""
    payload = {
        "session_id": session,
        "hook_event_name": "MessageDisplay",
        "turn_id": "t-1",
        "message_id": message_id,
        "index": index,
        "final": final,
        "delta": text,
    }
    return encode_frame(header("MessageDisplay", session=session), json.dumps(payload).encode())


async def deliver(paths: DataPaths, *frames: bytes) -> list[bytes]:
    """Hand frames over one after another, each on a connection of its own; what the hub said to each."""
    said = []
    for frame in frames:
        reader, writer = await asyncio.open_unix_connection(str(paths.relay_socket))
        writer.write(frame)
        said.append(await asyncio.wait_for(reader.read(), PATIENCE_S))
        writer.close()
    return said


ACK = b"A\x00\x00\x00\x00"


class Listener:
    """A reader of the feed that remembers what it was told."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.messages: list[wire.HubMessage] = []
        self._order_ids = itertools.count(1)

    async def say(self, message: wire.Message) -> None:
        await self.socket.send(wire.encode(message), text=True)

    async def hear(self) -> wire.HubMessage:
        """The next message; fails when none comes."""
        message = wire.decode_hub(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE_S))
        self.messages.append(message)
        return message

    async def hear_a(self, kind: type[_Found]) -> _Found:
        """Listen until a message of this kind comes."""
        while True:
            message = await self.hear()
            if isinstance(message, kind):
                return message

    async def hear_until(self, enough: Callable[[Listener], bool]) -> None:
        while not enough(self):
            await self.hear()

    async def order(self, command: AnyCommand) -> Any:
        order_id = f"o{next(self._order_ids)}"
        await self.say(wire.Order(order_id=order_id, command=command))
        while True:
            result = await self.hear_a(wire.Result)
            if result.order_id == order_id:
                assert not result.error, result.error
                return result.data

    @property
    def records(self) -> list[Record]:
        return [record for batch in self.batches for record in batch.records]

    @property
    def batches(self) -> list[wire.Batch]:
        return [message for message in self.messages if isinstance(message, wire.Batch)]

    @property
    def last_seq(self) -> int:
        return self.batches[-1].last_seq if self.batches else 0


@contextlib.asynccontextmanager
async def listening(paths: DataPaths, hello: wire.Hello | None = None, **options: Any) -> AsyncIterator[Listener]:
    """A reader whose Hello (all records from the first, unless said otherwise) was just sent."""
    async with unix_connect(
        str(paths.feed_socket),
        uri="ws://localhost/",
        compression=None,
        max_size=wire.MAX_MESSAGE_BYTES,
        **options,
    ) as socket:
        listener = Listener(socket)
        await listener.say(hello or wire.Hello(client="test", since=0))
        yield listener


def covers(batches: Sequence[wire.Batch], first: int, last: int) -> bool:
    """Whether the batches cover every number from first to last, each once."""
    expected = first
    for batch in batches:
        if batch.first_seq != expected or batch.last_seq < batch.first_seq:
            return False
        expected = batch.last_seq + 1
    return expected == last + 1


async def eventually(found: Callable[[], Awaitable[_Found] | _Found]) -> _Found:
    """The first truthy answer; fails when there is none in time."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        answer = found()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return answer  # type: ignore[return-value]
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.01)
