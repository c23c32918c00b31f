"""A further prompt for the session shown, and how it would reach it: at once, by waking it, or when its turn ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.core.commands import AnyCommand, PromptResult, SendPrompt, WithdrawPrompt
from app.core.projections.rows import SessionRow
from app.core.replying import ReplyWay
from app.core.sentences import in_your_words
from app.core.tr import tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.announce import announce
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, SMALL, current_theme
from app.desktop.views.reply_way import ReplyWays
from app.desktop.widgets.elided_label import ElidedLabel

MOST_LINES = 6
Order = Callable[[SessionRef, AnyCommand], Awaitable[object]]


@shown_as(QAccessible.Role.Grouping)
class ReplyBar(QWidget):
    """Stands under a launched session as long as it lives; under others when somebody asks for it."""

    left = Signal()
    """Esc: the keyboard goes back to what is read."""

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replyBar")
        self.setAccessibleName(tr("Reply"))
        self._order = order
        self._tasks = Tasks()
        self._ref: SessionRef | None = None
        self._row: SessionRow | None = None
        self._drafts: dict[SessionRef, str] = {}
        self._asked_for: set[SessionRef] = set()
        self._sending: set[SessionRef] = set()
        self._has_text = False
        self.queued = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.take_back = QPushButton(tr("Take back"), self)
        self.take_back.setAccessibleName(tr("Take back what is queued"))
        self.take_back.clicked.connect(self._withdraw)
        self.problem = ElidedLabel(size=SMALL, colour="failed", parent=self)
        self.way = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.ways = ReplyWays(order, self)
        self.ways.told.connect(self._show_way)
        self.field = _Field(self)
        self.field.sent.connect(self.send)
        self.field.left.connect(self._leave)
        self.field.textChanged.connect(self._typed)
        self.button = QPushButton(tr("Send"), self)
        self.button.setAccessibleName(tr("Send"))
        self.button.clicked.connect(self.send)
        waiting = QHBoxLayout()
        waiting.setSpacing(2 * GRID)
        waiting.addWidget(self.queued, 1)
        waiting.addWidget(self.take_back)
        writing = QHBoxLayout()
        writing.setSpacing(2 * GRID)
        writing.addWidget(self.field, 1)
        writing.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5 * GRID, 2 * GRID, 5 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(waiting)
        layout.addWidget(self.problem)
        layout.addLayout(writing)
        layout.addWidget(self.way)
        self.problem.hide()
        self.way.hide()
        self.hide()

    def set_session(self, ref: SessionRef | None) -> None:
        """Another session is shown; what was begun for the one before is kept for it."""
        if ref == self._ref:
            return
        if self._ref is not None:
            self._keep_draft(self._ref, self.field.toPlainText())
        self._ref, self._row = ref, None
        self.field.setPlainText(self._drafts.get(ref, "") if ref is not None else "")
        self._say("")

    def set_row(self, row: SessionRow) -> None:
        """The session as it is now."""
        self._row = row
        over = row.status in ("ended", "lost")
        wanted = row.launched or bool(row.queued) or self._ref in self._asked_for
        self.setVisible(wanted and not over)
        self.field.setPlaceholderText(tr("A further prompt"))
        self._show_queued(row)
        self._typed()
        if self._ref is None or self.isHidden() or row.launched:
            self.ways.leave()
            self._show_way(ReplyWay())
        else:
            self.ways.show(self._ref, row)

    def open(self) -> None:
        """Somebody wants to write: show it and put the keyboard in."""
        if self._ref is not None and self._row is not None and self._row.status not in ("ended", "lost"):
            self._asked_for.add(self._ref)
            self.set_row(self._row)
            self.field.setFocus()

    def send(self) -> None:
        """Order what is written."""
        ref, text = self._ref, self.field.toPlainText()
        if ref is not None and text.strip() and ref not in self._sending:
            self._sending.add(ref)
            self._typed()
            self._tasks.spawn(self._send(ref, text))

    async def _send(self, ref: SessionRef, text: str) -> None:
        why = ""
        try:
            command = SendPrompt(agent=ref.agent, session_id=ref.session_id, text=text)
            result = msgspec.convert(await self._order(ref, command), PromptResult)
            why = "" if result.sent or result.how else in_your_words(result.why)
        except OrderFailed as error:
            why = str(error)
        except msgspec.ValidationError as error:
            why = tr("the hub's answer was not understood: {error}").format(error=error)
        self._sending.discard(ref)
        if not why:
            self._drafts.pop(ref, None)
        if ref != self._ref:
            return
        if not why and self.field.toPlainText() == text:
            self.field.clear()
        self._say(tr("Not sent: {why}").format(why=words.one_line(why, 300)) if why else "")
        self._typed()

    def _withdraw(self) -> None:
        if self._ref is not None:
            self._tasks.spawn(self._take_back(self._ref))

    async def _take_back(self, ref: SessionRef) -> None:
        """What was queued comes back into the field, if nothing new stands there."""
        texts = [prompt.text for prompt in self._row.queued] if self._row is not None else []
        try:
            await self._order(ref, WithdrawPrompt(agent=ref.agent, session_id=ref.session_id))
        except OrderFailed as error:
            self._say(tr("Not taken back: {why}").format(why=words.one_line(str(error), 300)))
            return
        if ref == self._ref and not self.field.toPlainText():
            self.field.setPlainText("\n\n".join(texts))

    # ── looks ──

    def _show_queued(self, row: SessionRow) -> None:
        texts = [words.one_line(prompt.text, 200) for prompt in row.queued]
        text = (
            tr("Queued: {prompt}").format(prompt=texts[0])
            if len(texts) == 1
            else tr("{count} queued: {prompts}").format(count=len(texts), prompts=" · ".join(texts))
        )
        self.queued.set_text(text if texts else "", tip="\n".join(texts))
        self.queued.setVisible(bool(texts))
        self.take_back.setVisible(bool(texts))

    def _show_way(self, way: ReplyWay) -> None:
        """What the hub said of it; nothing where it said nothing."""
        said = in_your_words(way.sentence) or in_your_words(way.why_not)
        text = f"{said[:1].upper()}{said[1:]}." if said else ""
        self.way.set_text(text, tip=text)
        self.way.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        self.button.setText(tr("Queue") if way.how in ("stop", "next_stop") else tr("Send"))
        self.button.setAccessibleName(self.button.text())

    def _typed(self) -> None:
        if self.field.toPlainText() and not self._has_text:
            self.ways.ask()
        self._has_text = bool(self.field.toPlainText())
        self.button.setEnabled(bool(self.field.toPlainText().strip()) and self._ref not in self._sending)
        self.field.updateGeometry()

    def _say(self, problem: str) -> None:
        self.problem.set_text(problem, tip=problem)
        self.problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)

    def _keep_draft(self, ref: SessionRef, text: str) -> None:
        if text.strip():
            self._drafts[ref] = text
        else:
            self._drafts.pop(ref, None)

    def _leave(self) -> None:
        if self._ref is not None and not self.field.toPlainText().strip():
            self._asked_for.discard(self._ref)
        if self._row is not None:
            self.set_row(self._row)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("panel"))
        painter.fillRect(0, 0, self.width(), 1, current_theme().color("line"))
        painter.end()


class _Field(QPlainTextEdit):
    """Grows with its lines. Enter sends, Shift+Enter begins a new line."""

    sent = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setAccessibleName(tr("A further prompt"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Fixed)

    def sizeHint(self) -> QSize:
        lines = max(1, min(MOST_LINES, int(self.document().size().height())))
        margins = 2 * int(self.document().documentMargin()) + 2 * GRID + 4
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + margins)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape:
            event.accept()  # here it leaves the field; the window's own Esc would go further back
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
