"""Checks of ``app.desktop.leaving`` and its dialog: nothing started from here ends with the window unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.commands import Stop
from app.core.projections.rows import SessionRow
from app.core.stopping import StopResult
from app.desktop import theme as themes
from app.desktop.app import Desktop
from app.desktop.choices import Choices
from app.desktop.hub_process import HubProcess
from app.desktop.leaving import Leaving
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.views.quit_dialog import QuitDialog
from app.desktop.views.quit_line import QuitLine
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers import canned
from tests.helpers.accessible_tree import faults
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import DEPLOY, LOGIN, window_at_work


class Desk:
    """The window, a hub it started, and what Quit came to."""

    def __init__(self, window: MainWindow, hub: ScriptedHub, paths: DataPaths) -> None:
        self.window, self.hub = window, hub
        self.choices = Choices(paths.settings)
        self.leaving = Leaving(window, window._cabin, self.choices)
        self.agreed: list[bool] = []
        self.leaving.agreed.connect(self.agreed.append)
        self.says: dict[str, StopResult] = {}
        hub.answers[Stop] = lambda order: self.says.get(
            order.session_id,
            StopResult(outcome="stopped", evidence="gone", resume=f"claude --resume {order.session_id}"),
        )

    async def change(self, ref: SessionRef, **changes: object) -> SessionRow:
        row = msgspec.structs.replace(self.hub.rows[ref.key], **changes)
        await self.hub.say(row)
        await until(lambda: self.window._cabin.hubs.row(ref) == row)
        return row

    def quit(self) -> QuitDialog | None:
        self.leaving.quit()
        return self.window.findChild(QuitDialog)

    async def ask(self) -> QuitDialog:
        await self.change(LOGIN, launched=True)
        dialog = self.quit()
        assert dialog is not None and dialog.isVisible()
        return dialog

    @property
    def stops(self) -> list[Stop]:
        return [order for order in self.hub.orders if isinstance(order, Stop)]


@pytest_asyncio.fixture
async def desk(hub: ScriptedHub, paths: DataPaths, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(HubProcess, "started_here", True)
    async with window_at_work(hub, paths, until) as window:
        yield Desk(window, hub, paths)


def line_of(dialog: QuitDialog, ref: SessionRef) -> QuitLine:
    return next(line for line in dialog.lines if line.ref == ref)


async def test_without_a_session_started_from_here_nobody_is_asked(desk: Desk) -> None:
    assert (desk.quit(), desk.agreed) == (None, [False])


async def test_those_at_rest_hold_nobody_back(desk: Desk) -> None:
    await desk.change(LOGIN, launched=True, status="done")
    assert (desk.quit(), desk.agreed) == (None, [False])


async def test_one_with_something_in_the_background_does(desk: Desk) -> None:
    await desk.change(LOGIN, launched=True, status="done", background=1)
    assert desk.quit() is not None


async def test_a_hub_that_stays_holds_nobody_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.change(LOGIN, launched=True)
    desk.choices.change(keep_collecting=True)
    assert (desk.quit(), desk.agreed) == (None, [False])
    desk.choices.change(keep_collecting=False)
    monkeypatch.setattr(HubProcess, "started_here", False)
    assert (desk.quit(), desk.agreed) == (None, [False, False])


async def test_it_names_those_at_work_and_counts_those_at_rest(desk: Desk) -> None:
    await desk.change(DEPLOY, launched=True)
    await desk.change(SessionRef(LOGIN.hub, LOGIN.agent, "changelog"), launched=True)
    dialog = await desk.ask()
    assert [line.title for line in dialog.lines] == ["deploy script", "Make the login redirect keep its query string"]
    assert line_of(dialog, LOGIN).said.text() == "Working · Bash “pytest -q tests/views”"
    assert "One at rest would end, too." in dialog.meaning.text()
    assert desk.agreed == []


async def test_enter_keeps_the_hub_this_once(desk: Desk) -> None:
    dialog = await desk.ask()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert (desk.agreed, desk.stops, desk.choices.settings.keep_collecting) == ([True], [], False)


async def test_esc_leaves_everything_as_it_is_and_the_next_quit_asks_again(desk: Desk) -> None:
    QTest.keyClick(await desk.ask(), Qt.Key.Key_Escape)
    assert (desk.agreed, desk.stops) == ([], [])
    await until(lambda: desk.window.findChild(QuitDialog) is None)
    assert desk.quit() is not None


async def test_a_second_quit_opens_no_second_dialog(desk: Desk) -> None:
    dialog = await desk.ask()
    assert desk.quit() is dialog
    assert len(desk.window.findChildren(QuitDialog)) == 1


async def test_stopping_ends_them_and_quits_when_it_was_seen_what_came_of_it(desk: Desk) -> None:
    dialog = await desk.ask()
    dialog.stop.click()
    assert not dialog.go.isEnabled()
    await until(lambda: dialog.go.isEnabled())
    assert desk.stops == [Stop(agent="claude_code", session_id=LOGIN.session_id, level="end")]
    assert (line_of(dialog, LOGIN).said.text(), dialog.summary.text()) == ("Stopped: gone", "All are stopped.")
    assert desk.agreed == []
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert desk.agreed == [False]


async def test_one_that_did_not_stop_is_told_with_what_is_left(desk: Desk) -> None:
    desk.says[LOGIN.session_id] = StopResult(outcome="still_running", survivors=("sleep (pid 4712)",))
    dialog = await desk.ask()
    dialog.stop.click()
    await until(lambda: dialog.go.isEnabled())
    assert line_of(dialog, LOGIN).said.text() == "Still running: sleep (pid 4712)"
    assert (dialog.summary.text(), dialog.go.text()) == ("One did not stop", "Quit all the same")


async def test_who_comes_to_rest_meanwhile_is_told(desk: Desk) -> None:
    dialog = await desk.ask()
    await desk.change(LOGIN, launched=True, status="done", doing="")
    assert line_of(dialog, LOGIN).said.text() == "Finished"


async def test_nobody_is_asked_while_the_desktop_session_ends(desk: Desk) -> None:
    await desk.change(LOGIN, launched=True)
    desk.leaving.desktop_ends()
    assert not desk.leaving.may_ask
    assert (desk.quit(), desk.agreed) == (None, [False])


async def test_an_end_that_asks_nobody_closes_the_question(desk: Desk) -> None:
    dialog = await desk.ask()
    desk.leaving.close()
    assert dialog.isHidden()
    assert desk.agreed == []


async def test_a_window_in_the_tray_comes_forward_to_ask(desk: Desk) -> None:
    desk.window.hide()
    await desk.ask()
    assert desk.window.isVisible()


async def test_it_can_be_understood_by_ear_before_and_after(desk: Desk) -> None:
    dialog = await desk.ask()
    assert faults(dialog) == []
    dialog.stop.click()
    await until(lambda: dialog.go.isEnabled())
    assert faults(dialog) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_it_stays_inside_a_small_window_at_any_size_of_text(desk: Desk, scale: float, qapp: QApplication) -> None:
    themes.set_text_scale(qapp, scale)
    desk.window.resize(900, 600)
    for key in list(desk.hub.rows):
        await desk.change(
            SessionRef(LOGIN.hub, *key), launched=True, status="working", title="a title that does not end " * 12
        )
    dialog = await desk.ask()
    assert dialog.width() <= 900 and dialog.height() <= 600
    assert dialog.area.widget().width() <= dialog.area.viewport().width()
    assert dialog.minimumSizeHint().width() <= 900 and dialog.minimumSizeHint().height() <= 600


async def test_the_trays_quit_asks_too_and_the_hub_is_kept_if_so_agreed(
    qapp: QApplication, hub: ScriptedHub, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HubProcess, "started_here", True)
    stopped: list[bool] = []
    canned.fill(hub, now_us())
    hub.rows[LOGIN.key] = msgspec.structs.replace(hub.rows[LOGIN.key], launched=True)
    desktop = Desktop(qapp, paths, start_hub=False)
    desktop.cabin.add_own_hub()
    await until(lambda: desktop.cabin.hubs.row(LOGIN) is not None)

    async def close(*, stop_own_hub: bool) -> None:
        stopped.append(stop_own_hub)

    with monkeypatch.context() as patched:
        patched.setattr(desktop.cabin, "close", close)
        desktop.tray.quit_wanted.emit()
        assert not desktop._quit.is_set()
        desktop.window.findChild(QuitDialog).keep.click()
        assert desktop._quit.is_set()
        await desktop._end()
    assert stopped == [False]
    await desktop.cabin.close(stop_own_hub=False)
