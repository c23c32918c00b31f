"""What the door says to relays, and what it keeps of what they bring."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import struct
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from app.agents import adapters
from app.core.commands import HubHealth, ReportHealth
from app.core.events import GapNoted, Unrecognized
from app.core.records import Delivery, Record
from app.hub import door as door_module
from app.hub.counters import Counters
from app.hub.door import Door
from app.hub.guard import Guard
from app.hub.intake import Intake
from app.store.log import Log
from app.wire.relay_frames import encode_frame, encode_hold, encode_refusal, encode_reply
from tests.helpers.hub_at_work import ACK, PATIENCE_S, SESSION, deliver, eventually, header, hub_at_work, prompt_frame


class Held:
    """A verdict the test gives when it likes."""

    wait_ms = 590_000

    def __init__(self) -> None:
        self.verdict: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self.relay_left = asyncio.Event()

    async def result(self) -> bytes | None:
        return await self.verdict

    def gone(self) -> None:
        self.relay_left.set()


class Cabin:
    """A door with an intake behind it; ``verdict`` is what it answers to sync deliveries."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "relay.sock"
        self.hung = folder / "hub.hung"
        self.log = Log.open(folder / "store.sqlite3")
        self.counters = Counters()
        guard = Guard(folder)
        self.intake = Intake(self.log, adapters(), self.counters, guard)
        self.verdict: bytes | Held | None = None
        self.asked: list[tuple[Delivery, list[Record]]] = []
        self.door = Door(self.intake, adapters(), self.counters, guard, self._verdict_for, self.hung, self._beside)
        self.beside: Held | None = None
        self.asked_beside: list[tuple[Delivery, str]] = []

    def _beside(self, delivery: Delivery, session_id: str) -> Held | None:
        self.asked_beside.append((delivery, session_id))
        return self.beside

    async def open(self) -> None:
        self.intake.start()
        await self.door.open(self.socket)

    async def close(self) -> None:
        await self.door.close()
        await self.intake.close()
        self.log.close()

    async def relay(self, frame: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_unix_connection(str(self.socket))
        writer.write(frame)
        return reader, writer

    async def tell(self, frame: bytes) -> bytes:
        """All that is said to a relay with this frame."""
        reader, writer = await self.relay(frame)
        said = await asyncio.wait_for(reader.read(), PATIENCE_S)
        writer.close()
        return said

    def stored(self) -> list[Record]:
        log = Log.open(self.log.path, read_only=True)
        try:
            return log.read_since(0, 1000)
        finally:
            log.close()

    def _verdict_for(self, delivery: Delivery, records: Sequence[Record]) -> bytes | Held | None:
        self.asked.append((delivery, list(records)))
        return self.verdict


def wake_frame() -> bytes:
    payload = b'{"session_id":"s","hook_event_name":"Stop","last_assistant_message":"Done."}'
    return encode_frame(header("Stop", mode="wake", session="env"), payload)


@pytest.fixture
async def cabin(tmp_path: Path) -> AsyncIterator[Cabin]:
    cabin = Cabin(tmp_path)
    await cabin.open()
    yield cabin
    await cabin.close()


async def test_a_delivery_is_acknowledged_only_once_it_is_stored(cabin: Cabin) -> None:
    assert await cabin.tell(prompt_frame("Build it")) == ACK
    assert any(getattr(record.event, "prompt", "") == "Build it" for record in cabin.stored())


async def test_the_same_delivery_is_acknowledged_twice_and_stored_once(cabin: Cabin) -> None:
    frame = prompt_frame("Build it")
    assert await cabin.tell(frame) == ACK
    before = cabin.stored()
    assert await cabin.tell(frame) == ACK
    assert cabin.stored() == before
    assert cabin.counters.duplicates == 1


async def test_a_waiting_relay_is_given_the_reply_to_print(cabin: Cabin) -> None:
    cabin.verdict = b'{"continue":false}'
    frame = encode_frame(header("PreToolUse", mode="sync"), b'{"session_id":"s","tool_name":"Bash","tool_use_id":"t"}')
    assert await cabin.tell(frame) == encode_reply(b'{"continue":false}')
    ((delivery, records),) = cabin.asked
    assert delivery.mode == "sync" and any(type(record.event).__name__ == "ToolCallStarted" for record in records)


async def test_a_relay_that_does_not_wait_is_never_asked_about(cabin: Cabin) -> None:
    cabin.verdict = b"{}"
    assert await cabin.tell(prompt_frame("Build it", mode="async")) == ACK
    assert cabin.asked == []


async def test_a_held_relay_is_told_so_and_later_given_the_verdict(cabin: Cabin) -> None:
    cabin.verdict = held = Held()
    reader, writer = await cabin.relay(prompt_frame("May I?", mode="sync"))
    assert await reader.readexactly(9) == encode_hold(590_000)
    held.verdict.set_result(b'{"behavior":"allow"}')
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == encode_reply(b'{"behavior":"allow"}')
    assert not held.relay_left.is_set()
    writer.close()


async def test_a_relay_that_can_wake_is_held_and_nothing_of_it_is_kept(cabin: Cabin) -> None:
    cabin.beside = held = Held()
    reader, writer = await cabin.relay(wake_frame())
    assert await reader.readexactly(9) == encode_hold(590_000)
    held.verdict.set_result(b"Go on.")
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == encode_reply(b"Go on.")
    ((delivery, session_id),) = cabin.asked_beside
    assert (delivery.name, session_id) == ("Stop", "s")
    assert (cabin.asked, cabin.stored(), cabin.counters.deliveries, cabin.counters.last_event_at_us) == ([], [], 0, {})
    writer.close()


async def test_a_relay_that_can_wake_nobody_leaves_in_silence(cabin: Cabin) -> None:
    assert await cabin.tell(wake_frame()) == ACK


async def test_a_relay_that_can_wake_and_goes_is_missed(cabin: Cabin) -> None:
    cabin.beside = held = Held()
    reader, writer = await cabin.relay(wake_frame())
    await reader.readexactly(9)
    writer.close()
    await asyncio.wait_for(held.relay_left.wait(), PATIENCE_S)


async def test_a_held_relay_without_a_verdict_leaves_in_silence(cabin: Cabin) -> None:
    cabin.verdict = held = Held()
    reader, writer = await cabin.relay(prompt_frame("May I?", mode="sync"))
    await reader.readexactly(9)
    held.verdict.set_result(None)
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == ACK
    writer.close()


async def test_a_held_relay_that_dies_is_noticed(cabin: Cabin) -> None:
    cabin.verdict = held = Held()
    reader, writer = await cabin.relay(prompt_frame("May I?", mode="sync"))
    await reader.readexactly(9)
    writer.transport.abort()
    await asyncio.wait_for(held.relay_left.wait(), PATIENCE_S)


async def test_a_frame_in_small_pieces_is_put_together(cabin: Cabin) -> None:
    frame = prompt_frame("Build it")
    reader, writer = await asyncio.open_unix_connection(str(cabin.socket))
    for place in range(0, len(frame), 7):
        writer.write(frame[place : place + 7])
        await writer.drain()
        await asyncio.sleep(0)
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == ACK
    writer.close()


async def test_an_empty_stdin_is_a_normal_delivery(cabin: Cabin) -> None:
    assert await cabin.tell(encode_frame(header("SessionEnd", mode="sync"), b"")) == ACK
    assert not cabin.counters.bad_input
    assert any(record.session_id == SESSION for record in cabin.stored())


@pytest.mark.parametrize("payload", [b"no json", b'{"half": "a li', b"\xff\xfe\x00", b"{} {}"])
async def test_what_is_no_json_is_kept_as_an_excerpt_and_counted(cabin: Cabin, payload: bytes) -> None:
    assert await cabin.tell(encode_frame(header("PostToolUse"), payload)) == ACK
    assert cabin.counters.bad_input["not_json"] == 1
    kept = [record.event for record in cabin.stored() if isinstance(record.event, Unrecognized)]
    assert kept and kept[0].payload["raw"] == payload.decode("utf-8", "replace")


async def test_endless_nesting_is_kept_as_an_excerpt_and_counted(cabin: Cabin) -> None:
    for payload in (b"[" * 50_000, b'{"a":' * 400 + b"1" + b"}" * 400):
        assert await cabin.tell(encode_frame(header("PostToolUse"), payload)) == ACK
    assert cabin.counters.bad_input["too_deep"] == 2


async def test_json_of_the_wrong_shape_is_stored_without_harm(cabin: Cabin) -> None:
    for payload in (b"[]", b"17", b'"text"', b"null", b'{"session_id": 17}', b'{"session_id": null, "tool_input": []}'):
        assert await cabin.tell(encode_frame(header("PreToolUse"), payload)) == ACK
    assert await cabin.tell(prompt_frame("still there")) == ACK


async def test_a_field_of_ten_megabytes_is_stored_within_what_a_reader_can_take(cabin: Cabin) -> None:
    payload = {"session_id": SESSION, "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_use_id": "t-1"}
    big = json.dumps(payload | {"tool_response": {"stdout": "x" * 10_000_000}}).encode()
    assert await cabin.tell(encode_frame(header("PostToolUse"), big)) == ACK
    records = cabin.stored()
    assert any(getattr(record.event, "tool_call_id", "") == "t-1" for record in records)
    assert sum(len(str(record.event)) for record in records) < 1_100_000


async def test_half_an_emoji_is_made_whole(cabin: Cabin) -> None:
    payload = b'{"session_id":"%s","prompt":"cut \\ud83d","prompt_id":"p"}' % SESSION.encode()
    assert await cabin.tell(encode_frame(header("UserPromptSubmit"), payload)) == ACK
    assert any(getattr(record.event, "prompt", "") == "cut \ufffd" for record in cabin.stored())


async def test_a_payload_the_relay_had_to_cut_leaves_a_note(cabin: Cabin) -> None:
    assert await cabin.tell(encode_frame(header("PostToolUse", cut=5_000_000), b'{"session_id":"s","x":"')) == ACK
    assert any(isinstance(record.event, GapNoted) for record in cabin.stored())


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "bad_magic"),
        (struct.pack(">4sII", b"SCR1", 5000, 10), "too_large"),
        (struct.pack(">4sII", b"SCR1", 10, 17 * 1024 * 1024), "too_large"),
        (struct.pack(">4sII", b"SCR1", 2, 2) + b"{}" + b"{}" + b"\nEND", "bad_header"),
        (struct.pack(">4sII", b"SCR1", 2, 2) + b"{}" + b"{}" + b"\nBAD", "torn_frame"),
        (encode_frame(header(agent="nobody"), b"{}"), "unknown_agent"),
    ],
)
async def test_what_is_no_delivery_is_refused_with_the_reason_and_counted(
    cabin: Cabin, frame: bytes, reason: str
) -> None:
    assert await cabin.tell(frame) == encode_refusal(reason)
    assert cabin.counters.bad_input == {reason: 1}
    assert cabin.stored() == []
    assert await cabin.tell(prompt_frame("still there")) == ACK


