"""Time to pixels and back: zooming at a point, panning, and labels that fit. Knows no clock and no widget."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.core.tr import tr
from app.desktop.dates import written

SECOND_US = 1_000_000
_MINUTE_US = 60 * SECOND_US
_HOUR_US = 60 * _MINUTE_US
DAY_US = 24 * _HOUR_US

STEPS_US: tuple[int, ...] = (
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    SECOND_US, 2 * SECOND_US, 5 * SECOND_US, 10 * SECOND_US, 15 * SECOND_US, 30 * SECOND_US,
    _MINUTE_US, 2 * _MINUTE_US, 5 * _MINUTE_US, 10 * _MINUTE_US, 15 * _MINUTE_US, 30 * _MINUTE_US,
    _HOUR_US, 2 * _HOUR_US, 3 * _HOUR_US, 6 * _HOUR_US, 12 * _HOUR_US,
    DAY_US, 2 * DAY_US, 7 * DAY_US, 30 * DAY_US, 365 * DAY_US,
)  # fmt: skip
"""Distances between labels that people count in."""

CLOSEST_US_PER_PX = 20.0
FARTHEST_US_PER_PX = 400.0 * DAY_US / 100


class Scale(msgspec.Struct, frozen=True):
    """``start_us`` is the time at the left edge, ``us_per_px`` how much time one pixel holds."""

    start_us: float
    us_per_px: float

    def x_of(self, time_us: float) -> float:
        """Pixels from the left edge."""
        return (time_us - self.start_us) / self.us_per_px

    def time_at(self, x: float) -> float:
        """The time at a distance from the left edge."""
        return self.start_us + x * self.us_per_px

    def zoomed(self, x: float, factor: float) -> Scale:
        """Nearer by ``factor`` (over 1) or farther (under 1); what is at ``x`` stays there."""
        us_per_px = min(FARTHEST_US_PER_PX, max(CLOSEST_US_PER_PX, self.us_per_px / factor))
        return Scale(self.time_at(x) - x * us_per_px, us_per_px)

    def panned(self, pixels: float) -> Scale:
        """Moved to later times by so many pixels."""
        return Scale(self.start_us + pixels * self.us_per_px, self.us_per_px)


def fitting(start_us: int, end_us: int, width_px: int, margin: float = 0.02) -> Scale:
    """A scale that shows all from ``start_us`` to ``end_us``, with a little room at both ends."""
    length = max(SECOND_US, end_us - start_us)
    us_per_px = max(CLOSEST_US_PER_PX, length * (1 + 2 * margin) / max(1, width_px))
    return Scale(start_us - length * margin, us_per_px)


def step_for(us_per_px: float, label_px: float) -> int:
    """The distance between labels, in microseconds, so that labels of that width keep apart."""
    least = us_per_px * label_px
    return next((step for step in STEPS_US if step >= least), STEPS_US[-1])


def ticks(scale: Scale, width_px: int, label_px: float) -> list[tuple[float, str]]:
    """Where labels stand (pixels) and what they say, by the local clock."""
    step = step_for(scale.us_per_px, label_px)
    offset = _local_offset_us(scale.start_us)
    first = -(-(int(scale.start_us) + offset) // step) * step - offset
    end = scale.time_at(width_px)
    marks = []
    time_us = first
    while time_us <= end and len(marks) < 200:
        marks.append((scale.x_of(time_us), label_of(time_us, step)))
        time_us += step
    return marks


def label_of(time_us: int, step_us: int) -> str:
    """A moment, as exactly as the distance between labels asks for; midnight is a date."""
    moment = _local(time_us)
    if moment is None:
        return ""
    midnight = not (moment.hour or moment.minute or moment.second or time_us % SECOND_US)
    if step_us >= DAY_US or midnight:
        return written(time_us, tr("dd MMM", "day and month, as short as can be"))
    if step_us >= _MINUTE_US:
        return written(time_us, "HH:mm")
    if step_us >= SECOND_US:
        return written(time_us, "HH:mm:ss")
    digits = 1 if step_us >= 100_000 else 2 if step_us >= 10_000 else 3
    return tr("{number} s").format(number=f"{moment.second:02d}." + f"{time_us % SECOND_US:06d}"[:digits])


def day_of(time_us: int) -> str:
    """The local day of a moment: "Sat 22 Nov"."""
    return written(time_us, tr("ddd dd MMM", "day of the week, day, month"))


def period_words(start_us: int, end_us: int) -> str:
    """From when to when by the local clock: "22 Nov 14:02:10 to 14:05:00"; the day is told where it changes."""
    start, end = _local(start_us), _local(end_us)
    if start is None or end is None:
        return ""
    with_day = tr("dd MMM HH:mm:ss", "day, month and time")
    if (end_us - start_us) < SECOND_US:
        return written(start_us, with_day)
    until = written(end_us, "HH:mm:ss" if start.date() == end.date() else with_day)
    return tr("{since} to {until}").format(since=written(start_us, with_day), until=until)


def _local(time_us: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(time_us / SECOND_US)
    except (ValueError, OverflowError, OSError):
        return None


def _local_offset_us(time_us: float) -> int:
    try:
        offset = datetime.fromtimestamp(time_us / SECOND_US).astimezone().utcoffset()
    except (ValueError, OverflowError, OSError):
        return 0
    return int(offset.total_seconds()) * SECOND_US if offset is not None else 0
