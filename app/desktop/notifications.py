"""Calls a person when a session needs them, fails or finishes, and takes the call back when it is no longer true."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core.projections.attention import Alert, Attention, Withdraw
from app.core.projections.rows import SessionRow
from app.core.projections.words import one_line
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import now_us
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.tasks import Tasks
from app.settings import Settings
from app.system.notify import Note, Notifier, NotShown, open_notifier

log = logging.getLogger(__name__)

APP_NAME = "Signalcabin"


class Notifications(QObject):
    """One note a session at most. Only changes at the live edge reach it, never a snapshot or a replay."""

    show_wanted = Signal(object)
    """SessionRef: its note was clicked."""
    fallback = Signal(object, object)
    """SessionRef, Note: the system cannot show it; the tray or the window may."""

    def __init__(
        self,
        hubs: Hubs,
        settings: Callable[[], Settings],
        is_focused: Callable[[SessionRef], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._is_focused = is_focused
        self._began_us = now_us()
        self._attention: dict[str, Attention] = {}
        self._refs: dict[str, SessionRef] = {}
        self._notifier: Notifier | None = None
        self._tasks = Tasks()
        hubs.row_lived.connect(self._row_lived)

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

    def seen(self, ref: SessionRef) -> None:
        """Somebody looks at the session now."""
        self._carry_out(ref, self._of(ref.hub).on_seen(ref.key))

    def _row_lived(self, ref: SessionRef, before: SessionRow | None, after: SessionRow) -> None:
        self._carry_out(ref, self._of(ref.hub).on_row(before, after, self._is_focused(ref)))

    def _of(self, hub: str) -> Attention:
        """What is older than this window calls nobody, although the hub may come upon it only now (an old transcript).

        Another machine's clock is not compared with ours: it would be silence if it were slow.
        """
        since_us = self._began_us if hub == THIS_MACHINE else 0
        return self._attention.setdefault(hub, Attention(since_us))

    def _carry_out(self, ref: SessionRef, verdict: Alert | Withdraw | None) -> None:
        if isinstance(verdict, Alert) and self._is_wanted(verdict):
            self._tasks.spawn(self._show(ref, verdict))
        elif isinstance(verdict, Withdraw):
            self._tasks.spawn(self._withdraw(ref))

    def _is_wanted(self, alert: Alert) -> bool:
        return bool(getattr(self._settings(), f"notifications_{alert.kind}"))

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

    async def _withdraw(self, ref: SessionRef) -> None:
        if self._notifier is not None:
            try:
                await self._notifier.withdraw(tag_of(ref))
            except NotShown as error:
                log.info("withdrawing a notification: %s", error)


def tag_of(ref: SessionRef) -> str:
    """The name of a session's note."""
    return "/".join(ref)
