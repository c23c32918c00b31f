"""The tray icon: a semaphore arm that shows the worst state, and a menu of the sessions that need somebody."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.tr import tr
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group
from app.desktop.signals import signal_icon, signal_of, tray_icon
from app.system.notify import Note

log = logging.getLogger(__name__)

LOOK_AGAIN_MS = 2000
"""A tray that starts after us is found by asking this often; once it is there nothing is asked any more."""
MOST_IN_MENU = 8


class Tray(QObject):
    """Appears as soon as there is a tray; a host that comes later gets a new icon (it never shows an old one)."""

    show_wanted = Signal()
    session_wanted = Signal(object)
    """SessionRef."""
    stop_all_wanted = Signal()
    quit_wanted = Signal()
    appeared = Signal()

    def __init__(self, cabin: Cabin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._state = ""
        self._noted: SessionRef | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look)
        cabin.hubs.rows_changed.connect(lambda _refs: self.refresh())
        cabin.hubs.phase_changed.connect(lambda _name: self.refresh())

    def start(self) -> None:
        """Show the icon, or wait for a tray to show it in."""
        self._look()
        if self._icon is None:
            self._looking.start()

    @property
    def is_there(self) -> bool:
        """Whether closing the window may hide it here."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> str:
        """What the arm shows: needs_you | failed | working | quiet | away."""
        return worst_state(self._cabin)

    def note(self, ref: SessionRef, note: Note) -> bool:
        """Show a note as a balloon, where the notification service cannot; False without a tray."""
        if self._icon is None or not QSystemTrayIcon.supportsMessages():
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
        """Sessions changed: set the arm and say why on hover."""
        if self._icon is None:
            return
        state = self.state
        if state != self._state:
            self._state = state
            self._icon.setIcon(tray_icon(state))
        working = len(self._cabin.roster.in_group(Group.WORKING))
        waiting = len(self._cabin.roster.in_group(Group.NEEDS_YOU))
        self._icon.setToolTip(
            tr("{program}: {state}").format(program="Signalcabin", state=words.counts_sentence(working, waiting))
        )

    def build_menu(self, menu: QMenu) -> None:
        """Fill the menu anew: who needs you, show, stop, quit."""
        menu.clear()
        roster = self._cabin.roster
        for ref in roster.in_group(Group.NEEDS_YOU)[:MOST_IN_MENU]:
            row = roster.row_of(ref)
            if row is not None:
                text = _menu_text(
                    tr("{session}: {doing}").format(session=words.title_of(row), doing=words.doing_of(row))
                )
                action = menu.addAction(signal_icon(signal_of(row)), text)
                action.triggered.connect(lambda _=False, wanted=ref: self.session_wanted.emit(wanted))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(tr("Show Signalcabin")).triggered.connect(lambda: self.show_wanted.emit())
        self._add_stop(menu)
        menu.addAction(tr("Stop all…")).triggered.connect(lambda: self.stop_all_wanted.emit())
        menu.addSeparator()
        menu.addAction(tr("Quit")).triggered.connect(lambda: self.quit_wanted.emit())

    def _add_stop(self, menu: QMenu) -> None:
        roster = self._cabin.roster
        at_work = [*roster.in_group(Group.NEEDS_YOU), *roster.in_group(Group.WORKING)]
        stop = menu.addMenu(tr("Stop"))
        stop.setEnabled(bool(at_work))
        for ref in at_work[:MOST_IN_MENU]:
            row = roster.row_of(ref)
            if row is not None:
                action = QAction(
                    signal_icon(signal_of(row)),
                    _menu_text(words.listed((words.title_of(row), words.spoken_status(row)))),
                    stop,
                )
                action.triggered.connect(lambda _=False, wanted=ref: self._cabin.stop(wanted, "interrupt"))
                stop.addAction(action)

    def _look(self) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._looking.stop()
        self._menu = QMenu()
        self._menu.aboutToShow.connect(lambda: self.build_menu(self._menu))
        self.build_menu(self._menu)
        self._icon = QSystemTrayIcon(tray_icon(self.state), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self._message_clicked)
        self._state = ""
        self.refresh()
        self._icon.show()
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


def _menu_text(text: str) -> str:
    """One line for a menu: short, and with no accelerator an agent chose."""
    return words.one_line(text, 60).replace("&", "&&")
