"""The spans of a timeline sorted into rows, so that what is in sight is found by halving. Pure: no Qt, no pixels.

A raster of rows may one day stand in its place: the view asks only ``in_sight``, ``at`` and ``beside``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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


class LaneLike(Protocol):
    """What of a lane is used here."""

    @property
    def lane_id(self) -> str: ...


class Row:
    """Spans that do not overlap, by time."""

    def __init__(self, lane: int, spans: Sequence[SpanLike]) -> None:
        self.lane = lane
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
    """All rows, lane under lane."""

    def __init__(self, lanes: Sequence[LaneLike], spans: Sequence[SpanLike]) -> None:
        by_place: dict[tuple[str, int], list[SpanLike]] = {}
        for span in spans:
            by_place.setdefault((span.lane_id, max(0, span.row)), []).append(span)
        self.rows: list[Row] = []
        self.first_row_of: list[int] = []
        """Index of the first row of every lane."""
        for number, lane in enumerate(lanes):
            self.first_row_of.append(len(self.rows))
            places = [row for lane_id, row in by_place if lane_id == lane.lane_id]
            for row in range(max(places, default=0) + 1):
                self.rows.append(Row(number, by_place.get((lane.lane_id, row), ())))

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
