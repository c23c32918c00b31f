"""The pieces of one long message, most of them packed: a piece exists as an object only while somebody looks at it.

Ten megabytes of Markdown are thirty thousand parts. Kept as objects they would cost several times their text; here a
finished part is a stretch of one UTF-8 buffer and twenty bytes beside it.
"""

from __future__ import annotations

import weakref
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import get_args, overload

from app.desktop.text.colours import LineColours
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.splitter import Part, PartKind
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece, Place
from app.desktop.views.output_pieces.code import CodePiece, estimated_code_px
from app.desktop.views.output_pieces.markdown import MarkdownPiece, estimated_prose_px

_KINDS: tuple[PartKind, ...] = get_args(PartKind)
_CODE = _KINDS.index("code")
_BEFORE = ("", "\n", "\n\n", " ")
_GOES_ON = 0x08
_BEFORE_SHIFT = 4
_GAP_BELOW_CODE = 10
_FEW = 256
_CHUNK_BYTES = 256 * 1024


class PackedPieces(Sequence[Piece]):
    """Finished parts, packed, and behind them a few pieces as they are: the part still open, a note at the end.

    A piece that was given out is the same object for as long as somebody holds it.
    """

    __slots__ = (
        "_chars",
        "_chunk_starts",
        "_chunks",
        "_colours",
        "_ends",
        "_flags",
        "_language",
        "_languages",
        "_lines",
        "_near",
        "_sweep_at",
        "_text",
        "held",
    )

    def __init__(self) -> None:
        self.held: list[Piece] = []
        """What stands behind the finished parts."""
        self._chunks: list[bytes] = []
        """Full buffers, and beside them the number of the first part in each: one that grew for ever would be moved."""
        self._chunk_starts = array("q", (0,))
        self._text = bytearray()
        self._ends = array("q")
        """Where each part ends in its buffer."""
        self._chars = array("i")
        self._lines = array("i")
        self._flags = bytearray()
        self._language = array("H")
        self._languages = [""]
        self._colours: dict[int, LineColours] = {}
        self._near: dict[int, weakref.ref[Piece]] = {}
        self._sweep_at = _FEW

    def __len__(self) -> int:
        return len(self._ends) + len(self.held)

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> list[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | list[Piece]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        finished = len(self._ends)
        return self.held[index - finished] if index >= finished else self._piece(index)

    @property
    def finished(self) -> int:
        """How many parts are packed."""
        return len(self._ends)

    # ── growing ──

    def add(self, part: Part, piece: Piece | None = None) -> None:
        """One more finished part; ``piece`` shows it already."""
        if len(self._text) >= _CHUNK_BYTES:
            self._chunks.append(bytes(self._text))
            self._chunk_starts.append(len(self._ends))
            self._text.clear()
        index = len(self._ends)
        goes_on = part.goes_on and (part.kind != "code" or self._is_code(index - 1))
        self._text += part.source.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._text))
        self._chars.append(len(part.source))
        self._lines.append(part.source.count("\n"))
        before = _BEFORE.index(part.before) if part.before in _BEFORE else 2
        self._flags.append(_KINDS.index(part.kind) | (_GOES_ON if goes_on else 0) | before << _BEFORE_SHIFT)
        self._language.append(self._number_of(part.language))
        if piece is not None:
            self._keep_near(index, piece)
        if isinstance(piece, CodePiece):
            self._colours[index] = piece.colours

    def open_code(self, part: Part) -> CodePiece:
        """A piece for code that stands behind the finished parts."""
        index = len(self._ends)
        goes_on = part.goes_on and self._is_code(index - 1)
        colours = self._colours_of(index, part.language, goes_on)
        return CodePiece(part.source, None, "last" if goes_on else "only", 0, _GAP_BELOW_CODE, colours)

    def near(self, index: int) -> Piece | None:
        """The piece at ``index`` if it exists as an object."""
        finished = len(self._ends)
        if index >= finished:
            return self.held[index - finished]
        kept = self._near.get(index)
        return kept() if kept is not None else None

    def everything_near(self) -> Iterator[Piece]:
        """All pieces that exist as objects."""
        for kept in list(self._near.values()):
            piece = kept()
            if piece is not None:
                yield piece
        yield from self.held

    def _number_of(self, language: str) -> int:
        if language in self._languages:
            return self._languages.index(language)
        if len(self._languages) > _FEW:
            return 0
        self._languages.append(language)
        return len(self._languages) - 1

    # ── measuring ──

    def height(self, index: int, look: Look, width: int) -> int:
        """Its height where it is known, else a guess; makes no object."""
        piece = self.near(index)
        if piece is not None:
            return piece.height if piece.height is not None else piece.estimate(look, width)
        estimated = estimated_code_px if self._is_code(index) else estimated_prose_px
        return estimated(self._chars[index], self._lines[index], look, width)

    # ── unpacking ──

    def _piece(self, index: int) -> Piece:
        kept = self._near.get(index)
        piece = kept() if kept is not None else None
        if piece is None:
            part = self._part(index)
            piece = self._code(index, part) if part.kind == "code" else MarkdownPiece(part)
            self._keep_near(index, piece)
        return piece

    def _part(self, index: int) -> Part:
        flags = self._flags[index]
        chunk = bisect_right(self._chunk_starts, index) - 1
        text = self._chunks[chunk] if chunk < len(self._chunks) else self._text
        start = self._ends[index - 1] if index > self._chunk_starts[chunk] else 0
        return Part(
            _KINDS[flags & 0x07],
            text[start : self._ends[index]].decode("utf-8", "surrogatepass"),
            self._languages[self._language[index]],
            _BEFORE[flags >> _BEFORE_SHIFT],
            bool(flags & _GOES_ON),
        )

    def _code(self, index: int, part: Part) -> CodePiece:
        colours = self._colours_of(index, part.language, part.goes_on)
        self._colours[index] = colours
        return CodePiece(part.source, None, self._place(index), 0, _GAP_BELOW_CODE, colours)

    def _place(self, index: int) -> Place:
        goes_on = self._goes_on(index)
        if index + 1 < len(self._ends):
            more = self._goes_on(index + 1) and self._is_code(index + 1)
        else:
            behind = self.held[0] if self.held else None
            more = isinstance(behind, CodePiece) and behind.place == "last"
        if goes_on:
            return "middle" if more else "last"
        return "first" if more else "only"

    def _colours_of(self, index: int, language: str, goes_on: bool) -> LineColours:
        """What is known of its colours; code that goes on is lexed where the code before it stopped."""
        known = self._colours.get(index)
        if known is not None:
            return known
        before = self._colours.get(index - 1) if goes_on else None
        return LineColours(before.highlighter if before is not None else LineHighlighter(language))

    def _is_code(self, index: int) -> bool:
        return index >= 0 and self._flags[index] & 0x07 == _CODE

    def _goes_on(self, index: int) -> bool:
        return bool(self._flags[index] & _GOES_ON)

    def _keep_near(self, index: int, piece: Piece) -> None:
        if len(self._near) >= self._sweep_at:
            self._near = {number: kept for number, kept in self._near.items() if kept() is not None}
            self._sweep_at = max(_FEW, 2 * len(self._near))
        self._near[index] = weakref.ref(piece)
