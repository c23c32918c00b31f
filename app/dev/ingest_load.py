"""Relays for benchmarks: ``python -m app.dev.ingest_load SOCKET RELAYS COUNT RATE`` hands frames over, says how fast.

RELAYS at a time each connect, hand one frame over, wait for the answer and close, as hooks do. RATE 0: as fast as they
are answered, else so many a second in all. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time

from app.wire.relay_frames import RelayHeader, encode_frame

SESSION = "11111111-2222-4333-8444-555555555555"
_run_id = f"{time.time_ns():x}-{os.getpid()}"


def frame_of(number: int) -> bytes:
    """A tool call's hook, about 700 bytes, with an id of its own."""
    payload = {
        "session_id": SESSION,
        "transcript_path": f"/home/dev/.claude/projects/-home-dev-project/{SESSION}.jsonl",
        "cwd": "/home/dev/project",
        "prompt_id": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": f"make test-{number}", "description": "Run one part of the tests " * 8},
        "tool_use_id": f"toolu_{_run_id}_{number:08d}",
    }
    header = RelayHeader(
        v=1,
        id=f"{time.time_ns() // 1000}-{_run_id}-{number}",
        agent="claude_code",
        event="PreToolUse",
        at_us=time.time_ns() // 1000,
        session=SESSION,
    )
    return encode_frame(header, json.dumps(payload).encode())


class _Relay(asyncio.Protocol):
    def __init__(self, frame: bytes, answered: asyncio.Future[bytes]) -> None:
        self._frame = frame
        self._answered = answered

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._frame)

    def data_received(self, data: bytes) -> None:
        if not self._answered.done():
            self._answered.set_result(data[:1])
        self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._answered.done():
            self._answered.set_result(b"")


async def load(socket_path: str, relays: int, count: int, rate: float) -> dict[str, float]:
    """Hand ``count`` frames over; how many were acknowledged, in how long, and how long each took (ms)."""
    loop = asyncio.get_running_loop()
    numbers = iter(range(count))
    took_ms: list[float] = []
    began = loop.time()

    async def one_after_another() -> None:
        for number in numbers:
            if rate and (early_s := began + number / rate - loop.time()) > 0:
                await asyncio.sleep(early_s)
            answered: asyncio.Future[bytes] = loop.create_future()
            sent = loop.time()
            await loop.create_unix_connection(lambda f=answered, n=number: _Relay(frame_of(n), f), socket_path)  # type: ignore[misc]
            if await answered == b"A":
                took_ms.append((loop.time() - sent) * 1000)

    await asyncio.gather(*(one_after_another() for _ in itertools.repeat(None, relays)))
    seconds = loop.time() - began
    took_ms.sort()
    return {
        "acknowledged": len(took_ms),
        "seconds": seconds,
        "p50_ms": took_ms[len(took_ms) // 2] if took_ms else 0.0,
        "p99_ms": took_ms[int(len(took_ms) * 0.99)] if took_ms else 0.0,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(load(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))))
