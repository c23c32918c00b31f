"""The selected session's head: what it is called, what it does and how we know, what it cost, and the stop lever."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.signals import signal_of
from app.desktop.theme import GRID, SMALL, TITLE, current_theme, ui_font
from app.desktop.views.stop_button import StopButton
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark


@shown_as(QAccessible.Role.Grouping)
class Header(QWidget):
    """Two lines and the lever."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAccessibleName(tr("Session"))
        right = Qt.AlignmentFlag.AlignRight
        self._about: list[str] = []
        self._cwd = ""
        self.mark = SignalMark(20, self)
        self.title = ElidedLabel(size=TITLE, strong=True, parent=self)
        self.about = ElidedLabel(size=SMALL, colour="text_dim", align=right, parent=self)
        self.status = ElidedLabel(colour="text_dim", elide=Qt.TextElideMode.ElideRight, parent=self)
        self.tokens = ElidedLabel(size=SMALL, colour="text_dim", align=right, parent=self)
        self.stop = StopButton(self)
        first = QHBoxLayout()
        first.addWidget(self.title, 1)
        first.addSpacing(4 * GRID)
        first.addWidget(self.about)
        second = QHBoxLayout()
        second.setSpacing(4 * GRID)
        second.addWidget(self.status, 1)
        second.addWidget(self.tokens)
        second.addWidget(self.stop)
        layout = QGridLayout(self)
        layout.setContentsMargins(5 * GRID, 4 * GRID, 5 * GRID, 3 * GRID)
        layout.setHorizontalSpacing(3 * GRID)
        layout.setVerticalSpacing(GRID)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.mark, 0, 0)
        layout.addLayout(first, 0, 1)
        layout.addLayout(second, 1, 1)

    def set_row(self, row: SessionRow, now_us: int, busy: bool = False) -> None:
        """Show a session as it stands at ``now_us``."""
        self.mark.set_signal(signal_of(row), words.status_word(row.status))
        self.title.set_text(words.title_of(row))
        where = words.one_line(words.short_path(row.cwd, str(Path.home())), 400)
        self._about = [words.agent_title(row.agent), words.model_word(row.model), where]
        self._cwd = words.one_line(row.cwd, 400)
        self._fit_about()
        since = words.moment(row.status_at_us)
        self.status.set_text(
            words.status_sentence(row, now_us), tip=tr("since {when}").format(when=since) if since else ""
        )
        self.tokens.set_text(words.tokens_sentence(row.usage), tip=words.usage_sentence(row.usage))
        self.stop.set_row(row, busy)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit_about()

    def _fit_about(self) -> None:
        """Agent, model and folder as far as two fifths of the line go; the folder stays longest."""
        room = self.width() * 2 // 5
        metrics = QFontMetrics(ui_font(SMALL))
        texts = [" · ".join(part for part in self._about[first:] if part) for first in range(len(self._about))]
        text = next((text for text in texts if metrics.horizontalAdvance(text) <= room), texts[-1] if texts else "")
        self.about.setMaximumWidth(room)
        self.about.set_text(text, tip=f"{texts[0]}\n{self._cwd}" if texts else "")
        self.tokens.setVisible(self.width() > QFontMetrics(ui_font()).averageCharWidth() * 70)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, current_theme().color("line"))
