"""The caret of the output: it goes through the text of all blocks, extends the selection, and is brought into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPoint, QPointF, QRect, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QPainter

from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.caret import Step, can_hold_caret, caret_rect, entered_at, leads_back, step_in
from app.desktop.views.output_select import EVERYTHING, Caret

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_PRIMARY_AFTER_MS = 150
"""A selection that has rested this long is offered to a click of the middle button."""


class Standing(msgspec.Struct, frozen=True):
    """The piece a caret stands in, laid out, and the position in it."""

    placed: Placed
    position: int

    @property
    def piece(self) -> Piece:
        return self.placed.piece

    def caret(self, position: int | None = None) -> Caret:
        """The caret here, or elsewhere in the same piece."""
        at = self.position if position is None else position
        return Caret(self.placed.section.block.block_id, self.placed.piece_index, at)


class OutputCaret:
    """Moves the caret of a view's selection."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._browsing: bool | None = None
        self._goal_x: int | None = None
        self._offering = QTimer(view)
        self._offering.setSingleShot(True)
        self._offering.setInterval(_PRIMARY_AFTER_MS)
        self._offering.timeout.connect(self._offer)

    def forget(self) -> None:
        """Another session is shown."""
        self._goal_x = None
        self._offering.stop()

    # ── caret browsing ──

    @property
    def is_browsing(self) -> bool:
        """Whether plain arrow keys move the caret instead of the page: asked for, or where a screen reader listens."""
        return QAccessible.isActive() if self._browsing is None else self._browsing

    def toggle_browsing(self) -> None:
        """F7."""
        self._browsing = not self.is_browsing
        if self._browsing and self._view.selection.caret is None and (standing := self.stand()) is not None:
            self.moved_to(standing.caret(), extend=False)
        self._view.viewport().update()

    # ── where it stands ──

    def at_point(self, point: QPoint) -> Caret | None:
        """The place in the text nearest to a point of the viewport; points outside are taken at its edge."""
        view = self._view
        height = view.viewport().height()
        inside = QPoint(point.x(), max(0, min(point.y(), height - 1)))
        return self._at_depth(view.to_page(inside))

    def _at_depth(self, point: QPoint) -> Caret | None:
        page = self._view.page
        placed = page.nearest(point)
        if placed is None:
            return None
        page.lay_out(placed.section, placed.piece_index)
        inside = point - placed.rect.topLeft()
        return Caret(placed.section.block.block_id, placed.piece_index, placed.piece.position_at(QPointF(inside)))

    def stand(self) -> Standing | None:
        """Where the caret stands; if it was never placed, at the beginning of what is in sight."""
        view = self._view
        caret = view.selection.caret
        if caret is None or caret.block_id not in view.page.index_of:
            caret = self._first_in_sight()
        return self._standing(caret) if caret is not None else None

    def _first_in_sight(self) -> Caret | None:
        view = self._view
        value = view.verticalScrollBar().value()
        for placed in view.page.between(value, value + view.viewport().height()):
            if placed.rect.top() >= value and can_hold_caret(placed.piece):
                return Caret(placed.section.block.block_id, placed.piece_index, 0)
        return self.at_point(QPoint(0, 0))

    def _standing(self, caret: Caret) -> Standing | None:
        page = self._view.page
        section = page.sections[page.index_of[caret.block_id]]
        section.come_near(page.look)
        if not section.pieces:
            return None
        page.lay_out(section, caret.piece)
        placed = page.place_of(caret.block_id, caret.piece)
        if placed is None:
            return None
        # What was folded away over the caret leaves it at the end of what is still there.
        position = placed.piece.length if placed.piece_index < caret.piece else caret.position
        return Standing(placed, min(position, placed.piece.length))

    def rect(self) -> QRect | None:
        """Where the caret is on the page; None when it was never placed."""
        if self._view.selection.caret is None:
            return None
        standing = self.stand()
        return self._rect_of(standing) if standing is not None else None

    def _rect_of(self, standing: Standing) -> QRect:
        rect = caret_rect(standing.piece, self._view.page.look, standing.position)
        return rect.translated(standing.placed.rect.topLeft())

    def paint(self, painter: QPainter, placed: Placed) -> None:
        """Draw the caret if it stands in this piece; it stands still: nothing here moves without a meaning."""
        caret, look = self._view.selection.caret, self._view.page.look
        if caret is None or caret.block_id != placed.section.block.block_id or not self._view.hasFocus():
            return
        if min(caret.piece, len(placed.section.pieces) - 1) != placed.piece_index or caret.position == EVERYTHING:
            return
        rect = caret_rect(placed.piece, look, min(caret.position, placed.piece.length))
        painter.fillRect(rect, look.color("accent"))

    # ── going ──

    def step(self, step: Step, extend: bool) -> None:
        """One step through the text: from a selection that is let go of, to its end on that side."""
        if step in (Step.Start, Step.End):
            self._to_end(step == Step.End, extend)
            return
        standing = self.stand()
        if standing is None:
            return
        vertical = step in (Step.Up, Step.Down)
        if not vertical:
            self._goal_x = None
        elif self._goal_x is None:
            self._goal_x = self._rect_of(standing).x()
        self.moved_to(self._stepped(standing, step), extend, keep_goal=vertical)

    def _stepped(self, standing: Standing, step: Step) -> Caret:
        goal = float((self._goal_x or 0) - standing.placed.rect.left())
        position = step_in(standing.piece, standing.position, step, goal)
        if position is not None:
            return standing.caret(position)
        back = leads_back(standing.piece, standing.position, step)
        neighbour = self._neighbour(standing.placed, back)
        if neighbour is None:
            return standing.caret(0 if back else standing.piece.length)
        goal = float((self._goal_x or 0) - neighbour.rect.left())
        return Standing(neighbour, entered_at(neighbour.piece, step, back, goal)).caret()

    def _neighbour(self, placed: Placed, back: bool) -> Placed | None:
        """The next piece, or the one before, that has text; laid out."""
        page = self._view.page
        index, number = placed.section_index, placed.piece_index + (-1 if back else 1)
        while 0 <= index < len(page.sections):
            section = page.sections[index]
            section.come_near(page.look)
            while 0 <= number < len(section.pieces):
                if can_hold_caret(section.pieces[number]):
                    page.lay_out(section, number)
                    return page.place_of(section.block.block_id, number)
                number += -1 if back else 1
            index += -1 if back else 1
            if not 0 <= index < len(page.sections):
                return None
            page.sections[index].materialise(page.look)
            number = len(page.sections[index].pieces) - 1 if back else 0
        return None

    def _to_end(self, forward: bool, extend: bool) -> None:
        page = self._view.page
        if not page.sections:
            return
        self._goal_x = None
        section = page.sections[-1 if forward else 0]
        section.materialise(page.look)
        number = len(section.pieces) - 1 if forward else 0
        standing = self._standing(Caret(section.block.block_id, number, EVERYTHING if forward else 0))
        if standing is not None:
            self.moved_to(standing.caret(), extend)
        if forward:
            self._view.follow_latest()

    def page(self, forward: bool, extend: bool) -> None:
        """A windowful up or down, the caret at the same place in the window."""
        view, bar = self._view, self._view.verticalScrollBar()
        standing = self.stand()
        if standing is None:
            return
        rect = self._rect_of(standing)
        if self._goal_x is None:
            self._goal_x = rect.x()
        on_screen = max(0, min(rect.center().y() - bar.value(), view.viewport().height() - 1))
        before = bar.value()
        bar.setValue(before + (bar.pageStep() if forward else -bar.pageStep()))
        if bar.value() == before:
            on_screen = view.viewport().height() - 1 if forward else 0
        self.moved_to(self.at_point(QPoint(self._goal_x, on_screen)), extend, keep_goal=True)

    # ── having gone ──

    def moved_to(self, caret: Caret | None, extend: bool, keep_goal: bool = False) -> None:
        """Put the caret somewhere, selecting on the way or not, and show it."""
        if caret is None:
            return
        view = self._view
        if not keep_goal:
            self._goal_x = None
        if extend:
            anchor = view.selection.anchor
            lost = anchor is None or anchor.block_id not in view.page.index_of
            if lost and (standing := self.stand()) is not None:
                view.selection.begin(standing.caret())
            view.selection.extend(caret)
        else:
            view.selection.begin(caret)
        self.show()
        self.changed()

    def show(self) -> None:
        """Scroll just as far as needed to see the caret."""
        view = self._view
        standing = self.stand()
        if standing is None:
            return
        rect, margin = self._rect_of(standing), view.page.look.px(24)
        value, height = view.verticalScrollBar().value(), view.viewport().height()
        if rect.top() - margin < value:
            wanted = margin
        elif rect.bottom() + margin > value + height:
            wanted = height - margin - rect.height()
        else:
            return
        caret = standing.caret()
        view.reveal(caret.block_id, caret.piece, rect.top() - standing.placed.rect.top(), wanted)

    def changed(self) -> None:
        """The selection or the caret is another: paint it, tell who listens, offer it to the middle button."""
        view = self._view
        view.viewport().update()
        view.selection_moved()
        if QGuiApplication.clipboard().supportsSelection() and view.selection.ends(view.page) is not None:
            self._offering.start()

    def _offer(self) -> None:
        if not self._view.mouse.is_dragging:
            self._view.copier.offer_selection()
        else:
            self._offering.start()
