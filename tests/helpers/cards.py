"""Hands on the cards of an output view: makes a tool call, finds what can be pressed, presses it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.core.projections.blocks import ToolBlock
from app.desktop.views.output import OutputView
from app.desktop.views.output_pieces.base import Piece, Target
from app.desktop.views.output_pieces.header import HeaderPiece
from tests.helpers.output_story import START_US


def call(name: str, tool_input: Any = None, output: Any = None, **more: Any) -> ToolBlock:
    known: dict[str, Any] = {"block_id": "c", "at_us": START_US, "tool_call_id": "c", "status": "ok"}
    return ToolBlock(name=name, input=tool_input, output=output, **(known | more))


def pieces(view: OutputView, block_id: str = "c") -> list[Piece]:
    section = view.page.sections[view.page.index_of[block_id]]
    section.materialise(view.page.look)
    return [view.page.lay_out(section, number) for number in range(len(section.pieces))]


def header(view: OutputView, block_id: str = "c") -> HeaderPiece:
    piece = pieces(view, block_id)[0]
    assert isinstance(piece, HeaderPiece)
    return piece


def press(view: OutputView, label: str, block_id: str = "c") -> None:
    """Click the middle of the left end of the target with that label."""
    for number, piece in enumerate(pieces(view, block_id)):
        for target in piece.targets(view.page.look):
            if target.label.startswith(label):
                view.reveal(block_id, number, target.rect.top(), 100)
                placed = view.page.place_of(block_id, number)
                assert placed is not None
                at = QPoint(target.rect.left() + 6, target.rect.center().y()) + placed.rect.topLeft()
                at -= QPoint(0, view.verticalScrollBar().value())
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
                return
    raise AssertionError(f"nothing is called {label!r}: {labels(view, block_id)}")


def labels(view: OutputView, block_id: str = "c") -> list[str]:
    return [target.label for piece in pieces(view, block_id) for target in piece.targets(view.page.look)]


def tab_to(view: OutputView, label: str) -> Target:
    """Go on with Tab until the target with that label has the keyboard."""
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        placed = view.keys.focused_place()
        if placed is None:
            continue
        for target in placed.piece.targets(view.page.look):
            if target.key == view.keys.focused_in(placed) and target.label.startswith(label):
                return target
    raise AssertionError(f"Tab never came to {label!r}")
