"""Tests of ``app/desktop/views/output_deeds.py`` and the menu beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import TextBlock
from app.desktop.theme import apply_theme
from app.desktop.views import output_menu
from app.desktop.views.output import OutputView
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_menu import menu_for
from app.desktop.views.output_pieces.code import CodePiece
from tests.helpers.output_story import StoryTranscript

FENCE = "Look:\n\n```python\n" + "x = 1\n" * 450 + "```\n\nThat was it."


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.set_transcript(StoryTranscript([TextBlock(block_id="t", at_us=1, text=FENCE)]))
    view.reveal("t", 1, 0)
    view.setFocus()
    yield view
    view.set_transcript(None)


def code(view: OutputView) -> CodePiece:
    placed = view.page.place_of("t", 1)
    assert placed is not None and isinstance(placed.piece, CodePiece)
    return placed.piece


def corner(view: OutputView) -> QPoint:
    placed = view.page.place_of("t", 1)
    assert placed is not None
    (target,) = placed.piece.targets(view.page.look)
    return placed.rect.topLeft() + target.rect.center() - QPoint(0, view.verticalScrollBar().value())


def test_a_code_block_is_copied_whole_though_it_is_shown_in_several_pieces(view: OutputView) -> None:
    assert len(view.page.sections[0].pieces) > 3
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner(view))
    assert QGuiApplication.clipboard().text().split("\n")[:450] == ["x = 1"] * 450
    assert "That was it" not in QGuiApplication.clipboard().text()


def test_the_copy_button_says_that_it_copied_without_moving_anything(view: OutputView) -> None:
    before = [placed.rect for placed in view.page.between(0, 1 << 30)]
    placed = view.page.place_of("t", 1)
    assert placed is not None and view.deeds.copied_in(placed) == ""
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner(view))
    assert view.deeds.copied_in(placed) == "copy"
    assert [placed.rect for placed in view.page.between(0, 1 << 30)] == before
    view.deeds._fade()
    assert view.deeds.copied_in(placed) == ""


def test_the_copy_button_appears_under_the_mouse_and_with_the_keyboard(view: OutputView) -> None:
    bare = view.grab().toImage()
    QTest.mouseMove(view.viewport(), corner(view) - QPoint(200, -60))
    pointed = view.grab().toImage()
    assert pointed != bare
    QTest.mouseMove(view.viewport(), QPoint(5, 5))
    assert view.grab().toImage() == bare
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.grab().toImage() != bare
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text().startswith("x = 1\nx = 1")


def test_the_menu_offers_what_can_be_copied_here(view: OutputView) -> None:
    menu = menu_for(view, view.page.place_of("t", 1))
    actions = {action.text(): action for action in menu.actions()}
    assert {"Copy", "Copy code", "Copy this block", "Select all", "Find…"} <= actions.keys()
    actions["Copy code"].trigger()
    assert QGuiApplication.clipboard().text().startswith("x = 1\nx = 1")
    assert "Copy code" not in {action.text() for action in menu_for(view, view.page.place_of("t", 0)).actions()}


def test_the_menu_key_opens_the_menu_of_what_has_the_keyboard(
    view: OutputView, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Placed | None] = []

    class Opened:
        def exec(self, at: QPoint) -> None:
            """A person chooses nothing."""

    def noted(_view: OutputView, placed: Placed | None) -> Opened:
        opened.append(placed)
        return Opened()

    monkeypatch.setattr(output_menu, "menu_for", noted)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    nowhere = QPoint(5, 5)
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, nowhere, view.mapToGlobal(nowhere)))
    assert [placed.piece for placed in opened if placed is not None] == [code(view)]
