"""When a session came to rest, and when prompts set it to work again: what ends things whose own end nobody told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from app.core import events as e
from app.core.projections.stamps import insert_once, remove_once

_RESTS: dict[type[e.Event], str] = {
    e.TurnFinished: "finished",
    e.TurnFailed: "failed",
    e.TurnInterrupted: "interrupted",
    e.SessionEnded: "ended",
    e.ProcessGone: "lost",
}
_ENDS_BACKGROUND = ("interrupted", "ended", "lost", "restarted")
_SAME_REST_US = 2_000_000
_TELLING = ("interrupted", "failed", "finished", "ended", "lost", "restarted", "idle")


def rest_of(event: e.Event) -> str:
    """Which kind of rest an event is, "" for none."""
    if isinstance(event, e.AgentReported):
        return "idle" if event.state in ("idle", "shell") else ""
    if isinstance(event, e.SubagentFinished):
        return "subagent"
    if isinstance(event, e.SessionStarted):
        return "" if event.how == "compact" else "restarted"
    return _RESTS.get(type(event), "")


class Rests:
    """When the session, or one of its subagents, came to rest, and when prompts set it to work again."""

    __slots__ = ("_lanes", "_main", "_prompts")

    def __init__(self) -> None:
        self._prompts: list[tuple[int, str]] = []
        self._main: list[tuple[int, str]] = []
        self._lanes: dict[str, list[tuple[int, str]]] = {}

    def add(self, at_us: int, kind: str, lane: str = "") -> bool:
        """Note a rest; False if it was known."""
        rests = self._main if kind != "subagent" else self._lanes.setdefault(lane, [])
        at = bisect_left(rests, (at_us, kind))
        if at < len(rests) and rests[at] == (at_us, kind):
            return False
        rests.insert(at, (at_us, kind))
        return True

    def move_prompt(self, turn_id: str, before_us: int, at_us: int) -> None:
        """A prompt is known to have been given at ``at_us``, and not at ``before_us`` (0: it is new)."""
        if before_us:
            remove_once(self._prompts, (before_us, turn_id))
        insert_once(self._prompts, (at_us, turn_id))

    def next_prompt(self, at_us: int) -> int:
        """Stamp of the first prompt after; 0 for none."""
        index = bisect_right(self._prompts, (at_us, "\uffff"))
        return self._prompts[index][0] if index < len(self._prompts) else 0

    def prompt_before(self, at_us: int) -> str:
        """Id of the turn that was begun last at or before; "" for none."""
        index = bisect_right(self._prompts, (at_us, "\uffff"))
        return self._prompts[index - 1][1] if index else ""

    def after(self, lane: str, at_us: int) -> tuple[int, str] | None:
        """(stamp, kind) of the first rest at or after ``at_us`` that ends what goes on in the lane.

        Several sources tell of one rest within two seconds and before the next prompt: the kind is that which tells
        most.
        """
        if not lane:
            return self._telling(at_us, _TELLING)
        found = self._telling(at_us, _ENDS_BACKGROUND)
        own = self._lanes.get(lane, [])
        index = bisect_left(own, (at_us, ""))
        return min(found, own[index]) if found and index < len(own) else own[index] if index < len(own) else found

    def over(self, at_us: int) -> int:
        """Stamp of the first end of the session or its process at or after ``at_us``; 0 for none."""
        for index in range(bisect_left(self._main, (at_us, "")), len(self._main)):
            stamp, kind = self._main[index]
            if kind in ("ended", "lost"):
                return stamp
        return 0

    def _telling(self, at_us: int, kinds: Sequence[str]) -> tuple[int, str] | None:
        first: tuple[int, str] | None = None
        best, until_us = "", 0
        for index in range(bisect_left(self._main, (at_us, "")), len(self._main)):
            stamp, kind = self._main[index]
            if first is not None and stamp > until_us:
                break
            if kind not in kinds:
                continue
            if first is None:
                first = (stamp, kind)
                until_us = min(stamp + _SAME_REST_US, self.next_prompt(stamp) or stamp + _SAME_REST_US)
            if not best or _TELLING.index(kind) < _TELLING.index(best):
                best = kind
        return None if first is None else (first[0], best)
