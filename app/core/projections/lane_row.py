"""The spans of one row of a lane by time: found by halving, changed one by one, and as a strip where they are many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from app.core.projections.span_marks import mark_of
from app.core.projections.strips import Strip, spread

FOREVER_US = 1 << 62
"""The end of a span that is still open."""

_LOOSE = 48
"""So many spans at the end may still change: they are not in the strip but laid over what it gives."""


class SpanLike(Protocol):
    """What of a span is used here."""

    @property
    def span_id(self) -> str: ...
    @property
    def lane_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def start_us(self) -> int: ...
    @property
    def end_us(self) -> int | None: ...
    @property
    def block_id(self) -> str: ...


def _place(span: SpanLike) -> tuple[int, str]:
    return span.start_us, span.span_id


def _end(span: SpanLike) -> int:
    return FOREVER_US if span.end_us is None else span.end_us


class Row:
    """Spans that, but for more at once than a lane has rows, do not overlap."""

    def __init__(self, spans: Iterable[SpanLike] = ()) -> None:
        self.lane = 0
        """The number of its lane, from above."""
        self.spans: list[SpanLike] = sorted(spans, key=_place)
        self._places = [_place(span) for span in self.spans]
        self._reach: list[int] = []
        """Per span: the latest end up to it; shorter than the spans where it has to be found out anew."""
        self._strip = Strip()
        self._stripped = 0
        """So many spans from the first are in the strip."""

    def put(self, span: SpanLike) -> None:
        """One more span."""
        place = _place(span)
        index = bisect_left(self._places, place)
        self._places.insert(index, place)
        self.spans.insert(index, span)
        self._changed_from(index)

    def remove(self, span: SpanLike) -> None:
        """It is not there any more; what stands there now may differ in all but its start."""
        index = self.index_of(span)
        if index >= 0:
            del self._places[index], self.spans[index]
            self._changed_from(index)

    def replace(self, before: SpanLike, after: SpanLike) -> None:
        """The same span, told anew."""
        index = self.index_of(before)
        if index >= 0 and _place(before) == _place(after):
            self.spans[index] = after
            self._changed_from(index)
        else:
            self.remove(before)
            self.put(after)

    def index_of(self, span: SpanLike) -> int:
        """Its place in the row; -1 when it is not there."""
        index = bisect_left(self._places, _place(span))
        return index if index < len(self._places) and self._places[index] == _place(span) else -1

    def touching(self, start_us: float, end_us: float) -> range:
        """Which spans touch the time between."""
        self._find_reach()
        return range(bisect_left(self._reach, start_us), bisect_right(self._places, (end_us, "\uffff")))

    def in_sight(self, start_us: float, end_us: float) -> Iterator[SpanLike]:
        """Spans that touch the time between, from the left."""
        for index in self.touching(start_us, end_us):
            yield self.spans[index]

    def nearest(self, time_us: float) -> SpanLike | None:
        """The span at a time, or the one nearest to it."""
        if not self.spans:
            return None
        index = max(0, bisect_right(self._places, (time_us, "\uffff")) - 1)
        here = self.spans[index]
        after = self.spans[index + 1] if index + 1 < len(self.spans) else here
        gap_before = max(0.0, time_us - _end(here))
        return after if after is not here and after.start_us - time_us < gap_before else here

    def window(self, first: int, count: int, shift: int, now_us: int = 0) -> bytes:
        """As ``Strip.window``; whatever is open reaches to ``now_us``."""
        self._fill_strip()
        seen = bytearray(self._strip.window(first, count, shift))
        for span in self.spans[self._stripped :]:
            end_us = span.end_us if span.end_us is not None else max(now_us, span.start_us)
            begin = max(0, (span.start_us >> shift) - first)
            last = min(count - 1, (max(span.start_us, end_us - 1) >> shift) - first)
            if begin <= last:
                spread(seen, begin, last, mark_of(span.kind, span.state))
        return bytes(seen)

    def _changed_from(self, index: int) -> None:
        del self._reach[index:]
        if index < self._stripped:
            self._stripped = 0

    def _find_reach(self) -> None:
        latest = self._reach[-1] if self._reach else 0
        for span in self.spans[len(self._reach) :]:
            latest = max(latest, _end(span))
            self._reach.append(latest)

    def _fill_strip(self) -> None:
        until = len(self.spans) - _LOOSE
        if until - self._stripped < (_LOOSE if self._stripped else 1):
            return
        if not self._stripped:
            self._strip.put(())
        ends = self._strip.ends
        for span in self.spans[self._stripped : until]:
            # A strip wants one after the other: what overlaps in the last row of a lane is laid end to end.
            start_us = max(span.start_us, ends[-1]) if ends else span.start_us
            end_us = max(start_us, span.end_us if span.end_us is not None else span.start_us)
            self._strip.append(start_us, end_us, mark_of(span.kind, span.state))
        self._stripped = until
