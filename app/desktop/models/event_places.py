"""Which rows of the event table are known: pages around those looked at, each of which can be fetched again.

Rows are counted from the newest record there was when the table was asked for (place 0); what comes later stands above
it at the places -1, -2 … So a page keeps its place whatever arrives, and can be dropped and fetched again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from app.core.commands import EventRow

PAGE = 200
"""Rows fetched at a time."""

KEPT_PAGES = 40
"""So many pages stay in memory besides the newest and the last: scrolling a little to and fro costs nothing."""


class Places:
    """Rows by their place. ``above`` are those that came since, ``below`` the rest, known or only counted."""

    def __init__(self) -> None:
        self.above = 0
        self.below = 0
        self._pages: OrderedDict[int, list[EventRow]] = OrderedDict()
        self._anchors: dict[int, int] = {}
        """Page → its newest record: where to fetch it again."""

    def __len__(self) -> int:
        return self.above + self.below

    @property
    def kept(self) -> int:
        """Rows in memory."""
        return sum(map(len, self._pages.values()))

    def at(self, row: int) -> EventRow | None:
        """The record in a row; None where it is not here."""
        place = row - self.above
        page = self._pages.get(place // PAGE)
        if page is None:
            return None
        at = place % PAGE
        if place < 0:
            at -= PAGE - len(page)  # the newest page fills from its end
        # A page that was only begun is fetched whole when its rest is looked at.
        return page[at] if 0 <= at < len(page) else None

    def page_of(self, row: int) -> int:
        """The number of the page a row lies in."""
        return (row - self.above) // PAGE

    def rows_of(self, number: int) -> tuple[int, int]:
        """First and last row of a page."""
        first = number * PAGE + self.above
        return max(0, first), min(first + PAGE, len(self)) - 1

    def append(self, rows: Sequence[EventRow]) -> None:
        """Older rows, found in order."""
        for row in rows:
            number = self.below // PAGE
            self._anchors.setdefault(number, row.seq)
            self._pages.setdefault(number, []).append(row)
            self.below += 1
        self._forget_some()

    def put_on_top(self, rows: Sequence[EventRow]) -> None:
        """What came since, newest first."""
        for row in reversed(rows):
            self.above += 1
            number = -self.above // PAGE
            self._anchors[number] = row.seq
            self._pages.setdefault(number, []).insert(0, row)
        self._forget_some()

    def keep(self, number: int, rows: list[EventRow]) -> None:
        """A page that was fetched (again)."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        self._anchors[number] = rows[0].seq
        self._forget_some()

    def way_to(self, number: int) -> tuple[int, int] | None:
        """Where to fetch a page: before which record, and how many matches to skip from there."""
        near = max((known for known in self._anchors if known <= number), default=None)
        return None if near is None else (self._anchors[near] + 1, (number - near) * PAGE)

    def _forget_some(self) -> None:
        """Drop the pages that came first, but never one that is still growing."""
        growing = {-self.above // PAGE, max(0, self.below - 1) // PAGE}
        for number in list(self._pages):
            if len(self._pages) <= KEPT_PAGES:
                return
            if number not in growing:
                del self._pages[number]
