"""The statuses one session went through, as a desktop knows them: what the hub told, brought up to the roster's row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from app.core.projections.rows import SessionRow, Status
from app.core.projections.strips import Strip
from app.core.stretches import Stretch, stretch

MARKS: dict[Status, int] = {
    "working": 1,
    "waiting": 2,
    "failed": 4,
    "interrupted": 8,
    "done": 16,
    "idle": 32,
    "lost": 64,
    "ended": 128,
}
"""The bit of a strip each status has."""

BY_WEIGHT: tuple[Status, ...] = ("failed", "waiting", "interrupted", "working", "lost", "done", "idle", "ended")
"""Of several in one place the first is shown: seen from afar, nothing that called for a person is lost."""

OPEN: frozenset[Status] = frozenset({"working", "waiting"})
"""What goes on, as opposed to what merely stays as it is."""


class SignalHistory:
    """The stretches of one session and, for painting, their strip."""

    def __init__(self) -> None:
        self.stretches: tuple[Stretch, ...] = ()
        self.strip = Strip()

    def tell(self, stretches: Sequence[Stretch], row: SessionRow | None) -> bool:
        """What the hub says, oldest first; whether anything is different now."""
        return self._take(_with_row(tuple(stretches), row))

    def bring_up_to(self, row: SessionRow) -> bool:
        """The roster's row may be ahead of what was told; whether anything is different now."""
        return self._take(_with_row(self.stretches, row))

    def _take(self, after: tuple[Stretch, ...]) -> bool:
        before, self.stretches = self.stretches, after
        if before == after:
            return False
        if len(after) >= len(before) > 0 and after[: len(before)] == before:
            fresh = range(len(before) - 1, len(after) - 1)
        else:
            self.strip.put(())
            fresh = range(len(after) - 1)
        for index in fresh:
            each = after[index]
            self.strip.append(each.since_us, after[index + 1].since_us, MARKS[each.status])
        if after:
            self.strip.goes_on(after[-1].since_us, MARKS[after[-1].status])
        return True

    def index_at(self, time_us: float) -> int:
        """Which stretch a moment lies in; -1: none does."""
        return bisect_right(self.stretches, time_us, key=lambda each: each.since_us) - 1

    def end_of(self, index: int) -> int | None:
        """When a stretch ended; None: it is the present one."""
        return self.stretches[index + 1].since_us if index + 1 < len(self.stretches) else None


def _with_row(known: tuple[Stretch, ...], row: SessionRow | None) -> tuple[Stretch, ...]:
    if row is None:
        return known
    since_us = row.status_at_us or row.started_at_us
    if not known or (known[-1].status != row.status and since_us >= known[-1].since_us):
        known = (*known, stretch(since_us, row.status, row.reason))
    return known
