"""Notices an agent that tries the same call again and again in vain."""

from __future__ import annotations

from heapq import nlargest

import msgspec

from app.core.projections.calls import OUTCOMES, TOLD_DIRECTLY
from app.core.projections.rows import FailingCall

WORTH_TELLING = 3
"""So many failures in a row, at least, are a loop: two are an agent that looks again."""
_KEPT = 32
_FAILED = OUTCOMES.index("failed")


class Try(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A call that started. ``digest``: of tool, input and lane."""

    at_us: int
    digest: str
    lane: str
    words: str


def note_try(tries: dict[str, Try], call_id: str, tried: Try) -> None:
    """Remember a call; of two sightings the earlier counts. Only the newest are kept, whatever order they come in."""
    known = tries.get(call_id)
    tries[call_id] = tried if known is None or tried < known else known
    if len(tries) > 2 * _KEPT:
        kept = {call_id for _, call_id in nlargest(_KEPT, ((tried, call_id) for call_id, tried in tries.items()))}
        for forgotten in tries.keys() - kept:
            del tries[forgotten]


def failing(tries: dict[str, Try], outcomes: dict[str, int]) -> FailingCall | None:
    """The call that ended last, if it and those like it before have failed. ``outcomes``: as in ``Entry.calls``."""
    kept = nlargest(_KEPT, ((tried, call_id) for call_id, tried in tries.items()))
    ended = [(tried, outcomes[call_id]) for tried, call_id in kept if outcomes.get(call_id, -1) >= 0]
    if not ended:
        return None
    newest = ended[0][0]
    times = 0
    for tried, code in ended:
        if tried.lane != newest.lane:
            continue
        if tried.digest != newest.digest or code % TOLD_DIRECTLY != _FAILED:
            break
        times += 1
    return FailingCall(words=newest.words, times=times) if times >= WORTH_TELLING else None
