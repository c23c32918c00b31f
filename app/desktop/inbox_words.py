"""What the inbox says of an alert: its mark, its state now and, by ear, all of its line. Pure: the clock is given."""

from __future__ import annotations

from app.core.tr import mark, tr
from app.desktop import words
from app.desktop.alerts import Entry

SIGNAL_OF_KIND = {
    "needs_you": "needs_you",
    "failed": "failed",
    "finished": "finished",
    "silent": "lost",
    "stopped": "interrupted",
    "budget": "needs_you",
    "matched": "search",
}
"""Kind → the mark beside it."""

COLOUR_OF_KIND = {"matched": "accent"}
"""Where the mark has no colour of its own."""

_HOW = {
    "seen": mark("seen"),
    "answered": mark("answered elsewhere"),
    "moved_on": mark("went on"),
    "replaced": mark("newer news came"),
    "ended": mark("session ended"),
}
_GIVEN = {"allow": mark("allowed here"), "deny": mark("denied here")}
_MUTED = {
    "quiet_hours": mark("silent: quiet hours"),
    "do_not_disturb": mark("silent: do not disturb"),
    "snoozed": mark("silent: snoozed"),
    "switched_off": mark("silent: switched off"),
    "missed": mark("silent: the hub was away"),
}


def colour_of(kind: str) -> str:
    """The theme's colour of a kind's mark."""
    return COLOUR_OF_KIND.get(kind, SIGNAL_OF_KIND.get(kind, "lost"))


def state_of(entry: Entry, given: str = "", still_waits: bool = False) -> str:
    """What became of it.

    ``given``: allow | deny where it was answered in this window, else "". ``still_waits``: its session does.
    """
    if given:
        return tr(_GIVEN[given])
    if entry.how == "seen" and still_waits:
        return tr("seen, still waits")
    if entry.how:
        return tr(_HOW.get(entry.how, "seen"))
    if entry.alert.muted:
        return tr(_MUTED.get(entry.alert.muted, "silent: switched off"))
    return tr("waits for you") if entry.alert.kind == "needs_you" else tr("not seen yet")


def spoken(entry: Entry, state: str, now_us: int) -> str:
    """Its whole line: "deploy script needs you, allow git push, waits for you, 40 seconds"."""
    alert = entry.alert
    parts = (alert.title, alert.body, state, words.spoken_age(entry.came_at_us, now_us))
    return words.listed(words.one_line(part, 300) for part in parts)
