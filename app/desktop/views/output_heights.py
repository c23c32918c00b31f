"""The heights of many things one below the other: change one, or find what lies at a depth, in O(log n).

A Fenwick tree of whole pixels, packed: sixteen bytes a thing. Appending is O(log n); putting something in the middle
rebuilds (O(n), rare).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Heights:
    """Heights in pixels, by index."""

    __slots__ = ("_heights", "_sums")

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = array("q")
        self._sums = array("q", (0,))
        self.reset(heights)

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        """Everything together."""
        return self.top(len(self._heights))

    def reset(self, heights: Iterable[int]) -> None:
        """Forget all and take these, in O(n)."""
        self._heights = array("q", heights)
        count = len(self._heights)
        sums = array("q", (0,))
        sums.extend(self._heights)
        for index in range(1, count + 1):
            parent = index + (index & -index)
            if parent <= count:
                sums[parent] += sums[index]
        self._sums = sums

    def append(self, height: int) -> None:
        """One more at the end."""
        self._heights.append(height)
        index = len(self._heights)
        below = index - (index & -index)
        total = height
        step = index - 1
        while step > below:
            total += self._sums[step]
            step -= step & -step
        self._sums.append(total)

    def pop(self) -> None:
        """Forget the last one."""
        self._heights.pop()
        self._sums.pop()

    def set(self, index: int, height: int) -> int:
        """Change one; how much it grew."""
        grown = height - self._heights[index]
        if grown:
            self._heights[index] = height
            step = index + 1
            while step < len(self._sums):
                self._sums[step] += grown
                step += step & -step
        return grown

    def top(self, index: int) -> int:
        """Where the thing at ``index`` begins; for the length, where everything ends."""
        total = 0
        while index > 0:
            total += self._sums[index]
            index -= index & -index
        return total

    def find(self, depth: int) -> int:
        """The index of what lies at ``depth``; the first above everything, the last below everything (0 when empty)."""
        count = len(self._heights)
        index = 0
        step = 1 << count.bit_length()
        left = max(0, depth)
        while step:
            ahead = index + step
            if ahead <= count and self._sums[ahead] <= left:
                index = ahead
                left -= self._sums[ahead]
            step >>= 1
        return max(0, min(index, count - 1))
