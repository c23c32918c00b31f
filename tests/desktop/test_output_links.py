"""Tests of links in the output: asked about before they are opened, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, TextBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_menu import menu_for
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story

WORDS = (
    "See [the docs](https://example.org/docs), <https://example.org/x>, "
    "[this](file:///etc/passwd) or [that](javascript:x)."
)


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


class Person:
    """Is asked whether to open a link; says what was answered last to be said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = QMessageBox.StandardButton.Cancel
        self.asked: list[str] = []
        self.opened: list[str] = []
        monkeypatch.setattr(QMessageBox, "exec", lambda box: self._asked(box))
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: self._open(address))

    def _asked(self, box: QMessageBox) -> QMessageBox.StandardButton:
        self.asked.append(box.informativeText())
        return self.answer

    def _open(self, address: QUrl) -> bool:
        self.opened.append(address.toString())
        return True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def said(name: str, words: str) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words)


def test_a_click_on_a_link_asks_first_and_opens_only_what_was_agreed_to(hands: Hands, person: Person) -> None:
    hands.show([said("a", WORDS)])
    hands.click(hands.at("the docs", 3))
    assert (person.asked, person.opened) == (["https://example.org/docs"], [])
    person.answer = QMessageBox.StandardButton.Open
    hands.click(hands.at("example.org/x", 3))
    assert person.opened == ["https://example.org/x"]


def test_what_leads_to_files_or_scripts_is_no_link(hands: Hands, person: Person) -> None:
    hands.show([said("a", WORDS)])
    for words in ("this", "that"):
        hands.click(hands.at(words, 2))
        assert (
            menu_for(hands.view, None, hands.view.mouse.link_at(hands.at(words, 2))).actions()[3].text() != "Open link…"
        )
    assert person.asked == []


def test_dragging_over_a_link_selects_it_and_asks_nothing(hands: Hands, person: Person) -> None:
    hands.show([said("a", WORDS)])
    hands.drag(hands.at("the docs"), hands.after("the docs"))
    assert hands.selected == "the docs" and person.asked == []


def test_tab_goes_over_links_and_cards_and_enter_asks(hands: Hands, person: Person, qtbot: QtBot) -> None:
    blocks: list[AnyBlock] = [said("a", WORDS), *story()[8:9]]
    hands.show(blocks)
    qtbot.waitUntil(hands.view.hasFocus)
    hands.keys("Tab")
    hands.keys("Return")
    hands.keys("Tab")
    hands.keys("Return")
    assert person.asked == ["https://example.org/docs", "https://example.org/x"]
    hands.keys("Tab")
    hands.keys("Return")
    assert len(hands.view.page.sections[1].pieces) == 1
    hands.keys("Shift+Tab")
    hands.keys("Return")
    assert person.asked[2:] == ["https://example.org/x"] and person.opened == []


def test_a_link_with_the_keyboard_has_a_ring_around_it(hands: Hands, qtbot: QtBot) -> None:
    hands.show([said("a", WORDS)])
    qtbot.waitUntil(hands.view.hasFocus)
    before = hands.port.grab().toImage()
    hands.keys("Tab")
    after = hands.port.grab().toImage()
    at = hands.at("the docs")
    around = [(x, y) for x in range(at.x() - 6, at.x() + 80) for y in range(at.y() - 14, at.y() + 14)]
    assert any(before.pixel(x, y) != after.pixel(x, y) for x, y in around)


def test_tab_brings_a_link_into_sight_that_stands_further_down_in_a_long_paragraph(hands: Hands) -> None:
    words = "word " * 700
    hands.show([said("a", f"{words}[here](https://example.org/here)")])
    hands.view.verticalScrollBar().setValue(0)
    hands.keys("Tab")
    assert hands.at("here").y() < hands.port.height()


def test_the_menu_offers_to_open_and_to_copy_a_link(hands: Hands) -> None:
    hands.show([said("a", WORDS)])
    placed = hands.view.page.place_of("a")
    menu = menu_for(hands.view, placed, hands.view.mouse.link_at(hands.at("the docs", 3)))
    texts = [action.text() for action in menu.actions() if action.text()]
    wanted = ["Copy", "Copy as Markdown", "Copy this block", "Open link…", "Copy link", "Select all", "Find…"]
    assert [text for text in texts if text in wanted] == wanted