async def test_half_a_frame_is_counted_and_nothing_stored(cabin: Cabin) -> None:
    _, writer = await cabin.relay(prompt_frame("Build it")[:-5])
    await writer.drain()
    await eventually(lambda: cabin.door.buffered_bytes > 0)
    writer.close()
    await eventually(lambda: cabin.counters.bad_input == {"torn_frame": 1})
    assert cabin.stored() == [] and cabin.door.buffered_bytes == 0


async def test_hostile_numbers_in_the_header_do_no_harm(cabin: Cabin) -> None:
    for values in ({"at_us": 1 << 62}, {"at_us": -5}, {"pid": -1}, {"pid": 1 << 62, "start": 1 << 62}):
        assert await cabin.tell(prompt_frame("Build it", **values)) == ACK
    assert await cabin.tell(prompt_frame("Build it", id="x" * 3000)) == ACK
    assert await cabin.tell(prompt_frame("Build it", id="")) == encode_refusal("bad_header")
    assert await cabin.tell(prompt_frame("still there")) == ACK


async def test_a_relay_too_slow_with_its_frame_is_let_go(cabin: Cabin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "FRAME_DEADLINE_S", 0.05)
    assert await cabin.tell(prompt_frame("Build it")[:20]) == b""
    assert cabin.counters.bad_input["too_slow"] == 1


