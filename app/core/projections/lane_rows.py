"""The rows of a timeline from top to bottom: lane under lane, folded where a person folded, changed span by span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.core.projections.lane_row import Row, SpanLike


class LaneLike(Protocol):
    """What of a lane is used here."""

    @property
    def lane_id(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def kind(self) -> str: ...


class Changes(Protocol):
    """What a timeline says has changed."""

    @property
    def changed_ids(self) -> frozenset[str]: ...
    @property
    def removed_ids(self) -> frozenset[str]: ...
    @property
    def lanes_changed(self) -> bool: ...


class Source(Protocol):
    """What is needed of a timeline."""

    def lanes(self) -> Sequence[LaneLike]: ...
    def spans_of(self, lane_id: str) -> Sequence[SpanLike]: ...
    def span(self, span_id: str) -> SpanLike | None: ...


class LaneRows:
    """All rows, and which of them are to be seen. A span that did not change is not looked at again."""

    def __init__(self) -> None:
        self.lanes: list[LaneLike] = []
        """Those to be seen, from above."""
        self.rows: list[Row] = []
        """Those to be seen."""
        self.first_row_of: list[int] = []
        """Index of the first row of every lane to be seen."""
        self.folded: set[str] = set()
        """Lanes of subagents of which only the head is to be seen."""
        self._all: list[LaneLike] = []
        self._by_lane: dict[str, list[Row]] = {}
        self._spans: dict[str, SpanLike] = {}
        self._by_block: dict[str, str] = {}

    # ── taking in ──

    def read(self, source: Source | None) -> None:
        """Everything anew; what was folded stays so."""
        self._by_lane, self._spans, self._by_block = {}, {}, {}
        self._all = list(source.lanes()) if source is not None else []
        for lane in self._all:
            places: dict[int, list[SpanLike]] = {}
            for span in source.spans_of(lane.lane_id) if source is not None else ():
                places.setdefault(max(0, span.row), []).append(span)
                self._know(span)
            self._by_lane[lane.lane_id] = [Row(places.get(row, ())) for row in range(max(places, default=0) + 1)]
        self.arrange()

    def take(self, source: Source, changes: Changes) -> None:
        """What changed since."""
        for span_id in changes.removed_ids:
            before = self._spans.pop(span_id, None)
            if before is not None:
                self._row_of(before).remove(before)
        for span_id in changes.changed_ids:
            span = source.span(span_id)
            if span is not None:
                self._take_span(span)
        rows_before = len(self.rows)
        if changes.lanes_changed:
            self._all = list(source.lanes())
            known = {lane.lane_id for lane in self._all}
            for gone in self._by_lane.keys() - known:
                del self._by_lane[gone]
        if changes.lanes_changed or rows_before != self._count():
            self.arrange()

    def _take_span(self, span: SpanLike) -> None:
        before = self._spans.get(span.span_id)
        self._know(span)
        if before is None:
            self._row_of(span).put(span)
        elif before.lane_id == span.lane_id and before.row == span.row:
            self._row_of(span).replace(before, span)
        else:
            self._row_of(before).remove(before)
            self._row_of(span).put(span)

    def _know(self, span: SpanLike) -> None:
        self._spans[span.span_id] = span
        if span.block_id:
            self._by_block[span.block_id] = span.span_id

    def _row_of(self, span: SpanLike) -> Row:
        rows = self._by_lane.setdefault(span.lane_id, [Row()])
        while len(rows) <= max(0, span.row):
            rows.append(Row())
        return rows[max(0, span.row)]

    def _count(self) -> int:
        for lane in self.lanes:
            rows = self._by_lane.get(lane.lane_id, [])
            while len(rows) > 1 and not rows[-1].spans:
                rows.pop()
        return sum(len(self._by_lane.get(lane.lane_id, ())) for lane in self.lanes)

    # ── folding ──

    def arrange(self) -> None:
        """Put the lanes to be seen one under the other."""
        self.lanes, self.rows, self.first_row_of = [], [], []
        below: int | None = None
        for lane in self._all:
            if below is not None and lane.depth > below:
                continue
            below = lane.depth if lane.lane_id in self.folded else None
            self.first_row_of.append(len(self.rows))
            for row in self._by_lane.setdefault(lane.lane_id, [Row()]):
                row.lane = len(self.lanes)
                self.rows.append(row)
            self.lanes.append(lane)

    def can_fold(self, lane: LaneLike) -> bool:
        """Whether there is something below the lane's head."""
        return bool(self._below(lane.lane_id))

    def fold(self, lane_id: str, folded: bool) -> None:
        """Show only the head of a subagent's lanes, or all of them."""
        if folded:
            self.folded.add(lane_id)
        else:
            self.folded.discard(lane_id)
        self.arrange()

    def fold_all(self, folded: bool) -> None:
        """The same for every subagent."""
        self.folded = {lane.lane_id for lane in self._all if folded and lane.kind == "subagent"}
        self.arrange()

    def head_of(self, lane_id: str) -> LaneLike | None:
        """The subagent's head a lane stands below, or itself where it is one; None in the main conversation."""
        index = next((index for index, lane in enumerate(self._all) if lane.lane_id == lane_id), -1)
        if index < 0 or self._all[index].kind == "subagent":
            return self._all[index] if index >= 0 else None
        depth = self._all[index].depth
        heads = (lane for lane in reversed(self._all[:index]) if lane.kind == "subagent" and lane.depth < depth)
        return next(heads, None) if depth else None

    def folded_into(self, lane_id: str) -> list[Row]:
        """The rows a folded head stands for."""
        return [row for lane in self._below(lane_id) for row in self._by_lane.get(lane.lane_id, ())]

    def _below(self, lane_id: str) -> list[LaneLike]:
        found: list[LaneLike] = []
        depth: int | None = None
        for lane in self._all:
            if depth is not None:
                if lane.depth <= depth:
                    break
                found.append(lane)
            elif lane.lane_id == lane_id and lane.kind == "subagent":
                depth = lane.depth
        return found

    # ── finding ──

    def span(self, span_id: str) -> SpanLike | None:
        """A span as it is now, to be seen or not."""
        return self._spans.get(span_id)

    def of_block(self, block_id: str) -> SpanLike | None:
        """The span of a block of the transcript."""
        return self._spans.get(self._by_block.get(block_id, ""))

    def find(self, span_id: str) -> tuple[int, SpanLike] | None:
        """The row of a span that is to be seen, and the span as it is now."""
        span = self._spans.get(span_id)
        if span is None:
            return None
        number = next((number for number, lane in enumerate(self.lanes) if lane.lane_id == span.lane_id), None)
        return (self.first_row_of[number] + max(0, span.row), span) if number is not None else None

    def beside(self, row: int, span: SpanLike, steps: int) -> SpanLike | None:
        """The span before (-1) or after (+1) in the same row."""
        index = self.rows[row].index_of(span) + steps
        return self.rows[row].spans[index] if 0 <= index < len(self.rows[row].spans) else None

    def above_or_below(self, row: int, span: SpanLike, steps: int) -> tuple[int, SpanLike] | None:
        """The span nearest in time in the next row up (-1) or down (+1) that has any."""
        middle = (span.start_us + (span.end_us or span.start_us)) / 2
        index = row + steps
        while 0 <= index < len(self.rows):
            found = self.rows[index].nearest(middle)
            if found is not None:
                return index, found
            index += steps
        return None

    def latest(self) -> SpanLike | None:
        """The span that began last of all to be seen."""
        last = [row.spans[-1] for row in self.rows if row.spans]
        return max(last, key=lambda span: span.start_us, default=None)

    def has_open(self) -> bool:
        """Whether anything still goes on."""
        return any(row.spans and row.spans[-1].end_us is None for rows in self._by_lane.values() for row in rows)
