"""Whether the person may be called now, and what they are told in one piece when they are back or may be again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime

from app.core.projections.alert_words import digest_words
from app.core.projections.alerts import Alert, Digest, Order
from app.core.projections.attention_policy import Policy
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey

MOST_REMEMBERED = 500
"""Of what came meanwhile; a digest counts the newest."""

LocalTime = Callable[[int], datetime]
"""Microseconds since the epoch → the person's local time."""


class Presence:
    """Quiet times, the system's own, snoozes, and absences."""

    def __init__(self, local: LocalTime) -> None:
        self._local = local
        self._snoozed_until_us: dict[SessionKey | None, int] = {}
        self.is_disturbed = False
        """The system says: do not disturb."""
        self._away_since_us = 0
        self._came: deque[Alert] = deque(maxlen=MOST_REMEMBERED)
        """While the person was away."""
        self._missed: deque[Alert] = deque(maxlen=MOST_REMEMBERED)

    def why_muted(self, alert: Alert, row: SessionRow, policy: Policy, now_us: int) -> str:
        """As ``Alert.muted``. A snooze was asked for by hand: nothing breaks through it."""
        if not policy.kind_rings(alert.kind, row):
            return "switched_off"
        if any(self._snoozed_until_us.get(key, 0) > now_us for key in (alert.key, None)):
            return "snoozed"
        if alert.kind in policy.breaks_through:
            return ""
        if self.is_disturbed:
            return "do_not_disturb"
        return "quiet_hours" if policy.quiet and policy.is_quiet(self._local(now_us)) else ""

    def snooze(self, key: SessionKey | None, until_us: int) -> None:
        """Not for this session (None: for none) until then."""
        self._snoozed_until_us[key] = until_us

    def wake(self, now_us: int) -> None:
        """Forget the snoozes that are over."""
        for key in [key for key, until_us in self._snoozed_until_us.items() if until_us <= now_us]:
            del self._snoozed_until_us[key]

    def next_wake_us(self) -> int | None:
        return min(self._snoozed_until_us.values(), default=None)

    def came(self, alert: Alert) -> None:
        """It was called out, or stands silently."""
        if self._away_since_us:
            self._came.append(alert)
        if alert.muted == "missed":
            self._missed.append(alert)

    def leave(self, now_us: int) -> None:
        """The person left the window."""
        self._away_since_us = self._away_since_us or now_us

    def returned(self, longer_than_us: int, stands: Callable[[Alert], bool], now_us: int) -> tuple[Order, ...]:
        """The person is back: what came meanwhile, if they were away long enough."""
        since_us, came = self._away_since_us, list(self._came)
        self._away_since_us = 0
        self._came.clear()
        if not since_us or now_us - since_us < longer_than_us:
            return ()
        return digest("returned", came, stands, since_us, now_us)

    def back(self, stands: Callable[[Alert], bool], since_us: int, now_us: int) -> tuple[Order, ...]:
        """A hub is back."""
        missed = list(self._missed)
        self._missed.clear()
        return digest("hub_back", missed, stands, since_us, now_us)


def digest(
    why: str, came: Iterable[Alert], stands: Callable[[Alert], bool], since_us: int, now_us: int
) -> tuple[Order, ...]:
    """What came, in one piece; nothing where nothing came."""
    by_id = {alert.alert_id: alert for alert in came}
    standing = tuple(alert for alert in reversed(by_id.values()) if stands(alert))
    if not by_id:
        return ()
    handled = len(by_id) - len(standing)
    title, body = digest_words(why, standing, handled)
    return (Digest(why=why, title=title, body=body, since_us=since_us, at_us=now_us, alerts=standing, handled=handled),)
