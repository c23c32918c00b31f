"""A hidden text widget with the words of one piece, whose native interface assistive technology reads text from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.lines import LinesPiece
from app.desktop.views.output_select import Caret
from app.desktop.views.output_spoken import shown_text

if TYPE_CHECKING:
    from shiboken6.Shiboken import VoidPtr

    from app.desktop.views.output import OutputView

_KEPT_IN_SIGHT = QTextCursor.MoveMode.KeepAnchor


class TextDouble:
    """Follows a piece: its words, its place on the screen, and what is selected of it."""

    def __init__(self, view: OutputView, block_id: str, piece_index: int) -> None:
        self._view = view
        self._block_id = block_id
        self._piece_index = piece_index
        self._following = False
        self.words = ""
        self.edit = QPlainTextEdit(view)
        self.edit.hide()
        self.edit.setReadOnly(True)
        self.edit.setUndoRedoEnabled(False)
        self.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.document().setDocumentMargin(0)
        self.edit.cursorPositionChanged.connect(self._led)
        self.edit.selectionChanged.connect(self._led)

    def native(self) -> VoidPtr:
        """The address of the native text interface."""
        return self._interface().interface_cast(QAccessible.InterfaceType.TextInterface)

    def _interface(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self.edit)

    def remove(self) -> None:
        """Nobody reads it any more."""
        self.edit.deleteLater()

    def follow(self, placed: Placed) -> str:
        """Be as the piece is now; the words that are new at its end."""
        piece, look = placed.piece, self._view.page.look
        words = shown_text(piece)
        self._following = True
        new = ""
        if words != self.words:
            if self.words and words.startswith(self.words):
                new = words[len(self.words) :]
                cursor = QTextCursor(self.edit.document())
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(new)
            else:
                self.edit.setPlainText(words)
            self.words = words
        self.edit.setFont(look.mono if isinstance(piece, CodePiece | LinesPiece) else look.prose)
        insets = piece.insets if isinstance(piece, DocumentPiece) else None
        rect = placed.rect.translated(0, -self._view.verticalScrollBar().value())
        self.edit.setGeometry(rect.marginsRemoved(insets) if insets is not None else QRect(rect))
        self._following = False
        return new

    @property
    def has_selection(self) -> bool:
        """Whether anything of it is selected."""
        return self.edit.textCursor().hasSelection()

    def select(self, anchor: int, position: int) -> bool:
        """Select this, or only put the caret there; whether it was otherwise before."""
        cursor = self.edit.textCursor()
        if (cursor.anchor(), cursor.position()) == (anchor, position):
            return False
        self._following = True
        last = max(0, self.edit.document().characterCount() - 1)
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), _KEPT_IN_SIGHT)
        self.edit.setTextCursor(cursor)
        self._following = False
        return True

    def _led(self) -> None:
        """A screen reader moved the caret or selected something: do so in the view."""
        if self._following:
            return
        cursor = self.edit.textCursor()
        anchor, caret = (Caret(self._block_id, self._piece_index, at) for at in (cursor.anchor(), cursor.position()))
        self._view.selection.begin(anchor, caret)
        self._view.caret.show()
        self._view.caret.changed()
