"""Any JSON value as tidy indented lines, the way a person would write it down: for tools nobody taught us about."""

from __future__ import annotations

from typing import Any

from app.core.figures import grouped
from app.core.tr import tr

MOST_LINES = 4_000
MOST_DEPTH = 12
LONG_STRING = 20_000


def tree(value: Any) -> str:
    """``key: value`` lines; nested things are indented, texts of many lines stand in a block of their own. Bounded."""
    lines: list[str] = []
    _add(value, "", 0, lines)
    if len(lines) > MOST_LINES:
        left_out = grouped(len(lines) - MOST_LINES)
        lines = [*lines[:MOST_LINES], tr("… at least {count} more lines").format(count=left_out)]
    return "\n".join(lines)


def _add(value: Any, label: str, depth: int, lines: list[str]) -> None:
    if len(lines) > 2 * MOST_LINES:
        return
    pad = "  " * depth
    lead = f"{pad}{label}: " if label and not label.endswith("-") else f"{pad}{label} " if label else pad
    if depth >= MOST_DEPTH and isinstance(value, (dict, list)):
        lines.append(f"{lead}…")
    elif isinstance(value, dict) and value:
        _add_many(((str(key), item) for key, item in value.items()), lead, label, depth, lines)
    elif isinstance(value, list) and value:
        _add_many((("-", item) for item in value), lead, label, depth, lines)
    elif isinstance(value, str) and "\n" in value:
        lines.append(lead.rstrip())
        lines.extend(f"{pad}  {line}" for line in _cut(value).split("\n"))
    else:
        lines.append(f"{lead}{_scalar(value)}")


def _add_many(items: Any, lead: str, label: str, depth: int, lines: list[str]) -> None:
    if label:
        lines.append(lead.rstrip())
    for name, item in items:
        _add(item, name, depth + bool(label), lines)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _cut(value)
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return str(value)


def _cut(text: str) -> str:
    if len(text) <= LONG_STRING:
        return text
    left = tr("… {count} more characters").format(count=grouped(len(text) - LONG_STRING))
    return f"{text[:LONG_STRING]} {left}"
