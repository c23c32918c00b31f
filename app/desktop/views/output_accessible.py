"""Keeps the tree of ``output_interfaces`` as the page is, for what is in sight only, and tells what changed.

Nothing is made or sent before assistive technology asks. Interfaces are never deleted while one of them is being
asked something: that waits for a timer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInsertEvent,
    QAccessibleTextSelectionEvent,
)

from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_interfaces import BlockInterface, Part, PieceInterface, TargetInterface
from app.desktop.views.output_pieces.base import Target
from app.desktop.views.output_pieces.caret import can_hold_caret
from app.desktop.views.output_pieces.links import pressable
from app.desktop.views.output_select import place_on

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_RESTING_MS = 120
"""What is written is told at most so often."""

_Event = QAccessible.Event


class Readers:
    """Everybody who listens to a view instead of looking at it."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._blocks: list[BlockInterface] = []
        self._is_built = False
        self._focused: QAccessibleInterface | None = None
        self._resting = self._timer(_RESTING_MS, self._refresh)
        self._moving = self._timer(0, self._tell_selection)
        view.destroyed.connect(self.close)

    def _timer(self, after_ms: int, done: Callable[[], None]) -> QTimer:
        timer = QTimer(self._view)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(done)
        return timer

    # ── what the view tells ──

    def page_changed(self) -> None:
        """Something came into sight, went out of it or changed there."""
        if self._is_built and not self._resting.isActive():
            self._resting.start()

    def selection_moved(self) -> None:
        """The caret, the selection or the button that has the keyboard is another."""
        if QAccessible.isActive() and not self._moving.isActive():
            self._moving.start()

    def close(self) -> None:
        """Nobody listens any more, or the view is gone."""
        for block in self._blocks:
            self._drop(block, told=False)
        self._blocks = []
        self._focused = None
        self._is_built = False

    # ── what they ask ──

    def blocks(self) -> list[BlockInterface]:
        """The blocks in sight."""
        if not self._is_built:
            self._is_built = True
            self._arrange()
        return self._blocks

    def at_point(self, on_screen: QPoint) -> QAccessibleInterface | None:
        """What lies under a point of the screen."""
        for block in self.blocks():
            for piece in block.below:
                if piece.rect().contains(on_screen):
                    return piece.childAt(on_screen.x(), on_screen.y()) or piece
        return None

    def focused(self) -> QAccessibleInterface | None:
        """What has the keyboard inside the view: a button, or the piece with the caret."""
        view = self._view
        if not view.hasFocus():
            return None
        for piece in self._pieces():
            if view.keys.focused_block() == piece.block_id:
                placed = piece.placed()
                key = view.keys.focused_in(placed) if placed is not None else ""
                for part in piece.below:
                    if isinstance(part, TargetInterface) and part.target.key == key:
                        return part
        return None if view.keys.focused_block() else self._with_caret()

    def press(self, part: TargetInterface) -> None:
        """A screen reader pressed a button: do it when its question is answered."""
        QTimer.singleShot(
            0, self._view, lambda: self._press(part.piece.block_id, part.piece.piece_index, part.target.key)
        )

    def _press(self, block_id: str, piece_index: int, key: str) -> None:
        placed = self._view.page.place_of(block_id, piece_index)
        if placed is None:
            return
        for target in pressable(placed.piece, self._view.page.look):
            if target.key == key:
                self._view.deeds.act(placed, target)
                return

    # ── the tree ──

    def _pieces(self) -> list[PieceInterface]:
        return [part for block in self.blocks() for part in block.below if isinstance(part, PieceInterface)]

    def _in_sight(self) -> list[tuple[str, list[Placed]]]:
        view = self._view
        value = view.verticalScrollBar().value()
        placed = (
            each
            for each in view.page.between(value, value + view.viewport().height())
            if can_hold_caret(each.piece) or each.piece.targets(view.page.look)
        )
        grouped = itertools.groupby(placed, key=lambda each: each.section.block.block_id)
        return [(block_id, list(pieces)) for block_id, pieces in grouped]

    def _arrange(self) -> None:
        """Make what came into sight, take away what left it."""
        known = {block.block_id: block for block in self._blocks}
        self._blocks = []
        fresh = []
        for block_id, pieces in self._in_sight():
            block = known.pop(block_id, None)
            if block is None:
                block = BlockInterface(self._view, block_id)
                QAccessible.registerAccessibleInterface(block)
                fresh.append(block)
            self._arrange_pieces(block, pieces)
            self._blocks.append(block)
        for block in known.values():
            self._drop(block)
        for block in fresh:
            self._tell(block, _Event.ObjectCreated)

    def _arrange_pieces(self, block: BlockInterface, pieces: list[Placed]) -> None:
        known = {part.piece_index: part for part in block.below if isinstance(part, PieceInterface)}
        block.below = []
        for placed in pieces:
            part = known.pop(placed.piece_index, None)
            if part is None:
                part = PieceInterface(self._view, block, placed.piece_index)
                QAccessible.registerAccessibleInterface(part)
            block.below.append(part)
            self._arrange_targets(part, pressable(placed.piece, self._view.page.look))
        for part in known.values():
            self._drop(part)

    def _arrange_targets(self, piece: PieceInterface, targets: list[Target]) -> None:
        known = {part.target.key: part for part in piece.below if isinstance(part, TargetInterface)}
        piece.below = []
        for target in targets:
            part = known.pop(target.key, None)
            if part is None:
                part = TargetInterface(self._view, piece, target)
                QAccessible.registerAccessibleInterface(part)
            part.target = target
            piece.below.append(part)
        for part in known.values():
            self._drop(part)

    def _drop(self, part: Part, told: bool = True) -> None:
        """Qt deletes the interface now; what is below it goes first."""
        for below in part.below:
            self._drop(below, told=False)
        part.below = []
        if self._focused is part:
            self._focused = None
        if told:
            self._tell(part, _Event.ObjectDestroyed)
        if isinstance(part, PieceInterface) and part.double is not None:
            part.double.remove()
            part.double = None
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))

    # ── telling ──

    def _refresh(self) -> None:
        if not QAccessible.isActive():
            self.close()
            return
        self._arrange()
        for block in self._blocks:
            self._tell_name(block)
        for piece in self._pieces():
            self._tell_words(piece)

    def _tell(self, part: Part, kind: QAccessible.Event) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(part, kind))

    def _tell_name(self, block: BlockInterface) -> None:
        name = block.text(QAccessible.Text.Name)
        if block.told_name and block.told_name != name:
            self._tell(block, _Event.NameChanged)
        block.told_name = name

    def _tell_words(self, piece: PieceInterface) -> None:
        """What was written since; only where somebody has read before."""
        placed = piece.placed()
        if piece.double is None or placed is None:
            return
        at = len(piece.double.words)
        new = piece.double.follow(placed)
        if new:
            QAccessible.updateAccessibility(QAccessibleTextInsertEvent(piece, at, new))

    def _tell_selection(self) -> None:
        """Where the caret is, what has the keyboard, and what is selected in every piece that is read."""
        self._arrange_again()
        focused = self.focused()
        if focused is not None and focused is not self._focused:
            QAccessible.updateAccessibility(QAccessibleEvent(focused, _Event.Focus))
        self._focused = focused
        for piece in self._pieces():
            self._tell_span(piece)

    def _arrange_again(self) -> None:
        if self._is_built:
            self._arrange()

    def _tell_span(self, piece: PieceInterface) -> None:
        placed = piece.placed()
        if piece.double is None or placed is None:
            return
        view = self._view
        caret = view.selection.caret
        span = view.selection.span_in(view.page, placed.section_index, placed.piece_index, placed.piece.length)
        is_here = self._with_caret() is piece
        position = min(caret.position, placed.piece.length) if is_here and caret is not None else None
        anchor, end = span or (position or 0, position or 0)
        if position is not None and span is not None and position == anchor:
            anchor, end = end, anchor
        had = piece.double.has_selection
        if not piece.double.select(anchor, end):
            return
        if position is not None:
            QAccessible.updateAccessibility(QAccessibleTextCursorEvent(piece, position))
        if span is not None or had:
            QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(piece, min(anchor, end), max(anchor, end)))

    def _with_caret(self) -> PieceInterface | None:
        caret = self._view.selection.caret
        if caret is None or place_on(self._view.page, caret) is None:
            return None
        for block in self.blocks():
            if block.block_id == caret.block_id:
                pieces = [part for part in block.below if isinstance(part, PieceInterface)]
                return next(
                    (piece for piece in pieces if piece.piece_index >= caret.piece), pieces[-1] if pieces else None
                )
        return None
