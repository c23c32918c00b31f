"""Shows what ``Alerts`` calls a person for as notifications of the system, and takes them back on its order."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from app.core.projections.alerts import Alert, Withdraw
from app.core.projections.words import one_line
from app.desktop.alerts import Alerts
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.system.notify import Note, Notifier, NotShown, open_notifier

log = logging.getLogger(__name__)

APP_NAME = "Signalcabin"


class Notifications(QObject):
    """One note a session at most."""

    show_wanted = Signal(object)
    """SessionRef: its note was clicked."""
    fallback = Signal(object, object)
    """SessionRef, Note: the system cannot show it; the tray or the window may."""

    def __init__(self, alerts: Alerts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refs: dict[str, SessionRef] = {}
        self._notifier: Notifier | None = None
        self._tasks = Tasks()
        alerts.alerted.connect(lambda ref, alert: self._tasks.spawn(self._show(ref, alert)))
        alerts.withdrawn.connect(lambda ref, withdraw: self._tasks.spawn(self._withdraw(ref, withdraw)))

    async def open(self, icon: str) -> None:
        """Find the system's notification service; without one the fallback is used."""
        try:
            self._notifier = await open_notifier(APP_NAME, icon, self.clicked)
        except NotShown as error:
            log.info("notifications: %s; the tray is used instead", error)

    def use(self, notifier: Notifier) -> None:
        """Notify through this."""
        self._notifier = notifier

    async def close(self) -> None:
        """Finish what is under way and let go of the service."""
        await self._tasks.close()
        if self._notifier is not None:
            await self._notifier.close()

    def clicked(self, tag: str) -> None:
        """A person clicked the note with this tag."""
        ref = self._refs.get(tag)
        if ref is not None:
            self.show_wanted.emit(ref)

    async def _show(self, ref: SessionRef, alert: Alert) -> None:
        note = Note(
            tag=tag_of(ref),
            title=one_line(alert.title, 120),
            body=one_line(alert.body, 300),
            urgent=alert.kind == "needs_you",
        )
        self._refs[note.tag] = ref
        if self._notifier is not None:
            try:
                await self._notifier.show(note)
                return
            except NotShown as error:
                log.info("notification: %s", error)
        self.fallback.emit(ref, note)

    async def _withdraw(self, ref: SessionRef, _withdraw: Withdraw) -> None:
        if self._notifier is not None:
            try:
                await self._notifier.withdraw(tag_of(ref))
            except NotShown as error:
                log.info("withdrawing a notification: %s", error)


def tag_of(ref: SessionRef) -> str:
    """The name of a session's note."""
    return "/".join(ref)
