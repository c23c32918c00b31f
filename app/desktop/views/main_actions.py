"""Everything the window can do by a key or from the palette, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from app.desktop.views.main_window import MainWindow

ALSO = {"larger": "Ctrl+="}
"""A second key for the same: plus without Shift on most keyboards."""

WIDER_PX = 40


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """The window's actions by name, added to it."""
    session = window.session
    table: list[tuple[str, str, str, Callable[[], object]]] = [
        ("palette", "Go to or do…", "Ctrl+K", window.open_palette),
        ("next", "Next session that needs you", "Ctrl+J", window.next_that_needs_you),
        ("launch", "New session…", "Ctrl+N", lambda: window.launch_wanted.emit("")),
        ("reply", "Reply to this session…", "R", session.reply.open),
        ("stop", "Stop this session", "Ctrl+.", session.stop_now),
        ("stop_more", "More ways to stop this session…", "", session.header.stop.press_more),
        ("stop_all", "Stop all sessions…", "Ctrl+Shift+.", window.open_stop_all),
        ("stop_project", "Stop all in this project…", "", lambda: window.open_stop_all(of_project=True)),
        ("stop_all_key", "Key for Stop all…", "", window.stop_all_key_wanted.emit),
        ("find", "Find in this session…", "Ctrl+F", window.find),
        ("find_session", "Find session…", "Ctrl+L", window.find_session),
        ("timeline", "Show or hide the timeline", "T", window.toggle_timeline),
        ("overview", "All sessions over time", "Shift+T", window.toggle_overview),
        ("events", "Conversation or event table", "E", session.toggle_events),
        ("larger", "Larger text", "Ctrl++", lambda: window.magnify(1)),
        ("smaller", "Smaller text", "Ctrl+-", lambda: window.magnify(-1)),
        ("same", "Normal text size", "Ctrl+0", lambda: window.magnify(0)),
        ("wider", "Wider list of sessions", "", lambda: window.widen_list(WIDER_PX)),
        ("narrower", "Narrower list of sessions", "", lambda: window.widen_list(-WIDER_PX)),
        ("add_hub", "Add hub…", "", window.add_hub_wanted.emit),
        ("shortcuts", "Keyboard shortcuts", "?", window.open_shortcuts),
        ("menu", "Menu", "F10", window.open_menu),
        ("region", "Next part of the window", "F6", lambda: window.step_region(1)),
        ("back_region", "Part of the window before", "Shift+F6", lambda: window.step_region(-1)),
        ("back", "Back", "Esc", window.back),
        ("close", "Close the window", "Ctrl+W", window.close),
        ("quit", "Quit", "Ctrl+Q", window.quit_wanted.emit),
    ]
    made = {}
    for name, title, keys, run in table:
        action = QAction(title, window)
        action.setShortcuts([QKeySequence(each) for each in (keys, ALSO.get(name, "")) if each])
        action.triggered.connect(lambda _=False, call=run: call())
        window.addAction(action)
        made[name] = action
    return made
