"""A span leads to its words and words to their span, each marked on arrival, in the real window."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.desktop.views.main_window import MainWindow
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        made.roster.select(LOGIN)
        await until(lambda: made.session.timeline.rows.of_block("prompt:turn-1") is not None)
        made.grab()
        yield made


def place_of(window: MainWindow, block_id: str) -> QPoint:
    view = window.session.timeline
    span = view.rows.of_block(block_id)
    assert span is not None
    view.select(span)
    found = view.rows.find(span.span_id)
    assert found is not None
    return view.span_rect(*found).center().toPoint()


async def test_a_click_on_a_span_leads_to_its_words_and_marks_them(window: MainWindow) -> None:
    session = window.session
    QTest.mouseClick(session.timeline, Qt.MouseButton.LeftButton, pos=place_of(window, "prompt:turn-1"))
    mark = session.timeline_link.mark
    assert mark.isVisible()
    placed = session.output.page.place_of("prompt:turn-1")
    assert placed is not None
    assert mark.y() == placed.rect.top() - session.output.verticalScrollBar().value()
    assert 0 <= mark.y() < session.output.viewport().height()


async def test_the_mark_goes_when_the_words_are_scrolled(window: MainWindow) -> None:
    session = window.session
    QTest.mouseClick(session.timeline, Qt.MouseButton.LeftButton, pos=place_of(window, "prompt:turn-1"))
    bar = session.output.verticalScrollBar()
    bar.setValue(bar.value() + 5)
    assert not session.timeline_link.mark.isVisible()


async def test_words_that_are_clicked_mark_their_span(window: MainWindow) -> None:
    window.session.output.block_activated.emit("tool:t3")
    view = window.session.timeline
    assert view.selected == "tool:t3"
    assert "Bash" in view.accessibleDescription()


async def test_the_tool_tip_of_a_span_has_the_whole_prompt(window: MainWindow) -> None:
    view = window.session.timeline
    span = view.rows.of_block("prompt:turn-2")
    assert span is not None
    assert "Mind open redirects." in view.tip_of(span)


async def test_the_timelines_menu_leads_to_all_sessions(window: MainWindow) -> None:
    window.session.timeline.overview_wanted.emit()
    assert window.right.currentWidget() is window.overview
