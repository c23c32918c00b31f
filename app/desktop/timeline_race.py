"""One contestant of ``bench timeline``, in a process of its own; prints one JSON object, times in milliseconds.

``python -m app.desktop.timeline_race overview SESSIONS SPANS``: the signal diagram of so many sessions with so many
stretches each. ``… session SPANS``: the timeline of one session. ``… graphics_view SESSIONS SPANS``: Qt's own scene.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import psutil
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene, QGraphicsView
from qasync import QEventLoop

from app.core import events as e
from app.core.commands import AnyCommand, ReadSignals, SignalPage
from app.core.projections.rows import SessionRow, Status
from app.core.projections.timeline import Timeline
from app.core.records import Record, SessionKey
from app.core.stretches import SessionSignals, Stretch
from app.desktop.link import HubAddress, Incoming, Link, PhaseChanged, now_us
from app.desktop.models.hubs import Hub, Hubs, SessionRef
from app.desktop.models.roster import RosterModel
from app.desktop.models.signal_histories import SignalHistories
from app.desktop.theme import apply_theme
from app.desktop.views.overview_canvas import OverviewCanvas
from app.desktop.views.time_canvas import TimeCanvas
from app.desktop.views.timeline import TimelineView
from app.wire import feed

SIZE = (1300, 900)
FRAMES = 60
APPENDS = 200
ZOOM = 4.0
"""From one zoom to the next."""

_HUB = "here"
_PAGE = 20
_LIMIT_S = 120.0
_LONGEST_US = 120_000_000
_STATUSES: tuple[Status, ...] = ("working", "waiting", "working", "done", "working", "failed", "working", "idle")


class CannedLink(Link):
    """A link to a hub that is not there: what it would say lies ready."""

    def __init__(self, rows: list[SessionRow], stretches: dict[str, tuple[Stretch, ...]]) -> None:
        super().__init__(HubAddress(_HUB, ""), lambda: None)
        self.news: list[Incoming] = [PhaseChanged("live"), feed.Snapshot(seq=1, sessions=tuple(rows))]
        self._told = [SessionSignals("claude_code", name, own) for name, own in stretches.items()]

    def take(self) -> Incoming | None:
        return self.news.pop(0) if self.news else None

    async def order(self, command: AnyCommand, timeout_s: float = 90.0) -> Any:
        assert isinstance(command, ReadSignals)
        first = command.after_seq
        page = tuple(self._told[first : first + _PAGE])
        more = first + _PAGE < len(self._told)
        return msgspec.to_builtins(SignalPage(seq=first + len(page), sessions=page, more=more))


def story(sessions: int, spans: int) -> tuple[list[SessionRow], dict[str, tuple[Stretch, ...]]]:
    """Sessions that changed their status so often, the last time just now."""
    source, now = random.Random(1), now_us()
    rows, stretches = [], {}
    for number in range(sessions):
        name = f"session-{number:04}"
        at_us, told = now - source.randrange(_LONGEST_US), []
        for index in range(spans, 0, -1):
            status = _STATUSES[index % len(_STATUSES)] if index < spans else "working"
            told.append(Stretch(at_us, status))
            at_us -= source.randrange(50_000, _LONGEST_US)
        told.reverse()
        stretches[name] = tuple(told)
        rows.append(
            SessionRow(
                agent="claude_code",
                session_id=name,
                title=f"session number {number}",
                cwd="/home/ada/shop",
                status="working",
                status_at_us=told[-1].since_us,
                started_at_us=told[0].since_us,
                last_at_us=now,
            )
        )
    return rows, stretches


async def overview(sessions: int, spans: int) -> dict[str, Any]:
    """The signal diagram, rows as they are read and all rows at once."""
    link = CannedLink(*story(sessions, spans))
    before = _rss_mb()
    hubs, roster = Hubs(), RosterModel()
    histories = SignalHistories(hubs)
    hubs.rows_changed.connect(lambda refs: roster.update({ref: hubs.row(ref) for ref in refs}))
    hub = Hub(link.address, link)
    hubs.add(hub)
    while hubs.apply_pending():
        pass
    canvas = OverviewCanvas(roster, histories)
    canvas.resize(*SIZE)
    canvas.show()
    began = time.perf_counter()
    histories.want(True)
    last = SessionRef(_HUB, "claude_code", f"session-{sessions - 1:04}")
    await _until(lambda: len(histories.of(last).stretches) >= spans)
    figures: dict[str, Any] = {"spans": sessions * spans, "taken_in_s": round(time.perf_counter() - began, 1)}
    figures["readable_rows"] = _frames(canvas)
    figures["readable_rows"] |= _appends(canvas, hubs, link)
    canvas.toggle_see_all()
    began = time.perf_counter()
    canvas.repaint()
    figures["levels_of_all_rows_made_once_ms"] = round((time.perf_counter() - began) * 1000)
    figures["all_rows_at_once"] = _frames(canvas)
    figures["all_rows_at_once"] |= _appends(canvas, hubs, link)
    figures["memory_mb"] = round(_rss_mb() - before)
    canvas.hide()
    await histories.close()
    return figures


def _appends(canvas: OverviewCanvas, hubs: Hubs, link: CannedLink) -> dict[str, Any]:
    """From the message that a status changed to the paint that shows it, all that the roster does with it included."""
    canvas.fit()
    canvas.repaint()
    refs = [line.key for line in canvas.lines_in_sight() if isinstance(line.key, SessionRef)]
    pairs: dict[str, tuple[Status, Status]] = {
        "append_where_the_row_moves_to_another_group": ("waiting", "working"),
        "append": ("done", "failed"),
    }
    figures = {}
    for name, statuses in pairs.items():
        for ref in refs:
            _change(canvas, hubs, link, ref, statuses[1], Stopwatch())
        watch = Stopwatch()
        for number in range(APPENDS):
            _change(canvas, hubs, link, refs[number % len(refs)], statuses[number // len(refs) % 2], watch)
        figures[name] = watch.summed()
    return figures


def _change(
    canvas: OverviewCanvas, hubs: Hubs, link: CannedLink, ref: SessionRef, status: Status, watch: Stopwatch
) -> None:
    row = hubs.row(ref)
    assert row is not None
    changed = msgspec.structs.replace(row, status=status, status_at_us=now_us(), last_at_us=now_us())
    watch.begin()
    link.news.append(feed.RowsChanged(seq=2, sessions=(changed,)))
    while hubs.apply_pending():
        pass
    canvas.tick(now_us())
    canvas.repaint()
    watch.stop()


def session(spans: int) -> dict[str, Any]:
    """The timeline of one long session, records folded as in the window."""
    key = SessionKey("claude_code", "long")
    timeline = Timeline(key)
    before = _rss_mb()
    began = time.perf_counter()
    cycles = spans // 4
    records = _records(key, cycles + APPENDS)
    for _ in range(cycles):
        for record in next(records):
            timeline.apply(record)
    timeline.lanes()
    figures: dict[str, Any] = {"folded_in_s": round(time.perf_counter() - began, 1)}
    figures["memory_of_the_projection_mb"] = round(_rss_mb() - before)
    before = _rss_mb()
    view = TimelineView()
    began = time.perf_counter()
    view.set_timeline(timeline)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()  # what was never exposed is not painted
    view.refresh(now_us())
    view.repaint()
    figures["first_paint_ms"] = round((time.perf_counter() - began) * 1000)
    figures["spans"] = len(timeline.spans())
    figures.update(_frames(view))
    view.fit()
    view.repaint()
    watch = Stopwatch()
    for _ in range(APPENDS):
        fresh = next(records)
        watch.begin()
        for record in fresh:
            timeline.apply(record)
        view.refresh(fresh[-1].at_us)
        view.repaint()
        watch.stop()
    figures["append_of_4_spans"] = watch.summed()
    figures["memory_mb"] = round(_rss_mb() - before)
    view.hide()
    return figures


def _records(key: SessionKey, cycles: int) -> Iterator[list[Record]]:
    """Turn after turn: a prompt, words, two calls at once, rest."""
    source, at_us, seq = random.Random(2), now_us() - cycles * 20_000_000, 0
    for cycle in range(cycles):
        told: list[e.AnyEvent] = [
            e.TurnStarted(turn_id=f"t{cycle}", prompt="go on"),
            e.MessageWritten(block_id=f"b{cycle}", text="I look at the next part."),
            e.ToolCallStarted(tool_call_id=f"a{cycle}", name="Read", input={"file_path": "x.py"}),
            e.ToolCallStarted(tool_call_id=f"c{cycle}", name="Bash", input={"command": "make"}),
            e.ToolCallFinished(tool_call_id=f"a{cycle}", name="Read"),
            e.ToolCallFinished(tool_call_id=f"c{cycle}", name="Bash", outcome="failed" if cycle % 9 == 0 else "ok"),
            e.TurnFinished(turn_id=f"t{cycle}"),
        ]
        records = []
        for event in told:
            seq += 1
            at_us += source.randrange(100_000, 5_000_000)
            written = "transcript" if isinstance(event, e.MessageWritten) else "hook"
            records.append(
                Record(seq=seq, at_us=at_us, agent=key.agent, session_id=key.session_id, source=written, event=event)  # type: ignore[arg-type]
            )
        yield records


def _frames(canvas: TimeCanvas) -> dict[str, Any]:
    """A frame at every zoom, panned a little from one to the next; the worst zoom's 99th percentile counts."""
    canvas.fit()
    painted = canvas.painted
    canvas.repaint()
    if canvas.painted == painted:
        raise RuntimeError("nothing is painted: the window is not exposed")
    by_zoom, start_us, end_us = {}, *canvas.reach()
    nearest = max(1.0, 50_000 / canvas.plot_width)
    zoom = 1.0
    while canvas.scale.us_per_px > nearest:
        watch = Stopwatch()
        for _ in range(FRAMES):
            canvas.show_scale(canvas.scale.panned(7))
            watch.begin()
            canvas.repaint()
            watch.stop()
        by_zoom[f"{zoom:g}x"] = watch.summed()
        canvas.zoom_at(canvas.plot_left + canvas.plot_width / 2, ZOOM)
        zoom *= ZOOM
        if canvas.mode == "free" and canvas.scale.us_per_px * canvas.plot_width < 200_000:
            break
    worst = max(by_zoom.values(), key=lambda each: each["cpu_p99"])
    return {"frame_worst_zoom": worst, "frame_by_zoom": by_zoom, "window_of_s": round((end_us - start_us) / 1e6)}


