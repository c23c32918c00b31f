"""A block on the page: the base of all sections, which knows the pieces of a block and their heights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output_heights import Heights
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece


class Section:
    """A block on the page. Its pieces are made when it first comes near the window (``materialise``)."""

    def __init__(self, block: AnyBlock, depth: int = 0) -> None:
        self.block = block
        self.depth = depth
        self.gap = 0
        self.pieces: Sequence[Piece] = ()
        self.heights: Heights | None = None
        self.unfolded: bool | None = None
        self.show_all = False

    # ── what subclasses say ──

    def build(self) -> Sequence[Piece]:
        """The pieces that show the block as it is now."""
        raise NotImplementedError

    def rough_size(self) -> tuple[int, int]:
        """Characters and lines, for a guess of the height before anything is made."""
        return 80, 1

    @property
    def is_open(self) -> bool:
        """Whether its body is shown."""
        return bool(self.unfolded)

    def is_compact(self) -> bool:
        """One line only: such sections stand close together."""
        return False

    # ── geometry ──

    def width(self, look: Look) -> int:
        return look.column - self.depth * look.indent

    def materialise(self, look: Look) -> None:
        """Make the pieces, if there are none yet."""
        if self.heights is None:
            self.pieces = self.build()
            self.measure(look)

    def come_near(self, look: Look) -> None:
        """The window is near: begin to make the pieces; what takes long goes on in ``go_on``."""
        self.materialise(look)

    @property
    def is_waiting(self) -> bool:
        """Whether there is more to be made than fitted one frame."""
        return False

    def go_on(self, look: Look) -> int:
        """Make more of the pieces, as many as fit one frame; the index of the first that changed."""
        return len(self.pieces)

    def measure(self, look: Look) -> None:
        """Sum up the heights of the pieces, guessed where nobody has looked yet."""
        width = self.width(look)
        self.heights = Heights(
            piece.height if piece.height is not None else piece.estimate(look, width) for piece in self.pieces
        )

    def height(self, look: Look) -> int:
        if self.heights is not None:
            return look.px(self.gap) + self.heights.total
        chars, lines = self.rough_size()
        per_line = look.prose_width / look.char_px
        return look.px(self.gap) + int((lines + chars / per_line * 0.8) * look.line_px)

    def forget(self) -> None:
        """The look changed: keep the pieces, forget all measures."""
        for piece in self.pieces:
            piece.forget_height()

    # ── change ──

    def replace(self, block: AnyBlock, look: Look) -> int:
        """The block has become another; the index of the first piece that changed."""
        self.block = block
        self.rebuild(look)
        return 0

    def rebuild(self, look: Look) -> None:
        """Make the pieces anew, if there are any."""
        if self.heights is not None:
            self.pieces = self.build()
            self.measure(look)

    # ── copying ──

    def text_to_copy(self, piece_index: int) -> str:
        """What the copy button of one piece copies; code cut into several pieces is copied whole."""
        piece = self.pieces[piece_index]
        if piece.copy_source is not None:
            return piece.copy_source()
        texts = [piece.text()]
        for more in self.pieces[piece_index + 1 :]:
            if more.copy_name != piece.copy_name or more.place not in ("middle", "last"):
                break
            texts.append(more.text())
        return "\n".join(texts)

    def copies(self, piece_index: int) -> list[tuple[str, Callable[[], str]]]:
        """What can be copied from a piece and its header: what it is, and what gives it."""
        found: dict[str, Callable[[], str]] = {}
        for index in (piece_index, *range(len(self.pieces))):
            piece = self.pieces[index]
            belongs = index == piece_index or piece.copy_source is not None
            if belongs and piece.copy_name:
                found.setdefault(piece.copy_name, lambda index=index: self.text_to_copy(index))
        return list(found.items())

    def toggle(self, look: Look) -> None:
        self.unfolded = not self.is_open
        self.rebuild(look)
