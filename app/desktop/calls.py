"""Leads from what calls a person to the window: the next that waits, the inbox and its bell, sounds, the digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from app.core.projections.alerts import Alert, Digest
from app.core.tr import explained, plural, tr
from app.desktop import words
from app.desktop.alerts import Alerts
from app.desktop.announce import announce
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group
from app.desktop.tasks import Tasks
from app.desktop.views.main_window import MainWindow
from app.settings import Settings

if TYPE_CHECKING:
    from app.desktop.sounds import Sounds
    from app.desktop.views.inbox import InboxDialog

FOLLOW_AFTER_MS = 1500


class Calls(QObject):
    """Nothing of it is built before it is wanted: no inbox, no bell, no sound."""

    def __init__(self, window: MainWindow, cabin: Cabin, alerts: Alerts, settings: Callable[[], Settings]) -> None:
        super().__init__(window)
        self._window, self._cabin, self.alerts, self._settings = window, cabin, alerts, settings
        self._sounds: Sounds | None = None
        self._tasks = Tasks()
        self._inbox: InboxDialog | None = None
        """While it is open."""
        self.missed: Digest | None = None
        """What came while nobody was to be called, until somebody has read it."""
        window.next_wanted.connect(self.go_to_next)
        window.inbox_wanted.connect(self.open_inbox)
        alerts.alerted.connect(self._ring)
        alerts.changed.connect(self._count)
        alerts.digest.connect(self._tell)
        alerts.stop_wanted.connect(lambda ref, _order: cabin.stop(ref, "interrupt"))
        alerts.trouble.connect(lambda text: window.say(text, kind="warning", signal="needs_you", tip=text))
        QGuiApplication.instance().applicationStateChanged.connect(self._turned)

    def begin(self) -> None:
        """Heed the desktop's do not disturb: from a moment after the window is there, nobody misses it before."""
        QTimer.singleShot(FOLLOW_AFTER_MS, self, self._follow_dnd)

    def _follow_dnd(self) -> None:
        from app.system.dnd import follow_dnd

        self._tasks.spawn(follow_dnd(self.alerts.disturb_not))

    def go_to_next(self) -> None:
        """To the session that has waited longest, or from a waiting one to the next, and round again."""
        window, roster = self._window, self._cabin.roster
        ref = self.alerts.next_waiting(window.shown_ref)
        row = roster.row_of(ref) if ref is not None else None
        if ref is None or row is None:
            announce(window, tr("No session needs you."))
            return
        window.right.show_overview(False)
        window.roster.search.clear()
        window.roster.select(ref)
        window.session.requests.focus()
        said = tr("{title} needs you: {doing}").format(title=words.title_of(row), doing=words.doing_of(row))
        others = len(roster.in_group(Group.NEEDS_YOU)) - 1
        more = plural("%n others wait", "%n other waits", others) if others else ""
        announce(window, words.listed((said, more)), urgent=True)

    def open_inbox(self) -> InboxDialog:
        """Everything that called, and what became of it."""
        from app.desktop.views.inbox import InboxDialog

        if self._inbox is None:
            dialog = self._inbox = InboxDialog(self._cabin, self.alerts, self.missed, self._window)
            dialog.session_wanted.connect(self._window.show_session)
            dialog.next_wanted.connect(self.go_to_next)
            dialog.digest_read.connect(self._forget_missed)
            dialog.finished.connect(self._inbox_left)
        self._inbox.open()
        return self._inbox

    def show_inbox(self) -> None:
        """The same, for somebody who is elsewhere now."""
        self._window.come_forward()
        self.open_inbox()

    def _inbox_left(self) -> None:
        self._inbox = None

    def _turned(self, state: Qt.ApplicationState) -> None:
        """The person turned to this program, or to another."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.alerts.come_back()
        else:
            self.alerts.leave()

    def _ring(self, ref: SessionRef, alert: Alert) -> None:
        if self._sounds is None:
            if not self._settings().sounds:
                return
            from app.desktop.sounds import Sounds

            self._sounds = Sounds(self._settings, self)
            self._sounds.failed.connect(self._say_silent)
        self._sounds.ring(ref, alert)

    def _say_silent(self, why: str) -> None:
        text = tr("Alerts cannot be heard: {why}").format(why=words.one_line(why, 160))
        self._window.say(text, kind="warning", signal="lost", tip=why)

    def _count(self) -> None:
        """The bell is there from the first call on; it is made when whoever calls people has been told."""
        if self._window.status.bell is None:
            QTimer.singleShot(0, self, self._show_count)
        else:
            self._show_count()

    def _show_count(self) -> None:
        standing = [entry for entry in self.alerts.entries() if entry.is_open]
        urgent = any(entry.alert.kind == "needs_you" for entry in standing)
        self._window.status.show_bell(len(standing), urgent, self.alerts.hushed_until_us)

    def _tell(self, digest: Digest) -> None:
        """Once across the top; in the inbox until it was read."""
        self.missed = digest
        if self._inbox is not None:
            self._inbox.tell(digest)
            return
        text = explained(digest.title, digest.body)
        offers = ((tr("Inbox"), self.open_inbox),)
        self._window.say(words.one_line(text, 300), signal="finished", offers=offers, tip=text)

    def _forget_missed(self) -> None:
        self.missed = None

    async def close(self) -> None:
        """No sound goes on."""
        await self._tasks.close()
        if self._sounds is not None:
            await self._sounds.close()
