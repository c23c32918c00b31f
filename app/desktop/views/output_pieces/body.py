"""Turns the body of a card into pieces: long things folded, endless things in stretches, corners where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.desktop.text import ansi
from app.desktop.text.diff import DiffLine
from app.desktop.text.fold import chunks, fold
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.safe import cut_long_lines
from app.desktop.text.splitter import split
from app.desktop.text.tool_face import BodyPart
from app.desktop.views.output_pieces.base import Piece, Place
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.lines import (
    AnsiPiece,
    CommandPiece,
    DiffPiece,
    ErrorPiece,
    LinesPiece,
    MorePiece,
    TreePiece,
)
from app.desktop.views.output_pieces.markdown import MarkdownPiece

FOLD_LINES = 40
_OUTPUT_HEAD, _OUTPUT_TAIL = 10, 30


def body_pieces(parts: Sequence[BodyPart], show_all: bool) -> list[Piece]:
    """The pieces under a card's header; the last one has the card's lower corners."""
    pieces: list[Piece] = []
    for part in parts:
        pieces.extend(_pieces_of(part, show_all))
    for index, piece in enumerate(pieces):
        if piece.place != "none":
            piece.place = "last" if index == len(pieces) - 1 else "middle"
    return pieces


def _pieces_of(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    match part.kind:
        case "diff":
            yield from _diff(part, show_all)
        case "markdown":
            yield from (MarkdownPiece(piece, dim=True) for piece in split(part.text))
        case "output":
            yield from _output(part.text, show_all)
        case _:
            yield from _lines(part, show_all)


def _output(text: str, show_all: bool) -> Iterator[Piece]:
    """Terminal output: its beginning says what it is, its end how it came out; both are shown of long ones."""
    style = ansi.PLAIN
    if show_all:
        stretches = list(chunks(text))
        for index, stretch in enumerate(stretches):
            piece = AnsiPiece(stretch, style, "middle", index == 0, index == len(stretches) - 1)
            style = piece.style_after
            yield piece
        return
    folded = fold(text, _OUTPUT_HEAD, _OUTPUT_TAIL)
    head = cut_long_lines(folded.head)
    yield AnsiPiece(head, style, "middle", True, not folded.hidden_lines)
    if folded.hidden_lines:
        yield MorePiece(f"Show all · {folded.hidden_lines:,} more lines", "middle")
        yield AnsiPiece(cut_long_lines(folded.tail), style, "middle", False, True)
    elif head is not folded.head and head != folded.head:
        yield MorePiece("Show all of the long lines", "middle")


def _lines(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    if show_all:
        stretches = list(chunks(part.text))
        hidden = ""
    else:
        folded = fold(part.text, FOLD_LINES, 0)
        head = cut_long_lines(folded.head)
        stretches = [head]
        hidden = f"Show all · {folded.hidden_lines:,} more lines" if folded.hidden_lines else ""
        if not hidden and head != folded.head:
            hidden = "Show all of the long lines"
    number = part.first_number
    highlighter = LineHighlighter(part.language, part.filename) if part.kind == "code" else None
    for index, stretch in enumerate(stretches):
        if part.kind == "code":
            yield CodePiece(stretch, highlighter, "middle", number)
            number += stretch.count("\n") + 1 if number else 0
        else:
            kind = _LINE_PIECES[part.kind]
            yield kind(stretch, "middle", index == 0, index == len(stretches) - 1 and not hidden)
    if hidden:
        yield MorePiece(hidden, "middle")


_LINE_PIECES: dict[str, type[LinesPiece]] = {"command": CommandPiece, "error": ErrorPiece, "tree": TreePiece}


def _diff(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    lines = part.lines if show_all else part.lines[:FOLD_LINES]
    hidden = len(part.lines) - len(lines)
    digits = len(str(max((max(line.old, line.new) for line in part.lines), default=1)))
    for start in range(0, len(lines), 200):
        stretch: Sequence[DiffLine] = lines[start : start + 200]
        ends = start + 200 >= len(lines) and not hidden
        yield DiffPiece(_cut(stretch), digits, "middle", start == 0, ends)
    if hidden:
        yield MorePiece(f"Show all · {hidden:,} more lines", "middle")


def _cut(lines: Sequence[DiffLine]) -> list[DiffLine]:
    return [DiffLine(line.sign, line.old, line.new, cut_long_lines(line.text)) for line in lines]


def placed(place: Place, has_body: bool) -> Place:
    """The place of a header: the top of its card when a body follows."""
    return "first" if has_body else place
