"""Tests of ``app/desktop/views/output_keys.py`` and ``output_caret.py``: reading and selecting with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, PromptBlock, TextBlock
from app.desktop.theme import apply_theme, current_theme
from app.desktop.views.output import OutputView
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication) -> Iterator[Hands]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    yield Hands(view)
    view.set_transcript(None)


def said(name: str, words: str) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words)


def many(count: int) -> list[AnyBlock]:
    return [said(f"t{number}", f"Paragraph number {number} of a long story.") for number in range(count)]


def test_shift_and_arrows_extend_from_the_place_last_clicked(hands: Hands) -> None:
    hands.show([said("a", "One two three."), said("b", "Four.")])
    hands.click(hands.at("two"))
    hands.keys("Shift+Right", 3)
    assert hands.selected == "two"
    hands.keys("Shift+Left")
    assert hands.selected == "tw"
    hands.keys("Ctrl+Shift+Right", 2)
    assert hands.selected == "two three"
    hands.keys("Shift+End")
    assert hands.selected == "two three."
    hands.keys("Shift+Home")
    assert hands.selected == "One "


def test_the_selection_goes_on_into_the_next_block_and_back(hands: Hands) -> None:
    hands.show([said("a", "One."), said("b", "Two.")])
    hands.click(hands.at("One", 3))
    hands.keys("Shift+Right", 4)
    assert hands.selected == ".\n\nTw"
    hands.keys("Shift+Left", 4)
    assert hands.selected == ""
    hands.keys("Shift+Left")
    assert hands.selected == "e"


def test_up_and_down_extend_by_lines_and_keep_the_column(hands: Hands) -> None:
    hands.show([said("a", "```\nfirst line\nx\nthird line\n```")])
    hands.click(hands.at("first", 3))
    hands.keys("Shift+Down", 2)
    assert hands.selected == "st line\nx\nthi"
    hands.keys("Shift+Up")
    assert hands.selected == "st line\nx"


def test_by_paragraphs_pages_and_to_either_end(hands: Hands) -> None:
    hands.show(many(200))
    hands.see("t100")
    hands.click(hands.at("Paragraph number 100"))
    hands.keys("Ctrl+Shift+Down")
    assert hands.selected.strip() == "Paragraph number 100 of a long story."
    hands.keys("Shift+PgDown")
    page = hands.selected.count("Paragraph")
    assert 8 < page < 40
    hands.keys("Shift+PgDown")
    assert page * 2 - 4 <= hands.selected.count("Paragraph") <= page * 2 + 4
    hands.keys("Shift+PgUp", 2)
    assert hands.selected.count("Paragraph") <= 2
    hands.keys("Ctrl+Shift+End")
    assert hands.selected.endswith("Paragraph number 199 of a long story.")
    assert hands.selected.count("Paragraph") in (99, 100)
    hands.keys("Ctrl+Shift+Home")
    assert hands.selected.count("Paragraph") in (100, 101)
    assert hands.view.verticalScrollBar().value() == 0


def test_the_caret_is_brought_into_sight_as_it_goes(hands: Hands) -> None:
    hands.show(many(300))
    hands.see("t10")
    hands.click(hands.at("Paragraph number 10"))
    for _ in range(60):
        hands.keys("Shift+Down")
        assert in_sight(hands)
    for _ in range(75):
        hands.keys("Shift+Up")
        assert in_sight(hands)
    assert hands.selected.startswith("Paragraph number 0")


def in_sight(hands: Hands) -> bool:
    rect = hands.view.caret.rect()
    assert rect is not None
    value = hands.view.verticalScrollBar().value()
    return QRect(0, value, hands.port.width(), hands.port.height()).contains(rect)


def test_nothing_clicked_yet_the_selection_begins_with_what_is_in_sight(hands: Hands) -> None:
    hands.show(many(100))
    hands.see("t50")
    hands.keys("Shift+End")
    assert hands.selected in [f"Paragraph number {number} of a long story." for number in (48, 49, 50)]


def test_escape_lets_go_and_the_caret_stays(hands: Hands) -> None:
    hands.show([said("a", "One two three.")])
    hands.click(hands.at("two"))
    hands.keys("Shift+Right", 3)
    hands.keys("Esc")
    assert hands.selected == ""
    hands.keys("Shift+Right", 6)
    assert hands.selected == " three"


def test_left_and_right_move_the_caret_up_and_down_scroll(hands: Hands) -> None:
    hands.show(many(100))
    bar = hands.view.verticalScrollBar()
    hands.see("t50")
    hands.click(hands.at("Paragraph number 50"))
    hands.keys("Right", 2)
    hands.keys("Ctrl+Right")
    hands.keys("Shift+Right", 6)
    assert hands.selected == "number"
    before = bar.value()
    hands.keys("Down")
    assert bar.value() > before and hands.selected == "number"
    hands.keys("Home")
    assert bar.value() == 0
    hands.keys("Space")
    assert bar.value() > 300
    hands.keys("Shift+Space")
    assert bar.value() == 0


def test_f7_lets_the_plain_keys_move_the_caret(hands: Hands) -> None:
    hands.show([said("a", "```\nfirst line\nsecond line\n```"), said("b", "The end.")])
    hands.click(hands.at("first"))
    hands.keys("F7")
    hands.keys("Down")
    hands.keys("Shift+End")
    assert hands.selected == "second line"
    hands.keys("Ctrl+Home")
    hands.keys("Shift+Right", 5)
    assert hands.selected == "first"
    hands.keys("F7")
    hands.keys("Down")
    assert hands.selected == "first"


def test_the_caret_goes_by_what_a_reader_calls_a_character(hands: Hands) -> None:
    hands.show([said("a", "a👩‍🚀e\u0301b 👍🏽 end")])
    hands.click(hands.at("a"))
    for wanted in ("a", "a👩‍🚀", "a👩‍🚀e\u0301", "a👩‍🚀e\u0301b"):
        hands.keys("Shift+Right")
        assert hands.selected == wanted


def test_in_text_that_runs_from_the_right_the_keys_go_where_they_point(hands: Hands) -> None:
    hands.show([said("a", "שלום עולם"), said("b", "next")])
    hands.click(hands.at("שלום"))
    hands.keys("Shift+Left", 4)
    assert hands.selected == "שלום"
    before = hands.view.caret.rect()
    hands.keys("Shift+Left")
    after = hands.view.caret.rect()
    assert before is not None and after is not None and after.left() < before.left()
    hands.keys("Shift+Right", 5)
    assert hands.selected == ""


def test_the_caret_is_seen_where_the_view_has_the_keyboard_and_nowhere_else(hands: Hands, qtbot: QtBot) -> None:
    hands.show([said("a", "One two three.")])
    hands.click(hands.at("two"))
    accent = current_theme().color("accent").rgb()
    rect = hands.view.caret.rect()
    assert rect is not None

    def at_caret() -> int:
        return hands.port.grab().toImage().pixelColor(rect.center()).rgb()

    qtbot.waitUntil(hands.view.hasFocus)
    assert at_caret() == accent
    hands.view.clearFocus()
    assert at_caret() != accent


def test_letters_and_enter_still_mean_what_has_the_focus(hands: Hands) -> None:
    hands.show(story())
    told: list[tuple[str, str]] = []
    hands.view.permission_answered.connect(lambda *answer: told.append(answer))
    hands.click(hands.at("draft"))
    hands.keys("A")
    assert told == []
    hands.view.keys.focus_on("q1", "allow")
    hands.keys("D")
    assert told == [("r1", "deny")]


def test_a_prompt_and_a_card_are_gone_through_like_text(hands: Hands) -> None:
    hands.show([PromptBlock(block_id="p", at_us=START_US, text="please do"), *story()[4:5], said("b", "Done.")])
    hands.click(hands.at("do"))
    hands.keys("Shift+Down", 3)
    assert hands.selected.startswith("do\n\nRead  ")
    QTest.keyClick(hands.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert hands.selected.endswith("Done.")
