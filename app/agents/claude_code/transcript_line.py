"""One transcript line as its decoders read it; whose it is and when it happened: as it says, else as its path says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.agents.claude_code.values import short, word_of
from app.core import events as facts
from app.core.records import Delivery

Facts = list[facts.AnyEvent]

MAX_BLOCKS_IN_LINE = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Line(msgspec.Struct, frozen=True):
    """One line, as its decoder reads it."""

    payload: Mapping[str, Any]
    lane: str
    path: str
    block_prefix: str
    """The line's uuid, else its delivery's id: unique and stable either way."""


def session_id_of(delivery: Delivery) -> str:
    """Whose line this is: as the line says, else as its path does (``<session>[/subagents/agent-<id>].jsonl``)."""
    named = word_of(delivery.payload, "sessionId") if isinstance(delivery.payload, dict) else ""
    if named or delivery.session_hint:
        return named or short(delivery.session_hint)
    parts = delivery.path.replace("\\", "/").split("/")
    if len(parts) >= 3 and parts[-2] == "subagents":
        return short(parts[-3])
    return short(parts[-1].removesuffix(".jsonl")) if parts[-1].endswith(".jsonl") else ""


def lane_of(delivery: Delivery) -> str:
    """The subagent the line belongs to, "" for the main conversation."""
    named = word_of(delivery.payload, "agentId") if isinstance(delivery.payload, dict) else ""
    name = delivery.path.replace("\\", "/").rpartition("/")[2]
    if named or not name.startswith("agent-"):
        return named
    return short(name.removeprefix("agent-").removesuffix(".jsonl").removesuffix(".meta.json"))


def at_us_of(delivery: Delivery) -> int:
    """When the line says it happened, else when it was found."""
    stamp = delivery.payload.get("timestamp") if isinstance(delivery.payload, dict) else None
    if not isinstance(stamp, str) or len(stamp) > 40:
        return delivery.at_us
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return delivery.at_us
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
    at_us = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return at_us if at_us > 0 else delivery.at_us
