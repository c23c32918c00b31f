"""The page with the signal diagram: all sessions on one axis of time, a sentence about what is pointed at, buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.projections.rows import Status
from app.core.tr import explained, mark, tr
from app.desktop import words
from app.desktop.colours import Theme
from app.desktop.link import now_us
from app.desktop.models.roster import RosterModel
from app.desktop.models.signal_histories import SignalHistories
from app.desktop.signals import SIGNAL_OF_STATUS, signal_pixmap
from app.desktop.theme import GRID, SMALL
from app.desktop.views.bands import paint_bar
from app.desktop.views.overview_canvas import OverviewCanvas
from app.desktop.views.overview_look import LOOK
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.focus_ring import FocusRing
from app.desktop.widgets.legend import Legend, Sample
from app.desktop.widgets.strip import Strip

_KEYS = (
    ("↑ ↓", mark("Session to session")),
    ("← →", mark("What it did before, after")),
    ("Enter", mark("Open the session")),
    (mark("+ −  wheel"), mark("Nearer, farther")),
    (mark("drag  Shift+← →"), mark("Along time")),
    ("0", mark("Everything")),
    ("N", mark("Follow the present")),
    ("V", mark("All rows at once")),
    ("L", mark("This list")),
    ("Esc", mark("Back to the session")),
)


class OverviewPage(QWidget):
    """Asks for histories only while it is seen."""

    left = Signal()
    """The person wants to go back to the session."""

    def __init__(self, roster: RosterModel, histories: SignalHistories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overviewPage")
        self._histories = histories
        self.canvas = OverviewCanvas(roster, histories, self)
        self.title = ElidedLabel(strong=True, parent=self)
        self.title.set_text(tr("All sessions"))
        self.sentence = ElidedLabel(size=SMALL, colour="text_dim", elide=Qt.TextElideMode.ElideRight, parent=self)
        self.trouble = Strip("overviewTrouble", self)
        row = QHBoxLayout()
        row.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self.title)
        row.addWidget(self.sentence, 1)
        self.fit_button = self._button(tr("Fit"), tr("Show everything") + "  0", self.canvas.fit)
        self.now_button = self._button(tr("Now"), tr("Follow the present") + "  N", self.canvas.follow_now)
        self.legend_button = self._button(
            tr("Legend"), tr("What colours, shapes and keys mean") + "  L", self.open_legend
        )
        for button in (self.fit_button, self.now_button, self.legend_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.trouble)
        layout.addWidget(self.canvas, 1)
        FocusRing(self.canvas)
        self.canvas.sentence_changed.connect(self.sentence.set_text)
        histories.trouble_changed.connect(self._say_trouble)
        self._say_trouble()

    def _button(self, text: str, tip: str, action: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: action())  # type: ignore[operator]
        return button

    def tick(self) -> None:
        """A second passed."""
        if self.isVisible():
            self.canvas.tick(now_us())

    def open_legend(self) -> Legend:
        """What colours and shapes mean."""
        samples = [Sample(words.status_word(status), partial(_paint_sample, status)) for status in LOOK]
        legend = Legend(tr("What colours, shapes and keys mean"), samples, _KEYS, self)
        legend.open_under(self.legend_button)
        return legend

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            self.open_legend()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._histories.want(True)

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self._histories.want(False)

    def _say_trouble(self) -> None:
        hubs = [name for name, why in self._histories.troubles.items() if why]
        if not hubs:
            self.trouble.hide()
            return
        whys = "\n".join(explained(words.hub_word(name), why) for name, why in self._histories.troubles.items() if why)
        named = words.one_line(words.listed(map(words.hub_word, hubs)), 120)
        text = tr(
            "The past of sessions on {hubs} is not known: that hub cannot tell it. What happens from now on is shown."
        ).format(hubs=named)
        self.trouble.say(text, kind="warning", signal="lost", tip=whys)


def _paint_sample(status: Status, painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """The mark that stands before a session, and the bar."""
    side = min(16, int(rect.height()))
    top = int(rect.top() + (rect.height() - side) / 2)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(int(rect.left()), top, signal_pixmap(SIGNAL_OF_STATUS[status], side, ratio))
    paint_bar(painter, theme, LOOK[status], rect.adjusted(side + 2 * GRID, 0, 0, 0))
