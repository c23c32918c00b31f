"""The newest records, ready to be sent, within a fixed number of bytes: readers that keep up need no store."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from app.core.records import SessionKey
from app.store.lines import Line


class Ring:
    """Contiguous lines up to the last one; the oldest go when it is full."""

    def __init__(self, last_seq: int, max_lines: int, max_bytes: int) -> None:
        self._lines: deque[Line] = deque()
        self._bytes = 0
        self.max_lines = max_lines
        self._max_bytes = max_bytes
        self.last_seq = last_seq

    @property
    def bytes_held(self) -> int:
        return self._bytes

    @property
    def first_seq(self) -> int:
        """The oldest number still here; one past the last when there is none."""
        return self._lines[0].seq if self._lines else self.last_seq + 1

    def add(self, lines: Sequence[Line]) -> None:
        """Append, forgetting the oldest beyond the bounds."""
        for line in lines:
            self._lines.append(line)
            self._bytes += len(line.json)
            self.last_seq = line.seq
        while self._lines and (len(self._lines) > self.max_lines or self._bytes > self._max_bytes):
            self._bytes -= len(self._lines.popleft().json)

    def blank(self, keys: Collection[SessionKey]) -> None:
        """Keep the numbers of these sessions' lines, and nothing of what they say."""
        for place, line in enumerate(self._lines):
            if line.key in keys and line.json:
                self._bytes -= len(line.json)
                self._lines[place] = Line(line.seq, line.key, b"")

    def has(self, seq: int) -> bool:
        """Whether everything after ``seq`` is still here."""
        return seq + 1 >= self.first_seq

    def since(self, seq: int, limit: int, max_bytes: int) -> list[Line]:
        """Lines after ``seq``, which must be ``has``: at most ``limit`` and about ``max_bytes``, but at least one."""
        taken: list[Line] = []
        size = 0
        for line in islice(self._after(seq), limit):
            size += len(line.json)
            if taken and size > max_bytes:
                break
            taken.append(line)
        return taken

    def _after(self, seq: int) -> Iterable[Line]:
        """A deque is walked from its ends: who keeps up is served from the new one, however much lies before."""
        before, behind = seq + 1 - self.first_seq, self.last_seq - seq
        if before <= behind:
            return islice(self._lines, before, None)
        return list(islice(reversed(self._lines), behind))[::-1]
