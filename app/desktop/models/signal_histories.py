"""Where the overview's past comes from: asks the hubs for it while somebody looks, at most once a second each."""

from __future__ import annotations

import logging
import time

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.core.commands import ReadSignals, SignalPage
from app.core.projections.signal_history import SignalHistory
from app.desktop.link import HubAway, OrderFailed
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.tasks import Tasks

log = logging.getLogger(__name__)

ASK_EVERY_S = 1.0

_NO_HISTORY = SignalHistory()


class SignalHistories(QObject):
    """The statuses all sessions went through. Nothing is asked or kept up while nobody wants it."""

    changed = Signal(object)
    """set[SessionRef]."""
    trouble_changed = Signal()

    def __init__(self, hubs: Hubs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hubs = hubs
        self._wanted = False
        self._histories: dict[SessionRef, SignalHistory] = {}
        self._told_until: dict[str, int] = {}
        """Per hub: the record up to which it told us."""
        self._stale: set[str] = set()
        self._asking: set[str] = set()
        self._asked_at_s: dict[str, float] = {}
        self._tasks = Tasks()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask_stale)
        self.troubles: dict[str, str] = {}
        """Per hub: why its past is not known."""
        hubs.rows_changed.connect(self._rows_changed)
        hubs.phase_changed.connect(self._phase_changed)
        hubs.started_over.connect(self._started_over)

    def want(self, wanted: bool) -> None:
        """Somebody looks at the overview now, or no longer."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self._bring_up_to(set(self._hubs.rows()))
            self._stale.update(hub.name for hub in self._hubs.all())
            self._ask_stale()

    def of(self, ref: SessionRef) -> SignalHistory:
        """The statuses a session went through, as far as they are known."""
        return self._histories.get(ref, _NO_HISTORY)

    async def close(self) -> None:
        """Ask no more."""
        self._timer.stop()
        await self._tasks.close()

    # what the hubs say

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        for ref in refs:
            if ref in self._histories and self._hubs.row(ref) is None:
                del self._histories[ref]
        if self._wanted:
            self._bring_up_to(refs)
            self._stale.update(ref.hub for ref in refs)
            self._ask_stale()

    def _bring_up_to(self, refs: set[SessionRef]) -> None:
        changed = set()
        for ref in refs:
            row = self._hubs.row(ref)
            if row is not None and self._histories.setdefault(ref, SignalHistory()).bring_up_to(row):
                changed.add(ref)
        if changed:
            self.changed.emit(changed)

    def _phase_changed(self, name: str) -> None:
        hub = self._hubs.get(name)
        if hub is None:
            self._forget(name)
        elif hub.phase == "live":
            self._say_trouble(name, "")  # it may be another version now
            self._stale.add(name)
            self._ask_stale()

    def _started_over(self, name: str) -> None:
        self._forget(name)
        self._stale.add(name)

    def _forget(self, name: str) -> None:
        gone = {ref for ref in self._histories if ref.hub == name}
        for ref in gone:
            del self._histories[ref]
        self._told_until.pop(name, None)
        self._say_trouble(name, "")
        if gone:
            self.changed.emit(gone)

    # what we ask

    def _ask_stale(self) -> None:
        """Ask the hubs in which something changed; those that were asked just now a little later."""
        if not self._wanted:
            return
        now_s, wait_s = time.monotonic(), 0.0
        for name in sorted(self._stale - self._asking):
            hub = self._hubs.get(name)
            due_s = self._asked_at_s.get(name, -ASK_EVERY_S) + ASK_EVERY_S
            if hub is None or hub.phase != "live" or self.troubles.get(name):
                self._stale.discard(name)
            elif due_s > now_s:
                wait_s = max(wait_s, due_s - now_s)
            else:
                self._stale.discard(name)
                self._asking.add(name)
                self._asked_at_s[name] = now_s
                self._tasks.spawn(self._ask(name))
        if wait_s and not self._timer.isActive():
            self._timer.start(round(wait_s * 1000) + 1)

    async def _ask(self, name: str) -> None:
        hub = self._hubs.get(name)
        try:
            more = hub is not None
            while more and hub is not None and self._hubs.get(name) is hub:
                hub_id = hub.link.hub_id
                data = await hub.link.order(ReadSignals(after_seq=self._told_until.get(name, 0)), timeout_s=30)
                page = msgspec.convert(data, SignalPage)
                more = page.more and hub.link.hub_id == hub_id
                if hub.link.hub_id == hub_id:
                    self._take(name, page)
        except HubAway:
            log.debug("signals of %s: it went away; it is asked again when it is back", name)
        except (OrderFailed, msgspec.ValidationError) as error:
            log.info("signals of %s: %s", name, error)
            self._say_trouble(name, str(error))
        finally:
            self._asking.discard(name)
        if name in self._stale:
            self._ask_stale()

    def _take(self, name: str, page: SignalPage) -> None:
        self._told_until[name] = page.seq
        changed = set()
        for each in page.sessions:
            ref = SessionRef(name, each.agent, each.session_id)
            history = self._histories.setdefault(ref, SignalHistory())
            if history.tell(each.stretches, self._hubs.row(ref)):
                changed.add(ref)
        if changed:
            self.changed.emit(changed)

    def _say_trouble(self, name: str, why: str) -> None:
        if self.troubles.get(name, "") != why:
            self.troubles[name] = why
            self.trouble_changed.emit()
