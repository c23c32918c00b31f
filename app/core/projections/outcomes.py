"""What a row means to a person: the outcome it shows, if it shows one."""

from __future__ import annotations

from app.core.projections.alerts import AlertKind
from app.core.projections.rows import SessionRow

SAME_REST_US = 250_000
"""Sources that see one rest stamp it a moment apart (registry and hook: 10–60 ms measured)."""
SAME_WAIT_US = 2_000_000
"""A wait whose stamp moves by less (hook and registry see it a moment apart) is the same wait."""

_BY_A_LEVER = frozenset({"stopped", "hook"})


def is_at_work(row: SessionRow) -> bool:
    return row.status in ("working", "waiting")


def background_of(row: SessionRow) -> int:
    """What goes on after the turn; nothing does once the session is over."""
    return 0 if row.ended_at_us else row.background


def rest_kind(row: SessionRow, was_at_work: bool) -> AlertKind | None:
    """The outcome of a session at rest. None: none that concerns anybody, or none yet (its background goes on).

    Somebody who interrupts at the agent's own terminal, or ends it there, was there and knows.
    """
    match row.status:
        case "failed":
            return "failed"
        case "done":
            return None if background_of(row) else "finished"
        case "lost":
            return "failed" if was_at_work else None
        case "interrupted":
            return "stopped" if row.reason in _BY_A_LEVER else None
        case "ended":
            return "stopped" if row.reason == "stopped" and was_at_work else None
    return None


def is_same_rest(row: SessionRow, at_us: int, turns: int) -> bool:
    """Whether the row shows the rest known by stamp and turn, and not a later one.

    Stamps of a rest only move back, when a better source tells of it; a turn that is counted late makes no new one.
    """
    return row.status_at_us <= at_us or (row.turns == turns and row.status_at_us <= at_us + SAME_REST_US)
