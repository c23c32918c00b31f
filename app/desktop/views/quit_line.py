"""One session that Quit would end: what it is at, and what came of stopping it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.commands import StopResult
from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.signals import signal_of
from app.desktop.theme import GRID, SMALL, ui_font
from app.desktop.views.stop_words import StopOutcome, copy_text, outcome_of
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark


class QuitLine(QWidget):
    """``outcome``: None until it is known what came of stopping it."""

    def __init__(self, ref: SessionRef, row: SessionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ref = ref
        self.title = words.title_of(row)
        self.outcome: StopOutcome | None = None
        self.mark = SignalMark(16, self)
        name = ElidedLabel(parent=self)
        name.set_text(self.title)
        self.where = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.said = QLabel("", self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setFont(ui_font(SMALL))
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID // 2)
        for part in (name, self.where, self.said):
            self._column.addWidget(part)
        line = QHBoxLayout(self)
        line.setContentsMargins(GRID, 0, GRID, 0)
        line.setSpacing(2 * GRID)
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._column, 1)
        folder = words.one_line(words.short_path(row.cwd, str(Path.home())), 300)
        self.where.set_text(" · ".join(part for part in (words.agent_title(row.agent), folder) if part))
        self.follow(row)

    def follow(self, row: SessionRow | None) -> None:
        """What it is at now."""
        if row is None:
            self.mark.set_signal("ended")
            self.say(tr("It is gone."))
            return
        status = words.status_word(row.status)
        self.mark.set_signal(signal_of(row), status)
        says_more = row.status in ("working", "waiting") or row.background
        self.say(f"{status} · {words.doing_of(row)}" if says_more else status)

    def say(self, sentence: str) -> None:
        """How far it is."""
        self.said.setText(sentence)

    def conclude(self, result: StopResult | OrderFailed) -> StopOutcome:
        """What the system said."""
        self.outcome = outcome_of(result)
        self.mark.set_signal(self.outcome.signal)
        self.say(self.outcome.sentence)
        if self.outcome.resume:
            self._column.addWidget(self._copy_button(self.outcome.resume), 0, Qt.AlignmentFlag.AlignLeft)
        return self.outcome

    def _copy_button(self, resume: str) -> QPushButton:
        button = QPushButton(tr("Copy how to resume"), self)
        button.setAccessibleName(tr("Copy how to resume {session}").format(session=self.title))
        button.setAccessibleDescription(resume)
        button.setToolTip(words.plain_tip(resume))
        button.clicked.connect(lambda: copy_text(resume))
        return button
