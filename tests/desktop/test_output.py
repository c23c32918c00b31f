"""Tests of ``app/desktop/views/output.py``: reading, following, folding, selecting, finding and answering."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core import events as e
from app.core.projections.blocks import AnyBlock, PermissionBlock, PromptBlock, SubagentBlock, TextBlock, ToolBlock
from app.core.projections.transcript import Transcript
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.document import SafeDocument
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from tests.helpers.output_story import START_US, StoryTranscript, story
from tests.helpers.story import Story

Show = Callable[[list[AnyBlock]], StoryTranscript]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.clock_us = lambda: START_US + 12_000_017
    view.resize(900, 600)
    view.show()
    yield view
    view.set_transcript(None)


@pytest.fixture
def show(view: OutputView, qapp: QApplication) -> Show:
    def shown(blocks: list[AnyBlock]) -> StoryTranscript:
        transcript = StoryTranscript(blocks)
        view.set_transcript(transcript)
        qapp.processEvents()
        return transcript

    return shown


def text(name: str, words: str, is_open: bool = False) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words, open=is_open)


def many(count: int) -> list[AnyBlock]:
    return [
        text(f"t{number}", f"Paragraph number {number} of a long story.\n\nAnd more of it.") for number in range(count)
    ]


def pieces(view: OutputView, block_id: str) -> list[Piece]:
    section = view.page.sections[view.page.index_of[block_id]]
    section.materialise(view.page.look)
    return section.pieces


def screen_top(view: OutputView, block_id: str) -> int:
    placed = view.page.place_of(block_id)
    assert placed is not None
    return placed.rect.top() - view.verticalScrollBar().value()


def click(view: OutputView, block_id: str, action: str) -> None:
    placed = view.page.place_of(block_id)
    assert placed is not None
    for number in range(len(placed.section.pieces)):
        piece = view.page.lay_out(placed.section, number)
        for target in piece.targets(view.page.look):
            if target.action == action:
                view.reveal(block_id, number, 0)
                here = view.page.place_of(block_id, number)
                assert here is not None
                at = here.rect.topLeft() + target.rect.center() - QPoint(0, view.verticalScrollBar().value())
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
                return
    raise AssertionError(f"{block_id} offers no {action}")


def everything(view: OutputView) -> str:
    view.selection.everything(view.page)
    copied = view.selected_text()
    view.selection.clear()
    return copied


# ── showing ──


def test_a_whole_session_is_shown_in_order(view: OutputView, show: Show) -> None:
    show(story())
    words = everything(view)
    wanted = [
        "keep its query string",
        "I'll look at",
        "Read",
        "Three places",
        "target_of(request)",
        "pytest",
        "compacted",
        "Allow",
    ]
    places = [words.find(each) for each in wanted[:-1]]
    assert places == sorted(places) and -1 not in places


def test_a_session_opens_at_its_end_and_only_what_is_in_sight_is_laid_out(view: OutputView, show: Show) -> None:
    show(many(2_000))
    assert view.is_following
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 50_000
    assert view.page.laid_out_count < 60


def test_text_is_shown_as_it_is_written(view: OutputView, show: Show) -> None:
    transcript = show([text("t", "", is_open=True)])
    for word in ("Some **bo", "ld** words\n\n```py\nx = ", "1\n```\n\nThe ", "end"):
        transcript.say("t", word)
        view.refresh()
    assert everything(view) == "Some bold words\n\nx = 1\n\nThe end"


def test_finished_parts_are_never_laid_out_again_while_more_is_written(view: OutputView, show: Show) -> None:
    transcript = show([text("t", "First part.\n\nSecond part.\n\n", is_open=True)])
    before = pieces(view, "t")[:2]
    documents = [piece.document for piece in before]  # type: ignore[attr-defined]
    for _ in range(50):
        transcript.say("t", "more words ")
        view.refresh()
    after = pieces(view, "t")[:2]
    assert [piece is old for piece, old in zip(after, before, strict=True)] == [True, True]
    assert [piece.document for piece in after] == documents  # type: ignore[attr-defined]


def test_a_part_is_laid_out_once_while_it_is_open_in_a_frame_and_once_when_it_is_finished(
    view: OutputView, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []
    make = MarkdownPiece.make

    def counted(piece: MarkdownPiece, look: Look, width: int) -> SafeDocument:
        laid_out.append(piece.part.source)
        return make(piece, look, width)

    monkeypatch.setattr(MarkdownPiece, "make", counted)
    transcript = show([text("t", "", is_open=True)])
    for number in range(200):
        for word in (f"Paragraph {number} ", "and more ", "of it.", "\n\n"):
            transcript.say("t", word)
            view.refresh()
    finished = [f"Paragraph {number} and more of it." for number in range(200)]
    assert [laid_out.count(source) for source in finished] == [2] * 200
    assert len(laid_out) == 4 * 200


def test_the_written_text_takes_the_place_of_the_streamed_one_without_a_jump(view: OutputView, show: Show) -> None:
    transcript = show([*many(30), text("t", "One.\n\nTwo", is_open=True)])
    before = pieces(view, "t")[0]
    transcript.put(text("t", "One.\n\nTwo."))
    view.refresh()
    assert pieces(view, "t")[0] is before
    assert everything(view).endswith("One.\n\nTwo.")


def test_another_text_under_the_same_name_replaces_what_was_shown(view: OutputView, show: Show) -> None:
    transcript = show([text("t", "Half a sentence tha", is_open=True)])
    transcript.put(text("t", "Something else."))
    view.refresh()
    assert everything(view) == "Something else."


def test_a_message_that_broke_off_says_so(view: OutputView, show: Show) -> None:
    show([TextBlock(block_id="t", at_us=1, text="Half a", cut=True)])
    assert "never received" in everything(view)


def test_a_message_that_broke_off_but_is_whole_after_all_does_not_say_so_any_more(view: OutputView, show: Show) -> None:
    transcript = show([TextBlock(block_id="t", at_us=1, text="All of it.", cut=True)])
    assert "never received" in everything(view)
    transcript.put(TextBlock(block_id="t", at_us=1, text="All of it."))
    view.refresh()
    assert everything(view) == "All of it."


def test_half_a_message_of_an_agent_that_died_is_marked_until_the_rest_is_found(view: OutputView) -> None:
    told = Story().opens().says("Half a sentence tha", final=False)
    transcript = Transcript(told.key)
    view.set_transcript(transcript)
    for record in told.records:
        transcript.apply(record)
    view.refresh()
    assert "never received" not in everything(view)
    told.gone()
    transcript.apply(told.records[-1])
    view.refresh()
    assert "Half a sentence tha" in everything(view) and "Part of this message was never received." in everything(view)
    told.transcript(e.MessageWritten(block_id="w1", text="Half a sentence that goes on."))
    transcript.apply(told.records[-1])
    view.refresh()
    assert "that goes on." in everything(view) and "never received" not in everything(view)


def test_text_written_out_of_sight_is_there_when_the_reader_comes_to_it(
    view: OutputView, show: Show, qtbot: QtBot
) -> None:
    transcript = show(many(60))
    view.verticalScrollBar().setValue(0)
    transcript.put(text("late", "One", is_open=True))
    view.refresh()
    for word in (" two", " three.\n\nFo", "ur"):
        transcript.say("late", word)
        view.refresh()
    view.find("three")
    qtbot.waitUntil(lambda: view.finding.finder.is_done)
    assert view.finding.found is not None and view.finding.found[0] == "late"
    view.follow_latest()
    assert everything(view).endswith("One two three.\n\nFour")


def test_a_call_that_turns_out_to_be_a_subagent_becomes_its_card(view: OutputView, show: Show) -> None:
    transcript = show([ToolBlock(block_id="c", at_us=1, tool_call_id="c", name="Agent")])
    transcript.put(SubagentBlock(block_id="c", at_us=1, subagent_lane="a", agent_kind="Explore", description="look"))
    view.refresh()
    assert everything(view).startswith("Agent · Explore  look")


def test_new_blocks_are_put_where_they_belong(view: OutputView, show: Show) -> None:
    transcript = show([text("a", "first")])
    transcript.put(text("c", "third"))
    view.refresh()
    transcript.put_before("c", text("b", "second"))
    view.refresh()
    assert everything(view) == "first\n\nsecond\n\nthird"
    transcript.remove("b")
    view.refresh()
    assert everything(view) == "first\n\nthird"


def test_a_tool_call_shows_what_became_of_it(view: OutputView, show: Show) -> None:
    call = ToolBlock(
        block_id="c", at_us=1, tool_call_id="c", name="Bash", input={"command": "ls"}, started_at_us=START_US + 17
    )
    transcript = show([call])
    [header] = pieces(view, "c")
    assert header.is_live and view.clock.is_running
    transcript.put(
        ToolBlock(
            block_id="c",
            at_us=1,
            tool_call_id="c",
            name="Bash",
            input={"command": "ls"},
            status="ok",
            output="a b",
            duration_ms=99,
        )
    )
    view.refresh()
    assert [piece.text() for piece in pieces(view, "c")] == ["Bash  ls  99 ms", "a b"]
    assert not view.clock.is_running


# ── the reader's place ──


def test_it_sticks_to_the_end_and_lets_go_when_the_reader_scrolls_up(view: OutputView, show: Show) -> None:
    transcript = show([*many(60), text("t", "", is_open=True)])
    transcript.say("t", "word " * 400)
    view.refresh()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(bar.value() - 300)
    place = bar.value()
    assert not view.is_following and view.latest.isVisible()
    transcript.say("t", "word " * 400)
    transcript.put(text("new", "A new block."))
    view.refresh()
    assert bar.value() == place
    assert view.latest.text() == "↓ latest (1)"
    view.latest.click()
    assert view.is_following and bar.value() == bar.maximum() and not view.latest.isVisible()


def test_what_is_read_stays_put_when_something_above_it_grows(view: OutputView, show: Show) -> None:
    transcript = show(many(80))
    view.jump_to_block("t40")
    top = screen_top(view, "t40")
    transcript.put(text("t3", "Much longer now. " * 300))
    view.refresh()
    assert screen_top(view, "t40") == top
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 2_000)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 2_000)
    assert view.page.place_of("t40") is not None


def test_a_block_can_be_jumped_to(view: OutputView, show: Show) -> None:
    show(many(500))
    assert view.jump_to_block("t123")
    assert 0 < screen_top(view, "t123") < 100
    assert not view.jump_to_block("nobody")


def test_zoom_and_width_keep_the_place_in_the_text(view: OutputView, show: Show, qapp: QApplication) -> None:
    show(many(200))
    view.jump_to_block("t100")
    view.set_zoom(1.5)
    assert abs(screen_top(view, "t100") - 48) < 60
    view.resize(600, 600)
    qapp.processEvents()
    assert abs(screen_top(view, "t100") - 48) < 90
    assert view.zoom == 1.5
    view.zoom_by(0)
    assert view.zoom == 1.0


def test_prose_is_never_wider_than_ninety_characters(view: OutputView, show: Show, qapp: QApplication) -> None:
    view.resize(2_400, 600)
    qapp.processEvents()
    show([text("t", "word " * 200)])
    document = pieces(view, "t")[0].document  # type: ignore[attr-defined]
    assert document.textWidth() <= view.page.look.char_px * 90 + 1


# ── folding ──


def test_a_thought_is_folded_until_it_is_opened(view: OutputView, show: Show) -> None:
    show(story())
    assert len(pieces(view, "th1")) == 1
    click(view, "th1", "fold")
    assert len(pieces(view, "th1")) == 2
    click(view, "th1", "fold")
    assert len(pieces(view, "th1")) == 1


def test_long_output_is_folded_in_its_middle_and_shown_whole_on_demand(view: OutputView, show: Show) -> None:
    lines = "\n".join(f"line {number}" for number in range(1_000))
    show(
        [
            ToolBlock(
                block_id="c",
                at_us=1,
                tool_call_id="c",
                name="Bash",
                input={"command": "seq"},
                status="ok",
                output=lines,
            )
        ]
    )
    shown = [piece.text() for piece in pieces(view, "c")]
    assert shown[1].endswith("line 9") and "960 more lines" in shown[2] and shown[3].startswith("line 970")
    click(view, "c", "show_all")
    assert "\n".join(piece.text() for piece in pieces(view, "c")[1:]) == lines


def test_what_is_unfolded_stays_under_the_pointer(view: OutputView, show: Show) -> None:
    blocks = many(60)
    read = ToolBlock(
        block_id="c", at_us=1, tool_call_id="c", name="Read", input={"file_path": "a"}, status="ok", output="x\n" * 30
    )
    show([*blocks[:30], read, *blocks[30:]])
    view.reveal("c", 0, 0, 200)
    top = screen_top(view, "c")
    click_at = view.page.place_of("c")
    assert click_at is not None
    at = click_at.rect.center() - QPoint(0, view.verticalScrollBar().value())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(pieces(view, "c")) > 1
    assert screen_top(view, "c") == top


def test_a_subagents_own_words_open_in_place(view: OutputView, show: Show) -> None:
    transcript = show(story())
    assert "at" not in view.page.index_of
    click(view, "s1", "fold")
    card, words = view.page.index_of["s1"], view.page.index_of["at"]
    assert (words - card, view.page.sections[words].depth) == (2, 1)
    transcript.put(TextBlock(block_id="more", at_us=START_US + 30, lane="a1", text="One more."))
    view.refresh()
    assert view.page.index_of["more"] == words + 1
    click(view, "s1", "fold")
    assert "at" not in view.page.index_of


# ── permissions ──


def test_allow_and_deny_answer_the_request(view: OutputView, show: Show, qtbot: QtBot) -> None:
    show(story())
    for behavior in ("allow", "deny"):
        with qtbot.waitSignal(view.permission_answered) as told:
            click(view, "q1", behavior)
        assert told.args == ["r1", behavior]


def test_a_settled_request_offers_nothing_any_more(view: OutputView, show: Show) -> None:
    transcript = show(story())
    request = PermissionBlock(
        block_id="q1",
        at_us=START_US + 18,
        request_id="r1",
        tool_name="Bash",
        input={"command": "git push"},
        state="elsewhere",
    )
    transcript.put(request)
    view.refresh()
    [line] = pieces(view, "q1")
    assert line.targets(view.page.look) == []
    assert line.text() == "Answered in its terminal  Bash  git push"


def test_letters_answer_only_the_request_that_has_the_focus(view: OutputView, show: Show) -> None:
    show(story())
    told: list[tuple[str, str]] = []
    view.permission_answered.connect(lambda *answer: told.append(answer))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A)
    assert told == []
    view.keys.focus_on("q1", "allow")
    QTest.keyClick(view, Qt.Key.Key_D)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == [("r1", "deny"), ("r1", "allow")]


def test_a_request_that_nobody_can_answer_here_has_no_buttons(view: OutputView, show: Show) -> None:
    show(story())
    view.set_answerable(set())
    assert all(not piece.targets(view.page.look) for piece in pieces(view, "q1"))
    view.set_answerable({"r1"})
    assert any(piece.targets(view.page.look) for piece in pieces(view, "q1"))


# ── selecting and copying ──


def test_text_is_selected_across_blocks_and_copied(view: OutputView, show: Show) -> None:
    show(
        [
            PromptBlock(block_id="p", at_us=START_US, text="please"),
            text("a", "Some **bold** words."),
            text("b", "```\ncode\n```"),
        ]
    )
    port = view.viewport()
    first, last = view.page.place_of("a"), view.page.place_of("b")
    assert first is not None and last is not None
    start = first.rect.topLeft() + QPoint(1, 8)
    end = last.rect.topLeft() + QPoint(300, 18)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    view.mouse._drag_to(end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Some bold words.\n\ncode"


def test_a_double_click_selects_a_word(view: OutputView, show: Show) -> None:
    show([text("a", "wonderful words")])
    placed = view.page.place_of("a")
    assert placed is not None
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=placed.rect.topLeft() + QPoint(20, 12))
    assert view.selected_text() == "wonderful"


def test_everything_can_be_selected_though_little_is_laid_out(view: OutputView, show: Show) -> None:
    show(many(300))
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_text().count("Paragraph number") == 300
    assert view.page.laid_out_count < 150


# ── keyboard and reading aloud ──


def test_tab_goes_through_what_can_be_pressed_and_enter_presses_it(view: OutputView, show: Show) -> None:
    show(story()[:6])
    view.setFocus()
    assert view.focusNextPrevChild(True)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(pieces(view, "th1")) == 2


HALF_ARRIVED = (
    "# A heading\n\nSome **bold** and *slanted* words, `code()` and a [link](https://example.org/a_b).\n\n"
    "| name | count |\n|:-----|------:|\n| one  | 1     |\n| two  | **2** |\n\n"
    "- an item\n- [x] a done task\n  1. and a number\n\n> a **quote** of it\n\n```python\nx = [1]\n```\n\n"
    "The ~~end~~ end."
)


def test_at_no_letter_does_half_arrived_markup_show_its_marks(view: OutputView, show: Show) -> None:
    transcript = show([text("t", "", is_open=True)])
    nonsense: list[str] = []
    for letter in HALF_ARRIVED:
        transcript.say("t", letter)
        view.refresh()
        for placed in view.page.between(0, 10_000):
            document = getattr(placed.piece, "document", None)
            words = document.toPlainText() if document is not None else ""
            nonsense += [words for mark in ("**", "](", "|-", "|:", "```", "# ", "~~", "[x", "> ") if mark in words]
    assert nonsense == []


def test_what_is_shown_of_a_text_does_not_depend_on_how_it_came(view: OutputView, show: Show) -> None:
    transcript = show([text("t", "", is_open=True)])
    for letter in HALF_ARRIVED:
        transcript.say("t", letter)
        view.refresh()
    transcript.put(text("t", HALF_ARRIVED))
    view.refresh()
    streamed = everything(view)
    show([text("u", HALF_ARRIVED)])
    assert streamed == everything(view)


def test_headings_are_larger_than_words_by_their_level(view: OutputView, show: Show) -> None:
    show([text("t", "# One\n\n## Two\n\n### Three\n\nWords")])
    heights = []
    for piece in pieces(view, "t"):
        document = piece.document  # type: ignore[attr-defined]
        heights.append(document.firstBlock().begin().fragment().charFormat().font().pointSizeF())
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 4


def test_an_item_beside_a_task_keeps_its_mark(view: OutputView, show: Show) -> None:
    show([text("t", "- an item\n- [x] a task\n- another\n")])
    document = pieces(view, "t")[0].document  # type: ignore[attr-defined]
    items = [document.findBlockByNumber(number).textList() for number in range(3)]
    assert [each is not None for each in items] == [True, False, True]
    assert items[0].format().style() != items[0].format().Style.ListStyleUndefined
