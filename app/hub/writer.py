"""The one thread that writes the store: whatever queued while the last commit ran goes into the next."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from app.core.events import GapNoted
from app.core.records import Decoded
from app.store.log import AppendResult, Item, Log, StoreDamaged, StoreUnavailable, Unstorable

_log = logging.getLogger("signalcabin.hub.writer")

_MAX_GROUP_ITEMS = 1000
_RETRY_AFTER_S = 1.0


class Batch(NamedTuple):
    """Items that were submitted together; ``ticket`` is handed back with their records."""

    items: Sequence[Item]
    ticket: object


class Checkpoint(NamedTuple):
    """The roster's state as of ``seq``, to be kept."""

    seq: int
    data: bytes


class Errand(NamedTuple):
    """Something else to be done with the store; ``done`` is called on the writer's thread with what came of it."""

    do: Callable[[Log], object]
    done: Callable[[object, StoreUnavailable | None], None]


Job = Batch | Checkpoint | Errand


class Writer(threading.Thread):
    """Owns the writing ``Log``. Calls back on its own thread; the hub carries that over to its loop."""

    def __init__(
        self,
        log: Log,
        on_commit: Callable[[list[Batch], AppendResult], None],
        on_trouble: Callable[[str], None],
        on_end: Callable[[bool], None],
    ) -> None:
        super().__init__(name="store-writer", daemon=True)
        self._log = log
        self._on_commit = on_commit
        self._on_trouble = on_trouble
        self._on_end = on_end
        self._waiting: deque[Job] = deque()
        self._wake = threading.Condition()
        self._ending = False

    def put(self, job: Job) -> None:
        """Queue a job. Never blocks; bounding the queue is the caller's part."""
        with self._wake:
            self._waiting.append(job)
            self._wake.notify()

    def finish(self) -> None:
        """Write what is queued, then end (at once where the store cannot be written)."""
        with self._wake:
            self._ending = True
            self._wake.notify()

    def run(self) -> None:
        clean = False
        try:
            while (jobs := self._take()) is not None:
                self._write(jobs)
            clean = True
        finally:
            self._on_end(clean)

    def _take(self) -> list[Job] | None:
        with self._wake:
            while not self._waiting and not self._ending:
                self._wake.wait()
            jobs: list[Job] = []
            items = 0
            while self._waiting and items < _MAX_GROUP_ITEMS:
                job = self._waiting.popleft()
                items += len(job.items) if isinstance(job, Batch) else 1
                jobs.append(job)
            return jobs or None

    def _write(self, jobs: list[Job]) -> None:
        batches = [job for job in jobs if isinstance(job, Batch)]
        if batches and not self._commit(batches):
            return
        for job in jobs:
            if isinstance(job, Checkpoint):
                self._keep(job)
            elif isinstance(job, Errand):
                self._run_errand(job)

    def _commit(self, batches: list[Batch]) -> bool:
        """Until it is stored; False when the hub ends before that was possible."""
        items = [item for batch in batches for item in batch.items]
        while True:
            try:
                result = self._append(items)
            except StoreDamaged:
                raise
            except StoreUnavailable as error:
                self._on_trouble(str(error))
                if self._rest():
                    return False
                continue
            self._on_commit(batches, result)
            return True

    def _append(self, items: list[Item]) -> AppendResult:
        try:
            return self._log.append(items)
        except Unstorable as error:
            _log.error("something cannot be stored: %s", error)
        return _together([self._append_alone(item) for item in items])

    def _append_alone(self, item: Item) -> AppendResult:
        try:
            return self._log.append([item])
        except Unstorable:
            delivery, facts = item
            session_id = _plain(facts[0].session_id if facts else "")
            noted = GapNoted(reason="unstorable", lost=1)
            gap = Decoded(session_id=session_id, at_us=time.time_ns() // 1000, event=noted)
            bare = msgspec.structs.replace(
                delivery,
                delivery_id=_plain(delivery.delivery_id),
                agent=_plain(delivery.agent),
                payload=None,
                pid=0,
                proc_start=0,
            )
            return self._log.append([(bare, [gap])])

    def _rest(self) -> bool:
        """Wait a moment before the next attempt; True when the hub is ending."""
        deadline = time.monotonic() + _RETRY_AFTER_S
        with self._wake:
            while not self._ending and (left := deadline - time.monotonic()) > 0:
                self._wake.wait(left)
            return self._ending

    def _run_errand(self, errand: Errand) -> None:
        try:
            errand.done(errand.do(self._log), None)
        except StoreDamaged:
            raise
        except StoreUnavailable as error:
            errand.done(None, error)

    def _keep(self, checkpoint: Checkpoint) -> None:
        try:
            self._log.save_checkpoint(checkpoint.seq, checkpoint.data)
        except StoreUnavailable as error:
            self._on_trouble(str(error))


def _plain(text: str) -> str:
    """Text that can be written whatever it was."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _together(results: list[AppendResult]) -> AppendResult:
    return AppendResult(
        [record for result in results for record in result.records],
        sum(result.duplicates for result in results),
        [records for result in results for records in result.by_item],
        [line for result in results for line in result.lines],
    )
