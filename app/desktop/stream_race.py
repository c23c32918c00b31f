"""One contestant of ``bench stream``, in a process of its own: ``python -m app.desktop.stream_race NAME BYTES``.

Writes Markdown in small deltas, a few a frame, and measures how long the GUI thread is busy with each frame (taking the
text in, laying out, painting; its own CPU time, and by the clock) and how much memory the process has gained.
Prints one JSON object.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextBrowser

from app.core.projections.blocks import AnyBlock, TextBlock
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView

DELTA_BYTES = 20
DELTAS_A_FRAME = 5
_TEXT = (
    "the redirect keeps its query string when a handler reads what was asked before it answers and every test "
    "that pins it down runs again after each change so nothing is lost on the way to the person who waits"
)
_WORDS = tuple(_TEXT.split())


@dataclasses.dataclass(frozen=True)
class _Changes:
    changed_ids: frozenset[str] = frozenset()
    reordered: bool = False


class StreamingSource:
    """A transcript with one message that grows."""

    def __init__(self) -> None:
        self._block = TextBlock(block_id="text", at_us=1, text="", open=True)
        self._appended: list[str] = []

    def blocks(self, lane: str = "") -> list[AnyBlock]:
        return [] if lane else [self._block]

    def block(self, block_id: str) -> AnyBlock | None:
        return self._block

    def position(self, block_id: str) -> int:
        return 0

    def write(self, text: str) -> None:
        """The model writes on."""
        self._appended.append(text)

    def take_changes(self) -> _Changes:
        return _Changes()

    def take_appended(self) -> dict[str, str]:
        appended, self._appended = self._appended, []
        return {"text": "".join(appended)} if appended else {}


def markdown(size_bytes: int) -> str:
    """Much Markdown, the same every time: paragraphs, headings, lists, quotes, tables and code."""
    dice = random.Random(7)
    pieces: list[str] = []
    size = 0
    while size < size_bytes:
        piece = dice.choice(_MAKERS)(dice)
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)[:size_bytes]


def _sentence(dice: random.Random) -> str:
    words = [dice.choice(_WORDS) for _ in range(dice.randint(6, 24))]
    words[0] = words[0].title()
    if dice.random() < 0.3:
        words[2] = f"**{words[2]}**"
    if dice.random() < 0.3:
        words[4] = f"`{words[4]}()`"
    return " ".join(words) + ". "


def _paragraph(dice: random.Random) -> str:
    return "".join(_sentence(dice) for _ in range(dice.randint(1, 7))) + "\n\n"


def _heading(dice: random.Random) -> str:
    return "#" * dice.randint(1, 3) + f" {dice.choice(_WORDS)} {dice.choice(_WORDS)}\n\n"


def _list(dice: random.Random) -> str:
    return "".join(f"- {_sentence(dice)}\n" for _ in range(dice.randint(2, 12))) + "\n"


def _code(dice: random.Random) -> str:
    lines = [f"    {dice.choice(_WORDS)} = {dice.choice(_WORDS)}({dice.randint(0, 99)})  # note" for _ in range(30)]
    return "```python\ndef work() -> None:\n" + "\n".join(lines[: dice.randint(3, 30)]) + "\n```\n\n"


def _table(dice: random.Random) -> str:
    rows = [f"| {dice.choice(_WORDS)} | {dice.randint(0, 999)} | `{dice.choice(_WORDS)}` |" for _ in range(12)]
    return "| name | count | code |\n|:--|--:|---|\n" + "\n".join(rows[: dice.randint(2, 12)]) + "\n\n"


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    _paragraph,
    _paragraph,
    _paragraph,
    _heading,
    _list,
    _code,
    _table,
)


def race(contestant: str, size_bytes: int) -> dict[str, Any]:
    """Figures of one contestant."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    text = markdown(size_bytes)
    return _CONTESTANTS[contestant](app, text)


def _ours(app: QApplication, text: str) -> dict[str, Any]:
    view = OutputView()
    view.resize(1000, 800)
    view.show()
    source = StreamingSource()
    view.set_transcript(source)
    app.processEvents()

    def frame(chunk: str) -> None:
        for at in range(0, len(chunk), DELTA_BYTES):
            source.write(chunk[at : at + DELTA_BYTES])
        view.refresh()

    figures = _run_frames(app, text, frame)
    figures["pieces_laid_out"] = view.page.laid_out_count
    return figures


def _incremental(app: QApplication, text: str) -> dict[str, Any]:
    """QTextBrowser with the text put in at its end: no Markdown at all, which is to its advantage."""
    browser = QTextBrowser()
    browser.resize(1000, 800)
    browser.show()
    app.processEvents()
    cursor = QTextCursor(browser.document())

    def frame(chunk: str) -> None:
        for at in range(0, len(chunk), DELTA_BYTES):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(chunk[at : at + DELTA_BYTES])
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())

    return _run_frames(app, text, frame)


def _whole(app: QApplication, text: str) -> dict[str, Any]:
    """QTextBrowser given the whole Markdown anew: one frame each at a tenth, a half and all of the text."""
    browser = QTextBrowser()
    browser.resize(1000, 800)
    browser.show()
    app.processEvents()
    before = _rss_bytes()
    figures: dict[str, Any] = {}
    for share in (0.1, 0.5, 1.0):
        start = time.perf_counter()
        browser.setMarkdown(text[: int(len(text) * share)])
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())
        app.processEvents()
        figures[f"frame_ms_at_{int(share * 100)}_percent"] = round((time.perf_counter() - start) * 1000, 1)
    figures["memory_mb"] = round((_rss_bytes() - before) / 1e6, 1)
    return figures


def _run_frames(app: QApplication, text: str, frame: Callable[[str], None]) -> dict[str, Any]:
    before = _rss_bytes()
    step = DELTA_BYTES * DELTAS_A_FRAME
    took_ms: list[float] = []
    wall_ms: list[float] = []
    for at in range(0, len(text), step):
        start, wall = time.thread_time(), time.perf_counter()
        frame(text[at : at + step])
        app.processEvents()
        took_ms.append((time.thread_time() - start) * 1000)
        wall_ms.append((time.perf_counter() - wall) * 1000)
    last = sorted(took_ms[-max(1, len(took_ms) // 10) :])
    took_ms.sort()
    wall_ms.sort()
    return {
        "frames": len(took_ms),
        "p50_ms": round(_at(took_ms, 0.5), 2),
        "p99_ms": round(_at(took_ms, 0.99), 2),
        "max_ms": round(took_ms[-1], 1),
        "p50_ms_of_the_last_tenth": round(_at(last, 0.5), 2),
        "wall_p50_ms": round(_at(wall_ms, 0.5), 2),
        "wall_p99_ms": round(_at(wall_ms, 0.99), 2),
        "memory_mb": round((_rss_bytes() - before) / 1e6, 1),
    }


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _rss_bytes() -> int:
    return int(psutil.Process().memory_info().rss)


_CONTESTANTS: dict[str, Callable[[QApplication, str], dict[str, Any]]] = {
    "ours": _ours,
    "browser_incremental": _incremental,
    "browser_whole": _whole,
}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(race(sys.argv[1], int(sys.argv[2]))) + "\n")
