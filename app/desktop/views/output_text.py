"""What the model says, while it says it: Markdown cut into parts, of which only the last is ever made again."""

from __future__ import annotations

import zlib

from app.core.projections.blocks import TextBlock
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.plain import plain
from app.desktop.text.safe import visible
from app.desktop.text.splitter import Part, Splitter
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_pieces.notice import NoticePiece
from app.desktop.views.output_section import Section


class TextSection(Section):
    """What the model says, while it says it: finished parts stay, only the open tail is made again."""

    block: TextBlock

    def __init__(self, block: TextBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self._splitter = Splitter()
        self._taken_chars = 0
        self._sum = 0
        self._has_tail = False
        self._finished = False
        self._first_changed = 0
        self._unbuilt: list[str] = []
        """What was appended before anybody looked."""

    def build(self) -> list[Piece]:
        self._splitter, self._taken_chars, self._sum = Splitter(), 0, 0
        self._has_tail = self._finished = False
        self.pieces = []
        self._take(self.block.text + "".join(self._unbuilt))
        self._unbuilt = []
        if not self.block.open:
            self._finish()
        return self.pieces

    def append(self, text: str, look: Look) -> int:
        """More of the same message; the index of the first piece that changed."""
        if self.heights is None:
            self._unbuilt.append(text)
            return 0
        first = self._take(text)
        self._grow_heights(first, look)
        return first

    def replace(self, block: TextBlock, look: Look) -> int:  # type: ignore[override]
        self.block = block
        self._unbuilt = []
        if self.heights is None:
            return 0
        if self._finished or not self._begins_as_before(block.text):
            if self._is_same(block.text) and self._finished and not block.open:
                return len(self.pieces)
            self.rebuild(look)
            return 0
        first = self._take(block.text[self._taken_chars :])
        if not block.open:
            first = min(first, self._finish())
        self._grow_heights(first, look)
        return first

    def _is_same(self, text: str) -> bool:
        return len(text) == self._taken_chars and self._begins_as_before(text)

    def _begins_as_before(self, text: str) -> bool:
        if len(text) < self._taken_chars:
            return False
        return zlib.crc32(text[: self._taken_chars].encode("utf-8", "surrogatepass")) == self._sum

    def _take(self, text: str) -> int:
        """Feed the splitter; the index of the first piece that changed."""
        self._first_changed = len(self.pieces) - self._has_tail
        if text:
            self._sum = zlib.crc32(text.encode("utf-8", "surrogatepass"), self._sum)
            self._taken_chars += len(text)
            self._settle(self._splitter.feed(text))
        return self._first_changed

    def _finish(self) -> int:
        first = len(self.pieces) - self._has_tail
        self._settle(self._splitter.finish(), over=True)
        self._finished = True
        if self.block.cut:
            self.pieces.append(NoticePiece("gap", "The rest of this message was never received.", "warning"))
        return first

    def _settle(self, closed: list[Part], over: bool = False) -> None:
        """Put finished parts and the open one in the place of the tail that was; a growing fence keeps its document."""
        old = self.pieces.pop() if self._has_tail else None
        for part in closed:
            self._add(part, old, is_open=False)
            old = None
        tail = None if over else self._splitter.tail()
        self._has_tail = tail is not None
        if tail is not None:
            self._add(tail, old, is_open=True)

    def _add(self, part: Part, old: Piece | None, is_open: bool) -> None:
        if part.kind == "code":
            if isinstance(old, CodePiece) and part.source.startswith(old.source):
                old.pending = (part.source, not is_open)
                self.pieces.append(old)
                return
            self._add_code(part, is_open)
            return
        if isinstance(old, MarkdownPiece) and old.part == part and old.is_open == is_open:
            self.pieces.append(old)
            return
        piece = MarkdownPiece(part, is_open)
        if isinstance(old, MarkdownPiece) and old.height is not None:
            piece.guess = old.height
        self.pieces.append(piece)

    def _add_code(self, part: Part, is_open: bool) -> None:
        before = self.pieces[-1] if self.pieces and part.goes_on else None
        goes_on = isinstance(before, CodePiece)
        highlighter = before.highlighter if isinstance(before, CodePiece) else LineHighlighter(part.language)
        piece = CodePiece(part.source, highlighter, "last" if goes_on else "only", gap_below=10)
        if is_open:
            piece.opened()
        if isinstance(before, CodePiece):
            before.set_place("middle" if before.place in ("middle", "last") else "first")
            self._first_changed = min(self._first_changed, len(self.pieces) - 1)
        self.pieces.append(piece)

    def _grow_heights(self, first: int, look: Look) -> None:
        heights, width = self.heights, self.width(look)
        if heights is None:
            return
        while len(heights) > len(self.pieces):
            heights.pop()
        for index in range(max(0, first - 1), len(self.pieces)):
            piece = self.pieces[index]
            height = piece.height if piece.height is not None else piece.estimate(look, width)
            if index < len(heights):
                heights.set(index, height)
            else:
                heights.append(height)

    def searchable(self) -> str:
        if self.heights is not None:
            return "\n".join(piece.text() for piece in self.pieces)
        return plain(visible(self.block.text + "".join(self._unbuilt)))

    def rough_size(self) -> tuple[int, int]:
        return len(self.block.text), self.block.text.count("\n") + 1
