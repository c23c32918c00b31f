"""The real Claude Code in the real window, by keys alone: start it, answer it, write to it, stop it, end it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import psutil
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.core.projections.rows import SessionRow
from app.desktop.app import Desktop
from app.desktop.views.stop_all_dialog import StopAllDialog
from app.system.paths import DataPaths
from tests.helpers.keyboard import CTRL, SHIFT, Keyboard, aside, name_of, seen
from tests.helpers.real_claude import CLAUDE, Cabin, bash, processes_with, script

pytestmark = [pytest.mark.slow, pytest.mark.real_cli]

QUESTION = {
    "question": "Which index?", "header": "Index", "multiSelect": False,
    "options": [{"label": "btree", "description": "the usual"}, {"label": "hash", "description": "equality only"}],
}  # fmt: skip
ASK = {"name": "AskUserQuestion", "input": {"questions": [QUESTION]}}
PLAN = {"name": "ExitPlanMode", "input": {"plan": "# The note\n\n1. Write it.\n2. Read it again."}}


@pytest.fixture
def cabin(tmp_path: Path) -> Iterator[Cabin]:
    """A hub that can launch; nothing is connected."""
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path)
    try:
        cabin.start_hub(**cabin.claude_env())
        yield cabin
    finally:
        cabin.close()


class Person:
    """Somebody at the window, and what the system says beside it."""

    def __init__(self, desktop: Desktop, cabin: Cabin) -> None:
        self.desktop, self.cabin = desktop, cabin
        self.window = desktop.window
        self.panel = desktop.window.session.permission
        self.keys = Keyboard(desktop.window, cabin.folder / "looks")

    @property
    def row(self) -> SessionRow | None:
        return self.window.session.row()

    async def status(self, *wanted: str) -> SessionRow:
        row = await seen(lambda: self.row if self.row and self.row.status in wanted else None, f"status {wanted}")
        assert row is not None
        return row

    async def asked(self, kind: str) -> None:
        """The panel shows such a request, and takes answers; the keyboard goes there."""

        def is_there() -> bool:
            shown = self.panel.request
            return shown is not None and shown.kind == kind and self.panel.takes_answers

        await seen(is_there, f"a {kind} in the panel")
        self.keys.press(Qt.Key.Key_J, modifiers=CTRL)
        await seen(lambda: self.panel.has_keyboard, "the keyboard in the panel")

    async def launch(self, prompt: str) -> SessionRow:
        """Ctrl+N, and everything in the dialog."""
        keys = self.keys
        keys.press(Qt.Key.Key_N, modifiers=CTRL)
        await keys.arrives_at("Prompt")
        keys.type(prompt)
        keys.tab_to("Folder", backwards=True)
        keys.type(str(self.cabin.project))
        keys.tab_to("Permissions")
        keys.press(Qt.Key.Key_Space)
        keys.choose("Plan first")
        await keys.comes_back()
        keys.look("launch")
        keys.tab_to("Start")
        keys.press(Qt.Key.Key_Space)
        row = await seen(lambda: self.row if self.row and self.row.launched else None, "the session shown")
        assert row is not None
        return row

    async def reply(self, prompt: str) -> None:
        """R, the words, Enter."""
        await self.keys.comes_back()
        self.keys.press(Qt.Key.Key_Escape)
        self.keys.press(Qt.Key.Key_R)
        assert name_of(self.keys.at) == "A further prompt"
        self.keys.type(prompt)
        self.keys.look("reply")
        self.keys.press(Qt.Key.Key_Return)

    async def said(self, text: str) -> None:
        """The conversation has it."""
        shown = self.desktop.cabin.sessions
        await seen(
            lambda: (
                shown.shown is not None
                and any(text in getattr(block, "text", "") for block in shown.shown.transcript.blocks(""))
            ),
            f"{text!r} in the conversation",
        )


def at_the_window(cabin: Cabin, story: Callable[[Person], Any]) -> None:
    """Run ``story`` with the whole desktop on the cabin's hub."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)

    async def live() -> None:
        desktop = Desktop(app, DataPaths(cabin.data), start_hub=False, theme="light")
        desktop.cabin.add_own_hub()
        desktop.window.show()
        desktop.window.activateWindow()
        await seen(lambda: desktop.cabin.hubs.all()[0].phase == "live", "the hub")
        try:
            await story(Person(desktop, cabin))
        finally:
            desktop.window.hide()
            await desktop.cabin.close(stop_own_hub=False)
            desktop.window.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    with loop:
        loop.run_until_complete(live())


