"""A selection as plain text, as it is seen: list marks, tabs between cells, an empty line between things."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCursor, QTextTable

from app.desktop.text.reading import TASK_DONE, TASK_OPEN, as_read
from app.desktop.text.safe import visible
from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_select import Place
from app.desktop.views.output_taking import Taken, taken


def plain_text(page: Page, ends: tuple[Place, Place]) -> Iterator[str]:
    """The text between two places in small parts, to be joined."""
    last: Section | None = None
    for each in taken(page, ends):
        if each is None:
            yield ""
            continue
        words = words_of(each)
        if not words:
            continue
        if last is not None:
            yield each.joint or "\n\n" if each.section is last else "\n\n"
        last = each.section
        yield words


def words_of(each: Taken) -> str:
    """What is taken of one piece, as a reader sees it."""
    piece = each.piece
    if each.span is not None:
        return piece_words(piece, *each.span)
    if isinstance(piece, MarkdownPiece):
        return visible(as_read(piece.part))
    return piece.text()


def piece_words(piece: Piece, start: int, end: int) -> str:
    """The words between two positions; where whole paragraphs are taken, list marks and cells stay apart."""
    if not isinstance(piece, MarkdownPiece) or piece.document is None:
        return piece.text_between(start, end)
    parts: list[str] = []
    block = piece.document.findBlock(start)
    row = (-1, -1)
    while block.isValid() and block.position() <= end:
        words = piece.text_between(max(start, block.position()), min(end, block.position() + block.length() - 1))
        whole = start <= block.position() and end >= block.position() + block.length() - 1
        here = _row_of(piece, block)
        if words:
            joint = "" if not parts else "\t" if here == row and here != (-1, -1) else "\n"
            parts.append(joint + (_mark(block) if whole and (end - start) > len(words) else "") + words)
        row = here
        block = block.next()
    return "".join(parts)


def _row_of(piece: DocumentPiece, block: QTextBlock) -> tuple[int, int]:
    """The table and row a paragraph stands in."""
    if piece.document is None or not isinstance(piece, MarkdownPiece) or piece.part.kind != "table":
        return -1, -1
    cursor = QTextCursor(piece.document)
    cursor.setPosition(block.position())
    table = cursor.currentTable()
    if not isinstance(table, QTextTable):
        return -1, -1
    return table.firstPosition(), table.cellAt(block.position()).row()


def _mark(block: QTextBlock) -> str:
    """What stands before the words of a list's item."""
    items = block.textList()
    if items is None:
        return ""
    indent = "  " * max(0, items.format().indent() - 1)
    mark = items.itemText(block)
    return (
        f"{indent}{mark} "
        if mark[:1].isalnum()
        else indent
        if block.text()[:1] in TASK_DONE + TASK_OPEN
        else f"{indent}- "
    )
