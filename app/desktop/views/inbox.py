"""The inbox: everything that called a person, what became of it, and the ways to deal with it without leaving."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QKeyCombination, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.projections.alerts import Digest
from app.core.tr import tr
from app.desktop import words
from app.desktop.alerts import Alerts, Entry
from app.desktop.announce import announce
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.desktop.models.inbox import InboxModel, name_of
from app.desktop.theme import GRID, TITLE, scaled_px, ui_font
from app.desktop.views.inbox_digest import DigestCard
from app.desktop.views.inbox_list import InboxList
from app.desktop.views.inbox_request import InboxRequest
from app.desktop.views.inbox_times import hush_choices, hush_title, time_choices
from app.desktop.widgets.choice_menu import ChoiceMenu

_NEXT = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_J)


class InboxDialog(QDialog):
    """Made anew each time it is opened; what is handled while it is open stays in sight."""

    session_wanted = Signal(object)
    """SessionRef: go there."""
    next_wanted = Signal()
    digest_read = Signal()

    def __init__(self, cabin: Cabin, alerts: Alerts, missed: Digest | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Inbox"))
        self._alerts = alerts
        self.model = InboxModel(cabin, alerts, self)
        self.heading = QLabel(tr("Inbox"), self)
        self.heading.setFont(ui_font(TITLE, strong=True))
        self.open_only, self.all = self._filter(tr("Open")), self._filter(tr("All"))
        self.clear = self._button(tr("Mark all as seen"), self._clear)
        self.digest: DigestCard | None = None
        self.list = InboxList(self.model, self)
        self.request = InboxRequest(cabin, self)
        self.hush = self._button(hush_title(alerts.hushed_until_us), self.open_hush)
        self.snooze = self._button(tr("Snooze…"), self.open_snooze)
        self.leave = self._button(tr("Close"), self.reject)
        self.go = self._button(tr("Go there"), self._go)
        for button, keys in ((self.go, "Enter"), (self.snooze, "S")):
            button.setToolTip(f"{button.text()}  {keys}")
        self._connect()
        self._lay_out()
        if missed is not None:
            self.tell(missed)
        self.resize(self.sizeHint())
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._chosen()
        self.list.setFocus()

    def _filter(self, title: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setProperty("role", "choice")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(tr("Show: {what}").format(what=title))
        return button

    def _button(self, title: str, action: object) -> QPushButton:
        button = QPushButton(title, self)
        button.setAccessibleName(title)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def _connect(self) -> None:
        one_of = QButtonGroup(self)
        for button in (self.open_only, self.all):
            one_of.addButton(button)
        self.open_only.setChecked(True)
        one_of.buttonClicked.connect(lambda _button: self._show_open_only(self.open_only.isChecked()))
        self.list.opened.connect(self._go)
        self.list.answer_pressed.connect(self._answer)
        self.list.snooze_wanted.connect(self.open_snooze)
        self.list.seen_wanted.connect(self._seen)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._chosen())
        self.model.dataChanged.connect(lambda _first, _last: self._chosen())
        self.model.rowsInserted.connect(lambda _parent, first, _last: self._came(first))
        self._alerts.changed.connect(self._show_hush)
        self.request.review_wanted.connect(self._go)
        self.request.left.connect(lambda: self.list.setFocus())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.heading)
        top.addSpacing(4 * GRID)
        top.addWidget(self.open_only)
        top.addWidget(self.all)
        top.addStretch(1)
        top.addWidget(self.clear)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.hush)
        buttons.addStretch(1)
        for button in (self.snooze, self.leave, self.go):
            buttons.addWidget(button)
        self.go.setProperty("role", "primary")
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.request)
        layout.addLayout(buttons)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(scaled_px(680), scaled_px(520)))
        window = self.parentWidget()
        return wanted.boundedTo(window.window().size() - QSize(10 * GRID, 10 * GRID)) if window else wanted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the keyboard and nothing else: no button of a request is the default of a dialog."""
        at = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(at, QPushButton):
                at.click()
        elif event.keyCombination() == _NEXT:
            self._go_to_next()
        elif event.key() != Qt.Key.Key_Escape or not self.request.panel.step_back():
            super().keyPressEvent(event)

    def tell(self, digest: Digest) -> None:
        """What came while nobody was to be called, in place of an earlier telling."""
        if self.digest is not None:
            self.digest.deleteLater()
        self.digest = DigestCard(digest, self)
        self.digest.read.connect(self._put_digest_away)
        self._layout.insertWidget(self._layout.indexOf(self.list), self.digest)
        self.setTabOrder(self.clear, self.digest.away)
        self.digest.show()

    # ── what is chosen ──

    @property
    def current(self) -> Entry | None:
        """The line the keyboard is on."""
        return self.model.entry_at(self.list.currentIndex())

    def _chosen(self) -> None:
        entry = self.current
        for button in (self.go, self.snooze):
            button.setEnabled(entry is not None)
        self.clear.setEnabled(bool(self.model.rowCount()))
        self.request.show_entry(entry)

    def _came(self, row: int) -> None:
        """While somebody looks, what comes is told and takes nothing from under the keyboard."""
        entry = self.model.entry_at(self.model.index(row, 0))
        if entry is not None:
            announce(self, words.one_line(entry.alert.title, 300))
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._chosen()

    def _show_open_only(self, wanted: bool) -> None:
        kept = self.current
        self.model.set_open_only(wanted)
        self.clear.setText(tr("Mark all as seen") if wanted else tr("Clear handled"))
        self.clear.setAccessibleName(self.clear.text())
        self._choose_again(kept)

    def _choose_again(self, kept: Entry | None) -> None:
        rows = range(self.model.rowCount())
        names = [name_of(entry) for row in rows if (entry := self.model.entry_at(self.model.index(row, 0)))]
        at = names.index(name_of(kept)) if kept is not None and name_of(kept) in names else 0
        self.list.setCurrentIndex(self.model.index(at, 0) if names else QModelIndex())
        self._chosen()

    # ── what is done ──

    def open_snooze(self) -> ChoiceMenu | None:
        """S: for how long the session of this line is to call nobody."""
        entry = self.current
        if entry is None:
            return None
        sentence = tr("Its alerts stand here and call nobody meanwhile.")
        menu = ChoiceMenu(tr("Snooze this session"), time_choices(sentence, partial(self._snooze, entry)), self)
        menu.open_below(self.snooze)
        return menu

    def _snooze(self, entry: Entry, minutes: int) -> None:
        self._alerts.snooze(entry.ref, minutes)
        until = words.clock(now_us() + minutes * 60_000_000)
        announce(self, tr("Snoozed until {time}").format(time=until))

    def open_hush(self) -> ChoiceMenu:
        """For how long nobody is to be called at all."""
        choices = hush_choices(bool(self._alerts.hushed_until_us), self._alerts.hush)
        menu = ChoiceMenu(tr("Do not disturb"), choices, self)
        menu.open_below(self.hush)
        return menu

    def _show_hush(self) -> None:
        title = hush_title(self._alerts.hushed_until_us)
        if title != self.hush.text():
            self.hush.setText(title)
            self.hush.setAccessibleName(title)
            announce(self, title)

    def _seen(self) -> None:
        entry = self.current
        if entry is not None and entry.is_open:
            self._alerts.seen(entry.ref)

    def _clear(self) -> None:
        kept = self.current
        if self.model.open_only:
            self._alerts.mark_all_seen()
            self.model.start_over()
        else:
            self._alerts.forget_handled()
        self._choose_again(kept)
        self.list.setFocus()

    def _answer(self, event: QKeyEvent) -> None:
        self.request.press(event)

    def _go(self) -> None:
        entry = self.current
        if entry is not None:
            self.accept()
            self.session_wanted.emit(entry.ref)

    def _go_to_next(self) -> None:
        self.accept()
        self.next_wanted.emit()

    def _put_digest_away(self) -> None:
        if self.digest is not None:
            self.digest.deleteLater()
            self.digest = None
            self.list.setFocus()
            self.digest_read.emit()
