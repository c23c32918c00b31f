"""Deliveries and their facts as rows of the store."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import msgspec

from app.core import coalesce
from app.core.events import AnyEvent, MessageDelta
from app.core.projections.event_words import is_failure
from app.core.records import Decoded, Delivery, Record

Item = tuple[Delivery, Sequence[Decoded]]

_PACK_FROM_BYTES = 400
_LONGEST_COPIED_LINE_BYTES = 4096
_NOT_KEPT = frozenset({("hook", "MessageDisplay"), ("stream", "delta")})

_encode = msgspec.json.Encoder().encode


def record_of(seq: int, fact: Decoded, delivery: Delivery, event: AnyEvent) -> Record:
    return Record(
        seq=seq,
        at_us=fact.at_us,
        agent=delivery.agent,
        session_id=fact.session_id,
        source=delivery.source,
        event=event,
        pid=delivery.pid,
        proc_start=delivery.proc_start,
    )


def row_of(record: Record, number: int, event_json: bytes, kind_no: int) -> tuple[Any, ...]:
    failed = int(is_failure(record.event))
    start = record.proc_start
    return record.seq, number, record.at_us, record.source, record.pid, start, event_json, kind_no, failed


def raw_rows(delivery: Delivery, first: int, last: int) -> list[tuple[Any, ...]]:
    """The raw payload's row; streamed text is not kept twice, nor are long lines that lie in the agent's own file."""
    if delivery.payload is None or (delivery.source, delivery.name) in _NOT_KEPT:
        return []
    payload = _payload_json(delivery.payload)
    if delivery.path and len(payload) > _LONGEST_COPIED_LINE_BYTES:
        return []
    packed = len(payload) >= _PACK_FROM_BYTES
    stored = zlib.compress(payload, 1) if packed else payload
    return [(first, last, delivery.delivery_id, delivery.name, int(packed), stored)]


def _payload_json(payload: Any) -> bytes:
    try:
        return _encode(payload)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        return _encode({"lost": f"the payload cannot be written: {type(error).__name__}"})


def join_deltas(items: Sequence[Item], fresh: Sequence[bool]) -> list[list[Decoded]]:
    """The facts of each new item, deltas that continue an earlier item's delta moved into that one."""
    joined: list[list[Decoded]] = []
    open_runs: dict[tuple[str, str, str], coalesce.Run] = {}
    places: list[tuple[list[Decoded], int, coalesce.Run]] = []
    for (delivery, facts), is_new in zip(items, fresh, strict=True):
        own: list[Decoded] = []
        for fact in facts if is_new else ():
            if isinstance(fact.event, MessageDelta):
                run_key = (delivery.agent, fact.session_id, fact.event.message_id)
                run = open_runs.get(run_key)
                if run is not None and run.take(fact.event):
                    continue
                open_runs[run_key] = run = coalesce.Run(fact.event)
                places.append((own, len(own), run))
            own.append(fact)
        joined.append(own)
    for own, place, run in places:
        if len(run) > 1:
            own[place] = msgspec.structs.replace(own[place], event=run.joined())
    return joined
