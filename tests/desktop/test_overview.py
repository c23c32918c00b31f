"""The signal diagram, as a person at mouse and keyboard meets it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.core.commands import ReadSignals, SignalPage
from app.core.projections.signal_history import MARKS
from app.core.stretches import SessionSignals, Stretch
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views import bands
from app.desktop.views.bands import EIGHTHS
from app.desktop.views.main_window import MainWindow
from app.desktop.views.overview_canvas import OverviewCanvas
from app.desktop.views.overview_look import LOOK, STATUS_MARKS
from app.desktop.views.overview_words import Spot
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.accessible_tree import faults
from tests.helpers.canned import SHOP, row
from tests.helpers.scripted_hub import ScriptedHub

DEPLOY = SessionRef(THIS_MACHINE, "claude_code", "deploy-script")
LOGIN = SessionRef(THIS_MACHINE, *SHOP)
MINUTE = 60_000_000


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    """The window on an afternoon's work, the overview in front."""
    now = now_us()
    canned.fill(hub, now)
    past = [
        SessionSignals(
            each.agent,
            each.session_id,
            (
                Stretch(each.status_at_us - 30 * MINUTE, "idle"),
                Stretch(each.status_at_us - 20 * MINUTE, "working"),
                Stretch(each.status_at_us - 10 * MINUTE, "waiting", "permission"),
                Stretch(each.status_at_us - 9 * MINUTE, "working" if each.status != "working" else "done"),
                Stretch(each.status_at_us, each.status, each.reason),
            ),
        )
        for each in hub.rows.values()
    ]
    hub.answers[ReadSignals] = lambda order: SignalPage(seq=1, sessions=() if order.after_seq else tuple(past))
    cabin = Cabin(paths, start_hub=False)
    made = MainWindow(cabin)
    cabin.add_own_hub()
    made.show()
    await until(lambda: made.roster.current() is not None and cabin.hubs.all()[0].phase == "live")
    made.actions_by_name["overview"].trigger()
    await until(lambda: len(cabin.signals.of(LOGIN).stretches) == 5)
    made.grab()
    yield made
    made.hide()
    await cabin.close(stop_own_hub=False)
    made.deleteLater()


def canvas_of(window: MainWindow) -> OverviewCanvas:
    return window.overview.canvas


def press(canvas: OverviewCanvas, *keys: Qt.Key, shift: bool = False) -> None:
    for key in keys:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(canvas, key, held)


def point_of(canvas: OverviewCanvas, ref: SessionRef, time_us: float) -> QPoint:
    line = canvas.lines.find(ref)
    assert line is not None
    return QPoint(round(canvas.x_of(time_us)), int(line.top - canvas.scroll_px + line.height / 2))


def middle_of(canvas: OverviewCanvas, spot: Spot) -> QPoint:
    history = canvas.history_of(spot.ref)
    end_us = history.end_of(spot.stretch) or canvas.now_us
    return point_of(canvas, spot.ref, (history.stretches[spot.stretch].since_us + end_us) / 2)


def wheel(canvas: OverviewCanvas, at: QPoint, delta: int, keys: Qt.KeyboardModifier) -> None:
    place, everywhere = QPointF(at), QPointF(canvas.mapToGlobal(at))
    event = QWheelEvent(
        place,
        everywhere,
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


async def test_rows_stand_in_the_order_and_groups_of_the_roster(window: MainWindow) -> None:
    canvas = canvas_of(window)
    assert [line.key for line in canvas.lines.lines] == window._cabin.roster.entries()


async def test_finding_a_session_in_the_roster_leaves_the_others_out_here_too(window: MainWindow) -> None:
    window.roster.search.setText("deploy")
    assert [line.key for line in canvas_of(window).lines.lines if line.is_session] == [DEPLOY]
    window.roster.search.setText("nothing has this name")
    assert canvas_of(window).lines.lines == []
    window.grab()


async def test_the_last_two_hours_are_seen_first_and_fit_shows_all(window: MainWindow) -> None:
    canvas = canvas_of(window)
    assert canvas.mode == "now"
    assert canvas.scale.us_per_px * canvas.plot_width == pytest.approx(2 * 60 * MINUTE, rel=0.1)
    press(canvas, Qt.Key.Key_0)
    start_us, end_us = canvas.reach()
    assert canvas.x_of(start_us) >= canvas.plot_left
    assert canvas.x_of(end_us) <= canvas.plot_left + canvas.plot_width
    assert end_us - start_us > 24 * 60 * MINUTE


async def test_a_click_selects_the_session_and_stays_here(window: MainWindow) -> None:
    canvas = canvas_of(window)
    at = middle_of(canvas, Spot(LOGIN, 2))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert window.roster.current() == LOGIN and window.shown_ref == LOGIN
    assert window.right.shows_overview
    assert canvas.spot == Spot(LOGIN, 2)
    said = window.overview.sentence.text()
    assert "Make the login redirect" in said and "Needs you: permission" in said and "1 min 00 s" in said


async def test_two_clicks_open_the_session(window: MainWindow) -> None:
    canvas = canvas_of(window)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle_of(canvas, Spot(DEPLOY, 4)))
    assert window.shown_ref == DEPLOY and window.right.currentWidget() is window.session


