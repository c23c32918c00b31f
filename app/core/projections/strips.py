"""One row of a timeline at every level of detail: which marks occur in each bucket of time, as bytes. No pixels.

Theory of operation
-------------------
A bucket is a power of two of microseconds wide and begins at a multiple of that, so the buckets of all rows lie under
one another. A mark is a bit, a bucket's byte is the set of marks that occur in it: nothing is lost by looking from
afar, however short it was. Level 0 holds at most ``FINENESS`` buckets a span, each further level half as many; a
level is made of the one before by ``or`` over two big integers, which costs about three nanoseconds a bucket.
Nearer than level 0 so few spans are in sight that they are spread out when they are asked for. What a frame costs is
one slice a row, whatever the zoom and however many spans there are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

FINENESS = 32
"""Buckets of level 0 a span: a byte each, and as many again in all levels above."""

_FINEST_SHIFT = 6
_FEW = 8
"""So many spans are spread out quicker than levels are kept of them."""
_RUNS = tuple(bytes((mark,)) for mark in range(256))


class Strip:
    """Spans that follow one another and do not overlap, the last of them perhaps still open."""

    def __init__(self) -> None:
        self.starts = array("q")
        self.ends = array("q")
        self.marks = bytearray()
        self.open_since_us = 0
        self.open_mark = 0
        """The mark of the span that still goes on; 0: none does."""
        self._shift = _FINEST_SHIFT
        self._first = 0
        self._levels: list[bytearray] = []
        self._made_of = 0
        self._asked: tuple[int, int, int, int] | None = None
        self._seen = b""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def bytes_held(self) -> int:
        """By the spans and their levels."""
        return 17 * len(self.starts) + sum(map(len, self._levels))

    def put(self, spans: Iterable[tuple[int, int, int]]) -> None:
        """All closed spans anew: (start, end, mark) in order, microseconds."""
        self.starts, self.ends, self.marks = array("q"), array("q"), bytearray()
        for start_us, end_us, mark in spans:
            self.starts.append(start_us)
            self.ends.append(end_us)
            self.marks.append(mark)
        self._levels = []
        self._made_of = 0
        self._asked = None

    def append(self, start_us: int, end_us: int, mark: int) -> None:
        """One more closed span, after all others."""
        self.starts.append(start_us)
        self.ends.append(end_us)
        self.marks.append(mark)
        self._asked = None
        if not self._levels:
            return
        if len(self.starts) >= 2 * self._made_of or end_us >> self._shift > self._first + 4 * FINENESS * self._made_of:
            self._levels = []  # made anew, at the detail that suits, when it is next looked at
            return
        for index, level in enumerate(self._levels):
            shift = self._shift + index
            first = self._first >> index
            begin, last = (start_us >> shift) - first, (max(start_us, end_us - 1) >> shift) - first
            if last >= len(level):
                level.extend(bytes(last + 1 - len(level)))
            spread(level, begin, last, mark)

    def goes_on(self, since_us: int, mark: int) -> None:
        """The last span is still open; mark 0: none is."""
        self.open_since_us, self.open_mark = since_us, mark
        self._asked = None

    def in_sight(self, start_us: float, end_us: float) -> range:
        """Which closed spans touch the time between."""
        return range(bisect_left(self.ends, start_us), bisect_right(self.starts, end_us))

    def window(self, first: int, count: int, shift: int, now_us: int = 0) -> bytes:
        """The marks in ``count`` buckets from number ``first`` on, each ``1 << shift`` microseconds wide.

        The open span reaches to ``now_us``. The same question as the last time is answered without looking.
        """
        asked = first, count, shift, now_us >> shift if self.open_mark else 0
        if asked != self._asked:
            self._asked, self._seen = asked, self._look(first, count, shift, now_us)
        return self._seen

    def _look(self, first: int, count: int, shift: int, now_us: int) -> bytes:
        self._make_levels()
        if self._levels and shift >= self._shift:
            seen = self._sliced(first, count, shift)
        else:
            seen = self._spread_out(first, count, shift)
        if self.open_mark:
            begin, last = max(0, (self.open_since_us >> shift) - first), min(count - 1, (now_us >> shift) - first)
            if begin <= last:
                spread(seen, begin, last, self.open_mark)
        return bytes(seen)

    def _spread_out(self, first: int, count: int, shift: int) -> bytearray:
        row = bytearray(count)
        seen = self.in_sight(first << shift, (first + count << shift) - 1)
        here = slice(seen.start, seen.stop)
        end = count - 1
        for start_us, end_us, mark in zip(self.starts[here], self.ends[here], self.marks[here], strict=True):
            begin, last = (start_us >> shift) - first, (end_us - 1 >> shift) - first
            if begin < 0:
                begin = 0
            if last > end:
                last = end
            if begin == last:
                row[begin] |= mark
            elif begin < last:
                row[begin] |= mark
                row[last] |= mark
                row[begin + 1 : last] = _RUNS[mark] * (last - begin - 1)
            elif start_us >= end_us and begin <= end:
                row[begin] |= mark  # it lasted no time, just at the beginning of a bucket
        return row

    def _sliced(self, first: int, count: int, shift: int) -> bytearray:
        index = shift - self._shift
        while len(self._levels) <= index:
            made = len(self._levels)
            self._levels.append(_halved(self._levels[-1], self._first >> (made - 1)))
        begin = first - (self._first >> index)
        level = self._levels[index]
        if begin >= 0:
            return level[begin : begin + count].ljust(count, b"\0")
        return level[: max(0, begin + count)].rjust(min(count, -begin + len(level)), b"\0").ljust(count, b"\0")

    def _make_levels(self) -> None:
        """Level 0 from the spans, and each further one from the one before."""
        if self._levels or len(self.starts) <= _FEW:
            return
        self._made_of = len(self.starts)
        extent = max(1, self.ends[-1] - self.starts[0])
        self._shift = max(_FINEST_SHIFT, (extent // (FINENESS * self._made_of)).bit_length())
        shift = self._shift
        self._first = first = self.starts[0] >> shift
        level = bytearray((self.ends[-1] >> shift) - first + 1)
        for start_us, end_us, mark in zip(self.starts, self.ends, self.marks, strict=True):
            begin, last = (start_us >> shift) - first, (end_us - 1 >> shift) - first
            if last <= begin:
                level[begin] |= mark
            else:
                level[begin] |= mark
                level[last] |= mark
                level[begin + 1 : last] = _RUNS[mark] * (last - begin - 1)
        self._levels = [level]
        while len(level) > 1:
            level = _halved(level, self._first >> (len(self._levels) - 1))
            self._levels.append(level)


def spread(row: bytearray, begin: int, last: int, mark: int) -> None:
    """A span from bucket ``begin`` to ``last``; nobody else is in the buckets between."""
    row[begin] |= mark
    if last > begin:
        row[last] |= mark
        if last > begin + 1:
            row[begin + 1 : last] = _RUNS[mark] * (last - begin - 1)


def _halved(level: bytearray, first: int) -> bytearray:
    """Of two buckets one; ``first`` is the number of the level's first bucket."""
    even = bytes(first & 1) + level
    even += bytes(len(even) & 1)
    one, other = int.from_bytes(even[::2], "little"), int.from_bytes(even[1::2], "little")
    return bytearray((one | other).to_bytes(len(even) // 2, "little"))
