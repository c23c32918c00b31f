"""What stands in the cells of the event table. Pure, and safe for whatever an agent has sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from app.core.commands import EventCounts, EventRow
from app.core.figures import grouped
from app.core.tr import mark, tr
from app.desktop import words

TITLES = (mark("Record"), mark("Time"), mark("From"), mark("Kind"), mark("What"))
NUMBER, TIME, SOURCE, KIND, WHAT = range(5)

KINDS = (
    mark("Agent reported"), mark("Compaction finished"), mark("Compaction started"), mark("Cost reported"),
    mark("Cwd changed"), mark("Gap noted"), mark("Message delta"), mark("Message written"), mark("Notice given"),
    mark("Order carried out"), mark("Permission denied"), mark("Permission requested"), mark("Permission settled"),
    mark("Process gone"), mark("Prompt expanded"), mark("Prompt queued"), mark("Prompt sent"),
    mark("Prompt withdrawn"), mark("Question answered"), mark("Question asked"), mark("Session described"),
    mark("Session ended"), mark("Session launched"), mark("Session looked at"), mark("Session started"),
    mark("Stop armed"), mark("Stop concluded"), mark("Stop requested"), mark("Subagent finished"),
    mark("Subagent started"), mark("Surroundings changed"), mark("Task changed"), mark("Teammate idle"),
    mark("Thought written"), mark("Tool batch finished"), mark("Tool call finished"), mark("Tool call started"),
    mark("Turn failed"), mark("Turn finished"), mark("Turn interrupted"), mark("Turn started"), mark("Unrecognized"),
    mark("Usage reported"),
)  # fmt: skip
"""What ``kind_words`` makes of the events there are."""

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def text(event: EventRow, column: int) -> str:
    """The words of a cell."""
    match column:
        case 0:
            return grouped(event.seq) if event.seq else ""
        case 1:
            return exact_clock(event.at_us)
        case 2:
            return tr(words.one_line(event.source, 20))
        case 3:
            return kind_words(event.kind)
    lane = f"↳ {words.one_line(event.lane, 12)} · " if event.lane else ""
    return lane + words.one_line(event.summary, 240)


def tip(event: EventRow, column: int) -> str | None:
    """More about a cell, where there is more."""
    match column:
        case 1:
            return words.plain_tip(words.moment(event.at_us))
        case 4:
            return words.plain_tip(text(event, column))
    return None


def spoken(event: EventRow, column: int) -> str:
    """The cell for a screen reader: the mark of a failure is a word."""
    said = text(event, column)
    return tr("{kind}, failure").format(kind=said) if event.failed and column == KIND else said


def ink(event: EventRow, column: int) -> str:
    """The theme's colour of a cell."""
    if column not in (KIND, WHAT):
        return "text_dim"
    return "failed" if event.failed else "text"


@lru_cache(maxsize=256)
def kind_words(kind: str) -> str:
    """An event type as people write: "Tool call finished"."""
    return tr(words.one_line(_CAPITAL.sub(" ", kind), 60).capitalize())


def exact_clock(at_us: int) -> str:
    """Time of day to the millisecond, by the local clock; empty where unknown."""
    if at_us <= 0:
        return ""
    try:
        moment = datetime.fromtimestamp(at_us // 1_000_000)
    except (ValueError, OverflowError, OSError):
        # A hostile stamp far outside the calendar.
        return ""
    return f"{moment:%H:%M:%S}.{at_us // 1000 % 1000:03d}"


def total_of(counts: EventCounts, kinds: Sequence[str], failed_only: bool) -> int:
    """How many records pass a filter without text."""
    counted = counts.failed if failed_only else counts.kinds
    return sum(count for kind, count in counted.items() if not kinds or kind in kinds)
