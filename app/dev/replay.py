"""Plays a recording: its deliveries go through the hub's real door again, in their old rhythm, as a new conversation.

Ids of sessions and deliveries are new for every replay, so that one recording can be played any number of times; times
are moved to now, and pids are taken out, because those processes are gone and their numbers may belong to others.
"""

from __future__ import annotations

import asyncio
import math
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from app.core.records import Delivery
from app.system.paths import DataPaths
from app.wire.relay_frames import MAX_PAYLOAD_BYTES, RelayHeader, encode_frame

_LONGEST_LINE_BYTES = MAX_PAYLOAD_BYTES + 64 * 1024
PLAYED_SOURCES: dict[str, Literal["hook", "transcript", "registry"]] = {
    "hook": "hook",
    "transcript": "transcript",
    "registry": "registry",
}
_REPLY_HEAD_BYTES = 5
_ANSWER_TIMEOUT_S = 10.0
_ID_KEYS = ("session_id", "sessionId")
_STAMP_KEYS_MS = ("startedAt", "updatedAt", "statusUpdatedAt")


class BadRecording(ValueError):
    """The file is no recording; the text says where it stops being one."""


class ReplayRefused(Exception):
    """The hub did not take the deliveries; the text says why."""


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay did: deliveries handed over, and the new session ids by the old."""

    deliveries: int
    sessions: dict[str, str]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """``speed``: 2 is twice as fast, inf without pauses. ``keep_times``, ``keep_ids``: leave those as recorded."""

    speed: float = 1.0
    keep_times: bool = False
    keep_ids: bool = False


def read_recording(path: Path) -> list[Delivery]:
    """What agents delivered, in the order of their times (facts of the hub's own are not played); raises
    BadRecording, OSError.
    """
    deliveries = [delivery for delivery in _lines(path) if delivery.source in PLAYED_SOURCES]
    return sorted(deliveries, key=lambda delivery: delivery.at_us)


async def replay(path: Path, paths: DataPaths, options: Options) -> Played:
    """Feed a recording to the running hub; raises BadRecording, ReplayRefused, OSError."""
    deliveries = read_recording(path)
    cast = _Cast(deliveries, options)
    door = _Door(paths)
    began = time.monotonic()
    try:
        for number, delivery in enumerate(deliveries):
            due_s = (delivery.at_us - cast.first_us) / 1_000_000 / options.speed
            wait_s = due_s - (time.monotonic() - began)
            if wait_s > 0 and not math.isinf(options.speed):
                await asyncio.sleep(wait_s)
            await door.hand_over(cast.frame(number, delivery))
    finally:
        await door.close()
    return Played(deliveries=len(deliveries), sessions=cast.sessions)


def _lines(path: Path) -> Iterator[Delivery]:
    decoder = msgspec.json.Decoder(Delivery)
    with path.open("rb") as file:
        for number in range(1, 10**9):
            line = file.readline(_LONGEST_LINE_BYTES)
            if not line:
                return
            if not line.strip():
                continue
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError as error:
                raise BadRecording(f"{path}: line {number} is no delivery ({error}).") from error


class _Cast:
    """Gives every delivery its part in this replay: new ids, new times."""

    def __init__(self, deliveries: list[Delivery], options: Options) -> None:
        self._options = options
        self._replay_id = uuid.uuid4()
        self._now_us = time.time_ns() // 1000
        self.first_us = deliveries[0].at_us if deliveries else 0
        old = sorted({session for delivery in deliveries for session in _sessions_of(delivery)})
        self.sessions = {session: session if options.keep_ids else self._new_id(session) for session in old}

    def frame(self, number: int, delivery: Delivery) -> bytes:
        """The delivery as a relay would hand it over."""
        header = RelayHeader(
            v=1,
            id=f"replay-{self._replay_id.hex[:12]}-{number}",
            agent=delivery.agent,
            event=delivery.name,
            mode=delivery.mode,
            at_us=self._moved(delivery.at_us),
            session=self.sessions.get(delivery.session_hint, ""),
            source=PLAYED_SOURCES[delivery.source],
            path=self._renamed(delivery.path),
        )
        return encode_frame(header, self._payload(delivery))

    def _payload(self, delivery: Delivery) -> bytes:
        if delivery.payload is None:
            return b""
        payload = delivery.payload
        if isinstance(payload, dict) and delivery.source != "hook" and not self._options.keep_times:
            payload = self._with_moved_stamps(payload)
        return self._renamed(msgspec.json.encode(payload).decode()).encode()

    def _with_moved_stamps(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Transcript lines and registry entries carry times of their own."""
        moved = dict(payload)
        stamp = payload.get("timestamp")
        if isinstance(stamp, str):
            moved["timestamp"] = self._moved_iso(stamp)
        for key in _STAMP_KEYS_MS:
            value = payload.get(key)
            if isinstance(value, int) and not isinstance(value, bool):
                moved[key] = self._moved(value * 1000) // 1000
        return moved

    def _moved_iso(self, stamp: str) -> str:
        try:
            at_us = int(datetime.fromisoformat(stamp).timestamp() * 1_000_000)
        except (ValueError, OverflowError, OSError):
            return stamp
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self._moved(at_us))
        return at.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def _moved(self, at_us: int) -> int:
        """The old time's place in this replay."""
        if self._options.keep_times:
            return at_us
        speed = 1.0 if math.isinf(self._options.speed) else self._options.speed
        return max(0, self._now_us + int((at_us - self.first_us) / speed))

    def _renamed(self, text: str) -> str:
        for old, new in self.sessions.items():
            if old != new:
                text = text.replace(old, new)
        return text

    def _new_id(self, session: str) -> str:
        return str(uuid.uuid5(self._replay_id, session))


def _sessions_of(delivery: Delivery) -> set[str]:
    payload = delivery.payload if isinstance(delivery.payload, dict) else {}
    named = [payload.get(key) for key in _ID_KEYS] + [delivery.session_hint]
    return {name for name in named if isinstance(name, str) and len(name) >= 8}


class _Door:
    """Hands frames to the hub one after the other; a held one waits in the background as its relay would."""

    def __init__(self, paths: DataPaths) -> None:
        self._socket = str(paths.relay_socket)
        self._held: set[asyncio.Task[bytes]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    async def hand_over(self, frame: bytes) -> None:
        """Returns once the delivery is stored (or held); raises ReplayRefused."""
        try:
            reader, writer = await asyncio.open_unix_connection(self._socket)
            writer.write(frame)
            await writer.drain()
            async with asyncio.timeout(_ANSWER_TIMEOUT_S):
                answer = await reader.readexactly(_REPLY_HEAD_BYTES)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise ReplayRefused("The hub does not answer. Is it still running?") from error
        if answer[:1] == b"E":
            reason = await reader.read(int.from_bytes(answer[1:], "big"))
            writer.close()
            raise ReplayRefused(f"The hub refused a delivery: {reason.decode(errors='replace')}.")
        if answer[:1] == b"H":
            self._writers.append(writer)
            task = asyncio.create_task(reader.read())
            self._held.add(task)
            task.add_done_callback(self._held.discard)
        else:
            writer.close()

    async def close(self) -> None:
        """Let go of what is still held, as relays do when their agent ends."""
        for writer in self._writers:
            writer.close()
        for task in list(self._held):
            task.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)
