"""A strip across the session pane that says one thing and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from app.desktop.accessible import shown_as
from app.desktop.announce import announce
from app.desktop.theme import GRID, current_theme
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark

GROUNDS = {"info": "panel", "warning": "needs_you_background", "error": "failed_background"}


@shown_as(QAccessible.Role.Notification)
class Strip(QWidget):
    """Hidden until ``say`` is called."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ground = "info"
        self._mark = SignalMark(14, self)
        self._label = ElidedLabel(elide=Qt.TextElideMode.ElideRight, parent=self)
        self._buttons: list[QPushButton] = []
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 2 * GRID)
        self._whole.setSpacing(2 * GRID)
        words = QHBoxLayout()
        words.setSpacing(2 * GRID)
        words.addWidget(self._mark)
        words.addWidget(self._label, 1)
        self._layout = QHBoxLayout()
        self._layout.setSpacing(2 * GRID)
        self._layout.addStretch(1)
        self._whole.addLayout(words, 1)
        self._whole.addLayout(self._layout)
        self.hide()

    def text(self) -> str:
        """What is said now; empty while hidden."""
        return self._label.text() if not self.isHidden() else ""

    def button(self, title: str) -> QPushButton | None:
        """One of the offers by its title."""
        return next((each for each in self._buttons if each.text() == title), None)

    def say(
        self,
        text: str,
        *,
        kind: str = "info",
        signal: str = "interrupted",
        offers: Sequence[tuple[str, Callable[[], None]]] = (),
        tip: str = "",
        aloud: bool = True,
    ) -> None:
        """Show ``text``; ``kind`` is info | warning | error, ``offers`` are buttons.

        ``aloud``: tell screen readers, once; not where they are told the same in other words.
        """
        is_news = aloud and text != self.text()
        self._ground = kind
        self._mark.set_signal(signal)
        self._label.set_text(text, tip)
        self.setAccessibleName(text)
        if [title for title, _ in offers] != [button.text() for button in self._buttons]:
            self._make_buttons(offers)
        self._fold()
        self.show()
        self.update()
        if is_news:
            announce(self, text, urgent=kind == "error")

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Where words and buttons do not fit beside each other the buttons go under the words."""
        margins = self._whole.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._mark.sizeHint().width() - 4 * GRID
        buttons = sum(button.sizeHint().width() + 2 * GRID for button in self._buttons)
        fits = buttons + min(self._label.sizeHint().width(), room * 2 // 3) <= room
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if fits or not self._buttons else ways.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(GROUNDS[self._ground]))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._fold()
            self.update()
        super().changeEvent(event)

    def _before(self) -> QWidget:
        """What Tab reaches before this strip: new buttons would come last of all."""
        at = self.previousInFocusChain()
        while at is not self and not at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            at = at.previousInFocusChain()
        return at

    def _make_buttons(self, offers: Sequence[tuple[str, Callable[[], None]]]) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for title, action in offers:
            button = QPushButton(title, self)
            button.setAccessibleName(title)
            button.clicked.connect(action)
            self._layout.addWidget(button)
            QWidget.setTabOrder(self._buttons[-1] if self._buttons else self._before(), button)
            self._buttons.append(button)
