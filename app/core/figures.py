"""Writes numbers as the person's language does: "1,234", "12.4", and large amounts by the units it counts in."""

from __future__ import annotations

import re

from app.core.tr import tr


def grouped(number: int) -> str:
    """A whole number with its thousands kept apart: "1,234,567"."""
    apart, _ = _separators()
    text = f"{number:,}"
    return text if apart == "," else text.replace(",", apart)


def decimal(number: float, digits: int = 1) -> str:
    """A number with so many digits after the point: "12.4"."""
    _, point = _separators()
    text = f"{number:.{digits}f}"
    return text if point == "." else text.replace(".", point)


def amount(number: int) -> str:
    """A count in at most four characters and a unit: "950", "12.4 k", "1.2 M"."""
    for limit, unit in _units():
        if number >= limit:
            value = number / limit
            return f"{decimal(value) if value < 100 else decimal(value, 0)} {unit}"
    return str(number)


def _separators() -> tuple[str, str]:
    #: How this language writes this very number: what keeps the thousands apart, and the decimal point.
    sample = tr("1,234.5")
    return sample[1:-5], sample[-2]


def _units() -> list[tuple[int, str]]:
    #: The units in which this language counts large amounts, the largest first, each with its value.
    told = tr("G=1000000000 M=1000000 k=1000")
    return [(int(limit), unit) for unit, limit in re.findall(r"(\S+)=(\d+)", told)]
