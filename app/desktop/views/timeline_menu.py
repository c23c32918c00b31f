"""The timeline's small menu and legend, in the corner of its axis, under the right button and under L."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QToolButton

from app.core.tr import mark, tr
from app.desktop.colours import Theme
from app.desktop.theme import GRID
from app.desktop.views.timeline_paint import KINDS, kind_word, paint_span
from app.desktop.widgets.legend import Legend, Sample

if TYPE_CHECKING:
    from app.desktop.views.timeline import TimelineView

_KEYS = (
    ("← → Home End", mark("Span to span")),
    ("↑ ↓", mark("Lane to lane")),
    ("Enter", mark("Read what it stands for")),
    ("Space", mark("Fold, unfold a subagent")),
    (mark("+ −  wheel"), mark("Nearer, farther")),
    (mark("drag  Shift+← →"), mark("Along time")),
    ("0", mark("Everything")),
    ("N", mark("Follow the present")),
    ("L", mark("This list")),
    ("Shift+T", mark("All sessions over time")),
)
_STATES = ((mark("Failed, not allowed"), "failed"), (mark("Interrupted, or its end not seen"), "interrupted"))


class TimelineMenu(QObject):
    """A button with what can be done here."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self.button = QToolButton(view)
        self.button.setText("⋯")
        self.button.setAutoRaise(True)
        self.button.setAccessibleName(tr("Timeline menu"))
        self.button.setToolTip(tr("What colours and shapes mean, and what can be done here"))
        self.button.clicked.connect(self._open_under)

    @property
    def room_px(self) -> int:
        return self.button.sizeHint().width()

    def open_at(self, place: QPoint) -> QMenu:
        """The menu, with its corner at a place on the screen."""
        view = self._view
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show everything") + "\t0").triggered.connect(view.fit)
        menu.addAction(tr("Follow the present") + "\tN").triggered.connect(view.follow_now)
        subagents = any(lane.kind == "subagent" for lane in view.rows.lanes)
        for text, folded in ((tr("Fold all subagents"), True), (tr("Unfold all subagents"), False)):
            action = menu.addAction(text)
            action.setEnabled(subagents)
            action.triggered.connect(lambda _=False, wanted=folded: view.fold_all(wanted))
        menu.addSeparator()
        menu.addAction(tr("What colours, shapes and keys mean") + "\tL").triggered.connect(self.open_legend)
        menu.addAction(tr("All sessions over time") + "\tShift+T").triggered.connect(view.overview_wanted)
        menu.popup(place)
        return menu

    def open_legend(self) -> Legend:
        """What colours and shapes mean."""
        samples = [Sample(kind_word(kind), partial(_paint_sample, kind, "ok")) for kind in KINDS]
        samples += [Sample(tr(words), partial(_paint_sample, "tool", state)) for words, state in _STATES]
        legend = Legend(tr("What colours, shapes and keys mean"), samples, _KEYS, self._view)
        legend.open_under(self.button)
        return legend

    def place(self) -> None:
        """Put the button into the corner of the axis, under the titles."""
        view, height = self._view, self._view.axis_px - GRID
        x = view.width() - self.room_px - GRID if view.is_mirrored else 2 * GRID
        self.button.setGeometry(x, view.height() - height - GRID // 2, self.room_px, height)

    def _open_under(self) -> None:
        self.open_at(self.button.mapToGlobal(self.button.rect().bottomLeft()))


def _paint_sample(kind: str, state: str, painter: QPainter, theme: Theme, rect: QRectF) -> None:
    paint_span(painter, theme, kind, state, rect, is_open=False)
