"""What was alerted and what became of it: the facts the inbox shows, bounded, newest first."""

from __future__ import annotations

from typing import NamedTuple

from app.core.projections.alerts import Alert, Handled
from app.desktop.models.hubs import SessionRef

MOST_ENTRIES = 500
"""What the inbox remembers; open ones are dropped last."""


class Entry(NamedTuple):
    """One thing that was alerted, and its state now: ``how`` is "" while it is open."""

    ref: SessionRef
    alert: Alert
    came_at_us: int
    how: Handled = ""

    @property
    def is_open(self) -> bool:
        return not self.how


Name = tuple[str, str]
"""Hub and alert id: an outcome has one entry, however often its alert is said again."""


class AlertLog:
    """Entries by name, in the order they came."""

    def __init__(self) -> None:
        self._entries: dict[Name, Entry] = {}

    def newest_first(self) -> tuple[Entry, ...]:
        return tuple(reversed(self._entries.values()))

    def open_refs(self) -> list[SessionRef]:
        """The sessions of which something is open."""
        return list(dict.fromkeys(entry.ref for entry in self._entries.values() if entry.is_open))

    def note(self, ref: SessionRef, alert: Alert, at_us: int) -> None:
        """It was alerted, or is said again in other words. Of a summary each part is one entry."""
        for part in alert.parts or (alert,):
            name = (ref.hub, part.alert_id)
            known = self._entries.get(name)
            if known is not None:
                self._entries[name] = known._replace(alert=part)
            elif not alert.again:
                self._entries[name] = Entry(SessionRef(ref.hub, *part.key), part, at_us)
        if len(self._entries) > MOST_ENTRIES:
            self._forget_oldest()

    def close(self, hub: str, alert_id: str, how: Handled) -> None:
        """It stands no longer."""
        entry = self._entries.get((hub, alert_id))
        if entry is not None and entry.is_open:
            self._entries[(hub, alert_id)] = entry._replace(how=how or "moved_on")

    def forget_handled(self) -> None:
        """Keep only what stands."""
        self._entries = {name: entry for name, entry in self._entries.items() if entry.is_open}

    def _forget_oldest(self) -> None:
        spare = len(self._entries) - MOST_ENTRIES
        handled = [name for name, entry in self._entries.items() if not entry.is_open]
        for name in [*handled, *self._entries][:spare]:
            self._entries.pop(name, None)
