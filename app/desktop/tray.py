"""The tray icon: a semaphore arm that shows the worst state, how many wait, and a menu of them."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.tr import tr
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group
from app.desktop.signals import tray_icon
from app.desktop.tray_badge import badge_text, badged_icon
from app.desktop.tray_menu import TrayMenu
from app.system.notify import Note

log = logging.getLogger(__name__)

LOOK_AGAIN_MS = 2000
"""How often is asked whether there is a tray: one that starts after us never shows an icon made before it, nor does one
of another kind that comes in place of the first."""
STILL_THERE_MS = 5000
"""The same while there is one: the question takes the window 2 ms."""


class Tray(QObject):
    """Has an icon while there is a tray: a new one for each that comes."""

    show_wanted = Signal()
    session_wanted = Signal(object)
    """SessionRef."""
    stop_all_wanted = Signal()
    quit_wanted = Signal()
    appeared = Signal()
    lost = Signal()
    """The tray went: what was hidden in it cannot be reached there any more."""

    def __init__(self, cabin: Cabin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._shown = ("", "")
        """State and badge that the icon shows."""
        self._noted: SessionRef | None = None
        self._entries = TrayMenu(cabin, self)
        self._entries.show_wanted.connect(self.show_wanted)
        self._entries.session_wanted.connect(self.session_wanted)
        self._entries.stop_all_wanted.connect(self.stop_all_wanted)
        self._entries.quit_wanted.connect(self.quit_wanted)
        self._looking = QTimer(self)
        self._looking.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._looking.timeout.connect(self._look)
        cabin.hubs.rows_changed.connect(lambda _refs: self.refresh())
        cabin.hubs.phase_changed.connect(lambda _name: self.refresh())

    def start(self) -> None:
        """Show the icon as soon and as long as there is a tray to show it in."""
        self._looking.start(LOOK_AGAIN_MS)
        self._look()

    @property
    def is_there(self) -> bool:
        """Whether closing the window may hide it here."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> str:
        """What the arm shows: needs_you | failed | working | quiet | away."""
        return worst_state(self._cabin)

    def note(self, ref: SessionRef, note: Note) -> bool:
        """Show a note as a balloon, where the notification service cannot; False where that is no way either.

        For an icon in a panel Qt asks the same service that has just failed.
        """
        if self._icon is None or self._is_in_panel or not QSystemTrayIcon.supportsMessages():
            return False
        self._noted = ref
        self._icon.showMessage(note.title, note.body, tray_icon("needs_you" if note.urgent else "quiet"))
        return True

    def hide(self) -> None:
        """Leave the tray."""
        self._looking.stop()
        if self._icon is not None:
            self._icon.hide()

    def refresh(self) -> None:
        """Sessions changed: set the arm and its badge, and say why on hover."""
        if self._icon is None:
            return
        working = len(self._cabin.roster.in_group(Group.WORKING))
        waiting = len(self._cabin.roster.in_group(Group.NEEDS_YOU))
        shown = (self.state, badge_text(waiting))
        if shown != self._shown:
            self._shown = shown
            self._icon.setIcon(badged_icon(self.state, waiting))
        tip = tr("Signalcabin: {counts}").format(counts=words.counts_sentence(working, waiting))
        if tip != self._icon.toolTip():
            self._icon.setToolTip(tip)

    def build_menu(self, menu: QMenu) -> None:
        """Fill the menu anew."""
        self._entries.fill(menu, over_the_bus=self._is_in_panel)

    @property
    def _is_in_panel(self) -> bool:
        """An icon with a place on the screen is a window of ours; else another program shows it, and its menu."""
        return self._icon is not None and self._icon.geometry().isEmpty()

    def _look(self) -> None:
        is_available = QSystemTrayIcon.isSystemTrayAvailable()
        if is_available == (self._icon is not None):
            return
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
            self._looking.start(LOOK_AGAIN_MS)
            log.info("the tray is gone")
            self.lost.emit()
            return
        self._make()

    def _make(self) -> None:
        self._menu = QMenu()
        self._menu.aboutToShow.connect(lambda: self.build_menu(self._menu))
        self.build_menu(self._menu)
        self._icon = QSystemTrayIcon(tray_icon(self.state), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self._message_clicked)
        self._shown = ("", "")
        self.refresh()
        self._icon.show()
        self._looking.start(STILL_THERE_MS)
        self.appeared.emit()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.show_wanted.emit()

    def _message_clicked(self) -> None:
        if self._noted is not None:
            self.session_wanted.emit(self._noted)


def worst_state(cabin: Cabin) -> str:
    """The state that most wants somebody's eyes, over all hubs."""
    if not any(hub.is_up for hub in cabin.hubs.all()):
        return "away"
    roster = cabin.roster
    if roster.in_group(Group.NEEDS_YOU):
        return "needs_you"
    finished = (roster.row_of(ref) for ref in roster.in_group(Group.FINISHED))
    if any(row is not None and row.status == "failed" for row in finished):
        return "failed"
    return "working" if roster.in_group(Group.WORKING) else "quiet"
