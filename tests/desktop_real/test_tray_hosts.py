"""The tray's icon in real hosts: seen on the screen, its menu over the bus; hosts that come late, and start again."""

from __future__ import annotations

import signal

import pytest

from tests.helpers.program import Program
from tests.helpers.real_desktop import RealDesktop, Tray, eventually
from tests.helpers.tray_item import TrayItem

pytestmark = pytest.mark.slow

AMBER = "#c07200"
"""Of the raised arm."""
PANEL = (1000, 0, 200, 34)


def sees_the_arm(desktop: RealDesktop) -> bool:
    """Whether the arm of who waits is in the panel."""
    return desktop.has_drawn(desktop.look(), AMBER, PANEL)


def test_the_icon_is_seen_and_its_menu_answers_a_permission(program: Program) -> None:
    desktop, item = program.desktop, TrayItem(program.desktop.bus)
    assert not sees_the_arm(desktop)
    program.prompt("deploy")
    question = program.ask("rm my_old_file && a & b")
    eventually(lambda: sees_the_arm(desktop), "the raised arm")
    eventually(lambda: "1 needs you" in item.tool_tip(), f"who waits in the tool tip: {item.tool_tip()}")
    menu = item.menu()
    assert menu["deploy: allow “rm my_old_file && a & b”?"] == [
        "Bash: rm my_old_file && a & b",
        "Allow",
        "Deny",
        "Show",
        "Stop",
    ]
    item.press("Allow")
    assert question.answer() == "allow"
    eventually(lambda: not sees_the_arm(desktop), "the arm to come down")


def test_a_click_on_the_icon_brings_the_window(program: Program) -> None:
    assert not program.desktop.windows("Signalcabin")
    TrayItem(program.desktop.bus).activate()
    eventually(lambda: "Signalcabin" in program.desktop.active_window(), "the window in front")


@pytest.mark.parametrize("host", ["lxqt-panel", "trayer"])
def test_a_host_that_comes_late_and_starts_again_shows_the_icon_each_time(desktop: RealDesktop, host: Tray) -> None:
    program = Program(desktop)
    program.prompt("deploy")
    program.ask("git push")
    eventually(lambda: desktop.windows("Signalcabin"), "the window")
    for _ in range(2):
        running = desktop.start_tray(host)
        eventually(lambda: sees_the_arm(desktop), f"the arm in {host}")
        desktop.end(running)
    # Where there is no tray any more, closing is no way to lose the window.
    desktop.close_window("Signalcabin")
    eventually(lambda: program.process.poll() is not None or desktop.windows("Signalcabin"), "the end, or a question")


def test_a_host_of_another_kind_takes_over(desktop: RealDesktop) -> None:
    first = desktop.start_tray("trayer")
    program = Program(desktop, "--in-tray")
    program.prompt("deploy")
    program.ask("git push")
    eventually(lambda: sees_the_arm(desktop), "the arm in the first")
    desktop.end(first, signal.SIGKILL)
    eventually(lambda: "the tray is gone" in program.log(), "the program to see that")
    desktop.start_tray("lxqt-panel")
    eventually(lambda: sees_the_arm(desktop), "the arm in the second")
