"""The sheet under ``?``: every key the window knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.tr import mark, tr
from app.desktop.theme import GRID, SMALL, TITLE, current_theme, mono_font, ui_font
from app.desktop.widgets.reading_area import ReadingArea

SHORTCUTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        mark("Sessions"),
        (
            ("↑  ↓", mark("Go through the sessions")),
            ("Enter", mark("Read the selected one")),
            ("Esc", mark("One step back, in the end to the list")),
            ("Ctrl+N", mark("New session")),
            ("Ctrl+J", mark("Next session that needs you")),
            ("Ctrl+1 … Ctrl+9", mark("The first nine; hold Ctrl")),
            ("Ctrl+I", mark("Inbox")),
            ("Ctrl+Shift+.", mark("Stop all sessions")),
            ("Ctrl+K", mark("Go to a session or do something")),
            ("Ctrl+,", mark("Settings")),
            ("Ctrl+L", mark("Find a session")),
            ("Shift+T", mark("All sessions over time")),
        ),
    ),
    (
        mark("The selected session"),
        (
            ("Ctrl+.", mark("Stop it")),
            ("R", mark("Reply to it")),
            ("A  D", mark("Allow, deny (on a focused request)")),
            ("Ctrl+F", mark("Find in what was said")),
            ("T", mark("Show or hide the timeline")),
            ("E", mark("Conversation or event table")),
        ),
    ),
    (
        mark("Window"),
        (
            ("Tab  F6  Shift+F6", mark("From control to control, from part to part")),
            ("Ctrl++  Ctrl+−  Ctrl+0", mark("Larger, smaller, normal text")),
            ("F10", mark("Menu")),
            ("?", mark("This sheet")),
            ("Ctrl+W", mark("Close the window")),
            ("Ctrl+Q", mark("Quit")),
        ),
    ),
    (
        mark("In the conversation"),
        (
            ("Tab  Enter", mark("Go to the next thing to press, press it")),
            ("PgUp  PgDn  Home  End", mark("Scroll; End stays with the newest")),
            (mark("Shift+arrows"), mark("Select from where you last clicked")),
            ("Ctrl+A  Esc", mark("Select all, let go")),
            ("Ctrl+C  Ctrl+Shift+C", mark("Copy, copy as Markdown")),
            ("F3  Shift+F3", mark("Next, previous match")),
            ("F7", mark("Arrows move a caret instead of the page")),
            ("Ctrl++  Ctrl+−  Ctrl+0", mark("Larger, smaller, normal text of this session")),
        ),
    ),
    (
        mark("In the timeline"),
        (
            ("←  →  Home  End", mark("From span to span")),
            ("↑  ↓", mark("From lane to lane")),
            ("Enter", mark("Read what the span stands for")),
            ("Space", mark("Fold, unfold a subagent")),
            ("Shift+←  Shift+→", mark("Earlier, later")),
            ("+  −  0  N", mark("Nearer, farther, everything, the present")),
            ("L", mark("What colours and shapes mean")),
        ),
    ),
    (
        mark("In all sessions over time"),
        (
            ("↑  ↓", mark("From session to session")),
            ("←  →  Home  End", mark("What it did before and after")),
            ("Enter", mark("Open the session")),
            ("Shift+←  Shift+→", mark("Earlier, later")),
            ("+  −  0  N", mark("Nearer, farther, everything, the present")),
            ("V  L", mark("All rows at once, what colours and shapes mean")),
        ),
    ),
    (
        mark("In the inbox"),
        (
            ("↑  ↓  Enter", mark("From alert to alert, go there")),
            ("A  D", mark("Allow, deny what it asks")),
            ("S  Delete", mark("Snooze its session, mark it as seen")),
        ),
    ),
    (
        mark("In the event table"),
        (
            ("↑  ↓", mark("Go through the records")),
            ("Tab", mark("To the raw input of the record")),
            ("Ctrl+F", mark("Show only records with a text")),
        ),
    ),
)
_LEFT = 3
"""So many groups stand in the left column."""


class ShortcutsSheet(QDialog):
    """Two columns of groups: key and what it does. Scrolls where the window is too small for large text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAccessibleName(tr("Keyboard shortcuts"))
        heading = QLabel(tr("Keyboard shortcuts"))
        heading.setFont(ui_font(TITLE, strong=True))
        inside = QWidget(self)
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        columns.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        columns.setSpacing(12 * GRID)
        for groups in (SHORTCUTS[:_LEFT], SHORTCUTS[_LEFT:]):
            columns.addLayout(_column(groups))
        self.pages = ReadingArea(tr("Keys"), self)
        self.pages.setWidget(inside)
        close = QPushButton(tr("Close"))
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7 * GRID, 6 * GRID, 7 * GRID, 5 * GRID)
        layout.setSpacing(4 * GRID)
        layout.addWidget(heading)
        layout.addWidget(self.pages, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        if inside.sizeHint().width() > parent.window().width() - 20 * GRID:
            columns.setDirection(QBoxLayout.Direction.TopToBottom)
            columns.setSpacing(0)
        wanted = inside.sizeHint()
        bar = self.pages.verticalScrollBar().sizeHint().width()
        around = layout.contentsMargins()
        most = parent.window().size()
        width = wanted.width() + bar + around.left() + around.right() + GRID
        height = wanted.height() + heading.sizeHint().height() + close.sizeHint().height() + 20 * GRID
        self.resize(min(width, most.width() - 8 * GRID), min(height, most.height() - 8 * GRID))
        close.setFocus()


def _column(groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2 * GRID)
    metrics = QFontMetrics(mono_font(SMALL))
    widest = max(metrics.horizontalAdvance(tr(keys)) for _, rows in groups for keys, _ in rows)
    for title, rows in groups:
        heading = QLabel(tr(title))
        heading.setFont(ui_font(SMALL, strong=True))
        heading.setStyleSheet(f"color: {current_theme().text_dim};")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * GRID)
        grid.setVerticalSpacing(GRID + 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, widest)
        for line, (keys, what) in enumerate(rows):
            key, words = QLabel(tr(keys)), QLabel(tr(what))
            key.setFont(mono_font(SMALL))
            grid.addWidget(key, line, 0)
            words.setWordWrap(True)
            grid.addWidget(words, line, 1)
        column.addLayout(grid)
        column.addSpacing(4 * GRID)
    column.addStretch(1)
    return column
