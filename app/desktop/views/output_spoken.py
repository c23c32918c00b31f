"""What blocks and pieces are called by a screen reader, and which role each has."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

from app.core.tr import listed, mark, tr
from app.desktop.text.safe import visible_line
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.diff import DiffPiece
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.header import HeaderPiece
from app.desktop.views.output_pieces.lines import AnsiPiece, CommandPiece, ErrorPiece, MatchesPiece, NotePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_pieces.permission import AskPiece, ButtonsPiece
from app.desktop.views.output_pieces.prompt import PromptPiece
from app.desktop.views.output_pieces.rows import RowsPiece
from app.desktop.views.output_pieces.tree import TreePiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_text import TextSection

LONGEST_NAME = 200
"""Characters; the whole text of a piece is read through its text interface."""

_CALLED: dict[type[Piece], str] = {
    AnsiPiece: mark("Output"),
    CommandPiece: mark("Command"),
    DiffPiece: mark("Changes"),
    ErrorPiece: mark("Error"),
    MatchesPiece: mark("Matches"),
    NotePiece: mark("Remark"),
    RowsPiece: mark("List"),
    TreePiece: mark("Data"),
}


def block_name(section: Section) -> str:
    """Who speaks, or what was done and how it came out."""
    if isinstance(section, TextSection):
        return tr("Reply, still being written") if section.block.open else tr("Reply")
    first = section.pieces[0] if section.pieces else None
    if isinstance(first, PromptPiece):
        return listed((first.who, first.when))
    if isinstance(first, HeaderPiece):
        fold = (tr("expanded") if first.is_open else tr("collapsed")) if first.can_open else ""
        words = " ".join(first.text().split())
        return listed((words, fold))
    if isinstance(first, AskPiece):
        return first.question
    return visible_line(first.text(), LONGEST_NAME) if first is not None else ""


def piece_name(piece: Piece) -> str:
    """What kind of text it is, where the text itself does not tell; else how it begins."""
    if isinstance(piece, CodePiece):
        language = piece.colours.highlighter.language
        return tr("Code, {language}").format(language=language) if language else tr("Code")
    if isinstance(piece, AskPiece):
        return piece.question
    for kind, name in _CALLED.items():
        if isinstance(piece, kind):
            return tr(name)
    return visible_line(shown_text(piece), LONGEST_NAME) or tr("Answer")


def shown_text(piece: Piece) -> str:
    """All its words, position by position as a caret counts them if it is laid out."""
    document = piece.document if isinstance(piece, DocumentPiece) else None
    return document.toPlainText() if document is not None else piece.text()


def piece_role(piece: Piece) -> QAccessible.Role:
    """What kind of thing it is."""
    if isinstance(piece, MarkdownPiece):
        roles = {"heading": QAccessible.Role.Heading, "quote": QAccessible.Role.BlockQuote}
        return roles.get(piece.part.kind, QAccessible.Role.Paragraph)
    if isinstance(piece, ButtonsPiece):
        return QAccessible.Role.Grouping
    is_line = isinstance(piece, HeaderPiece) or piece.length == 1
    return QAccessible.Role.StaticText if is_line else QAccessible.Role.Paragraph
