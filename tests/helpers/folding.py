"""Folds recordings and shows what came out, one line a thing, so that a person can read a golden file."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from app.agents import adapter_for
from app.core.records import Delivery, Record, SessionKey
from tests.helpers.story import roster_of, timeline_of, transcript_of

_STAMPS = ("at_us", "status_at_us", "started_at_us", "ended_at_us", "last_at_us", "start_us", "end_us")


def records_of(deliveries: Iterable[Delivery]) -> list[Record]:
    """What a hub would store of them."""
    records: list[Record] = []
    for delivery in deliveries:
        adapter = adapter_for(delivery.agent)
        assert adapter is not None, f"no adapter for {delivery.agent}"
        for decoded in adapter.decode(delivery):
            records.append(
                Record(
                    seq=len(records) + 1,
                    at_us=decoded.at_us,
                    agent=delivery.agent,
                    session_id=decoded.session_id,
                    source=delivery.source,
                    event=decoded.event,
                    pid=delivery.pid,
                    proc_start=delivery.proc_start,
                )
            )
    return records


def golden_of(records: Sequence[Record]) -> dict[str, Any]:
    """Rows, blocks and spans of all sessions in the records; stamps are milliseconds since the first record."""
    begun_us = min((record.at_us for record in records), default=0)
    sessions = []
    for row in sorted(roster_of(records).rows(), key=lambda row: (row.started_at_us, row.session_id)):
        key = SessionKey(row.agent, row.session_id)
        transcript, timeline = transcript_of(records, key), timeline_of(records, key)
        sessions.append(
            {
                "row": _plain(row, begun_us),
                "blocks": {
                    lane or "main": [_plain(block, begun_us) for block in transcript.blocks(lane)]
                    for lane in transcript.lanes()
                },
                "lanes": [f"{'  ' * lane.depth}{lane.title} [{lane.lane_id}] {lane.rows}" for lane in timeline.lanes()],
                "spans": [_plain(span, begun_us) for span in timeline.spans()],
            }
        )
    return {"sessions": sessions}


def _plain(struct: msgspec.Struct, begun_us: int) -> dict[str, Any]:
    """Fields that say something, stamps relative, without the numbers that depend on arrival."""
    shown: dict[str, Any] = {}
    for name, value in msgspec.json.decode(msgspec.json.encode(struct)).items():
        if name == "first_seq" or value in ("", 0, None, [], False) or (name == "row" and not value):
            continue
        if name in _STAMPS:
            shown[name.removesuffix("_us") + "_ms"] = round((value - begun_us) / 1000, 3)
        else:
            shown[name] = value
    return shown


def golden_text(golden: dict[str, Any]) -> str:
    """The golden as JSON, one line a block or span."""
    lines = ["{", ' "sessions": [']
    for number, session in enumerate(golden["sessions"]):
        lines += ["  {", f'   "row": {_line(session["row"])},', '   "blocks": {']
        for index, (lane, blocks) in enumerate(session["blocks"].items()):
            more = "," if index + 1 < len(session["blocks"]) else ""
            lines += [f"    {_line(lane)}: [", *_lines(blocks, 5), f"    ]{more}"]
        lines += ["   },", '   "lanes": [', *_lines(session["lanes"], 4), "   ],"]
        lines += ['   "spans": [', *_lines(session["spans"], 4), "   ]"]
        lines.append("  }," if number + 1 < len(golden["sessions"]) else "  }")
    return "\n".join([*lines, " ]", "}", ""])


def _lines(things: list[Any], indent: int) -> list[str]:
    last = len(things) - 1
    return [" " * indent + _line(thing) + ("," if index < last else "") for index, thing in enumerate(things)]


def _line(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False)


def difference(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The lines in which two goldens differ."""
    lines = difflib.unified_diff(golden_text(one).splitlines(), golden_text(other).splitlines(), n=0, lineterm="")
    return "\n".join(line[:600] for line in lines)
