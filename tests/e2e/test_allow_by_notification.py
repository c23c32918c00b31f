"""The Allow button of a notification, pressed in a real daemon, answers the real Claude Code in its terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.program import Program
from tests.helpers.real_claude import Cabin, bash, eventually, script
from tests.helpers.real_desktop import RealDesktop, desktop_in

pytestmark = [pytest.mark.slow, pytest.mark.real_cli]


@pytest.fixture
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealDesktop]:
    yield from desktop_in(tmp_path_factory.mktemp("desktop"))


def test_allow_and_deny_on_notes_answer_what_claude_holds(cabin: Cabin, desktop: RealDesktop, tmp_path: Path) -> None:
    desktop.start_tray("lxqt-panel")
    desktop.start_notifications()
    desktop.env["XDG_RUNTIME_DIR"] = str(tmp_path)  # where this hub's sockets are
    Program(desktop, "--in-tray", data=cabin.data).wait_for_icon()
    terminal = cabin.terminal("main", "--permission-mode", "default")
    terminal.type(
        "Make it."
        + script(
            {"text": "Making.", "tools": [bash("touch made.txt")]},
            {"text": "Once more.", "tools": [bash("touch never.txt")]},
            {"text": "Made."},
        )
    )
    eventually(lambda: "Do you want to proceed?" in terminal.screen(), "the dialog")
    note = desktop.note(1)
    assert note[4] == "Bash: touch made.txt"
    assert not (cabin.project / "made.txt").exists()
    desktop.pick("Allow")
    eventually(lambda: (cabin.project / "made.txt").exists(), "what was allowed")
    eventually(lambda: desktop.note()[4] == "Bash: touch never.txt", "the second question")
    eventually(lambda: desktop.bus.is_answered("Notify"), "the daemon to show it")
    desktop.pick("Deny")
    eventually(lambda: "Do you want to proceed?" not in terminal.screen(), "the dialog to close")
    cabin.session("done", "the turn to end")
    assert not (cabin.project / "never.txt").exists()
