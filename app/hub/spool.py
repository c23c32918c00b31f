"""Takes in what relays left while no hub answered: once, in order, and past any torn place."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.agents.base import Adapter
from app.core.events import GapNoted
from app.core.records import Decoded, Delivery
from app.hub.counters import Counters
from app.hub.frames import read_frame
from app.hub.intake import Intake, now_us
from app.store.log import Item
from app.wire import relay_frames
from app.wire.relay_frames import Frame, FrameError

_log = logging.getLogger("signalcabin.hub.spool")

_LOOK_EVERY_S = 1.0
_CHUNK_ITEMS = 500
_CHUNK_BYTES = 8 * 1024 * 1024

Buffer = bytes | mmap.mmap


class Torn(NamedTuple):
    """A stretch of the spool that is no frame: where it begins and what is wrong there."""

    place: int
    reason: str


class Spool:
    """The file ``deliveries.spool``, taken by renaming it to ``deliveries.taken`` while no relay writes to it.

    The taken file is removed only after all of it is committed: a crash in between means that it is read again, and
    the ids of its deliveries keep them from being stored twice.
    """

    def __init__(self, path: Path, intake: Intake, adapters: Mapping[str, Adapter], counters: Counters) -> None:
        self._path = path
        self._taken = path.with_name("deliveries.taken")
        self._overflow = path.with_name("overflow")
        self._overflow_taken = path.with_name("overflow.taken")
        self._intake = intake
        self._adapters = adapters
        self._counters = counters
        self.was_empty = asyncio.Event()
        """Set once all that lay there at the start is in."""

    def size_bytes(self) -> int:
        """What waits to be taken in."""
        return _size(self._path) + _size(self._taken)

    async def watch(self) -> None:
        """Take in whatever comes to lie there, for ever."""
        while True:
            await self.ingest()
            self.was_empty.set()
            await asyncio.sleep(_LOOK_EVERY_S)

    async def ingest(self) -> int:
        """Take in all that lies there now; how many deliveries that were. Returns when they are committed."""
        count = 0
        await self._ingest_overflow()
        if _size(self._taken):
            count += await self._ingest_taken()
        if _size(self._path) and take(self._path, self._taken):
            count += await self._ingest_taken()
        return count

    async def _ingest_taken(self) -> int:
        count = 0
        written_ns = self._taken.stat().st_mtime_ns
        with self._taken.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            chunk: list[Item] = []
            chunk_bytes = 0
            for found in read_spool(content):
                if isinstance(found, Torn):
                    self._counters.bad("torn_frame", found.reason)
                    await self._note(f"torn:{written_ns}:{found.place}", GapNoted(reason="torn_frame", lost=1))
                    continue
                if found.header.agent not in self._adapters:
                    self._counters.bad("unknown_agent")
                    continue
                chunk.append(read_frame(found, self._intake, self._counters, late=True))
                chunk_bytes += len(found.payload)
                count += 1
                if len(chunk) >= _CHUNK_ITEMS or chunk_bytes >= _CHUNK_BYTES:
                    await self._intake.submit_items(chunk)
                    chunk, chunk_bytes = [], 0
            if chunk:
                await self._intake.submit_items(chunk)
        self._taken.unlink()
        self._counters.spooled_ingested += count
        _log.info("took %d deliveries in from the spool", count)
        return count

    async def _ingest_overflow(self) -> None:
        """Relays that found the spool full left the time of each delivery they had to drop: eight bytes each."""
        if _size(self._overflow) and not _size(self._overflow_taken):
            self._overflow.rename(self._overflow_taken)
        stamps = _stamps(self._overflow_taken)
        if not stamps:
            return
        self._counters.bad_input["spool_overflow"] += len(stamps)
        _log.warning("the spool was full: %d deliveries are lost", len(stamps))
        gap = GapNoted(reason="spool_overflow", lost=len(stamps))
        await self._note(f"overflow:{stamps[0]}:{stamps[-1]}:{len(stamps)}", gap)
        self._overflow_taken.unlink()

    async def _note(self, delivery_id: str, gap: GapNoted) -> None:
        """Store a gap of nobody's session; under the same id when it is found again after a crash."""
        at_us = now_us()
        delivery = Delivery(delivery_id=delivery_id, agent="", source="hub", name="gap", at_us=at_us)
        await self._intake.submit_items([(delivery, [Decoded(session_id="", at_us=at_us, event=gap)])])


def take(spool: Path, taken: Path) -> bool:
    """Rename the spool while holding its lock; False when a relay is writing just now.

    Relays look, once they have the lock, whether the name still means the file they locked, so none writes to it later.
    """
    try:
        fd = os.open(spool, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        spool.rename(taken)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def read_spool(content: Buffer) -> Iterator[Frame | Torn]:
    """The frames in ``content`` in order; one Torn for each stretch that is none, going on at the next frame."""
    place = 0
    while place < len(content):
        try:
            frame, place = _frame_at(content, place)
        except FrameError as error:
            yield Torn(place, error.reason)
            place = _next_start(content, place)
        else:
            yield frame


def _frame_at(content: Buffer, place: int) -> tuple[Frame, int]:
    size = relay_frames.frame_size(content[place : place + 12])
    if size is None or place + size > len(content):
        raise FrameError("torn_frame")
    return relay_frames.decode_frame(content[place : place + size]), place + size


def _next_start(content: Buffer, after: int) -> int:
    """Where the next whole frame begins: the magic may also stand in somebody's text."""
    place = content.find(relay_frames.MAGIC, after + 1)
    while place >= 0:
        try:
            _frame_at(content, place)
        except FrameError:
            place = content.find(relay_frames.MAGIC, place + 1)
        else:
            return place
    return len(content)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _stamps(path: Path) -> list[int]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    return [int.from_bytes(content[place : place + 8], "big") for place in range(0, len(content), 8)]
