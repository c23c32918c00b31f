"""Every hub this window looks at: their rosters, phases and health, kept current once per frame from their links."""

from __future__ import annotations

import logging
import time
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, Signal

from app.core.commands import HubHealth
from app.core.projections.rows import SessionRow, was_never_begun
from app.core.records import Record, SessionKey
from app.desktop.link import HubAddress, Link, Phase, PhaseChanged, StartedOver, now_us
from app.wire import feed

log = logging.getLogger(__name__)

APPLY_BUDGET_MS = 4.0
"""Of a frame, for messages: one is always applied whole."""


class SessionRef(NamedTuple):
    """Names one session across all hubs."""

    hub: str
    agent: str
    session_id: str

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.agent, self.session_id)


class Hub(msgspec.Struct):
    """What is known of one hub."""

    address: HubAddress
    link: Link
    rows: dict[SessionKey, SessionRow] = msgspec.field(default_factory=dict)
    phase: Phase = "connecting"
    reason: str = ""
    away_since_us: int = 0
    machine: str = ""
    version: str = ""
    health: HubHealth | None = None
    seen_snapshot: bool = False

    @property
    def name(self) -> str:
        return self.address.name

    @property
    def is_up(self) -> bool:
        return self.phase in ("replaying", "live")


class Hubs(QObject):
    """All hubs. Signals are sent from the frame tick only."""

    rows_changed = Signal(object)
    """set[SessionRef]: rows that came, went or changed."""
    row_lived = Signal(object, object, object)
    """SessionRef, row before (or None), row after: a change at the live edge, the only kind that may alert."""
    records_came = Signal(str, object)
    """hub name, list[Record]."""
    phase_changed = Signal(str)
    started_over = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hubs: dict[str, Hub] = {}

    def add(self, hub: Hub) -> None:
        """Begin to look at a hub."""
        self._hubs[hub.name] = hub
        self.phase_changed.emit(hub.name)

    def remove(self, name: str) -> None:
        """Stop looking at a hub; its link is the caller's to close."""
        hub = self._hubs.pop(name)
        self.rows_changed.emit({SessionRef(name, *key) for key in hub.rows})
        self.phase_changed.emit(name)

    def all(self) -> list[Hub]:
        return list(self._hubs.values())

    def get(self, name: str) -> Hub | None:
        return self._hubs.get(name)

    def row(self, ref: SessionRef) -> SessionRow | None:
        hub = self._hubs.get(ref.hub)
        return hub.rows.get(ref.key) if hub is not None else None

    def rows(self) -> dict[SessionRef, SessionRow]:
        """The rosters of all hubs."""
        return {SessionRef(hub.name, *key): row for hub in self._hubs.values() for key, row in hub.rows.items()}

    def apply_pending(self) -> bool:
        """Frame job: fold what the links received, as much as fits the frame; True when more is left."""
        until_s = time.monotonic() + APPLY_BUDGET_MS / 1000
        for hub in self.all():
            while (message := hub.link.take()) is not None:
                self._apply(hub, message)
                if time.monotonic() >= until_s:
                    return True
        return False

    def _apply(self, hub: Hub, message: object) -> None:
        match message:
            case feed.RowsChanged():
                self._rows(hub, message.sessions)
            case feed.SessionsGone():
                self._gone(hub, message.sessions)
            case feed.Batch():
                if message.records:
                    self.records_came.emit(hub.name, list(message.records))
            case feed.Snapshot():
                self._snapshot(hub, message)
            case feed.Welcome():
                hub.machine, hub.version = message.machine, message.version
            case PhaseChanged():
                self._phase(hub, message)
            case StartedOver():
                self.started_over.emit(hub.name)
            case feed.CaughtUp() | feed.Resync():
                log.debug("hub %s: %s", hub.name, message)

    def _rows(self, hub: Hub, rows: tuple[SessionRow, ...]) -> None:
        changed: set[SessionRef] = set()
        for row in rows:
            key = SessionKey(row.agent, row.session_id)
            before = hub.rows.get(key)
            ref = SessionRef(hub.name, *key)
            if was_never_begun(row):
                if hub.rows.pop(key, None) is not None:
                    changed.add(ref)
                continue
            if before == row:
                continue
            hub.rows[key] = row
            changed.add(ref)
            if hub.phase == "live":
                self.row_lived.emit(ref, before, row)
        if changed:
            self.rows_changed.emit(changed)

    def _gone(self, hub: Hub, keys: tuple[SessionKey, ...]) -> None:
        gone = {SessionRef(hub.name, *key) for key in keys if hub.rows.pop(SessionKey(*key), None) is not None}
        if gone:
            self.rows_changed.emit(gone)

    def _snapshot(self, hub: Hub, snapshot: feed.Snapshot) -> None:
        fresh = {SessionKey(row.agent, row.session_id): row for row in snapshot.sessions}
        changed = {key for key in hub.rows.keys() | fresh.keys() if hub.rows.get(key) != fresh.get(key)}
        hub.rows = fresh
        hub.seen_snapshot = True
        self.rows_changed.emit({SessionRef(hub.name, *key) for key in changed})

    def _phase(self, hub: Hub, change: PhaseChanged) -> None:
        was_up = hub.is_up
        hub.phase, hub.reason = change.phase, change.reason
        if not hub.is_up and (was_up or not hub.away_since_us):
            hub.away_since_us = now_us()
        if hub.is_up:
            hub.away_since_us = 0
        self.phase_changed.emit(hub.name)


def records_of(records: list[Record], key: SessionKey) -> list[Record]:
    """Those of one session."""
    return [record for record in records if record.agent == key.agent and record.session_id == key.session_id]
