"""What the model says, while it says it: Markdown cut into parts, of which only the last is ever made again."""

from __future__ import annotations

import math
import time
import zlib

from app.core.projections.blocks import TextBlock
from app.core.tr import tr
from app.desktop.text.splitter import Part, Splitter
from app.desktop.views.output_heights import Heights
from app.desktop.views.output_look import Look
from app.desktop.views.output_parts import PackedPieces
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_pieces.notice import NoticePiece
from app.desktop.views.output_section import Section

_STRETCH_CHARS = 64 * 1024
"""A long text is taken in by stretches: what is made on the way stays small."""

_BUDGET_S = 0.008
"""What of a frame may be spent on a text that is opened."""


class TextSection(Section):
    """What the model says, while it says it: finished parts stay, only the open tail is made again."""

    block: TextBlock
    pieces: PackedPieces

    def __init__(self, block: TextBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self.pieces = PackedPieces()
        self._splitter: Splitter | None = None
        """None before anybody looked, and again when the text is over."""
        self._taken_chars = 0
        self._sum = 0
        self._first_changed = 0
        self._fresh: list[Piece] = []
        """Pieces of parts just finished: kept until they had a chance to be laid out."""
        self._unbuilt: list[str] = []
        """What was appended before anybody looked, or before all that came earlier was taken in."""
        self._waiting_at: int | None = None
        """How far the block's own text was taken in; None when all of it was."""

    def build(self) -> PackedPieces:
        self._begin()
        self._work(math.inf)
        return self.pieces

    def come_near(self, look: Look) -> None:
        if self.heights is None:
            self._begin()
            self._work(_BUDGET_S)
            self.measure(look)

    def materialise(self, look: Look) -> None:
        if self.is_waiting:
            self._work(math.inf)
            self.measure(look)
        super().materialise(look)

    @property
    def is_waiting(self) -> bool:
        return self._waiting_at is not None

    def go_on(self, look: Look) -> int:
        first = self._work(_BUDGET_S)
        self._grow_heights(first, look)
        return first

    def _begin(self) -> None:
        self._splitter, self._taken_chars, self._sum = Splitter(), 0, 0
        self.pieces = PackedPieces()
        self._waiting_at = 0

    def _work(self, budget_s: float) -> int:
        """Take in what waits until the time is up; the index of the first piece that changed."""
        until_s = time.perf_counter() + budget_s
        first = self.pieces.finished
        while self._waiting_at is not None:
            at, self._waiting_at = self._waiting_at, self._waiting_at + _STRETCH_CHARS
            first = min(first, self._take(self.block.text[at : self._waiting_at]))
            if self._waiting_at >= len(self.block.text):
                self._waiting_at = None
                first = min(first, self._take("".join(self._unbuilt)))
                self._unbuilt = []
                if not self.block.open:
                    first = min(first, self._finish())
            elif time.perf_counter() >= until_s:
                break
        return first

    def append(self, text: str, look: Look) -> int:
        """More of the same message; the index of the first piece that changed."""
        if self.heights is None or self.is_waiting:
            self._unbuilt.append(text)
            return len(self.pieces)
        first = self._take(text)
        self._grow_heights(first, look)
        return first

    def replace(self, block: TextBlock, look: Look) -> int:  # type: ignore[override]
        was_cut, self.block = self.block.cut, block
        self._unbuilt = []
        if self.is_waiting:
            self.heights, self._waiting_at = None, None
        if self.heights is None:
            return 0
        finished = self._splitter is None
        if finished or not self._begins_as_before(block.text):
            if finished and not block.open and block.cut == was_cut and self._is_same(block.text):
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
        known = 0
        for at in range(0, self._taken_chars, _STRETCH_CHARS):
            stretch = text[at : min(at + _STRETCH_CHARS, self._taken_chars)]
            known = zlib.crc32(stretch.encode("utf-8", "surrogatepass"), known)
        return known == self._sum

    def _take(self, text: str) -> int:
        """Feed the splitter; the index of the first piece that changed."""
        self._first_changed = self.pieces.finished
        if self._splitter is None:
            return self._first_changed
        for at in range(0, len(text), _STRETCH_CHARS):
            stretch = text[at : at + _STRETCH_CHARS]
            self._sum = zlib.crc32(stretch.encode("utf-8", "surrogatepass"), self._sum)
            self._taken_chars += len(stretch)
            self._settle(self._splitter.feed(stretch), self._splitter.tail())
        return self._first_changed

    def _finish(self) -> int:
        self._first_changed = self.pieces.finished
        if self._splitter is not None:
            self._settle(self._splitter.finish(), None)
            self._splitter = None
        if self.block.cut:
            self.pieces.held.append(NoticePiece("gap", tr("Part of this message was never received."), "warning"))
        return self._first_changed

    def _settle(self, closed: list[Part], tail: Part | None) -> None:
        """Put finished parts and the open one in the place of the tail that was; a growing fence keeps its document."""
        old = self.pieces.held.pop() if self.pieces.held else None
        self._fresh = []
        for part in closed:
            self._close(part, old)
            old = None
        if tail is not None:
            self.pieces.held.append(self._tail(tail, old))

    def _close(self, part: Part, old: Piece | None) -> None:
        """A part is finished: what showed it while it was open goes on to show it, but for prose that was mended."""
        piece: Piece | None = None
        if part.kind == "code":
            if isinstance(old, CodePiece) and part.source.startswith(old.source):
                old.pending = (part.source, True)
                piece = old
            elif part.goes_on:
                self._join_code()
        elif isinstance(old, MarkdownPiece):
            piece = MarkdownPiece(part)
            piece.guess = old.height or 0
        self.pieces.add(part, piece)
        if piece is not None:
            self._fresh.append(piece)

    def _tail(self, part: Part, old: Piece | None) -> Piece:
        if part.kind == "code":
            if isinstance(old, CodePiece) and part.source.startswith(old.source):
                old.pending = (part.source, False)
                return old
            if part.goes_on:
                self._join_code()
            return self.pieces.open_code(part).opened()
        if isinstance(old, MarkdownPiece):
            if old.part == part:
                return old
            piece = MarkdownPiece(part, is_open=True)
            piece.guess = old.height or 0
            return piece
        return MarkdownPiece(part, is_open=True)

    def _join_code(self) -> None:
        """Code goes on in another piece: the last one so far is no longer the end of its card."""
        last = self.pieces.finished - 1
        before = self.pieces.near(last) if last >= 0 else None
        if isinstance(before, CodePiece):
            before.set_place("middle" if before.place in ("middle", "last") else "first")
            self._first_changed = min(self._first_changed, last)

    # ── geometry ──

    def measure(self, look: Look) -> None:
        width, pieces = self.width(look), self.pieces
        self.heights = Heights(pieces.height(index, look, width) for index in range(len(pieces)))

    def forget(self) -> None:
        for piece in self.pieces.everything_near():
            piece.forget_height()

    def _grow_heights(self, first: int, look: Look) -> None:
        heights, width = self.heights, self.width(look)
        if heights is None:
            return
        while len(heights) > len(self.pieces):
            heights.pop()
        for index in range(first, len(self.pieces)):
            height = self.pieces.height(index, look, width)
            if index < len(heights):
                heights.set(index, height)
            else:
                heights.append(height)

    # ── words ──

    def unseen_text(self) -> str:
        """All of the message while nobody has looked at it yet."""
        return self.block.text + "".join(self._unbuilt)

    def rough_size(self) -> tuple[int, int]:
        return len(self.block.text), self.block.text.count("\n") + 1
