"""The sessions that are open in this window: their transcripts and timelines, folded a little every frame."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from app.core.commands import ReadHistory
from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import Record
from app.core.take_apart import take_apart
from app.desktop.link import HubAway, OrderFailed
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.tasks import Tasks

log = logging.getLogger(__name__)

KEPT_OPEN = 6
"""So many sessions looked at last stay folded: going back to one costs nothing."""

PAGE = 1000
"""Records of history fetched at a time, newest first."""

FIRST_PAGE = 200
"""The first time fewer: they fill the window, and somebody waits for it."""

FRAME_BUDGET_MS = 6.0
SHOW_EVERY_MS = 35.0
"""While much more waits to be folded the views are told no oftener: painting what is passed over helps nobody."""
MOST_WAITING = 50_000
"""Records waiting to be folded. Beyond, the links are not read on: what the hub keeps need not lie here too."""


class OpenSession:
    """One session's folded state and the records that still wait to be folded."""

    def __init__(self, ref: SessionRef) -> None:
        self.ref = ref
        self.transcript = Transcript(ref.key)
        self.timeline = Timeline(ref.key)
        self.waiting: deque[Record] = deque()
        self.complete = False
        """True once the whole history is here (or folded)."""
        self.loading = False
        self._seen: set[int] = set()
        """Numbers heard while history is read back; afterwards ``_newest`` tells as much."""
        self._newest = 0

    def queue(self, records: list[Record]) -> None:
        """Take records in; what was heard before is dropped by its number."""
        if self.complete:
            fresh = [record for record in records if record.seq > self._newest]
        else:
            fresh = [record for record in records if record.seq not in self._seen]
            self._seen.update(record.seq for record in fresh)
        self._newest = max(self._newest, *(record.seq for record in fresh), 0)
        self.waiting.extend(fresh)

    def all_here(self) -> None:
        """The whole history was queued: from now on only newer records can be new."""
        self.complete = True
        self._seen = set()

    def let_go(self) -> None:
        """Nobody looks at it any more: all of it is freed now, and not when the collector next looks at everything."""
        take_apart(self.transcript, self.timeline)
        self.waiting.clear()
        self._seen = set()

    def fold(self, until_s: float) -> bool:
        """Fold until the time is up (monotonic seconds); True when something changed."""
        changed = bool(self.waiting)
        while self.waiting:
            record = self.waiting.popleft()
            self.transcript.apply(record)
            self.timeline.apply(record)
            if time.monotonic() >= until_s:
                break
        return changed


class Sessions(QObject):
    """Opens sessions, keeps the last few current, and says when the shown one changed."""

    shown_changed = Signal()
    """Records were folded into the shown session during this frame."""
    reopened = Signal()
    """The shown session was begun anew (another hub answers): views must take its projections again."""
    history_failed = Signal(str)

    def __init__(self, hubs: Hubs, wake: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hubs = hubs
        self._wake = wake
        self._open: OrderedDict[SessionRef, OpenSession] = OrderedDict()
        self._shown: OpenSession | None = None
        self._untold = False
        """Something was folded into the shown session that the views have not been told of."""
        self._told_s = 0.0
        self._tasks = Tasks()
        hubs.records_came.connect(self._records_came)
        hubs.started_over.connect(self._started_over)
        hubs.rows_changed.connect(self._rows_changed)
        hubs.phase_changed.connect(self._phase_changed)

    @property
    def shown(self) -> OpenSession | None:
        """The session at the right."""
        return self._shown

    def all(self) -> list[OpenSession]:
        """Those kept folded, the one looked at last at the end."""
        return list(self._open.values())

    def show(self, ref: SessionRef | None) -> OpenSession | None:
        """Put a session at the right; its history begins to arrive."""
        self._untold = False
        if ref is None:
            self._shown = None
            return None
        session = self._open.pop(ref, None) or OpenSession(ref)
        self._open[ref] = session
        while len(self._open) > KEPT_OPEN:
            self._open.popitem(last=False)[1].let_go()
        self._shown = session
        self._fetch(session)
        self._wake()
        return session

    def fold_pending(self) -> bool:
        """Frame job: fold what waits, the shown session first, within the frame's budget."""
        until_s = time.monotonic() + FRAME_BUDGET_MS / 1000
        if self._shown is not None:
            self._untold |= self._shown.fold(until_s)
            self._tell(bool(self._shown.waiting))
        for session in self._open.values():
            if time.monotonic() < until_s:
                session.fold(until_s)
        return self._untold or any(session.waiting for session in self._open.values())

    @property
    def is_behind(self) -> bool:
        """So much waits to be folded that no more should be taken in."""
        return sum(len(session.waiting) for session in self._open.values()) > MOST_WAITING

    def _tell(self, behind: bool) -> None:
        now_s = time.monotonic()
        if self._untold and (not behind or now_s >= self._told_s + SHOW_EVERY_MS / 1000):
            self._untold, self._told_s = False, now_s
            self.shown_changed.emit()

    async def close(self) -> None:
        """Stop fetching."""
        await self._tasks.close()

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        """What was purged must not be shown again from memory."""
        for ref in refs & self._open.keys():
            if self._hubs.row(ref) is None and (self._shown is None or self._shown.ref != ref):
                self._open.pop(ref).let_go()

    def _records_came(self, hub: str, records: list[Record]) -> None:
        wanted = {ref.key: session for ref, session in self._open.items() if ref.hub == hub}
        by_session: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            if record.key in wanted:
                by_session.setdefault(record.key, []).append(record)
        for key, own in by_session.items():
            wanted[key].queue(own)
        if by_session:
            self._wake()

    def _started_over(self, hub: str) -> None:
        shown = self._shown
        for ref in [ref for ref in self._open if ref.hub == hub]:
            del self._open[ref]
        if shown is not None and shown.ref.hub == hub:
            self._shown = self._open[shown.ref] = OpenSession(shown.ref)
            self.reopened.emit()

    def _phase_changed(self, name: str) -> None:
        hub = self._hubs.get(name)
        if hub is None or hub.phase != "live":
            return
        for session in self._open.values():
            if session.ref.hub == name:
                self._fetch(session)

    def _fetch(self, session: OpenSession) -> None:
        hub = self._hubs.get(session.ref.hub)
        if hub is None:
            return
        keys = [ref.key for ref in self._open if ref.hub == session.ref.hub]
        if session.complete or session.loading:
            self._tasks.spawn(hub.link.watch(keys))
            return
        session.loading = True
        self._tasks.spawn(self._load(session, keys))

    async def _load(self, session: OpenSession, keys: list[Any]) -> None:
        """Watch first, then read back page by page: what comes twice is dropped by its number."""
        hub = self._hubs.get(session.ref.hub)
        before_seq = 0
        try:
            while hub is not None and self._open.get(session.ref) is session:
                if not before_seq:
                    await hub.link.watch(keys)
                order = ReadHistory(
                    agent=session.ref.agent,
                    session_id=session.ref.session_id,
                    before_seq=before_seq,
                    limit=PAGE if before_seq else min(PAGE, FIRST_PAGE),
                )
                data = await hub.link.order(order)
                records = msgspec.convert(data["records"], list[Record])
                session.queue(records)
                self._wake()
                if not data.get("more") or not records:
                    session.all_here()
                    return
                before_seq = records[0].seq
        except HubAway:
            log.debug("history of %s: the hub went away; it is asked again when it is back", session.ref)
        except (OrderFailed, msgspec.ValidationError, KeyError) as error:
            log.warning("history of %s cannot be read: %s", session.ref.session_id, error)
            self.history_failed.emit(str(error))
        finally:
            session.loading = False
