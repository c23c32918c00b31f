"""Checks of the package on a real desktop: tray, notes and keyring, simulated agents and the real Claude Code."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.program import Program
from tests.helpers.real_claude import CLAUDE, Cabin, bash, script
from tests.helpers.real_desktop import RealDesktop, desktop_in, eventually
from tests.helpers.tray_item import TrayItem

BUILT = Path(__file__).parents[2] / "dist" / "signalcabin"

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.slow,
    pytest.mark.skipif(not (BUILT / "signalcabin").exists(), reason="`make package` builds what this is about"),
]


@pytest.fixture
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealDesktop]:
    yield from desktop_in(tmp_path_factory.mktemp("desktop"))


@pytest.fixture
def program(tmp_path: Path) -> str:
    """Unpacked in a fresh folder."""
    shutil.copytree(BUILT, tmp_path / "unpacked", symlinks=True)
    return str(tmp_path / "unpacked" / "signalcabin")


def test_the_demo_shows_its_window_its_icon_and_its_notes(desktop: RealDesktop, program: str) -> None:
    desktop.start_tray("lxqt-panel")
    desktop.start_notifications()
    desktop.run(program, "demo", cwd="/")
    eventually(lambda: desktop.windows("Signalcabin"), "the window")
    eventually(lambda: "need" in TrayItem(desktop.bus).tool_tip(), "agents that need somebody, in the tray")
    desktop.close_window("Signalcabin")  # what is seen is not called
    eventually(lambda: desktop.standing() > 0, "a note")


def test_its_tokens_lie_in_the_keyring(desktop: RealDesktop, program: str) -> None:
    desktop.start_keyring()
    data = desktop.folder / "data"
    hub = desktop.run(
        program, "--data-dir", str(data), "hub", "--listen", "127.0.0.1:0", stdout=subprocess.PIPE, cwd="/"
    )
    assert hub.stdout is not None
    assert json.loads(hub.stdout.readline())["listen"]
    assert desktop.secrets_kept() == 1
    assert not list(data.glob("secrets/*")), "nothing lies in a file"


@pytest.mark.real_cli
def test_a_note_of_it_answers_what_claude_holds_and_uninstall_leaves_nothing(
    desktop: RealDesktop, program: str, tmp_path: Path
) -> None:
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path, (program,))
    settings = cabin.home / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(b'{\n   "env": {"A": "1"}  \n}')
    before = settings.read_bytes()
    try:
        cabin.start_hub()
        cabin.connect()
        assert settings.read_bytes() != before
        desktop.start_tray("lxqt-panel")
        desktop.start_notifications()
        desktop.env["XDG_RUNTIME_DIR"] = str(tmp_path)  # where this hub's sockets are
        Program(desktop, "--in-tray", data=cabin.data, command=(program,)).wait_for_icon()
        terminal = cabin.terminal("main", "--permission-mode", "default")
        terminal.type("Make it." + script({"text": "Making.", "tools": [bash("touch made.txt")]}, {"text": "Made."}))
        assert desktop.note(1)[4] == "Bash: touch made.txt"
        assert not (cabin.project / "made.txt").exists()
        desktop.pick("Allow")
        eventually(lambda: (cabin.project / "made.txt").exists(), "what was allowed")
        cabin.session("done", "the turn to end")
        cabin.signalcabin("uninstall", "--yes")
        assert settings.read_bytes() == before
    finally:
        cabin.close()
