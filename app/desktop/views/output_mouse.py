"""The mouse on the output: hovering, clicking and selecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from app.desktop.text.safe import is_safe_link, visible
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_pieces.base import Target
from app.desktop.views.output_select import Unit

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_STILL_PX = 6
"""A hand that presses is never quite still."""

_FASTEST_PX = 160
"""Per step of the auto-scroll, of which there are thirty-three a second."""

Spot = tuple[str, int, str]
"""block_id, piece index and key of a target; an empty key is the piece itself."""


class OutputMouse:
    """Turns events into selections and presses."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._hovered: Spot | None = None
        self._pressed: Spot | None = None
        self._press_at = QPoint()
        self.is_dragging = False
        self._since_double = QElapsedTimer()
        self._last = QPoint(-1, -1)
        self._auto = QTimer(view)
        self._auto.setInterval(30)
        self._auto.timeout.connect(self._scroll_on)

    def forget(self) -> None:
        """Another session is shown."""
        self._hovered = self._pressed = None
        self.is_dragging = False
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

    def block_under(self) -> str:
        """The block under the mouse, "" if it is elsewhere."""
        placed = self._view.page.nearest(self._view.to_page(self._last)) if self._last.x() >= 0 else None
        return placed.section.block.block_id if placed is not None else ""

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
        if self._is_third(point):
            self._begin_unit(point, "paragraph")
            return
        self._press_at = point
        self._view.keys.forget()
        hit = self._target_at(point)
        self._pressed = spot_of(*hit) if hit else None
        self.is_dragging = True
        if self._pressed is None:
            self._place_caret(point, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _place_caret(self, point: QPoint, extend: bool) -> None:
        caret = self._view.caret.at_point(point)
        if caret is None:
            return
        if extend:
            self._view.selection.extend(caret, self._view.page)
        else:
            self._view.selection.begin(caret)
        self._view.caret.changed()

    def _is_third(self, point: QPoint) -> bool:
        """Whether this press comes so soon after a double click that it makes it a triple one."""
        soon = (
            self._since_double.isValid()
            and self._since_double.elapsed() < QGuiApplication.styleHints().mouseDoubleClickInterval()
        )
        return soon and (point - self._press_at).manhattanLength() <= _STILL_PX

    def double_click(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._target_at(point) is not None:
            # Two quick presses of a button are two presses.
            self.press(event)
            return
        self._press_at = point
        self._begin_unit(point, "word")
        self._since_double.start()

    def _begin_unit(self, point: QPoint, unit: Unit) -> None:
        """Take the word or paragraph under the mouse, and more of them if it is dragged on."""
        self._since_double.invalidate()
        self._pressed = None
        self.is_dragging = True
        caret = self._view.caret.at_point(point)
        if caret is not None:
            self._view.selection.begin_unit(self._view.page, caret, unit)
            self._view.caret.changed()

    def move(self, event: QMouseEvent) -> None:
        self._last = event.position().toPoint()
        if self.is_dragging and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(self._last)
            return
        self.is_dragging = False
        self.moved()

    def moved(self) -> None:
        """The mouse, or the page under it, moved."""
        if self._last.x() < 0:
            return
        if self.is_dragging:
            # The wheel turned while the button was held: what came under the mouse is selected too.
            self._drag_to(self._last)
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
        if (point - self._press_at).manhattanLength() > _STILL_PX and self._pressed is not None:
            # It was no press of a button: a selection begins there.
            self._pressed = None
            self._place_caret(self._press_at, extend=False)
        if self._pressed is None and (caret := self._view.caret.at_point(point)) is not None:
            self._view.selection.extend(caret, self._view.page)
            self._view.caret.changed()
        outside = point.y() < 0 or point.y() >= self._view.viewport().height()
        if outside and not self._auto.isActive():
            self._auto.start()
        elif not outside:
            self._auto.stop()

    def _scroll_on(self) -> None:
        """While the mouse is held above or below the window the page moves on, faster the further away."""
        height = self._view.viewport().height()
        over = self._last.y() if self._last.y() < 0 else max(0, self._last.y() - height + 1)
        if not self.is_dragging or not over:
            self._auto.stop()
            return
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + max(-_FASTEST_PX, min(_FASTEST_PX, over)))

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._auto.stop()
        self.is_dragging = False
        point = event.position().toPoint()
        hit = self._target_at(point)
        pressed, self._pressed = self._pressed, None
        if hit is not None and spot_of(*hit) == pressed:
            self._view.deeds.act(*hit)
        elif self._view.selection.ends(self._view.page) is None:
            self._clicked(point)

    def _clicked(self, point: QPoint) -> None:
        if link := self.link_at(point):
            self._view.deeds.ask_to_open(link)
            return
        placed = self._view.page.nearest(self._view.to_page(point))
        if placed is not None:
            self._view.block_activated.emit(placed.section.block.block_id)

    def leave(self) -> None:
        self._last = QPoint(-1, -1)
        if self._hovered is not None:
            self._hovered = None
            self._view.viewport().update()

    # ── doing ──

    def select_all(self) -> None:
        self._view.selection.everything(self._view.page)
        self._view.caret.changed()


def spot_of(placed: Placed, target: Target) -> Spot:
    return placed.section.block.block_id, placed.piece_index, target.key


def key_in(spot: Spot | None, placed: Placed) -> str:
    if spot is None or spot[:2] != (placed.section.block.block_id, placed.piece_index):
        return ""
    return spot[2]
