"""Tests of ``app/desktop/views/timeline.py``: the widget, without a display."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.desktop.colours import LIGHT
from app.desktop.theme import GRID, SMALL, apply_theme, set_text_scale, ui_font
from app.desktop.views.time_canvas import NOW_ROOM_PX
from app.desktop.views.timeline import TimelineView
from app.desktop.views.timeline_paint import KINDS, kind_word, paint_span
from tests.helpers.accessible_tree import faults
from tests.helpers.timeline_story import START_US, StoryLane, StorySpan, StoryTimeline, story_spans

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
    return view.span_rect(*found).center().toPoint()


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
        assert abs(view.scale.x_of(now) - (view.plot_width - NOW_ROOM_PX)) < 2


def test_an_open_span_reaches_to_now(view: TimelineView) -> None:
    found = view.rows.find("turn2")
    assert found is not None
    right = view.span_rect(*found).right()
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


def title_of(view: TimelineView, lane_id: str) -> QPoint:
    number = [lane.lane_id for lane in view.rows.lanes].index(lane_id)
    top = view.row_top(view.rows.first_row_of[number])
    return QPoint(view.titles_left + 20, top + view.row_px // 2)


def press(view: TimelineView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)


def test_a_click_on_its_title_folds_a_subagent_and_another_unfolds_it(view: TimelineView) -> None:
    height = view.rows_height()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=title_of(view, "agent"))
    assert "agent/tools" not in [lane.lane_id for lane in view.rows.lanes]
    assert view.rows_height() < height
    view.grab()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=title_of(view, "agent"))
    assert view.rows_height() == height


def test_a_click_on_another_title_folds_nothing(view: TimelineView) -> None:
    before = view.rows_height()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=title_of(view, "tools"))
    assert view.rows_height() == before and not view.rows.folded


def test_space_folds_the_subagent_of_the_selected_span_and_keeps_its_head_selected(view: TimelineView) -> None:
    view.select_block("block:read2")
    press(view, Qt.Key.Key_Space)
    assert view.rows.folded == {"agent"} and view.selected == "agent"
    press(view, Qt.Key.Key_Space)
    assert view.rows.find("read2") is not None


def test_words_of_a_folded_subagent_unfold_it(view: TimelineView) -> None:
    view.fold_all(True)
    view.select_block("block:ask2")
    assert view.rows.find("ask2") is not None and view.selected == "ask2"


def test_home_and_end_go_to_the_first_and_last_span_of_the_row(view: TimelineView) -> None:
    view.select_block("block:edit")
    press(view, Qt.Key.Key_Home)
    assert view.selected == "read"
    press(view, Qt.Key.Key_End)
    assert view.selected == "tests2"


def test_plus_minus_and_nought_change_the_zoom(view: TimelineView) -> None:
    all_us_per_px = view.scale.us_per_px
    press(view, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert view.scale.us_per_px < all_us_per_px
    press(view, Qt.Key.Key_Minus)
    press(view, Qt.Key.Key_0)
    assert view.scale.us_per_px == all_us_per_px


def test_the_tool_tip_says_label_kind_duration_times_and_the_whole_text(view: TimelineView) -> None:
    view.text_of = lambda block_id: f"pytest -q\n{block_id} in full"
    at = middle_of(view, "tests")
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    said = QToolTip.text()
    assert "Tool · Bash pytest" in said and "failed" in said and "6.5 s" in said and " to " in said
    assert "block:tests in full" in said
    QToolTip.hideText()


def test_nothing_is_painted_while_nothing_goes_on(view: TimelineView, qapp: QApplication) -> None:
    view.set_timeline(StoryTimeline([each for each in story_spans() if each.end_us is not None]))
    view.refresh(NOW_US)
    qapp.processEvents()
    painted = view.painted
    view.refresh(NOW_US + 60_000_000)
    qapp.processEvents()
    assert view.painted == painted


def test_the_legend_names_every_kind(view: TimelineView) -> None:
    press(view, Qt.Key.Key_L)
    legend = QApplication.activePopupWidget()
    assert legend is not None
    assert all(kind_word(kind) in legend.accessibleDescription() for kind in KINDS)
    assert faults(legend) == []
    legend.close()


def test_the_menu_offers_what_keys_do_and_the_overview(view: TimelineView, qtbot: QtBot) -> None:
    menu = view.menu.open_at(QPoint(5, 5))
    by_text = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    by_text["Fold all subagents"].trigger()
    assert view.rows.folded == {"agent"}
    with qtbot.waitSignal(view.overview_wanted):
        by_text["All sessions over time"].trigger()
    menu.close()


def test_it_can_be_understood_by_ear(view: TimelineView) -> None:
    assert faults(view) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_titles_are_whole_and_beside_the_plot(
    view: TimelineView, qapp: QApplication, scale: float, direction: Qt.LayoutDirection
) -> None:
    set_text_scale(qapp, scale)
    view.setLayoutDirection(direction)
    view.resize(900, view.sizeHint().height())
    view.grab()
    metrics = QFontMetrics(ui_font(SMALL))
    assert view.row_px >= metrics.height()
    widest = max(metrics.horizontalAdvance(view.title_of(lane)) + view.indent_of(lane) for lane in view.rows.lanes)
    assert widest <= view.titles_px() - 4 * GRID
    plot = range(view.plot_left, view.plot_left + view.plot_width)
    assert not set(plot) & set(range(view.titles_left, view.titles_left + view.titles_px()))
    button = view.menu.button.geometry()
    assert view.rect().contains(button) and button.top() >= view.height() - view.axis_px


def test_more_subagents_than_a_few_begin_folded(view: TimelineView) -> None:
    timeline = StoryTimeline()
    lanes = [StoryLane(f"agent{number}", "Explore", kind="subagent") for number in range(6)]
    timeline.lanes = lambda: lanes  # type: ignore[method-assign]
    view.set_timeline(timeline)
    assert len(view.rows.folded) == 6


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

    shapes = {kind: shape(kind, "ok") for kind in KINDS if kind not in ("turn", "text", "tool")}
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


def test_ten_thousand_spans_in_sight_are_not_painted_one_by_one(view: TimelineView) -> None:
    spans = [
        StorySpan(f"s{index}", "tools", 0, "tool", "x", START_US + index * 1_000, START_US + index * 1_000 + 500)
        for index in range(10_000)
    ]
    view.set_timeline(StoryTimeline(spans))
    view.refresh(NOW_US)
    view.grab()
    assert view._lane_painter.painted_spans < 20
