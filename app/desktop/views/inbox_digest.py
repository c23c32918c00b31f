"""What came while nobody was to be called, in one calm card that is read once and put away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.projections.alerts import Digest
from app.core.tr import tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.theme import GRID, RADIUS, SMALL, current_theme, ui_font


@shown_as(QAccessible.Role.Grouping)
class DigestCard(QWidget):
    """Its words, and since when."""

    read = Signal()

    def __init__(self, digest: Digest, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = self._label(words.one_line(digest.title, 200), strong=True)
        self.body = self._label(words.one_line(digest.body, 600))
        since = tr("Since {time}").format(time=words.clock(digest.since_us)) if digest.since_us else ""
        self.rest = self._label(since, small=True)
        self.body.setVisible(bool(self.body.text()))
        self.rest.setVisible(bool(self.rest.text()))
        self.rest.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(words.listed((self.body.text(), self.rest.text())))
        self.away = QPushButton(tr("Put away"), self)
        self.away.setAccessibleName(tr("Put away: {title}").format(title=self.title.text()))
        self.away.clicked.connect(self.read)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        for label in (self.title, self.body, self.rest):
            column.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(4 * GRID)
        layout.addLayout(column, 1)
        layout.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _label(self, text: str, *, strong: bool = False, small: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(ui_font(SMALL if small else 1.0, strong=strong))
        return label
