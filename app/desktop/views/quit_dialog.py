"""*Quit* while sessions started here are at work: which, and whether the hub stays for them, or they are stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.commands import StopResult
from app.core.projections.rows import SessionRow
from app.core.tr import plural, tr
from app.desktop.announce import announce
from app.desktop.cabin import Cabin
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, TITLE, scaled_px, ui_font
from app.desktop.views.quit_line import QuitLine
from app.desktop.widgets.reading_area import ReadingArea


class QuitDialog(QDialog):
    """``agreed`` says that the program may end: True, the hub stays; False, it ends, too."""

    agreed = Signal(bool)

    def __init__(
        self,
        cabin: Cabin,
        at_work: Sequence[tuple[SessionRef, SessionRow]],
        at_rest: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Quit"))
        self._cabin = cabin
        self._tasks = Tasks()
        self.is_stopping = False
        said = plural("%n sessions started here are at work", "One session started here is at work", len(at_work))
        self.heading = self._label(said)
        self.heading.setFont(ui_font(TITLE, strong=True))
        meaning = tr("They live as long as the hub, and that would end with the window. Kept running, it goes on with "
                     "them in the background and is found again at the next start.")  # fmt: skip
        if at_rest:
            more = plural("%n at rest would end, too.", "One at rest would end, too.", at_rest)
            meaning = tr("{first} {second}").format(first=meaning, second=more)
        self.meaning = self._label(meaning)
        self.lines = [QuitLine(ref, row, self) for ref, row in at_work]
        self.area = ReadingArea(tr("Sessions"), self)
        self.area.setWidget(self._list())
        self.summary = self._label("")
        self.leave = self._button(tr("Cancel"), self.reject)
        self.stop = self._button(tr("Stop them"), self._stop)
        self.keep = self._button(tr("Keep the hub running"), lambda: self._agree(True), role="primary")
        self.go = self._button(tr("Quit"), lambda: self._agree(False), role="primary")
        self.go.hide()
        self.keep.setDefault(True)
        self._lay_out()
        self.resize(self.sizeHint())
        self.keep.setFocus()
        self.finished.connect(self._left)
        cabin.hubs.rows_changed.connect(self._rows_changed)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(scaled_px(560), scaled_px(300)))
        window = self.parentWidget()
        return wanted.boundedTo(window.window().size() - QSize(10 * GRID, 10 * GRID)) if window else wanted

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, text: str, pressed: object, role: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", role)
        button.setAccessibleName(text)
        button.clicked.connect(pressed)
        return button

    def _list(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(3 * GRID)
        for line in self.lines:
            column.addWidget(line)
        column.addStretch(1)
        return inside

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.summary, 1)
        for button in (self.leave, self.stop, self.keep, self.go):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(self.heading)
        layout.addWidget(self.meaning)
        layout.addWidget(self.area, 1)
        layout.addLayout(buttons)

    def _agree(self, keep: bool) -> None:
        self.agreed.emit(keep)
        self.accept()

    # ── stopping ──

    def _stop(self) -> None:
        """End them, and quit only when a person has seen what came of it."""
        if self.is_stopping:
            return
        self.is_stopping = True
        self.heading.setText(tr("Stopping what was started here"))
        self.meaning.hide()
        self.stop.hide()
        self.keep.hide()
        self.go.show()
        self.go.setEnabled(False)
        self.go.setDefault(True)
        self.area.setFocus()
        for line in self.lines:
            line.say(tr("Stopping…"))
            self._tasks.spawn(self._follow(line, self._cabin.stop(line.ref, "end")))
        self._add_up()

    async def _follow(self, line: QuitLine, stopping: asyncio.Task[StopResult | OrderFailed]) -> None:
        """The order is the cabin's: a dialog that is closed hears no more of it, and it goes on."""
        outcome = line.conclude(await asyncio.shield(stopping))
        announce(self, f"{line.title}: {outcome.sentence}", urgent=outcome.kind != "info")
        self._add_up()

    def _add_up(self) -> None:
        open_lines = [line for line in self.lines if line.outcome is None]
        not_stopped = [line for line in self.lines if line.outcome is not None and line.outcome.kind != "info"]
        if open_lines:
            self.summary.setText(plural("%n are being stopped", "One is being stopped", len(open_lines)))
            return
        if not_stopped:
            self.summary.setText(plural("%n did not stop", "One did not stop", len(not_stopped)))
            self.go.setText(tr("Quit all the same"))
        else:
            self.summary.setText(tr("All are stopped."))
            self.leave.setText(tr("Stay"))
            self.leave.setAccessibleName(tr("Stay"))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(True)
        self.go.setFocus()

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        """Who comes to rest meanwhile need not be waited for."""
        for line in self.lines:
            if line.ref in refs and not self.is_stopping:
                line.follow(self._cabin.hubs.row(line.ref))

    def _left(self) -> None:
        self._tasks.cancel()
        self.deleteLater()