async def test_more_relays_than_there_is_room_for_are_let_go_unanswered(
    cabin: Cabin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "MAX_CONNECTIONS", 1)
    cabin.verdict = held = Held()
    reader, writer = await cabin.relay(prompt_frame("May I?", mode="sync"))
    await reader.readexactly(9)
    assert await cabin.tell(b"") == b""
    assert cabin.counters.bad_input == {"too_many_relays": 1}
    held.verdict.set_result(None)
    writer.close()


async def test_more_bytes_than_there_is_room_for_are_let_go_unanswered(
    cabin: Cabin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "MAX_BUFFERED_BYTES", 10_000)
    assert await cabin.tell(prompt_frame("x" * 50_000)) == b""
    assert cabin.counters.bad_input == {"door_full": 1}
    assert await cabin.tell(prompt_frame("Build it")) == ACK


async def test_relays_are_let_go_unanswered_while_nothing_can_be_stored(cabin: Cabin) -> None:
    cabin.intake.trouble = "database or disk is full"
    assert await cabin.tell(prompt_frame("Build it")) == b""
    cabin.intake.trouble = ""


async def test_a_verdict_that_goes_wrong_costs_the_agent_nothing(cabin: Cabin, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(delivery: Delivery, records: Sequence[Record]) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(cabin.door, "verdict_for", broken)
    assert await cabin.tell(prompt_frame("Build it", mode="sync")) == ACK


async def test_the_note_that_the_hub_hung_goes_when_a_relay_is_served_again(cabin: Cabin) -> None:
    cabin.hung.touch()
    await cabin.tell(prompt_frame("Build it"))
    assert not cabin.hung.exists()


async def test_only_our_own_user_can_reach_the_socket(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path / "data") as hub:
        for socket in (hub.paths.relay_socket, hub.paths.feed_socket):
            assert stat.S_IMODE(socket.stat().st_mode) == 0o600
            assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
            assert socket.stat().st_uid == os.getuid()


async def test_health_tells_the_counters(tmp_path: Path) -> None:
    from app.hub.client import connect

    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Build it", pid=1234), encode_frame(header(agent="nobody"), b"{}"))
        async with connect(hub.paths) as client:
            health = HubHealth(**await client.order(ReportHealth()))
        assert health.deliveries == 1 and health.bad_input == {"unknown_agent": 1}
        assert health.relay_p50_ms > 0 and list(health.last_event_at_us) == ["claude_code"]
