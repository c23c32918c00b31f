"""A plan as the Markdown it is, whole and scrollable; no picture is loaded and no link can be followed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from app.core.tr import tr
from app.desktop.text.safe import visible
from app.desktop.theme import GRID, RADIUS, current_theme
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.document import SafeDocument
from app.desktop.views.output_pieces.markdown import dress

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class PlanView(QTextEdit):
    """Read with the keyboard, too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan = ""
        self._document: SafeDocument | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("The plan"))
        self.setFrameShape(QTextEdit.Shape.NoFrame)

    def set_plan(self, plan: str) -> None:
        """Show this one, from its beginning."""
        self._plan = plan
        self._dress()

    def fit(self, most_px: int) -> None:
        """As high as the plan, up to a limit."""
        self.setFixedHeight(min(most_px, round(self.document().size().height()) + 5 * GRID))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._plan:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look, theme = Look(max(100, self.viewport().width())), current_theme()
        document = SafeDocument(look.prose, look.prose_width)
        document.setIndentWidth(look.px(28))
        document.setMarkdown(visible(self._plan), _FEATURES)
        dress(document, look)
        document.setDocumentMargin(look.px(6))
        self._document = document
        self.setDocument(document)
        style = (
            f"QTextEdit {{ background: {theme.code_background}; color: {theme.text};"
            f" border: 1px solid {theme.edge}; border-radius: {RADIUS}px; padding: 6px 8px; }}"
            f"QTextEdit:focus {{ border: 2px solid {theme.focus}; padding: 5px 7px; }}"
        )
        if self.styleSheet() != style:
            self.setStyleSheet(style)
