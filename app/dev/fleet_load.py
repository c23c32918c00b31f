"""A fleet for benchmarks: ``python -m app.dev.fleet_load SOCKET SESSIONS DELTAS RATE AT_ONCE ENDS``, batch after batch.

SESSIONS sessions of DELTAS pieces of text each are handed over by a few connections, no relay between, as a gateway in
one process would: what became due since the last batch goes into the next, and none is sent before the one before is
acknowledged. RATE: deltas a second of each session, 0 for as fast as they are stored. AT_ONCE: so many sessions run at
a time, the next begins when one is through. ENDS 1: sessions say goodbye. Prints JSON objects, a line each: now and
then how far it is, and at last the sum.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator

from app.dev.fleet_story import Teller
from app.wire.relay_frames import MAX_BATCH_DELIVERIES, encode_batch

CONNECTIONS = 4
TICK_S = 0.016
_TELL_EVERY_S = 1.0
_AT_SPEED = 4
"""Hooks a session gets into one batch where there is no rate."""


class Session:
    """One session under way."""

    def __init__(self, number: int, deltas: int, rate: float, ends: bool) -> None:
        self._teller = Teller(number, deltas)
        self._frames = self._all(ends)
        self._rate = rate
        self._began = time.monotonic()
        self._told = 0
        self.over = False

    def due(self, now: float) -> tuple[list[bytes], int]:
        """The hooks to hand over now, and how many deltas are among them."""
        wanted = int((now - self._began) * self._rate) - self._told if self._rate else _AT_SPEED
        frames: list[bytes] = []
        deltas = 0
        while deltas < wanted:
            frame, is_delta = next(self._frames, (b"", 0))
            if not frame:
                self.over = True
                break
            frames.append(frame)
            deltas += is_delta
        self._told += deltas
        return frames, deltas

    def _all(self, ends: bool) -> Iterator[tuple[bytes, int]]:
        yield from self._teller.frames()
        if ends:
            yield self._teller.goodbye(), 0


class Load:
    """All connections and what they have handed over."""

    def __init__(self, socket_path: str, sessions: int, deltas: int, rate: float, at_once: int, ends: bool) -> None:
        self._socket_path = socket_path
        self._waiting = iter(range(sessions))
        self._deltas, self._rate, self._ends = deltas, rate, ends
        self._at_once = at_once
        self.deltas = self.deliveries = self.batches = 0
        self.ack_ms: list[float] = []
        self.latest_s = 0.0

    async def run(self) -> None:
        """Until all is stored."""
        share = max(1, self._at_once // CONNECTIONS)
        await asyncio.gather(*(self._connection(share) for _ in range(min(CONNECTIONS, self._at_once))))

    async def _connection(self, share: int) -> None:
        reader, writer = await asyncio.open_unix_connection(self._socket_path)
        sessions = [self._new(number) for _, number in zip(range(share), self._waiting, strict=False)]
        while sessions:
            began = time.monotonic()
            frames = self._take(sessions, began)
            for at in range(0, len(frames), MAX_BATCH_DELIVERIES):
                await self._hand_over(reader, writer, frames[at : at + MAX_BATCH_DELIVERIES])
            for place, session in enumerate(sessions):
                if session.over and (number := next(self._waiting, None)) is not None:
                    sessions[place] = self._new(number)
            sessions = [session for session in sessions if not session.over]
            early_s = began + TICK_S - time.monotonic()
            self.latest_s = max(self.latest_s, -early_s)
            if self._rate and early_s > 0:
                await asyncio.sleep(early_s)
        writer.close()

    def _new(self, number: int) -> Session:
        return Session(number, self._deltas, self._rate, self._ends)

    def _take(self, sessions: list[Session], now: float) -> list[bytes]:
        frames: list[bytes] = []
        for session in sessions:
            due, deltas = session.due(now)
            frames += due
            self.deltas += deltas
        return frames

    async def _hand_over(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, frames: list[bytes]) -> None:
        began = time.monotonic()
        writer.write(encode_batch(frames))
        answer = await reader.readexactly(5)
        if answer[:1] != b"A":
            raise RuntimeError(f"the hub refused a batch: {(await reader.read()).decode(errors='replace')}")
        self.ack_ms.append((time.monotonic() - began) * 1000)
        self.deliveries += len(frames)
        self.batches += 1


async def _run(load: Load) -> None:
    began = time.monotonic()
    running = asyncio.ensure_future(load.run())
    while not running.done():
        await asyncio.wait([running], timeout=_TELL_EVERY_S)
        print(json.dumps({"deltas": load.deltas, "seconds": round(time.monotonic() - began, 2)}), flush=True)
    await running
    seconds = time.monotonic() - began
    ordered = sorted(load.ack_ms)
    told = {
        "over": True,
        "deltas": load.deltas,
        "deliveries": load.deliveries,
        "batches": load.batches,
        "seconds": round(seconds, 2),
        "ack_p50_ms": round(ordered[len(ordered) // 2], 2),
        "ack_p99_ms": round(ordered[int(len(ordered) * 0.99)], 2),
        "ack_max_ms": round(ordered[-1], 2),
        "latest_ms": round(load.latest_s * 1000),
    }
    print(json.dumps(told), flush=True)


def main(words: list[str]) -> None:
    """Hand a fleet over."""
    path, sessions, deltas, rate, at_once, ends = words
    asyncio.run(_run(Load(path, int(sessions), int(deltas), float(rate), int(at_once), ends == "1")))


if __name__ == "__main__":
    main(sys.argv[1:])
