"""The spans of a timeline sorted into rows, so that what is in sight is found by halving. Pure: no Qt, no pixels.

A raster of rows may one day stand in its place: the view asks only ``in_sight``, ``at`` and ``beside``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Protocol

FOREVER_US = 1 << 62
"""The end of a span that is still open."""


class SpanLike(Protocol):
    """What of a span is used here."""

    @property
    def span_id(self) -> str: ...
    @property
    def lane_id(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def start_us(self) -> int: ...
    @property
    def end_us(self) -> int | None: ...


class Row:
    """Spans that do not overlap, by time."""

    def __init__(self, spans: Sequence[SpanLike]) -> None:
        self.lane = 0
        """The number of its lane, from above."""
        self.spans = sorted(spans, key=lambda span: (span.start_us, span.span_id))
        self._starts = [span.start_us for span in self.spans]
        self._ends: list[int] = []
        latest = 0
        for span in self.spans:
            latest = max(latest, FOREVER_US if span.end_us is None else span.end_us)
            self._ends.append(latest)

    def in_sight(self, start_us: float, end_us: float) -> Iterator[SpanLike]:
        """Spans that touch the time between, from the left."""
        first = bisect_left(self._ends, start_us)
        last = bisect_right(self._starts, end_us)
        for index in range(first, last):
            yield self.spans[index]

    def index_of(self, span: SpanLike) -> int:
        """Its place in the row; -1 when it is not there."""
        index = bisect_left(self._starts, span.start_us)
        while index < len(self.spans) and self.spans[index].start_us == span.start_us:
            if self.spans[index].span_id == span.span_id:
                return index
            index += 1
        return -1

    def nearest(self, time_us: float) -> SpanLike | None:
        """The span at a time, or the one nearest to it."""
        if not self.spans:
            return None
        index = max(0, bisect_right(self._starts, time_us) - 1)
        here = self.spans[index]
        after = self.spans[index + 1] if index + 1 < len(self.spans) else here
        gap_before = max(0.0, time_us - (FOREVER_US if here.end_us is None else here.end_us))
        return after if after is not here and after.start_us - time_us < gap_before else here


class Rows:
    """All rows, lane under lane. A lane that did not change is not looked at again."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.first_row_of: list[int] = []
        """Index of the first row of every lane."""
        self._by_lane: dict[str, list[Sequence[SpanLike]]] = {}
        self._made: dict[str, list[Row]] = {}
        self._lane_of: dict[str, str] = {}

    def lanes_of(self, span_ids: Iterable[str]) -> set[str]:
        """The lanes in which these spans stood when they were last read."""
        return {self._lane_of[span_id] for span_id in span_ids if span_id in self._lane_of}

    @property
    def known_ids(self) -> Set[str]:
        """Every span that was read."""
        return self._lane_of.keys()

    def put_lane(self, lane_id: str, spans: Sequence[SpanLike]) -> None:
        """The spans of one lane are now these."""
        places: dict[int, list[SpanLike]] = {}
        for span in spans:
            places.setdefault(max(0, span.row), []).append(span)
            self._lane_of[span.span_id] = lane_id
        self._by_lane[lane_id] = [places.get(row, ()) for row in range(max(places, default=0) + 1)]
        self._made.pop(lane_id, None)

    def arrange(self, lane_ids: Sequence[str]) -> None:
        """Put the lanes one under the other, in this order; others are forgotten."""
        self.rows, self.first_row_of = [], []
        for gone in self._by_lane.keys() - set(lane_ids):
            del self._by_lane[gone]
            self._made.pop(gone, None)
        for number, lane_id in enumerate(lane_ids):
            self.first_row_of.append(len(self.rows))
            made = self._made.get(lane_id)
            if made is None:
                made = self._made[lane_id] = [Row(spans) for spans in self._by_lane.get(lane_id, [()])]
            for row in made:
                row.lane = number
            self.rows += made

    def find(self, span_id: str) -> tuple[int, SpanLike] | None:
        """The row of a span and the span as it is now."""
        for index, row in enumerate(self.rows):
            for span in row.spans:
                if span.span_id == span_id:
                    return index, span
        return None

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
