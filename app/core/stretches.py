"""How long a session stood at each status, one stretch after the other, and never more of them than can be kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec

from app.core.projections.rows import Status

MAX_STRETCHES = 1000
"""Of one session. Where there are more, the older half is told in less detail."""

_LONGEST_REASON = 40


class Stretch(msgspec.Struct, frozen=True, array_like=True):
    """From ``since_us`` (microseconds since the epoch) to the next stretch, or to now, the session stood at ``status``.

    ``reason``: as in the roster's row when it began.
    """

    since_us: int
    status: Status
    reason: str = ""


def stretch(since_us: int, status: Status, reason: str) -> Stretch:
    """A stretch; a long reason is cut."""
    return Stretch(since_us, status, reason[:_LONGEST_REASON])


def tidied(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Without those that lasted no time, and without a change from a status to the same."""
    tidy: list[Stretch] = []
    for each in stretches:
        while tidy and tidy[-1].since_us >= each.since_us:
            tidy.pop()
        if not tidy or tidy[-1].status != each.status:
            tidy.append(each)
    return tidy


def thinned(stretches: list[Stretch]) -> list[Stretch]:
    """The older half in half as many: of two neighbours the one that lasted longer stands for both."""
    tidy = tidied(stretches)
    half = len(tidy) // 4 * 2
    older = [
        first if second.since_us - first.since_us >= after.since_us - second.since_us
        else msgspec.structs.replace(second, since_us=first.since_us)
        for first, second, after in zip(tidy[:half:2], tidy[1:half:2], tidy[2 : half + 1 : 2], strict=True)
    ]  # fmt: skip
    return tidied(itertools.chain(older, tidy[half:]))


class SessionSignals(msgspec.Struct, frozen=True, array_like=True):
    """All stretches of one session, oldest first."""

    agent: str
    session_id: str
    stretches: tuple[Stretch, ...] = ()
