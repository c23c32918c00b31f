"""The tray's menu: who waits, each with the answers its request takes; show, stop, quit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.core.commands import Answer, PendingRow
from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group
from app.desktop.note_words import cut_request, whole_request
from app.desktop.signals import signal_icon, signal_of

MOST_IN_MENU = 8
_LINE = 60


class TrayMenu(QObject):
    """Fills a menu; what its entries do is bound to what they said when it was filled."""

    show_wanted = Signal()
    session_wanted = Signal(object)
    """SessionRef."""
    stop_all_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, cabin: Cabin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._escaped = escaped

    def fill(self, menu: QMenu, over_the_bus: bool = False) -> None:
        """Fill it anew. ``over_the_bus``: another program shows it (dbusmenu)."""
        self._escaped = escaped_for_the_bus if over_the_bus else escaped
        menu.clear()
        roster = self._cabin.roster
        for ref in roster.in_group(Group.NEEDS_YOU)[:MOST_IN_MENU]:
            row = roster.row_of(ref)
            if row is not None:
                self._add_waiting(menu, ref, row)
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(tr("Show Signalcabin")).triggered.connect(lambda: self.show_wanted.emit())
        self._add_stop(menu)
        menu.addAction(tr("Stop all…")).triggered.connect(lambda: self.stop_all_wanted.emit())
        menu.addSeparator()
        menu.addAction(tr("Quit")).triggered.connect(lambda: self.quit_wanted.emit())

    def _add_waiting(self, menu: QMenu, ref: SessionRef, row: SessionRow) -> None:
        text = self._line(tr("{title}: {doing}").format(title=words.title_of(row), doing=words.doing_of(row)))
        icon = signal_icon(signal_of(row))
        held = self._cabin.pending.get(ref, [])
        if len(held) != 1 or held[0].kind != "permission":
            action = menu.addAction(icon, text)
            action.triggered.connect(lambda: self.session_wanted.emit(ref))
            return
        own = menu.addMenu(icon, text)
        self._add_answers(own, ref, held[0])
        own.addSeparator()
        own.addAction(tr("Show")).triggered.connect(lambda: self.session_wanted.emit(ref))
        own.addAction(tr("Stop")).triggered.connect(lambda: self._cabin.stop(ref, "interrupt"))

    def _add_answers(self, menu: QMenu, ref: SessionRef, request: PendingRow) -> None:
        """Allow only what is shown whole above it."""
        whole = whole_request(request)
        menu.addAction(self._escaped(whole or cut_request(request))).setEnabled(False)
        behaviors = (("allow", tr("Allow")), ("deny", tr("Deny"))) if whole else (("deny", tr("Deny")),)
        for behavior, label in behaviors:
            answer = Answer(request_id=request.request_id, behavior=behavior, digest=request.digest)
            action = menu.addAction(label)
            action.triggered.connect(lambda _=False, given=answer: self._cabin.give_answer(ref, given))

    def _add_stop(self, menu: QMenu) -> None:
        roster = self._cabin.roster
        at_work = [*roster.in_group(Group.NEEDS_YOU), *roster.in_group(Group.WORKING)]
        stop = menu.addMenu(tr("Stop"))
        stop.setEnabled(bool(at_work))
        for ref in at_work[:MOST_IN_MENU]:
            row = roster.row_of(ref)
            if row is not None:
                said = words.listed((words.title_of(row), words.spoken_status(row)))
                action = QAction(signal_icon(signal_of(row)), self._line(said), stop)
                action.triggered.connect(lambda _=False, wanted=ref: self._cabin.stop(wanted, "interrupt"))
                stop.addAction(action)

    def _line(self, text: str) -> str:
        """One short line."""
        return self._escaped(words.one_line(text, _LINE))


def escaped(text: str) -> str:
    """With no accelerator an agent chose."""
    return text.replace("&", "&&")


def escaped_for_the_bus(text: str) -> str:
    """The same for a menu that goes over the bus, where accelerators are underscores.

    Qt 6.11 (``QDBusMenuItem::convertMnemonic``) makes one of the first ampersand, leaves all others as they are, and
    lets underscores through, which would vanish from a command.
    """
    return text.replace("_", "__").replace("&", "&&", 1)
