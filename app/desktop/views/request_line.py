"""The first line of a request: what is asked, how long it waits, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.tr import listed, plural, tr
from app.desktop.theme import GRID, SMALL
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark
from app.desktop.widgets.split_button import SplitButton


class RequestLine(QWidget):
    """Only what it looks like; what the buttons do is for the panel to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = SignalMark(16, self)
        self._mark.set_signal("needs_you", tr("needs you"))
        self.title = ElidedLabel(strong=True, parent=self)
        self.detail = ElidedLabel(mono=True, elide=Qt.TextElideMode.ElideRight, parent=self)
        self.more = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.review = QPushButton(tr("Review"), self)
        self.review.setAccessibleName(tr("Review"))
        self.review.setToolTip(tr("Show all of what is asked for, with both answers"))
        self.deny = SplitButton(tr("Deny"), tr("More ways to deny"), self)
        self.deny.main.setToolTip(tr("Do not let it; the agent is told so and goes on.") + "  D")
        self.allow = SplitButton(tr("Allow"), tr("More ways to allow"), self, primary=True)
        self.allow.main.setToolTip(tr("Let the agent do exactly this, once.") + "  A")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._mark)
        layout.addWidget(self.title)
        layout.addWidget(self.detail, 1)
        layout.addWidget(self.more)
        layout.addSpacing(GRID)
        for button in (self.review, self.deny, self.allow):
            layout.addWidget(button)

    @property
    def tells_all(self) -> bool:
        """Whether this one line says all that is asked for."""
        return bool(self.detail.text()) and not self.detail.is_cut

    def set_ready(self, ready: bool) -> None:
        """Whether an answer can be given."""
        self.allow.set_ready(ready)
        self.deny.set_ready(ready)

    def say_waits(self, waits: str, waiting: int) -> None:
        """How long it waits ("": not known) and among how many."""
        many = tr("1 of {all}").format(all=waiting) if waiting > 1 else ""
        #: How long a request has been waiting: "waits 40 s".
        long = tr("waits {age}").format(age=waits) if waits else ""
        self.more.set_text(" · ".join(part for part in (many, long) if part))

    def offer(self, kind: str, readable: bool, is_form: bool, is_editing: bool, left: int) -> None:
        """What the buttons are for. ``readable``: all can be read here; ``left``: questions without an answer."""
        self.allow.setVisible(readable and (kind != "question" or is_form))
        self.review.setVisible(not readable)
        asks = {
            "question": plural("%n left to answer", "%n left to answer", left) if left else tr("Send"),
            "plan": tr("Approve"),
        }
        self.allow.set_text(tr("Allow this") if is_editing else asks.get(kind, tr("Allow")))
        self.deny.set_text(tr("Keep planning") if kind == "plan" else tr("Deny"))

    def ways(self) -> str:
        """How to answer, by ear."""
        pairs = (
            (self.review, tr("Tab and Review shows all of it")),
            (self.allow, tr("A allows")),
            (self.deny, tr("D denies")),
        )
        return listed(words for button, words in pairs if not button.isHidden())

    def give_way(self) -> None:
        """Where the line is full, how long it waits goes before what it asks."""
        needed = 2 * GRID + self._mark.sizeHint().width() + self.more.sizeHint().width() + 6 * GRID
        shown = (self.title, self.review, self.deny, self.allow)
        needed += sum(each.sizeHint().width() + 2 * GRID for each in shown if not each.isHidden())
        self.more.setVisible(needed <= self.width())
