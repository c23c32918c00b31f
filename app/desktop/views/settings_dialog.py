"""*Settings*: every choice on one page that can be searched, each with its sentence; what is chosen holds at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.core.tr import plural, tr
from app.desktop.announce import announce
from app.desktop.settings_table import PAGES, Page
from app.desktop.settings_table import Row as Choice
from app.desktop.theme import BODY, GRID, SMALL, TITLE, scaled_px, text_scale, ui_font
from app.desktop.views.settings_fields import Field, field_for
from app.desktop.widgets.search_field import SearchField

_SIZE_PX = (720, 620)
_SENTENCE_PX = 420
_CONTROL_PX = 200
_LARGE_TEXT = 1.4
"""From this magnification on there is no room for title and control beside each other."""


class SettingsDialog(QDialog):
    """``value_of`` gives what holds now; ``refresh`` shows it again. ``absent``: what cannot be chosen here."""

    chosen = Signal(str, object)
    """The setting's name and its new value."""
    file_wanted = Signal()
    play_wanted = Signal(str)
    """The kind of alert whose sound a person wants to hear."""
    deed_wanted = Signal(str)
    """One of the deeds at the end of the page, by name."""

    def __init__(
        self,
        value_of: Callable[[str], object],
        file: Path,
        deeds: tuple[tuple[str, str, str], ...] = (),
        absent: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Settings"))
        self._value_of = value_of
        self.search = SearchField(tr("Find a setting"), tr("Find a setting…"), self)
        self.search.textChanged.connect(self._narrow)
        self.sections = [_Section(page, absent, self) for page in PAGES]
        self.fields = {row.choice.field: row.field for section in self.sections for row in section.rows}
        self.deeds = _Deeds(deeds, self)
        self.deeds.wanted.connect(self.deed_wanted.emit)
        self.nothing = QLabel(tr("No setting is called so."), self)
        self.nothing.hide()
        self.page = self._scrolled()
        self.problem = QLabel("", self)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out(file)
        self._connect()
        self.refresh()
        self.search.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(*map(scaled_px, _SIZE_PX))

    def refresh(self) -> None:
        """Show what holds now: the file, or the menu, may have changed it."""
        for name, field in self.fields.items():
            field.show_value(self._value_of(name))

    def say(self, problem: str) -> None:
        """What cannot be done with the last choice; "" when it was done."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)

    def _scrolled(self) -> QScrollArea:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 3 * GRID, 0)
        column.setSpacing(6 * GRID)
        for section in (*self.sections, self.deeds):
            column.addWidget(section)
        column.addWidget(self.nothing)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _lay_out(self, file: Path) -> None:
        heading = QLabel(tr("Settings"), self)
        heading.setFont(ui_font(TITLE, strong=True))
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        self.search.setFixedWidth(scaled_px(260))
        top.addWidget(self.search)
        where = QLabel(tr("Kept in {file}").format(file=file), self)
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setFont(ui_font(SMALL))
        where.setProperty("tone", "dim")
        where.setWordWrap(True)
        self.open_file = QPushButton(tr("Open the file"), self)
        self.open_file.setAccessibleName(tr("Open the settings file"))
        self.leave = QPushButton(tr("Close"), self)
        self.leave.setAccessibleName(tr("Close"))
        bottom = QHBoxLayout()
        bottom.setSpacing(2 * GRID)
        bottom.addWidget(where, 1)
        bottom.addWidget(self.open_file)
        bottom.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 5 * GRID, 3 * GRID, 5 * GRID)
        layout.setSpacing(4 * GRID)
        layout.addLayout(top)
        layout.addWidget(self.page, 1)
        layout.addWidget(self.problem)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.changed.connect(lambda value, name=name: self.chosen.emit(name, value))
            field.in_file.connect(self.file_wanted.emit)
            field.play_wanted.connect(self.play_wanted.emit)
        self.open_file.clicked.connect(lambda: self.file_wanted.emit())
        self.leave.clicked.connect(self.accept)

    def _narrow(self, text: str) -> None:
        """Show only what has every word of ``text`` in its title, its sentence or its page's title."""
        wanted = text.casefold().split()
        left = sum(section.narrow(wanted) for section in (*self.sections, self.deeds))
        self.nothing.setVisible(not left)
        announce(self, plural("%n settings", "%n setting", left) if left else self.nothing.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter ends what is being typed; it does not close a dialog in which everything holds already.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class _Section(QWidget):
    """A page's title and its rows."""

    def __init__(self, page: Page, absent: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._title = tr(page.title)
        title = QLabel(self._title, self)
        title.setFont(ui_font(BODY, strong=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        column.addWidget(title)
        self.rows = [_Row(choice, self) for choice in page.rows if choice.field not in absent]
        for row in self.rows:
            column.addWidget(row)

    def narrow(self, wanted: list[str]) -> int:
        """Show the rows that have all these words; how many those are."""
        shown = [row for row in self.rows if row.has(wanted, self._title)]
        for row in self.rows:
            row.setVisible(row in shown)
        self.setVisible(bool(shown))
        return len(shown)


class _Row(QWidget):
    """Title and sentence at the left, the control at the right, or below where it needs the room."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = choice
        self.field: Field = field_for(choice, self)
        title, sentence = QLabel(tr(choice.title), self), QLabel(tr(choice.sentence), self)
        sentence.setFont(ui_font(SMALL))
        sentence.setProperty("tone", "dim")
        sentence.setWordWrap(True)
        sentence.setMaximumWidth(scaled_px(_SENTENCE_PX))
        self._words = f"{title.text()} {sentence.text()} {choice.field}".casefold()
        proxy = self.field.focusProxy()
        if proxy is not None and not proxy.accessibleDescription():
            proxy.setAccessibleDescription(sentence.text())
        said = QVBoxLayout()
        said.setSpacing(GRID // 2)
        said.addWidget(title)
        said.addWidget(sentence)
        below = self.field.is_wide or text_scale() >= _LARGE_TEXT
        if below:
            said.addSpacing(GRID)
            said.addWidget(self.field)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4 * GRID)
        line.addLayout(said, 1)
        if not below:
            self.field.setFixedWidth(scaled_px(_CONTROL_PX))
            line.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def has(self, wanted: list[str], page: str) -> bool:
        """Whether every word stands in what is said of it."""
        return all(word in self._words or word in page.casefold() for word in wanted)


class _Deeds(QWidget):
    """Buttons for what is done once: open a folder, remove what is kept. ``deeds``: (name, title, sentence)."""

    wanted = Signal(str)

    def __init__(self, deeds: tuple[tuple[str, str, str], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        for name, title, sentence in deeds:
            button = self.buttons[name] = QPushButton(title, self)
            button.setAccessibleName(title)
            button.setAccessibleDescription(sentence)
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            self._words[name] = f"{title} {sentence}".casefold()
            note = QLabel(sentence, self)
            note.setFont(ui_font(SMALL))
            note.setProperty("tone", "dim")
            note.setWordWrap(True)
            line = QHBoxLayout()
            line.setSpacing(4 * GRID)
            button.setFixedWidth(max(scaled_px(_CONTROL_PX), button.sizeHint().width()))
            line.addWidget(note, 1)
            line.addWidget(button)
            column.addLayout(line)
        self.setVisible(bool(deeds))

    def narrow(self, wanted: list[str]) -> int:
        """Show the deeds, all of them, if one has these words; how many have."""
        found = [name for name, words in self._words.items() if all(word in words for word in wanted)]
        self.setVisible(bool(found))
        return len(found)
