"""The mouse on the output: hovering, clicking and selecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from app.desktop.text.safe import is_safe_link, visible
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_pieces.base import Target
from app.desktop.views.output_select import Caret

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

Spot = tuple[str, int, str]
"""block_id, piece index and key of a target; an empty key is the piece itself."""


class OutputMouse:
    """Turns events into selections and presses."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._hovered: Spot | None = None
        self._pressed: Spot | None = None
        self._press_at = QPoint()
        self._dragging = False
        self._last = QPoint(-1, -1)
        self._auto = QTimer(view)
        self._auto.setInterval(30)
        self._auto.timeout.connect(self._scroll_on)

    def forget(self) -> None:
        """Another session is shown."""
        self._hovered = self._pressed = None
        self._dragging = False
        self._auto.stop()

    # ── what is where ──

    def _target_at(self, point: QPoint) -> tuple[Placed, Target] | None:
        placed = self._view.page.nearest(self._view.to_page(point))
        if placed is None:
            return None
        inside = self._view.to_page(point) - placed.rect.topLeft()
        for target in reversed(placed.piece.targets(self._view.page.look)):
            if target.rect.contains(inside):
                return placed, target
        return None

    def _pointed_at(self, point: QPoint) -> Spot | None:
        """The piece under a point."""
        placed = self._view.page.nearest(self._view.to_page(point))
        if placed is None or not placed.rect.contains(self._view.to_page(point)):
            return None
        return placed.section.block.block_id, placed.piece_index, ""

    def link_at(self, point: QPoint) -> str:
        placed = self._view.page.nearest(self._view.to_page(point))
        if placed is None:
            return ""
        link = placed.piece.link_at(QPointF(self._view.to_page(point) - placed.rect.topLeft()))
        return link if is_safe_link(link) else ""

    def _caret_at(self, point: QPoint) -> Caret | None:
        page = self._view.page
        placed = page.nearest(self._view.to_page(point))
        if placed is None:
            return None
        page.lay_out(placed.section, placed.piece_index)
        inside = self._view.to_page(point) - placed.rect.topLeft()
        return Caret(placed.section.block.block_id, placed.piece_index, placed.piece.position_at(QPointF(inside)))

    def hovered_in(self, placed: Placed) -> str:
        """The key of the target in a piece that lies under the mouse."""
        return key_in(self._hovered, placed)

    def is_over(self, placed: Placed) -> bool:
        """Whether the mouse is over a piece."""
        return self._hovered is not None and self._hovered[:2] == (placed.section.block.block_id, placed.piece_index)

    # ── the mouse ──

    def press(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._press_at = point
        self._view.keys.forget()
        hit = self._target_at(point)
        self._pressed = spot_of(*hit) if hit else None
        caret = self._caret_at(point)
        if caret is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._view.selection.extend(caret)
            else:
                self._view.selection.begin(caret)
        self._dragging = True
        self._view.viewport().update()

    def move(self, event: QMouseEvent) -> None:
        self._last = event.position().toPoint()
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(self._last)
            return
        self.moved()

    def moved(self) -> None:
        """The mouse, or the page under it, moved."""
        if self._last.x() < 0:
            return
        hit = self._target_at(self._last)
        hovered = spot_of(*hit) if hit else self._pointed_at(self._last)
        if hovered != self._hovered:
            self._hovered = hovered
            self._view.viewport().update()
        link = "" if hit else self.link_at(self._last)
        port = self._view.viewport()
        port.setToolTip(visible(link))
        shape = Qt.CursorShape.PointingHandCursor if hit or link else Qt.CursorShape.IBeamCursor
        if port.cursor().shape() != shape:
            port.setCursor(shape)

    def _drag_to(self, point: QPoint) -> None:
        if (point - self._press_at).manhattanLength() > 6:
            self._pressed = None
        caret = self._caret_at(point)
        if caret is not None:
            self._view.selection.extend(caret)
            self._view.viewport().update()
        outside = point.y() < 0 or point.y() > self._view.viewport().height()
        if outside and not self._auto.isActive():
            self._auto.start()
        elif not outside:
            self._auto.stop()

    def _scroll_on(self) -> None:
        """While the mouse is held above or below the window the page moves on, faster the further away."""
        height = self._view.viewport().height()
        over = self._last.y() if self._last.y() < 0 else max(0, self._last.y() - height)
        if not self._dragging or not over:
            self._auto.stop()
            return
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + max(-120, min(120, over)))
        self._drag_to(QPoint(self._last.x(), max(-1, min(self._last.y(), height + 1))))

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._auto.stop()
        self._dragging = False
        point = event.position().toPoint()
        hit = self._target_at(point)
        if hit is not None and spot_of(*hit) == self._pressed:
            self._view.selection.clear()
            self._view.deeds.act(*hit)
        elif (point - self._press_at).manhattanLength() <= 6:
            self._clicked(point)
        self._pressed = None

    def _clicked(self, point: QPoint) -> None:
        if link := self.link_at(point):
            self._view.selection.clear()
            self._view.deeds.ask_to_open(link)
            return
        placed = self._view.page.nearest(self._view.to_page(point))
        if placed is not None:
            self._view.block_activated.emit(placed.section.block.block_id)

    def double_click(self, event: QMouseEvent) -> None:
        caret = self._caret_at(event.position().toPoint())
        if caret is None or self._target_at(event.position().toPoint()) is not None:
            return
        section = self._view.page.sections[self._view.page.index_of[caret.block_id]]
        start, end = section.pieces[caret.piece].word_at(caret.position)
        self._view.selection.begin(Caret(caret.block_id, caret.piece, start), Caret(caret.block_id, caret.piece, end))
        self._view.viewport().update()

    def leave(self) -> None:
        self._last = QPoint(-1, -1)
        if self._hovered is not None:
            self._hovered = None
            self._view.viewport().update()

    # ── doing ──

    def copy(self) -> None:
        if text := self._view.selection.text(self._view.page):
            QGuiApplication.clipboard().setText(text)

    def select_all(self) -> None:
        self._view.selection.everything(self._view.page)
        self._view.viewport().update()


def spot_of(placed: Placed, target: Target) -> Spot:
    return placed.section.block.block_id, placed.piece_index, target.key


def key_in(spot: Spot | None, placed: Placed) -> str:
    if spot is None or spot[:2] != (placed.section.block.block_id, placed.piece_index):
        return ""
    return spot[2]
