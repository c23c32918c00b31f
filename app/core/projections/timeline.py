"""The timeline of one session: records in any order → spans on lanes, in rows where they overlap. No pixels.

The main conversation has the lanes turns, model, tools, waiting and background; each subagent has a lane of its own
with its model, tools and waiting below it. ``apply`` only notes what changed; spans are built when they are read, as
many as changed.
"""

from __future__ import annotations

import msgspec

from app.core.projections.marks import Marks
from app.core.projections.span_makers import SpanMaker
from app.core.projections.spans import Lane, LaneKind, Span, SpanChanges, SpanKind, head_lane, lane_below
from app.core.projections.stacking import StackedLane
from app.core.projections.timeline_facts import TimelineFacts
from app.core.records import Record, SessionKey
from app.core.tr import mark, tr

__all__ = ["Lane", "LaneKind", "Span", "SpanChanges", "SpanKind", "Timeline"]


_TITLES: dict[LaneKind, str] = {
    "turns": mark("turns"),
    "model": mark("model"),
    "tools": mark("tools"),
    "waiting": mark("waiting"),
    "background": mark("background"),
}
"""What the lanes are called."""


class Timeline:
    """Folds the records of one session into spans."""

    def __init__(self, key: SessionKey) -> None:
        self.key = key
        self._facts = TimelineFacts()
        self._marks = Marks(self._facts.touched.touch)
        self._make = SpanMaker(self._facts, self._marks)
        self._lanes: dict[str, StackedLane[Span]] = {}
        self._spans: dict[str, Span] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._lanes_changed = True
        self._lane_list: list[Lane] = []

    def apply(self, record: Record) -> None:
        """Fold one record in; those of other sessions are ignored."""
        if record.session_id == self.key.session_id and record.agent == self.key.agent:
            self._facts.take(record)

    # ── reading ────────────────────────────────────────────────────────────────────────────────

    def lanes(self) -> list[Lane]:
        """The lanes from top to bottom."""
        self._settle()
        return self._lane_list

    def spans(self) -> list[Span]:
        """All spans; within a lane in order of their start."""
        self._settle()
        return [span for lane in self._lane_list for span in self._in_lane(lane.lane_id)]

    def spans_of(self, lane_id: str) -> list[Span]:
        """The spans of one lane in order of their start."""
        self._settle()
        return list(self._in_lane(lane_id))

    def span(self, span_id: str) -> Span | None:
        self._settle()
        return self._spans.get(span_id)

    def bounds(self) -> tuple[int, int] | None:
        """(first start, last known start or end) in microseconds since the epoch; None while there is nothing."""
        self._settle()
        filled = [lane for lane in self._lanes.values() if len(lane)]
        if not filled:
            return None
        return min(lane.first_us for lane in filled), max(lane.last_us for lane in filled)

    def take_changes(self) -> SpanChanges:
        """What changed since the last call."""
        self._settle()
        changes = SpanChanges(frozenset(self._changed), frozenset(self._removed), self._lanes_changed)
        self._changed, self._removed, self._lanes_changed = set(), set(), False
        return changes

    def _in_lane(self, lane_id: str) -> list[Span]:
        lane = self._lanes.get(lane_id)
        return lane.spans if lane is not None else []

    # ── from what changed to spans ─────────────────────────────────────────────────────────────

    def _settle(self) -> None:
        if not self._facts.touched.ids:
            return
        while self._facts.touched.ids:
            touched, self._facts.touched.ids = self._facts.touched.ids, set()
            for thing in sorted(touched):
                self._rebuild(thing)
        for lane in self._lanes.values():
            for span, row in lane.restack():
                moved = msgspec.structs.replace(span, row=row)
                self._spans[span.span_id] = moved
                self._changed.add(span.span_id)
                lane.replace(moved)
            lane.trim()
        self._list_lanes()

    def _rebuild(self, thing: str) -> None:
        kind, _, name = thing.partition(":")
        self._marks.drop_guess(thing)
        match kind:
            case "turn":
                self._put(thing, self._make.turn(name))
            case "text":
                self._put(thing, self._make.text(thing, name))
            case "thought":
                self._put(thing, self._make.thought(thing, name))
            case "tool":
                self._put(thing, self._make.call(thing, self._facts.doings.calls.get(name)))
                subagent = self._facts.doings.subagents.of(name)
                if subagent is not None:
                    self._put(f"subagent:{subagent.lane}", self._make.subagent(subagent))
            case "subagent":
                subagent = self._facts.doings.subagents.by_lane.get(name)
                self._put(thing, self._make.subagent(subagent) if subagent is not None else None)
            case "permission":
                self._put(thing, self._make.wait(thing, self._facts.doings.requests.by_id.get(name)))
            case "questions":
                for span in self._make.questions(name):
                    self._put(span.span_id, span)
            case "background":
                self._put(thing, self._make.background(thing, name))
            case "gap":
                at_us, label = self._facts.gaps[thing]
                self._put(
                    thing, Span(span_id=thing, lane_id="turns", kind="gap", label=label, start_us=at_us, end_us=at_us)
                )
            case _:
                pass  # a prompt given to a subagent: its subagent's span shows it

    def _put(self, span_id: str, span: Span | None) -> None:
        before = self._spans.get(span_id)
        if span is not None and before is not None:
            span = msgspec.structs.replace(span, row=before.row)
        if span == before:
            return
        if before is not None:
            self._lanes[before.lane_id].remove(before)
            self._marks.forget(before)
        if span is None:
            del self._spans[span_id]
            self._changed.discard(span_id)
            self._removed.add(span_id)
            return
        self._spans[span_id] = span
        self._changed.add(span_id)
        self._removed.discard(span_id)
        lane = self._lanes.get(span.lane_id)
        if lane is None:
            lane = self._lanes[span.lane_id] = StackedLane()
        lane.add(span)
        self._marks.note(span)

    # ── lanes ──────────────────────────────────────────────────────────────────────────────────

    def _list_lanes(self) -> None:
        listed = [self._lane("turns", "turns", 0, "turns"), *self._group("", 0)]
        if self._filled("background"):
            listed.append(self._lane("background", "background", 0, "background"))
        children: dict[str, list[tuple[int, str]]] = {}
        for subagent in self._facts.doings.subagents.by_lane.values():
            span = self._spans.get(f"subagent:{subagent.lane}")
            if span is not None:
                call = self._facts.doings.calls.get(subagent.linked)
                parent = call.lane if call is not None and call.lane != subagent.lane else ""
                children.setdefault(parent, []).append((span.start_us, subagent.lane))
        self._list_subagents(listed, children, "", 0)
        if listed != self._lane_list:
            self._lane_list = listed
            self._lanes_changed = True

    def _list_subagents(
        self, listed: list[Lane], children: dict[str, list[tuple[int, str]]], parent: str, depth: int
    ) -> None:
        for _, lane in sorted(children.pop(parent, [])):
            span = self._spans[f"subagent:{lane}"]
            listed.append(self._lane(head_lane(lane), span.label, depth, "subagent"))
            listed += self._group(lane, depth + 1)
            if depth < 8:
                self._list_subagents(listed, children, lane, depth + 1)

    def _group(self, lane: str, depth: int) -> list[Lane]:
        kinds: tuple[LaneKind, ...] = ("model", "tools", "waiting")
        return [
            self._lane(lane_below(lane, kind), kind, depth, kind)
            for kind in kinds
            if self._filled(lane_below(lane, kind)) or (not lane and kind != "waiting")
        ]

    def _filled(self, lane_id: str) -> bool:
        lane = self._lanes.get(lane_id)
        return lane is not None and len(lane) > 0

    def _lane(self, lane_id: str, title: str, depth: int, kind: LaneKind) -> Lane:
        lane = self._lanes.get(lane_id)
        # A subagent's lane is called what the agent calls it.
        said = tr(_TITLES[kind]) if kind in _TITLES else title
        return Lane(lane_id=lane_id, title=said, depth=depth, kind=kind, rows=lane.rows if lane is not None else 1)
