"""Tests of ``app/desktop/views/output_finding.py`` and ``output_find.py``: finding in a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, SubagentBlock, TextBlock, ThoughtBlock, ToolBlock
from app.desktop.theme import apply_theme, current_theme
from app.desktop.views.output import OutputView
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    yield view
    view.set_transcript(None)


class Search:
    """Somebody with the find bar: types words, goes on, and reads "3 of 17"."""

    def __init__(self, view: OutputView, qtbot: QtBot) -> None:
        self.hands = Hands(view)
        self.view = view
        self._qtbot = qtbot
        self.said = ""
        view.found_changed.connect(self._hear)

    def _hear(self, sentence: str) -> None:
        self.said = sentence

    def type(self, words: str) -> str:
        self.view.find(words)
        self._qtbot.waitUntil(lambda: self.view.finding.finder.is_done)
        return self.said

    def next(self, times: int = 1, backwards: bool = False) -> str:
        for _ in range(times):
            self.view.find(self.view.finding.finder.needle.words, backwards=backwards)
        return self.said

    @property
    def at(self) -> tuple[str, str]:
        """The block that is shown, and the words that are marked in it; they are in sight."""
        found = self.view.finding.found
        assert found is not None
        block_id, number, span = found
        placed = self.view.page.place_of(block_id, number)
        assert placed is not None
        y = placed.rect.top() + placed.piece.y_of(span[0]) - self.view.verticalScrollBar().value()
        assert 0 <= y < self.view.viewport().height()
        return block_id, placed.piece.text_between(*span)


@pytest.fixture
def search(view: OutputView, qtbot: QtBot) -> Search:
    return Search(view, qtbot)


def said(name: str, words: str, is_open: bool = False) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words, open=is_open)


def call(name: str, output: str, command: str = "make", block_id: str = "c") -> ToolBlock:
    return ToolBlock(
        block_id=block_id,
        at_us=1,
        tool_call_id=block_id,
        name=name,
        input={"command": command},
        status="ok",
        output=output,
    )


def many(count: int) -> list[AnyBlock]:
    return [said(f"t{number}", f"Paragraph number {number} of a long story.") for number in range(count)]


def test_matches_are_counted_and_gone_through_either_way_and_round(search: Search) -> None:
    search.hands.show(many(400))
    search.view.verticalScrollBar().setValue(0)
    assert search.type("number 39") == "1 of 11"
    assert search.at == ("t39", "number 39")
    assert search.next() == "2 of 11" and search.at[0] == "t390"
    assert search.next(backwards=True) == "1 of 11" and search.at[0] == "t39"
    assert search.next(backwards=True) == "11 of 11" and search.at[0] == "t399"
    assert search.next() == "1 of 11"


def test_the_search_begins_with_what_is_in_sight(search: Search) -> None:
    search.hands.show(many(400))
    search.hands.see("t200")
    assert search.type("paragraph") == "199 of 400"
    assert search.at[0] == "t198"


def test_case_does_not_matter_and_words_may_stand_on_two_lines(search: Search) -> None:
    search.hands.show([said("a", "The QUICK\nbrown **fox**")])
    assert search.type("quick BROWN fox") == "1 of 1"
    assert search.at == ("a", "QUICK brown fox")


def test_several_in_one_paragraph_and_one_code_block_are_each_marked(search: Search) -> None:
    search.hands.show([said("a", "one two one\n\n```\none\n  ONE\n```\n\nend")])
    assert search.type("one") == "1 of 4"
    places = [search.view.finding.found]
    for _ in range(3):
        search.next()
        places.append(search.view.finding.found)
    assert [place and place[1:] for place in places] == [(0, (0, 3)), (0, (8, 11)), (1, (0, 3)), (1, (6, 9))]


def test_what_is_folded_away_is_found_and_only_as_much_is_opened_as_is_needed(search: Search) -> None:
    lines = "\n".join(f"line {number}" for number in range(1_000))
    search.hands.show([*many(20), call("Bash", lines)])
    section = search.view.page.sections[-1]
    assert search.type("line 99") == "1 of 11"
    assert search.at == ("c", "line 99") and section.show_all
    section.show_all = False
    section.rebuild(search.view.page.look)
    search.view.page.changed(section)
    search.type("")
    assert search.type("line 999") == "1 of 1"
    assert search.at == ("c", "line 999") and not section.show_all
    assert search.type("line 5") == "1 of 111"
    assert search.at == ("c", "line 5") and not section.show_all


def test_a_folded_card_is_opened_but_not_for_its_own_title(search: Search) -> None:
    thought = ThoughtBlock(block_id="th", at_us=1, text="Something " + "long " * 200 + "hidden at the end.")
    grep = ToolBlock(
        block_id="g",
        at_us=1,
        tool_call_id="g",
        name="Grep",
        input={"pattern": "needle"},
        status="ok",
        output="haystack",
    )
    search.hands.show([said("a", "Start."), thought, grep])
    sections = search.view.page.sections
    assert search.type("hidden at the end") == "1 of 1"
    assert search.at[0] == "th" and sections[1].is_open
    assert search.type("needle").startswith("1 of ")
    assert search.at[0] == "g" and not sections[2].is_open
    assert search.type("haystack") == "1 of 1"
    assert search.at == ("g", "haystack") and sections[2].is_open


def test_the_words_of_a_folded_subagent_are_found_in_their_place(search: Search) -> None:
    blocks: list[AnyBlock] = [
        said("a", "before the fox"),
        SubagentBlock(block_id="s", at_us=2, subagent_lane="l", agent_kind="Explore", description="look"),
        said("z", "after the fox"),
        TextBlock(block_id="x", at_us=3, lane="l", text="inside, the fox again"),
    ]
    search.hands.show(blocks)
    assert search.type("the fox") == "1 of 3"
    assert search.next() == "2 of 3"
    assert search.at == ("x", "the fox")
    assert search.view.page.index_of["x"] == 2
    assert search.next() == "3 of 3" and search.at[0] == "z"


def test_colours_of_a_terminal_do_not_hide_words(search: Search) -> None:
    search.hands.show([call("Bash", "\x1b[31m1 fai\x1b[1mled\x1b[0m, \x1b[32m23 passed\x1b[0m")])
    assert search.type("1 failed, 23 passed") == "1 of 1"
    assert search.at == ("c", "1 failed, 23 passed")
    assert search.type("[31m") == "nothing found"


def test_the_count_follows_what_is_written_and_the_match_in_sight_stays(search: Search, qtbot: QtBot) -> None:
    transcript = search.hands.show([said("a", "fox"), said("b", "", is_open=True)])
    assert search.type("fox") == "1 of 1"
    for word in ("The f", "ox and\n\nanother ", "fox"):
        transcript.say("b", word)
        search.view.refresh()
    qtbot.waitUntil(lambda: search.said == "1 of 3")
    search.next(2)
    assert search.said == "3 of 3"
    transcript.put(said("c", "One more fox."))
    transcript.put_before("b", said("early", "An early fox."))
    search.view.refresh()
    qtbot.waitUntil(lambda: search.said == "4 of 5")
    transcript.remove("early")
    search.view.refresh()
    qtbot.waitUntil(lambda: search.said == "3 of 4")


def test_what_comes_when_nothing_was_found_is_gone_to(search: Search, qtbot: QtBot) -> None:
    transcript = search.hands.show([said("a", "words")])
    assert search.type("fox") == "nothing found"
    transcript.put(said("b", "a fox"))
    search.view.refresh()
    qtbot.waitUntil(lambda: search.said == "1 of 1")
    assert search.at == ("b", "fox")


@pytest.mark.slow
def test_ten_megabytes_are_searched_without_holding_up_the_window(search: Search, qtbot: QtBot) -> None:
    words = "\n\n".join(f"Paragraph **number** {number}, with some more words in it." for number in range(60_000))
    search.hands.show([said("a", words), *many(10)])
    beats: list[None] = []
    heart = QTimer()
    heart.setInterval(0)
    heart.timeout.connect(lambda: beats.append(None))
    heart.start()
    search.view.find("number 59999")
    assert not search.view.finding.finder.is_done
    qtbot.waitUntil(lambda: search.view.finding.finder.is_done, timeout=60_000)
    heart.stop()
    assert len(beats) > 20
    assert search.said == "1 of 1"
    assert search.at == ("a", "number 59999")
    assert search.view.page.laid_out_count < 200


def test_everything_found_in_sight_is_marked_and_the_one_gone_to_stands_out(search: Search) -> None:
    search.hands.show([said("a", "fox\n\nfox\n\nfox")])
    before = search.view.viewport().grab().toImage()
    search.type("fox")
    search.next()
    after = search.view.viewport().grab().toImage()
    found = current_theme().color("needs_you").rgb()
    assert colours(before).isdisjoint({found})
    assert found in colours(after)
    rows = [y for y in range(after.height()) if differs(before, after, y)]
    assert max(rows) - min(rows) > 40


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, 200) for y in range(0, 200)}


def differs(one: QImage, other: QImage, y: int) -> bool:
    return any(one.pixel(x, y) != other.pixel(x, y) for x in range(28, 60))


def test_nothing_found_is_said_and_closing_keeps_what_was_found_selected(search: Search) -> None:
    search.hands.show(story())
    assert search.type("no such words") == "nothing found"
    search.type("changelog")
    search.view.close_find()
    assert search.said == ""
    assert search.hands.selected == "changelog"


def test_f3_goes_on_and_shift_f3_back(search: Search) -> None:
    search.hands.show(many(30))
    search.view.verticalScrollBar().setValue(0)
    search.type("paragraph")
    search.hands.keys("F3", 2)
    assert search.said == "3 of 30"
    search.hands.keys("Shift+F3")
    assert search.said == "2 of 30"
