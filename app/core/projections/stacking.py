"""Stacks the spans of one lane in rows: each takes the first row that is free when it begins. Restacks from where it changed."""

from __future__ import annotations

from bisect import bisect_left, insort

OPEN_END = 1 << 62


class StackedLane:
    """Spans of one lane by start, their ends, and the row each was given."""

    def __init__(self) -> None:
        self._order: list[tuple[int, str]] = []
        self._ends: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._reach: list[int] = []
        """Per position: the latest end of the spans up to it, as of the last stacking."""
        self._known_reach: list[int] = []
        """The same without those that still go on."""
        self._dirty_from: int | None = None
        self.rows = 1

    def __len__(self) -> int:
        return len(self._order)

    @property
    def first_us(self) -> int:
        return self._order[0][0]

    @property
    def last_us(self) -> int:
        """The latest known start or end."""
        return max(self._order[-1][0], self._known_reach[-1] if self._known_reach else 0)

    def ids(self) -> list[str]:
        return [span_id for _, span_id in self._order]

    def add(self, span_id: str, start_us: int, end_us: int | None) -> None:
        insort(self._order, (start_us, span_id))
        self._ends[span_id] = OPEN_END if end_us is None else end_us
        self._dirty(start_us)

    def remove(self, span_id: str, start_us: int) -> None:
        del self._order[bisect_left(self._order, (start_us, span_id))]
        del self._ends[span_id]
        self._rows.pop(span_id, None)
        self._dirty(start_us)

    def _dirty(self, start_us: int) -> None:
        self._dirty_from = start_us if self._dirty_from is None else min(self._dirty_from, start_us)

    def restack(self) -> list[tuple[str, int]]:
        """Give rows anew from the first change on; the spans whose row is other than before."""
        if self._dirty_from is None:
            return []
        at = min(bisect_left(self._order, (self._dirty_from, "")), len(self._reach))
        while at > 0 and (at >= len(self._order) or self._reach[at - 1] > self._order[at][0]):
            at -= 1  # back to a moment when nothing ran: there all rows were free
        self._dirty_from = None
        del self._reach[at:], self._known_reach[at:]
        reach, known = (self._reach[-1], self._known_reach[-1]) if self._reach else (0, 0)
        row_ends: list[int] = []
        moved: list[tuple[str, int]] = []
        for start_us, span_id in self._order[at:]:
            end_us = self._ends[span_id]
            if reach <= start_us:
                row_ends.clear()
            row = next((row for row, busy_until in enumerate(row_ends) if busy_until <= start_us), len(row_ends))
            if row == len(row_ends):
                row_ends.append(end_us)
            else:
                row_ends[row] = end_us
            reach = max(reach, end_us)
            known = known if end_us == OPEN_END else max(known, end_us)
            self._reach.append(reach)
            self._known_reach.append(known)
            if self._rows.get(span_id) != row:
                self._rows[span_id] = row
                moved.append((span_id, row))
        self.rows = max(self._rows.values(), default=0) + 1
        return moved
