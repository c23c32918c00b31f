"""Turns the body of a card into pieces: long things folded, endless things in stretches, corners where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.core.figures import grouped
from app.core.tr import tr
from app.desktop.text import ansi
from app.desktop.text.diff import DiffLine
from app.desktop.text.faces.parts import BodyPart
from app.desktop.text.fold import chunks, fold
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.json_tree import JsonTree
from app.desktop.text.safe import cut_long_lines, visible
from app.desktop.text.splitter import split
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.card_markdown import CardMarkdownPiece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.diff import DiffPiece
from app.desktop.views.output_pieces.lines import (
    AnsiPiece,
    CommandPiece,
    ErrorPiece,
    LinesPiece,
    MatchesPiece,
    MorePiece,
    NotePiece,
)
from app.desktop.views.output_pieces.link import LinkPiece
from app.desktop.views.output_pieces.rows import RowsPiece
from app.desktop.views.output_pieces.tree import ROWS_PER_PIECE, TreePiece

FOLD_LINES = 40
_FOLD_COMMAND = 16
_OUTPUT_HEAD, _OUTPUT_TAIL = 10, 30
_STRETCH = 200
_DIFF_LINES = 40

Trees = dict[int, JsonTree]
"""The trees of a card by the place of their part: they remember what a reader has unfolded."""


def body_pieces(parts: Sequence[BodyPart], show_all: bool, trees: Trees | None = None) -> list[Piece]:
    """The pieces under a card's header; framed ones that touch share one frame, the first of them with the header."""
    pieces: list[Piece] = []
    trees = {} if trees is None else trees
    for number, part in enumerate(parts):
        made = list(_tree(part, number, trees, show_all) if part.kind == "tree" else _pieces_of(part, show_all))
        if part.name and made:
            made[0].copy_name = part.name
            made[0].copy_source = _source_of(part)
        pieces.extend(made)
    _frame(pieces)
    return pieces


def _frame(pieces: Sequence[Piece]) -> None:
    for index, piece in enumerate(pieces):
        if piece.place == "none":
            continue
        begins = index > 0 and pieces[index - 1].place == "none"
        ends = index == len(pieces) - 1 or pieces[index + 1].place == "none"
        piece.place = ("only" if ends else "first") if begins else ("last" if ends else "middle")


def _source_of(part: BodyPart) -> Callable[[], str]:
    """What the copy button gives: all of it, as it is shown, folded or not."""
    if part.kind == "tree":
        return lambda: visible(JsonTree(part.value).text_at(""))
    if part.kind == "output":
        return lambda: ansi.parse(ansi.settled(part.text))[0]
    return lambda: visible(part.text)


