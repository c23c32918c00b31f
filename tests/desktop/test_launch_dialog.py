"""Checks of ``app.desktop.views.launch_dialog``: starting a session from the window, as a person does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.commands import Launch, Launched
from app.desktop.link import OrderFailed
from app.desktop.views.folder_drop import FolderDrop
from app.desktop.views.launch_dialog import LaunchDialog, recent_folders
from tests.desktop.conftest import until
from tests.helpers.canned import row


class Desk:
    """The dialog, what it ordered, and what a hub would say to it."""

    def __init__(self, folder: Path) -> None:
        self.ordered: list[Launch] = []
        self.says: object = {"agent": "claude_code", "session_id": "new", "pid": 4711}
        self.started: list[Launched] = []
        self.dialog = LaunchDialog(self.order, [("claude_code", "Claude Code")], [str(folder), "/srv/other"])
        self.dialog.launched.connect(self.started.append)
        self.dialog.show()

    async def order(self, command: Launch) -> object:
        self.ordered.append(command)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    def type(self, text: str) -> None:
        QTest.keyClicks(self.dialog.prompt, text)

    def press_start(self) -> None:
        QTest.mouseClick(self.dialog.start, Qt.MouseButton.LeftButton)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    yield made
    await made.dialog._tasks.close()


async def test_the_keyboard_is_in_the_prompt_and_ctrl_enter_starts(desk: Desk, tmp_path: Path) -> None:
    assert desk.dialog.focusWidget() is desk.dialog.prompt
    desk.type("fix the login")
    QTest.keyClick(desk.dialog.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: desk.started)
    assert desk.ordered == [Launch(agent="claude_code", cwd=str(tmp_path), prompt="fix the login")]
    assert desk.started[0].session_id == "new"


async def test_what_was_chosen_is_what_is_ordered(desk: Desk) -> None:
    desk.type("plan it")
    desk.dialog.folder.setText("~/src/shop")
    desk.dialog.mode.choose("plan")
    desk.dialog.model.setText(" opus ")
    desk.press_start()
    await until(lambda: desk.started)
    (order,) = desk.ordered
    assert (order.cwd, order.permission_mode, order.model) == (str(Path.home() / "src/shop"), "plan", "opus")


async def test_nothing_is_ordered_without_a_prompt_or_a_folder(desk: Desk) -> None:
    desk.press_start()
    assert (desk.ordered, desk.dialog.problem.text()) == ([], "Say what it is to do.")
    desk.type("go")
    desk.dialog.folder.setText("  ")
    desk.press_start()
    assert (desk.ordered, desk.dialog.problem.text()) == ([], "Name the folder in which it works.")


async def test_a_refusal_is_shown_and_can_be_mended(desk: Desk) -> None:
    desk.says = OrderFailed("'/nowhere' is not a folder on this machine.")
    desk.type("go")
    desk.press_start()
    await until(lambda: "not a folder" in desk.dialog.problem.text())
    assert desk.dialog.isVisible() and desk.dialog.prompt.toPlainText() == "go"
    desk.says = {"agent": "claude_code", "session_id": "new"}
    desk.press_start()
    await until(lambda: desk.started)


async def test_an_answer_nobody_understands_is_said(desk: Desk) -> None:
    desk.says = ["what?"]
    desk.type("go")
    desk.press_start()
    await until(lambda: "not understood" in desk.dialog.problem.text())
    assert desk.started == []


async def test_two_clicks_start_one_session(desk: Desk) -> None:
    desk.type("go")
    desk.press_start()
    desk.press_start()
    await until(lambda: desk.started)
    assert len(desk.ordered) == 1


async def test_a_folder_dropped_on_the_window_is_asked_about(tmp_path: Path, desk: Desk) -> None:
    window = QWidget()
    folders: list[str] = []
    FolderDrop(window).dropped.connect(folders.append)
    file = tmp_path / "note.txt"
    file.write_text("x")
    for urls in ([tmp_path], [file], [tmp_path, tmp_path]):
        drop(window, urls)
    assert folders == [str(tmp_path)]
    drop(desk.dialog, [tmp_path / ".."])
    assert desk.dialog.chosen_folder() == str(tmp_path / "..")


async def test_recent_folders_are_each_named_once_the_newest_first() -> None:
    worked = (("a", 50, "/a"), ("b", 5, "/b"), ("c", 1, "/a"))
    rows = [row(name, "done", ago_s, 10**15, cwd=cwd) for name, ago_s, cwd in worked]
    assert recent_folders([*rows, row("d", "done", 1, 10**15, cwd="")]) == ["/a", "/b"]


def drop(widget: QWidget, paths: list[Path]) -> None:
    """Drag these over the widget and let them go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, button, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), actions, data, button, none))
