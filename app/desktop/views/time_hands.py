"""Hands on a view along time: wheel, drag, click, and the keys that move the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from app.desktop.views.timeline_scale import Scale

if TYPE_CHECKING:
    from app.desktop.views.time_canvas import TimeCanvas

_KEY_ZOOM = 1.4
_KEY_PAN = 0.15
_CLICK_PX = 4
"""Who moved no farther has clicked, not dragged."""


class TimeHands:
    """Turns events into zooming, panning and scrolling; what was clicked is the view's business."""

    def __init__(self, canvas: TimeCanvas) -> None:
        self._canvas = canvas
        self._drag: tuple[QPointF, Scale, int] | None = None
        self._dragged = False

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Shift, or sideways, along time; with Alt, or over the titles, through the rows."""
        canvas, delta, x = self._canvas, event.angleDelta(), event.position().x()
        over_titles = not canvas.plot_left <= x <= canvas.plot_left + canvas.plot_width
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.AltModifier or (over_titles and abs(delta.y()) > abs(delta.x())):
            canvas.scroll_to(canvas.scroll_px - (delta.y() or delta.x()) // 3)  # Qt turns Alt's wheel sideways
        elif keys & Qt.KeyboardModifier.ShiftModifier or abs(delta.x()) > abs(delta.y()):
            canvas.show_scale(canvas.scale.panned(-(delta.x() or delta.y()) / 2))
        else:
            canvas.zoom_at(x, 1.0015 ** delta.y())
        event.accept()

    def press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position(), self._canvas.scale, self._canvas.scroll_px
            self._dragged = False

    def move(self, event: QMouseEvent) -> None:
        canvas = self._canvas
        if self._drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            thing = canvas.thing_at(event.position())
            canvas.setCursor(Qt.CursorShape.PointingHandCursor if thing is not None else Qt.CursorShape.ArrowCursor)
            canvas.hover(thing)
            return
        at, scale, scroll = self._drag
        moved = event.position() - at
        self._dragged = self._dragged or moved.manhattanLength() > _CLICK_PX
        if self._dragged:
            canvas.show_scale(scale.panned(-moved.x()))
            canvas.scroll_to(scroll - int(moved.y()))
            canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._canvas.unsetCursor()
        clicked = self._drag is not None and not self._dragged
        self._drag = None
        if clicked and (thing := self._canvas.thing_at(event.position())) is not None:
            self._canvas.click(thing)

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key moved the scale."""
        canvas, key = self._canvas, event.key()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            middle = canvas.plot_left + canvas.plot_width / 2
            canvas.zoom_at(middle, 1 / _KEY_ZOOM if key == Qt.Key.Key_Minus else _KEY_ZOOM)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and shifted:
            step = canvas.plot_width * _KEY_PAN
            canvas.show_scale(canvas.scale.panned(-step if key == Qt.Key.Key_Left else step))
        elif key in (Qt.Key.Key_0, Qt.Key.Key_F) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            canvas.fit()
        elif key == Qt.Key.Key_N and not event.modifiers():
            canvas.follow_now()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = canvas.view_height if key == Qt.Key.Key_PageDown else -canvas.view_height
            canvas.scroll_to(canvas.scroll_px + page)
        else:
            return False
        return True
