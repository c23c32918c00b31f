"""Every text of the window can be translated, and is: how texts are marked, and what the catalogues say of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from app.core.events import AnyEvent
from app.desktop.models.event_cells import KINDS, kind_words
from app.dev.translations import CATALOGUES, messages, problems

APP = Path(__file__).parents[1] / "app"
MARKS = ("tr", "plural", "mark")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Tree = tuple[str, ast.Module]


@pytest.fixture(scope="module")
def code() -> list[Tree]:
    """The program, each file with its name."""
    files = (file for file in sorted(APP.rglob("*.py")) if file != APP / "core" / "tr.py")
    return [(str(file.relative_to(APP)), ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def calls(code: list[Tree]) -> Iterator[tuple[str, ast.Call]]:
    for file, tree in code:
        yield from ((f"{file}:{node.lineno}", node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def is_mark(node: ast.AST) -> bool:
    """Whether it is a call of ``tr``, ``plural`` or ``mark``, or of ``self.tr``."""
    if not isinstance(node, ast.Call):
        return False
    return (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in MARKS


def text_of(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_what_is_filled_into_a_text_is_what_it_has_places_for(code: list[Tree]) -> None:
    wrong = []
    for where, call in calls(code):
        fills = isinstance(call.func, ast.Attribute) and call.func.attr == "format" and is_mark(call.func.value)
        text = text_of(call.func.value.args[0]) if fills and call.func.value.args else None  # type: ignore[attr-defined]
        given = {each.arg for each in call.keywords}
        if text is not None and None not in given and set(_PLACEHOLDER.findall(text)) != given:
            wrong.append(f"{where}: {text!r} gets {sorted(map(str, given))}")
    assert wrong == []


def test_a_text_is_marked_as_it_stands_and_never_put_together_before(code: list[Tree]) -> None:
    marked = [(where, call) for where, call in calls(code) if is_mark(call)]
    put_together = [where for where, call in marked for each in call.args if isinstance(each, ast.JoinedStr)]
    assert put_together == [], "an f-string cannot be looked up in a catalogue"
    inside = [each for _, tree in code for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)]
    hidden = [each.lineno for text in inside for each in ast.walk(text) if is_mark(each) and text_of(each.args[0])]
    assert hidden == [], "Qt's tool does not find a text inside an f-string"
    counted = [(where, call) for where, call in marked if getattr(call.func, "id", "") in ("mark", "plural")]
    assert [where for where, call in counted if text_of(call.args[0]) is None] == [], "only a literal is found"
    assert len(marked) > 500


def test_no_text_is_said_before_the_language_is_known(code: list[Tree]) -> None:
    early = []
    for file, tree in code:
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                # What stands inside is read later; a default is made at once.
                waiting += [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
                continue
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "plural"):
                early.append(f"{file}:{node.lineno}")
            waiting += ast.iter_child_nodes(node)
    assert early == [], "said while the module is read: hold mark(…), and say tr(…) where it is shown"


SHOWS = {
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QRadioButton", "addAction", "addButton",
    "addItem", "addMenu", "addRow", "addTab", "announce", "drawText", "insertText", "say", "setAccessibleDescription",
    "setAccessibleName", "setInformativeText", "setPlaceholderText", "setStatusTip", "setText", "setTitle",
    "setToolTip", "setWindowTitle", "set_signal", "set_text", "showMessage",
}  # fmt: skip
"""Whatever puts a text before a person."""

MEASURES = ("desktop/memory_plot.py",)
"""Not the window: what a benchmark draws."""

SAME_EVERYWHERE = {"Signalcabin", "Ctrl+Enter", "Ctrl+."}
"""Names, and what stands on keys."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def own_words(node: ast.expr) -> str:
    """The words of a text that stand in the code: of an f-string, what is not filled in."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(text_of(part) or "" for part in node.values)
    return text_of(node) or ""


def test_nothing_is_shown_in_the_window_without_being_said_through_translation(code: list[Tree]) -> None:
    bare = []
    for where, call in calls(
        [(file, tree) for file, tree in code if file.startswith("desktop/") and not file.startswith(MEASURES)]
    ):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        # The first word of ``set_signal`` names a mark, what follows is read aloud.
        given = [
            *call.args[name == "set_signal" :],
            *(each.value for each in call.keywords if each.arg in ("tip", "text")),
        ]
        if name in SHOWS:
            words = (own_words(each) for each in given)
            bare += [f"{where}: {each!r}" for each in words if _WORD.search(each) and each not in SAME_EVERYWHERE]
    assert bare == []


def test_each_kind_of_event_has_words_that_can_be_translated() -> None:
    kinds = {kind.__name__ for kind in get_args(AnyEvent)}
    assert {kind_words(kind) for kind in kinds} == set(KINDS)


PLACES = re.compile(r"\{\w+\}|%L?n")


@pytest.mark.parametrize("catalogue", sorted(CATALOGUES.glob("*.ts")), ids=lambda file: file.stem)
def test_each_translation_has_a_place_for_all_that_is_filled_in(catalogue: Path) -> None:
    wrong = []
    for message in messages(catalogue):
        wanted = sorted(place.replace("%L", "%") for place in PLACES.findall(message.source))
        for form in message.forms:
            if form and sorted(place.replace("%L", "%") for place in PLACES.findall(form)) != wanted:
                wrong.append(f"{message.source!r} → {form!r}")
    assert wrong == []


@pytest.mark.slow
def test_every_catalogue_is_complete_and_says_what_the_code_says(code: list[Tree]) -> None:
    assert problems() == [], "run `make translations`, and translate what it names"
    said = {text_of(call.args[0]) for _, call in calls(code) if getattr(call.func, "id", "") in MARKS} - {None, ""}
    for catalogue in CATALOGUES.glob("*.ts"):
        assert said - {message.source for message in messages(catalogue)} == set(), "Qt's tool did not find them"


def test_only_the_window_speaks_another_language_than_english(code: list[Tree]) -> None:
    speakers = {where.partition(":")[0] for where, call in calls(code) if getattr(call.func, "id", "") == "speak"}
    assert speakers == {"desktop/language.py"}


@pytest.mark.slow
def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (kept, *_) = sorted(CATALOGUES.glob("*.ts"))
    text = kept.read_text(encoding="utf-8")
    (tmp_path / kept.name).write_text(text.replace("<source>Stop</source>", "<source>Halt</source>"), encoding="utf-8")
    found = problems(tmp_path)
    assert f"{kept.name} lacks 'Stop'" in found
    assert f"{kept.name} has 'Halt', which the code does not say" in found
    assert f"{kept.name}: 'Stop' is not translated" in found
    assert "sentences.json is not what hub, agents and system say" in found
