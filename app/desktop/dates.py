"""Writes moments by the local clock, with the names of days and months in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

_LAST_US = 253_402_300_799 * 1_000_000
"""The end of the year 9999: a hostile stamp beyond it is no time of any clock."""


def written(at_us: int, pattern: str) -> str:
    """A moment after ``pattern`` (``QDateTime::toString``); empty where it lies outside the calendar."""
    if not 0 <= at_us <= _LAST_US:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(at_us // 1000), pattern)
