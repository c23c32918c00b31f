"""Looking at another hub: its address on this machine's side of a tunnel, and its token."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.tr import mark, tr
from app.desktop.theme import GRID, TITLE, ui_font
from app.desktop.views.start_page import CommandLine

_STEPS = (
    (mark("On the other machine:"), "signalcabin hub --listen 127.0.0.1:7345"),
    (mark("Then bring its port here, for example:"), "ssh -N -L 7345:127.0.0.1:7345 server"),
)


class AddHubDialog(QDialog):
    """Asks for name, address and token."""

    wanted = Signal(str, str, str)
    """name, uri, token."""

    def __init__(self, taken: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add hub"))
        self._taken = taken
        heading = QLabel(tr("Add hub"))
        heading.setFont(ui_font(TITLE, strong=True))
        self.name = self._field(tr("Name"), "server")
        self.uri = self._field(tr("Address"), "ws://127.0.0.1:7345")
        self.token = self._field(tr("Token"), "")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = QLabel("")
        self.problem.hide()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        for title, field in ((tr("Name"), self.name), (tr("Address"), self.uri), (tr("Token"), self.token)):
            form.addRow(title, field)
        self.add = QPushButton(tr("Add"))
        self.add.setProperty("role", "primary")
        self.add.setAccessibleName(tr("Add"))
        self.add.setDefault(True)
        self.add.clicked.connect(self._add)
        leave = QPushButton(tr("Cancel"))
        leave.setAccessibleName(tr("Cancel"))
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(heading)
        layout.addSpacing(2 * GRID)
        for what, command in _STEPS:
            layout.addWidget(QLabel(tr(what)))
            layout.addWidget(CommandLine(command))
            layout.addSpacing(GRID)
        layout.addSpacing(GRID)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addSpacing(2 * GRID)
        layout.addLayout(buttons)

    def _field(self, name: str, example: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMinimumWidth(280)
        return field

    def _add(self) -> None:
        name, uri, token = self.name.text().strip(), self.uri.text().strip(), self.token.text().strip()
        problem = problem_with(name, uri, token, self._taken)
        if problem:
            self.problem.setText(problem)
            self.problem.show()
            return
        self.wanted.emit(name, uri, token)
        self.accept()


def problem_with(name: str, uri: str, token: str, taken: set[str]) -> str:
    """What is wrong with these answers, "" when nothing is."""
    if not name or name in taken:
        return tr("Give it a name of its own.")
    if re.fullmatch(r"ws://(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}/?", uri):
        return "" if token else tr("Its token is missing: the hub printed where it lies.")
    if re.fullmatch(r"wss://[^\s/]+(:\d{1,5})?/?", uri):
        return "" if token else tr("Its token is missing: the hub printed where it lies.")
    return tr(
        "The address is ws://127.0.0.1:PORT (a tunnel), or wss://HOST:PORT. Plain ws:// never leaves this machine."
    )
