"""Checks of ``app.desktop.views.stop_button`` and ``session_levers``: what can be done is told before it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.commands import Levers, Stop, StopResult
from app.core.stopping import LeverList, LeverRow
from app.desktop.cabin import THIS_MACHINE
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.widgets.choice_menu import ChoiceMenu
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import SHOP
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import window_at_work

LOGIN = SessionRef(THIS_MACHINE, *SHOP)
END = LeverRow(lever="end", level="end", sentence="Ends its process: claude (pid 7).")
KILL = LeverRow(lever="kill", level="kill", sentence="Kills claude (pid 7) at once; nothing is saved or said.")
IN_TMUX = LeverList(
    levers=(
        LeverRow(lever="permission", level="interrupt", why_not="it asks for no permission that is held here"),
        LeverRow(lever="tmux", level="interrupt", sentence="Presses Escape in tmux pane %1 (main:0.0): stops at once."),
        LeverRow(lever="hook", level="interrupt", sentence="Stops before the next tool."),
        END,
        KILL,
    ),
    default="tmux",
    at_work=True,
)
AT_REST = LeverList(
    levers=(LeverRow(lever="hook", level="interrupt", why_not="it does not work now: done, hook 3 s ago"), END, KILL),
    default="end",
)


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    hub.answers[Levers] = lambda _: IN_TMUX
    hub.answers[Stop] = lambda _: StopResult(outcome="stopped", evidence="process gone", resume="claude --resume abc")
    async with window_at_work(hub, paths, until) as made:
        made.roster.select(LOGIN)
        yield made


async def opened(window: MainWindow) -> ChoiceMenu:
    """The arrow is pressed."""
    QTest.mouseClick(window.session.header.stop.more, Qt.MouseButton.LeftButton)
    await until(lambda: isinstance(QApplication.activePopupWidget(), ChoiceMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ChoiceMenu)
    return menu


def told(menu: ChoiceMenu) -> list[tuple[str, str, str]]:
    return [(each.choice.title, each.choice.sentence, each.choice.shortcut) for each in menu.buttons]


async def stopped_with(hub: ScriptedHub) -> Stop:
    await until(lambda: any(isinstance(order, Stop) for order in hub.orders))
    (order,) = [order for order in hub.orders if isinstance(order, Stop)]
    return order


async def test_the_menu_tells_what_each_lever_will_do_and_leaves_out_what_is_not_there(window: MainWindow) -> None:
    menu = await opened(window)
    assert told(menu) == [
        ("Press Escape", "Presses Escape in tmux pane %1 (main:0.0): stops at once.", "Ctrl+."),
        ("Stop before the next tool", "Stops before the next tool.", ""),
        ("End session", END.sentence, ""),
        ("Kill", KILL.sentence, ""),
    ]
    menu.close()


async def test_the_lever_that_was_chosen_is_the_one_ordered(window: MainWindow, hub: ScriptedHub) -> None:
    menu = await opened(window)
    QTest.mouseClick(menu.buttons[1], Qt.MouseButton.LeftButton)
    order = await stopped_with(hub)
    assert (order.level, order.lever) == ("interrupt", "hook")


async def test_a_click_leaves_the_choice_to_the_hub_and_its_tip_says_what_that_will_be(
    window: MainWindow, hub: ScriptedHub
) -> None:
    button = window.session.header.stop
    await until(lambda: button._levers is not None)
    window.session.refresh_row()
    assert button.main.toolTip().startswith("Presses Escape in tmux pane %1")
    QTest.mouseClick(button.main, Qt.MouseButton.LeftButton)
    order = await stopped_with(hub)
    assert (order.level, order.lever) == ("interrupt", "")


async def test_at_rest_it_is_said_why_nothing_can_be_interrupted(window: MainWindow, hub: ScriptedHub) -> None:
    hub.answers[Levers] = lambda _: AT_REST
    menu = await opened(window)
    assert told(menu)[0] == ("Interrupt", "It does not work now: done, hook 3 s ago.", "")
    assert [button.isEnabled() for button in menu.buttons] == [False, True, True]
    menu.close()


@pytest.mark.parametrize("answer", ["silent", "refuses", "nonsense"])
async def test_a_hub_that_cannot_say_leaves_what_can_be_said_of_any_session(
    window: MainWindow, hub: ScriptedHub, answer: str
) -> None:
    if answer == "silent":
        hub.silent_on.add(Levers)
    else:
        hub.answers[Levers] = refuses if answer == "refuses" else lambda _: {"levers": 7}
    menu = await opened(window)
    assert [title for title, _, _ in told(menu)] == ["Interrupt", "End session", "Kill"]
    menu.close()


async def test_after_an_end_the_way_back_can_be_copied(window: MainWindow, hub: ScriptedHub) -> None:
    menu = await opened(window)
    QTest.mouseClick(menu.buttons[2], Qt.MouseButton.LeftButton)
    assert (await stopped_with(hub)).level == "end"
    ended = msgspec.structs.replace(hub.rows[SHOP], status="ended", pid=0)
    await hub.say(ended)
    strip = window.session.stop_strip
    await until(lambda: strip.button("Copy resume command") is not None)
    QTest.mouseClick(strip.button("Copy resume command"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "claude --resume abc"


def refuses(_command: object) -> object:
    raise RuntimeError("This hub does not know the command Levers.")
