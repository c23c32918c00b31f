"""The selected session's head: what it is called, what it does and how we know, what it cost, and the stop lever."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.core.projections.rows import SessionRow
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.signals import icon_size, signal_icon, signal_of
from app.desktop.theme import GRID, SMALL, TITLE, current_theme, ui_font
from app.desktop.widgets.choice_menu import Choice, ChoiceMenu
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark

STOP_SENTENCES = {
    "interrupt": "Stops this turn before its next tool. The session stays open.",
    "end": "Asks the agent's process and all it started to end, children first.",
    "kill": "Ends them at once. What they had not saved is lost.",
}
STOP_TITLES = {"interrupt": "Interrupt", "end": "End session", "kill": "Kill"}


@shown_as(QAccessible.Role.Grouping)
class StopButton(QWidget):
    """The lever: one click interrupts; the arrow offers the stronger ones, each with what it does."""

    asked = Signal(str)
    """interrupt | end | kill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_work = False
        self.setAccessibleName("Stop")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the two halves are shaped to each other
        self.main = QPushButton("Stop", self)
        self.main.setObjectName("stop")
        self.main.clicked.connect(self.press)
        self.more = QPushButton(self)
        self.more.setObjectName("stopMore")
        self.more.setAccessibleName("More ways to stop")
        self.more.clicked.connect(self.press_more)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)  # as high as the other half
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.main)
        layout.addWidget(self.more)
        self._dress()

    def set_row(self, row: SessionRow, busy: bool) -> None:
        """Offer what makes sense for this session; ``busy``: an order is under way."""
        self._at_work = row.status in ("working", "waiting") or row.background > 0
        alive = row.status not in ("ended", "lost")
        self.main.setEnabled(alive and not busy)
        self.more.setEnabled(alive)
        self.main.setText("Stopping…" if busy else "Stop" if self._at_work else "End…")
        self.main.setAccessibleName("Stop this session" if self._at_work else "End this session")
        hint = (
            STOP_SENTENCES["interrupt"] + "  Ctrl+."
            if self._at_work
            else "Nothing runs. Choose how to end the session."
        )
        self.main.setToolTip(hint if alive else "The session is over.")

    def press_more(self) -> None:
        """The arrow: ask how, if there is anything to stop."""
        if self.more.isEnabled():
            self.open_menu()

    def press(self) -> None:
        """The click: interrupt a session at work; for one at rest, ask how."""
        if not self.main.isEnabled():
            return
        if self._at_work:
            self.asked.emit("interrupt")
        else:
            self.open_menu()

    def open_menu(self) -> ChoiceMenu:
        """Show the levers."""
        choices = [
            Choice(
                STOP_TITLES[level],
                STOP_SENTENCES[level] if level != "interrupt" or self._at_work else "Nothing runs now.",
                lambda level=level: self.asked.emit(level),
                shortcut="Ctrl+." if level == "interrupt" else "",
                enabled=level != "interrupt" or self._at_work,
            )
            for level in ("interrupt", "end", "kill")
        ]
        menu = ChoiceMenu("Ways to stop", choices, self)
        menu.open_below(self)
        return menu

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme = current_theme()
        self.main.setIcon(signal_icon("stop", theme.text))
        self.more.setIcon(signal_icon("chevron_down", theme.text))
        self.main.setIconSize(icon_size())
        self.more.setIconSize(icon_size())
        style = (
            "QPushButton#stop { border-top-right-radius: 0; border-bottom-right-radius: 0; padding: 5px 12px 5px 8px; }"
            "QPushButton#stopMore { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: none;"
            " padding: 5px 3px; }"
            f"QPushButton#stopMore:focus {{ border: 2px solid {theme.focus}; padding: 4px 2px; }}"
            "QPushButton#stop:focus { padding: 4px 11px 4px 7px; }"
        )
        if self.styleSheet() != style:
            self.setStyleSheet(style)


@shown_as(QAccessible.Role.Grouping)
class Header(QWidget):
    """Two lines and the lever."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAccessibleName("Session")
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
        self.mark.set_signal(signal_of(row), words.STATUS_WORDS.get(row.status, row.status))
        self.title.set_text(words.title_of(row))
        where = words.one_line(words.short_path(row.cwd, str(Path.home())), 400)
        self._about = [words.agent_title(row.agent), words.model_word(row.model), where]
        self._cwd = words.one_line(row.cwd, 400)
        self._fit_about()
        since = words.moment(row.status_at_us)
        self.status.set_text(words.status_sentence(row, now_us), tip=f"since {since}" if since else "")
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
