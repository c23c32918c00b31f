"""May I? A held request with the whole of what is asked for, and the two answers.

Where the conversation below shows the request as a card, one line is enough here: with both answers if all that is
asked for fits that line, else with the way to the card, so that nobody allows what they could not read.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QStyle, QVBoxLayout, QWidget

from app.core.commands import PendingRow
from app.core.projections.words import telling_argument, visible
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.theme import GRID, RADIUS, SMALL, current_theme, mono_font
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark

LONGEST_SHOWN = 64 * 1024
"""Characters of what is asked for; beyond it the field says how much is missing."""
MOST_LINES = 8


@shown_as(QAccessible.Role.Grouping)
class PermissionPanel(QWidget):
    """Shows the oldest held request of the selected session; A and D answer it while the panel has the focus."""

    answered = Signal(str, str)
    """request_id, allow | deny."""
    review_wanted = Signal(str)
    """request_id: show its card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("permission")
        self.setAccessibleName("Permission request")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._request: PendingRow | None = None
        self._has_card = False
        self._mark = SignalMark(16, self)
        self._mark.set_signal("needs_you", "needs you")
        self.title = ElidedLabel(strong=True, parent=self)
        self.detail = ElidedLabel(mono=True, elide=Qt.TextElideMode.ElideRight, parent=self)
        self.more = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.what = QPlainTextEdit(self)
        self.what.setReadOnly(True)
        self.what.setAccessibleName("What is asked for")
        self.what.setTabChangesFocus(True)
        self.what.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.what.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.note = ElidedLabel(size=SMALL, colour="text_dim", elide=Qt.TextElideMode.ElideRight, parent=self)
        self.review = QPushButton("Review", self)
        self.review.setAccessibleName("Review")
        self.review.setToolTip("Show all of what is asked for, with both answers")
        self.review.clicked.connect(self._review)
        self.deny = QPushButton("Deny", self)
        self.deny.setAccessibleName("Deny")
        self.deny.setToolTip("Do not let it; the agent is told so and goes on.  D")
        self.deny.clicked.connect(lambda: self._answer("deny"))
        self.allow = QPushButton("Allow", self)
        self.allow.setProperty("role", "primary")
        self.allow.setAccessibleName("Allow")
        self.allow.setToolTip("Let the agent do exactly this, once.  A")
        self.allow.clicked.connect(lambda: self._answer("allow"))
        self._lay_out()
        self._dress()
        self.hide()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(self._mark)
        first.addWidget(self.title)
        first.addWidget(self.detail, 1)
        first.addWidget(self.more)
        first.addSpacing(GRID)
        for button in (self.review, self.deny, self.allow):
            first.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5 * GRID, 2 * GRID + 2, 5 * GRID, 2 * GRID + 2)
        layout.setSpacing(2 * GRID)
        layout.addLayout(first)
        layout.addWidget(self.what)
        layout.addWidget(self.note)

    @property
    def request(self) -> PendingRow | None:
        """What is shown now."""
        return self._request

    def set_requests(self, requests: list[PendingRow], now_us: int, cards: frozenset[str] = frozenset()) -> None:
        """Show the oldest of ``requests``; hidden when there is none. ``cards``: those the conversation shows too."""
        if not requests:
            self._request = None
            self.hide()
            return
        request = min(requests, key=lambda each: (each.asked_at_us, each.request_id))
        has_card = request.request_id in cards
        if (request, has_card) != (self._request, self._has_card):
            self._request, self._has_card = request, has_card
            self._show(request)
        waits = words.age(request.asked_at_us, now_us)
        others = f" · {len(requests) - 1} more" if len(requests) > 1 else ""
        self.setAccessibleName(f"{self.title.text()} {self.detail.text()}".strip())
        self.setAccessibleDescription(self._ways())
        self.more.set_text(f"waits {waits}{others}" if waits else others.removeprefix(" · "))
        self._give_way()
        self.show()

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed goes here."""
        at = self.window().focusWidget()
        return at is not None and (at is self or self.isAncestorOf(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        behavior = {Qt.Key.Key_A: "allow", Qt.Key.Key_D: "deny"}.get(event.key())
        if behavior is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._answer(behavior)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._give_way()

    def _give_way(self) -> None:
        """Where the line is full, how long it waits goes before what it asks."""
        needed = 10 * GRID + self._mark.sizeHint().width() + self.more.sizeHint().width() + 8 * GRID
        shown = (self.title, self.review, self.deny, self.allow)
        needed += sum(each.sizeHint().width() + 2 * GRID for each in shown if not each.isHidden())
        self.more.setVisible(needed <= self.width())

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("needs_you_background"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        bar = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 0, 3, self.height()))
        painter.fillRect(bar, theme.color("needs_you"))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            inside = QRect(4, 1, self.width() - 5, self.height() - 3)
            ring = QStyle.visualRect(self.layoutDirection(), self.rect(), inside)
            painter.drawRoundedRect(QRectF(ring), RADIUS, RADIUS)

    def _show(self, request: PendingRow) -> None:
        tool = words.one_line(request.tool_name, 80) or "a tool"
        question = request.kind == "question"
        self.title.set_text(
            {"question": "A question for you", "plan": "Approve this plan?"}.get(request.kind, f"Allow {tool}?")
        )
        short = short_text(request)
        self.detail.set_text(short if self._has_card else "", tip=short)
        self.what.setPlainText(asked_text(request))
        self.what.setVisible(not self._has_card)
        self._say("Answer it where the agent runs." if question else "")
        self.allow.setEnabled(True)
        self.deny.setEnabled(True)
        self._fit()

    def _offer(self) -> None:
        """Allow stands where all that is asked for can be read here; else Review leads to the card."""
        if self._request is None:
            return
        question = self._request.kind == "question"
        readable = not self._has_card or (bool(self.detail.text()) and not self.detail.is_cut)
        self.allow.setVisible(readable and not question)
        self.review.setVisible(not readable)

    def _ways(self) -> str:
        """How to answer, by ear."""
        pairs = ((self.review, "Tab and Review shows all of it"), (self.allow, "A allows"), (self.deny, "D denies"))
        return ", ".join(words for button, words in pairs if not button.isHidden())

    def _review(self) -> None:
        if self._request is not None:
            self.review_wanted.emit(self._request.request_id)

    def _say(self, text: str) -> None:
        self.note.set_text(text)
        self.note.setVisible(bool(text))

    def _answer(self, behavior: str) -> None:
        if self._request is None or (behavior == "allow" and self.allow.isHidden()):
            return
        if self.has_keyboard:
            # A button that has the keyboard and cannot be pressed any more gives it to who knows whom.
            self.setFocus()
        self.allow.setEnabled(False)
        self.deny.setEnabled(False)
        self.answered.emit(self._request.request_id, behavior)

    def give_back(self, why: str) -> None:
        """The answer did not get through: say why and let it be given again."""
        self._say(why)
        self.allow.setEnabled(True)
        self.deny.setEnabled(True)

    def _dress(self) -> None:
        theme = current_theme()
        style = (
            f"QPlainTextEdit {{ background: {theme.code_background}; color: {theme.text};"
            f" border: 1px solid {theme.edge}; border-radius: {RADIUS}px; padding: 5px 7px; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {theme.focus}; padding: 4px 6px; }}"
        )
        if self.what.styleSheet() != style:
            self.what.setStyleSheet(style)
        self.what.setFont(mono_font())
        self._fit()

    def _fit(self) -> None:
        wrapped = self.what.document().documentLayout().documentSize().height()
        lines = min(MOST_LINES, max(1, round(wrapped)))
        height = QFontMetrics(mono_font()).lineSpacing()
        self.what.setFixedHeight(lines * height + 6 * GRID)
        self._offer()


def short_text(request: PendingRow) -> str:
    """All of what is asked for as one line, "" where one line cannot tell it (a description may be left out)."""
    asked = request.input
    main = telling_argument(asked)
    named = set(asked) - {"description"} if isinstance(asked, dict) else set()
    unseen = [name for name in named if asked[name] != main]
    if unseen or request.kind != "permission" or not main or len(main) > 300 or "\n" in main.strip():
        return ""
    return words.one_line(main, 300)


def asked_text(request: PendingRow) -> str:
    """All of what is asked for, as text: the command or path first, then other arguments; nothing invisible in it."""
    asked = request.input
    main = telling_argument(asked)
    lines = [visible(main)] if main else []
    if isinstance(asked, dict):
        lines += [f"{visible(str(name))}: {_value(value)}" for name, value in asked.items() if value != main]
    elif asked is not None and asked != main:
        lines.append(_value(asked))
    text = "\n".join(lines)
    if len(text) > LONGEST_SHOWN:
        return f"{text[:LONGEST_SHOWN]}\n… and {len(text) - LONGEST_SHOWN} more characters"
    return text


def _value(value: object) -> str:
    if isinstance(value, str):
        return visible(value)
    return visible(msgspec.json.encode(value).decode("utf-8", "replace"))
