"""Sorted lists of (stamp, word) pairs: put in once, take out, look up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

Stamps = list[tuple[int, str]]


def first_after(stamps: Stamps, at_us: int, word: str) -> int:
    """The first stamp after ``at_us`` that carries ``word``; 0 when there is none. ``stamps`` are sorted."""
    for index in range(bisect_right(stamps, (at_us, "\uffff")), len(stamps)):
        if stamps[index][1] == word:
            return stamps[index][0]
    return 0


def insert_once(stamps: Stamps, stamp: tuple[int, str]) -> bool:
    """Sorted insertion; False if it was there."""
    index = bisect_left(stamps, stamp)
    if index < len(stamps) and stamps[index] == stamp:
        return False
    insort(stamps, stamp)
    return True


def remove_once(stamps: Stamps, stamp: tuple[int, str]) -> None:
    """Take a stamp out of a sorted list, if it is there."""
    index = bisect_left(stamps, stamp)
    if index < len(stamps) and stamps[index] == stamp:
        del stamps[index]
