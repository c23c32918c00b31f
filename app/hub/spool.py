"""Takes in what relays left while no hub answered: once, in order, and past any torn place."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.agents.base import Adapter
from app.core.events import GapNoted
from app.hub.counters import Counters
from app.hub.door import read_frame
from app.hub.intake import Intake
from app.store.log import Item
from app.wire import relay_frames
from app.wire.relay_frames import Frame, FrameError

_log = logging.getLogger("signalcabin.hub.spool")

_LOOK_EVERY_S = 1.0
_CHUNK_ITEMS = 500
_CHUNK_BYTES = 8 * 1024 * 1024

Buffer = bytes | mmap.mmap


class Spool:
    """The file ``deliveries.spool``, taken by renaming it to ``deliveries.taken`` while no relay writes to it.

    The taken file is removed only after all of it is committed: a crash in between means that it is read again, and
    the ids of its deliveries keep them from being stored twice.
    """

    def __init__(self, path: Path, intake: Intake, adapters: Mapping[str, Adapter], counters: Counters) -> None:
        self._path = path
        self._taken = path.with_name("deliveries.taken")
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
        if _size(self._taken):
            count += await self._ingest_taken()
        if _size(self._path) and take(self._path, self._taken):
            count += await self._ingest_taken()
        return count

    async def _ingest_taken(self) -> int:
        count = 0
        with self._taken.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            chunk: list[Item] = []
            chunk_bytes = 0
            for found in read_spool(content):
                if isinstance(found, FrameError):
                    await self._note_torn(found)
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

    async def _note_torn(self, error: FrameError) -> None:
        self._counters.bad("torn_frame", error.reason)
        await self._intake.emit("", "", GapNoted(reason="torn_frame", lost=1))


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


def read_spool(content: Buffer) -> Iterator[Frame | FrameError]:
    """The frames in ``content`` in order; one FrameError for each stretch that is none, going on at the next frame."""
    place = 0
    while place < len(content):
        try:
            frame, place = _frame_at(content, place)
        except FrameError as error:
            place = _next_start(content, place)
            yield error
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
