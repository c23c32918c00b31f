"""Notifications in a real daemon (dunst): what it is given, what it shows, and what pressing its buttons does."""

from __future__ import annotations

import signal

import pytest

from tests.helpers.program import Program
from tests.helpers.real_desktop import NOTIFICATIONS, RealDesktop, eventually
from tests.helpers.tray_item import TrayItem

pytestmark = pytest.mark.slow

WORKING, HEAD = "#15803d", (322, 30, 60, 90)
"""The mark of a session at work, where the name of the one in view stands."""
STRIP, TOP = "#fff6e0", (700, 25, 300, 40)
""""…needs you", across the top of the window."""


def labels(call: tuple[object, ...]) -> list[str]:
    """The buttons of a note, without the click on the note itself."""
    actions = call[5]
    assert isinstance(actions, list)
    return actions[3::2]


def test_a_permission_is_shown_with_its_command_and_allow_answers_the_agent(program: Program) -> None:
    desktop = program.desktop
    program.prompt("deploy <b>now</b> & <i>here</i>")
    question = program.ask("git push --force origin main && echo '<b>done</b>'")
    note = desktop.note(1)
    assert note[3] == "deploy <b>now</b> & <i>here</i> needs you"
    assert note[4] == "Bash: git push --force origin main &amp;&amp; echo '&lt;b&gt;done&lt;/b&gt;'"
    assert labels(note) == ["Allow", "Deny", "Show"]
    picture = desktop.look()
    assert desktop.has_drawn(picture, "#900000", (780, 60, 420, 200)), "dunst's colour of what is urgent"
    desktop.pick("Allow")
    assert question.answer() == "allow"
    eventually(lambda: desktop.standing() == 0, "the note to be taken back")


def test_deny_denies(program: Program) -> None:
    program.prompt("deploy")
    question = program.ask("git push")
    program.desktop.note(1)
    program.desktop.pick("Deny")
    assert question.answer() == "deny"


def test_a_command_too_long_to_be_shown_whole_shows_both_ends_and_no_allow(program: Program) -> None:
    program.prompt("deploy")
    program.ask("echo fine" + " x" * 50_000 + "\n\u202e rm -rf /")
    note = program.desktop.note(1)
    assert note[4].startswith("Bash: echo fine x x")
    assert note[4].endswith("⏎ ⟨U+202E⟩ rm -rf /")
    assert len(note[4]) < 300
    assert labels(note) == ["Deny", "Show"]


def test_a_session_has_one_note_that_is_replaced_and_taken_back_when_answered_elsewhere(program: Program) -> None:
    desktop = program.desktop
    program.prompt("deploy")
    first = program.ask("git push")
    desktop.note(1)
    second = program.ask("git pull")
    note = desktop.note(2)
    assert note[1] == desktop.number_of(1), "the second takes the place of the first"
    assert desktop.standing() == 1
    for question in (first, second):
        question.go_away()
    program.hook("Stop", last_assistant_message="Done.")
    eventually(lambda: "finished" in desktop.note()[3], "the note to tell of the end")
    assert desktop.standing() == 1


def test_a_click_brings_the_window_to_the_front_with_that_session(program: Program) -> None:
    desktop = program.desktop
    program.prompt("write docs", number=1)
    program.prompt("deploy", number=2)
    question = program.ask("git push", number=2)
    desktop.note(1)
    assert not desktop.windows("Signalcabin")
    desktop.pick("Show")
    eventually(lambda: "Signalcabin" in desktop.active_window(), "the window in front")
    eventually(lambda: desktop.standing() == 0, "what somebody looks at calls nobody")
    assert question.is_open, "looking is no answer"


def test_a_daemon_that_dies_and_comes_back_shows_what_still_stands(desktop: RealDesktop) -> None:
    desktop.start_tray("lxqt-panel")
    daemon = desktop.start_notifications()
    program = Program(desktop, "--in-tray")
    program.wait_for_icon()
    program.prompt("deploy", number=1)
    program.prompt("docs", number=2)
    question = program.ask("git push", number=1)
    gone = program.ask("make docs", number=2)
    eventually(lambda: desktop.standing() == 2, "both notes")
    desktop.end(daemon, signal.SIGKILL)
    eventually(lambda: not desktop.bus.has_owner(NOTIFICATIONS), "the daemon to be gone")
    gone.go_away()
    program.hook("SessionEnd", number=2, reason="other")
    desktop.start_notifications()
    eventually(lambda: desktop.standing() == 1, "what still stands")
    desktop.pick("Allow")
    assert question.answer() == "allow"


def test_without_a_daemon_the_window_tells_and_a_daemon_that_comes_late_is_used(desktop: RealDesktop) -> None:
    program = Program(desktop)
    eventually(lambda: desktop.windows("Signalcabin"), "the window")
    program.prompt("docs", number=2)
    eventually(lambda: desktop.has_drawn(desktop.look(), WORKING, HEAD), "the first session in the window")
    program.prompt("deploy", number=1)
    question = program.ask("git push", number=1)
    eventually(lambda: desktop.has_drawn(desktop.look(), STRIP, TOP), "the strip across the top")
    desktop.start_notifications()
    program.prompt("more docs", number=3)
    other = program.ask("make docs", number=3)
    eventually(lambda: any("more docs" in call[3] for call in desktop.bus.calls("Notify")), "the late daemon's note")
    assert question.is_open
    assert other.is_open


def test_a_daemon_that_hangs_does_not_hold_the_window_up_and_shows_later_what_still_stands(
    desktop: RealDesktop,
) -> None:
    desktop.start_tray("lxqt-panel")
    daemon = desktop.start_notifications()
    program = Program(desktop, "--in-tray")
    program.wait_for_icon()
    daemon.send_signal(signal.SIGSTOP)
    program.prompt("deploy", number=1)
    program.ask("git push", number=1)
    eventually(lambda: "does not answer" in program.log(), "the program to turn elsewhere")
    item = TrayItem(desktop.bus)
    eventually(lambda: "1 needs you" in item.tool_tip(), "the tray, which goes on")
    item.activate()
    eventually(lambda: "Signalcabin" in desktop.active_window(), "the window, which goes on")
    desktop.close_window("Signalcabin")
    eventually(lambda: not desktop.windows("Signalcabin"), "the window to hide in the tray")
    program.prompt("docs", number=2)
    question = program.ask("make docs", number=2)
    daemon.send_signal(signal.SIGCONT)
    eventually(lambda: any("docs" in call[3] for call in desktop.bus.calls("Notify")), "the note")
    desktop.pick("Allow.*docs")
    assert question.answer() == "allow"
