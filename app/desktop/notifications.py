"""Shows what ``Alerts`` calls a person for as notifications of the system, and does what is pressed on them."""

from __future__ import annotations

import asyncio
import logging
import os

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.core.commands import Answer, PendingRow
from app.core.projections.alerts import Alert, Withdraw
from app.core.projections.words import one_line
from app.core.tr import tr
from app.desktop.alerts import Alerts
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.note_words import Bound, note_of, tag_of
from app.desktop.tasks import Tasks
from app.system.notify import Note, Notifier, NotShown, Press, open_notifier

log = logging.getLogger(__name__)

APP_NAME = "Signalcabin"

OPEN_AFTER_MS = 1000
"""The window is painted first: nothing of the bus is loaded before."""
REQUEST_WITHIN_MS = 300
"""How long an alert waits for the request it is about, which the hub tells a moment after the session waits."""
REPLACED_WITHIN_MS = 1000
"""By then what comes in a note's place has rung, if it rings at all."""
GRACE_MS = 400
"""Nobody reads faster than this: an answer that comes sooner was meant for what stood there before."""


class Notifications(QObject):
    """One note for each place an alert stands in."""

    show_wanted = Signal(object)
    """SessionRef: its note was clicked."""
    inbox_wanted = Signal()
    """A note about several sessions was clicked."""
    fallback = Signal(object, object)
    """SessionRef, Note: the system cannot show it; the tray or the window may."""

    def __init__(self, cabin: Cabin, alerts: Alerts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._icon = ""
        self._notifier: Notifier | None = None
        self._tasks = Tasks()
        self._opening: asyncio.Task[None] | None = None
        self._has_none = False
        """Looked for, and there is no such service."""
        self._early: dict[str, Note] = {}
        """What came before it was looked for."""
        self._unmet: dict[str, tuple[SessionRef, Alert]] = {}
        """Alerts whose request is not known yet, by the tag of their note."""
        self._late: dict[str, tuple[SessionRef, Alert]] = {}
        """Those of them that were shown without it."""
        self._asked: dict[SessionRef, str] = {}
        """Sessions answered or stopped from a note: what came of it is told in the same place."""
        self._fallen: dict[str, Note] = {}
        """By tag, what went another way."""
        self._going: set[str] = set()
        """Notes whose place is to be taken by another; one that does not ring leaves it empty."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(REQUEST_WITHIN_MS)
        self._patience.timeout.connect(self._show_unmet)
        alerts.alerted.connect(self._alerted)
        alerts.withdrawn.connect(self._withdrawn)
        cabin.pending_changed.connect(self._pending_changed)
        cabin.answer_failed.connect(self._answer_failed)
        cabin.stop_ended.connect(self._stop_ended)

    def begin(self, icon: str) -> None:
        """Look for the system's notification service in a moment, or as soon as there is something to show."""
        self._icon = icon
        QTimer.singleShot(OPEN_AFTER_MS, self, self._open_once)

    def _open_once(self) -> None:
        if self._opening is None and self._notifier is None:
            self._opening = self._tasks.spawn(self._open())

    async def _open(self) -> None:
        """Without a service the fallback is used."""
        try:
            self.use(await open_notifier(APP_NAME, self._icon, self))
        except NotShown as error:
            log.info("notifications: %s; the tray is used instead", error)
            self._has_none = True
            for note in self._early.values():
                self.not_shown(note, str(error))
            self._early.clear()

    def use(self, notifier: Notifier) -> None:
        """Notify through this."""
        self._notifier = notifier
        for note in self._early.values():
            notifier.show(note)
        self._early.clear()

    async def close(self) -> None:
        """Take back what stands and let go of the service."""
        self._patience.stop()
        await self._tasks.close()
        if self._notifier is not None:
            await self._notifier.close()

    # what is called

    def _alerted(self, ref: SessionRef, alert: Alert) -> None:
        tag = tag_of(ref.hub, alert.tag)
        self._late.pop(tag, None)
        request = self._request(ref, alert)
        if request is None and alert.request_id:
            self._unmet[tag] = (ref, alert)
            if not self._patience.isActive():
                self._patience.start()
            return
        self._unmet.pop(tag, None)
        self._show(note_of(ref, alert, request))

    def _withdrawn(self, ref: SessionRef, withdraw: Withdraw) -> None:
        tag = tag_of(ref.hub, withdraw.tag)
        self._unmet.pop(tag, None)
        self._late.pop(tag, None)
        if withdraw.how == "replaced":
            # It is not taken away first: the new one comes into its place.
            self._going.add(tag)
            QTimer.singleShot(REPLACED_WITHIN_MS, self, lambda: self._take(tag) if tag in self._going else None)
        else:
            self._take(tag)

    def _take(self, tag: str) -> None:
        self._going.discard(tag)
        self._early.pop(tag, None)
        self._fallen.pop(tag, None)
        if self._notifier is not None:
            self._notifier.withdraw(tag)

    def _request(self, ref: SessionRef, alert: Alert) -> PendingRow | None:
        held = self._cabin.pending.get(ref, ()) if alert.request_id else ()
        return next((request for request in held if request.request_id == alert.request_id), None)

    def _pending_changed(self) -> None:
        for waiting, again in ((self._unmet, False), (self._late, True)):
            for tag, (ref, alert) in list(waiting.items()):
                request = self._request(ref, alert)
                if request is not None:
                    del waiting[tag]
                    self._show(note_of(ref, _again(alert) if again else alert, request))

    def _show_unmet(self) -> None:
        """Better a call without buttons than none."""
        for tag, (ref, alert) in self._unmet.items():
            self._late[tag] = (ref, alert)
            self._show(note_of(ref, alert, None))
        self._unmet.clear()

    def _show(self, note: Note) -> None:
        self._going.discard(note.tag)
        if self._notifier is not None:
            self._notifier.show(note)
        elif self._has_none:
            self.not_shown(note, "there is no notification service")
        else:
            self._early[note.tag] = note
            self._open_once()

    def not_shown(self, note: Note, why: str) -> None:
        """From the notifier: nobody sees this one."""
        if self._fallen.get(note.tag) is not note and not note.again and isinstance(note.bound, Bound):
            self._fallen[note.tag] = note
            self.fallback.emit(note.bound.ref, note)

    # what is pressed

    def pressed(self, press: Press) -> None:
        """From the notifier: a person pressed something."""
        bound = press.note.bound
        if not isinstance(bound, Bound):
            return
        if press.button in ("allow", "deny") and press.stood_ms >= GRACE_MS:
            self._answer(bound, press.button)
        elif press.button == "stop":
            self._asked[bound.ref] = press.note.tag
            self._cabin.stop(bound.ref, "interrupt")
        else:
            self._lead_to(bound, press.token)

    def _lead_to(self, bound: Bound, token: str) -> None:
        if token:
            # Qt takes it from here when the window asks to become active.
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        if len(bound.alert.parts) > 1:
            self.inbox_wanted.emit()
        else:
            self.show_wanted.emit(bound.ref)

    def _answer(self, bound: Bound, behavior: str) -> None:
        """For exactly what the note showed, and only while it is asked."""
        held = self._cabin.pending.get(bound.ref, ())
        if not any(each.request_id == bound.request_id and each.digest == bound.digest for each in held):
            self._tell(bound.ref, tr("Already answered"), tr("It is not asked any more. Nothing was done."))
            return
        self._asked[bound.ref] = bound.request_id
        self._cabin.give_answer(
            bound.ref,
            Answer(
                request_id=bound.request_id, behavior="allow" if behavior == "allow" else "deny", digest=bound.digest
            ),
        )

    # what came of it

    def _answer_failed(self, ref: SessionRef, why: str) -> None:
        if self._asked.pop(ref, None) is not None:
            self._tell(ref, tr("Not answered"), one_line(why, 200))

    def _stop_ended(self, ref: SessionRef, result: object) -> None:
        if self._asked.pop(ref, None) is None:
            return
        from app.desktop.views.stop_words import outcome_of

        outcome = outcome_of(result)
        if outcome.kind != "info":
            self._tell(ref, tr("Not stopped"), one_line(outcome.sentence, 300))

    def _tell(self, ref: SessionRef, title: str, body: str) -> None:
        """A note about something a person just did from a note."""
        alert = Alert(alert_id="", key=ref.key, kind="stopped", title=title, body=body, at_us=0, tag="told")
        self._show(note_of(ref, alert, None))


def _again(alert: Alert) -> Alert:
    return msgspec.structs.replace(alert, again=True)
