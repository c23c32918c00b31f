"""Text for a terminal: what agents wrote can steer neither the terminal nor the reader's eye."""

from __future__ import annotations

import unicodedata

from app.core.projections.words import visible

_SIGNS = {
    "working": "●",
    "waiting": "▲",
    "done": "✓",
    "idle": "·",
    "interrupted": "◼",
    "failed": "✕",
    "ended": "○",
    "lost": "◌",
}


def plain(text: str) -> str:
    """``text`` with every control character and direction mark made visible; line breaks and tabs stay."""
    return text if text.isascii() and text.isprintable() else visible(text)


def one_line(text: str, width: int = 0) -> str:
    """``plain`` on one line, cut in the middle to ``width`` columns (0: not cut)."""
    flat = plain(" ".join(text.split()))
    if not width or columns(flat) <= width:
        return flat
    if width < 3:
        return _cut(flat, width)
    head = _cut(flat, width // 2)
    tail = _cut(flat[::-1], width - 1 - columns(head))[::-1]
    return f"{head}…{tail}"


def pad(text: str, width: int) -> str:
    """``one_line`` brought to exactly ``width`` columns."""
    cut = one_line(text, width)
    return cut + " " * (width - columns(cut))


def columns(text: str) -> int:
    """How many terminal columns the text takes (wide letters two, combining marks none)."""
    return sum(_columns_of(letter) for letter in text)


def sign(status: str) -> str:
    """The shape of a status, the same as in the window."""
    return _SIGNS.get(status, "?")


def age(seconds: float) -> str:
    """How long ago, in the largest fitting unit: "12 s", "3 min", "5 h", "2 d"."""
    seconds = max(0.0, seconds)
    for limit, unit, size in ((60, "s", 1), (3600, "min", 60), (86400, "h", 3600)):
        if seconds < limit:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds // 86400)} d"


def _columns_of(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _cut(text: str, width: int) -> str:
    used = 0
    for index, letter in enumerate(text):
        used += _columns_of(letter)
        if used > width:
            return text[:index]
    return text
