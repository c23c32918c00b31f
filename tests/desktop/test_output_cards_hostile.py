"""What an agent may put into the fields of its tools: ``app/desktop/views/output_cards.py`` shows it at little cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import AnyBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.output_pieces.document import DocumentPiece
from app.desktop.views.output_pieces.tree import TreePiece
from tests.helpers.cards import call
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


TOOLS = (
    "Bash", "BashOutput", "Edit", "MultiEdit", "Write", "NotebookEdit", "Read", "Grep", "Glob", "WebFetch", "WebSearch",
    "TodoWrite", "TaskCreate", "TaskUpdate", "TaskList", "AskUserQuestion", "ExitPlanMode", "Agent", "mcp__a__b",
)  # fmt: skip
FIELDS = (
    "command", "description", "file_path", "old_string", "new_string", "content", "notebook_path", "new_source",
    "pattern", "path", "url", "prompt", "query", "subject", "taskId", "plan", "bash_id", "other",
)  # fmt: skip
OUTPUTS = ("stdout", "stderr", "content", "result", "structuredPatch", "filenames", "results", "tasks", "file", "x")


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for level in range(levels):
        value = {"in": value} if level % 2 else [value]
    return value


HOSTILE: dict[str, Any] = {
    "a 10 MB line": "x" * 10_000_000,
    "markup": '<img src="http://evil.example/a.png"><script>alert(1)</script>' * 20,
    "bidi and controls": "a\u202eb\u2066c\x00\x1b]0;t\x07\ufdd0\u2029" * 50,
    "a bomb of colours": "".join(f"\x1b[38;5;{number % 256};48;2;1;2;3m\x1b[7m{number}" for number in range(20_000)),
    "a hundred thousand items": list(range(100_000)),
    "a depth of five hundred": deep(500),
    "a number": -1e308,
    "nothing": None,
    "truth": True,
    "lists in lists": [[], [None], [[{}]], "", 0],
}


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_any_value_in_any_field_of_any_tool_is_shown_at_little_cost(
    view: OutputView, show: Show, name: str, kind: str
) -> None:
    value = HOSTILE[kind]
    inputs = [dict.fromkeys(FIELDS, value), value, {"todos": value, "edits": value, "questions": value}]
    outputs = [dict.fromkeys(OUTPUTS, value), value, {"file": {"content": value, "startLine": value}, "task": value}]
    shape = [{"question": value, "options": [value, {"label": value}], "content": value, "status": value}]
    inputs.append({"questions": shape, "todos": shape, "edits": [{"old_string": value, "new_string": "y"}]})
    outputs.append({"tasks": shape, "results": [{"content": [{"title": value, "url": value}]}], "oldTodos": shape})
    for number, (tool_input, output) in enumerate(zip(inputs, outputs, strict=True)):
        error = value if number == 3 and isinstance(value, str) else ""
        show(call(name, tool_input, output, status="failed" if error else "ok", error=error))
        section = view.page.sections[0]
        if not section.is_open:
            view.page.toggle(section)
            view.follow_latest()
        view.grab()
        laid_out = [
            piece.document.characterCount()
            for piece in section.pieces
            if isinstance(piece, DocumentPiece) and piece.document is not None
        ]
        assert sum(laid_out) < 250_000 and max(laid_out, default=0) < 60_000
        assert view.page.laid_out_count < 120
        for piece in section.pieces:
            if isinstance(piece, TreePiece):
                assert len(piece.rows) <= 100
