"""Rings for alerts, keeps what stands, takes it back; a burst rings once, as a summary that shrinks with its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from app.core.projections.alert_words import summary_words
from app.core.projections.alerts import Alert, Handled, Order, Withdraw
from app.core.projections.bursts import Bursts
from app.core.records import SessionKey

WhyMuted = Callable[[Alert, int], str]
"""(alert, now_us) → why it must not ring; "" when it may."""
_PASSING = frozenset({"quiet_hours", "do_not_disturb", "snoozed"})


class Bell:
    """What was called out and stands, one alert a tag. ``rang``: told of everything that leaves here as an alert."""

    def __init__(self, why_muted: WhyMuted, rang: Callable[[Alert], None]) -> None:
        self._why_muted = why_muted
        self._rang = rang
        self._standing: dict[str, Alert] = {}
        self._tags: dict[SessionKey, dict[str, None]] = {}
        self._bursts = Bursts()
        self._summaries: dict[str, Alert] = {}
        self._summary_of: dict[str, str] = {}
        """alert_id of a part → that of its summary."""
        self._shrunk: dict[str, None] = {}

    # ── what stands ────────────────────────────────────────────────────────────────────────────

    def standing(self, tag: str) -> Alert | None:
        return self._standing.get(tag)

    def of(self, key: SessionKey) -> list[Alert]:
        """Everything that stands for a session."""
        return [self._standing[tag] for tag in self._tags.get(key, ())]

    def all(self) -> list[Alert]:
        return [alert for alert in self._standing.values() if not self._bursts.holds(alert)]

    def stands(self, alert: Alert) -> bool:
        known = self._standing.get(alert.tag)
        return known is not None and known.alert_id == alert.alert_id and not self._bursts.holds(known)

    # ── ringing ────────────────────────────────────────────────────────────────────────────────

    def call(self, alert: Alert, now_us: int, muted: str = "") -> tuple[Order, ...]:
        """Call a person, now or when the burst it may be part of is over. ``muted``: it stands, but must not ring."""
        at_once = bool(muted) or self._bursts.offer(alert, now_us)
        rings_now = at_once and not muted and not self._why_muted(alert, now_us)
        # What stands is replaced only where the new one is shown now; one that is held may never be.
        before = self.withdraw([alert.tag], "replaced" if rings_now else "moved_on")
        alert = self._standing[alert.tag] = msgspec.structs.replace(alert, muted=muted)
        self._tags.setdefault(alert.key, {})[alert.tag] = None
        if muted:
            return before + self._told([alert])
        return before + self._emit([alert], now_us) if at_once else before

    def say_again(self, alert: Alert, now_us: int) -> tuple[Order, ...]:
        """What stands with this tag says this from now on; nothing rings."""
        known = self._standing[alert.tag]
        alert = msgspec.structs.replace(alert, alert_id=known.alert_id, muted=known.muted)
        if self._bursts.holds(known):
            if alert.kind == known.kind:
                self._bursts.replace(alert)
            else:
                self._bursts.drop(known)
                self._bursts.offer(alert, now_us)
            self._standing[alert.tag] = alert
            return ()
        self._standing[alert.tag] = alert
        if alert.alert_id in self._summary_of:
            self._shrunk[self._summary_of[alert.alert_id]] = None
        return (msgspec.structs.replace(alert, again=True),)

    def due(self, now_us: int) -> tuple[Order, ...]:
        """The bursts that are over."""
        return tuple(order for basket in self._bursts.due(now_us) for order in self._emit(basket, now_us))

    def next_due_us(self) -> int | None:
        return self._bursts.next_due_us()

    def unmuted(self, now_us: int) -> list[Alert]:
        """What stands silently and might ring now (whoever asks tells it, and ``loud`` notes that)."""
        return [alert for alert in self.all() if alert.muted in _PASSING and not self._why_muted(alert, now_us)]

    @property
    def any_muted(self) -> bool:
        """Whether anything stands that may ring later."""
        return any(alert.muted in _PASSING for alert in self._standing.values())

    def loud(self, alert: Alert) -> Alert:
        """It is told now."""
        told = self._standing[alert.tag] = msgspec.structs.replace(alert, muted="")
        return told

    def _emit(self, basket: list[Alert], now_us: int) -> tuple[Order, ...]:
        alone, loud = [], []
        for alert in basket:
            why = self._why_muted(alert, now_us)
            if why:
                alert = self._standing[alert.tag] = msgspec.structs.replace(alert, muted=why)
                alone.append(alert)
            else:
                loud.append(alert)
        if len(loud) < 2:
            return self._told([*alone, *loud])
        return self._told([*alone, self._sum_up(loud)])

    def _told(self, alerts: list[Alert]) -> tuple[Order, ...]:
        for alert in alerts:
            for part in alert.parts or (alert,):
                self._rang(part)
        return tuple(alerts)

    # ── summaries ──────────────────────────────────────────────────────────────────────────────

    def _sum_up(self, parts: list[Alert]) -> Alert:
        summary_id = f"burst/{parts[0].alert_id}"
        summary = _summary(summary_id, parts)
        self._summaries[summary_id] = summary
        for part in parts:
            self._summary_of[part.alert_id] = summary_id
        return summary

    def settle(self) -> tuple[Order, ...]:
        """Say anew, or take back, the summaries whose parts are fewer now: at the end of whatever happened."""
        orders: list[Order] = []
        for summary_id in self._shrunk:
            summary = self._summaries[summary_id]
            parts = [
                self._standing[part.tag] for part in summary.parts if self._summary_of.get(part.alert_id) == summary_id
            ]
            if parts:
                again = self._summaries[summary_id] = _summary(summary_id, parts)
                orders.append(msgspec.structs.replace(again, again=True))
            else:
                del self._summaries[summary_id]
                orders.append(Withdraw(key=summary.key, alert_id=summary_id, tag=summary.tag))
        self._shrunk.clear()
        return tuple(orders)

    # ── taking back ────────────────────────────────────────────────────────────────────────────

    def withdraw(self, tags: Iterable[str], how: Handled) -> tuple[Order, ...]:
        """Take back what stands under these tags; what was only held has never been."""
        orders: list[Order] = []
        for tag in tags:
            alert = self._standing.get(tag)
            if alert is None:
                continue
            was_held = self._bursts.holds(alert)
            self._leave(tag)
            del self._standing[tag]
            self._tags[alert.key].pop(tag)
            if not was_held:
                orders.append(Withdraw(key=alert.key, alert_id=alert.alert_id, tag=tag, how=how))
        return tuple(orders)

    def _leave(self, tag: str) -> None:
        """What stands under the tag goes out of its burst and its summary."""
        alert = self._standing.get(tag)
        if alert is None:
            return
        self._bursts.drop(alert)
        summary_id = self._summary_of.pop(alert.alert_id, None)
        if summary_id is not None:
            self._shrunk[summary_id] = None


def _summary(summary_id: str, parts: list[Alert]) -> Alert:
    first = parts[0]
    title, body = summary_words(first.kind, parts, [part.name for part in parts])
    if len(parts) == 1:
        title, body = first.title, first.body
    return Alert(
        alert_id=summary_id,
        key=first.key,
        kind=first.kind,
        name=first.name,
        title=title,
        body=body,
        at_us=max(part.at_us for part in parts),
        tag=summary_id,
        parts=tuple(parts),
    )
