"""What a hostile agent may write into the output: shown for what it is, at little cost, and nothing is fetched."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    TextBlock,
    ThoughtBlock,
    ToolBlock,
)
from app.desktop.text.splitter import split
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from tests.helpers.output_story import START_US, StoryTranscript, story

LURES = """<img src="http://evil.example/a.png"> and <b>bold</b> <script>alert(1)</script>

![a picture](http://evil.example/b.png) ![mine](file:///etc/passwd) ![](data:image/png;base64,iVBORw0KGgo=)

<iframe src="http://evil.example"></iframe>

<style>@import url(http://evil.example/c.css)</style>

[click](javascript:alert(1)) [fine](https://example.org) [here](file:///etc/passwd)
"""


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    yield view
    view.set_transcript(None)


def laid_out(source: str) -> list[MarkdownPiece]:
    pieces = [MarkdownPiece(part) for part in split(source)]
    for piece in pieces:
        piece.lay_out(Look(900), 700)
    return pieces


def links_in(document: SafeDocument) -> set[str]:
    found = set()
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            form = iterator.fragment().charFormat()
            if form.isAnchor():
                found.add(form.anchorHref())
            iterator += 1
        block = block.next()
    return found


def test_html_is_shown_as_what_was_written(qapp: QApplication) -> None:
    words = "\n".join(piece.text() for piece in laid_out(LURES))
    for tag in ("<img src=", "<b>bold</b>", "<script>alert(1)</script>", "<iframe", "<style>"):
        assert tag in words


def test_no_picture_is_fetched_from_anywhere(qapp: QApplication) -> None:
    pieces = laid_out(LURES)
    words = "\n".join(piece.text() for piece in pieces)
    assert "picture not loaded: a picture http://evil.example/b.png" in words
    assert "￼" not in words
    for piece in pieces:
        document = piece.document
        assert document is not None
        # Whatever Qt asks for, even when told to, it is given nothing.
        assert document.resource(2, QUrl("file:///etc/passwd")) is None
        assert document.refused[-1] == "file:///etc/passwd"
        assert document.resource(2, QUrl("http://evil.example/b.png")) is None


def test_only_web_links_are_links(qapp: QApplication) -> None:
    links = set().union(*(links_in(piece.document) for piece in laid_out(LURES) if piece.document is not None))
    assert links == {"https://example.org", "http://evil.example/c.css"}


def test_a_link_is_opened_only_after_it_was_asked_about(view: OutputView, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    asked: list[str] = []
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Open]

    def answer(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.informativeText())
        return answers[len(asked) - 1]

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: opened.append(address.toString()))
    monkeypatch.setattr(QMessageBox, "exec", answer)
    view.deeds.ask_to_open("https://example.org/x")
    view.deeds.ask_to_open("https://example.org/x")
    view.deeds.ask_to_open("javascript:alert(1)")
    assert asked == ["https://example.org/x"] * 2
    assert opened == ["https://example.org/x"]


@pytest.mark.parametrize(
    "raw", ["\x1b[31mred", "user\u202etxt.exe", "a\u2066b", "\ufdd0x\ufdd1", "\x00", "a\u2029b", "￼"]
)
def test_what_cannot_be_seen_is_seen_in_every_kind_of_block(view: OutputView, raw: str) -> None:
    blocks: list[AnyBlock] = [
        PromptBlock(block_id="a", at_us=1, text=raw),
        TextBlock(block_id="b", at_us=2, text=f"words {raw}\n\n```\n{raw}\n```"),
        ThoughtBlock(block_id="c", at_us=3, text=raw),
        ToolBlock(
            block_id="d", at_us=4, tool_call_id="d", name=raw, input={"x": raw, "y": 1}, error=raw, status="failed"
        ),
        ToolBlock(
            block_id="e", at_us=5, tool_call_id="e", name="Read", input={"file_path": raw}, output=raw, status="ok"
        ),
        PermissionBlock(block_id="f", at_us=6, request_id="f", tool_name=raw, input={"command": raw}),
        NoticeBlock(block_id="g", at_us=7, notice="other", text=raw, level="error"),
    ]
    view.set_transcript(StoryTranscript(blocks))
    view.grab()
    hidden = set(raw) - set("abx[31mred useruxt.exewords")
    for section in view.page.sections:
        section.unfolded = True
        section.rebuild(view.page.look)
        for number in range(len(section.pieces)):
            piece = view.page.lay_out(section, number)
            assert not hidden & set(piece.text())
            if isinstance(piece, DocumentPiece) and piece.document is not None:
                assert not hidden & set(piece.document.toPlainText())


@pytest.mark.parametrize("kind", ["text", "code", "prompt", "output", "error", "tree", "thought", "notice", "title"])
def test_ten_megabytes_in_one_line_are_shown_without_being_laid_out(view: OutputView, kind: str) -> None:
    line = "x" * 10_000_000
    common = {"at_us": START_US, "block_id": "b"}
    tool = {**common, "tool_call_id": "b", "status": "failed" if kind == "error" else "ok"}
    block: AnyBlock = {
        "text": lambda: TextBlock(**common, text=line),
        "code": lambda: TextBlock(**common, text=f"```python\n{line}"),
        "prompt": lambda: PromptBlock(**common, text=line),
        "thought": lambda: ThoughtBlock(**common, text=line),
        "notice": lambda: NoticeBlock(**common, notice="failed", text=line, level="error"),
        "output": lambda: ToolBlock(**tool, name="Bash", input={"command": line}, output={"stdout": line}),
        "error": lambda: ToolBlock(**tool, name="Fetch", error=line),
        "tree": lambda: ToolBlock(**tool, name="Odd", input={"a": line, "b": [line]}),
        "title": lambda: ToolBlock(**tool, name=line),
    }[kind]()
    view.set_transcript(StoryTranscript([block]))
    view.grab()
    in_sight = [placed.piece for placed in view.page.between(view.verticalScrollBar().value(), 1 << 30)]
    sizes = [
        piece.document.characterCount() for piece in in_sight if isinstance(piece, DocumentPiece) and piece.document
    ]
    assert max(sizes, default=0) < 25_000
    assert view.page.laid_out_count < 60


def test_a_long_line_is_shown_whole_when_asked_for(view: OutputView) -> None:
    line = "y" * 50_000
    call = ToolBlock(
        block_id="c", at_us=1, tool_call_id="c", name="Bash", input={"command": "x"}, status="ok", output=line
    )
    view.set_transcript(StoryTranscript([call]))
    section = view.page.sections[0]
    assert [piece.text() for piece in section.pieces][-1] == "… Show all of the long lines …"
    section.show_all = True
    section.rebuild(view.page.look)
    assert "".join(piece.text() for piece in section.pieces[1:]) == line


def test_what_was_scrolled_by_pixels_looks_the_same_as_what_is_painted_anew(
    view: OutputView, qapp: QApplication
) -> None:
    dice = random.Random(3)
    transcript = StoryTranscript([*story()[:4], TextBlock(block_id="t", at_us=START_US + 50, text="", open=True)])
    view.set_transcript(transcript)
    text = (
        "# Head\n\nSome **bold** words.\n\n```py\nx = 1\ny = 2\n```\n\n"
        "- a\n- b\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n> q\n\n" * 12
    )
    at = 0
    while at < len(text):
        size = dice.randint(1, 60)
        transcript.say("t", text[at : at + size])
        at += size
        view.refresh()
        qapp.processEvents()
        if dice.random() < 0.1:
            moved = on_screen(view)
            view.viewport().update()
            qapp.processEvents()
            assert moved == on_screen(view)


def on_screen(view: OutputView) -> QImage:
    """What stands in the window now, without painting it again."""
    image = view.screen().grabWindow(view.winId()).toImage()
    assert image.width() >= view.width()
    return image


def in_sight(view: OutputView) -> str:
    value = view.verticalScrollBar().value()
    return "\n".join(placed.piece.text() for placed in view.page.between(value, value + view.viewport().height()))


@pytest.mark.slow
@pytest.mark.parametrize("line", ["a\n", "\n", " " * 3_000 + "- a\n", "-" * 3_000 + " " * 3_000 + "x\n"])
def test_a_text_too_long_for_one_frame_is_opened_over_several_and_is_whole_in_the_end(
    view: OutputView, qtbot: QtBot, line: str
) -> None:
    text = f"# Head\n\n{line * (600_000 // len(line))}\n\nThe end."
    view.set_transcript(StoryTranscript([TextBlock(block_id="t", at_us=START_US, text=text)]))
    section = view.page.sections[0]
    began = section.is_waiting
    qtbot.waitUntil(lambda: not section.is_waiting, timeout=20_000)
    assert began or len(line) > 100
    assert in_sight(view).endswith("The end.")
    assert [piece.part for piece in section.pieces if isinstance(piece, MarkdownPiece)] == split(text)


@pytest.mark.slow
def test_what_is_written_while_a_long_text_is_opened_comes_after_it(view: OutputView, qtbot: QtBot) -> None:
    transcript = StoryTranscript([TextBlock(block_id="t", at_us=START_US, text="a\n" * 500_000, open=True)])
    view.set_transcript(transcript)
    section = view.page.sections[0]
    assert section.is_waiting
    transcript.say("t", "\nThe last word")
    view.refresh()
    qtbot.waitUntil(lambda: not section.is_waiting, timeout=20_000)
    assert in_sight(view).endswith("The last word")


@pytest.mark.slow
def test_who_needs_all_of_a_long_text_gets_all_of_it_at_once(view: OutputView) -> None:
    view.set_transcript(StoryTranscript([TextBlock(block_id="t", at_us=START_US, text="a\n" * 300_000 + "\nz")]))
    assert view.page.sections[0].is_waiting
    view.selection.everything(view.page)
    assert view.selected_text().endswith("z")
    assert view.selected_text().count("a") == 300_000


def test_another_text_takes_the_place_of_one_that_is_still_being_opened(view: OutputView, qtbot: QtBot) -> None:
    transcript = StoryTranscript([TextBlock(block_id="t", at_us=START_US, text="a\n" * 300_000)])
    view.set_transcript(transcript)
    transcript.put(TextBlock(block_id="t", at_us=START_US, text="Something else."))
    view.refresh()
    qtbot.waitUntil(lambda: not view.page.is_waiting, timeout=20_000)
    assert in_sight(view) == "Something else."
