"""*Key for Stop all…*: off or asked of the desktop, which key it gave, and what to do by hand where it gives none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.tr import tr
from app.desktop import words
from app.desktop.announce import announce
from app.desktop.stop_all_key import StopAllKey
from app.desktop.theme import GRID, SMALL, TITLE, scaled_px, ui_font
from app.desktop.views.start_page import CommandLine
from app.desktop.widgets.check_line import CheckLine
from app.desktop.widgets.signal_mark import SignalMark

_SIGNALS = {"off": "ended", "asking": "working", "on": "finished", "missing": "needs_you"}


class StopAllKeyDialog(QDialog):
    """``command``: what can be bound by hand instead."""

    def __init__(self, key: StopAllKey, command: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Key for Stop all"))
        self._key = key
        heading = self._label(tr("A key for Stop all"))
        heading.setFont(ui_font(TITLE, strong=True))
        meaning = self._label(
            tr("Works whichever program has the keyboard. It opens the list of what would be stopped; nothing stops "
               "before you agree.")
        )  # fmt: skip
        self.check = CheckLine(tr("Ask the desktop for a key"), self)
        self.check.toggled.connect(key.choose)
        self.check.setAccessibleDescription(meaning.text())
        self.mark = SignalMark(16, self)
        self.said = self._label("")
        self.by_hand = QWidget(self)
        self.command = CommandLine(command, self.by_hand)
        self.leave = QPushButton(tr("Close"), self)
        self.leave.setAccessibleName(tr("Close"))
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.accept)
        self._lay_out(heading, meaning)
        self.check.setFocus()
        key.changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(scaled_px(520), 0))

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self, heading: QLabel, meaning: QLabel) -> None:
        said = QHBoxLayout()
        said.setSpacing(2 * GRID)
        said.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.said, 1)
        instead = QVBoxLayout(self.by_hand)
        instead.setContentsMargins(0, 0, 0, 0)
        instead.setSpacing(2 * GRID)
        instead.addWidget(self._label(tr("Instead, give a key to this command in your desktop's keyboard settings:")))
        instead.addWidget(self.command)
        what_it_does = self._label(
            tr("It brings Signalcabin to the front with the same list, and starts it if need be.")
        )
        what_it_does.setFont(ui_font(SMALL))
        instead.addWidget(what_it_does)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(heading)
        layout.addWidget(meaning)
        layout.addWidget(self.check)
        layout.addLayout(said)
        layout.addWidget(self.by_hand)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _show(self) -> None:
        key = self._key
        said = {
            "off": tr("Off: no key is taken."),
            "asking": tr("Asking the desktop. It may show a window of its own."),
            "on": _on(words.one_line(key.trigger, 80)),
            "missing": tr("There is none: {why}").format(why=words.one_line(key.why, 300)),
        }[key.state]
        self.mark.set_signal(_SIGNALS[key.state], said)
        if self.said.text() and self.said.text() != said:
            announce(self, said)
        self.said.setText(said)
        self.by_hand.setVisible(key.state == "missing")
        self.check.blockSignals(True)
        self.check.setChecked(key.is_wanted)
        self.check.blockSignals(False)
        self.adjustSize()


def _on(trigger: str) -> str:
    if not trigger:
        return tr("On. Which key it is, your desktop's keyboard settings say.")
    return tr("On: {key}").format(key=trigger)
