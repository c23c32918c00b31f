"""Long text, shortened for a first look (nearly free) or cut into stretches that are cheap to lay out (linear)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

CHUNK_LINES = 200
CHUNK_CHARS = 20_000


class Folded(msgspec.Struct, frozen=True):
    """The beginning and the end of a text, and how many lines between them are not shown."""

    head: str
    hidden_lines: int
    tail: str


def fold(text: str, head_lines: int, tail_lines: int) -> Folded:
    """The first and last lines of ``text``; everything in ``head`` when that is all. Touches only what it gives."""
    total = text.count("\n") + 1
    if total <= head_lines + tail_lines:
        return Folded(text, 0, "")
    end = 0
    for _ in range(head_lines):
        end = text.find("\n", end) + 1
    start = len(text)
    for _ in range(tail_lines):
        start = text.rfind("\n", 0, start)
    tail = text[start + 1 :] if tail_lines else ""
    return Folded(text[: max(0, end - 1)], total - head_lines - tail_lines, tail)


def chunks(text: str) -> Iterator[str]:
    """``text`` in stretches of at most 200 lines and 20,000 characters; joined by newlines they are the text,
    but for lines longer than a stretch, which are cut."""
    lines: list[str] = []
    size = 0
    for line in text.split("\n"):
        while len(line) > CHUNK_CHARS:
            if lines:
                yield "\n".join(lines)
                lines, size = [], 0
            yield line[:CHUNK_CHARS]
            line = line[CHUNK_CHARS:]
        if lines and (len(lines) >= CHUNK_LINES or size + len(line) > CHUNK_CHARS):
            yield "\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    yield "\n".join(lines)
