"""Differences between two texts as numbered lines: from an agent's patch, or worked out from old and new text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from app.desktop.text.line_match import changes

MOST_LINES = 2_000
"""Longer texts are not compared line by line."""


class DiffLine(msgspec.Struct, frozen=True):
    """``old`` and ``new`` are line numbers, 0 where there is none or nobody knows. "@": a jump."""

    sign: Literal["+", "-", " ", "@"]
    old: int
    new: int
    text: str


CONTEXT = 3
"""Unchanged lines shown above and below a change."""

JUMP = DiffLine("@", 0, 0, "")


def from_patch(patch: Any) -> list[DiffLine]:
    """The lines of a ``structuredPatch`` (Claude Code's Edit and Write); an empty list for anything else."""
    lines: list[DiffLine] = []
    for hunk in patch if isinstance(patch, list) else []:
        if not isinstance(hunk, dict) or not isinstance(hunk.get("lines"), list):
            continue
        old, new = _number(hunk.get("oldStart")), _number(hunk.get("newStart"))
        if lines:
            lines.append(JUMP)
        for text in hunk["lines"]:
            if not isinstance(text, str) or text.startswith("\\"):
                continue
            # One of our lines stays one line, whatever stands in it.
            line = _numbered(text[:1], old, new, text[1:].replace("\n", "␊"))
            lines.append(line)
            old += line.sign != "+"
            new += line.sign != "-"
    return lines


def _numbered(sign: str, old: int, new: int, text: str) -> DiffLine:
    if sign == "+":
        return DiffLine("+", 0, new, text)
    if sign == "-":
        return DiffLine("-", old, 0, text)
    return DiffLine(" ", old, new, text)


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 1


def line_of(part: str, whole: str) -> int:
    """On which line of ``whole`` the text ``part`` begins; 0 when it is not there, or in more places than one."""
    at = whole.find(part) if part else -1
    if at < 0 or whole.find(part, at + 1) >= 0:
        return 0
    return whole.count("\n", 0, at) + 1


def from_texts(old: str, new: str, first: int = 0) -> list[DiffLine]:
    """What changed between two texts, with up to three unchanged lines around it.

    ``first`` is the number of their first line; 0 when nobody knows it: then no line has a number.
    """
    before, after = _lines_of(old), _lines_of(new)
    if len(before) + len(after) > MOST_LINES:
        removed = [DiffLine("-", _at(first, index), 0, text) for index, text in enumerate(before)]
        return removed + [DiffLine("+", 0, _at(first, index), text) for index, text in enumerate(after)]
    lines: list[DiffLine] = []
    found = changes(before, after)
    for number, (what, i1, i2, j1, j2) in enumerate(found):
        if what == "replace":
            lines += [DiffLine("-", _at(first, i), 0, before[i]) for i in range(i1, i2)]
            lines += [DiffLine("+", 0, _at(first, j), after[j]) for j in range(j1, j2)]
            continue
        same = [DiffLine(" ", _at(first, i), _at(first, j1 + i - i1), before[i]) for i in range(i1, i2)]
        lines += _around(same, number > 0, number < len(found) - 1)
    return lines if any(line.sign in "+-" for line in lines) else []


def _around(same: list[DiffLine], after: bool, before: bool) -> list[DiffLine]:
    """Of unchanged lines those next to a change; ``after``, ``before``: whether there is one above, one below."""
    head, tail = CONTEXT * after, CONTEXT * before
    if len(same) <= head + tail:
        return same
    jump = [JUMP] if after and before else []
    return same[:head] + jump + (same[-tail:] if tail else [])


def _at(first: int, index: int) -> int:
    return first + index if first else 0


def _lines_of(text: str) -> list[str]:
    """Its lines as an editor counts them: only a newline ends one."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def counts(lines: Sequence[DiffLine]) -> tuple[int, int]:
    """How many lines were added and removed."""
    return sum(line.sign == "+" for line in lines), sum(line.sign == "-" for line in lines)
