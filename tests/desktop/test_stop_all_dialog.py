"""Checks of ``app.desktop.views.stop_all_dialog``: stopping many sessions from the window, as a person does it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.core.commands import Stop, StopAll
from app.core.stopping import StopAllResult, StopAllRow, StopResult
from app.desktop import theme as themes
from app.desktop.link import HubAddress, Link
from app.desktop.models.hubs import Hub
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow
from app.desktop.views.stop_all_dialog import StopAllDialog
from app.desktop.views.stop_all_row import StopAllLine
from app.desktop.views.stop_words import outcome_of
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.accessible_tree import faults, tab_path
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work

LOGIN_ROW = StopAllRow(
    agent="claude_code", session_id=LOGIN.session_id, title="fix the login", cwd="/home/ada/src/shop",
    status="working", lever="hook", sentence="Stops before the next tool; the sentence being written still finishes.",
)  # fmt: skip
DOCS_ROW = StopAllRow(
    agent="claude_code", session_id="docs-pass", title="Q&A pages", cwd="/home/ada/src/handbook",
    status="working", lever="tmux", sentence="Presses Escape in its tmux pane.",
)  # fmt: skip
DEAF_ROW = StopAllRow(
    agent="claude_code", session_id="api-pagination", title="pages of orders", cwd="/home/ada/src/api",
    status="working", lever="hook", why_not="it is not connected",
)  # fmt: skip
RESTING_ROW = msgspec.structs.replace(
    DOCS_ROW, session_id="changelog", title="changelog", status="done", lever="end", sentence="Ends its process."
)


class Desk:
    """The window, and a hub that lists sessions and says what came of each stop."""

    def __init__(self, window: MainWindow, hub: ScriptedHub) -> None:
        self.window, self.hub = window, hub
        self.lists: dict[str, tuple[StopAllRow, ...]] = {
            "interrupt": (LOGIN_ROW, DOCS_ROW, DEAF_ROW), "end": (LOGIN_ROW, RESTING_ROW)
        }  # fmt: skip
        self.says: dict[str, StopResult] = {}
        hub.answers[StopAll] = lambda order: StopAllResult(level=order.level, sessions=self.lists[order.level])
        hub.answers[Stop] = lambda order: self.says.get(
            order.session_id, StopResult(outcome="stopped", evidence="idle")
        )

    async def open(self, *, of_project: bool = False) -> StopAllDialog:
        dialog = self.window.open_stop_all(of_project=of_project)
        assert dialog is not None
        await until(lambda: dialog.summary.text() != "Looking…")
        return dialog

    @property
    def previews(self) -> list[StopAll]:
        return [order for order in self.hub.orders if isinstance(order, StopAll)]

    @property
    def stops(self) -> list[Stop]:
        return [order for order in self.hub.orders if isinstance(order, Stop)]


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[Desk]:
    async with window_at_work(hub, paths, until) as window:
        yield Desk(window, hub)


def line_of(dialog: StopAllDialog, row: StopAllRow) -> StopAllLine:
    return next(line for line in dialog.lines if line.ref.session_id == row.session_id)


def done(dialog: StopAllDialog) -> Callable[[], bool]:
    return lambda: "being stopped" not in dialog.summary.text()


async def test_it_lists_what_will_be_touched_and_how_and_touches_nothing(desk: Desk) -> None:
    dialog = await desk.open()
    assert desk.previews == [StopAll(level="interrupt", preview=True)]
    line = line_of(dialog, LOGIN_ROW)
    assert (line.title, line.how.text()) == ("fix the login", LOGIN_ROW.sentence)
    assert line.where.text() == "Claude Code · /home/ada/src/shop"
    assert dialog.stop.text() == "Stop 2 sessions"
    assert desk.stops == []


async def test_a_session_without_a_lever_is_listed_but_cannot_be_chosen(desk: Desk) -> None:
    line = line_of(await desk.open(), DEAF_ROW)
    assert (line.is_chosen, line.check.isEnabled()) == (False, False)
    assert line.how.text() == "Cannot be stopped so: it is not connected"


async def test_an_agents_words_choose_no_accelerator(desk: Desk) -> None:
    line = line_of(await desk.open(), DOCS_ROW)
    assert (line.check.title, line.check.shortcut().isEmpty()) == ("Q&A pages", True)
    assert line.check.accessibleName() == "Q&A pages, Claude Code, Working"


async def test_enter_stops_those_that_are_checked_and_no_other(desk: Desk) -> None:
    dialog = await desk.open()
    line_of(dialog, DOCS_ROW).check.click()
    assert dialog.stop.text() == "Stop 1 session"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    await until(done(dialog))
    assert desk.stops == [Stop(agent="claude_code", session_id=LOGIN.session_id, level="interrupt")]
    assert line_of(dialog, DOCS_ROW).said.text() == "Left as it is."


async def test_each_session_tells_its_own_outcome_with_what_proves_it(desk: Desk) -> None:
    desk.says = {
        LOGIN.session_id: StopResult(outcome="stopped", evidence="its registry says idle", took_ms=300),
        "docs-pass": StopResult(outcome="still_running", survivors=("sleep (pid 4712)",)),
    }
    dialog = await desk.open()
    dialog.stop.click()
    await until(done(dialog))
    assert line_of(dialog, LOGIN_ROW).said.text() == "Stopped after 0.3 s: its registry says idle"
    assert line_of(dialog, DOCS_ROW).said.text() == "Still running: sleep (pid 4712)"
    assert dialog.summary.text() == "1 stopped · 1 not stopped"


def test_a_stop_that_took_no_time_to_speak_of_is_told_without_a_number() -> None:
    assert outcome_of(StopResult(outcome="stopped", took_ms=12, evidence="idle")).sentence == "Stopped at once: idle"
    assert outcome_of(StopResult(outcome="stopped", took_ms=90)).sentence == "Stopped after 0.1 s"


async def test_nothing_counts_as_stopped_before_the_hub_says_so(desk: Desk) -> None:
    desk.hub.silent_on.add(Stop)
    dialog = await desk.open()
    dialog.stop.click()
    await until(lambda: len(desk.stops) == 2)
    assert line_of(dialog, LOGIN_ROW).said.text() == "Stopping…"
    assert dialog.summary.text() == "2 being stopped"


async def test_a_stop_that_waits_for_the_next_tool_shows_as_armed(desk: Desk) -> None:
    desk.hub.silent_on.add(Stop)
    dialog = await desk.open()
    dialog.stop.click()
    armed = msgspec.structs.replace(desk.hub.rows[LOGIN.key], armed="will stop before the next tool")
    await desk.hub.say(armed)
    said = line_of(dialog, LOGIN_ROW).said
    await until(lambda: said.text() == "Will stop before the next tool")
    assert line_of(dialog, DOCS_ROW).said.text() == "Stopping…"


async def test_an_end_is_another_list_and_says_how_to_take_it_up_again(desk: Desk) -> None:
    desk.says = {"changelog": StopResult(outcome="stopped", evidence="gone", resume="claude --resume changelog")}
    dialog = await desk.open()
    dialog.level.choose("end")
    await until(lambda: dialog.stop.text() == "End 2 sessions")
    line_of(dialog, LOGIN_ROW).check.click()
    dialog.stop.click()
    await until(done(dialog))
    assert desk.stops == [Stop(agent="claude_code", session_id="changelog", level="end")]
    outcome = line_of(dialog, RESTING_ROW).outcome
    assert outcome is not None and outcome.resume == "claude --resume changelog"


async def test_who_was_left_out_stays_left_out_at_another_level(desk: Desk) -> None:
    dialog = await desk.open()
    line_of(dialog, LOGIN_ROW).check.click()
    dialog.level.choose("end")
    await until(lambda: dialog.stop.text() == "End 1 session")
    assert not line_of(dialog, LOGIN_ROW).is_chosen


async def test_all_of_this_project_asks_for_its_folder_only(desk: Desk) -> None:
    desk.window.roster.select(LOGIN)
    dialog = await desk.open(of_project=True)
    assert desk.previews == [StopAll(level="interrupt", cwd="/home/ada/src/shop", preview=True)]
    assert dialog.windowTitle() == "Stop all in shop"


async def test_with_nothing_at_work_there_is_nothing_to_agree_to(desk: Desk) -> None:
    desk.lists["interrupt"] = ()
    dialog = await desk.open()
    assert (dialog.summary.text(), dialog.stop.isEnabled()) == ("Nothing is at work.", False)


async def test_a_hub_that_cannot_be_asked_is_named(desk: Desk) -> None:
    address = HubAddress("server", "ws+unix:///nowhere")
    desk.window._cabin.hubs.add(Hub(address, Link(address, lambda: None)))
    dialog = await desk.open()
    assert dialog.unasked.text().startswith("The hub server could not be asked: ")
    assert dialog.stop.text() == "Stop 2 sessions"


async def test_closing_the_list_takes_no_stop_back(desk: Desk) -> None:
    told: list[Any] = []
    desk.window._cabin.stop_ended.connect(lambda ref, _result: told.append(ref))
    dialog = await desk.open()
    dialog.stop.click()
    dialog.leave.click()
    await until(lambda: len(told) == 2)


async def test_esc_leaves_everything_as_it_is(desk: Desk) -> None:
    dialog = await desk.open()
    left: list[int] = []
    dialog.finished.connect(left.append)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: left)
    assert desk.stops == []


async def test_a_key_opens_it_and_a_second_press_opens_no_second(desk: Desk) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.window, Qt.Key.Key_Period, keys)
    dialog = desk.window.findChild(StopAllDialog)
    assert dialog is not None and dialog.isVisible()
    assert desk.window.open_stop_all() is dialog


async def test_the_tray_offers_it(desk: Desk) -> None:
    tray, asked = Tray(desk.window._cabin), []
    tray.stop_all_wanted.connect(lambda: asked.append("all"))
    menu = QMenu()
    tray.build_menu(menu)
    next(action for action in menu.actions() if action.text() == "Stop all…").trigger()
    assert asked == ["all"]


async def test_it_can_be_understood_by_ear_before_and_after(desk: Desk) -> None:
    dialog = await desk.open()
    assert faults(dialog) == []
    dialog.stop.click()
    await until(done(dialog))
    assert faults(dialog) == []


async def test_tab_goes_through_level_sessions_and_buttons(desk: Desk) -> None:
    dialog = await desk.open()
    assert dialog.stop.hasFocus()
    path = [widget.accessibleName() for widget in tab_path(dialog)]
    names = [f"{line.title}, Claude Code, Working" for line in dialog.lines if line.check.isEnabled()]
    assert path == ["How: Interrupt", "Sessions", *names, "Cancel"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_it_stays_inside_a_small_window_at_any_size_of_text(desk: Desk, scale: float, qapp: QApplication) -> None:
    themes.set_text_scale(qapp, scale)
    desk.window.resize(900, 600)
    long = tuple(
        msgspec.structs.replace(LOGIN_ROW, session_id=f"s{at}", title="a title that does not end " * 12)
        for at in range(30)
    )
    desk.lists["interrupt"] = long
    dialog = await desk.open()
    assert dialog.width() <= 900 and dialog.height() <= 600
    assert dialog.area.widget().width() <= dialog.area.viewport().width()
    assert dialog.minimumSizeHint().width() <= 900 and dialog.minimumSizeHint().height() <= 600
