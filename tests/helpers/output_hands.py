"""A person's hands on the output view: real mouse and key events, aimed at words instead of pixels."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output import OutputView
from app.desktop.views.output_pieces.caret import caret_rect
from tests.helpers.output_story import StoryTranscript

_LEFT = Qt.MouseButton.LeftButton


class Hands:
    """Points, clicks, drags and types; what they did is read with ``selected`` and ``clipboard``."""

    def __init__(self, view: OutputView) -> None:
        self.view = view
        self.port = view.viewport()
        self.transcript = StoryTranscript([])

    def show(self, blocks: list[AnyBlock]) -> StoryTranscript:
        """Put a session before the reader."""
        self.transcript = StoryTranscript(blocks)
        self.view.set_transcript(self.transcript)
        self.view.setFocus()
        QApplication.processEvents()
        return self.transcript

    # ── where ──

    def at(self, words: str, offset: int = 0) -> QPoint:
        """The point of the viewport where words begin, or ``offset`` caret positions further."""
        value = self.view.verticalScrollBar().value()
        for placed in self.view.page.between(value, value + self.port.height()):
            piece = placed.piece
            found = piece.text().find(words)
            if found < 0:
                continue
            start = len(piece.text()[:found].encode("utf-16-le")) // 2
            rect = caret_rect(piece, self.view.page.look, start + offset)
            return placed.rect.topLeft() + QPoint(rect.left() + 1, rect.center().y() - value)
        raise AssertionError(f"nothing in sight says {words!r}")

    def after(self, words: str) -> QPoint:
        """The point where words end."""
        return self.at(words, len(words.encode("utf-16-le")) // 2) - QPoint(1, 0)

    def see(self, block_id: str) -> None:
        """Scroll to a block."""
        assert self.view.jump_to_block(block_id)

    # ── the mouse ──

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and let go."""
        QTest.mouseClick(self.port, _LEFT, modifiers, at)

    def double_click(self, at: QPoint) -> None:
        """Twice, quickly."""
        QTest.mouseClick(self.port, _LEFT, pos=at)
        QTest.mouseDClick(self.port, _LEFT, pos=at)

    def triple_click(self, at: QPoint) -> None:
        """Three times, quickly."""
        self.double_click(at)
        QTest.mouseClick(self.port, _LEFT, pos=at)

    def press(self, at: QPoint, times: int = 1) -> None:
        """Press and hold; ``times`` in quick succession, only the last is held."""
        for _ in range(times - 1):
            QTest.mouseClick(self.port, _LEFT, pos=at)
        if times == 2:
            # QTest lets go of the button after a double click.
            self._send(QEvent.Type.MouseButtonDblClick, at)
        elif times == 3:
            self._send(QEvent.Type.MouseButtonDblClick, at)
            self._send(QEvent.Type.MouseButtonPress, at)
        else:
            QTest.mousePress(self.port, _LEFT, pos=at)

    def drag_on(self, to: QPoint) -> None:
        """Move with the button held."""
        self._send(QEvent.Type.MouseMove, to)

    def _send(self, kind: QEvent.Type, at: QPoint) -> None:
        point = QPointF(at)
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT
        away = QPointF(self.port.mapToGlobal(at))
        event = QMouseEvent(kind, point, away, button, _LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.port, event)

    def release(self, at: QPoint) -> None:
        """Let go of the button."""
        QTest.mouseRelease(self.port, _LEFT, pos=at)

    def drag(self, start: QPoint, to: QPoint) -> None:
        """Press, move, let go."""
        self.press(start)
        self.drag_on(to)
        self.release(to)

    # ── the keyboard ──

    def keys(self, name: str, times: int = 1) -> None:
        """Press a key by its name, as ``Ctrl+Shift+Right``."""
        combination = QKeySequence(name)[0]
        for _ in range(times):
            QTest.keyClick(self.view, combination.key(), combination.keyboardModifiers())

    # ── what came of it ──

    @property
    def selected(self) -> str:
        """The words that are selected."""
        return self.view.selected_text()

    @property
    def clipboard(self) -> str:
        """What Ctrl+C put there, once all of it is gathered."""
        deadline = QDeadlineTimer(20_000)
        while self.view.copier.is_busy and not deadline.hasExpired():
            QApplication.processEvents()
        return QGuiApplication.clipboard().text()
