"""Where texts and thoughts may have begun whose beginning nobody told: at the end of the thing before them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable

from app.core.projections.spans import Span
from app.core.projections.stamps import Stamps, insert_once, remove_once

LONGEST_GUESS_US = 120_000_000
"""A text or thought whose beginning nobody told is drawn from the thing before it, at most so long."""


class Marks:
    """Begins and ends of spans per lane; ``touch(span_id)`` is called when a guess may come out other than before."""

    def __init__(self, touch: Callable[[str], None]) -> None:
        self._touch = touch
        self._marks: dict[str, Stamps] = {}
        self._guessed: dict[str, Stamps] = {}
        """Per lane: spans whose start was guessed, by end."""
        self._guess_of: dict[str, tuple[str, tuple[int, str]]] = {}

    def drop_guess(self, thing: str) -> None:
        """The thing is made anew, perhaps without a guess."""
        guess = self._guess_of.pop(thing, None)
        if guess is not None:
            remove_once(self._guessed[guess[0]], guess[1])

    def _marks_of(self, span: Span) -> tuple[str, list[int]]:
        lane = span.lane_id.rpartition("/")[0]
        if span.kind in ("tool", "subagent"):
            if span.kind == "subagent":
                return span.lane_id, [span.start_us]
            return lane, [span.start_us, *([span.end_us] if span.end_us else [])]
        if span.kind in ("text", "thought"):
            return lane, [span.end_us] if span.end_us else []
        return lane, [span.start_us] if span.kind == "turn" else []

    def note(self, span: Span) -> None:
        lane, stamps = self._marks_of(span)
        for stamp in stamps:
            insort(self._marks.setdefault(lane, []), (stamp, span.span_id))
            self._touch_guess_after(lane, stamp)

    def forget(self, span: Span) -> None:
        lane, stamps = self._marks_of(span)
        marks = self._marks.get(lane, [])
        for stamp in stamps:
            index = bisect_left(marks, (stamp, span.span_id))
            if index < len(marks) and marks[index] == (stamp, span.span_id):
                del marks[index]
            self._touch_guess_after(lane, stamp)

    def _touch_guess_after(self, lane: str, stamp: int) -> None:
        guessed = self._guessed.get(lane, [])
        index = bisect_right(guessed, (stamp, "\uffff"))
        if index < len(guessed):
            self._touch(guessed[index][1])

    def guess_start(self, thing: str, lane_id: str, end_us: int) -> int:
        lane = lane_id.rpartition("/")[0]
        self._guess_of[thing] = (lane, (end_us, thing))
        insert_once(self._guessed.setdefault(lane, []), (end_us, thing))
        marks = self._marks.get(lane, [])
        index = bisect_left(marks, (end_us, ""))
        if not index:
            return end_us
        return max(marks[index - 1][0], end_us - LONGEST_GUESS_US)
