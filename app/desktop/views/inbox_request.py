"""What the chosen line of the inbox asks for, whole and with its answers: the same panel as above a conversation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.commands import Answer, PendingRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.alerts import Entry
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.permission import PermissionPanel
from app.desktop.views.permission_text import outcome_words


class InboxRequest(QWidget):
    """Hidden where nothing is asked. An answer is bound to what the panel shows, as everywhere."""

    left = Signal()
    """The panel went, and the keyboard was in it."""
    review_wanted = Signal()

    def __init__(self, cabin: Cabin, parent: QWidget) -> None:
        super().__init__(parent)
        self._cabin = cabin
        self._entry: Entry | None = None
        self._of: tuple[SessionRef, str] | None = None
        self.panel = PermissionPanel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panel)
        self.panel.answered.connect(self._answered)
        self.panel.moved_on.connect(self._show)
        self.panel.review_wanted.connect(lambda _request_id: self.review_wanted.emit())
        cabin.pending_changed.connect(self._show)
        cabin.answer_failed.connect(self._failed)
        self.hide()

    def show_entry(self, entry: Entry | None) -> None:
        """The chosen line is this now, or became this."""
        self._entry = entry
        self._show()

    def press(self, event: QKeyEvent) -> None:
        """A or D was pressed in the list."""
        if self.isVisible() and not event.isAutoRepeat():
            self.panel.keyPressEvent(event)

    def _show(self) -> None:
        entry = self._entry
        of = (entry.ref, entry.alert.alert_id) if entry is not None else None
        if of != self._of:
            self._of = of
            self.panel.start_over()
        had_keyboard = self.panel.has_keyboard
        self.panel.set_requests(self._held(), now_us(), frozenset(), self._became)
        self.setVisible(not self.panel.isHidden())
        if had_keyboard and self.panel.isHidden():
            self.left.emit()

    def _held(self) -> list[PendingRow]:
        """What the line is about and is still held: one request, or all of a session that asks several."""
        entry = self._entry
        if entry is None or entry.alert.kind != "needs_you":
            return []
        wanted = entry.alert.request_id
        held = self._cabin.pending.get(entry.ref, []) if wanted or entry.how in ("", "seen") else []
        return [request for request in held if not wanted or request.request_id == wanted]

    def _became(self, request_id: str) -> str:
        given = self._cabin.given.get(request_id)
        if given is None:
            return outcome_words("")
        return tr("Allowed.") if given == "allow" else tr("Denied.")

    def _answered(self, answer: Answer) -> None:
        if self._entry is not None:
            self._cabin.give_answer(self._entry.ref, answer)

    def _failed(self, ref: SessionRef, why: str) -> None:
        if self._entry is not None and ref == self._entry.ref:
            self.panel.give_back(words.one_line(why, 300))
