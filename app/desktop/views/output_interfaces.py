"""The output as a tree for assistive technology: the document, its blocks in sight, their pieces, what can be pressed.

Python can answer for everything but text: PySide leaves out the part of Qt's text interface that C++ asks for most.
So the text of a piece is answered by the interface of a hidden plain text widget that holds the same words
(``TextDouble``); it is made when somebody asks, and its caret and selection follow ours and lead ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from app.desktop.views.output_double import TextDouble
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_pieces.base import Target
from app.desktop.views.output_pieces.caret import can_hold_caret
from app.desktop.views.output_spoken import block_name, piece_name, piece_role

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


NO_INTERFACE = shiboken6.Shiboken.VoidPtr(0)
"""What ``interface_cast`` gives for what is not there: a null pointer. PySide crashes on None."""


class ViewInterface(QAccessibleWidget):
    """The document. Its children are the blocks in sight, and behind them the button that leads to the end."""

    def __init__(self, view: OutputView) -> None:
        super().__init__(view, QAccessible.Role.Document, "")
        self._view = view

    def childCount(self) -> int:
        return len(self._view.readers.blocks()) + (not self._view.latest.isHidden())

    def child(self, index: int) -> QAccessibleInterface | None:
        blocks = self._view.readers.blocks()
        if 0 <= index < len(blocks):
            return blocks[index]
        shows_button = index == len(blocks) and not self._view.latest.isHidden()
        return QAccessible.queryAccessibleInterface(self._view.latest) if shows_button else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        blocks = self._view.readers.blocks()
        for index, block in enumerate(blocks):
            if block is child:
                return index
        return len(blocks) if child.object() is self._view.latest else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return self._view.readers.at_point(QPoint(x, y))

    def focusChild(self) -> QAccessibleInterface | None:
        return self._view.readers.focused()

    def state(self) -> QAccessible.State:
        state = super().state()
        state.readOnly = True
        return state


class Part(QAccessibleInterface):
    """Something inside the view that is no widget: Qt learns of its end from ``Readers`` alone."""

    def __init__(self, view: OutputView, above: QAccessibleInterface | None) -> None:
        super().__init__()
        self._view = view
        self._above = above
        self.below: list[Part] = []

    def isValid(self) -> bool:
        return shiboken6.isValid(self._view)

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._view.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:
        return self._above or QAccessible.queryAccessibleInterface(self._view)

    def childCount(self) -> int:
        return len(self.below)

    def child(self, index: int) -> QAccessibleInterface | None:
        return self.below[index] if 0 <= index < len(self.below) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((index for index, part in enumerate(self.below) if part is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return next((part for part in self.below if part.rect().contains(x, y)), None)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here can be renamed."""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> shiboken6.Shiboken.VoidPtr:
        return NO_INTERFACE

    def _on_screen(self, on_page: QRect) -> QRect:
        on_port = on_page.translated(0, -self._view.verticalScrollBar().value())
        return QRect(self._view.viewport().mapToGlobal(on_port.topLeft()), on_port.size())

    def _state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.invisible = not self._view.isVisible()
        return state


class BlockInterface(Part):
    """One block: who speaks, or what was done."""

    def __init__(self, view: OutputView, block_id: str) -> None:
        super().__init__(view, None)
        self.block_id = block_id
        self.told_name = ""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Grouping

    def text(self, kind: QAccessible.Text) -> str:
        index = self._view.page.index_of.get(self.block_id)
        if kind != QAccessible.Text.Name or index is None:
            return ""
        return block_name(self._view.page.sections[index])

    def rect(self) -> QRect:
        whole = QRect()
        for part in self.below:
            whole = whole.united(part.rect())
        return whole

    def state(self) -> QAccessible.State:
        state = self._state()
        state.readOnly = True
        return state


class PieceInterface(Part):
    """A paragraph, a heading, code or a line of a card, with all of its text."""

    def __init__(self, view: OutputView, block: BlockInterface, piece_index: int) -> None:
        super().__init__(view, block)
        self.block_id = block.block_id
        self.piece_index = piece_index
        self.double: TextDouble | None = None

    def placed(self) -> Placed | None:
        """The piece, and where it lies now."""
        if self.block_id not in self._view.page.index_of:
            return None
        placed = self._view.page.place_of(self.block_id, self.piece_index)
        return placed if placed is not None and placed.piece_index == self.piece_index else None

    def role(self) -> QAccessible.Role:
        placed = self.placed()
        return piece_role(placed.piece) if placed is not None else QAccessible.Role.Paragraph

    def text(self, kind: QAccessible.Text) -> str:
        placed = self.placed() if kind == QAccessible.Text.Name else None
        return piece_name(placed.piece) if placed is not None else ""

    def rect(self) -> QRect:
        placed = self.placed()
        return self._on_screen(placed.rect) if placed is not None else QRect()

    def state(self) -> QAccessible.State:
        state = self._state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        state.focusable = True
        state.focused = self._view.readers.focused() is self
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> shiboken6.Shiboken.VoidPtr:
        if kind != QAccessible.InterfaceType.TextInterface:
            return NO_INTERFACE
        placed = self.placed()
        if self.double is None and placed is not None and can_hold_caret(placed.piece):
            self.double = TextDouble(self._view, self.block_id, self.piece_index)
            self.double.follow(placed)
        return self.double.native() if self.double is not None else NO_INTERFACE


class TargetInterface(Part):
    """A fold, a button or a link inside a piece."""

    def __init__(self, view: OutputView, piece: PieceInterface, target: Target) -> None:
        super().__init__(view, piece)
        self.piece = piece
        self.target = target
        self._action = _Press(view, self)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Link if self.target.action == "link" else QAccessible.Role.Button

    def text(self, kind: QAccessible.Text) -> str:
        return self.target.label if kind == QAccessible.Text.Name else ""

    def rect(self) -> QRect:
        placed = self.piece.placed()
        return self._on_screen(self.target.rect.translated(placed.rect.topLeft())) if placed is not None else QRect()

    def state(self) -> QAccessible.State:
        state = self._state()
        state.focusable = True
        state.focused = self._view.readers.focused() is self
        if self.target.action == "fold":
            state.expandable = True
            placed = self.piece.placed()
            is_open = placed is not None and placed.section.is_open
            state.expanded, state.collapsed = is_open, not is_open
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> shiboken6.Shiboken.VoidPtr:
        if kind != QAccessible.InterfaceType.ActionInterface:
            return NO_INTERFACE
        return shiboken6.Shiboken.VoidPtr(shiboken6.getCppPointer(self._action)[0])


class _Press(QAccessibleActionInterface):
    """What a screen reader can do with a target: what a click does."""

    def __init__(self, view: OutputView, target: TargetInterface) -> None:
        super().__init__()
        self._view = view
        self._target = target

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str) -> None:
        if name == QAccessibleActionInterface.pressAction():
            self._view.readers.press(self._target)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []
