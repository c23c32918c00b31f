"""Decides who is called when: carries what the hubs tell to the policy, and what it orders to whoever calls people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.core.projections.alerts import Alert, ArmStop, Digest, Order, Withdraw
from app.core.projections.attention import Attention
from app.core.projections.matching import output_of
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from app.desktop.alert_log import AlertLog, Entry
from app.desktop.alert_policy import policy_of
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import now_us
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.tasks import Tasks
from app.settings import Settings

__all__ = ["Alerts", "Entry"]

_LONGEST_WAIT_MS = 3_600_000


class Alerts(QObject):
    """The policy of all hubs, one ``Attention`` each. Only changes at the live edge may ring."""

    alerted = Signal(object, object)
    """SessionRef, Alert: call a person. Muted ones are not sent here; they stand in ``entries`` alone."""
    withdrawn = Signal(object, object)
    """SessionRef, Withdraw: take it back."""
    digest = Signal(object)
    """Digest: what came while nobody was to be called."""
    stop_wanted = Signal(object, object)
    """SessionRef, ArmStop: a limit was passed, and the person chose to have the session stopped."""
    trouble = Signal(str)
    """Something in the person's choices that cannot be used, in words: once."""
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
        self._chosen: Settings | None = None
        self._told_trouble: set[str] = set()
        self._is_disturbed = False
        self._hushed_until_us = 0
        self._attention: dict[str, Attention] = {}
        self._left: dict[str, tuple[int, dict[SessionKey, SessionRow]]] = {}
        """Hubs that are away: since when, and what was known of their sessions then."""
        self._log = AlertLog()
        self._tasks = Tasks()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        hubs.row_lived.connect(self._row_lived)
        hubs.phase_changed.connect(self._phase_changed)
        hubs.records_came.connect(self._records_came)
        hubs.started_over.connect(self._forget)

    # what a person does

    def seen(self, ref: SessionRef) -> None:
        """Somebody looks at the session now."""
        self._carry_out(ref.hub, self._of(ref.hub).on_seen(ref.key))

    def mark_all_seen(self) -> None:
        """Every open alert is taken back."""
        refs = self._log.open_refs()
        for hub in {ref.hub for ref in refs}:
            self._carry_out(hub, self._of(hub).on_seen(*(ref.key for ref in refs if ref.hub == hub)))

    def forget_handled(self) -> None:
        """The inbox keeps only what stands."""
        self._log.forget_handled()
        self.changed.emit()

    def snooze(self, ref: SessionRef, minutes: int) -> None:
        """Ring for nothing of this session for so long."""
        self._of(ref.hub).snooze(ref.key, now_us() + minutes * 60_000_000)
        self._wind()

    def hush(self, minutes: int) -> None:
        """Ring for nothing at all for so long; 0: again from now on."""
        self._hushed_until_us = now_us() + minutes * 60_000_000
        for attention in self._attention.values():
            attention.snooze(None, self._hushed_until_us)
        QTimer.singleShot(minutes * 60_000 + 10, self, self.changed.emit)
        self._tick()
        self.changed.emit()

    def leave(self) -> None:
        """The person turned to something else."""
        for attention in self._attention.values():
            attention.on_leave(now_us())

    def come_back(self) -> None:
        """The person is back at the window."""
        for hub, attention in self._attention.items():
            self._carry_out(hub, attention.on_return(now_us()))

    def disturb_not(self, is_disturbed: bool) -> None:
        """The system says whether the person is not to be disturbed."""
        self._is_disturbed = is_disturbed
        for hub, attention in self._attention.items():
            self._carry_out(hub, attention.on_disturbed(self._heeds_disturbed(), now_us()))

    # what is known

    @property
    def hushed_until_us(self) -> int:
        """Until when a person asked not to be called; 0 where they did not."""
        return self._hushed_until_us if self._hushed_until_us > now_us() else 0

    def entries(self) -> tuple[Entry, ...]:
        """Everything that was alerted and its state now, newest first, bounded."""
        return self._log.newest_first()

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

    def _records_came(self, name: str, records: list[Record]) -> None:
        """Output that a rule may wait for; what is replayed was said before."""
        attention, hub = self._attention.get(name), self._hubs.get(name)
        if attention is None or hub is None or not attention.wants_text or hub.phase != "live":
            return
        for record in records:
            text = output_of(record)
            if text and not self._is_focused(SessionRef(name, *record.key)):
                self._carry_out(name, attention.on_text(record.key, text, now_us()))

    def _phase_changed(self, name: str) -> None:
        hub = self._hubs.get(name)
        if hub is None:
            self._forget(name)
        elif hub.phase == "live":
            self._came_live(name, hub.rows)
        elif not hub.is_up and name in self._attention and name not in self._left:
            self._left[name] = (now_us(), dict(hub.rows))

    def _forget(self, name: str) -> None:
        """The hub is looked at no longer, or has another store: what it tells next is first sight again."""
        self._left.pop(name, None)
        attention = self._attention.pop(name, None)
        if attention is not None:
            self._carry_out(name, attention.forget())

    def _came_live(self, name: str, rows: dict[SessionKey, SessionRow]) -> None:
        """What was so at the first sight of a hub is history; what changed while it was away was missed."""
        is_first = name not in self._attention
        attention, now = self._of(name), now_us()
        since_us, before = self._left.pop(name, (now, {}))
        for key, row in list(rows.items()):
            known = before.get(key)
            if is_first or known is None:
                self._obey(name, attention.on_row(None, row, False, now))
            elif known != row:
                focused = self._is_focused(SessionRef(name, *key))
                self._obey(name, attention.on_row(known, row, focused, now, missed=True))
        self._carry_out(name, attention.on_back(since_us, now))

    def _of(self, hub: str) -> Attention:
        """What is older than this window calls nobody, although the hub may come upon it only now (an old transcript).

        Another machine's clock is not compared with ours: it would be silence if it were slow.
        """
        settings = self._settings()
        if settings is not self._chosen and settings != self._chosen:
            self._chosen = settings
            for name, attention in self._attention.items():
                self._choose(name, attention, settings)
        if hub not in self._attention:
            attention = self._attention[hub] = Attention(local=_local)
            if self.hushed_until_us:
                attention.snooze(None, self._hushed_until_us)
            self._choose(hub, attention, settings)
        return self._attention[hub]

    def _choose(self, hub: str, attention: Attention, settings: Settings) -> None:
        policy, problems = policy_of(settings, self._began_us if hub == THIS_MACHINE else 0)
        attention.change_policy(policy)
        self._carry_out(hub, attention.on_disturbed(self._heeds_disturbed(), now_us()))
        known = self._hubs.get(hub)
        if known is not None and known.link.hears_outputs != attention.wants_text:
            self._tasks.spawn(known.link.hear_outputs(attention.wants_text))
        for problem in (*problems, *attention.problems):
            if problem not in self._told_trouble:
                self._told_trouble.add(problem)
                self.trouble.emit(problem)

    def _heeds_disturbed(self) -> bool:
        return self._is_disturbed and self._settings().heed_do_not_disturb

    # what time does

    def _tick(self) -> None:
        for hub, attention in list(self._attention.items()):
            self._carry_out(hub, attention.on_tick(now_us()))
        self._wind()

    def _wind(self) -> None:
        """Ring the clock when the first of the policies has something to do."""
        now = now_us()
        due = [each for attention in self._attention.values() if (each := attention.next_due_us(now)) is not None]
        if not due:
            self._timer.stop()
            return
        wait_ms = min(_LONGEST_WAIT_MS, max(0, (min(due) - now) // 1000 + 1))
        if not self._timer.isActive() or wait_ms < self._timer.remainingTime():
            self._timer.start(wait_ms)

    # what the policy orders

    def _carry_out(self, hub: str, orders: tuple[Order, ...]) -> None:
        self._obey(hub, orders)
        self._wind()

    def _obey(self, hub: str, orders: tuple[Order, ...]) -> None:
        for order in orders:
            if isinstance(order, Digest):
                self.digest.emit(order)
                continue
            ref = SessionRef(hub, *order.key)
            if isinstance(order, Alert):
                self._log.note(ref, order, now_us())
                if not order.muted:
                    self.alerted.emit(ref, order)
            elif isinstance(order, Withdraw):
                self._log.close(hub, order.alert_id, order.how)
                self.withdrawn.emit(ref, order)
            elif isinstance(order, ArmStop):
                self.stop_wanted.emit(ref, order)
        if orders:
            self.changed.emit()


def _local(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1_000_000).astimezone()
