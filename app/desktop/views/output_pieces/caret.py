"""A caret inside one piece: where it stands on the page, and where a step in its text leads."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QTextBlock, QTextCursor

from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.document import DocumentPiece

Step = QTextCursor.MoveOperation
"""Steps are Qt's: by grapheme, by word, by line, and left is left in a line that runs from the right."""

_TOWARDS_LEFT = (Step.Left, Step.WordLeft)
_TOWARDS_RIGHT = (Step.Right, Step.WordRight)
_BACK = (Step.Up, Step.PreviousBlock)
_WITHIN = (Step.StartOfLine, Step.EndOfLine)


def can_hold_caret(piece: Piece) -> bool:
    """Whether there is any text to stand in."""
    return bool(piece.text())


def step_in(piece: Piece, position: int, step: Step, goal_x: float = 0.0) -> int | None:
    """The position a step leads to, None when it leads out of the piece. ``goal_x``: for steps up and down."""
    if not isinstance(piece, DocumentPiece) or piece.document is None:
        return _step_over(position, step)
    cursor = QTextCursor(piece.document)
    cursor.setPosition(min(position, piece.length))
    before = cursor.position()
    if step in (Step.Up, Step.Down):
        cursor.setVerticalMovementX(round(goal_x - piece.insets.left()))
    cursor.movePosition(step)
    if cursor.position() != before or step in _WITHIN:
        return cursor.position()
    return None


def _step_over(position: int, step: Step) -> int | None:
    """What has no text positions of its own is one step wide."""
    if step in _WITHIN:
        return 0 if step == Step.StartOfLine else 1
    if step in _TOWARDS_LEFT:
        return 0 if position > 0 else None
    if step in _TOWARDS_RIGHT:
        return 1 if position < 1 else None
    return None


def leads_back(piece: Piece, position: int, step: Step) -> bool:
    """Whether a step goes towards the beginning of the text."""
    if step in _BACK:
        return True
    block = _block_at(piece, position)
    # Qt crashes when asked for the direction of no block.
    from_right = block.isValid() and block.textDirection() == Qt.LayoutDirection.RightToLeft
    return step in (_TOWARDS_RIGHT if from_right else _TOWARDS_LEFT)


def entered_at(piece: Piece, step: Step, back: bool, goal_x: float) -> int:
    """Where a caret comes to stand that steps into a piece from its neighbour."""
    if step in (Step.Up, Step.Down):
        return piece.position_at(QPointF(goal_x, (piece.height or 1) - 1 if back else 0))
    if step == Step.PreviousBlock:
        return paragraph_at(piece, piece.length)[0]
    return piece.length if back else 0


def paragraph_at(piece: Piece, position: int) -> tuple[int, int]:
    """The paragraph, or the line of code, around a position."""
    block = _block_at(piece, position)
    if not block.isValid():
        return 0, piece.length
    return block.position(), block.position() + block.length() - 1


def caret_rect(piece: Piece, look: Look, position: int) -> QRect:
    """Where the caret is drawn, in the piece's coordinates."""
    block = _block_at(piece, position)
    if not block.isValid() or not isinstance(piece, DocumentPiece) or piece.document is None:
        height = piece.height or 0
        return QRect(max(0, piece.width - 2) if position else 0, 2, 2, max(1, height - 4))
    layout = block.layout()
    line = layout.lineForTextPosition(min(position, piece.length) - block.position())
    origin = piece.document.documentLayout().blockBoundingRect(block).topLeft()
    if not line.isValid():
        return QRect(round(origin.x()) + piece.insets.left(), round(origin.y()) + piece.insets.top(), 2, look.px(16))
    x, _ = line.cursorToX(min(position, piece.length) - block.position())
    # Proportional line heights put their room below the words: the caret is as high as the words.
    return QRect(
        round(origin.x() + x) + piece.insets.left(),
        round(origin.y() + line.y()) + piece.insets.top(),
        2,
        max(4, round(line.ascent() + line.descent())),
    )


def _block_at(piece: Piece, position: int) -> QTextBlock:
    if not isinstance(piece, DocumentPiece) or piece.document is None:
        return QTextBlock()
    return piece.document.findBlock(min(position, piece.length))
