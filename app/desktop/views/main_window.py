"""The one window: roster, session, status line, and the actions that every key and menu entry leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.core.tr import tr
from app.desktop import theme as themes
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group
from app.desktop.signals import app_icon
from app.desktop.status_speaker import StatusSpeaker
from app.desktop.views.focus_keeper import FocusKeeper
from app.desktop.views.folder_drop import FolderDrop
from app.desktop.views.hub_strip import HubStrip
from app.desktop.views.main_actions import make_actions
from app.desktop.views.right_side import RightSide
from app.desktop.views.roster import RosterPane
from app.desktop.views.roster_numbers import RosterNumbers
from app.desktop.views.session_pane import SessionPane
from app.desktop.views.start_page import StartPage
from app.desktop.views.status_bar import StatusBar
from app.desktop.views.window_place import restore_place, save_place
from app.desktop.widgets.strip import Strip

if TYPE_CHECKING:
    from app.desktop.views.overview import OverviewPage
    from app.desktop.views.palette import CommandPalette
    from app.desktop.views.shortcuts import ShortcutsSheet
    from app.desktop.views.stop_all_dialog import StopAllDialog

HEALTH_EVERY_S = 10
SEEN_AFTER_MS = 800
"""A finished session counts as looked at when it was in front for so long."""


class MainWindow(QMainWindow):
    """Shows the cabin. What it cannot do itself (quit, connect, settings) it asks for by signals."""

    quit_wanted = Signal()
    connect_wanted = Signal(str, str)
    disconnect_wanted = Signal(str, str)
    launch_wanted = Signal(str)
    """In which folder; "" for whichever."""
    add_hub_wanted = Signal()
    stop_all_key_wanted = Signal()
    settings_wanted = Signal()
    purge_wanted = Signal(object)
    """SessionRef."""
    remove_hub_wanted = Signal(str)
    theme_wanted = Signal(str)
    reduced_motion_wanted = Signal(bool)
    keep_collecting_wanted = Signal(bool)
    session_seen = Signal(object)
    """SessionRef."""
    next_wanted = Signal()
    """The next session that needs somebody."""
    inbox_wanted = Signal()

    def __init__(self, cabin: Cabin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setWindowTitle("Signalcabin")
        self.setWindowIcon(app_icon())
        self.resize(1400, 900)
        self.setMinimumSize(560, 400)
        self._cabin = cabin
        self._may_hide: Callable[[], bool] = lambda: False
        self._seconds = 0
        self.keep_collecting = False
        self.chosen_theme = "system"
        # In the order in which Tab goes through them.
        self.roster = RosterPane(cabin.roster, self)
        self.hub_strip = HubStrip(cabin, self)
        self.notice_strip = Strip("noticeStrip", self)
        self.session = SessionPane(cabin, self)
        self._overview: OverviewPage | None = None
        self.start_page = StartPage(self)
        self.status = StatusBar(self)
        self._speaker = StatusSpeaker(cabin.hubs, self)
        self._lay_out()
        self.actions_by_name = make_actions(self)
        FolderDrop(self).dropped.connect(self.launch_wanted)
        RosterNumbers(self.roster, self)
        self._keeper = FocusKeeper(self, lambda: self.roster.list)
        self._connect()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(SEEN_AFTER_MS)
        self._look.timeout.connect(self._looked)
        self.refresh_hubs()
        self.roster.list.setFocus()

    def _lay_out(self) -> None:
        self.right = RightSide(self.start_page, self.session, lambda: self.overview, self)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hub_strip)
        column.addWidget(self.notice_strip)
        column.addWidget(self.right, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.roster.setMinimumWidth(200)
        side.setMinimumWidth(320)
        self.splitter.addWidget(self.roster)
        self.splitter.addWidget(side)
        # A splitter puts what is added below what is there, and that is the order in which the window is read aloud.
        side.raise_()
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([320, 1080])
        middle = QWidget(self)
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        cabin = self._cabin
        self.roster.selected.connect(self._selected)
        self.roster.opened.connect(self.right.open_session)
        self.session.timeline.overview_wanted.connect(self.toggle_overview)
        self.roster.menu_button.clicked.connect(self.open_menu)
        self.start_page.connect_wanted.connect(self.connect_wanted)
        self.status.shortcuts_wanted.connect(self.open_shortcuts)
        self.status.inbox_wanted.connect(self.inbox_wanted)
        cabin.hubs.rows_changed.connect(self._rows_changed)
        cabin.hubs.phase_changed.connect(lambda _name: self.refresh_hubs())
        cabin.health_changed.connect(lambda _name: self.refresh_hubs())

    # what is shown

    @property
    def overview(self) -> OverviewPage:
        """All sessions over time; made when somebody first asks for it."""
        if self._overview is None:
            from app.desktop.views.overview import OverviewPage

            page = self._overview = OverviewPage(self._cabin.roster, self._cabin.signals, self)
            page.left.connect(self.back)
            page.canvas.chosen.connect(self.roster.select)
            page.canvas.opened.connect(lambda _ref: self.right.open_session())
            page.canvas.select(self.session.ref)
        return self._overview

    @property
    def shown_ref(self) -> SessionRef | None:
        """The session at the right."""
        return self.session.ref

    def is_looking_at(self, ref: SessionRef) -> bool:
        """Whether a person sees this session now."""
        in_front = self.isActiveWindow() and self.isVisible() and not self.isMinimized()
        return ref == self.session.ref and in_front and not self.right.shows_overview

    def show_session(self, ref: SessionRef) -> None:
        """Bring the window to the front with this session in it."""
        self.come_forward()
        self.right.show_overview(False)
        self.roster.search.clear()
        self.roster.select(ref)

    def come_forward(self) -> None:
        """Show, raise and take the focus."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def set_may_hide(self, may_hide: Callable[[], bool]) -> None:
        """Closing asks this whether hiding is enough."""
        self._may_hide = may_hide

    def refresh_hubs(self) -> None:
        """Phases, health or time changed."""
        self.status.set_hubs(self._cabin.hubs.all(), now_us())
        self.hub_strip.refresh()

    def refresh_rows(self) -> None:
        """The roster changed as a whole."""
        roster = self._cabin.roster
        waiting, working = len(roster.in_group(Group.NEEDS_YOU)), len(roster.in_group(Group.WORKING))
        self.setWindowTitle(f"({waiting}) Signalcabin" if waiting else "Signalcabin")
        self.status.set_counts("" if roster.is_empty else words.counts_sentence(working, waiting))
        self.right.set_empty(roster.is_empty)
        if not roster.is_empty and self.roster.current() is None:
            self._choose_first()
            self._add_up()

    def _add_up(self) -> None:
        self.status.set_rows(list(self._cabin.hubs.rows().values()), now_us())

    def say(self, text: str, **options: object) -> None:
        """A sentence across the top, until it is dismissed."""
        offers = (*options.pop("offers", ()), (tr("Dismiss"), self.notice_strip.hide))
        self.notice_strip.say(text, offers=offers, **options)

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        shown = self.roster.current()
        if shown in refs and self._cabin.hubs.row(shown) is None:
            self.roster.select(None)
        self.refresh_rows()
        if self.session.ref in refs:
            self._begin_to_look()

    def _choose_first(self) -> None:
        refs = self._cabin.roster.refs()
        if refs:
            self.roster.select(refs[0])

    def _selected(self, ref: SessionRef | None) -> None:
        self.session.show_session(ref)
        if self._overview is not None:
            self._overview.canvas.select(ref)
        self._begin_to_look()

    def _begin_to_look(self) -> None:
        row = self.session.row()
        if row is not None and row.status in ("done", "failed", "waiting") and not self._look.isActive():
            self._look.start()

    def _looked(self) -> None:
        ref = self.session.ref
        if ref is not None and self.is_looking_at(ref):
            self.session_seen.emit(ref)

    # actions

    def open_palette(self) -> CommandPalette:
        """Ctrl+K."""
        from app.desktop.views.main_menu import palette_offers
        from app.desktop.views.palette import CommandPalette

        palette = CommandPalette(palette_offers(self, self._cabin), self)
        palette.open_over(self)
        return palette

    def open_stop_all(self, *, of_project: bool = False) -> StopAllDialog | None:
        """What a stop of all would touch, asked before; of the folder of the session shown: None when none is shown."""
        from app.desktop.stopping_all import Project
        from app.desktop.views.stop_all_dialog import StopAllDialog

        ref, row = self.session.ref, self.session.row()
        project = Project(ref.hub, row.cwd) if of_project and ref is not None and row is not None and row.cwd else None
        if of_project and project is None:
            self.say(tr("Select a session of the project first."))
            return None
        dialog = self.findChild(StopAllDialog) or StopAllDialog(self._cabin, project, self)
        dialog.open()
        return dialog

    def open_shortcuts(self) -> ShortcutsSheet:
        """The sheet under ``?``."""
        from app.desktop.views.shortcuts import ShortcutsSheet

        sheet = ShortcutsSheet(self)
        sheet.open()
        return sheet

    def open_menu(self) -> None:
        """The menu button's menu."""
        from app.desktop.views.main_menu import build_menu

        button = self.roster.menu_button
        build_menu(self, self._cabin).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def toggle_timeline(self) -> None:
        """T."""
        timeline = self.session.timeline
        leaves = timeline.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False
        if timeline.hasFocus() or leaves:
            self.session.focus_page()
        timeline.setVisible(not timeline.isVisible())

    def toggle_overview(self) -> None:
        """Shift+T: all sessions over time, or back."""
        self.right.toggle_overview()
        self._begin_to_look()

    def find(self) -> None:
        """Ctrl+F."""
        if self.right.currentWidget() is self.session:
            self.session.find()

    def find_session(self) -> None:
        """Ctrl+L."""
        self.roster.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.roster.search.selectAll()

    def back(self) -> None:
        """Esc: one step back, in the end to the list."""
        if self.session.find_bar.isVisible():
            self.session.find_bar.close_bar()
        elif self.roster.search.text() and (self.roster.search.hasFocus() or self.roster.list.hasFocus()):
            self.roster.search.clear()
        elif self.right.shows_overview:
            self.toggle_overview()
        elif not self.session.step_back():
            self.roster.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step_region(self, step: int) -> None:
        """F6: the keyboard goes from part to part of the window."""
        regions = [self.roster.list]
        if self.right.currentWidget() is self.session:
            regions += self.session.regions()
        elif self.right.shows_overview:
            regions.append(self.overview.canvas)
        at = QApplication.focusWidget()
        here = next((n for n, part in enumerate(regions) if part is at or (at and part.isAncestorOf(at))), 0)
        regions[(here + step) % len(regions)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def widen_list(self, pixels: int) -> None:
        """Move the line between list and session."""
        left, right = self.splitter.sizes()
        self.splitter.setSizes([left + pixels, right - pixels])

    def magnify(self, steps: int) -> None:
        """Larger (1), smaller (-1) or normal (0) text: of the conversation while it has the keyboard, else of all."""
        if self.session.output.hasFocus():
            self.session.output.zoom_by(steps)
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        themes.set_text_scale(app, themes.text_scale() * 1.1**steps if steps else 1.0)

    # time

    def _tick(self) -> None:
        """Once a second, while somebody can see the window."""
        self._seconds += 1
        self.roster.repaint_ages()
        self.session.tick()
        if self._overview is not None:
            self._overview.tick()
        self.refresh_hubs()
        self._add_up()
        if self._seconds % HEALTH_EVERY_S == 0:
            self._cabin.ask_health()
        if self._seconds % 60 == 0:
            self._cabin.roster.grow_older()
            self.refresh_rows()

    def _run_clock(self) -> None:
        wanted = self.isVisible() and not self.isMinimized()
        if wanted and not self._second.isActive():
            self._second.start()
            self.roster.repaint_ages()
            self.refresh_hubs()
        elif not wanted:
            self._second.stop()

    # Qt's own

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self._run_clock()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            self._run_clock()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._begin_to_look()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_hide():
            event.ignore()
            self.hide()
        else:
            event.ignore()
            self.quit_wanted.emit()

    # where it stood

    def save_place(self, settings: QSettings) -> None:
        """Remember size, place, split, timeline and size of text."""
        save_place(self, settings)

    def restore_place(self, settings: QSettings) -> None:
        """Stand where it stood; what cannot be read is left at its default."""
        restore_place(self, settings)
