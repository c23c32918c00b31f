"""One record as it is stored, and the input it came from: plain text, every hidden character visible."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.core.commands import RawRecord
from app.core.figures import decimal, grouped
from app.core.tr import mark, plural, tr
from app.desktop.text.safe import cut_long_lines, visible
from app.desktop.theme import GRID, SMALL, mono_font
from app.desktop.widgets.elided_label import ElidedLabel

INPUT, RECORD = mark("Input"), mark("Record")
_TIPS = {
    INPUT: mark("What the agent sent, as it was received"),
    RECORD: mark("What was made of it and stored"),
}


class RawPane(QWidget):
    """Two sides of one record, one at a time; remembers which side was wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.raw: RawRecord | None = None
        self._side = INPUT
        self.note = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Raw input of the selected record"))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setUndoRedoEnabled(False)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(2 * GRID)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        bar.setSpacing(GRID)
        self._sides = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for title, sentence in _TIPS.items():
            button = QPushButton(tr(title), self)
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.setChecked(title == self._side)
            button.setToolTip(tr(sentence))
            button.setAccessibleName(tr(title))
            button.setAccessibleDescription(tr(sentence))
            button.clicked.connect(lambda _=False, side=title: self.show_side(side))
            self._sides.addButton(button)
            self.buttons[title] = button
            bar.addWidget(button)
        bar.addWidget(self.note, 1)
        self.copy = QPushButton(tr("Copy"), self)
        self.copy.setProperty("role", "quiet")
        self.copy.setAccessibleName(tr("Copy the text beside"))
        self.copy.clicked.connect(self._copy)
        bar.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.text, 1)
        self._dress()
        self.say("")

    def show_raw(self, raw: RawRecord) -> None:
        """Show a record."""
        self.raw = raw
        self._refresh()

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed goes here."""
        at = self.window().focusWidget()
        return at is not None and self.isAncestorOf(at)

    def show_side(self, side: str) -> None:
        """Show the input or the record."""
        self._side = side
        self.buttons[side].setChecked(True)
        self._refresh()

    def say(self, sentence: str) -> None:
        """Show no record but a sentence."""
        self.raw = None
        self.text.setPlainText("")
        self.text.setPlaceholderText(sentence or tr("Select a record to see what was received."))
        self.note.set_text("")
        self.copy.setEnabled(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        font = mono_font(SMALL)
        if self.text.font() != font:
            self.text.setFont(font)
            self.text.setMinimumHeight(3 * QFontMetrics(font).height())
            self.text.setTabStopDistance(4 * QFontMetricsF(font).horizontalAdvance(" "))

    def _refresh(self) -> None:
        raw = self.raw
        if raw is None:
            return
        content, size = self._content(raw)
        self.copy.setEnabled(bool(content))
        self.text.setAccessibleName(
            tr("{side} of record {number}").format(side=tr(self._side), number=grouped(raw.seq))
        )
        if not content:
            self.text.setPlainText("")
            self.text.setPlaceholderText(
                tr(
                    "Its input is not kept: text that streams and long lines of the agent's own file are stored once, "
                    "as the record."
                )
            )
            self.note.set_text("")
            return
        self.text.setPlainText(readable(content))
        here = len(content.encode("utf-8", "replace"))
        self.note.set_text(
            tr("the first {size} of {all}").format(size=_size(here), all=_size(size)) if here < size else _size(size)
        )

    def _content(self, raw: RawRecord) -> tuple[str, int]:
        if self._side == RECORD:
            return raw.record, raw.record_bytes
        return raw.payload or "", raw.payload_bytes

    def _copy(self) -> None:
        if self.raw is not None:
            QGuiApplication.clipboard().setText(self._content(self.raw)[0])


def readable(json_text: str) -> str:
    """JSON on indented lines, or the text as it is where it is none; nothing in it is hidden, no line is endless."""
    try:
        indented = msgspec.json.format(json_text, indent=2)
    except (msgspec.DecodeError, ValueError, RecursionError):
        indented = json_text
    return cut_long_lines(visible(indented))


def _size(count: int) -> str:
    if count < 1024:
        return plural("%n bytes", "%n byte", count)
    if count < 1024 * 1024:
        return tr("{number} KB").format(number=decimal(count / 1024))
    return tr("{number} MB").format(number=decimal(count / 1024 / 1024))