def graphics_view(sessions: int, spans: int) -> dict[str, Any]:
    """Qt's own: an item a span in a scene, everything in view."""
    _, stretches = story(sessions, spans)
    before = _rss_mb()
    began = time.perf_counter()
    scene = QGraphicsScene()
    brushes = {status: QBrush(QColor.fromHsv(40 * number, 180, 200)) for number, status in enumerate(set(_STATUSES))}
    first_us = min(own[0].since_us for own in stretches.values())
    for row, own in enumerate(stretches.values()):
        for index, each in enumerate(own[:-1]):
            _add(scene, row, each.since_us - first_us, own[index + 1].since_us - first_us, brushes[each.status])
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.IgnoreAspectRatio)
    view.viewport().repaint()
    figures: dict[str, Any] = {"items": sessions * (spans - 1), "first_paint_s": round(time.perf_counter() - began, 1)}
    zoom, by_zoom = 1.0, {}
    while zoom < 5_000:
        watch = Stopwatch()
        for _ in range(5 if zoom < 20 else 20):
            watch.begin()
            view.viewport().repaint()
            watch.stop()
        by_zoom[f"{zoom:g}x"] = watch.summed()
        view.scale(ZOOM, 1.0)
        zoom *= ZOOM
    figures["frame_worst_zoom"] = max(by_zoom.values(), key=lambda each: each["cpu_p99"])
    figures["frame_by_zoom"] = by_zoom
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.IgnoreAspectRatio)
    watch = Stopwatch()
    for number in range(5):
        watch.begin()
        end = scene.sceneRect().right() * 1000
        _add(scene, number, int(end), int(end) + 60_000_000, brushes["working"])
        view.viewport().repaint()
        watch.stop()
    figures["append"] = watch.summed()
    figures["memory_mb"] = round(_rss_mb() - before)
    return figures


