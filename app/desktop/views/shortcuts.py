"""The sheet under ``?``: every key the window knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.desktop.theme import GRID, SMALL, TITLE, current_theme, mono_font, ui_font

SHORTCUTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Sessions",
        (
            ("↑ ↓", "Go through the sessions"),
            ("Enter", "Read the selected one"),
            ("Esc", "Back to the list"),
            ("Ctrl+J", "Next session that needs you"),
            ("Ctrl+K", "Go to a session or do something"),
            ("Ctrl+L", "Find a session"),
        ),
    ),
    (
        "The selected session",
        (
            ("Ctrl+.", "Stop it"),
            ("A   D", "Allow, deny (on a focused request)"),
            ("Ctrl+F", "Find in what was said"),
            ("T", "Show or hide the timeline"),
            ("E", "Conversation or event table"),
            ("Ctrl++  Ctrl+−", "Larger, smaller text"),
        ),
    ),
    ("Window", (("?", "This sheet"), ("Ctrl+W", "Close the window"), ("Ctrl+Q", "Quit"))),
)


class ShortcutsSheet(QDialog):
    """Two columns: key and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAccessibleName("Keyboard shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        line = 0
        for group, rows in SHORTCUTS:
            heading = QLabel(group)
            heading.setFont(ui_font(SMALL, strong=True))
            heading.setStyleSheet(f"color: {current_theme().text_dim};")
            if line:
                grid.setRowMinimumHeight(line, 2 * GRID)
                line += 1
            grid.addWidget(heading, line, 0, 1, 2)
            line += 1
            for keys, what in rows:
                key = QLabel(keys)
                key.setFont(mono_font(SMALL))
                grid.addWidget(key, line, 0)
                grid.addWidget(QLabel(what), line, 1)
                line += 1
        heading = QLabel("Keyboard shortcuts")
        heading.setFont(ui_font(TITLE, strong=True))
        close = QPushButton("Close")
        close.setAccessibleName("Close")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7 * GRID, 6 * GRID, 7 * GRID, 5 * GRID)
        layout.setSpacing(4 * GRID)
        layout.addWidget(heading)
        layout.addLayout(grid)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
