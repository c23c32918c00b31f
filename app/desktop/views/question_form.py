"""The questions an agent asks, each with all its options and room for other words, to be answered in place."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.permissions import Question, questions_in
from app.core.tr import tr
from app.desktop.accessible import shown_as
from app.desktop.text.safe import visible
from app.desktop.theme import BODY, GRID, ui_font
from app.desktop.widgets.option_button import CheckOption, RadioOption

LONGEST_ANSWER = 10_000
_LONG_WORD = re.compile(r"(\S{40})(?=\S)")


def answerable(asked: Any) -> list[Question]:
    """The questions of a request; none if one of them cannot be read, for then not all could be answered."""
    found = questions_in(asked)
    given = asked.get("questions") if isinstance(asked, dict) else None
    all_read = isinstance(given, list) and len(given) == len(found) == len({question.text for question in found})
    return found if all_read else []


@shown_as(QAccessible.Role.Grouping)
class QuestionGroup(QWidget):
    """One question. Radio buttons are each other's alternative because they have the same parent."""

    changed = Signal()

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        text = visible(question.text)
        self.setAccessibleName(text)
        kind = CheckOption if question.many else RadioOption
        self._text = _label(text, self)
        self.options = [kind(visible(label), visible(about), self) for label, about in question.options]
        self.other = kind(tr("Something else…"), "", self)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST_ANSWER)
        self.field.setAccessibleName(tr("Something else: {question}").format(question=text))
        self.field.setPlaceholderText(tr("Your own words"))
        self.field.textEdited.connect(lambda written: self.other.setChecked(bool(written) or not question.many))
        self.field.textChanged.connect(lambda _: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * GRID)
        layout.setSpacing(0)
        layout.addWidget(self._text)
        layout.addSpacing(GRID)
        for option in (*self.options, self.other):
            option.toggled.connect(lambda _: self.changed.emit())
            layout.addWidget(option)
        layout.addSpacing(GRID)
        layout.addWidget(self.field)

    def chosen(self) -> list[str]:
        """The labels chosen, as the agent wrote them, and the words of one's own; nothing while it is not answered."""
        pairs = zip(self.question.options, self.options, strict=True)
        labels = [label for (label, _), option in pairs if option.isChecked()]
        own = self.field.text().strip()
        if self.other.isChecked():
            return [*labels, own] if own else []
        return labels

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._text.setFont(ui_font(BODY, True))
        super().changeEvent(event)

    def focus(self) -> None:
        """Put the keyboard where an answer is to be given."""
        if self.other.isChecked():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        (*self.options, self.other)[0].setFocus(Qt.FocusReason.TabFocusReason)


class QuestionForm(QScrollArea):
    """All questions of a request."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Questions"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.groups: list[QuestionGroup] = []

    def set_questions(self, questions: list[Question]) -> None:
        """Ask these, with nothing chosen."""
        inside = QWidget()
        self.groups = [QuestionGroup(question, inside) for question in questions]
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 2 * GRID, 0)
        layout.setSpacing(2 * GRID)
        for group in self.groups:
            group.changed.connect(self.changed)
            for option in (*group.options, group.other):
                option.toggled.connect(lambda on, each=option: self.ensureWidgetVisible(each) if on else None)
            layout.addWidget(group)
        layout.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # it lies on the amber of the request

    def fit(self, most_px: int) -> None:
        """As high as its questions, up to a limit."""
        inside = self.widget()
        if inside is not None and inside.layout() is not None:
            wanted = inside.layout().totalHeightForWidth(max(60, self.width()))
            self.setFixedHeight(min(most_px, max(wanted, 12 * GRID)))

    @property
    def unanswered(self) -> list[QuestionGroup]:
        """What is still to be answered."""
        return [group for group in self.groups if not group.chosen()]

    def answers(self) -> dict[str, list[str]]:
        """question → what was chosen."""
        return {group.question.text: group.chosen() for group in self.groups}


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # A word without end must not push the form wider than the window.
    label.setText(_LONG_WORD.sub("\\1\u200b", text))
    label.setAccessibleName(text)
    label.setWordWrap(True)
    label.setFont(ui_font(BODY, True))
    return label
