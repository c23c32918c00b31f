"""Tests of ``app/desktop/views/output_accessible.py`` and ``output_interfaces.py``: the output read by ear."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextInsertEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock, TextBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_interfaces import ViewInterface
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story

Role, Kind = QAccessible.Role, QAccessible.Text


@pytest.fixture(autouse=True)
def _somebody_listens() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[OutputView]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 900)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.set_transcript(None)


@pytest.fixture
def hands(view: OutputView) -> Hands:
    return Hands(view)


class Ear:
    """Hears every event that is sent while it listens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[tuple[QAccessible.Event, str, object]] = []
        monkeypatch.setattr("app.desktop.views.output_accessible.QAccessible.updateAccessibility", self._hear)

    def _hear(self, event: object) -> None:
        kind = event.type()  # type: ignore[attr-defined]
        what: object = None
        if kind == QAccessible.Event.TextCaretMoved:
            what = event.cursorPosition()  # type: ignore[attr-defined]
        elif kind == QAccessible.Event.TextSelectionChanged:
            what = (event.selectionStart(), event.selectionEnd())  # type: ignore[attr-defined]
        elif isinstance(event, QAccessibleTextInsertEvent):
            what = (event.changePosition(), event.textInserted())
        source = event.accessibleInterface()  # type: ignore[attr-defined]
        self.heard.append((kind, source.text(Kind.Name), what))

    def of(self, kind: QAccessible.Event) -> list[tuple[str, object]]:
        return [(name, what) for heard, name, what in self.heard if heard == kind]


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    return Ear(monkeypatch)


def said(name: str, words: str, is_open: bool = False) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words, open=is_open)


def many(count: int) -> list[AnyBlock]:
    return [said(f"t{number}", f"Paragraph number {number} of a long story.") for number in range(count)]


def document(view: OutputView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view)


