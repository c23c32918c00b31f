"""Everything the window can do by a key or from the palette, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from app.core.tr import tr

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow

ALSO = {"larger": "Ctrl+="}
"""A second key for the same: plus without Shift on most keyboards."""

WIDER_PX = 40


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """The window's actions by name, added to it."""
    session = window.session
    table: list[tuple[str, str, str, Callable[[], object]]] = [
        ("palette", tr("Go to or do…"), "Ctrl+K", window.open_palette),
        ("next", tr("Next session that needs you"), "Ctrl+J", window.next_wanted.emit),
        ("inbox", tr("Inbox"), "Ctrl+I", window.inbox_wanted.emit),
        ("launch", tr("New session…"), "Ctrl+N", lambda: window.launch_wanted.emit("")),
        ("reply", tr("Reply to this session…"), "R", session.reply.open),
        ("stop", tr("Stop this session"), "Ctrl+.", session.stop_now),
        ("stop_more", tr("More ways to stop this session…"), "", session.header.stop.press_more),
        ("stop_all", tr("Stop all sessions…"), "Ctrl+Shift+.", window.open_stop_all),
        ("stop_project", tr("Stop all in this project…"), "", lambda: window.open_stop_all(of_project=True)),
        ("stop_all_key", tr("Key for Stop all…"), "", window.stop_all_key_wanted.emit),
        ("find", tr("Find in this session…"), "Ctrl+F", window.find),
        ("find_session", tr("Find session…"), "Ctrl+L", window.find_session),
        ("timeline", tr("Show or hide the timeline"), "T", window.toggle_timeline),
        ("overview", tr("All sessions over time"), "Shift+T", window.toggle_overview),
        ("events", tr("Conversation or event table"), "E", session.toggle_events),
        ("larger", tr("Larger text"), "Ctrl++", lambda: window.magnify(1)),
        ("smaller", tr("Smaller text"), "Ctrl+-", lambda: window.magnify(-1)),
        ("same", tr("Normal text size"), "Ctrl+0", lambda: window.magnify(0)),
        ("wider", tr("Wider list of sessions"), "", lambda: window.widen_list(WIDER_PX)),
        ("narrower", tr("Narrower list of sessions"), "", lambda: window.widen_list(-WIDER_PX)),
        ("add_hub", tr("Add hub…"), "", window.add_hub_wanted.emit),
        ("purge", tr("Remove what is kept of this session…"), "", lambda: _purge(window)),
        ("settings", tr("Settings…"), "Ctrl+,", window.settings_wanted.emit),
        ("shortcuts", tr("Keyboard shortcuts"), "?", window.open_shortcuts),
        ("menu", tr("Menu"), "F10", window.open_menu),
        ("region", tr("Next part of the window"), "F6", lambda: window.step_region(1)),
        ("back_region", tr("Part of the window before"), "Shift+F6", lambda: window.step_region(-1)),
        ("back", tr("Back"), "Esc", window.back),
        ("close", tr("Close the window"), "Ctrl+W", window.close),
        ("quit", tr("Quit"), "Ctrl+Q", window.quit_wanted.emit),
    ]
    made = {}
    for name, title, keys, run in table:
        action = QAction(title, window)
        action.setShortcuts([QKeySequence(each) for each in (keys, ALSO.get(name, "")) if each])
        action.triggered.connect(lambda _=False, call=run: call())
        window.addAction(action)
        made[name] = action
    return made


def _purge(window: MainWindow) -> None:
    ref = window.shown_ref
    if ref is not None:
        window.purge_wanted.emit(ref)
