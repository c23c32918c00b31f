"""``bench ingest``: deliveries acknowledged after their commit, and the way from a hook to a reader of the feed.

The limits are measured in the same run: a bare asyncio server that answers the same frames and keeps nothing, and bare
SQLite inserts of the same payloads. Load, hub and reader are processes of their own on the same machine, so on two
cores they compete; the CPU per event is the hub's alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from websockets.asyncio.client import unix_connect

from app.dev.ingest_load import frame_of
from app.store.bench import insert_rate
from app.system.own_command import own_module
from app.system.paths import DataPaths
from app.wire import feed as wire

_COUNT_ONE = 3000
_COUNT_MANY = 10_000
_LATENCY_SECONDS = 5


def run() -> dict[str, Any]:
    """All figures; rates in events a second, times in milliseconds, CPU in microseconds per event."""
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        root = Path(folder)
        with _peer(root / "peer.sock") as pid:
            peer = _rates(root / "peer.sock", pid)
        with _hub(root / "data") as (paths, pid):
            ours = _rates(paths.relay_socket, pid)
            hook_to_feed = {str(rate): asyncio.run(_hook_to_feed(paths, rate)) for rate in (10, 100, 1000)}
            peak_mb = psutil.Process(pid).memory_info().rss / 1e6
        inserts = insert_rate(root / "bare.sqlite3", frame_of(0))
    return {
        "acknowledged_after_commit": ours,
        "bare_server": peer,
        "bare_sqlite": inserts,
        "share_of_bare_server": {relays: round(ours[relays]["per_s"] / peer[relays]["per_s"], 2) for relays in ours},
        "hook_to_feed_ms": hook_to_feed,
        "hub_rss_mb": round(peak_mb),
    }


def _rates(socket_path: Path, pid: int) -> dict[str, dict[str, float]]:
    return {
        "from_1": _rate(socket_path, pid, 1, _COUNT_ONE),
        "from_50": _rate(socket_path, pid, 50, _COUNT_MANY),
    }


def _rate(socket_path: Path, pid: int, relays: int, count: int) -> dict[str, float]:
    before = sum(psutil.Process(pid).cpu_times()[:2])
    result = json.loads(_load(socket_path, relays, count, 0).communicate()[0])
    cpu_s = sum(psutil.Process(pid).cpu_times()[:2]) - before
    assert result["acknowledged"] == count, result
    return {
        "per_s": round(count / result["seconds"]),
        "cpu_us_per_event": round(cpu_s / count * 1e6),
        "p50_ms": round(result["p50_ms"], 2),
        "p99_ms": round(result["p99_ms"], 2),
    }


async def _hook_to_feed(paths: DataPaths, rate: int) -> dict[str, float]:
    """From the stamp in the frame's header to the record in a reader's hands."""
    count = rate * _LATENCY_SECONDS
    took_ms: list[float] = []
    async with unix_connect(
        str(paths.feed_socket), uri="ws://localhost/", compression=None, max_size=wire.MAX_MESSAGE_BYTES
    ) as socket:
        await socket.send(wire.encode(wire.Hello(client="bench")), text=True)
        while not isinstance(wire.decode_hub(await socket.recv(decode=False)), wire.CaughtUp):
            pass
        process = _load(paths.relay_socket, min(50, max(2, rate // 10)), count, rate)
        while len(took_ms) < count:
            message = wire.decode_hub(await asyncio.wait_for(socket.recv(decode=False), 20))
            now_us = time.time_ns() // 1000
            if isinstance(message, wire.Batch):
                calls = [record for record in message.records if type(record.event).__name__ == "ToolCallStarted"]
                took_ms.extend((now_us - record.at_us) / 1000 for record in calls)
        await asyncio.to_thread(process.communicate)
    took_ms.sort()
    return {"p50": round(took_ms[len(took_ms) // 2], 2), "p99": round(took_ms[int(len(took_ms) * 0.99)], 2)}


def _load(socket_path: Path, relays: int, count: int, rate: float) -> subprocess.Popen[bytes]:
    arguments = [str(socket_path), str(relays), str(count), str(rate)]
    return subprocess.Popen(own_module("app.dev.ingest_load", *arguments), stdout=subprocess.PIPE)


@contextlib.contextmanager
def _peer(path: Path) -> Iterator[int]:
    with _running(own_module("app.dev.ingest_peer", str(path))) as pid:
        yield pid


@contextlib.contextmanager
def _hub(folder: Path) -> Iterator[tuple[DataPaths, int]]:
    paths = DataPaths(folder)
    paths.prepare()
    with _running(own_module("app.hub.hub", str(folder))) as pid:
        yield paths, pid


@contextlib.contextmanager
def _running(command: list[str]) -> Iterator[int]:
    """A process, from its first line on stdout to the end of the block."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