def _pieces_of(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    match part.kind:
        case "diff":
            yield from _diff(part, show_all)
        case "markdown":
            yield from _markdown(part, show_all)
        case "output":
            yield from _output(part.text, show_all)
        case "rows":
            yield from _rows(part)
        case "link":
            yield LinkPiece(part.text, part.name, "middle")
        case _:
            yield from _lines(part, show_all)


def _markdown(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    folded = fold(part.text, FOLD_LINES, 0)
    whole = show_all or part.name == "plan" or not folded.hidden_lines
    prose = list(split(part.text if whole else folded.head))
    for index, piece in enumerate(prose):
        last = index == len(prose) - 1
        if piece.kind == "code":
            yield CodePiece(piece.source, LineHighlighter(piece.language), "middle", in_card=(True, True))
        else:
            yield CardMarkdownPiece(piece, index == 0, last)
    if not whole:
        yield _more(part.text.count("\n") + 1, folded.hidden_lines)


def _more(lines: int, hidden: int) -> MorePiece:
    return MorePiece(
        tr("Show all ({count} lines)").format(count=grouped(lines)),
        "middle",
        tr("Show all · {count} more lines").format(count=grouped(hidden)),
    )


def _output(text: str, show_all: bool) -> Iterator[Piece]:
    """Terminal output: its beginning says what it is, its end how it came out; both are shown of long ones."""
    style = ansi.PLAIN
    text = ansi.settled(text)
    if show_all:
        stretches = list(chunks(text))
        for index, stretch in enumerate(stretches):
            yield AnsiPiece(stretch, style, "middle", index == 0, index == len(stretches) - 1)
            style = ansi.style_after(stretch, style)
        return
    folded = fold(text, _OUTPUT_HEAD, _OUTPUT_TAIL)
    head = cut_long_lines(folded.head)
    yield AnsiPiece(head, style, "middle", True, not folded.hidden_lines)
    if folded.hidden_lines:
        yield _more(text.count("\n") + 1, folded.hidden_lines)
        yield AnsiPiece(cut_long_lines(folded.tail), style, "middle", False, True)
    elif head is not folded.head and head != folded.head:
        yield MorePiece(tr("Show all of the long lines"), "middle")


def _lines(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    more: MorePiece | None = None
    if show_all:
        stretches = list(chunks(part.text))
    else:
        folded = fold(part.text, _FOLD_COMMAND if part.kind == "command" else FOLD_LINES, 0)
        head = cut_long_lines(folded.head)
        stretches = [head]
        if folded.hidden_lines:
            more = _more(part.text.count("\n") + 1, folded.hidden_lines)
        elif head != folded.head:
            more = MorePiece(tr("Show all of the long lines"), "middle")
    number = part.first_number
    highlighter = LineHighlighter(part.language, part.filename) if part.kind == "code" else None
    for index, stretch in enumerate(stretches):
        if part.kind == "code":
            edges = (index == 0, index == len(stretches) - 1 and more is None)
            yield CodePiece(stretch, highlighter, "middle", number, is_new=part.is_new, in_card=edges)
            number += stretch.count("\n") + 1 if number else 0
        else:
            kind = _LINE_PIECES[part.kind]
            yield kind(stretch, "middle", index == 0, index == len(stretches) - 1 and more is None)
    if more is not None:
        yield more


_LINE_PIECES: dict[str, type[LinesPiece]] = {
    "command": CommandPiece,
    "error": ErrorPiece,
    "note": NotePiece,
    "matches": MatchesPiece,
}


def _rows(part: BodyPart) -> Iterator[Piece]:
    for start in range(0, len(part.rows), _STRETCH):
        ends = start + _STRETCH >= len(part.rows)
        yield RowsPiece(part.rows[start : start + _STRETCH], "middle", start == 0, ends)


def _tree(part: BodyPart, number: int, trees: Trees, show_all: bool) -> Iterator[Piece]:
    tree = trees.get(number)
    if tree is None or tree.value is not part.value:
        tree = trees[number] = JsonTree(part.value)
    if show_all:
        tree.open_all()
    rows = tree.rows()
    for start in range(0, len(rows), ROWS_PER_PIECE):
        ends = start + ROWS_PER_PIECE >= len(rows)
        yield TreePiece(tree, rows[start : start + ROWS_PER_PIECE], "middle", start == 0, ends)


def _diff(part: BodyPart, show_all: bool) -> Iterator[Piece]:
    lines = part.lines if show_all else part.lines[:FOLD_LINES]
    hidden = len(part.lines) - len(lines)
    largest = max((max(line.old, line.new) for line in part.lines), default=0)
    digits = len(str(largest)) if largest else 0
    stretches = list(_stretches(lines))
    for index, stretch in enumerate(stretches):
        ends = index == len(stretches) - 1 and not hidden
        yield DiffPiece(_cut(stretch), digits, "middle", index == 0, ends, part.filename)
    if hidden:
        yield _more(len(part.lines), hidden)


def _stretches(lines: Sequence[DiffLine]) -> Iterator[Sequence[DiffLine]]:
    """Short enough to colour and compare within a frame or two, cut between changes where there is such a place."""
    start = 0
    for index, line in enumerate(lines):
        size = index - start
        if size >= _DIFF_LINES and (line.sign in " @" or size >= 2 * _DIFF_LINES):
            yield lines[start:index]
            start = index
    if start < len(lines):
        yield lines[start:]


def _cut(lines: Sequence[DiffLine]) -> list[DiffLine]:
    return [DiffLine(line.sign, line.old, line.new, cut_long_lines(line.text)) for line in lines]
