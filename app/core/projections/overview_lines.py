"""The lines of the overview from top to bottom: headings and sessions, each with its place. Units are the caller's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)


class Line(NamedTuple, Generic[K]):
    """One line: what it is of, where it begins, how high it is."""

    key: K
    is_session: bool
    top: float
    height: float


class OverviewLines(Generic[K]):
    """Lays headings and sessions one under the other; finds what is in sight by halving."""

    def __init__(self) -> None:
        self.lines: list[Line[K]] = []
        self.height = 0.0
        self._tops: list[float] = []
        self._index: dict[K, int] = {}

    def lay(self, entries: Sequence[tuple[K, bool]], row: float, heading: float) -> None:
        """``entries``: (key, whether it is a session). Headings are left out where they have no height."""
        self.lines, top = [], 0.0
        for key, is_session in entries:
            height = row if is_session else heading
            if height > 0:
                self.lines.append(Line(key, is_session, top, height))
                top += height
        self.height = top
        self._tops = [line.top for line in self.lines]
        self._index = {line.key: index for index, line in enumerate(self.lines)}

    def between(self, top: float, bottom: float) -> list[Line[K]]:
        """The lines that touch what lies between."""
        first = max(0, bisect_right(self._tops, top) - 1)
        return self.lines[first : bisect_right(self._tops, bottom)]

    def at(self, y: float) -> Line[K] | None:
        """The line at a height; None above and below all."""
        index = bisect_right(self._tops, y) - 1
        return self.lines[index] if index >= 0 and y < self.lines[index].top + self.lines[index].height else None

    def find(self, key: K | None) -> Line[K] | None:
        """The line of a session."""
        index = self._index.get(key) if key is not None else None
        return self.lines[index] if index is not None else None

    def above(self, line: Line[K]) -> Line[K] | None:
        """The line before."""
        index = self._index[line.key]
        return self.lines[index - 1] if index else None

    def beside(self, key: K | None, steps: int) -> K | None:
        """The session so many lines below (above where negative); the first or last where that is beyond the end."""
        sessions = [line.key for line in self.lines if line.is_session]
        if not sessions:
            return None
        if key not in self._index:
            return sessions[0] if steps >= 0 else sessions[-1]
        return sessions[min(len(sessions) - 1, max(0, sessions.index(key) + steps))]
