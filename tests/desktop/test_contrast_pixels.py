"""Checks of contrast where a person sees it: in the pixels of words painted on the colours of states and selections."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop import theme as themes
from app.desktop.calls import Calls
from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast
from app.desktop.text import ansi
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState
from app.desktop.views.output_pieces.lines import AnsiPiece
from app.settings import Settings
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.told_alerts import ToldAlerts
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    async with window_at_work(hub, paths, until) as made:
        yield made


@pytest.fixture(params=[LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest, window: MainWindow, qapp: QApplication) -> Theme:
    """Large: strokes then have pixels that are wholly ink."""
    themes.set_text_scale(qapp, 2.0)
    window.resize(1800, 1400)
    return themes.apply_theme(qapp, request.param.name)


def painted(widget: QWidget, inside: QRect | None = None) -> QImage:
    """A widget, or a part of it, as it is seen with all that lies under and over it."""
    inside = inside or widget.rect()
    return widget.window().grab(QRect(widget.mapTo(widget.window(), inside.topLeft()), inside.size())).toImage()


def contrast_in(picture: QImage) -> tuple[str, float]:
    """The ground (its commonest colour), and the contrast of the words: of the strongest ink in whole pixels."""
    pixels = Counter(
        picture.pixelColor(x, y).name() for y in range(0, picture.height()) for x in range(0, picture.width())
    )
    ground = pixels.most_common(1)[0][0]
    inks = [(count, contrast(colour, ground)) for colour, count in pixels.items() if colour != ground]
    strongest = max((ratio for count, ratio in inks if count >= 6), default=1.0)
    return ground, strongest


async def test_words_of_a_request_can_be_read_on_its_amber(window: MainWindow, theme: Theme) -> None:
    window.roster.select(DEPLOY)
    panel = window.session.permission
    await until(panel.isVisible)
    await asyncio.sleep(0.05)
    for words, ground in ((panel.title, theme.needs_you_background), (panel.more, theme.needs_you_background)):
        found, ratio = contrast_in(painted(words))
        assert (found, ratio >= theme.least_contrast) == (ground, True), words.text()
    assert contrast_in(painted(panel.allow, panel.allow.rect().adjusted(8, 6, -8, -6)))[1] >= theme.least_contrast


async def test_a_notice_of_a_failure_can_be_read(window: MainWindow, theme: Theme) -> None:
    window.say("Fix every warning failed: rate limit", kind="error", signal="failed")
    await asyncio.sleep(0.05)
    found, ratio = contrast_in(painted(window.notice_strip._label))
    assert found == theme.failed_background
    assert ratio >= theme.least_contrast


async def test_both_lines_of_the_selected_row_can_be_read(window: MainWindow, theme: Theme) -> None:
    window.roster.select(LOGIN)
    await asyncio.sleep(0.05)
    row = window.roster.list.visualRect(window.roster.list.currentIndex())
    for line in (QRect(60, 10, row.width() - 90, row.height() // 2 - 12), QRect(60, row.height() // 2 + 2, 200, 24)):
        found, ratio = contrast_in(painted(window.roster.list.viewport(), line.translated(row.topLeft())))
        assert found == theme.selection
        assert ratio >= theme.least_contrast


async def test_both_lines_of_the_inbox_and_its_bell_can_be_read(window: MainWindow, theme: Theme) -> None:
    alerts = ToldAlerts()
    calls = Calls(window, window._cabin, alerts, Settings)  # type: ignore[arg-type]
    alerts.become(alerts.tell(LOGIN, "finished", "HHHHHH finished", 1, "HHHHHH and more"), "seen")
    alerts.tell(DEPLOY, "needs_you", "HHHHHH needs you", 2, "HHHHHH and more", request_id="req-9")
    await until(lambda: window.status.bell)
    bell = window.status.bell
    assert bell is not None
    assert contrast_in(painted(bell, bell.rect().adjusted(2, 2, -2, -2)))[1] >= theme.least_contrast
    dialog = calls.open_inbox()
    dialog.all.click()
    for row, ground in ((0, theme.selection), (1, theme.window)):
        line = dialog.list.visualRect(dialog.model.index(row, 0))
        for half in (QRect(60, 10, 260, line.height() // 2 - 12), QRect(60, line.height() // 2 + 2, 260, 24)):
            picture = dialog.list.viewport().grab(half.translated(line.topLeft())).toImage()
            found, ratio = contrast_in(picture)
            assert (found, ratio >= theme.least_contrast) == (ground, True), row


async def test_a_failure_in_the_selected_row_of_the_event_table_can_be_read(window: MainWindow, theme: Theme) -> None:
    window.roster.select(LOGIN)
    window.session.toggle_events()
    grid = window.session.events.grid
    await until(lambda: grid.current_row() == 0)
    for column in range(1, 5):
        cell = grid.visualRect(grid.model().index(0, column)).adjusted(4, 4, -4, -4)
        found, ratio = contrast_in(painted(grid.viewport(), cell))
        assert (found, ratio >= theme.least_contrast) == (theme.selection, True), column


@pytest.mark.slow
async def test_what_is_selected_in_the_conversation_can_be_read(window: MainWindow, theme: Theme) -> None:
    window.roster.select(LOGIN)
    await until(lambda: window._cabin.sessions.shown.complete and not window._cabin.sessions.shown.waiting)
    output = window.session.output
    output.mouse.select_all()
    await asyncio.sleep(0.1)
    value = output.verticalScrollBar().value()
    shown = [placed for placed in output.page.between(value, value + output.viewport().height()) if placed.piece.text()]
    assert shown
    read = 0
    for placed in shown:
        rect = placed.rect.translated(0, -value) & output.viewport().rect()
        for top in range(rect.top() + 4, rect.bottom() - 30, 30):
            found, ratio = contrast_in(painted(output.viewport(), QRect(rect.left() + 8, top, rect.width() // 2, 30)))
            if found == theme.text_selection and ratio > 1.5:
                read += 1
                assert ratio >= min(theme.least_contrast, contrast(theme.text, theme.text_selection)), (
                    placed.piece.text()
                )
    assert read >= 1


CODES = ("30", "34", "38;5;17", "38;2;255;255;0", "30;40", "37;47", "97;43", "7", "2", "41")


@pytest.mark.parametrize("code", CODES)
async def test_colours_of_a_terminal_can_be_read_also_those_meant_for_another_ground(theme: Theme, code: str) -> None:
    look = Look(800, zoom=1.0, theme=theme)
    piece = AnsiPiece(f"\x1b[{code}mWWWW", ansi.PLAIN, "only", True, True)
    height = piece.lay_out(look, 600)
    picture = QImage(600, height, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    piece.paint(painter, look, PaintState(clip=picture.rect()))
    painter.end()
    insets = piece.insets_for(look)
    word = QRect(insets.left(), insets.top(), int(3.5 * look.mono_char_px), int(look.mono_line_px * 0.8))
    assert contrast_in(picture.copy(word))[1] >= theme.least_contrast


def test_the_check_itself_tells_good_from_bad(qapp: QApplication) -> None:
    good, bad = QImage(20, 20, QImage.Format.Format_RGB32), QImage(20, 20, QImage.Format.Format_RGB32)
    for picture, ink in ((good, Qt.GlobalColor.black), (bad, Qt.GlobalColor.lightGray)):
        picture.fill(Qt.GlobalColor.white)
        for x in range(8):
            picture.setPixelColor(x, 3, ink)
    assert contrast_in(good) == ("#ffffff", 21.0)
    assert contrast_in(bad)[1] < 2
