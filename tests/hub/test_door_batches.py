"""Who streams hands over many deliveries at once, keeps the connection, and is answered once each batch is stored."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.core.events import MessageDelta
from app.core.records import Record, SessionKey
from app.hub import door as door_module
from app.hub.hub import Hub
from app.store.log import Log
from app.wire.relay_frames import encode_batch, encode_frame, encode_refusal
from tests.helpers.hub_at_work import (
    ACK,
    PATIENCE_S,
    SESSION,
    deliver,
    delta_frame,
    eventually,
    header,
    hub_at_work,
    prompt_frame,
)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    async with hub_at_work(tmp_path / "data") as hub:
        yield hub


class Sender:
    """Who streams, on one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def hands_over(self, *frames: bytes) -> bytes:
        self.writer.write(encode_batch(frames))
        return await self.hears(len(ACK))

    async def hears(self, size: int) -> bytes:
        return await asyncio.wait_for(self._reader.readexactly(size), PATIENCE_S)

    async def hears_the_rest(self) -> bytes:
        return await asyncio.wait_for(self._reader.read(), PATIENCE_S)


@asynccontextmanager
async def sending(hub: Hub) -> AsyncIterator[Sender]:
    reader, writer = await asyncio.open_unix_connection(str(hub.paths.relay_socket))
    yield Sender(reader, writer)
    writer.close()


def stored(hub: Hub) -> list[Record]:
    log = Log.open(hub.paths.store, read_only=True)
    try:
        return log.read_session(SessionKey("claude_code", SESSION))
    finally:
        log.close()


def said(hub: Hub) -> str:
    return "".join(record.event.text for record in stored(hub) if isinstance(record.event, MessageDelta))


async def test_a_batch_is_acknowledged_once_all_of_it_is_stored(hub: Hub) -> None:
    async with sending(hub) as sender:
        assert await sender.hands_over(*(delta_frame("m", index, f"{index} ") for index in range(200))) == ACK
        assert said(hub) == "".join(f"{index} " for index in range(200))


async def test_the_connection_stays_for_the_next_batch(hub: Hub) -> None:
    async with sending(hub) as sender:
        for index in range(5):
            assert await sender.hands_over(delta_frame("m", index, f"{index} ")) == ACK
        assert said(hub) == "0 1 2 3 4 "


async def test_batches_sent_without_waiting_are_answered_one_by_one_in_order(hub: Hub) -> None:
    async with sending(hub) as sender:
        batches = [encode_batch([delta_frame("m", index, f"{index} ")]) for index in range(20)]
        sender.writer.write(b"".join(batches))
        assert await sender.hears(20 * len(ACK)) == 20 * ACK
        assert said(hub) == "".join(f"{index} " for index in range(20))


async def test_a_batch_in_small_pieces_is_put_together(hub: Hub) -> None:
    batch = encode_batch([delta_frame("m", 0, "whole"), prompt_frame("Go on")])
    async with sending(hub) as sender:
        for place in range(0, len(batch), 11):
            sender.writer.write(batch[place : place + 11])
            await sender.writer.drain()
            await asyncio.sleep(0)
        assert await sender.hears(len(ACK)) == ACK
        assert said(hub) == "whole"


async def test_a_batch_handed_over_again_is_stored_once(hub: Hub) -> None:
    frames = [delta_frame("m", index, "x") for index in range(10)]
    async with sending(hub) as sender:
        assert await sender.hands_over(*frames) == ACK
        assert await sender.hands_over(*frames) == ACK
        assert said(hub) == "x" * 10


async def test_nobodys_deliveries_are_left_out_and_counted_and_the_others_stored(hub: Hub) -> None:
    strange = encode_frame(header("Stop", agent="nobody"), b"{}")
    nameless = encode_frame(header("Stop", id=""), b"{}")
    async with sending(hub) as sender:
        assert await sender.hands_over(delta_frame("m", 0, "a"), strange, nameless, delta_frame("m", 1, "b")) == ACK
    assert said(hub) == "ab"


async def test_nothing_in_a_batch_is_held_for_a_verdict(hub: Hub) -> None:
    asks = {"session_id": SESSION, "tool_name": "Bash", "tool_input": {"command": "rm -r build"}}
    frame = encode_frame(header("PermissionRequest", mode="sync"), str(asks).replace("'", '"').encode())
    async with sending(hub) as sender:
        assert await sender.hands_over(frame) == ACK
    assert [type(record.event).__name__ for record in stored(hub)] == ["PermissionRequested"]


def _broken_trailer(batch: bytes) -> bytes:
    return batch[:-4] + b"\nBAD"


def _one_more_promised(batch: bytes) -> bytes:
    return batch[:4] + struct.pack(">I", 3) + batch[8:]


def _too_many_promised(batch: bytes) -> bytes:
    return batch[:4] + struct.pack(">I", 100_000) + batch[8:]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(_broken_trailer, "torn_frame"), (_one_more_promised, "torn_frame"), (_too_many_promised, "too_large")],
)
async def test_a_spoilt_batch_is_refused_whole_and_the_connection_closed(
    hub: Hub, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    async with sending(hub) as sender:
        sender.writer.write(spoil(encode_batch([delta_frame("m", 0, "a"), delta_frame("m", 1, "b")])))
        assert await sender.hears_the_rest() == encode_refusal(reason)
    assert stored(hub) == []
    assert await deliver(hub.paths, prompt_frame("still there")) == [ACK]


async def test_a_sender_that_stops_in_the_middle_of_a_batch_is_let_go(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "FRAME_DEADLINE_S", 0.05)
    async with sending(hub) as sender:
        sender.writer.write(encode_batch([delta_frame("m", 0, "a")])[:-3])
        assert await sender.hears_the_rest() == b""


async def test_a_sender_that_leaves_in_the_middle_of_a_batch_leaves_nothing_behind(hub: Hub) -> None:
    async with sending(hub) as sender:
        sender.writer.write(encode_batch([delta_frame("m", 0, "a")])[:-3])
        await sender.writer.drain()
    assert await deliver(hub.paths, prompt_frame("still there")) == [ACK]
    await eventually(lambda: len(stored(hub)) == 2)
    assert said(hub) == ""
