"""All of what a request asks for, in the way it is best read: a command, a plan, or questions to be answered here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.agents import adapter_for
from app.core.commands import PendingRow
from app.core.tr import tr
from app.desktop.theme import GRID
from app.desktop.views.permission_edit import editable_text, edited_input
from app.desktop.views.permission_text import asked_text
from app.desktop.views.permission_what import WhatField
from app.desktop.views.plan_view import PlanView
from app.desktop.views.question_form import QuestionForm, answerable

_SHARE = 0.4
"""Of the window's height; the rest is for what led to the question."""
_LEAST_PX = 120


class RequestBody(QWidget):
    """Shows one request; a form and a plan are made when the first of them comes, for most sessions never have one."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.what = WhatField(self)
        self.plan: PlanView | None = None
        self.form: QuestionForm | None = None
        self._request: PendingRow | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * GRID)
        self._layout.addWidget(self.what)

    def show_request(self, request: PendingRow, has_card: bool) -> None:
        """``has_card``: the conversation shows a command as well, so that it need not be told here."""
        self._request = request
        self._stop_editing()
        plan = request.input.get("plan") if request.kind == "plan" and isinstance(request.input, dict) else None
        questions = answerable(request.input) if request.kind == "question" else []
        if isinstance(plan, str):
            self._the_plan().set_plan(plan)
        if questions:
            self._the_form().set_questions(questions)
        self._show(self.plan, isinstance(plan, str))
        self._show(self.form, bool(questions))
        told = asked_text(request, without="plan" if isinstance(plan, str) else "")
        self.what.set_text(told)
        self.what.setVisible(bool(told) and not questions)
        self.setVisible(not has_card or bool(questions) or isinstance(plan, str))
        self.fit()

    @property
    def is_form(self) -> bool:
        """Whether there are questions that can be answered here."""
        return self.form is not None and not self.form.isHidden()

    @property
    def takes_letters(self) -> bool:
        """Whether a letter typed now belongs to something in here."""
        at = self.window().focusWidget()
        return at is not None and self.isAncestorOf(at) and (self.is_form or self.is_editing)

    @property
    def left_to_answer(self) -> int:
        """How many questions."""
        return len(self.form.unanswered) if self.form is not None and self.is_form else 0

    def focus_unanswered(self) -> None:
        """Put the keyboard to the first question without an answer."""
        if self.form is not None and self.form.unanswered:
            group = self.form.unanswered[0]
            self.form.ensureWidgetVisible(group)
            group.focus()

    def answered_input(self) -> Any:
        """The questions' input with their answers; None: this agent's cannot be answered."""
        adapter = adapter_for(self._request.agent) if self._request is not None else None
        if adapter is None or self._request is None or self.form is None:
            return None
        return adapter.answered(self._request.input, self.form.answers())

    # changing it

    @property
    def is_editing(self) -> bool:
        """Whether what will run is being changed."""
        return not self.what.isReadOnly()

    def begin_edit(self) -> None:
        """Let it be changed, with the keyboard in it."""
        if self._request is not None:
            self.what.set_text(editable_text(self._request))
            self.what.setReadOnly(False)
            self.what.setAccessibleName(tr("What will run"))
            self.what.show()
            self.show()
            self.fit()
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def edited(self) -> Any:
        """What is to run; None: unchanged. Raises NotUnderstood."""
        return edited_input(self._request, self.what.toPlainText()) if self._request is not None else None

    def _stop_editing(self) -> None:
        self.what.setReadOnly(True)
        self.what.setAccessibleName(tr("What is asked for"))

    # how it stands

    def fit(self) -> None:
        """As high as it needs to be, up to a share of the window."""
        most = max(_LEAST_PX, round(self.window().height() * _SHARE))
        self.what.fit()
        for part in (self.plan, self.form):
            if part is not None and not part.isHidden():
                part.fit(most)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _the_plan(self) -> PlanView:
        if self.plan is None:
            self.plan = PlanView(self)
            self._layout.insertWidget(0, self.plan)
        return self.plan

    def _the_form(self) -> QuestionForm:
        if self.form is None:
            self.form = QuestionForm(self)
            self.form.changed.connect(self.changed)
            self._layout.insertWidget(0, self.form)
        return self.form

    def _show(self, part: QWidget | None, wanted: bool) -> None:
        if part is not None:
            part.setVisible(wanted)
