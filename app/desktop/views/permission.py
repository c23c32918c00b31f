"""May I? A held request with the whole of what is asked for, and the ways to answer it.

Where the conversation below shows the request as a card, one line is enough here: with both answers if all that is
asked for fits that line, else with the way to the card, so that nobody allows what they could not read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.commands import Answer, PendingRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.announce import announce
from app.desktop.theme import GRID, SMALL
from app.desktop.views.permission_body import RequestBody
from app.desktop.views.permission_choices import ways_to_allow, ways_to_deny
from app.desktop.views.permission_edit import NotUnderstood, editable_text
from app.desktop.views.permission_reason import ReasonLine
from app.desktop.views.permission_text import outcome_words, question_of, short_text
from app.desktop.views.request_ground import RequestGround
from app.desktop.views.request_line import RequestLine
from app.desktop.views.request_queue import RequestQueue
from app.desktop.widgets.choice_menu import Choice, ChoiceMenu
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.input_grace import InputGrace

TOLD_MS = 1_000
"""How long what became of a request is told before the next one comes."""


class PermissionPanel(RequestGround):
    """Shows one held request of the selected session; A and D answer it while the panel has the focus."""

    answered = Signal(object)
    """An ``Answer``, bound to what was shown."""
    review_wanted = Signal(str)
    """request_id: show its card."""
    moved_on = Signal()
    """What became of the last request was told: the next is shown, or none."""

    _changed = Signal()
    """Another request is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("permission")
        self.setAccessibleName(tr("Permission request"))
        self._queue = RequestQueue()
        self._shown: PendingRow | None = None
        self._has_card = False
        self._is_sent = False
        self._unfolded = ""
        """The request that is shown whole here although the conversation shows it, too."""
        self.body = RequestBody(self)  # made first: Tab goes to what is asked before it comes to the answers
        self.body.changed.connect(self._offer)
        self.what = self.body.what
        self._line = RequestLine(self)
        self.title, self.detail, self.more = self._line.title, self._line.detail, self._line.more
        self.review, self.deny, self.allow = self._line.review, self._line.deny.main, self._line.allow.main
        self.reason = ReasonLine(self)
        self.reason.given.connect(lambda why: self._answer("deny", reason=why))
        self.reason.left.connect(self._back)
        self.note = ElidedLabel(size=SMALL, colour="text_dim", elide=Qt.TextElideMode.ElideRight, parent=self)
        self._grace = InputGrace(self)
        self._connect()
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(TOLD_MS)
        self._telling.timeout.connect(self._move_on)
        self._lay_out()
        self.hide()

    def _connect(self) -> None:
        line = self._line
        line.review.clicked.connect(self._review)
        line.deny.main.clicked.connect(self._press_deny)
        line.deny.more.clicked.connect(self.open_ways_to_deny)
        line.allow.main.clicked.connect(self._press_allow)
        line.allow.more.clicked.connect(self.open_ways_to_allow)
        self._grace.watch(self.allow, self.deny, line.allow.more, line.deny.more, self.reason.send)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5 * GRID, 2 * GRID + 2, 5 * GRID, 2 * GRID + 2)
        layout.setSpacing(2 * GRID)
        for part in (self._line, self.body, self.reason, self.note):
            layout.addWidget(part)

    # what is shown

    @property
    def request(self) -> PendingRow | None:
        """What is shown now."""
        return self._queue.shown

    @property
    def takes_answers(self) -> bool:
        """Whether what is pressed now counts."""
        return self._shown is not None and not self._is_sent and not self._queue.is_settled and self._grace.is_over

    def set_requests(
        self,
        requests: list[PendingRow],
        now_us: int,
        cards: frozenset[str] = frozenset(),
        became: Callable[[str], str] = lambda _: outcome_words(""),
    ) -> None:
        """These are held. ``cards``: those the conversation shows too; ``became``: what became of one held no more."""
        self._queue.take(requests)
        request = self._queue.shown
        if request is None:
            self._shown = None
            self.hide()
            return
        if self._queue.is_settled:
            self._tell(became(request.request_id))
        else:
            self._telling.stop()
            self._show(request, request.request_id in cards)
        self._say_how_long(request, now_us)
        self.show()

    def start_over(self) -> None:
        """Another session is shown."""
        self._telling.stop()
        self._queue.clear()
        self._shown = None
        self._changed.emit()

    def bring(self, request_id: str) -> None:
        """Show this one now, for a person pointed at it."""
        if self._shown is not None and self._shown.request_id != request_id and not self._queue.is_settled:
            self._queue.move_on(request_id)
            self.moved_on.emit()

    def open(self) -> None:
        """Put the keyboard here and show every way to answer, and all of what is asked for whatever else shows it."""
        if self._shown is not None and not self._is_writing and not self._queue.is_settled:
            self._unfolded = self._shown.request_id
            self._show(self._shown, False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.body.is_form:
            self.body.focus_unanswered()
        else:
            self.open_ways_to_allow()

    def _show(self, request: PendingRow, has_card: bool) -> None:
        has_card = has_card and request.kind == "permission" and request.request_id != self._unfolded
        same = self._shown is not None and self._shown.request_id == request.request_id
        if same and (request, has_card) == (self._shown, self._has_card):
            return
        if same and self._is_writing:
            return
        self._shown, self._has_card = request, has_card
        if request.request_id != self._unfolded:
            self._grace.begin()
        if not same:
            self._is_sent = False
            self._changed.emit()
        self.title.set_text(question_of(request))
        short = short_text(request)
        self.detail.set_text(short if has_card else "", tip=short)
        self.reason.hide()
        self.body.setEnabled(True)
        self.body.show_request(request, self._has_card)
        is_away = request.kind == "question" and not self.body.is_form
        self._say(tr("Answer it where the agent runs.") if is_away else "")
        self._line.allow.set_more(request.kind != "question")
        self._line.set_ready(not self._is_sent)
        self._offer()

    def _tell(self, outcome: str) -> None:
        """What became of the one shown, for a moment."""
        if not self._telling.isActive():
            self.keep_keyboard()
            self.reason.hide()
            self.note.hide()
            self._line.set_ready(False)
            self.body.setEnabled(False)
            self._telling.start()
        self.title.set_text(outcome)

    def _move_on(self) -> None:
        self._queue.move_on()
        self.moved_on.emit()

    def _say_how_long(self, request: PendingRow, now_us: int) -> None:
        if self._queue.is_settled:
            self._line.say_waits("", 0)
        else:
            self._line.say_waits(words.age(request.asked_at_us, now_us), self._queue.waiting)
        self.setAccessibleName(f"{self.title.text()} {self.detail.text()}".strip())
        self.setAccessibleDescription(self._line.ways())
        self._line.give_way()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        press = {Qt.Key.Key_A: self._press_allow, Qt.Key.Key_D: self._press_deny}.get(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if press is not None and plain and not self._takes_letters:
            # A key that is kept down answers one request, not all that wait.
            if not event.isAutoRepeat():
                press()
            return
        super().keyPressEvent(event)

    @property
    def _is_writing(self) -> bool:
        return not self.reason.isHidden() or self.body.is_editing

    @property
    def _takes_letters(self) -> bool:
        return not self.reason.isHidden() or self.body.takes_letters

    # answers

    def open_ways_to_allow(self) -> ChoiceMenu | None:
        """The arrow beside Allow."""
        if self._shown is None or not self.takes_answers or self._line.allow.isHidden():
            return None
        edit = self._edit if editable_text(self._shown) else None
        return self._open(tr("Ways to allow"), self._line.allow, ways_to_allow(self._shown, self._answer, edit))

    def open_ways_to_deny(self) -> ChoiceMenu | None:
        """The arrow beside Deny."""
        if self._shown is None or not self.takes_answers:
            return None
        return self._open(tr("Ways to deny"), self._line.deny, ways_to_deny(self._answer, self._explain))

    def _open(self, title: str, below: QWidget, choices: list[Choice]) -> ChoiceMenu:
        menu = ChoiceMenu(title, choices, self)
        menu.open_below(below)
        # What was asked may be settled while the menu is open, and its choices are about nothing else.
        self._changed.connect(menu.close)
        return menu

    def _explain(self) -> None:
        if self.takes_answers:
            self._line.set_ready(False)
            self.reason.begin(self.deny.text())

    def _edit(self) -> None:
        if self.takes_answers:
            self.body.begin_edit()
            self._say(tr("This is what will run. Esc leaves it as it was asked."))
            self._offer()

    def _press_allow(self) -> None:
        """Allow, or what stands in its place: send the answers, or run what was changed."""
        if self._shown is None or not self.takes_answers:
            return
        if self.body.is_form:
            if self.body.left_to_answer:
                self.body.focus_unanswered()
            else:
                self._answer("allow", updated_input=self.body.answered_input())
        elif self.body.is_editing:
            try:
                self._answer("allow", updated_input=self.body.edited())
            except NotUnderstood as error:
                self._say(words.one_line(str(error), 400))
                announce(self, str(error), urgent=True)
        else:
            self._answer("allow")

    def _press_deny(self) -> None:
        """Deny; a plan that is not approved is one the agent wants to hear more about."""
        if self._shown is not None and self._shown.kind == "plan":
            self._explain()
        else:
            self._answer("deny")

    def step_back(self) -> bool:
        """Esc: from what is being written to the two answers; False: nothing is."""
        if not self.has_keyboard or not self._is_writing:
            return False
        self._back()
        return True

    def _back(self) -> None:
        """To the two answers, and to what was asked."""
        at = self.window().focusWidget()
        had_keyboard = at is not None and (self.reason.isAncestorOf(at) or self.body.isAncestorOf(at))
        self.reason.hide()
        if self._shown is not None and self.body.is_editing:
            self.body.show_request(self._shown, self._has_card)
            self._say("")
        self._line.set_ready(not self._is_sent)
        self._offer()
        if had_keyboard:
            self.setFocus()

    def _answer(self, behavior: str, **more: Any) -> None:
        request = self._shown
        if request is None or not self.takes_answers or (behavior == "allow" and self._line.allow.isHidden()):
            return
        self.keep_keyboard()
        self._is_sent = True
        self.reason.hide()
        self._line.set_ready(False)
        verdict = "allow" if behavior == "allow" else "deny"
        self.answered.emit(Answer(request_id=request.request_id, behavior=verdict, digest=request.digest, **more))

    def give_back(self, why: str) -> None:
        """The answer did not get through: say why and let it be given again."""
        self._is_sent = False
        self._say(why)
        self._line.set_ready(not self._queue.is_settled and self._shown is not None)

    def _offer(self) -> None:
        """Allow stands where all that is asked for can be read here; else Review leads to the card."""
        if self._shown is None:
            return
        readable = not self._has_card or self._line.tells_all or self.body.is_editing
        self._line.offer(self._shown.kind, readable, self.body.is_form, self.body.is_editing, self.body.left_to_answer)

    def _review(self) -> None:
        if self._shown is not None:
            self.review_wanted.emit(self._shown.request_id)

    def _say(self, text: str) -> None:
        self.note.set_text(text)
        self.note.setVisible(bool(text))

    # how it stands

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._line.give_way()

    def _fit(self) -> None:
        self.body.fit()
        self._offer()
