"""One session in the list of those that will be stopped: how it will be, whether it is to be, what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.commands import StopResult
from app.core.sentences import in_your_words
from app.core.tr import explained, tr
from app.desktop import words
from app.desktop.link import OrderFailed
from app.desktop.signals import SIGNAL_OF_STATUS
from app.desktop.stopping_all import Touched
from app.desktop.theme import GRID, SMALL, ui_font
from app.desktop.views.stop_words import StopOutcome, copy_text, outcome_of
from app.desktop.widgets.check_line import CheckLine, text_left_px
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark


class StopAllLine(QWidget):
    """``check``: whether the session is to be stopped. ``outcome``: None until it is known what came of it."""

    def __init__(self, touched: Touched, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = touched.row
        self.ref = touched.ref
        self.is_asked = False
        self.outcome: StopOutcome | None = None
        self.title = words.one_line(row.title, 300) or words.one_line(words.project(row.cwd)) or row.session_id[:8]
        status = words.status_word(row.status)
        self.mark = SignalMark(16, self)
        self.mark.set_signal(SIGNAL_OF_STATUS.get(row.status, "lost"), status)
        self.check = CheckLine(self.title, self)
        self.check.setAccessibleName(words.listed((self.title, words.agent_title(row.agent), status)))
        folder = words.one_line(words.short_path(row.cwd, str(Path.home())), 300)
        self.where = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.where.set_text(" · ".join(part for part in (words.agent_title(row.agent), folder) if part))
        how = in_your_words(row.why_not or row.sentence)
        if row.why_not:
            how = tr("Cannot be stopped so: {why}").format(why=how)
        self.how = self._label(words.one_line(how, 400))
        self.check.setAccessibleDescription(explained(folder, self.how.text()))
        self.check.setChecked(not row.why_not)
        self.check.setEnabled(not row.why_not)
        self.said = self._label("")
        self.said.hide()
        self._lay_out()

    @property
    def is_chosen(self) -> bool:
        """Whether it is to be stopped."""
        return self.check.isChecked()

    def ask(self) -> None:
        """The order is given."""
        self.is_asked = True
        self.say(tr("Stopping…"))

    def leave_out(self) -> None:
        """The others are stopped, not this."""
        self.say(tr("Left as it is."))

    def conclude(self, result: StopResult | OrderFailed) -> StopOutcome:
        """What the system said."""
        self.outcome = outcome_of(result)
        self.mark.set_signal(self.outcome.signal)
        self.say(self.outcome.sentence)
        if self.outcome.resume:
            self._column.addWidget(self._copy_button(self.outcome.resume), 0, Qt.AlignmentFlag.AlignLeft)
        return self.outcome

    def say(self, sentence: str) -> None:
        """How far it is, in place of what will be done."""
        self.check.setEnabled(False)
        self.said.setText(sentence)
        self.said.show()
        self.how.hide()
        self.check.setAccessibleDescription(sentence)

    def _copy_button(self, resume: str) -> QPushButton:
        button = QPushButton(tr("Copy how to resume"), self)
        button.setAccessibleName(tr("Copy how to resume {title}").format(title=self.title))
        button.setToolTip(words.plain_tip(resume))
        button.clicked.connect(lambda: copy_text(resume))
        return button

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(ui_font(SMALL))
        return label

    def _lay_out(self) -> None:
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID // 2)
        for part in (self.where, self.how, self.said):
            self._column.addWidget(part)
        whole = QVBoxLayout()
        whole.setSpacing(GRID // 2)
        whole.addWidget(self.check)
        indented = QHBoxLayout()
        indented.setSpacing(0)
        indented.addSpacing(text_left_px())
        indented.addLayout(self._column, 1)
        whole.addLayout(indented)
        line = QHBoxLayout(self)
        line.setContentsMargins(GRID, GRID, GRID, GRID)
        line.setSpacing(2 * GRID)
        beside_title = QVBoxLayout()
        beside_title.addSpacing((self.check.sizeHint().height() - self.mark.sizeHint().height()) // 2)
        beside_title.addWidget(self.mark)
        beside_title.addStretch(1)
        line.addLayout(beside_title)
        line.addLayout(whole, 1)
