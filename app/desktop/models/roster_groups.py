"""The groups of the list of sessions: who belongs where, and what stands above them."""

from __future__ import annotations

from enum import IntEnum

from app.core.projections.rows import SessionRow
from app.core.tr import mark, tr

EARLIER_AFTER_US = 12 * 3600 * 1_000_000
"""A finished session that stayed quiet for so long goes to Earlier."""


class Group(IntEnum):
    """The groups in their order."""

    NEEDS_YOU = 0
    WORKING = 1
    FINISHED = 2
    EARLIER = 3


_GROUP_TITLES = {
    Group.NEEDS_YOU: mark("Needs you"),
    Group.WORKING: mark("Working"),
    Group.FINISHED: mark("Finished"),
    Group.EARLIER: mark("Earlier"),
}


def group_title(group: Group) -> str:
    """What stands above a group."""
    return tr(_GROUP_TITLES[group])


def group_of(row: SessionRow, now_us: int) -> Group:
    """Where a session belongs."""
    if row.status == "waiting":
        return Group.NEEDS_YOU
    if row.status == "working":
        return Group.WORKING
    if row.status in ("ended", "lost") or now_us - max(row.last_at_us, row.status_at_us) > EARLIER_AFTER_US:
        return Group.EARLIER
    return Group.FINISHED
