"""Which words of a changed line changed: marks inside removed and added lines, bounded however hostile they are."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.desktop.text.diff import DiffLine

Span = tuple[int, int]
"""(start, length) in characters of the line's text."""

LONGEST_LINE = 1_000
"""Characters; longer lines get no marks."""

MOST_WORK = 120_000
"""Comparisons of two words for one stretch of lines; what comes after gets no marks."""

MOST_WORK_PER_PAIR = 20_000
_MOST_PAIRED = 24
"""Removed or added lines in one change that are matched up by likeness; beyond it line by line."""

_LIKENESS = 0.4
"""Share of common words (by length) under which two lines have nothing to do with each other."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class _Purse:
    """How much work may still be done."""

    def __init__(self) -> None:
        self.left = MOST_WORK

    def pays(self, work: int) -> bool:
        if work > self.left:
            return False
        self.left -= work
        return True


def word_marks(lines: Sequence[DiffLine]) -> dict[int, list[Span]]:
    """Index of a changed line → what is marked in it."""
    marks: dict[int, list[Span]] = {}
    purse = _Purse()
    for removed, added in _changes(lines):
        for old, new in _pairs(lines, removed, added, purse):
            found = _compare(lines[old].text, lines[new].text, purse)
            if found is not None:
                marks[old], marks[new] = found
    return marks


def _changes(lines: Sequence[DiffLine]) -> Iterator[tuple[range, range]]:
    """Removed lines directly followed by added ones."""
    index = 0
    while index < len(lines):
        start = index
        while index < len(lines) and lines[index].sign == "-":
            index += 1
        middle = index
        while index < len(lines) and lines[index].sign == "+":
            index += 1
        if start < middle < index:
            yield range(start, middle), range(middle, index)
        if index == start:
            index += 1


def _pairs(lines: Sequence[DiffLine], removed: range, added: range, purse: _Purse) -> list[tuple[int, int]]:
    """Which removed line became which added one: in order, by likeness."""
    if len(removed) > _MOST_PAIRED or len(added) > _MOST_PAIRED:
        return list(zip(removed, added, strict=False)) if len(removed) == len(added) else []
    if not purse.pays(len(removed) * len(added) * 20):
        return []
    likeness = [[_likeness(lines[old].text, lines[new].text) for new in added] for old in removed]
    # best[i][j]: the most likeness that the lines from i and from j on can have together.
    best = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    for i in range(len(removed) - 1, -1, -1):
        for j in range(len(added) - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _LIKENESS else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(removed) and j < len(added):
        if likeness[i][j] >= _LIKENESS and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((removed[i], added[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: str, new: str) -> float:
    """Share of letters in words both lines have, whatever their order; 0 for lines that are too long."""
    if max(len(old), len(new)) > LONGEST_LINE:
        return 0.0
    before, after = (Counter(word for word in _WORD.findall(line) if not word.isspace()) for line in (old, new))
    size = sum(len(word) * count for counter in (before, after) for word, count in counter.items())
    common = sum(len(word) * count for word, count in (before & after).items())
    return 2 * common / size if size else 0.0


def _compare(old: str, new: str, purse: _Purse) -> tuple[list[Span], list[Span]] | None:
    """What differs between two lines; None when they share almost nothing or are too long to say."""
    if _likeness(old, new) < _LIKENESS:
        return None
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    start = sum(map(len, before[:head]))
    work = len(left) * len(right)
    if work > MOST_WORK_PER_PAIR or not purse.pays(work + len(before) + len(after)):
        return None
    old_marks: list[Span] = []
    new_marks: list[Span] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            _mark(old_marks, left, i1, i2, start)
            _mark(new_marks, right, j1, j2, start)
    return _joined(old_marks, old), _joined(new_marks, new)


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _mark(marks: list[Span], words: Sequence[str], first: int, end: int, start: int) -> None:
    """Mark words, without the space around them unless that is all that changed."""
    if any(not word.isspace() for word in words[first:end]):
        while words[first].isspace():
            first += 1
        while words[end - 1].isspace():
            end -= 1
    if end > first:
        marks.append((start + sum(map(len, words[:first])), sum(map(len, words[first:end]))))


def _joined(marks: list[Span], line: str) -> list[Span]:
    """Marks with nothing but a little space between them are one."""
    joined: list[Span] = []
    for start, length in marks:
        end = sum(joined[-1]) if joined else -1
        if joined and start - end <= 2 and not line[end:start].strip():
            joined[-1] = (joined[-1][0], start + length - joined[-1][0])
        else:
            joined.append((start, length))
    return joined
