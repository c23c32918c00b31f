"""Finding a process's tmux pane and pressing Escape there, with a real tmux; nothing else may ever get the key."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.system.controlling_tty import by_ps, tty_of
from app.system.processes import Processes, ProcessId, system_processes
from app.system.terminals_tmux import TmuxTerminals
from tests.helpers.process_trees import until

pytestmark = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("tmux"), reason="needs tmux")

LISTENER = """
import os, sys, termios, tty
tty.setcbreak(0)
print("ready", flush=True)
while True:
    print("heard", os.read(0, 100), flush=True)
"""


class Desk:
    """A tmux server of one test's own, with programs that write down every key they are given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / f"tmux-{os.getuid()}"
        self.folder.mkdir(mode=0o700)
        self.socket = self.folder / uuid.uuid4().hex[:8]
        self.processes: Processes = system_processes()
        self.terminals = TmuxTerminals(self.processes, self.folder)

    def tmux(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-S", str(self.socket), *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def open(self, name: str, *, how: str = "exec {program}") -> ProcessId:
        """A window with a listening program; the program's process."""
        script = self.folder / "listener.py"
        script.write_text(LISTENER)
        program = f"{sys.executable} {script}"
        self.tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "20", how.format(program=program))
        until(lambda: "ready" in self.screen(name), f"{name} is ready")
        found = self.processes.identify(int(self.tmux("display-message", "-p", "-t", name, "#{pane_pid}")))
        assert found is not None
        return found

    def screen(self, name: str) -> str:
        return self.tmux("capture-pane", "-p", "-t", name)

    def heard_escape(self, name: str) -> bool:
        return "heard b'\\x1b'" in self.screen(name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    subprocess.run(["tmux", "-S", str(desk.socket), "kill-server"], capture_output=True, check=False)


def test_escape_reaches_the_process_in_its_pane_and_no_other(desk: Desk) -> None:
    mine, _ = desk.open("mine"), desk.open("theirs")
    pressed = desk.terminals.press_escape(mine)
    assert pressed.why_not == ""
    assert pressed.name.startswith("tmux pane %") and "mine:" in pressed.name
    until(lambda: desk.heard_escape("mine"), "the key to arrive")
    assert not desk.heard_escape("theirs")


def test_a_server_with_a_socket_elsewhere_is_found_by_what_tmux_told_the_process(desk: Desk, tmp_path: Path) -> None:
    mine = desk.open("mine")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert TmuxTerminals(desk.processes, empty).place_of(mine).name.startswith("tmux pane")


def test_a_process_without_tmuxs_variables_is_found_by_its_terminal(desk: Desk) -> None:
    mine = desk.open("mine", how="exec env -i {program}")
    assert desk.terminals.place_of(mine).name.startswith("tmux pane")


def test_a_process_behind_another_program_of_its_terminal_gets_no_key(desk: Desk) -> None:
    shell = desk.open("mine", how="bash -m -c '{program}; true'")
    place = desk.terminals.press_escape(shell)
    assert place.why_not == "another program is in front of it there"
    (listener,) = desk.processes.descendants(shell)
    assert desk.terminals.place_of(listener.id).why_not == ""
    assert not desk.heard_escape("mine")


def test_a_pane_that_is_being_scrolled_leaves_copy_mode_first(desk: Desk) -> None:
    mine = desk.open("mine")
    desk.tmux("copy-mode", "-t", "mine")
    assert desk.terminals.place_of(mine).why_not == ""
    assert desk.terminals.press_escape(mine).why_not == ""
    until(lambda: desk.heard_escape("mine"), "the key to arrive")


def test_no_key_goes_to_a_pane_that_shares_its_keys_with_others(desk: Desk) -> None:
    mine = desk.open("mine")
    desk.tmux("set-option", "-w", "-t", "mine", "synchronize-panes", "on")
    assert "synchronize-panes" in desk.terminals.press_escape(mine).why_not
    assert not desk.heard_escape("mine")


def test_no_key_goes_to_a_pane_with_a_menu_of_tmux_in_it(desk: Desk) -> None:
    mine = desk.open("mine")
    desk.tmux("clock-mode", "-t", "mine")
    assert "clock-mode" in desk.terminals.press_escape(mine).why_not


def test_no_key_goes_to_a_pane_whose_input_is_off(desk: Desk) -> None:
    mine = desk.open("mine")
    desk.tmux("select-pane", "-d", "-t", "mine")
    assert desk.terminals.press_escape(mine).why_not == "its input is switched off"


def test_a_number_that_belongs_to_another_process_now_gets_no_key(desk: Desk) -> None:
    mine = desk.open("mine")
    former = ProcessId(mine.pid, mine.start - 5)
    assert "gone" in desk.terminals.press_escape(former).why_not
    assert desk.terminals.press_escape(ProcessId(mine.pid)).why_not, "without a start time it could be anybody"
    assert not desk.heard_escape("mine")


def test_a_socket_others_could_have_put_there_is_not_spoken_to(desk: Desk) -> None:
    mine = desk.open("mine")
    desk.folder.chmod(0o777)
    assert desk.terminals.place_of(mine).why_not == "its terminal is no pane of tmux"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start another user's process")
def test_another_users_process_gets_no_key(desk: Desk) -> None:
    runuser = shutil.which("runuser") or "runuser"
    shell = desk.open("mine", how=f"exec {runuser} -u nobody -- sh -c 'echo ready; exec sleep 300'")
    users = [info for info in [desk.processes.find(shell), *desk.processes.descendants(shell)] if info]
    theirs = [info for info in users if info.uid not in (0, -1)]
    assert theirs
    assert desk.terminals.press_escape(theirs[0].id).why_not == "its process belongs to another user"


def test_a_process_with_no_terminal_has_no_place() -> None:
    with subprocess.Popen(["sleep", "30"], start_new_session=True) as popen:
        processes = system_processes()
        process = processes.identify(popen.pid)
        assert process is not None
        assert TmuxTerminals(processes).place_of(process).why_not == "it runs in no terminal"
        popen.kill()


def test_sockets_that_tmux_left_behind_hide_no_living_server(desk: Desk) -> None:
    mine = desk.open("mine", how="exec env -i {program}")
    for number in range(100):
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(str(desk.folder / f"0-left-{number:03d}"))
    assert desk.terminals.place_of(mine).why_not == ""


@pytest.mark.slow
def test_a_server_that_does_not_answer_holds_nobody_up_for_long(desk: Desk) -> None:
    mine = desk.open("mine", how="exec env -i {program}")
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(desk.folder / "0-deaf"))
        deaf.listen()
        assert desk.terminals.place_of(mine).why_not == ""


def test_ps_says_the_same_as_the_kernel(desk: Desk) -> None:
    shell = desk.open("mine", how="bash -m -c '{program}; true'")
    (listener,) = desk.processes.descendants(shell)
    for pid, in_front in ((shell.pid, False), (listener.id.pid, True)):
        seen = tty_of(pid)
        assert seen is not None and seen == by_ps(pid)
        assert seen.in_front is in_front
