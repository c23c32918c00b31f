"""Decides who is called when: carries what the hubs tell to the policy, and what it orders to whoever calls people."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.core.projections.alerts import Alert, ArmStop, Digest, Handled, Order, Policy, Withdraw
from app.core.projections.attention import Attention
from app.core.projections.rows import SessionRow
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import now_us
from app.desktop.models.hubs import Hubs, SessionRef
from app.settings import Settings

MOST_ENTRIES = 500
"""What the inbox remembers; open ones are never dropped for handled ones."""


class Entry(NamedTuple):
    """One thing that was alerted, and its state now: ``how`` is "" while it is open."""

    ref: SessionRef
    alert: Alert
    came_at_us: int
    how: Handled = ""

    @property
    def is_open(self) -> bool:
        return not self.how


class Alerts(QObject):
    """The policy of all hubs, one ``Attention`` each. Only changes at the live edge reach it."""

    alerted = Signal(object, object)
    """SessionRef, Alert: call a person. Muted ones are not sent here; they stand in ``entries`` alone."""
    withdrawn = Signal(object, object)
    """SessionRef, Withdraw: take it back."""
    digest = Signal(object)
    """Digest: what came while nobody was to be called."""
    stop_wanted = Signal(object, object)
    """SessionRef, ArmStop: a limit was passed, and the person chose to have the session stopped."""
    changed = Signal()
    """``entries`` is different now."""

    def __init__(
        self,
        hubs: Hubs,
        settings: Callable[[], Settings],
        is_focused: Callable[[SessionRef], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hubs = hubs
        self._settings = settings
        self._is_focused = is_focused
        self._began_us = now_us()
        self._attention: dict[str, Attention] = {}
        self._entries: deque[Entry] = deque()
        self._hushed_until_us = 0
        self._hush_over = QTimer(self)
        self._hush_over.setSingleShot(True)
        self._hush_over.timeout.connect(self.changed)
        hubs.row_lived.connect(self._row_lived)

    # what a person does

    def seen(self, ref: SessionRef) -> None:
        """Somebody looks at the session now."""
        self._carry_out(ref.hub, self._of(ref.hub).on_seen(ref.key))

    def mark_all_seen(self) -> None:
        """Every open alert is taken back."""
        for entry in [entry for entry in self._entries if entry.is_open]:
            self.seen(entry.ref)

    def forget_handled(self) -> None:
        """The inbox keeps only what stands."""
        self._entries = deque(entry for entry in self._entries if entry.is_open)
        self.changed.emit()

    def snooze(self, ref: SessionRef, minutes: int) -> None:
        """Ring for nothing of this session for so long."""

    def hush(self, minutes: int) -> None:
        """Ring for nothing at all for so long; 0: again from now on."""
        self._hushed_until_us = now_us() + minutes * 60_000_000 if minutes else 0
        self._hush_over.start(minutes * 60_000)
        self.changed.emit()

    # what is known

    @property
    def hushed_until_us(self) -> int:
        """Until when a person asked not to be called; 0 where they did not."""
        return self._hushed_until_us if self._hushed_until_us > now_us() else 0

    def entries(self) -> tuple[Entry, ...]:
        """Everything that was alerted and its state now, newest first, bounded."""
        return tuple(self._entries)

    def next_waiting(self, after: SessionRef | None = None) -> SessionRef | None:
        """The session that has waited longest for a person, or the one next to ``after`` in that order, around."""
        rows = self._hubs.rows()
        waiting = sorted(
            (ref for ref, row in rows.items() if row.status == "waiting"),
            key=lambda ref: (rows[ref].status_at_us, ref),
        )
        if not waiting:
            return None
        at = waiting.index(after) + 1 if after in waiting else 0
        return waiting[at % len(waiting)]

    # what the hubs tell

    def _row_lived(self, ref: SessionRef, before: SessionRow | None, after: SessionRow) -> None:
        self._carry_out(ref.hub, self._of(ref.hub).on_row(before, after, self._is_focused(ref), now_us()))

    def _of(self, hub: str) -> Attention:
        """What is older than this window calls nobody, although the hub may come upon it only now (an old transcript).

        Another machine's clock is not compared with ours: it would be silence if it were slow.
        """
        since_us = self._began_us if hub == THIS_MACHINE else 0
        if hub not in self._attention:
            self._attention[hub] = Attention(Policy(since_us=since_us))
        return self._attention[hub]

    # what the policy orders

    def _carry_out(self, hub: str, orders: tuple[Order, ...]) -> None:
        for order in orders:
            if isinstance(order, Digest):
                self.digest.emit(order)
                continue
            ref = SessionRef(hub, *order.key)
            if isinstance(order, Alert):
                self._alert(ref, order)
            elif isinstance(order, Withdraw):
                self._close(ref.hub, order.alert_id, order.how)
                self.withdrawn.emit(ref, order)
            elif isinstance(order, ArmStop):
                self.stop_wanted.emit(ref, order)
        if orders:
            self.changed.emit()

    def _alert(self, ref: SessionRef, alert: Alert) -> None:
        if not getattr(self._settings(), f"notifications_{alert.kind}", True):
            alert = msgspec.structs.replace(alert, muted="switched_off")
        elif self.hushed_until_us:
            alert = msgspec.structs.replace(alert, muted="do_not_disturb")
        replaced = [e for e in self._entries if e.is_open and e.ref.hub == ref.hub and e.alert.tag == alert.tag]
        for entry in replaced:
            self._close(ref.hub, entry.alert.alert_id, "replaced")
        self._entries.appendleft(Entry(ref, alert, now_us()))
        self._forget_oldest()
        if not alert.muted:
            self.alerted.emit(ref, alert)

    def _close(self, hub: str, alert_id: str, how: Handled) -> None:
        for index, entry in enumerate(self._entries):
            if entry.ref.hub == hub and entry.alert.alert_id == alert_id and entry.is_open:
                self._entries[index] = entry._replace(how=how or "moved_on")

    def _forget_oldest(self) -> None:
        while len(self._entries) > MOST_ENTRIES:
            handled = next((e for e in reversed(self._entries) if not e.is_open), self._entries[-1])
            self._entries.remove(handled)