def _add(scene: QGraphicsScene, row: int, start_us: int, end_us: int, brush: QBrush) -> None:
    item = QGraphicsRectItem(QRectF(start_us / 1000, row * 10, (end_us - start_us) / 1000, 8))
    item.setBrush(brush)
    item.setPen(QPen(Qt.PenStyle.NoPen))
    scene.addItem(item)


async def _until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + _LIMIT_S
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the histories were never there")
        await asyncio.sleep(0.005)


class Stopwatch:
    """Milliseconds from ``begin`` to ``stop``, by the clock and of this thread on a processor."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._cpu: list[float] = []
        self._began = 0.0, 0.0

    def begin(self) -> None:
        self._began = time.perf_counter(), time.thread_time()

    def stop(self) -> None:
        self._wall.append((time.perf_counter() - self._began[0]) * 1000)
        self._cpu.append((time.thread_time() - self._began[1]) * 1000)

    def summed(self) -> dict[str, float]:
        """Medians and 99th percentiles: ``cpu_`` is what remains when others keep the machine busy."""
        return {
            "p50": _percentile(self._wall, 0.5),
            "p99": _percentile(self._wall, 0.99),
            "cpu_p50": _percentile(self._cpu, 0.5),
            "cpu_p99": _percentile(self._cpu, 0.99),
        }


def _percentile(took_ms: list[float], share: float) -> float:
    ordered = sorted(took_ms)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2)


def _rss_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def main(arguments: list[str]) -> None:
    app = QApplication([])
    apply_theme(app, "light")
    contestant, *numbers = arguments
    if contestant == "overview":
        loop = QEventLoop(app)
        asyncio.set_event_loop(loop)
        figures = loop.run_until_complete(overview(*map(int, numbers)))
    elif contestant == "session":
        figures = session(*map(int, numbers))
    else:
        figures = graphics_view(*map(int, numbers))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(sys.argv[1:])
