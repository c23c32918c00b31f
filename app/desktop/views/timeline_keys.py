"""The keys that go from span to span of a timeline and fold its subagents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.core.projections.lane_row import SpanLike
from app.desktop.announce import announce

if TYPE_CHECKING:
    from app.desktop.views.timeline import TimelineView

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TimelineKeys:
    """What is selected is also said aloud."""

    def __init__(self, view: TimelineView) -> None:
        self._view = view

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        view, key = self._view, event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _STEPS:
            self._step(*_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_end(key == Qt.Key.Key_Home)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (found := view.rows.find(view.selected)) is not None:
                view.activate(found[1])
        elif key == Qt.Key.Key_Space:
            self._fold_here()
        elif key == Qt.Key.Key_L:
            view.menu.open_legend()
        else:
            return False
        return True

    def _step(self, along: int, across: int) -> None:
        """Move the selection span to span; the first press takes the latest span."""
        rows = self._view.rows
        found = rows.find(self._view.selected)
        wanted: SpanLike | None
        if found is None:
            wanted = rows.latest()
        elif along:
            wanted = rows.beside(*found, along)
        else:
            other = rows.above_or_below(*found, across)
            wanted = other[1] if other is not None else None
        self._select(wanted)

    def _to_end(self, first: bool) -> None:
        """To the first or last span of the row."""
        rows = self._view.rows
        found = rows.find(self._view.selected)
        spans = rows.rows[found[0]].spans if found is not None else []
        self._select((spans[0] if first else spans[-1]) if spans else rows.latest())

    def _fold_here(self) -> None:
        view = self._view
        span = view.rows.span(view.selected)
        head = view.rows.head_of(span.lane_id) if span is not None else None
        if head is not None and view.rows.can_fold(head):
            view.fold(head.lane_id, head.lane_id not in view.rows.folded)

    def _select(self, span: SpanLike | None) -> None:
        if span is not None:
            self._view.select(span)
            announce(self._view, self._view.accessibleDescription())
