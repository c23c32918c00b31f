"""Tests of ``app/desktop/views/timeline.py``: the widget, without a display."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.colours import LIGHT
from app.desktop.theme import apply_theme
from app.desktop.views.timeline import TimelineView
from app.desktop.views.timeline_paint import KIND_WORDS, paint_span
from tests.helpers.timeline_story import START_US, StorySpan, StoryTimeline

NOW_US = START_US + 72_000_000


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> TimelineView:
    apply_theme(qapp, "light")
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(980, 240)
    view.set_timeline(StoryTimeline())
    view.refresh(NOW_US)
    view.show()
    return view


def middle_of(view: TimelineView, span_id: str) -> QPoint:
    found = view.rows.find(span_id)
    assert found is not None
    return view._span_rect(*found).center().toPoint()


def wheel(view: TimelineView, at: QPoint, delta: int) -> None:
    view.wheelEvent(
        QWheelEvent(
            QPointF(at),
            QPointF(view.mapToGlobal(at)),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
    )


def test_a_click_on_a_span_names_its_block(view: TimelineView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.span_activated) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle_of(view, "tests"))
    assert told.args == ["block:tests"]


def test_the_wheel_zooms_at_the_pointer(view: TimelineView) -> None:
    at = QPoint(500, 40)
    before = view.scale.time_at(at.x() - view.plot_left)
    wheel(view, at, 480)
    assert view.mode == "free"
    assert view.scale.us_per_px < 60_000
    assert abs(view.scale.time_at(at.x() - view.plot_left) - before) < 2 * view.scale.us_per_px


def test_dragging_pans_and_does_not_click(view: TimelineView) -> None:
    told: list[str] = []
    view.span_activated.connect(told.append)
    before = view.scale.start_us
    start = middle_of(view, "text2")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(-100, 0))
    view.mouseMoveEvent(_move(view, start + QPoint(-100, 0)))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(-100, 0))
    assert view.scale.start_us > before
    assert told == []


def _move(view: TimelineView, at: QPoint) -> object:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_fit_shows_everything_and_now_keeps_the_present_at_the_edge(view: TimelineView) -> None:
    view.zoom_at(300, 8)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.mode == "fit"
    assert view.scale.x_of(START_US) >= 0
    assert view.scale.x_of(NOW_US) <= view.plot_width
    view.zoom_at(300, 8)
    QTest.keyClick(view, Qt.Key.Key_N)
    for now in (NOW_US, NOW_US + 60_000_000):
        view.refresh(now)
        assert abs(view.scale.x_of(now) - (view.plot_width - 36)) < 2


def test_an_open_span_reaches_to_now(view: TimelineView) -> None:
    found = view.rows.find("turn2")
    assert found is not None
    right = view._span_rect(*found).right()
    assert abs(right - view.plot_left - view.scale.x_of(NOW_US)) < 1


def test_keys_go_from_span_to_span_and_enter_activates(view: TimelineView, qtbot: QtBot) -> None:
    view.select(view.rows.find("edit")[1])  # type: ignore[index]
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.selected == "tests"
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.selected == "text3"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected == "tests"
    with qtbot.waitSignal(view.span_activated) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["block:tests"]
    assert "Bash pytest" in view.accessibleDescription() and "failed" in view.accessibleDescription()


def test_new_changed_and_vanished_spans_are_taken_in(view: TimelineView) -> None:
    source = view.source
    assert isinstance(source, StoryTimeline)
    source.put(StorySpan("new", "tools", 1, "tool", "Bash ls", NOW_US, None, "running", "block:new"))
    source.put(StorySpan("tests2", "tools", 0, "tool", "Bash pytest -q", START_US + 58_500_000, NOW_US, "ok", "b"))
    source.take("grep")
    view.refresh(NOW_US + 1_000_000)
    assert view.rows.find("new") is not None and view.rows.find("grep") is None
    found = view.rows.find("tests2")
    assert found is not None and found[1].end_us == NOW_US


def test_the_span_of_a_block_can_be_marked(view: TimelineView) -> None:
    view.select_block("block:agent")
    assert view.selected == "agent"


def test_kinds_are_told_apart_without_colour(qapp: QApplication) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    def shape(kind: str, state: str) -> bytes:
        image = QImage(40, 14, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_span(painter, LIGHT, kind, state, QRectF(0, 1, 40, 12), is_open=False)
        painter.end()
        # Only where something is painted and how strongly, not in which colour.
        alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
        return bytes(alpha.constBits())

    shapes = {kind: shape(kind, "ok") for kind in KIND_WORDS if kind not in ("turn", "text", "tool")}
    shapes["solid"] = shape("tool", "ok")
    assert len(set(shapes.values())) == len(shapes)


def test_nothing_to_show_is_no_error(view: TimelineView) -> None:
    view.set_timeline(None)
    view.refresh(NOW_US)
    view.set_timeline(StoryTimeline([]))
    view.refresh(NOW_US)
    view.grab()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.selected == ""


def test_ten_thousand_spans_in_sight_are_painted_once_a_pixel(view: TimelineView) -> None:
    spans = [
        StorySpan(f"s{index}", "tools", 0, "tool", "x", START_US + index * 1_000, START_US + index * 1_000 + 500)
        for index in range(10_000)
    ]
    view.set_timeline(StoryTimeline(spans))
    view.refresh(NOW_US)
    view.grab()
    assert view.painted_spans <= 2 * view.plot_width
