"""The colours of some lines of code, packed: known for as long as the code, at a few bytes a word."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from app.desktop.text.highlight import LineHighlighter, Role, Run

_ROLES: tuple[Role, ...] = ("keyword", "string", "number", "comment", "name", "added", "removed", "strong")
_NUMBER_OF: dict[Role, int] = {role: number for number, role in enumerate(_ROLES)}


class LineColours:
    """The runs of the lines looked at so far, in order, and the highlighter that knows how it goes on."""

    __slots__ = ("_packed", "count", "highlighter")

    def __init__(self, highlighter: LineHighlighter) -> None:
        self.highlighter = highlighter
        self.count = 0
        """Lines that are known."""
        self._packed = array("H")

    def next_line(self, text: str) -> list[Run]:
        """Lex the first line that is not known yet (without its newline)."""
        runs = self.highlighter.line(text)
        self.count += 1
        self._packed.append(len(runs))
        for run in runs:
            self._packed.extend((run.start, run.length, _NUMBER_OF[run.role]))
        return runs

    def known_from(self, line: int) -> Iterator[list[Run]]:
        """The runs of the known lines, beginning with ``line`` (from 0)."""
        packed, at = self._packed, 0
        for number in range(self.count):
            end = at + 1 + 3 * packed[at]
            if number >= line:
                yield [
                    Run(packed[start], packed[start + 1], _ROLES[packed[start + 2]]) for start in range(at + 1, end, 3)
                ]
            at = end
