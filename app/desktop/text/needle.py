"""What is looked for in a text: without regard to case, and a space matches any white space, a line break too."""

from __future__ import annotations

import re


class Needle:
    """Counts and places the occurrences of ``words``; an empty one is nowhere."""

    def __init__(self, words: str) -> None:
        self.words = words
        spaced = r"\s+".join(re.escape(word) for word in re.split(r"\s+", words))
        self._pattern = re.compile(spaced, re.IGNORECASE) if words.strip() else None

    def count(self, text: str) -> int:
        """How often it is in a text."""
        return sum(1 for _ in self._pattern.finditer(text)) if self._pattern is not None else 0

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it is, counted as Qt counts (UTF-16 units)."""
        if self._pattern is None:
            return []
        found = [match.span() for match in self._pattern.finditer(text)]
        if text.isascii() or not found:
            return found
        spans, units, at = [], 0, 0
        for start, end in found:
            units += _units(text[at:start])
            length = _units(text[start:end])
            spans.append((units, units + length))
            units, at = units + length, end
        return spans


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
