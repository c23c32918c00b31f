"""The one way in: a delivery is decoded, stored with its number, folded into the roster, and then told to others."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar, cast

import msgspec

from app.agents.base import Adapter
from app.core.events import AnyEvent, GapNoted, Source, Unrecognized
from app.core.projections.roster import Roster
from app.core.records import Decoded, Delivery, Record, SessionKey
from app.core.redactor import Redactor
from app.hub.counters import Counters
from app.hub.guard import Guard
from app.hub.writer import Batch, Checkpoint, Errand, Writer
from app.store.lines import Line
from app.store.log import AppendResult, Item, Log, StoreUnavailable

_log = logging.getLogger("signalcabin.hub.intake")

MAX_QUEUED_ITEMS = 10_000
_CHECKPOINT_EVERY = 5_000
_FOLD_AT_ONCE = 2_000
_LONGEST_ID = 200
_LATEST_US = 1 << 52
_LARGEST_INT = (1 << 63) - 1

_Result = TypeVar("_Result")
RecordsListener = Callable[[Sequence[Record]], None]
LinesListener = Callable[[Sequence[Line]], None]
DeliveryListener = Callable[[Delivery, Sequence[Decoded]], None]


class _Ticket:
    """The future of one submission."""

    __slots__ = ("count", "future")

    def __init__(self, count: int, future: asyncio.Future[list[Record]]) -> None:
        self.count = count
        self.future = future


def now_us() -> int:
    """Microseconds since the epoch."""
    return time.time_ns() // 1000


class Intake:
    """Lives on the hub's loop; the store is written by a thread of its own."""

    def __init__(
        self,
        log: Log,
        adapters: Mapping[str, Adapter],
        counters: Counters,
        guard: Guard,
        on_writer_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._log = log
        self._adapters = adapters
        self._counters = counters
        self._guard = guard
        self._on_writer_lost = on_writer_lost
        self._loop = asyncio.get_running_loop()
        self._numbers = itertools.count(1)
        self._run_id = f"{now_us()}-{log.hub_id}"
        self._queued = 0
        self._room = asyncio.Event()
        self._room.set()
        self._since_checkpoint = 0
        self._ended = asyncio.Event()
        self.trouble = ""
        """Why nothing can be stored just now; empty while all is well."""
        self.last_seq = log.last_seq
        self.roster = Roster()
        """Replaced once, by ``start``, with what was kept."""
        self.on_records: list[RecordsListener] = []
        self.on_lines: list[LinesListener] = []
        self.on_delivery: list[DeliveryListener] = []
        self.is_doubled: Callable[[Delivery], bool] = lambda _delivery: False
        """Whether a delivery tells only what another source tells better; it is taken, but no fact is made of it."""
        self._redactor: Redactor | None = Redactor()
        self._writer = Writer(log, self._committed_there, self._trouble_there, self._ended_there)

    # ── beginning and end ──────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Fold what is stored into the roster, then begin to write."""
        self._load_roster()
        self._writer.start()

    async def close(self) -> None:
        """Store what is queued, keep a checkpoint, end the writer."""
        self._checkpoint()
        self._writer.finish()
        await self._ended.wait()

    def _load_roster(self) -> None:
        kept = self._log.load_checkpoint()
        if kept is not None:
            seq, data = kept
            loaded = self._guard.call("reading the roster's checkpoint", Roster.load, data)
            if isinstance(loaded, Roster) and loaded.seq == seq and seq <= self._log.last_seq:
                self.roster = loaded
        seq = self.roster.seq
        while records := self._log.read_since(seq, _FOLD_AT_ONCE):
            self._fold(records)
            seq = records[-1].seq
        self.roster.take_dirty()
        self.roster.take_heard()

    def redact(self, wanted: bool) -> None:
        """Whether secrets are hidden before anything is stored or told. They are, unless a person switched it off."""
        if wanted != (self._redactor is not None):
            self._redactor = Redactor() if wanted else None

    # ── in ─────────────────────────────────────────────────────────────────────────────────────

    def submit(self, deliveries: Sequence[Delivery]) -> asyncio.Future[list[Record]]:
        """Decode and store; the future gives their records (none for duplicates) once they are committed.

        With the queue full the future also waits for room: awaiting it is the sender's backpressure.
        """
        return self.submit_items([(delivery, self.decode(delivery)) for delivery in deliveries])

    def submit_items(self, items: Sequence[Item]) -> asyncio.Future[list[Record]]:
        """Like ``submit``, for what was decoded already."""
        if self.has_room:
            return self._put(items)
        return asyncio.ensure_future(self._put_later(items))

    def emit(
        self,
        agent: str,
        session_id: str,
        event: AnyEvent,
        source: Source = "hub",
        pid: int = 0,
        proc_start: int = 0,
    ) -> asyncio.Future[list[Record]]:
        """Store a fact of our own, at once whatever the queue; need not be awaited."""
        at_us = now_us()
        delivery = Delivery(
            delivery_id=f"h:{self._run_id}:{next(self._numbers)}",
            agent=agent,
            source=source,
            name=type(event).__name__,
            at_us=at_us,
            pid=pid,
            proc_start=proc_start,
        )
        return self._put([(delivery, [Decoded(session_id=session_id, at_us=at_us, event=event)])])

    @property
    def has_room(self) -> bool:
        """Whether more can be taken now without waiting."""
        return self._queued < MAX_QUEUED_ITEMS

    def decode(self, delivery: Delivery) -> Sequence[Decoded]:
        """The facts its adapter finds in a delivery: total, whatever the adapter does."""
        adapter = self._adapters.get(delivery.agent)
        if adapter is None:
            return [_unrecognized(delivery)]
        if self.is_doubled(delivery):
            return []
        facts: list[Decoded] | None = self._guard.call(f"decoding {delivery.agent}", _decode, adapter, delivery)
        if facts is None:
            self._counters.bad("undecodable", delivery.agent)
            return [_unrecognized(delivery)]
        return facts

    async def _put_later(self, items: Sequence[Item]) -> list[Record]:
        while not self.has_room:
            self._room.clear()
            await self._room.wait()
        return await self._put(items)

    def _put(self, items: Sequence[Item]) -> asyncio.Future[list[Record]]:
        sane = [
            self._redacted(_sane_delivery(delivery), [_sane_fact(fact) for fact in facts]) for delivery, facts in items
        ]
        for delivery, facts in sane:
            for listener in () if self.is_doubled(delivery) else self.on_delivery:
                self._guard.call("recording", listener, delivery, facts)
        future: asyncio.Future[list[Record]] = self._loop.create_future()
        self._queued += len(sane)
        self._writer.put(Batch(sane, _Ticket(len(sane), future)))
        return future

    def _redacted(self, delivery: Delivery, facts: list[Decoded]) -> Item:
        """As it may be stored. A mistake of the redactor's loses the words, never the fact that something came."""
        if self._redactor is None:
            return delivery, facts
        kept: Item | None = self._guard.call("hiding secrets", self._redactor.take, delivery, facts)
        if kept is not None:
            return kept
        self._counters.bad("unredactable", delivery.agent)
        gap = GapNoted(reason="unredactable", lost=1)
        session_id = facts[0].session_id if facts else delivery.session_hint
        return msgspec.structs.replace(delivery, payload=None), [
            Decoded(session_id=session_id, at_us=delivery.at_us, event=gap)
        ]

    async def with_store(self, do: Callable[[Log], _Result]) -> _Result:
        """Have the writer's thread do something with the store between two commits. Raises StoreUnavailable."""
        future: asyncio.Future[object] = self._loop.create_future()

        def settle(result: object, error: StoreUnavailable | None) -> None:
            if future.done():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        def done(result: object, error: StoreUnavailable | None) -> None:
            self._loop.call_soon_threadsafe(settle, result, error)

        self._writer.put(Errand(do, done))
        return cast(_Result, await future)

    def forget(self, keys: Collection[SessionKey]) -> None:
        """Leave sessions out of the roster, and out of what is kept of it."""
        for key in keys:
            self.roster.forget(key)
        self._checkpoint()

    # ── out: called by the writer's thread, carried over to the loop ───────────────────────────

    def _committed_there(self, batches: list[Batch], result: AppendResult) -> None:
        self._loop.call_soon_threadsafe(self._committed, batches, result)

    def _trouble_there(self, trouble: str) -> None:
        self._loop.call_soon_threadsafe(self._in_trouble, trouble)

    def _ended_there(self, clean: bool) -> None:
        self._loop.call_soon_threadsafe(self._writer_ended, clean)

    def _committed(self, batches: list[Batch], result: AppendResult) -> None:
        if self.trouble:
            _log.warning("the store can be written again")
            self.trouble = ""
        self._count(batches, result)
        self._fold(result.records)
        for tell in self.on_lines:
            self._guard.call("feeding", tell, result.lines)
        if result.records:
            for listener in self.on_records:
                self._guard.call("a listener to records", listener, result.records)
        self._resolve(batches, result)
        if self._since_checkpoint >= _CHECKPOINT_EVERY:
            self._checkpoint()

    def _count(self, batches: list[Batch], result: AppendResult) -> None:
        count = 0
        for batch in batches:
            count += len(batch.items)
            for delivery, _ in batch.items:
                if delivery.source == "hook":
                    self._counters.heard(delivery.agent, delivery.at_us)
        self._queued -= count
        self._counters.deliveries += count
        self._counters.duplicates += result.duplicates
        if self.has_room:
            self._room.set()

    def _fold(self, records: Sequence[Record]) -> None:
        for record in records:
            self.last_seq = max(self.last_seq, record.seq)
            if record.session_id:
                self._guard.call("folding", self.roster.apply, record)
        self._since_checkpoint += len(records)

    def _resolve(self, batches: list[Batch], result: AppendResult) -> None:
        place = 0
        for batch in batches:
            ticket = batch.ticket
            if not isinstance(ticket, _Ticket):
                continue
            own = [record for records in result.by_item[place : place + ticket.count] for record in records]
            place += ticket.count
            if not ticket.future.done():
                ticket.future.set_result(own)

    def _in_trouble(self, trouble: str) -> None:
        if not self.trouble:
            _log.error("nothing can be stored: %s; relays keep their deliveries in the spool, trying again", trouble)
        self.trouble = trouble
        self._counters.bad_input["store_unavailable"] += 1

    def _writer_ended(self, clean: bool) -> None:
        self._ended.set()
        if not clean:
            self.trouble = "the writer ended"
            self._on_writer_lost()

    def _checkpoint(self) -> None:
        self._since_checkpoint = 0
        data = self._guard.call("writing the roster's checkpoint", self.roster.dump)
        if isinstance(data, bytes):
            self._writer.put(Checkpoint(self.roster.seq, data))


def _decode(adapter: Adapter, delivery: Delivery) -> list[Decoded]:
    return [_sane_fact(fact) for fact in adapter.decode(delivery)]


def _unrecognized(delivery: Delivery) -> Decoded:
    event = Unrecognized(name=delivery.name, payload=delivery.payload)
    return Decoded(session_id=delivery.session_hint, at_us=delivery.at_us, event=event)


def _sane_delivery(delivery: Delivery) -> Delivery:
    if 0 <= delivery.pid <= _LARGEST_INT and 0 <= delivery.proc_start <= _LARGEST_INT:
        return delivery
    return msgspec.structs.replace(delivery, pid=0, proc_start=0)


def _sane_fact(fact: Decoded) -> Decoded:
    """Within what the store and everybody's clock can hold; a time that cannot be is replaced by now."""
    if 0 < fact.at_us < _LATEST_US and len(fact.session_id) <= _LONGEST_ID:
        return fact
    at_us = fact.at_us if 0 < fact.at_us < _LATEST_US else now_us()
    return msgspec.structs.replace(fact, at_us=at_us, session_id=fact.session_id[:_LONGEST_ID])
