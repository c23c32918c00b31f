"""All of what a request asks for: read, selected and scrolled, as high as its lines up to a limit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.core.tr import tr
from app.desktop.theme import GRID, RADIUS, current_theme, mono_font

MOST_LINES = 8


class WhatField(QPlainTextEdit):
    """Read-only until somebody wants to change what is asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(tr("What is asked for"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._dress()

    def set_text(self, text: str) -> None:
        """Show this."""
        self.setPlainText(text)
        self.fit()

    def fit(self) -> None:
        """As high as needed."""
        wrapped = self.document().documentLayout().documentSize().height()
        lines = min(MOST_LINES, max(1, round(wrapped)))
        self.setFixedHeight(lines * QFontMetrics(mono_font()).lineSpacing() + 6 * GRID)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme = current_theme()
        style = (
            f"QPlainTextEdit {{ background: {theme.code_background}; color: {theme.text};"
            f" border: 1px solid {theme.edge}; border-radius: {RADIUS}px; padding: 5px 7px; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {theme.focus}; padding: 4px 6px; }}"
        )
        if self.styleSheet() != style:
            self.setStyleSheet(style)
        self.setFont(mono_font())
        self.fit()
