"""Tests of ``app/desktop/views/output_cards.py``: what the cards of tool calls and subagents show and do."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, PermissionBlock, PromptBlock, SubagentBlock, TextBlock, ToolBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_menu import menu_for
from app.desktop.views.output_pieces import header as header_module
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.diff import DiffPiece
from app.desktop.views.output_pieces.link import LinkPiece
from tests.helpers.cards import call, header, labels, pieces, press, tab_to
from tests.helpers.output_story import START_US, StoryTranscript

Show = Callable[..., StoryTranscript]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.clock_us = lambda: START_US + 75_000_000
    yield view
    view.set_transcript(None)


@pytest.fixture
def show(view: OutputView) -> Show:
    def shown(*blocks: AnyBlock) -> StoryTranscript:
        transcript = StoryTranscript(list(blocks))
        view.set_transcript(transcript)
        view.reveal(blocks[0].block_id, 0, 0)
        view.setFocus()
        view.grab()
        return transcript

    return shown


# ── commands ──


def test_a_long_command_is_shown_whole_and_copied_from_its_header(view: OutputView, show: Show) -> None:
    command = "python -m pytest tests/test_login.py \\\n  --maxfail=1 -k 'redirect and not slow'"
    show(call("Bash", {"command": command, "description": "Run the login tests"}, {"stdout": "ok", "stderr": ""}))
    assert header(view).words.argument == "Run the login tests"
    assert pieces(view)[1].text() == command
    press(view, "Copy command")
    assert QGuiApplication.clipboard().text() == command


def test_what_is_copied_is_what_is_seen(view: OutputView, show: Show) -> None:
    show(call("Bash", {"command": "ls \u202eevil\x1b[31m"}))
    press(view, "Copy command")
    assert QGuiApplication.clipboard().text() == "ls ⟦U+202E⟧evil⟦ESC⟧[31m"


def test_output_is_copied_whole_and_without_its_colours_though_most_of_it_is_folded(
    view: OutputView, show: Show
) -> None:
    printed = "\n".join(f"\x1b[32mline {number}\x1b[0m" for number in range(500))
    show(call("Bash", {"command": "seq"}, {"stdout": printed, "stderr": ""}))
    press(view, "Copy output")
    assert QGuiApplication.clipboard().text() == "\n".join(f"line {number}" for number in range(500))


def test_progress_is_shown_as_it_came_out(view: OutputView, show: Show) -> None:
    show(call("Bash", {"command": "get"}, {"stdout": "10%\r50%\r100%\ndone", "stderr": ""}))
    assert pieces(view)[1].text() == "100%\ndone"


def test_a_running_command_says_so_and_its_clock_goes_on(view: OutputView, show: Show) -> None:
    show(call("Bash", {"command": "sleep 99"}, status="running", started_at_us=START_US))
    assert header(view).text() == "Bash  sleep 99  running" and header(view).is_live


@pytest.mark.parametrize(
    ("status", "error", "state", "body"),
    [
        ("failed", "Exit code 3\nout", "exit 3", ["out"]),
        ("failed", "Exit code 143\nCommand timed out after 2m 0.0s\nout", "timed out", ["Command timed out after 2m"]),
        ("interrupted", "The user doesn't want to proceed with this tool use. STOP.", "interrupted", []),
        (
            "denied",
            "The user doesn't want to proceed with this tool use. the user said:\nnot now",
            "denied",
            ["not now"],
        ),
        ("denied", "not on a Friday", "denied", ["not on a Friday"]),
    ],
)
def test_what_went_wrong_is_told_in_the_words_of_who_said_it(
    view: OutputView, show: Show, status: Any, error: str, state: str, body: list[str]
) -> None:
    show(call("Bash", {"command": "make"}, status=status, error=error))
    assert header(view).words.state == state
    shown = [piece.text() for piece in pieces(view)[1:]]
    assert len(shown) == len(body) and all(text.startswith(start) for text, start in zip(shown, body, strict=True))


def test_an_error_wrapped_for_a_model_is_unwrapped(view: OutputView, show: Show) -> None:
    error = "<tool_use_error>File has not been read yet.</tool_use_error>"
    show(call("Write", {"file_path": "a.txt", "content": "x"}, status="failed", error=error))
    assert pieces(view)[-1].text() == "File has not been read yet."
    assert header(view).text() == "Write  a.txt  failed"  # and not "+1": nothing was added


# ── files ──


def test_words_that_changed_stand_on_stronger_ground(view: OutputView, show: Show) -> None:
    patch = [{"oldStart": 7, "newStart": 7, "lines": ["-total = sum(prices)", "+total = max(prices)"]}]
    show(call("Edit", {"file_path": "a.py"}, {"structuredPatch": patch}))
    piece = pieces(view)[1]
    assert isinstance(piece, DiffPiece) and piece.document is not None
    colours = view.page.look.theme
    marked = {}
    block = piece.document.begin()
    while block.isValid():
        for span in block.layout().formats():
            if span.format.background().style() != Qt.BrushStyle.NoBrush:
                words = block.text()[span.start : span.start + span.length]
                marked[words] = span.format.background().color().name()
        block = block.next()
    assert marked == {"sum": colours.diff_removed_word, "max": colours.diff_added_word}


def test_a_difference_without_numbers_has_no_column_for_them(view: OutputView, show: Show) -> None:
    show(call("Edit", {"file_path": "a", "old_string": "x", "new_string": "y"}, status="running"))
    without = pieces(view)[1]
    show(call("Edit", {"file_path": "a"}, {"structuredPatch": [{"oldStart": 9, "newStart": 9, "lines": ["-x", "+y"]}]}))
    numbered = pieces(view)[1]
    assert isinstance(without, DiffPiece) and isinstance(numbered, DiffPiece)
    assert without.digits == 0 and without.insets.left() < numbered.insets.left()


def test_a_long_difference_is_cut_between_changes_and_says_all_its_lines(view: OutputView, show: Show) -> None:
    lines = [" same", *["-old"] * 35, *["+new"] * 35] * 10 + ["+end"] * 500
    show(call("Edit", {"file_path": "a.py"}, {"structuredPatch": [{"oldStart": 1, "newStart": 1, "lines": lines}]}))
    press(view, "Show all (1,210 lines)")
    parts = [piece for piece in pieces(view) if isinstance(piece, DiffPiece)]
    assert [line for part in parts for line in part.text().split("\n")] == [f"{line[0]} {line[1:]}" for line in lines]
    assert max(len(part.lines) for part in parts) <= 80
    assert all(part.lines[0].sign == " " for part in parts[:10])


def test_a_new_file_is_code_and_counts_as_added(view: OutputView, show: Show) -> None:
    show(call("Write", {"file_path": "a.py", "content": "x = 1\ny = 2\n"}, {"type": "create"}))
    assert header(view).text() == "Write  a.py  new file  +2 −0"
    piece = pieces(view)[1]
    assert isinstance(piece, CodePiece) and (piece.is_new, piece.first_number) == (True, 1)
    press(view, "Copy new text")
    assert QGuiApplication.clipboard().text() == "x = 1\ny = 2\n"


def test_the_menu_copies_the_path_of_a_file_that_was_changed(view: OutputView, show: Show) -> None:
    show(call("Edit", {"file_path": "/src/a.py", "old_string": "x", "new_string": "y"}))
    actions = {action.text(): action for action in menu_for(view, view.page.place_of("c", 1)).actions()}
    assert {"Copy new text", "Copy path"} <= actions.keys()
    actions["Copy path"].trigger()
    assert QGuiApplication.clipboard().text() == "/src/a.py"


@pytest.mark.parametrize("zoom", [1.0, 2.5])
def test_nothing_in_a_narrow_header_is_written_over_something_else(
    view: OutputView, show: Show, zoom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.resize(460, 600)
    view.set_zoom(zoom)
    written: list[tuple[int, int]] = []
    real = header_module._word

    def noted(painter: Any, font: QFont, colour: str, text: str, x: int, *rest: Any) -> int:
        width = real(painter, font, colour, text, x, *rest)
        written.append((x, x + width))
        return width

    monkeypatch.setattr(header_module, "_word", noted)
    given = {"notebook_path": "/src/a/rather/long/path/to.ipynb", "cell_id": "cell-31", "new_source": "x"}
    show(call("NotebookEdit", given, {"new_source": "x"}, duration_ms=185_000))
    written.clear()
    view.grab()
    spans = sorted(set(written))
    assert len(spans) > 1
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))


# ── trees ──

DEEP = {"few": {"a": 1}, "list": list(range(30)), "words": "x" * 3_000}


def test_a_node_is_unfolded_by_a_click_and_by_the_keyboard(view: OutputView, show: Show) -> None:
    show(call("mcp__srv__odd", DEEP))
    press(view, "Unfold odd · srv")
    assert header(view).words.title == "odd · srv"
    before = len(pieces(view)[1].text().split("\n"))
    press(view, "Unfold list")
    assert len(pieces(view)[1].text().split("\n")) == before + 30
    tab_to(view, "Fold list")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(pieces(view)[1].text().split("\n")) == before
    tab_to(view, "Show all (3,000 characters)")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert "".join(piece.text() for piece in pieces(view)[1:]).count("x") == 3_000


def test_what_was_unfolded_stays_so_when_the_result_comes(view: OutputView, show: Show) -> None:
    transcript = show(call("Odd", DEEP, status="running"))
    press(view, "Unfold Odd")
    press(view, "Unfold list")
    transcript.put(call("Odd", DEEP, {"ok": True}))
    view.refresh()
    assert "Fold list" in labels(view)


def test_the_menu_copies_the_value_of_the_node_that_has_the_keyboard(view: OutputView, show: Show) -> None:
    show(call("Odd", DEEP))
    press(view, "Unfold Odd")
    tab_to(view, "Fold few")
    menu = menu_for(view, view.keys.focused_place())
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy value"].trigger()
    assert QGuiApplication.clipboard().text() == '{\n  "a": 1\n}'
    assert "Copy arguments" in actions


def test_what_lies_folded_in_a_tree_is_found(view: OutputView, show: Show, qtbot: QtBot) -> None:
    show(call("Odd", {"outer": {"list": [*range(30), "needle in the list"]}}))
    view.find("needle in")
    qtbot.waitUntil(lambda: view.finding.finder.is_done)
    assert view.finding.finder.sentence() == "1 of 1" and view.finding.found is not None


def test_as_much_is_found_in_output_as_is_shown_of_it(view: OutputView, show: Show, qtbot: QtBot) -> None:
    printed = "needle 1%\rneedle \x1b[31m2%\x1b[0m\n" + "line\n" * 500 + "needle"
    show(call("Bash", {"command": "x"}, {"stdout": printed, "stderr": ""}))
    view.find("needle")
    qtbot.waitUntil(lambda: view.finding.finder.is_done)
    assert view.finding.finder.sentence() == "1 of 2"


# ── links, lists, questions ──


def test_a_found_page_is_opened_only_after_it_was_asked_about(
    view: OutputView, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.informativeText())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", answer)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: pytest.fail("opened unasked"))
    show(call("WebFetch", {"url": "https://example.org/a"}, {"result": "# Words"}))
    press(view, "Unfold WebFetch")
    assert isinstance(pieces(view)[1], LinkPiece)
    press(view, "Open link")
    assert asked == ["https://example.org/a"]


def test_the_state_of_a_task_is_a_word_and_a_shape(view: OutputView, show: Show) -> None:
    wanted = [{"content": "look", "status": "completed"}, {"content": "sign", "status": "in_progress"}]
    show(call("TodoWrite", {"todos": wanted}))
    assert pieces(view)[1].text() == "look  ·  completed\nsign  ·  in progress"
    grey = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_Grayscale8)
    show(call("TodoWrite", {"todos": [{**task, "status": "pending"} for task in wanted]}))
    assert grey != view.grab().toImage().convertToFormat(grey.format())


def test_a_question_that_waits_is_shown_with_all_its_options(view: OutputView, show: Show) -> None:
    asked = {"questions": [{"question": "Which?", "options": [{"label": "Red"}, {"label": "Blue"}]}], "note": "soon"}
    show(
        PermissionBlock(block_id="c", at_us=1, request_id="r", tool_name="AskUserQuestion", input=asked, ask="question")
    )
    words = "\n".join(piece.text() for piece in pieces(view))
    assert all(said in words for said in ("Which?", "Red", "Blue", "soon"))


def test_a_plan_that_waits_is_shown_whole(view: OutputView, show: Show) -> None:
    plan = "\n\n".join(f"Step {number}" for number in range(100))
    show(
        PermissionBlock(
            block_id="c", at_us=1, request_id="r", tool_name="ExitPlanMode", input={"plan": plan}, ask="plan"
        )
    )
    assert "Step 99" in "\n".join(piece.text() for piece in pieces(view))


# ── subagents ──


def nested(status: Any = "running", **more: Any) -> list[AnyBlock]:
    return [
        SubagentBlock(block_id="s1", at_us=1, subagent_lane="a1", agent_kind="Explore", status=status, **more),
        PromptBlock(block_id="p1", at_us=2, lane="a1", text="look around", origin="machine"),
        SubagentBlock(block_id="s2", at_us=3, lane="a1", subagent_lane="a2", agent_kind="Plan", description="deeper"),
        TextBlock(block_id="t2", at_us=4, lane="a2", text="I am the deepest."),
    ]


def test_subagents_inside_subagents_open_in_place_by_keyboard(view: OutputView, show: Show) -> None:
    show(*nested(description="all"))
    tab_to(view, "Unfold Agent · Explore")
    QTest.keyClick(view, Qt.Key.Key_Return)
    tab_to(view, "Unfold Agent · Plan")
    QTest.keyClick(view, Qt.Key.Key_Return)
    shown = [(section.block.block_id, section.depth) for section in view.page.sections]
    assert shown == [("s1", 0), ("p1", 1), ("s2", 1), ("t2", 2)]


def test_a_subagent_says_how_it_is_and_how_much_it_did(view: OutputView, show: Show) -> None:
    show(*nested(tool_calls=12, background=True))
    assert header(view, "s1").text() == "Agent · Explore  12 tool calls  in background" and header(view, "s1").is_live
    show(*nested("interrupted", tool_calls=1, duration_ms=14_300))
    assert header(view, "s1").text() == "Agent · Explore  1 tool call  interrupted  14 s"


def test_what_a_background_subagent_does_comes_in_while_it_is_open(view: OutputView, show: Show) -> None:
    transcript = show(*nested(background=True))
    press(view, "Unfold Agent · Explore", "s1")
    transcript.put(
        ToolBlock(block_id="c9", at_us=9, lane="a1", tool_call_id="c9", name="Bash", input={"command": "ls"})
    )
    view.refresh()
    assert [section.block.block_id for section in view.page.sections] == ["s1", "p1", "s2", "c9"]


def test_a_subagent_without_a_lane_shows_what_it_was_told_and_what_it_said(view: OutputView, show: Show) -> None:
    show(SubagentBlock(block_id="c", at_us=1, subagent_lane="", prompt="Look **here**.", last_message="Done."))
    press(view, "Unfold Agent")
    assert [piece.text() for piece in pieces(view)[1:]] == ["Look here.", "Done."]
