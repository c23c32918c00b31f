"""Markdown as plain text that reads like what is on the screen: lines joined, list marks kept, tables with tabs."""

from __future__ import annotations

import re

from app.desktop.text.plain import plain_inline
from app.desktop.text.splitter import Part

TASK_DONE, TASK_OPEN = "✓", "□"
"""What stands before a task: signs that the fonts we ship have."""

_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(?:\[([ xX])\]\s+)?(.*)", re.DOTALL)
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\Z")
_QUOTE = re.compile(r" {0,3}(?:>\s?)+")
_UNDERLINE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_SETEXT = re.compile(r" {0,3}(?:=+|-+) *\Z")
_STARTERS = ("", *"#>-*+0123456789")
"""What a line that is no mere continuation begins with."""
_CELL_EDGE = re.compile(r"(?<!\\)\|")


def as_read(part: Part) -> str:
    """A part as the words a reader sees, with what makes a list a list. Costs no layout."""
    if part.kind in ("code", "rule"):
        return part.source if part.kind == "code" else ""
    if part.kind == "table":
        return _table(part)
    lines: list[str] = []
    joins = False
    for line in part.source.split("\n"):
        if joins and _SETEXT.match(line):
            joins = False
            continue
        words, starts = _line(line) if line.lstrip()[:1] in _STARTERS else (line, not line.strip())
        if joins and not starts:
            lines[-1] = f"{lines[-1].rstrip()} {words.strip()}"
        else:
            lines.append(words)
        joins = bool(words) and not line.endswith(("  ", "\\")) and not _HEADING.match(line)
        if line.endswith("\\"):
            lines[-1] = lines[-1].removesuffix("\\")
    return plain_inline("\n".join(line.rstrip() for line in lines))


def _line(line: str) -> tuple[str, bool]:
    """The words of a line, and whether it begins something of its own."""
    unquoted = _QUOTE.sub("", line, count=1)
    if heading := _HEADING.match(unquoted):
        return heading[1], True
    if item := _ITEM.match(unquoted):
        indent, mark, box, words = item.groups()
        shown = {None: "-" if mark in "-*+" else mark, " ": TASK_OPEN}.get(box, TASK_DONE)
        return f"{indent}{shown} {words}", True
    return unquoted, not unquoted.strip()


def _table(part: Part) -> str:
    rows = part.source.split("\n")
    # Where a long table was cut for speed, its header stands again on every part.
    rows = rows[2:] if part.goes_on else rows
    return plain_inline("\n".join(_row(row) for row in rows if not _UNDERLINE.match(row)))


def _row(row: str) -> str:
    cells = _CELL_EDGE.split(row.strip().removeprefix("|").removesuffix("|"))
    return "\t".join(cell.strip().replace("\\|", "|") for cell in cells)
