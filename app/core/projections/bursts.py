"""Holds alerts for a moment, so that a burst becomes one and what is no longer true a moment later becomes none."""

from __future__ import annotations

from collections import deque

from app.core.projections.alerts import Alert, AlertKind

SETTLE_US = 300_000
"""After the last of a burst. Several sources tell of a rest, up to 300 ms apart; the first may say less or be wrong."""
LONGEST_US = 1_000_000
"""After the first of a burst."""
SEPARATE = 4
"""So many sessions that need somebody ring one by one, at once; those that come on top of them wait for one another."""
SEPARATE_WITHIN_US = 2_000_000


class Bursts:
    """One basket a kind."""

    def __init__(self) -> None:
        self._held: dict[AlertKind, dict[str, Alert]] = {}
        self._times: dict[AlertKind, tuple[int, int]] = {}
        """First and last arrival in a basket."""
        self._at_once: deque[int] = deque(maxlen=SEPARATE)

    def offer(self, alert: Alert, now_us: int) -> bool:
        """True: tell it at once. Otherwise it is held until ``due`` says so."""
        if alert.kind == "needs_you" and not self._held.get("needs_you") and self._may_ring_at_once(now_us):
            self._at_once.append(now_us)
            return True
        self._held.setdefault(alert.kind, {})[alert.alert_id] = alert
        first, _ = self._times.get(alert.kind, (now_us, now_us))
        self._times[alert.kind] = first, now_us
        return False

    def _may_ring_at_once(self, now_us: int) -> bool:
        return len(self._at_once) < SEPARATE or now_us - self._at_once[0] >= SEPARATE_WITHIN_US

    def holds(self, alert: Alert) -> bool:
        return alert.alert_id in self._held.get(alert.kind, {})

    def drop(self, alert: Alert) -> bool:
        """It is no longer true; False where it was not held (any more)."""
        basket = self._held.get(alert.kind, {})
        if basket.pop(alert.alert_id, None) is None:
            return False
        if not basket:
            del self._held[alert.kind], self._times[alert.kind]
        return True

    def replace(self, alert: Alert) -> None:
        """The held alert of this id says something better now."""
        self._held[alert.kind][alert.alert_id] = alert

    def due(self, now_us: int) -> list[list[Alert]]:
        """The baskets whose time has come, emptied."""
        ripe = [kind for kind in self._held if self._due_us(kind) <= now_us]
        for kind in ripe:
            del self._times[kind]
        return [list(self._held.pop(kind).values()) for kind in ripe]

    def next_due_us(self) -> int | None:
        return min((self._due_us(kind) for kind in self._held), default=None)

    def _due_us(self, kind: AlertKind) -> int:
        first, last = self._times[kind]
        return min(first + LONGEST_US, last + SETTLE_US)
