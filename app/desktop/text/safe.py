"""Makes text from an agent harmless to look at: what cannot be seen becomes visible, what is endless is cut.

Two families of characters lie to a reader: controls (a terminal would obey them) and the invisible or
direction-changing ones (a reader cannot see them). Both are shown as what they are. Some also have
a private meaning inside Qt's text documents (U+FDD0, U+FDD1, U+FFFC, U+2029) and must never reach one.
"""

from __future__ import annotations

import re

from app.core.figures import grouped
from app.core.projections.words import CONTROL_NAMES
from app.core.tr import tr

LONG_LINE = 4_000
"""Lines longer than this many characters are cut for display, unless the reader asks for all of it."""

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline
    "\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f"  # soft hyphen, fillers, zero width, marks of direction
    "\u2028\u2029\u202a-\u202e"  # separators, embeddings and overrides
    "\u2060-\u206f\u3164\ufeff\ufff9-\ufffc\ufdd0-\ufdef"
    "\ud800-\udfff"  # halves of a pair
    "\U000e0000-\U000e007f"  # tags: a hidden alphabet
    "]"
)

_LINK = re.compile(r"https?://[^\s\x00-\x1f\x7f]+\Z", re.IGNORECASE)


def visible(text: str) -> str:
    """``text`` with every hidden character spelled out: ``⟦ESC⟧``, and ``⟦U+202E⟧`` for a right-to-left override.

    Carriage returns before a newline are dropped: they are how Windows ends lines, not a lie.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return _HIDDEN.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"⟦{CONTROL_NAMES.get(code) or f'U+{code:04X}'}⟧"


def visible_line(text: str, limit: int = 300) -> str:
    """The first ``limit`` characters of ``text`` on one line: for headers, titles and tooltips."""
    head = " ".join(text[: limit * 2].split())
    cut = head[:limit] + "…" if len(head) > limit or len(text) > limit * 2 else head
    return visible(cut)


def cut_long_lines(text: str, limit: int = LONG_LINE) -> str:
    """``text`` with every line over ``limit`` characters cut, saying how many were left out."""
    if len(text) <= limit:
        return text
    return "\n".join(_cut(line, limit) for line in text.split("\n"))


def _cut(line: str, limit: int) -> str:
    left_out = len(line) - limit
    if left_out <= 0:
        return line
    left = tr("… {count} more characters").format(count=grouped(left_out))
    return f"{line[:limit]} {left}"


def is_safe_link(address: str) -> bool:
    """Whether a link may be offered at all: http and https only, nothing hidden in it."""
    return bool(_LINK.match(address)) and not _HIDDEN.search(address)
