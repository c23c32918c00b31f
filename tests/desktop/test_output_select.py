"""Tests of ``app/desktop/views/output_select.py`` and ``output_mouse.py``: selecting with the mouse, and keeping it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, TextBlock, ToolBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication) -> Iterator[Hands]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    yield Hands(view)
    view.set_transcript(None)


def said(name: str, words: str, is_open: bool = False) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words, open=is_open)


def many(count: int) -> list[AnyBlock]:
    return [said(f"t{number}", f"Paragraph number {number} of a long story.") for number in range(count)]


def bash(output: str, status: str = "ok") -> ToolBlock:
    return ToolBlock(
        block_id="c",
        at_us=START_US,
        tool_call_id="c",
        name="Bash",
        input={"command": "make"},
        status=status,  # type: ignore[arg-type]
        output=output,
    )


# ── with the mouse ──


def test_dragging_selects_from_here_to_there_across_blocks(hands: Hands) -> None:
    hands.show([said("a", "Some **bold** words."), said("b", "More of them.")])
    hands.drag(hands.at("bold"), hands.after("More"))
    assert hands.selected == "bold words.\n\nMore"


def test_dragging_backwards_selects_the_same(hands: Hands) -> None:
    hands.show([said("a", "Some **bold** words."), said("b", "More of them.")])
    hands.drag(hands.after("More"), hands.at("bold"))
    assert hands.selected == "bold words.\n\nMore"


def test_a_click_lets_go_of_what_was_selected(hands: Hands) -> None:
    hands.show([said("a", "Some words.")])
    hands.drag(hands.at("Some"), hands.after("Some"))
    hands.click(hands.at("words"))
    assert hands.selected == ""


def test_a_double_click_selects_a_word(hands: Hands) -> None:
    hands.show([said("a", "One wonderful world of words.")])
    hands.double_click(hands.at("wonderful", 3))
    assert hands.selected == "wonderful"


def test_after_a_double_click_dragging_either_way_takes_whole_words(hands: Hands) -> None:
    hands.show([said("a", "One wonderful world of words.")])
    hands.press(hands.at("world", 2), times=2)
    hands.drag_on(hands.at("words", 2))
    assert hands.selected == "world of words"
    hands.drag_on(hands.at("wonderful", 4))
    assert hands.selected == "wonderful world"
    hands.release(hands.at("wonderful", 4))
    assert hands.selected == "wonderful world"


def test_a_triple_click_selects_a_paragraph_and_in_code_a_line(hands: Hands) -> None:
    hands.show([said("a", "One sentence. Another.\n\nNext.\n\n```\nfirst line\nsecond line\n```")])
    hands.triple_click(hands.at("Another"))
    assert hands.selected == "One sentence. Another."
    hands.triple_click(hands.at("second", 3))
    assert hands.selected == "second line"


def test_after_a_triple_click_dragging_takes_whole_lines(hands: Hands) -> None:
    hands.show([said("a", "```\nfirst line\nsecond line\nthird line\n```")])
    hands.press(hands.at("second", 3), times=3)
    hands.drag_on(hands.at("third", 2))
    assert hands.selected == "second line\nthird line"
    hands.drag_on(hands.at("first", 2))
    assert hands.selected == "first line\nsecond line"


def test_shift_and_a_click_extend_the_selection_to_there(hands: Hands) -> None:
    hands.show([said("a", "One two three."), said("b", "Four five.")])
    hands.click(hands.at("two"))
    hands.click(hands.after("Four"), SHIFT)
    assert hands.selected == "two three.\n\nFour"
    hands.click(hands.after("two"), SHIFT)
    assert hands.selected == "two"


def test_between_two_blocks_the_nearer_text_is_taken_not_the_end_of_a_long_block(hands: Hands) -> None:
    hands.show([said("a", "First."), said("b", "Second.\n\nThird.\n\nFourth.")])
    below = hands.at("Second")
    hands.drag(hands.at("First"), QPoint(below.x(), below.y() - 16))
    assert hands.selected == "First."


def test_dragging_below_the_window_scrolls_on_faster_the_further_away_until_the_button_is_released(
    hands: Hands, qtbot: QtBot
) -> None:
    hands.show(many(3_000))
    bar = hands.view.verticalScrollBar()
    bar.setValue(0)
    hands.press(hands.at("Paragraph number 0"))
    speeds: list[int] = []
    for distance in (10, 300):
        hands.drag_on(QPoint(100, hands.port.height() + distance))
        steps: list[int] = []
        bar.valueChanged.connect(steps.append)
        qtbot.waitUntil(lambda steps=steps: len(steps) >= 4)
        bar.valueChanged.disconnect(steps.append)
        speeds.append(steps[-1] - steps[-2])
    assert 0 < speeds[0] < speeds[1]
    hands.release(QPoint(100, hands.port.height() + 300))
    reached = bar.value()
    assert hands.selected.startswith("Paragraph number 0 of") and hands.selected.count("\n\n") > 20
    QApplication.processEvents()
    assert bar.value() == reached and not hands.view.mouse._auto.isActive()


def test_turning_the_wheel_while_dragging_selects_what_comes_under_the_mouse(hands: Hands) -> None:
    hands.show(many(200))
    bar = hands.view.verticalScrollBar()
    bar.setValue(0)
    hands.press(hands.at("Paragraph number 0"))
    hands.drag_on(QPoint(200, 300))
    before = len(hands.selected)
    bar.setValue(bar.value() + 400)
    assert len(hands.selected) > before


def test_pressing_a_button_or_a_fold_leaves_the_selection_alone(hands: Hands) -> None:
    hands.show([said("a", "Some words."), bash("out"), said("b", "The end.")])
    hands.drag(hands.at("Some"), hands.after("words"))
    hands.click(hands.at("Bash"))
    assert hands.selected == "Some words"


# ── what it outlives ──


def test_the_selection_stays_while_more_is_written_and_the_block_is_replaced(hands: Hands) -> None:
    transcript = hands.show([said("a", "Some chosen words.\n\nMore", is_open=True)])
    hands.drag(hands.at("chosen"), hands.after("More"))
    for word in (" and", " more.\n\n", "And **mo", "re**"):
        transcript.say("a", word)
        hands.view.refresh()
        assert hands.selected == "chosen words.\n\nMore"
    transcript.put(said("a", "Some chosen words.\n\nMore and more.\n\nAnd **more**"))
    transcript.put(said("b", "Another block."))
    hands.view.refresh()
    assert hands.selected == "chosen words.\n\nMore"


def test_the_selection_stays_with_another_zoom_and_width(hands: Hands) -> None:
    hands.show([said("a", "Some chosen words " * 30), said("b", "The end.")])
    hands.drag(hands.at("chosen"), hands.after("The"))
    before = hands.selected
    hands.view.set_zoom(2.0)
    assert hands.selected == before
    hands.view.resize(500, 600)
    QApplication.processEvents()
    assert hands.selected == before


def test_a_selection_inside_a_card_comes_back_when_the_card_is_opened_again(hands: Hands) -> None:
    hands.show([said("a", "Before."), bash("one\ntwo\nthree"), said("b", "After.")])
    hands.drag(hands.at("one"), hands.after("two"))
    hands.click(hands.at("Bash"))
    assert "two" not in hands.selected
    hands.click(hands.at("Bash"))
    assert hands.selected == "one\ntwo"


def test_a_selection_in_the_end_of_long_output_stays_there_when_all_of_it_is_shown(hands: Hands) -> None:
    hands.show([bash("\n".join(f"line {number}" for number in range(300)))])
    hands.drag(hands.at("line 280"), hands.after("line 285"))
    before = hands.selected
    assert before.startswith("line 280") and before.endswith("line 285")
    hands.view.verticalScrollBar().setValue(0)
    hands.click(hands.at("… Show all"))
    assert hands.selected == before


def test_a_removed_block_takes_the_selection_with_it(hands: Hands) -> None:
    transcript = hands.show([said("a", "Some words."), said("b", "The end.")])
    hands.drag(hands.at("Some"), hands.after("Some"))
    transcript.remove("a")
    hands.view.refresh()
    assert hands.selected == ""
    hands.keys("Shift+Right")
    assert hands.selected == "T"


def test_blocks_that_come_in_between_are_part_of_the_selection(hands: Hands) -> None:
    transcript = hands.show([said("a", "First."), said("c", "Third.")])
    hands.drag(hands.at("First"), hands.after("Third"))
    transcript.put_before("c", said("b", "Second."))
    hands.view.refresh()
    assert hands.selected == "First.\n\nSecond.\n\nThird"


def test_everything_is_selected_and_let_go_of(hands: Hands) -> None:
    hands.show(story())
    hands.keys("Ctrl+A")
    assert hands.selected.startswith("Session started") and hands.selected.endswith("changelog ent")
    hands.keys("Esc")
    assert hands.selected == ""
