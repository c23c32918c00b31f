"""Hands on the timeline: wheel, drag, click and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from app.desktop.views.timeline_scale import Scale

if TYPE_CHECKING:
    from app.desktop.views.timeline import TimelineView

_KEY_ZOOM = 1.4


class TimelineHands:
    """Turns events into zooming, panning and stepping from span to span."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view
        self._drag: tuple[QPointF, Scale, int] | None = None
        self._dragged = False

    def wheel(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(delta.x()) > abs(delta.y()):
            self._view.scale = self._view.scale.panned(-(delta.x() or delta.y()) / 2)
            self._view.mode = "free"
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._view.scroll_to(self._view.scroll_px - delta.y() // 3)
        else:
            self._view.zoom_at(event.position().x(), 1.0015 ** delta.y())
        self._view.update()
        event.accept()

    def press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag, self._dragged = (event.position(), self._view.scale, self._view.scroll_px), False

    def move(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            at, scale, scroll = self._drag
            moved = event.position() - at
            self._dragged = self._dragged or moved.manhattanLength() > 4
            if self._dragged:
                self._view.scale, self._view.mode = scale.panned(-moved.x()), "free"
                self._view.scroll_to(scroll - int(moved.y()))
                self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._view.update()
            return
        hit = self._view.span_at(event.position())
        hovered = hit[1].span_id if hit is not None else ""
        if hovered != self._view.hovered:
            self._view.hovered = hovered
            self._view.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            self._view.update()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._view.unsetCursor()
        if not self._dragged and (hit := self._view.span_at(event.position())) is not None:
            self._view.select(hit[1])
            self._view.activate(hit[1])
        self._drag = None

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key = event.key()
        middle = self._view.plot_left + self._view.plot_width / 2
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1, 0)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(0, -1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (found := self._view.rows.find(self._view.selected)) is not None:
                self._view.activate(found[1])
        elif key == Qt.Key.Key_F and not event.modifiers():
            self._view.fit()
        elif key in (Qt.Key.Key_End, Qt.Key.Key_N) and not event.modifiers():
            self._view.follow_now()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._view.zoom_at(middle, 1 / _KEY_ZOOM if key == Qt.Key.Key_Minus else _KEY_ZOOM)
        else:
            return False
        return True

    def _step(self, along: int, across: int) -> None:
        """Move the selection span to span; the first press takes the latest span."""
        found = self._view.rows.find(self._view.selected)
        if found is None:
            latest = [(row.spans[-1].start_us, row.spans[-1]) for row in self._view.rows.rows if row.spans]
            if latest:
                self._view.select(max(latest, key=lambda pair: pair[0])[1])
            return
        row, span = found
        if along:
            beside = self._view.rows.beside(row, span, along)
            if beside is not None:
                self._view.select(beside)
        elif (other := self._view.rows.above_or_below(row, span, across)) is not None:
            self._view.select(other[1])
