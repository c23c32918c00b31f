"""One contestant of ``bench stream``, in a process of its own: ``python -m app.desktop.stream_race NAME BYTES``.

Writes Markdown in small deltas, a few a frame, and measures how long the GUI thread is busy with each frame (taking the
text in, laying out, painting; its own CPU time, and by the clock) and how much memory the process has gained. Ours
folds every delta into the transcript and the timeline, as the window does. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import time
from array import array
from collections.abc import Callable
from typing import Any

import psutil
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextBrowser

from app.core import events as e
from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import Record, SessionKey
from app.desktop.stream_texts import HOSTILE, markdown
from app.desktop.text.highlight import lexer_for
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.system.memory import give_back_large_blocks

DELTA_BYTES = 20
DELTAS_A_FRAME = 5
_HOSTILE_DELTA = 4_000
_HOSTILE_STREAMED = 1_000_000
_LONGEST_MEASURED_S = 60.0
"""A contestant that is not through by then says how far it got."""

_SCROLLED_PAGES = 500
_KEY = SessionKey("claude_code", "bench")


class Conversation:
    """One message that grows, folded as the window folds it."""

    def __init__(self) -> None:
        self.transcript = Transcript(_KEY)
        self._timeline = Timeline(_KEY)
        self._count = 0

    def write(self, text: str, final: bool = False) -> None:
        """The model writes on."""
        at = self._count
        self._take(e.MessageDelta(message_id="m", first_index=at, last_index=at, text=text, final=final))

    def confirm(self, text: str) -> None:
        """The agent's own transcript tells the whole text."""
        self._take(e.MessageWritten(block_id="b", text=text[:1] + text[1:]))

    def _take(self, event: e.AnyEvent) -> None:
        self._count += 1
        at_us = 1_000_000 + self._count
        record = Record(seq=self._count, at_us=at_us, agent=_KEY[0], session_id=_KEY[1], source="hook", event=event)
        self.transcript.apply(record)
        self._timeline.apply(record)


class Clock:
    """Milliseconds of the GUI thread's own time, and by the wall, of one frame after the other."""

    def __init__(self, app: QApplication, frames: int = 10_000) -> None:
        self._app = app
        self._frames = 0
        # Made beforehand, so that the clock's own memory is not counted.
        self._took_ms, self._wall_ms = (array("d", bytes(8 * frames)) for _ in range(2))

    @property
    def took_ms(self) -> array[float]:
        """The thread's own time, frame by frame."""
        return self._took_ms[: self._frames]

    def frame(self, work: Callable[[], object]) -> float:
        """Do the work of a frame and paint; how long the thread was busy with it."""
        start, wall = time.thread_time(), time.perf_counter()
        work()
        self._app.processEvents()
        took_ms = (time.thread_time() - start) * 1000
        self._took_ms[self._frames] = took_ms
        self._wall_ms[self._frames] = (time.perf_counter() - wall) * 1000
        self._frames += 1
        return took_ms

    def figures(self) -> dict[str, Any]:
        took, wall = sorted(self.took_ms), sorted(self._wall_ms[: self._frames])
        return {
            "frames": len(took),
            "p50_ms": round(_at(took, 0.5), 2),
            "p99_ms": round(_at(took, 0.99), 2),
            "max_ms": round(took[-1], 1),
            "wall_p50_ms": round(_at(wall, 0.5), 2),
            "wall_p99_ms": round(_at(wall, 0.99), 2),
            "wall_max_ms": round(wall[-1], 1),
        }