async def test_keys_go_through_sessions_and_through_what_each_did_and_enter_opens(window: MainWindow) -> None:
    canvas = canvas_of(window)
    order = window._cabin.roster.refs()
    window.roster.select(order[0])
    press(canvas, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert window.shown_ref == order[2]
    press(canvas, Qt.Key.Key_Left)
    assert canvas.spot == Spot(order[2], 4)
    press(canvas, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert canvas.spot == Spot(order[2], 2)
    press(canvas, Qt.Key.Key_Home)
    assert canvas.spot == Spot(order[2], 0)
    assert "At rest" in canvas.accessibleDescription()
    press(canvas, Qt.Key.Key_End, Qt.Key.Key_Return)
    assert window.right.currentWidget() is window.session


async def test_what_is_selected_stays_selected_when_more_of_the_past_is_told(window: MainWindow) -> None:
    canvas = canvas_of(window)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle_of(canvas, Spot(LOGIN, 2)))
    known = canvas.history_of(LOGIN).stretches
    earlier = Stretch(known[0].since_us - MINUTE, "done")
    page = SignalPage(seq=2, sessions=(SessionSignals(LOGIN.agent, LOGIN.session_id, (earlier, *known)),))
    window._cabin.signals._take(THIS_MACHINE, page)
    assert canvas.spot == Spot(LOGIN, 3)


def test_what_has_ended_is_painted_nowhere_also_where_there_is_no_room_for_shapes() -> None:
    for eighth in range(-1, EIGHTHS):
        assert bands._table("light", STATUS_MARKS, eighth)[MARKS["ended"]] == 0
    assert bands._table("light", STATUS_MARKS, -1)[MARKS["working"]] != 0


async def test_the_roster_selects_here_too(window: MainWindow) -> None:
    window.roster.select(DEPLOY)
    assert canvas_of(window).spot == Spot(DEPLOY)


async def test_the_wheel_zooms_where_the_pointer_is_and_scrolls_over_the_titles(window: MainWindow) -> None:
    canvas = canvas_of(window)
    window.resize(900, 420)
    at = QPoint(canvas.plot_left + 120, 60)
    before, us_per_px = canvas.time_at(at.x()), canvas.scale.us_per_px
    wheel(canvas, at, 480, Qt.KeyboardModifier.NoModifier)
    assert canvas.scale.us_per_px < us_per_px
    assert canvas.time_at(at.x()) == pytest.approx(before, abs=us_per_px)
    wheel(canvas, QPoint(20, 60), -240, Qt.KeyboardModifier.NoModifier)
    assert canvas.scroll_px > 0


async def test_dragging_moves_along_time_and_selects_nothing(window: MainWindow) -> None:
    canvas = canvas_of(window)
    window.roster.select(DEPLOY)
    at, before = middle_of(canvas, Spot(LOGIN, 1)), canvas.scale.start_us
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(canvas, at + QPoint(60, 0))
    QTest.mouseMove(canvas, at + QPoint(120, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(120, 0))
    assert canvas.scale.start_us < before
    assert window.shown_ref == DEPLOY


async def test_keys_zoom_pan_and_follow_the_present(window: MainWindow) -> None:
    canvas = canvas_of(window)
    before = canvas.scale
    press(canvas, Qt.Key.Key_Plus)
    assert canvas.scale.us_per_px < before.us_per_px
    press(canvas, Qt.Key.Key_Left, shift=True)
    moved = canvas.scale.start_us
    assert canvas.mode == "free"
    press(canvas, Qt.Key.Key_N)
    canvas.tick(canvas.now_us + 5 * MINUTE)
    assert canvas.scale.start_us > moved
    assert canvas.x_of(canvas.now_us) < canvas.plot_left + canvas.plot_width


async def test_the_tool_tip_says_what_it_was_from_when_to_when(window: MainWindow) -> None:
    canvas = canvas_of(window)
    at = middle_of(canvas, Spot(LOGIN, 2))
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    said = QToolTip.text()
    assert "Needs you: permission" in said and "1 min 00 s" in said and " to " in said
    QToolTip.hideText()


async def test_nothing_is_painted_while_nothing_changes(window: MainWindow) -> None:
    canvas = canvas_of(window)
    press(canvas, Qt.Key.Key_0)
    canvas.refresh()
    QApplication.processEvents()
    painted = canvas.painted
    canvas.refresh()
    QApplication.processEvents()
    assert canvas.painted == painted
    canvas.tick(canvas.now_us + 60 * MINUTE)
    canvas.grab()
    assert canvas.painted > painted


async def test_what_happens_is_seen_at_once(window: MainWindow, hub: ScriptedHub) -> None:
    canvas = canvas_of(window)
    await hub.say(row("deploy-script", "failed", 0, now_us(), reason="rate_limit"))
    await until(lambda: canvas.history_of(DEPLOY).stretches[-1].status == "failed")
    assert canvas.history_of(DEPLOY).strip.open_mark == MARKS["failed"]


async def test_rows_keep_their_places_while_the_pointer_is_over_them(window: MainWindow, hub: ScriptedHub) -> None:
    canvas = canvas_of(window)
    before = [line.key for line in canvas.lines.lines]
    at = QPointF(50, 50)
    QApplication.sendEvent(canvas, QEnterEvent(at, at, QPointF(canvas.mapToGlobal(at.toPoint()))))
    await hub.say(row("changelog", "waiting", 0, now_us()))
    ref = SessionRef(THIS_MACHINE, "claude_code", "changelog")
    await until(lambda: canvas.history_of(ref).stretches[-1].status == "waiting")
    assert [line.key for line in canvas.lines.lines] == before
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert [line.key for line in canvas.lines.lines] != before


async def test_all_rows_fit_when_asked(window: MainWindow) -> None:
    canvas = canvas_of(window)
    window.resize(900, 420)
    assert canvas.rows_height() > canvas.view_height
    press(canvas, Qt.Key.Key_V)
    assert canvas.rows_height() <= canvas.view_height + 1
    window.grab()


async def test_shift_t_and_escape_lead_back_to_the_session(window: MainWindow) -> None:
    window.activateWindow()
    assert window.right.currentWidget() is window.overview and canvas_of(window).hasFocus()
    window.actions_by_name["back"].trigger()
    assert window.right.currentWidget() is window.session
    window.actions_by_name["overview"].trigger()
    assert window.right.currentWidget() is window.overview
    window.actions_by_name["overview"].trigger()
    assert window.right.currentWidget() is window.session


async def test_who_comes_from_a_notification_sees_the_session(window: MainWindow) -> None:
    window.show_session(DEPLOY)
    assert window.right.currentWidget() is window.session and window.shown_ref == DEPLOY


async def test_a_session_behind_the_overview_is_not_looked_at(window: MainWindow) -> None:
    window.activateWindow()
    assert window.shown_ref is not None and not window.is_looking_at(window.shown_ref)


async def test_the_legend_names_every_status_and_closes_with_a_key(window: MainWindow) -> None:
    press(canvas_of(window), Qt.Key.Key_L)
    legend = QApplication.activePopupWidget()
    assert legend is not None
    said = legend.accessibleDescription()
    assert "Needs you" in said and "Interrupted" in said and "Follow the present" in said
    legend.grab()
    QTest.keyClick(legend, Qt.Key.Key_Return)
    assert not legend.isVisible()


async def test_the_overview_and_its_legend_can_be_understood_by_ear(window: MainWindow) -> None:
    assert faults(window.overview) == []
    legend = window.overview.open_legend()
    assert faults(legend) == []
    legend.close()


async def test_a_hub_that_cannot_tell_the_past_is_named(window: MainWindow) -> None:
    window._cabin.signals._say_trouble("attic", "This hub does not know that command.")
    assert "attic" in window.overview.trouble.text()
    window._cabin.signals._say_trouble("attic", "")
    assert not window.overview.trouble.isVisible()


def test_statuses_are_told_apart_by_shape_alone() -> None:
    shapes = [mark.shape for mark in LOOK.values()]
    assert len(set(shapes)) == len(shapes)
    assert all(len(shape) == EIGHTHS for shape in shapes)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
async def test_titles_bars_and_scroll_bar_keep_apart(
    window: MainWindow, qapp: QApplication, scale: float, direction: Qt.LayoutDirection
) -> None:
    window.resize(900, 600)
    canvas = canvas_of(window)
    themes.set_text_scale(qapp, scale)
    qapp.setLayoutDirection(direction)
    try:
        window.grab()
        plot = range(canvas.plot_left, canvas.plot_left + canvas.plot_width)
        titles = range(canvas.titles_left, canvas.titles_left + canvas.titles_px())
        assert not set(plot) & set(titles)
        assert canvas.plot_width > 200
        assert not canvas.bar.isVisible() or not set(plot) & set(
            range(canvas.bar.x(), canvas.bar.x() + canvas.bar.width())
        )
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
