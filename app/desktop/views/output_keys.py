"""Every key of the output: scrolling, copying, zooming, and going through what can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_mouse import Spot, key_in, spot_of
from app.desktop.views.output_pieces.caret import Step
from app.desktop.views.output_pieces.links import pressable

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


Standard = QKeySequence.StandardKey

SELECTING: dict[QKeySequence.StandardKey, Step] = {
    Standard.SelectNextChar: Step.Right,
    Standard.SelectPreviousChar: Step.Left,
    Standard.SelectNextWord: Step.WordRight,
    Standard.SelectPreviousWord: Step.WordLeft,
    Standard.SelectNextLine: Step.Down,
    Standard.SelectPreviousLine: Step.Up,
    Standard.SelectStartOfLine: Step.StartOfLine,
    Standard.SelectEndOfLine: Step.EndOfLine,
    Standard.SelectStartOfDocument: Step.Start,
    Standard.SelectEndOfDocument: Step.End,
}
"""Keys that extend the selection, named as each platform has them, and where they lead."""

MOVING: dict[QKeySequence.StandardKey, Step] = {
    Standard.MoveToNextChar: Step.Right,
    Standard.MoveToPreviousChar: Step.Left,
    Standard.MoveToNextWord: Step.WordRight,
    Standard.MoveToPreviousWord: Step.WordLeft,
    Standard.MoveToNextLine: Step.Down,
    Standard.MoveToPreviousLine: Step.Up,
    Standard.MoveToStartOfLine: Step.StartOfLine,
    Standard.MoveToEndOfLine: Step.EndOfLine,
    Standard.MoveToStartOfDocument: Step.Start,
    Standard.MoveToEndOfDocument: Step.End,
}
"""Keys that move the caret."""

_MOVES_ALWAYS = (Step.Right, Step.Left, Step.WordRight, Step.WordLeft)
"""What else could left and right mean here? Up and down scroll, unless caret browsing is on."""


class OutputKeys:
    """Knows which target has the keyboard."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._focused: Spot | None = None

    def forget(self) -> None:
        """Nothing has the keyboard any more."""
        self._focused = None

    def focused_block(self) -> str:
        """The block whose button or link has the keyboard, "" if none has."""
        return self._focused[0] if self._focused is not None else ""

    def focused_in(self, placed: Placed) -> str:
        """The key of the target in a piece that Enter would press."""
        return key_in(self._focused, placed)

    def focused_place(self) -> Placed | None:
        """The piece that has the keyboard, and where it lies."""
        if self._focused is None or self._focused[0] not in self._view.page.index_of:
            return None
        return self._view.page.place_of(self._focused[0], self._focused[1])

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        view = self._view
        if self._caret_key(event):
            return True
        for standard, action in (
            (Standard.Copy, lambda: view.copier.copy()),
            (Standard.SelectAll, view.mouse.select_all),
            (Standard.FindNext, lambda: view.finding.again()),
            (Standard.FindPrevious, lambda: view.finding.again(backwards=True)),
            (Standard.ZoomIn, lambda: view.zoom_by(1)),
            (Standard.ZoomOut, lambda: view.zoom_by(-1)),
        ):
            if event.matches(standard):
                action()
                return True
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Equal, Qt.Key.Key_0):
            view.zoom_by(1 if key == Qt.Key.Key_Equal else 0)
            return True
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if control and shift and key == Qt.Key.Key_C:
            view.copier.copy_markdown()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        return self._plain_key(key, shift)

    def _caret_key(self, event: QKeyEvent) -> bool:
        """Keys that move the caret: with Shift always, without it left and right, and all while caret browsing."""
        caret, browsing = self._view.caret, self._view.caret.is_browsing
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        for standard, step in SELECTING.items():
            if event.matches(standard):
                caret.step(step, extend=True)
                return True
        for standard, step in MOVING.items():
            if event.matches(standard):
                if not browsing and step not in _MOVES_ALWAYS:
                    return False
                caret.step(step, extend=False)
                return True
        if event.matches(Standard.SelectNextPage) or event.matches(Standard.SelectPreviousPage):
            caret.page(event.matches(Standard.SelectNextPage), extend=True)
            return True
        if browsing and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and event.modifiers() in plain:
            caret.page(event.key() == Qt.Key.Key_PageDown, extend=False)
            return True
        return self._paragraph_key(event)

    def _paragraph_key(self, event: QKeyEvent) -> bool:
        """Ctrl with up and down goes by paragraphs; no platform has a name for these keys."""
        step = {Qt.Key.Key_Up: Step.PreviousBlock, Qt.Key.Key_Down: Step.NextBlock}.get(Qt.Key(event.key()))
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        if step is None or modifiers not in (control, control | shift):
            return False
        if modifiers == control and not self._view.caret.is_browsing:
            return False
        self._view.caret.step(step, extend=modifiers != control)
        return True

    def _plain_key(self, key: int, shift: bool) -> bool:
        view, bar = self._view, self._view.verticalScrollBar()
        page_px = bar.pageStep()
        moves = {
            Qt.Key.Key_Up: -48,
            Qt.Key.Key_Down: 48,
            Qt.Key.Key_PageUp: -page_px,
            Qt.Key.Key_PageDown: page_px,
            Qt.Key.Key_Space: -page_px if shift else page_px,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._focused is not None:
            return self._act_on_focus(None)
        if key in (Qt.Key.Key_A, Qt.Key.Key_D) and self._focused is not None and self._focused[2] in ("allow", "deny"):
            return self._act_on_focus("allow" if key == Qt.Key.Key_A else "deny")
        if key in moves:
            bar.setValue(bar.value() + moves[key])
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            view.follow_latest()
        elif key == Qt.Key.Key_F7:
            view.caret.toggle_browsing()
        elif key == Qt.Key.Key_Escape and view.selection.ends(view.page) is not None:
            view.selection.collapse()
            view.caret.changed()
        else:
            return False
        return True

    def _act_on_focus(self, action: str | None) -> bool:
        if self._focused is None:
            return False
        block_id, piece_index, focused = self._focused
        placed = self._view.page.place_of(block_id, piece_index)
        if placed is None or placed.piece_index != piece_index:
            self._focused = None
            return False
        for target in pressable(placed.piece, self._view.page.look):
            if target.key == (action or focused):
                self._view.deeds.act(placed, target)
                return True
        return False

    def focus_next(self, forward: bool) -> bool:
        """Tab goes through what can be pressed in sight, then on to the next widget."""
        view = self._view
        value = view.verticalScrollBar().value()
        spots = [
            spot_of(placed, target)
            for placed in view.page.between(value, value + view.viewport().height())
            for target in pressable(placed.piece, view.page.look)
        ]
        if not spots or not view.hasFocus():
            return False
        if self._focused in spots:
            index = spots.index(self._focused) + (1 if forward else -1)
        else:
            index = 0 if forward else len(spots) - 1
        inside = 0 <= index < len(spots)
        self._focused = spots[index] if inside else None
        if self._focused is not None:
            self._bring_into_sight(self._focused)
        view.selection_moved()
        view.viewport().update()
        return inside

    def _bring_into_sight(self, spot: Spot) -> None:
        """A link may stand in the part of its paragraph that is out of sight."""
        view = self._view
        placed = view.page.place_of(spot[0], spot[1])
        targets = pressable(placed.piece, view.page.look) if placed is not None else []
        for target in targets:
            if target.key == spot[2] and placed is not None:
                top = placed.rect.top() + target.rect.top() - view.verticalScrollBar().value()
                if top < 0 or top + min(target.rect.height(), 48) > view.viewport().height():
                    view.reveal(spot[0], spot[1], target.rect.top(), view.viewport().height() // 2)

    def focus_on(self, block_id: str, action: str) -> bool:
        """Put the keyboard on one target, wherever it is on the page; whether there is such a target."""
        view = self._view
        placed = view.page.place_of(block_id)
        if placed is None:
            return False
        for number in range(len(placed.section.pieces)):
            piece = view.page.lay_out(placed.section, number)
            if any(target.action == action for target in piece.targets(view.page.look)):
                self._focused = (block_id, number, action)
                view.reveal(block_id, number, 0, view.viewport().height() // 2)
                view.setFocus()
                view.selection_moved()
                return True
        return False
