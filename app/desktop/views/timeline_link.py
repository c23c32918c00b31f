"""Timeline and conversation lead to each other: a span to its words, words to their span, each marked on arrival."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.projections.blocks import AnyBlock, PromptBlock, SubagentBlock, TextBlock, ThoughtBlock, ToolBlock
from app.desktop.theme import GRID, current_theme
from app.desktop.views.output import OutputView
from app.desktop.views.timeline import TimelineView

MARKED_MS = 1800
_BAR_PX = 3
_LONGEST_TEXT = 4000

BlockOf = Callable[[str], AnyBlock | None]
"""A block of the shown session."""


class TimelineLink(QObject):
    """Ties the two views of one session together."""

    def __init__(self, timeline: TimelineView, output: OutputView, block_of: BlockOf, parent: QObject) -> None:
        super().__init__(parent)
        self._output = output
        self._block_of = block_of
        self.mark = BlockMark(output)
        timeline.text_of = self._text_of
        timeline.span_activated.connect(self._read)
        output.block_activated.connect(timeline.select_block)

    def _read(self, block_id: str) -> None:
        if self._output.jump_to_block(block_id):
            self.mark.put_on(block_id)

    def _text_of(self, block_id: str) -> str:
        match self._block_of(block_id):
            case PromptBlock(text=text) | TextBlock(text=text) | ThoughtBlock(text=text):
                return text[:_LONGEST_TEXT]
            case SubagentBlock(last_message=text):
                return text[:_LONGEST_TEXT]
            case ToolBlock(input=asked, error=error):
                told = asked.get("command") or asked.get("prompt") if isinstance(asked, dict) else ""
                return "\n".join(part for part in (str(told or ""), error) if part)[:_LONGEST_TEXT]
        return ""


class BlockMark(QWidget):
    """A bar beside the words a span led to; gone when they are scrolled, or after a moment."""

    def __init__(self, output: OutputView) -> None:
        super().__init__(output.viewport())
        self._output = output
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MARKED_MS)
        self._timer.timeout.connect(self.hide)
        output.verticalScrollBar().valueChanged.connect(self.hide)

    def put_on(self, block_id: str) -> None:
        """Mark a block that is in sight."""
        first, last = self._output.page.place_of(block_id), self._output.page.place_of(block_id, 1 << 20)
        if first is None or last is None:
            return
        top = first.rect.top() - self._output.verticalScrollBar().value()
        height = last.rect.bottom() - first.rect.top()
        left = max(0, first.rect.left() - 3 * GRID)
        self.setGeometry(QRect(left, top, _BAR_PX, max(2 * GRID, height)))
        self.show()
        self.raise_()
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().color("accent"))
