"""Connecting an agent: shows the exact change to its settings, and makes it when told to."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.core.projections.words import visible
from app.core.sentences import in_your_words
from app.core.tr import plural, tr
from app.desktop import agent_setup
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, RADIUS, TITLE, current_theme, mono_font, ui_font
from app.desktop.widgets.option_button import CheckOption
from app.system.config_files import ConnectPlan
from app.system.paths import DataPaths


class DiffColours(QSyntaxHighlighter):
    """Added lines green, removed ones red, places dim."""

    def highlightBlock(self, text: str) -> None:
        _, ink = _colours_of(text)
        if ink:
            style = QTextCharFormat()
            style.setForeground(current_theme().color(ink))
            self.setFormat(0, len(text), style)


class DiffText(QPlainTextEdit):
    """A diff whose added and removed lines are coloured from edge to edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            line = self.blockBoundingGeometry(block).translated(offset)
            if line.top() > self.viewport().height():
                break
            ground, _ = _colours_of(block.text())
            if ground:
                band = QRectF(0, line.top(), self.viewport().width(), line.height())
                painter.fillRect(band, current_theme().color(ground))
            block = block.next()
        painter.end()
        super().paintEvent(event)


def _colours_of(line: str) -> tuple[str, str]:
    """A diff's line: the colours of its ground and its ink by name, "" for the usual ones."""
    if line.startswith(("+++", "---", "@@", "\\")):
        return "", "text_dim"
    if line.startswith("+"):
        return "diff_added", "diff_added_text"
    if line.startswith("-"):
        return "diff_removed", "diff_removed_text"
    return "", ""


class ConnectDialog(QDialog):
    """Plans at once, writes on the button. ``done_well`` is sent after the change was made."""

    done_well = Signal(str)

    def __init__(
        self, agent: str, title: str, paths: DataPaths, *, connect: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._agent, self._title, self._paths, self._connect = agent, title, paths, connect
        self._plan: ConnectPlan | None = None
        self._tasks = Tasks()
        name = (tr("Connect {agent}") if connect else tr("Disconnect {agent}")).format(agent=title)
        self.setWindowTitle(name)
        self.setMinimumSize(420, 320)
        self.resize(760, 560)
        heading = QLabel(name, self)
        heading.setFont(ui_font(TITLE, strong=True))
        self.about = QLabel(tr("Looking at its settings…"), self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.wake = CheckOption(
            tr("Let messages wake its sessions at rest"),
            tr(
                "A message then reaches a session that waits at its prompt at once; a small process waits beside each "
                "for that, and the agent reads the message as a note, never as your approval."
            ),
            self,
        )
        self.wake.setVisible(connect)
        self.wake.setEnabled(False)
        self.wake.clicked.connect(self._plan_anew)
        self.diff = DiffText(self)
        self.diff.setReadOnly(True)
        self.diff.setFont(mono_font(0.92))
        self.diff.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.diff.setAccessibleName(tr("The exact change"))
        self.diff.setTabChangesFocus(True)
        theme = current_theme()
        self.diff.setStyleSheet(
            f"QPlainTextEdit {{ background: {theme.code_background}; border: 1px solid {theme.line};"
            f" border-radius: {RADIUS}px; padding: 8px; }}"
        )
        self._colours = DiffColours(_document(self.diff))
        self.write = QPushButton(tr("Write this change") if connect else tr("Take the hooks out"), self)
        self.write.setProperty("role", "primary")
        self.write.setAccessibleName(self.write.text())
        self.write.setEnabled(False)
        self.write.clicked.connect(self._write)
        self.leave = QPushButton(tr("Leave it"), self)
        self.leave.setAccessibleName(tr("Leave it as it is"))
        self.leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(heading)
        layout.addWidget(self.about)
        layout.addWidget(self.wake)
        layout.addWidget(self.diff, 1)
        layout.addLayout(buttons)
        self._tasks.spawn(self._make_plan())

    def _plan_anew(self) -> None:
        """Waking was switched on or off: another change, to be looked at before it is made."""
        self.write.setEnabled(False)
        self.wake.setEnabled(False)
        self._tasks.spawn(self._make_plan(self.wake.isChecked()))

    async def _make_plan(self, wake: bool | None = None) -> None:
        """``wake``: None: as it is now."""
        try:
            plan = await asyncio.to_thread(agent_setup.plan, self._agent, self._paths, connect=self._connect, wake=wake)
        except agent_setup.SetupFailed as error:
            self._refuse(str(error))
            return
        self._plan = plan
        self.wake.setChecked(plan.wake)
        self.wake.setEnabled(True)
        self.diff.setPlainText(visible(plan.diff))
        if not plan.changes:
            self.about.setText(
                tr("{agent} is connected already; there is nothing to change.").format(agent=self._title)
                if self._connect
                else tr("{agent} holds no hooks of ours; there is nothing to change.").format(agent=self._title)
            )
            self.leave.setText(tr("Close"))
            return
        self.about.setText(self._explain(plan))
        self.leave.setText(tr("Leave it"))
        self.write.setEnabled(True)
        if wake is None:
            self.write.setFocus()

    def _explain(self, plan: ConnectPlan) -> str:
        where = (
            str(plan.path)
            if plan.path == plan.target
            else tr("{path} (which is {target})").format(path=plan.path, target=plan.target)
        )
        if self._connect and not plan.added:
            first = plural(
                "%n hooks are taken out of {file}. Everything else in it stays as it is.",
                "%n hook is taken out of {file}. Everything else in it stays as it is.",
                len(plan.removed),
            ).format(file=where)
            then = tr("A copy is kept first.")
        elif self._connect:
            first = plural(
                "%n hooks are added to {file}. Everything else in it stays as it is.",
                "%n hook is added to {file}. Everything else in it stays as it is.",
                len(plan.added),
            ).format(file=where)
            then = tr("A copy is kept first, and Disconnect gives the file back byte for byte.")
        else:
            first = tr("Our hooks are taken out of {file}.").format(file=where)
            then = tr("A copy is kept first.")
        return "\n".join([tr("{first} {second}").format(first=first, second=then), *map(in_your_words, plan.notes)])

    def _write(self) -> None:
        if self._plan is not None:
            self.write.setEnabled(False)
            self._tasks.spawn(self._carry_out(self._plan))

    async def _carry_out(self, plan: ConnectPlan) -> None:
        try:
            await asyncio.to_thread(agent_setup.carry_out, plan, self._paths)
        except agent_setup.SetupFailed as error:
            self._refuse(str(error))
            return
        self.done_well.emit(self._agent)
        self.accept()

    def _refuse(self, why: str) -> None:
        self.about.setText(tr("Nothing was changed. {why}").format(why=why))
        self.wake.setEnabled(False)
        self.write.setEnabled(False)
        self.leave.setText(tr("Close"))


def _document(edit: QPlainTextEdit) -> QTextDocument:
    return edit.document()
