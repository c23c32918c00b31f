"""Every key of the output: scrolling, copying, zooming, and going through what can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence

from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_mouse import Spot, key_in, spot_of

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


class OutputKeys:
    """Knows which target has the keyboard."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._focused: Spot | None = None

    def forget(self) -> None:
        """Nothing has the keyboard any more."""
        self._focused = None

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
        view, bar = self._view, self._view.verticalScrollBar()
        for standard, action in (
            (QKeySequence.StandardKey.Copy, view.mouse.copy),
            (QKeySequence.StandardKey.SelectAll, view.mouse.select_all),
            (QKeySequence.StandardKey.FindNext, lambda: view.find(view.finder.needle)),
            (QKeySequence.StandardKey.FindPrevious, lambda: view.find(view.finder.needle, backwards=True)),
            (QKeySequence.StandardKey.ZoomIn, lambda: view.zoom_by(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: view.zoom_by(-1)),
        ):
            if event.matches(standard):
                action()
                return True
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Equal, Qt.Key.Key_0):
            view.zoom_by(1 if key == Qt.Key.Key_Equal else 0)
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        return self._plain_key(key, bar.pageStep())

    def _plain_key(self, key: int, page_px: int) -> bool:
        view, bar = self._view, self._view.verticalScrollBar()
        moves = {
            Qt.Key.Key_Up: -48,
            Qt.Key.Key_Down: 48,
            Qt.Key.Key_PageUp: -page_px,
            Qt.Key.Key_PageDown: page_px,
            Qt.Key.Key_Space: page_px,
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
        elif key == Qt.Key.Key_Escape and view.selection.ends(view.page) is not None:
            view.selection.clear()
            view.viewport().update()
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
        for target in placed.piece.targets(self._view.page.look):
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
            for target in placed.piece.targets(view.page.look)
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
            self._announce(self._focused)
        view.viewport().update()
        return inside

    def _announce(self, spot: Spot) -> None:
        """Say what Enter would do now, where a screen reader listens."""
        placed = self._view.page.place_of(spot[0], spot[1])
        labels = (
            [target.label for target in placed.piece.targets(self._view.page.look) if target.key == spot[2]]
            if placed
            else []
        )
        if labels and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, labels[0]))

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
                return True
        return False
