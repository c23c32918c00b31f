"""The store as the feed reads it: beside the writer, on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from app.core.records import SessionKey
from app.store.lines import Line
from app.store.log import Log

_Answer = TypeVar("_Answer")


class History:
    """Reads committed records without ever holding up the loop or the writer."""

    def __init__(self, path: Path) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-reader")
        self._path = path
        self._log: Log | None = None

    async def since(self, seq: int, limit: int, max_bytes: int) -> list[Line]:
        """Records after ``seq``; raises StoreUnavailable or sqlite's own errors."""
        return await self._run(lambda log: log.lines_since(seq, limit, max_bytes))

    async def of_session(self, key: SessionKey, before_seq: int, limit: int, max_bytes: int) -> tuple[list[Line], bool]:
        """A page of one session, newest first page; and whether there are older ones."""
        return await self._run(lambda log: log.session_lines(key, before_seq, limit, max_bytes))

    def close(self) -> None:
        """Wait for what is being read, then close."""
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    async def _run(self, question: Callable[[Log], _Answer]) -> _Answer:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: question(self._opened()))

    def _opened(self) -> Log:
        if self._log is None:
            self._log = Log.open(self._path, read_only=True)
        return self._log

    def _close(self) -> None:
        if self._log is not None:
            self._log.close()
