"""Which lines of two texts are the same: exact where that is cheap, by lines that occur once elsewhere; always bounded.

Python's own matcher compares two hostile texts of a thousand lines for ten seconds, and a window has no such time.
Therefore lines that stand exactly once in both texts are found first (they hardly ever match by accident), in an order
that holds in both; only the small gaps between them are compared line by line.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

Change = tuple[Literal["equal", "replace"], int, int, int, int]
"""As difflib's opcodes: (what, start and end in the old text, start and end in the new one)."""

MOST_COMPARED = 4_900
"""Lines of one gap times lines of the other that are compared one by one; larger gaps are replaced as a whole."""


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """How ``new`` comes from ``old``, from the first line to the last."""
    found: list[Change] = []
    i = j = 0
    for a, b, size in [*_matches(old, new, 0, len(old), 0, len(new)), (len(old), len(new), 0)]:
        if i < a or j < b:
            found.append(("replace", i, a, j, b))
        if size and found and found[-1][0] == "equal":
            found[-1] = ("equal", found[-1][1], a + size, found[-1][3], b + size)
        elif size:
            found.append(("equal", a, a + size, b, b + size))
        i, j = a + size, b + size
    return found


def _matches(
    old: Sequence[str], new: Sequence[str], a: int, a_end: int, b: int, b_end: int
) -> Iterator[tuple[int, int, int]]:
    """Stretches both have: (place in old, place in new, lines)."""
    head = 0
    while a + head < a_end and b + head < b_end and old[a + head] == new[b + head]:
        head += 1
    tail = 0
    while a_end - tail > a + head and b_end - tail > b + head and old[a_end - tail - 1] == new[b_end - tail - 1]:
        tail += 1
    if head:
        yield a, b, head
    at, at_new = a + head, b + head
    for x, y in [*_anchors(old, new, at, a_end - tail, at_new, b_end - tail), (a_end - tail, b_end - tail)]:
        if 0 < (x - at) * (y - at_new) <= MOST_COMPARED:
            matcher = difflib.SequenceMatcher(None, old[at:x], new[at_new:y], autojunk=False)
            for match in matcher.get_matching_blocks()[:-1]:
                yield at + match.a, at_new + match.b, match.size
        if x < a_end - tail:
            yield x, y, 1
        at, at_new = x + 1, y + 1
    if tail:
        yield a_end - tail, b_end - tail, tail


def _anchors(old: Sequence[str], new: Sequence[str], a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int]]:
    """Lines that stand once in both, as many as come in the same order in both; none where all can be compared."""
    if (a_end - a) * (b_end - b) <= MOST_COMPARED:
        return []
    counts_old, counts_new = Counter(old[a:a_end]), Counter(new[b:b_end])
    place = {line: at for at, line in enumerate(new[b:b_end], b) if counts_new[line] == 1}
    pairs = [(at, place[line]) for at, line in enumerate(old[a:a_end], a) if counts_old[line] == 1 and line in place]
    # The longest rising run of places: the last of each length, and who came before.
    lasts: list[int] = []
    where: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(lasts, at)
        before.append(where[length - 1] if length else -1)
        lasts[length : length + 1] = [at]
        where[length : length + 1] = [number]
    chain = []
    number = where[-1] if where else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