def race(contestant: str, size_bytes: int) -> dict[str, Any]:
    """Figures of one contestant."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    give_back_large_blocks()
    return _CONTESTANTS[contestant](app, size_bytes)


def _ours(app: QApplication, size_bytes: int) -> dict[str, Any]:
    text = markdown(size_bytes)
    view, conversation = _view(app), Conversation()
    view.set_transcript(conversation.transcript)
    app.processEvents()
    step = DELTA_BYTES * DELTAS_A_FRAME
    clock = Clock(app, size_bytes // step + 1)
    lexer_for("python")  # the window has loaded the lexers long before anybody has written so much
    before = _rss_bytes()

    def frame(chunk: str) -> None:
        for at in range(0, len(chunk), DELTA_BYTES):
            conversation.write(chunk[at : at + DELTA_BYTES])
        view.refresh()

    for at in range(0, len(text), step):
        chunk = text[at : at + step]
        clock.frame(lambda chunk=chunk: frame(chunk))
    figures: dict[str, Any] = {"memory_mb": _gained_mb(before), **clock.figures()}
    figures["p50_ms_of_the_last_tenth"] = round(_at(sorted(clock.took_ms[-len(clock.took_ms) // 10 :]), 0.5), 2)
    figures["pieces_laid_out"] = view.page.laid_out_count
    end = Clock(app)
    figures["finished_ms"] = round(end.frame(lambda: (conversation.write("", final=True), view.refresh())), 1)
    figures["confirmed_ms"] = round(end.frame(lambda: (conversation.confirm(text), view.refresh())), 1)
    figures["memory_mb_at_the_end"] = _gained_mb(before)
    figures["text_is_complete"] = conversation.transcript.blocks()[0].text == text
    figures["scrolled"] = _scrolled(app, view, _SCROLLED_PAGES)
    figures["memory_mb_scrolled"] = _gained_mb(before)
    return figures


def _scrolled(app: QApplication, view: OutputView, pages: int) -> dict[str, Any]:
    """From the end to the top at once, then down page by page."""
    bar = view.verticalScrollBar()
    jump = Clock(app)
    figures: dict[str, Any] = {"jump_to_the_top_ms": round(jump.frame(lambda: bar.setValue(0)), 1)}
    clock = Clock(app)
    for _ in range(pages):
        clock.frame(lambda: bar.setValue(bar.value() + bar.pageStep()))
        if bar.value() >= bar.maximum():
            break
    return figures | clock.figures()


def _there_and_back(app: QApplication, size_bytes: int) -> dict[str, Any]:
    """A long message read from one end to the other and back, twice: memory levels off."""
    view, conversation = _view(app), Conversation()
    before = _rss_bytes()
    conversation.write(markdown(size_bytes), final=True)
    clock = Clock(app)
    opened_ms = clock.frame(lambda: view.set_transcript(conversation.transcript))
    _open(view, clock)
    figures: dict[str, Any] = {"opened_ms": round(opened_ms, 1), "memory_mb_opened": _gained_mb(before)}
    bar = view.verticalScrollBar()
    for turn in ("once", "twice"):
        for direction in (-1, 1):
            while bar.value() != (0 if direction < 0 else bar.maximum()):
                clock.frame(lambda step=direction: bar.setValue(bar.value() + step * bar.pageStep()))
        figures[f"memory_mb_read_{turn}"] = _gained_mb(before)
    return figures | clock.figures()


def _hostile(app: QApplication, size_bytes: int) -> dict[str, Any]:
    """The longest frame of each hostile text: opened whole, read upwards for some pages, and a tenth of it streamed."""
    figures: dict[str, Any] = {}
    for name, make in HOSTILE.items():
        text = make(size_bytes)
        view, whole = _view(app), Conversation()
        whole.write(text, final=True)
        opened, read, streamed = Clock(app), Clock(app), Clock(app)
        opened.frame(lambda view=view, whole=whole: view.set_transcript(whole.transcript))
        _open(view, opened)
        bar = view.verticalScrollBar()
        for _ in range(20):
            read.frame(lambda bar=bar: bar.setValue(bar.value() - bar.pageStep()))
        read.frame(lambda bar=bar: bar.setValue(0))
        writing = Conversation()
        view.set_transcript(writing.transcript)
        for at in range(0, min(_HOSTILE_STREAMED, len(text)), _HOSTILE_DELTA):
            writing.write(text[at : at + _HOSTILE_DELTA])
            streamed.frame(view.refresh)
        view.set_transcript(None)
        view.deleteLater()
        figures[name] = {
            "opened_max_ms": round(max(opened.took_ms), 1),
            "read_max_ms": round(max(read.took_ms), 1),
            "streamed_max_ms": round(max(streamed.took_ms), 1),
        }
    return figures


def _open(view: OutputView, clock: Clock) -> None:
    """Frame by frame, until all of a long text is taken in."""
    while view.page.is_waiting:
        time.sleep(0.002)
        clock.frame(lambda: None)


def _view(app: QApplication) -> OutputView:
    view = OutputView()
    view.resize(1000, 800)
    view.show()
    app.processEvents()
    return view


def _incremental(app: QApplication, size_bytes: int) -> dict[str, Any]:
    """QTextBrowser with the text put in at its end: no Markdown at all, which is to its advantage."""
    text = markdown(size_bytes)
    browser = _browser(app)
    cursor = QTextCursor(browser.document())
    before = _rss_bytes()

    def frame(chunk: str) -> None:
        for at in range(0, len(chunk), DELTA_BYTES):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(chunk[at : at + DELTA_BYTES])
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())

    step = DELTA_BYTES * DELTAS_A_FRAME
    clock = Clock(app, size_bytes // step + 1)
    began = time.perf_counter()
    done = 0
    while done < len(text) and time.perf_counter() - began < _LONGEST_MEASURED_S:
        chunk = text[done : done + step]
        clock.frame(lambda chunk=chunk: frame(chunk))
        done += len(chunk)
    return {"bytes_written": done, **clock.figures(), "memory_mb": _gained_mb(before)}


def _whole(app: QApplication, size_bytes: int) -> dict[str, Any]:
    """QTextBrowser given the whole Markdown anew: one frame each at a tenth, a half and all of the text."""
    text = markdown(size_bytes)
    browser = _browser(app)
    before = _rss_bytes()
    clock = Clock(app)
    figures: dict[str, Any] = {}
    for share in (0.1, 0.5, 1.0):
        source = text[: int(len(text) * share)]
        took = clock.frame(
            lambda source=source: (
                browser.setMarkdown(source),
                browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum()),
            )
        )
        figures[f"frame_ms_at_{int(share * 100)}_percent"] = round(took, 1)
    figures["memory_mb"] = _gained_mb(before)
    return figures


def _browser(app: QApplication) -> QTextBrowser:
    browser = QTextBrowser()
    browser.resize(1000, 800)
    browser.show()
    app.processEvents()
    return browser


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _rss_bytes() -> int:
    return int(psutil.Process().memory_info().rss)


def _gained_mb(before: int) -> float:
    return round((_rss_bytes() - before) / 1e6, 1)


_CONTESTANTS: dict[str, Callable[[QApplication, int], dict[str, Any]]] = {
    "ours": _ours,
    "there_and_back": _there_and_back,
    "hostile": _hostile,
    "browser_incremental": _incremental,
    "browser_whole": _whole,
}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(race(sys.argv[1], int(sys.argv[2]))) + "\n")
