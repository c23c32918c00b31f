"""A selection as Markdown that reads well elsewhere: prose keeps its own marks, cards become a title and fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.projections.render import fenced, inline
from app.desktop.text.safe import visible
from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.card_markdown import CardMarkdownPiece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.diff import DiffPiece
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.header import HeaderPiece
from app.desktop.views.output_pieces.lines import CommandPiece, MorePiece, NotePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_pieces.notice import NoticePiece
from app.desktop.views.output_pieces.permission import AskPiece, ButtonsPiece
from app.desktop.views.output_pieces.prompt import PromptPiece
from app.desktop.views.output_pieces.rows import RowsPiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_select import Place
from app.desktop.views.output_taking import Taken, taken
from app.desktop.views.output_words import piece_words, words_of

_TICKS = re.compile(r"`+")


def markdown_text(page: Page, ends: tuple[Place, Place]) -> Iterator[str]:
    """The Markdown between two places in small parts, to be joined. Within one paragraph it is just the words."""
    if ends[0][:2] == ends[1][:2]:
        yield from _alone(page, ends)
        return
    writer = _Writer()
    for each in taken(page, ends):
        yield from writer.take(each) if each is not None else ("",)
    yield from writer.close()


def _alone(page: Page, ends: tuple[Place, Place]) -> Iterator[str]:
    """A single piece: its words if some are taken, its Markdown if all are."""
    for each in taken(page, ends):
        if each is None:
            yield ""
        elif each.span is not None or not isinstance(each.piece, MarkdownPiece | HeaderPiece | NoticePiece):
            yield words_of(each)
        else:
            writer = _Writer()
            yield from writer.take(each)
            yield from writer.close()


class _Writer:
    """Puts pieces one below the other; what belongs into one fence or one quote is held until that is complete."""

    def __init__(self) -> None:
        self._fence: list[str] = []
        self._language = ""
        self._section: Section | None = None
        self._is_first = True

    def take(self, each: Taken) -> Iterator[str]:
        """The Markdown that is complete now."""
        piece = each.piece
        if each.section is not self._section:
            yield from self._end_fence()
            self._section = each.section
        if isinstance(piece, MorePiece):
            if self._fence:
                self._fence.append("\n" + piece.text())
            return
        language = _language(piece)
        if language is None:
            yield from self._end_fence()
            yield from self._prose(each)
            return
        if isinstance(piece, AskPiece) and each.span is None:
            yield from self._put(f"**{inline(piece.question)}**")
        if self._fence and (language != self._language or each.joint == "\n\n" or isinstance(piece, CommandPiece)):
            yield from self._end_fence()
        self._language = language
        words = _diff_lines(each) if isinstance(piece, DiffPiece) else words_of(each)
        self._fence.append((each.joint or "\n" if self._fence else "") + words)

    def close(self) -> Iterator[str]:
        """Whatever is still open."""
        yield from self._end_fence()

    def _end_fence(self) -> Iterator[str]:
        if self._fence:
            text = fenced("".join(self._fence), self._language)
            self._fence = []
            yield from self._put(text)

    def _prose(self, each: Taken) -> Iterator[str]:
        text = _prose_of(each)
        if not text:
            return
        goes_on = (
            isinstance(each.piece, MarkdownPiece) and each.piece.part.goes_on and each.joint and not self._is_first
        )
        yield from self._put(text, each.joint if goes_on else "\n\n")

    def _put(self, text: str, joint: str = "\n\n") -> Iterator[str]:
        depth = self._section.depth if self._section is not None else 0
        for _ in range(depth):
            text = _quoted(text)
        yield text if self._is_first else joint + text
        self._is_first = False


def _language(piece: Piece) -> str | None:
    """What a fence around a piece is called; None for what stands in no fence."""
    if isinstance(piece, DiffPiece):
        return "diff"
    if isinstance(piece, CommandPiece):
        return "sh"
    if isinstance(piece, CodePiece):
        return piece.colours.highlighter.language
    if isinstance(piece, AskPiece):
        return ""
    prose = MarkdownPiece | PromptPiece | NotePiece | RowsPiece
    is_lines = isinstance(piece, DocumentPiece) and not isinstance(piece, prose)
    return "" if is_lines else None


def _prose_of(each: Taken) -> str:
    piece = each.piece
    if isinstance(piece, MarkdownPiece):
        if each.span is not None:
            return piece_words(piece, *each.span)
        text = visible(_source(piece))
        return _quoted(text) if piece.dim or isinstance(piece, CardMarkdownPiece) else text
    if isinstance(piece, PromptPiece):
        words = words_of(each)
        if each.span is not None:
            return words
        title = f"**{piece.who}**\n\n" if piece.place in ("only", "first") else ""
        return f"{title}{_quoted(words)}"
    if isinstance(piece, HeaderPiece):
        return _title(piece)
    if isinstance(piece, RowsPiece) and each.span is None:
        return piece.as_markdown()
    if isinstance(piece, RowsPiece) and each.span is None:
        return piece.as_markdown()
    if isinstance(piece, NoticePiece | NotePiece) and each.span is None:
        return f"*{inline(piece.text(), 2_000)}*"
    return "" if isinstance(piece, ButtonsPiece) else words_of(each)


def _source(piece: MarkdownPiece) -> str:
    """Its own Markdown; the header that every part of a long table repeats stands once."""
    part = piece.part
    if part.kind == "table" and part.goes_on:
        return "\n".join(part.source.split("\n")[2:])
    return part.source


def _title(piece: HeaderPiece) -> str:
    """One line: the name, what it was about, and how it came out."""
    words = piece.words
    argument = words.argument
    if argument:
        argument = " " + (_code(argument) if words.argument_is_code else inline(argument))
    counts = f"+{words.added} −{words.removed}" if words.added or words.removed else ""
    facts = ", ".join(fact for fact in (words.count, counts, words.state, words.duration) if fact)
    return f"**{inline(words.title)}**{argument}" + (f" ({inline(facts)})" if facts else "")


def _code(text: str) -> str:
    """An inline code span that holds the text, whatever is in it."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _diff_lines(each: Taken) -> str:
    """Lines as ``diff`` writes them: the sign, then the line."""
    piece = each.piece
    if each.span is not None or not isinstance(piece, DiffPiece):
        return re.sub(r"^([-+ ]) ", r"\1", words_of(each), flags=re.MULTILINE)
    return "\n".join("@@ … @@" if line.sign == "@" else f"{line.sign}{visible(line.text)}" for line in piece.lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
