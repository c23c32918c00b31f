"""The output of one session as one continuous document: scrolls by moving pixels and paints only what changed.

``set_transcript`` chooses what is shown, ``refresh`` takes in what changed since; call it once a frame. All knowledge
of positions is in ``output_page``, all knowledge of looks in ``output_pieces``; here are the window's events.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.core.tr import tr
from app.desktop.accessible import answered_by
from app.desktop.text.highlight import warm_up
from app.desktop.views.output_caret import OutputCaret
from app.desktop.views.output_clock import OutputClock
from app.desktop.views.output_deeds import Deeds
from app.desktop.views.output_finding import Finding
from app.desktop.views.output_geometry import NOWHERE, Anchor, Placed
from app.desktop.views.output_intake import TranscriptSource, take_in
from app.desktop.views.output_keys import OutputKeys
from app.desktop.views.output_latest import LatestButton
from app.desktop.views.output_look import Look
from app.desktop.views.output_mouse import OutputMouse
from app.desktop.views.output_opening import OutputOpening
from app.desktop.views.output_page import Page
from app.desktop.views.output_pieces.base import PaintState
from app.desktop.views.output_pieces.links import paint_link_focus
from app.desktop.views.output_select import Selection
from app.desktop.views.output_silence import Silence, paint_silence
from app.desktop.views.output_words import plain_text
from app.desktop.widgets.own_viewport import give_viewport

if TYPE_CHECKING:
    from app.desktop.views.output_accessible import Readers
    from app.desktop.views.output_copy import Copier

WARM_UP_AFTER_MS = 500
"""The window is painted sooner; code that comes before finds its lexer by itself."""
ZOOMS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)


def _interface_of(view: QWidget) -> QAccessibleInterface:
    """Who answers assistive technology for a view; read when somebody asks."""
    from app.desktop.views.output_interfaces import ViewInterface

    return ViewInterface(view)


@answered_by(_interface_of)
class OutputView(QAbstractScrollArea):
    """Everything a session said and did."""

    permission_answered = Signal(str, str)
    """request_id, "allow", "deny" or "more": show all ways."""
    block_activated = Signal(str)
    """A block was clicked: the timeline may go there."""
    zoom_changed = Signal(float)
    follow_changed = Signal(bool)
    found_changed = Signal(str)
    """"3 of 17", "nothing found" or "": what the find bar says."""
    find_wanted = Signal()
    """The menu's “Find…” was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(tr("Session output"))
        give_viewport(self)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        bar = self.verticalScrollBar()
        bar.setSingleStep(24)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.source: TranscriptSource | None = None
        self.zoom = 1.0
        self.page = Page(Look(800))
        self.selection = Selection()
        self.is_following = True
        self.new_blocks = 0
        self._settling = False
        self.clock_us = lambda: time.time_ns() // 1000
        self.silence: Callable[[], Silence | None] = lambda: None
        """What is shown while there is nothing to read; None: nothing, for something may be on its way."""
        self._readers: Readers | None = None
        self._copier: Copier | None = None
        self.caret = OutputCaret(self)
        self.mouse = OutputMouse(self)
        self.deeds = Deeds(self)
        self.keys = OutputKeys(self)
        self.finding = Finding(self)
        self.latest = LatestButton(self)
        self.latest.clicked.connect(self.follow_latest)
        QTimer.singleShot(WARM_UP_AFTER_MS, warm_up)
        self.clock = OutputClock(self)
        self.opening = OutputOpening(self)

    # ── made when they are first needed: most sessions are only looked at ──

    @property
    def readers(self) -> Readers:
        """Those who listen to the view instead of looking at it."""
        if self._readers is None:
            from app.desktop.views.output_accessible import Readers

            self._readers = Readers(self)
        return self._readers

    @property
    def copier(self) -> Copier:
        """Who puts on the clipboard what is to be copied."""
        if self._copier is None:
            from app.desktop.views.output_copy import Copier

            self._copier = Copier(self)
        return self._copier

    def selection_moved(self) -> None:
        """The caret, the selection or the button that has the keyboard is another."""
        if QAccessible.isActive():
            self.readers.selection_moved()

    def _tell_readers(self) -> None:
        if self._readers is not None:
            self._readers.page_changed()

    # ── what is shown ──

    def set_transcript(self, transcript: TranscriptSource | None) -> None:
        """Show another session (or none), from its end."""
        self.source = transcript
        self.selection.clear()
        self.caret.forget()
        if self._copier is not None:
            self._copier.forget()
        self.mouse.forget()
        self.keys.forget()
        self.finding.forget()
        before = self.page
        self.page = Page(Look(self.viewport().width(), self.zoom))
        self.page.answerable, self.page.told_above = before.answerable, before.told_above
        self.new_blocks = 0
        self._set_following(True)
        if transcript is not None:
            transcript.take_changes()
            transcript.take_appended()
            self.page.show(transcript.blocks)
        self._settle(None)
        self.viewport().update()

    def refresh(self, changes: Any = None) -> None:
        """Take in what changed since the last call; ``changes`` if somebody else took them from the transcript."""
        source = self.source
        if source is None:
            return
        changes = changes if changes is not None else source.take_changes()
        appended = source.take_appended()
        anchor = None if self.is_following else self.page.anchor_at(self.verticalScrollBar().value())
        self.finding.note(changes.changed_ids, appended)
        dirty, new_blocks = take_in(self.page, source, changes, appended)
        if not self.is_following:
            self.new_blocks += new_blocks
        if dirty != NOWHERE:
            self._settle(anchor, dirty)

    def go_on(self) -> None:
        """Take in more of what was too long for one frame."""
        anchor = None if self.is_following else self.page.anchor_at(self.verticalScrollBar().value())
        self._settle(anchor, self.page.go_on())

    # ── where it is ──

    def _settle(self, anchor: Anchor | None, dirty: int = 0) -> None:
        """Lay out what is in sight, keep the reader's place, and have painted again what lies below ``dirty``."""
        bar = self.verticalScrollBar()
        before = bar.value()
        height = self.viewport().height()
        value = before
        for _ in range(6):
            if self.is_following:
                value = max(0, self.page.total - height)
            elif anchor is not None:
                depth = self.page.depth_of(anchor)
                value = depth if depth is not None else value
            value = max(0, min(value, self.page.total - height))
            changed = self.page.ensure(value, value + height)
            if changed == NOWHERE:
                break
            dirty = min(dirty, changed)
        self._move_bar(value, height)
        self._paint_below(dirty, before, self.verticalScrollBar().value())
        self._place_latest()
        self.clock.look_again()
        self.opening.look_again()
        self._tell_readers()

    def _move_bar(self, value: int, height: int) -> None:
        bar = self.verticalScrollBar()
        self._settling = True
        bar.setRange(0, max(0, self.page.total - height))
        bar.setPageStep(max(1, height - 40))
        bar.setValue(value)
        self._settling = False

    def _paint_below(self, dirty: int, before: int, after: int) -> None:
        """Pixels of what did not change are moved; the rest is painted again."""
        port = self.viewport()
        if dirty <= before:
            port.update()
            return
        if after != before:
            port.scroll(0, before - after)
        top = max(0, dirty - after)
        if top < port.height():
            port.update(0, top, port.width(), port.height() - top)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        value = self.verticalScrollBar().value()
        at_end = value >= self.verticalScrollBar().maximum() - 4
        self._set_following(at_end and self.page.total > 0)
        self.viewport().scroll(0, dy)
        changed = self.page.ensure(value, value + self.viewport().height())
        if changed != NOWHERE:
            # Only what was never seen changes height here; what is at the top of the window stays where it is.
            self._settle(self.page.anchor_at(value), changed)
        self.mouse.moved()
        self._place_latest()
        self.clock.look_again()
        self._tell_readers()

    def _set_following(self, following: bool) -> None:
        if following:
            self.new_blocks = 0
        if following != self.is_following:
            self.is_following = following
            self.follow_changed.emit(following)

    def follow_latest(self) -> None:
        """Go to the end and stay there."""
        self._set_following(True)
        self._settle(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_latest()
        if event.oldSize().width() != event.size().width():
            self._wear()
        else:
            value = self.verticalScrollBar().value()
            self._settle(self.page.anchor_at(value))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._wear()
        super().changeEvent(event)

    def _wear(self) -> None:
        anchor = self.page.anchor_at(self.verticalScrollBar().value())
        self.page.wear(Look(self.viewport().width(), self.zoom))
        self._settle(anchor)
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Magnify this view, between 0.6 and 2.5."""
        zoom = min(ZOOMS[-1], max(ZOOMS[0], zoom))
        if zoom != self.zoom:
            self.zoom = zoom
            self._wear()
            self.zoom_changed.emit(zoom)

    def zoom_by(self, steps: int) -> None:
        """Magnify by steps; 0 goes back to normal."""
        nearest = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))] if steps else 1.0)

    def jump_to_block(self, block_id: str) -> bool:
        """Bring a block to the upper part of the window; whether it is there at all."""
        return self.reveal(block_id, 0, 0)

    def reveal(self, block_id: str, piece_index: int, y: int, margin: int = 48) -> bool:
        """Bring a place into sight."""
        placed = self.page.place_of(block_id, piece_index)
        if placed is None:
            return False
        self._set_following(False)
        anchor = Anchor(block_id, placed.piece_index, y - margin)
        self._settle(anchor)
        self._settle(anchor)
        self.viewport().update()
        return True

    def keep_in_place(self, anchor: Anchor | None, y: int) -> None:
        """After something was folded or unfolded by hand: what was clicked stays under the pointer."""
        if anchor is None:
            return
        held = Anchor(anchor.block_id, anchor.piece, anchor.offset - y)
        self._set_following(False)
        self._settle(held)
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() - 4
        self._set_following(at_end)
        self._settle(held)
        self.viewport().update()

    # ── painting ──

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        # Commands, paths and numbers run from the left, whatever the interface does; prose finds its own direction.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        dirty = event.rect()
        look = self.page.look
        painter.fillRect(dirty, look.color("window"))
        if not self.page.sections and (silence := self.silence()) is not None:
            paint_silence(painter, look, self.viewport().rect(), silence)
        value = self.verticalScrollBar().value()
        now = self.clock_us()
        for placed in self.page.between(value + dirty.top(), value + dirty.bottom() + 1):
            if not placed.piece.is_laid_out:
                # Something gave its document back while it was in sight: make it again, and all is as it was.
                self.page.lay_out(placed.section, placed.piece_index)
            self._paint_piece(painter, placed, dirty, value, now)
        painter.end()

    def _paint_piece(self, painter: QPainter, placed: Placed, dirty: QRect, value: int, now: int) -> None:
        rect = placed.rect.translated(0, -value)
        look = self.page.look
        if placed.section.depth:
            gap = look.px(placed.section.gap) if placed.piece_index == 0 else 0
            x = rect.left() - look.indent // 2
            painter.fillRect(QRect(x, rect.top() - gap, 1, rect.height() + gap), look.color("line_strong"))
        clip = dirty.translated(-rect.topLeft()).intersected(QRect(0, 0, rect.width(), rect.height()))
        block_id = placed.section.block.block_id
        state = PaintState(
            clip=clip,
            selected=self.selection.span_in(self.page, placed.section_index, placed.piece_index, placed.piece.length),
            found=self.finding.span_in(block_id, placed.piece_index),
            marks=self.finding.marks_in(placed),
            pointed=self.mouse.is_over(placed),
            hovered=self.mouse.hovered_in(placed),
            copied=self.deeds.copied_in(placed),
            focused=self.keys.focused_in(placed) if self.hasFocus() else "",
            now_us=now,
        )
        painter.save()
        painter.translate(rect.topLeft())
        painter.setClipRect(clip)
        placed.piece.paint(painter, look, state)
        self.finding.paint(painter, placed, look)
        paint_link_focus(painter, placed.piece, look, state.focused)
        self.caret.paint(painter, placed)
        painter.restore()

    # ── what lies over the page ──

    def _place_latest(self) -> None:
        away = not self.is_following and self.verticalScrollBar().maximum() > 0
        self.latest.place(self.viewport().geometry(), away, self.new_blocks)

    def set_answerable(self, request_ids: set[str] | None, told_above: frozenset[str] = frozenset()) -> None:
        """Only these requests get buttons: somebody waits for their answer. None: all that are open.

        ``told_above``: tools whose question or plan is shown whole above, and so need not be here.
        """
        if self.page.set_answerable(request_ids, told_above):
            self._settle(self.page.anchor_at(self.verticalScrollBar().value()))

    # ── finding ──

    def find(self, text: str, backwards: bool = False) -> bool:
        """Go to the next place that says ``text`` (the one before, if ``backwards``); whether there may be one.

        ``found_changed`` tells "3 of 17" while more is being found. An empty text forgets what was found.
        """
        return self.finding.find(text, backwards)

    def close_find(self) -> None:
        """Nothing is looked for any more; what was found last stays selected."""
        self.finding.close()

    def selected_text(self) -> str:
        """What is selected, as copying would give it."""
        ends = self.selection.ends(self.page)
        return "".join(plain_text(self.page, ends)) if ends is not None else ""

    # ── events, handed to whom they concern ──

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from app.desktop.views import output_menu

        output_menu.show(self, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse.leave()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keys.focus_next(forward) or super().focusNextPrevChild(forward)

    def sizeHint(self) -> QSize:
        return QSize(860, 640)

    def to_page(self, point: QPoint) -> QPoint:
        """A point of the viewport as a point of the page."""
        return point + QPoint(0, self.verticalScrollBar().value())