def children(interface: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [interface.child(index) for index in range(interface.childCount())]


def all_below(interface: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [each for child in children(interface) for each in (child, *all_below(child))]


def named(view: OutputView, name: str) -> QAccessibleInterface:
    return next(each for each in all_below(document(view)) if each.text(Kind.Name) == name)


def text_of(interface: QAccessibleInterface) -> str:
    text = interface.textInterface()
    return text.text(0, text.characterCount())


# ── the tree ──


def test_the_view_is_a_document_of_blocks_with_names_and_their_text_below(view: OutputView, hands: Hands) -> None:
    hands.show(
        [*story()[:2], said("a", "## Plan\n\nSome **bold** words.\n\n> quoted\n\n```python\nx = 1\n```"), *story()[8:9]]
    )
    top = document(view)
    assert (top.role(), top.text(Kind.Name), top.state().readOnly) == (Role.Document, "Session output", 1)
    blocks = children(top)
    assert [block.text(Kind.Name) for block in blocks[2:]] == [
        "Reply",
        "Bash pytest -q tests/test_login.py exit 1 1.7 s, expanded",
    ]
    assert blocks[1].text(Kind.Name).startswith("You, ")
    assert [text_of(piece) for piece in children(blocks[1])] == ["make the login redirect keep its query string"]
    told = [(piece.role(), piece.text(Kind.Name), text_of(piece)) for piece in children(blocks[2])]
    assert told == [
        (Role.Heading, "Plan", "Plan"),
        (Role.Paragraph, "Some bold words.", "Some bold words."),
        (Role.BlockQuote, "quoted", "quoted"),
        (Role.Paragraph, "Code, python", "x = 1"),
    ]
    assert [piece.text(Kind.Name) for piece in children(blocks[3])][1] == "Output"


def test_everybody_knows_their_parent_place_and_number(view: OutputView, hands: Hands) -> None:
    hands.show(story())
    window = view.rect().translated(view.mapToGlobal(QPoint(0, 0)))
    for parent in (document(view), *all_below(document(view))):
        for index, child in enumerate(children(parent)):
            assert parent.indexOfChild(child) == index
            assert child.parent() is parent
            assert window.intersects(child.rect())


def test_only_what_is_in_sight_is_there_however_long_the_session(view: OutputView, hands: Hands) -> None:
    hands.show(many(5_000))
    assert 5 < document(view).childCount() < 60
    assert children(document(view))[-1].text(Kind.Name) == "Reply"
    assert "4999" in text_of(all_below(document(view))[-1])


def test_what_is_under_a_point_of_the_screen_is_found(view: OutputView, hands: Hands) -> None:
    hands.show([said("a", "First."), said("b", "Second.")])
    at = hands.port.mapToGlobal(hands.at("Second"))
    assert document(view).childAt(at.x(), at.y()).text(Kind.Name) == "Second."


def test_buttons_folds_and_links_can_be_pressed(view: OutputView, hands: Hands, qtbot: QtBot) -> None:
    hands.show(story())
    told: list[tuple[str, str]] = []
    view.permission_answered.connect(lambda *answer: told.append(answer))
    allow = named(view, "Allow")
    assert (allow.role(), allow.actionInterface().actionNames()) == (Role.Button, ["Press"])
    allow.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: told == [("r1", "allow")])
    fold = named(view, "Unfold search_issues · github")
    assert fold.state().collapsed
    fold.actionInterface().doAction("Press")
    qtbot.waitUntil(
        lambda: "Fold search_issues · github" in [each.text(Kind.Name) for each in all_below(document(view))]
    )


def test_a_link_is_a_link(view: OutputView, hands: Hands) -> None:
    hands.show([said("a", "See [the docs](https://example.org/x) and [that](javascript:alert(1)).")])
    links = [each for each in all_below(document(view)) if each.role() == Role.Link]
    assert [each.text(Kind.Name) for each in links] == ["Open link the docs"]


# ── caret and selection ──


def test_the_caret_and_the_selection_are_told_where_they_are(
    view: OutputView, hands: Hands, ear: Ear, qtbot: QtBot
) -> None:
    hands.show([said("a", "Some words."), said("b", "More.")])
    qtbot.waitUntil(view.hasFocus)
    assert [text_of(each) for each in all_below(document(view))[1::2]] == ["Some words.", "More."]
    hands.click(hands.at("words"))
    qtbot.waitUntil(lambda: ear.of(QAccessible.Event.TextCaretMoved) == [("Some words.", 5)])
    assert ear.of(QAccessible.Event.Focus) == [("Some words.", None)]
    assert document(view).focusChild().text(Kind.Name) == "Some words."
    hands.keys("Shift+Right", 5)
    text = named(view, "Some words.").textInterface()
    qtbot.waitUntil(lambda: text.cursorPosition() == 10)
    assert ear.of(QAccessible.Event.TextSelectionChanged)[-1] == ("Some words.", (5, 10))
    assert text.selectionCount() == 1
    hands.keys("Shift+End")
    hands.keys("Shift+Right", 3)
    qtbot.waitUntil(lambda: named(view, "More.").textInterface().cursorPosition() == 2)
    assert ear.of(QAccessible.Event.Focus)[-1][0] == "More."
    assert named(view, "More.").state().focused and not named(view, "Some words.").state().focused


def test_a_screen_reader_can_move_the_caret_and_select(view: OutputView, hands: Hands) -> None:
    hands.show([said("a", "Some words."), said("b", "More.")])
    text = named(view, "Some words.").textInterface()
    text.setCursorPosition(5)
    caret = view.selection.caret
    assert caret is not None and (caret.block_id, caret.position) == ("a", 5)
    text.addSelection(5, 10)
    assert hands.selected == "words"


def test_tab_puts_the_focus_on_what_enter_would_press(view: OutputView, hands: Hands, ear: Ear, qtbot: QtBot) -> None:
    hands.show([said("a", "See [the docs](https://example.org/x)."), *story()[8:9]])
    assert document(view).childCount() == 2
    qtbot.waitUntil(view.hasFocus)
    hands.keys("Tab")
    qtbot.waitUntil(lambda: ear.of(QAccessible.Event.Focus) == [("Open link the docs", None)])
    hands.keys("Tab")
    qtbot.waitUntil(lambda: ear.of(QAccessible.Event.Focus)[-1] == ("Fold Bash", None))
    assert named(view, "Fold Bash").state().focused


def test_where_somebody_listens_the_arrows_move_the_caret(view: OutputView, hands: Hands) -> None:
    hands.show([said("a", "```\none\ntwo\n```")])
    hands.click(hands.at("one"))
    hands.keys("Down")
    hands.keys("Shift+End")
    assert hands.selected == "two"


# ── while it is written ──


def test_what_is_written_is_told_as_it_comes(view: OutputView, hands: Hands, ear: Ear, qtbot: QtBot) -> None:
    transcript = hands.show([said("a", "The", is_open=True)])
    assert text_of(all_below(document(view))[-1]) == "The"
    for word in (" next", " words"):
        transcript.say("a", word)
        view.refresh()
    qtbot.waitUntil(lambda: bool(ear.of(QAccessible.Event.TextInserted)))
    assert [what for _, what in ear.of(QAccessible.Event.TextInserted)] == [(3, " next words")]
    transcript.put(said("a", "The next words."))
    view.refresh()
    qtbot.waitUntil(lambda: ("Reply", None) in ear.of(QAccessible.Event.NameChanged))


def test_what_comes_and_goes_is_told(view: OutputView, hands: Hands, ear: Ear, qtbot: QtBot) -> None:
    transcript = hands.show([said("a", "First.")])
    assert document(view).childCount() == 1
    transcript.put(said("b", "Second."))
    view.refresh()
    qtbot.waitUntil(lambda: document(view).childCount() == 2)
    assert ear.of(QAccessible.Event.ObjectCreated)[-1] == ("Reply", None)
    transcript.remove("a")
    view.refresh()
    qtbot.waitUntil(lambda: document(view).childCount() == 1)
    assert len(ear.of(QAccessible.Event.ObjectDestroyed)) == 1


def test_that_something_was_copied_is_said(view: OutputView, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.desktop.views.output_copy.announce", lambda _view, words: told.append(words))
    hands.show([said("a", "Some words.")])
    hands.click(hands.at("Some"))
    hands.keys("Ctrl+C")
    assert hands.clipboard == "Some words." and told == ["Copied"]


def test_nothing_is_made_or_sent_while_nobody_asks(view: OutputView, hands: Hands, ear: Ear) -> None:
    QAccessible.setActive(False)
    hands.show(story())
    hands.click(hands.at("draft"))
    hands.keys("Shift+Right", 5)
    QApplication.processEvents()
    assert ear.heard == []
    assert view.findChildren(QPlainTextEdit) == []


# ── it holds ──


@pytest.mark.slow
def test_it_outlives_blocks_that_come_and_go_while_it_is_read(view: OutputView, hands: Hands, qtbot: QtBot) -> None:
    transcript = hands.show(story())
    ids: list[int] = []
    for number in range(150):
        for each in all_below(document(view)):
            ids.append(QAccessible.uniqueId(each))
            if (text := each.textInterface()) is not None:
                text.characterRect(0)
                text.setCursorPosition(min(number, text.characterCount()))
        transcript.put(said(f"n{number}", f"Word {number}, [link](https://example.org)."))
        if number > 4:
            transcript.remove(f"n{number - 3}")
        view.refresh()
        view.readers._refresh()
        view.verticalScrollBar().setValue(number * 97 % max(1, view.verticalScrollBar().maximum()))
        for known in ids[-80:]:
            interface = QAccessible.accessibleInterface(known)
            assert interface is None or interface.isValid()
        if number % 50 == 0:
            gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(view.findChildren(QPlainTextEdit)) < 60
    assert isinstance(document(view), ViewInterface)


def test_when_the_view_is_gone_its_interfaces_are_gone(qapp: QApplication) -> None:
    view = OutputView()
    view.resize(900, 900)
    view.show()
    Hands(view).show(story())
    known = [QAccessible.uniqueId(each) for each in (document(view), *all_below(document(view)))]
    assert len(known) > 20
    shiboken6.delete(view)
    gc.collect()
    assert [QAccessible.accessibleInterface(each) for each in known] == [None] * len(known)
