"""*New session…*: which agent, in which folder, with which prompt; the hub starts it and the window follows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.commands import Launch, Launched
from app.core.projections.rows import SessionRow
from app.core.tr import mark, tr
from app.desktop import words
from app.desktop.link import OrderFailed
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, SMALL, TITLE, ui_font
from app.desktop.views.folder_drop import dropped_folder
from app.desktop.widgets.choice_field import ChoiceField
from app.desktop.widgets.choice_menu import Choice, ChoiceMenu

MODES = (
    ("", mark("As its settings say"), mark("What was chosen for this agent and folder before.")),
    ("default", mark("Ask first"), mark("It asks before it changes a file or runs a command.")),
    ("acceptEdits", mark("Edit without asking"), mark("It changes files by itself and asks before it runs a command.")),
    ("plan", mark("Plan first"), mark("It reads and makes a plan; nothing is changed until you agree.")),
    ("bypassPermissions", mark("Ask for nothing"), mark("Everything is allowed. Only where nothing can be broken.")),
)
"""Claude Code's permission modes, as people would say them."""

MOST_RECENT = 12


class LaunchDialog(QDialog):
    """``launched`` is sent with the ``Launched`` of the hub; until then the dialog stays and says what is wrong."""

    launched = Signal(object)

    def __init__(
        self,
        order: Callable[[Launch], Awaitable[object]],
        agents: Sequence[tuple[str, str]],
        folders: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setWindowTitle(tr("New session"))
        self._order = order
        self._tasks = Tasks()
        heading = QLabel(
            tr("New {agent} session").format(agent=agents[0][1]) if len(agents) == 1 else tr("New session"), self
        )
        heading.setFont(ui_font(TITLE, strong=True))
        self.agent = ChoiceField(tr("Agent"), [(name, title, "") for name, title in agents], self)
        self._home = str(Path.home())
        self._folders = [words.short_path(folder, self._home) for folder in folders]
        self.folder = QLineEdit(self._folders[0] if self._folders else "", self)
        self.folder.setPlaceholderText(tr("Where it works; a folder can be dropped here"))
        completer = QCompleter(self._folders, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.folder.setCompleter(completer)
        self.recent = QPushButton(tr("Recent"), self)
        self.recent.setEnabled(len(self._folders) > 1)
        self.recent.clicked.connect(self.open_recent)
        self.browse = QPushButton(tr("Choose…"), self)
        self.browse.clicked.connect(self._choose_folder)
        self.prompt = _Prompt(self)
        self.prompt.sent.connect(self._start)
        self.mode = ChoiceField(tr("Permissions"), MODES, self)
        self.model = QLineEdit(self)
        self.model.setPlaceholderText(tr("As its settings say"))
        self.problem = QLabel("", self)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.start = QPushButton(tr("Start"), self)
        self.start.setProperty("role", "primary")
        self.start.setDefault(True)
        self.start.setToolTip("Ctrl+Enter")
        self.start.clicked.connect(self._start)
        self.leave = QPushButton(tr("Cancel"), self)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._left)
        self._name()
        self._lay_out(heading, len(agents))
        self.prompt.setFocus()

    def _name(self) -> None:
        named: tuple[tuple[QWidget, str], ...] = (
            (self.folder, tr("Folder")), (self.recent, tr("Recent folders")), (self.browse, tr("Choose a folder")),
            (self.prompt, tr("Prompt")), (self.model, tr("Model")), (self.start, tr("Start")),
            (self.leave, tr("Cancel")),
        )  # fmt: skip
        for widget, name in named:
            widget.setAccessibleName(name)

    def _lay_out(self, heading: QLabel, agents: int) -> None:
        where = QHBoxLayout()
        where.setSpacing(2 * GRID)
        where.addWidget(self.folder, 1)
        where.addWidget(self.recent)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(3 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.agent.setVisible(agents > 1)
        if agents > 1:
            form.addRow(tr("Agent"), self.agent)
        form.addRow(tr("Folder"), where)
        form.addRow(tr("Prompt"), self.prompt)
        form.addRow(tr("Permissions"), self.mode)
        form.addRow(tr("Model"), self.model)
        note = QLabel(
            tr("It runs without a terminal, as long as the hub runs; when that ends, it finishes its turn and ends."),
            self,
        )
        note.setFont(ui_font(SMALL))
        note.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(heading)
        layout.addLayout(form, 1)
        layout.addWidget(note)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(640, 420))

    # ── the folder ──

    def set_folder(self, folder: str) -> None:
        """Work there."""
        self.folder.setText(words.short_path(folder, self._home))

    def chosen_folder(self) -> str:
        """The folder as it is, ``~`` written out."""
        text = self.folder.text().strip()
        return str(Path(text).expanduser()) if text else ""

    def open_recent(self) -> ChoiceMenu:
        """Show where sessions worked last."""
        choices = [Choice(folder, "", lambda folder=folder: self.folder.setText(folder)) for folder in self._folders]
        menu = ChoiceMenu(tr("Recent folders"), choices, self)
        menu.open_below(self.recent)
        return menu

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Where it works"), self.chosen_folder() or str(Path.home()))
        if chosen:
            self.set_folder(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_folder(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = dropped_folder(event)
        if folder:
            self.set_folder(folder)
            event.acceptProposedAction()

    # ── starting ──

    def _start(self) -> None:
        folder, prompt = self.chosen_folder(), self.prompt.toPlainText()
        if not prompt.strip():
            self._say(tr("Say what it is to do."), self.prompt)
        elif not folder:
            self._say(tr("Name the folder in which it works."), self.folder)
        elif self.start.isEnabled():
            self._say("")
            self.start.setEnabled(False)
            self.start.setText(tr("Starting…"))
            command = Launch(
                agent=self.agent.value,
                cwd=folder,
                prompt=prompt,
                permission_mode=self.mode.value,
                model=self.model.text().strip(),
            )
            self._tasks.spawn(self._launch(command))

    async def _launch(self, command: Launch) -> None:
        try:
            launched = msgspec.convert(await self._order(command), Launched)
        except OrderFailed as error:
            self._failed(str(error))
        except msgspec.ValidationError as error:
            self._failed(tr("The hub's answer was not understood: {error}").format(error=error))
        else:
            self.launched.emit(launched)
            self.accept()
        if self.isHidden():
            self.deleteLater()

    def _left(self) -> None:
        """Cancelled while the hub was starting it: it starts all the same, and the dialog waits to hear of it."""
        if self.start.isEnabled():
            self.deleteLater()

    def _failed(self, why: str) -> None:
        self.start.setText(tr("Start"))
        self.start.setEnabled(True)
        self._say(words.one_line(why, 400), self.prompt)

    def _say(self, problem: str, where: QWidget | None = None) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if where is not None:
            where.setFocus()


class _Prompt(QPlainTextEdit):
    """Several lines; Ctrl+Enter sends, Tab goes on to the next field."""

    sent = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What it is to do"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)


def recent_folders(rows: Sequence[SessionRow]) -> list[str]:
    """Where sessions worked last, each folder once, the newest first."""
    newest = sorted((row for row in rows if row.cwd), key=lambda row: row.last_at_us, reverse=True)
    return list(dict.fromkeys(row.cwd for row in newest))[:MOST_RECENT]
