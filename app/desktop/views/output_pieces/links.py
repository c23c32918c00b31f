"""The links in a piece, as targets that the keyboard and a screen reader reach like buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTextBlock

from app.core.tr import tr
from app.desktop.text.safe import is_safe_link, visible_line
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece, Target, paint_focus
from app.desktop.views.output_pieces.caret import caret_rect
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece

_MOST = 200
"""Links of one piece that are offered; a piece of five thousand characters hardly has more."""


def pressable(piece: Piece, look: Look) -> list[Target]:
    """Everything in a piece that can be pressed, links among it."""
    return [*link_targets(piece, look), *piece.targets(look)]


def link_targets(piece: Piece, look: Look) -> list[Target]:
    """The links of a piece that is laid out, in reading order; a link over two lines is where its first line is."""
    if not isinstance(piece, MarkdownPiece) or piece.document is None:
        return []
    found: list[Target] = []
    block = piece.document.begin()
    while block.isValid() and len(found) < _MOST:
        for start, end, address in _links_in(block):
            words = visible_line(piece.text_between(start, end), 120)
            rect = _rect(piece, look, start, end)
            found.append(Target("link", rect, tr("Open link {what}").format(what=words), address, str(len(found))))
        block = block.next()
    return found


def paint_link_focus(painter: QPainter, piece: Piece, look: Look, key: str) -> None:
    """The ring around the link that has the keyboard."""
    for target in link_targets(piece, look) if key.startswith("link") else []:
        if target.key == key:
            paint_focus(painter, look, target.rect)


def _links_in(block: QTextBlock) -> list[tuple[int, int, str]]:
    """Where links begin and end; one link may be several fragments."""
    found: list[tuple[int, int, str]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        address = fragment.charFormat().anchorHref() if fragment.charFormat().isAnchor() else ""
        if is_safe_link(address):
            start, end = fragment.position(), fragment.position() + fragment.length()
            if found and found[-1][1:] == (start, address):
                start = found.pop()[0]
            found.append((start, end, address))
        iterator += 1
    return found


def _rect(piece: DocumentPiece, look: Look, start: int, end: int) -> QRect:
    first, last = caret_rect(piece, look, start), caret_rect(piece, look, end)
    if last.top() == first.top():
        return first.united(last).adjusted(-2, -1, 2, 1)
    right = max(first.right() + look.px(16), piece.width - piece.insets.right())
    return QRect(first.left(), first.top(), min(right, look.prose_width) - first.left(), first.height())
