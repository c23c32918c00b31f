"""Checks that large text and the other direction of reading fit into a small window, nothing squashed or covered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.desktop import theme as themes
from app.desktop.views.add_hub import AddHubDialog
from app.desktop.views.launch_dialog import LaunchDialog
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output import OutputView
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work

SHOWN = (QAbstractButton, QLineEdit, QLabel, ElidedLabel, SignalMark)


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        yield made


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def direction(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    qapp.setLayoutDirection(request.param)
    yield request.param
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def squeezed(window: QWidget) -> list[str]:
    """Controls with less room than their words need, and those that lie on one another or stick out."""
    found = []
    seen: list[tuple[QWidget, QRect]] = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, SHOWN) or not widget.isVisible() or widget.size().isEmpty():
            continue
        if widget.parent() is None or isinstance(widget.parent(), QLineEdit | OutputView):
            continue
        what = f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName() or widget.text()!r}"
        hint, metrics = widget.sizeHint(), widget.fontMetrics()
        needed = (metrics.horizontalAdvance(widget.text()), metrics.ascent()) if hasattr(widget, "text") else (0, 0)
        if isinstance(widget, QAbstractButton) and (widget.width() < needed[0] or widget.height() < needed[1]):
            found.append(f"{what}: {widget.width()}×{widget.height()} where {needed[0]}×{needed[1]} is needed")
        if isinstance(widget, QLineEdit | ElidedLabel) and widget.height() < hint.height():
            found.append(f"{what}: {widget.height()} high where {hint.height()} is needed")
        rect = widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint(0, 0)))
        found += [f"{what}: on top of {type(other).__name__}" for other, there in seen if there.intersects(rect)]
        seen.append((widget, rect))
    return found


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
async def test_the_whole_window_stands_at_900_by_600(
    window: MainWindow, qapp: QApplication, scale: float, direction: Qt.LayoutDirection
) -> None:
    themes.set_text_scale(qapp, scale)
    window.resize(900, 600)
    session = window.session
    window.roster.select(DEPLOY)
    await until(session.permission.isVisible)
    await asyncio.sleep(0.05)
    assert squeezed(window) == []
    assert not session.permission.title.is_cut

    window.roster.select(LOGIN)
    offers = (("Connect…", lambda: None), ("Not now", lambda: None))
    window.say("Claude Code is not connected: its words come late.", offers=offers)
    session.find_bar.open()
    await asyncio.sleep(0.05)
    assert squeezed(window) == []
    assert window.notice_strip._label.width() > window.notice_strip.width() // 3

    window.notice_strip.hide()
    session.toggle_events()
    await until(lambda: session.events.raw.copy.isEnabled())
    await asyncio.sleep(0.05)
    assert squeezed(window) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_sheets_and_popups_stay_inside_the_window_and_scroll_where_they_have_to(
    window: MainWindow, qapp: QApplication, scale: float, direction: Qt.LayoutDirection
) -> None:
    themes.set_text_scale(qapp, scale)
    window.resize(900, 600)
    for opened in (
        window.open_shortcuts(), window.open_palette(), window.session.header.stop.open_menu(),
        AddHubDialog(set(), window),
        LaunchDialog(partial(window._cabin.order_hub, "here"), [("claude_code", "Claude Code")], ["/home/ada"], window),
    ):  # fmt: skip
        opened.show()
        await asyncio.sleep(0.05)
        assert squeezed(opened) == []
        assert opened.width() <= window.width() and opened.height() <= window.height()
        opened.close()


async def test_the_list_stands_at_the_other_side_where_people_read_from_the_right(
    window: MainWindow, direction: Qt.LayoutDirection
) -> None:
    await asyncio.sleep(0.05)
    roster = window.roster.mapTo(window, window.roster.rect().center()).x()
    side = window.right.mapTo(window, window.right.rect().center()).x()
    assert (roster < side) == (direction == Qt.LayoutDirection.LeftToRight)
    stop, title = window.session.header.stop, window.session.header.title
    order = stop.mapTo(window, stop.rect().center()).x() - title.mapTo(window, title.rect().center()).x()
    assert (order > 0) == (direction == Qt.LayoutDirection.LeftToRight)


async def test_the_bar_of_a_request_is_at_the_side_where_its_line_begins(
    window: MainWindow, direction: Qt.LayoutDirection
) -> None:
    window.roster.select(DEPLOY)
    panel = window.session.permission
    await until(panel.isVisible)
    await asyncio.sleep(0.05)
    picture = panel.grab().toImage()
    first = 1 if direction == Qt.LayoutDirection.LeftToRight else panel.width() - 2
    assert picture.pixelColor(first, panel.height() // 2).name() == themes.current_theme().needs_you


def test_this_check_sees_what_is_squashed_and_what_lies_on_another(qapp: QApplication) -> None:
    around = QWidget()
    around.resize(200, 100)
    for text, place in (
        ("Whole", QRect(0, 0, 120, 40)),
        ("Squashed", QRect(0, 50, 20, 8)),
        ("Over", QRect(60, 5, 90, 40)),
    ):
        button = QLabel(text, around) if text == "Over" else QPushButton(text, around)
        button.setGeometry(place)
    around.show()
    found = "\n".join(squeezed(around))
    assert "'Squashed': 20×8 where" in found
    assert "'Over': on top of" in found
    around.deleteLater()
