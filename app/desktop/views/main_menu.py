"""What is not done every day: the menu behind the menu button, and the palette's list of everything."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app.core.tr import mark, tr
from app.desktop import login_start, motion, words
from app.desktop.agent_setup import AgentState
from app.desktop.cabin import Cabin
from app.desktop.signals import signal_of
from app.desktop.views.palette import Offer

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow

THEME_TITLES = (
    ("system", mark("As the system")),
    ("light", mark("Light")),
    ("dark", mark("Dark")),
    ("high_contrast", mark("High contrast")),
)

_NOT_OFFERED = ("palette", "back")


def build_menu(window: MainWindow, cabin: Cabin) -> QMenu:
    """The menu as things stand now; it deletes itself when it closes."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(window.actions_by_name["launch"])
    menu.addSeparator()
    for card in window.start_page.cards:
        action = menu.addAction(_agent_title(card.state))
        action.setEnabled(card.state.installed is not None)
        action.triggered.connect(lambda _=False, state=card.state: _connect(window, state))
        if card.state.connected:
            action = menu.addAction(_change_title(card.state))
            action.triggered.connect(lambda _=False, state=card.state: _change(window, state))
    menu.addAction(window.actions_by_name["add_hub"])
    for hub in cabin.hubs.all():
        if not hub.address.embedded:
            name = words.one_line(hub.name, 40).replace("&", "&&")
            action = menu.addAction(tr("Remove hub {name}").format(name=name))
            action.triggered.connect(lambda _=False, name=hub.name: window.remove_hub_wanted.emit(name))
    menu.addSeparator()
    for name in ("stop_all", "stop_project", "stop_all_key"):
        menu.addAction(window.actions_by_name[name])
    menu.addSeparator()
    look = menu.addMenu(tr("Look"))
    one_of = QActionGroup(menu)
    for name, title in THEME_TITLES:
        action = one_of.addAction(look.addAction(tr(title)))
        action.setCheckable(True)
        action.setChecked(name == window.chosen_theme)
        action.triggered.connect(lambda _=False, wanted=name: window.theme_wanted.emit(wanted))
    look.addSeparator()
    still = look.addAction(tr("Nothing moves"))
    still.setCheckable(True)
    still.setChecked(motion.is_reduced())
    still.toggled.connect(window.reduced_motion_wanted)
    keep = menu.addAction(tr("Keep collecting after Quit"))
    keep.setCheckable(True)
    keep.setChecked(window.keep_collecting)
    keep.toggled.connect(window.keep_collecting_wanted)
    login_start.add_to(menu, window, cabin.paths)
    menu.addSeparator()
    for name in ("inbox", "settings", "palette", "shortcuts", "quit"):
        menu.addAction(window.actions_by_name[name])
    return menu


def palette_offers(window: MainWindow, cabin: Cabin) -> list[Offer]:
    """Sessions in the order they are shown, then everything the window can do."""
    offers = []
    for ref in cabin.roster.refs():
        row = cabin.roster.row_of(ref)
        if row is not None:
            hint = f"{words.agent_title(row.agent)} · {words.one_line(words.project(row.cwd))}"
            offers.append(Offer(words.title_of(row), partial(window.roster.select, ref), hint, signal_of(row)))
    for name, action in window.actions_by_name.items():
        if name not in _NOT_OFFERED:
            offers.append(Offer(action.text(), action.trigger, action.shortcut().toString()))
    for card in window.start_page.cards:
        if card.state.installed is not None:
            offers.append(Offer(_agent_title(card.state), partial(_connect, window, card.state)))
        if card.state.connected:
            offers.append(Offer(_change_title(card.state), partial(_change, window, card.state)))
    return offers


def _agent_title(state: AgentState) -> str:
    return (tr("Disconnect {agent}…") if state.connected else tr("Connect {agent}…")).format(agent=state.title)


def _connect(window: MainWindow, state: AgentState) -> None:
    wanted = window.disconnect_wanted if state.connected else window.connect_wanted
    wanted.emit(state.agent, state.title)


def _change_title(state: AgentState) -> str:
    return tr("Change how {agent} is connected…").format(agent=state.title)


def _change(window: MainWindow, state: AgentState) -> None:
    window.connect_wanted.emit(state.agent, state.title)
