"""Stacks the spans of one lane in rows: each takes the first row that is free when it begins.

Only what comes after the first change is stacked again, from a moment on when nothing ran.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Generic, Protocol, TypeVar

OPEN_END = 1 << 62
MAX_ROWS = 64
"""What overlaps more than this shares the last row."""


class Stackable(Protocol):
    """What can be stacked: something that begins, may have ended, and lies in a row."""

    @property
    def span_id(self) -> str: ...
    @property
    def start_us(self) -> int: ...
    @property
    def end_us(self) -> int | None: ...
    @property
    def row(self) -> int: ...


S = TypeVar("S", bound=Stackable)


class StackedLane(Generic[S]):
    """The spans of one lane by start."""

    def __init__(self) -> None:
        self._keys: list[tuple[int, str]] = []
        self._spans: list[S] = []
        self._reach: list[int] = []
        """Per position: the latest end of the spans up to it, as of the last stacking."""
        self._known_reach: list[int] = []
        """The same without those that still go on."""
        self._filled: list[int] = []
        """How many spans lie in each row."""
        self._dirty_from: int | None = None

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def spans(self) -> list[S]:
        """By start; to be read, not changed."""
        return self._spans

    @property
    def rows(self) -> int:
        """How many rows there are, at least one."""
        return max(1, len(self._filled))

    @property
    def first_us(self) -> int:
        return self._keys[0][0]

    @property
    def last_us(self) -> int:
        """The latest known start or end."""
        return max(self._keys[-1][0], self._known_reach[-1] if self._known_reach else 0)

    def add(self, span: S) -> None:
        """A span that is not there yet, in the row it says until it is stacked."""
        key = (span.start_us, span.span_id)
        index = bisect_left(self._keys, key)
        self._keys.insert(index, key)
        self._spans.insert(index, span)
        self._fill(span.row)
        self._dirty(span.start_us)

    def remove(self, span: S) -> None:
        index = bisect_left(self._keys, (span.start_us, span.span_id))
        self._filled[self._spans[index].row] -= 1
        del self._keys[index], self._spans[index]
        self._dirty(span.start_us)

    def replace(self, span: S) -> None:
        """The same span, with the same start, in another row."""
        index = bisect_left(self._keys, (span.start_us, span.span_id))
        self._filled[self._spans[index].row] -= 1
        self._fill(span.row)
        self._spans[index] = span

    def restack(self) -> list[tuple[S, int]]:
        """The spans that have to move, and to which row."""
        if self._dirty_from is None:
            return []
        at = min(bisect_left(self._keys, (self._dirty_from, "")), len(self._reach))
        while at > 0 and (at >= len(self._keys) or self._reach[at - 1] > self._keys[at][0]):
            at -= 1
        self._dirty_from = None
        del self._reach[at:], self._known_reach[at:]
        reach, known = (self._reach[-1], self._known_reach[-1]) if self._reach else (0, 0)
        busy_until: list[int] = []
        moved: list[tuple[S, int]] = []
        for span in self._spans[at:]:
            end_us = OPEN_END if span.end_us is None else span.end_us
            if reach <= span.start_us:
                busy_until.clear()
            row = next((row for row, until in enumerate(busy_until) if until <= span.start_us), len(busy_until))
            row = min(row, MAX_ROWS - 1)
            busy_until[row : row + 1] = [end_us]
            reach = max(reach, end_us)
            known = known if end_us == OPEN_END else max(known, end_us)
            self._reach.append(reach)
            self._known_reach.append(known)
            if span.row != row:
                moved.append((span, row))
        return moved

    def trim(self) -> None:
        """Forget rows at the bottom in which nothing lies any more."""
        while self._filled and not self._filled[-1]:
            self._filled.pop()

    def _fill(self, row: int) -> None:
        self._filled += [0] * (row + 1 - len(self._filled))
        self._filled[row] += 1

    def _dirty(self, start_us: int) -> None:
        self._dirty_from = start_us if self._dirty_from is None else min(self._dirty_from, start_us)
