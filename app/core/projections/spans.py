"""What a timeline is made of: spans on lanes."""

from __future__ import annotations

from typing import Literal

import msgspec

SpanKind = Literal["turn", "text", "thought", "tool", "wait", "subagent", "background", "gap"]
LaneKind = Literal["turns", "model", "tools", "waiting", "subagent", "background"]


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """A lane. ``rows``: how many its spans are stacked in; ``depth``: 0 main, 1 below a subagent's head …"""

    lane_id: str
    title: str
    depth: int
    kind: LaneKind
    rows: int = 1


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Something that took time. ``end_us`` None: it still goes on. ``row``: 0 at the lane's top.

    ``state``: running | ok | failed | denied | interrupted | unknown | done | open. ``block_id``: the block of the
    transcript.
    """

    span_id: str
    lane_id: str
    kind: SpanKind
    label: str
    start_us: int
    end_us: int | None = None
    state: str = ""
    row: int = 0
    block_id: str = ""


class SpanChanges(msgspec.Struct, frozen=True):
    """What changed since the last ``take_changes``: spans new or different, spans that are no more, and the lanes."""

    changed_ids: frozenset[str] = frozenset()
    removed_ids: frozenset[str] = frozenset()
    lanes_changed: bool = False


def head_lane(lane: str) -> str:
    return f"agent:{lane}"


def lane_below(lane: str, kind: str) -> str:
    return f"{head_lane(lane)}/{kind}" if lane else f"/{kind}"