def test_a_session_is_started_answered_written_to_and_stopped_by_keys_alone(cabin: Cabin) -> None:
    at_the_window(cabin, _a_day_at_the_keyboard)


async def _a_day_at_the_keyboard(person: Person) -> None:
    cabin, keys = person.cabin, person.keys
    note = cabin.project / "note.txt"  # asked for by its name alone, so that it fits one line wherever the folder is
    row = await person.launch(
        "Plan it, then write the note."
        + script(
            {"text": "A question first.", "tools": [ASK]},
            {"text": "This is the plan.", "tools": [PLAN]},
            {"text": "I write it.", "tools": [bash(f"echo as asked > {note.name}")]},
            {"text": "Written."},
        )
    )
    session_id, agent = row.session_id, psutil.Process(row.pid)

    await person.asked("question")
    keys.look("question")
    keys.press(Qt.Key.Key_A)  # to the first question that has no answer
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    keys.tab_to("Send")
    keys.press(Qt.Key.Key_Space)
    await person.asked("plan")
    (call,) = [each for each in await aside(cabin.blocks, session_id, "ToolBlock") if each["name"] == "AskUserQuestion"]
    assert call["output"]["answers"] == {"Which index?": "hash"}

    keys.look("plan")
    keys.press(Qt.Key.Key_A)
    await person.asked("permission")
    assert not note.exists()

    keys.look("permission")
    keys.tab_to("More ways to allow")
    keys.press(Qt.Key.Key_Space)
    keys.look("ways-to-allow")
    keys.choose("Edit, then allow…")
    await keys.comes_back()
    await seen(person.panel.what.hasFocus, "the keyboard in what will run")
    keys.type(f"echo as a person wanted > {note.name}")
    keys.look("edited")
    keys.tab_to("Allow this")
    keys.press(Qt.Key.Key_Space)
    await person.status("done")
    assert note.read_text() == "as a person wanted\n"
    await person.said("Written.")
    keys.look("done")

    await person.reply("Now talk." + script({"text": "Talking", "words": 3000, "delay_ms": 10}))
    await person.said("word5")
    keys.look("talking")
    keys.press(Qt.Key.Key_Escape)  # out of the reply
    keys.press(Qt.Key.Key_Period, modifiers=CTRL)
    await person.status("interrupted")
    assert agent.is_running()
    keys.look("interrupted")

    waits = f"tail -f {cabin.folder.name}"
    await person.reply(
        "And wait." + script({"text": "I wait.", "tools": [bash(f"touch {cabin.folder.name}; {waits}")]})
    )
    await person.asked("permission")
    keys.press(Qt.Key.Key_A)
    await seen(lambda: any(processes_with(waits)), "the command at work")
    keys.press(Qt.Key.Key_Period, modifiers=CTRL | SHIFT)
    dialog = await seen(lambda: person.window.findChild(StopAllDialog), "the list of Stop all")
    await seen(lambda: dialog.stop.isEnabled() and dialog.stop.hasFocus(), "something to stop")
    keys.look("stop-all")
    keys.press(Qt.Key.Key_Return)
    await seen(lambda: dialog.summary.text() == "1 stopped", "the outcome")
    keys.look("stop-all-told")
    assert not any(processes_with(waits))
    assert agent.is_running()
    keys.press(Qt.Key.Key_Escape)
    await person.status("interrupted")

    await keys.comes_back()
    keys.press(Qt.Key.Key_Period, modifiers=CTRL)
    await seen(QApplication.activePopupWidget, "the ways to end it")
    keys.look("ways-to-end")
    keys.choose("End session")
    await person.status("ended")
    keys.look("ended")
    assert not agent.is_running()
    assert (await aside(cabin.sessions))[0]["status"] == "ended"
