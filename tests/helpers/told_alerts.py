"""Alerts that say what they are told to, in place of the policy's: for the inbox, its pictures and its tests."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.projections.alerts import Alert, AlertKind, Handled
from app.desktop.alerts import Entry
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef


class ToldAlerts(QObject):
    """What ``Alerts`` offers; ``done`` is what was asked of it."""

    alerted = Signal(object, object)
    withdrawn = Signal(object, object)
    digest = Signal(object)
    stop_wanted = Signal(object, object)
    trouble = Signal(str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[SessionRef] = []
        """The longest waiting first."""
        self.done: list[tuple[Any, ...]] = []
        self.hushed_until_us = 0
        self._entries: list[Entry] = []

    # ── what a test says ──

    def tell(self, ref: SessionRef, kind: AlertKind, title: str, at_us: int, body: str = "", **more: Any) -> Entry:
        """Something calls."""
        alert = Alert(
            alert_id=f"{ref.session_id}/{kind}/{at_us}", key=ref.key, kind=kind, title=title, body=body, at_us=at_us,
            tag=f"{ref.session_id}/{kind}", **more,
        )  # fmt: skip
        entry = Entry(ref, alert, at_us)
        self._entries.insert(0, entry)
        self.changed.emit()
        if not alert.muted:
            self.alerted.emit(ref, alert)
        return entry

    def become(self, entry: Entry, how: Handled) -> None:
        """It came to its end."""
        at = next(n for n, each in enumerate(self._entries) if each.alert.alert_id == entry.alert.alert_id)
        self._entries[at] = self._entries[at]._replace(how=how)
        self.changed.emit()

    # ── what the inbox asks ──

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def next_waiting(self, after: SessionRef | None = None) -> SessionRef | None:
        if not self.waiting:
            return None
        at = self.waiting.index(after) + 1 if after in self.waiting else 0
        return self.waiting[at % len(self.waiting)]

    def seen(self, ref: SessionRef) -> None:
        self.done.append(("seen", ref))
        for entry in [each for each in self._entries if each.ref == ref and each.is_open]:
            self.become(entry, "seen")

    def mark_all_seen(self) -> None:
        self.done.append(("mark_all_seen",))
        for entry in [each for each in self._entries if each.is_open]:
            self.become(entry, "seen")

    def leave(self) -> None:
        self.done.append(("leave",))

    def come_back(self) -> None:
        self.done.append(("come_back",))

    def forget_handled(self) -> None:
        self._entries = [each for each in self._entries if each.is_open]
        self.changed.emit()

    def hush(self, minutes: int) -> None:
        self.done.append(("hush", minutes))
        self.hushed_until_us = now_us() + minutes * 60_000_000 if minutes else 0
        self.changed.emit()

    def snooze(self, ref: SessionRef, minutes: int) -> None:
        self.done.append(("snooze", ref, minutes))
