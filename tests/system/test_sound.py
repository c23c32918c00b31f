"""Checks of ``app.system.sound`` and the players of each platform, with programs of the test's own as players."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.system import sound_dummy, sound_program, sound_windows
from app.system.sound import NotPlayed, find_player
from app.system.sound_linux import PLAYERS, LinuxPlayer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its programs are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all there is to find programs in, beside the system's own shell."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, does: str) -> Path:
    """A program that writes its arguments beside itself, and then ``does`` something."""
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/{name}.heard\n{does}\n')
    program.chmod(0o755)
    return folder / f"{name}.heard"


def test_the_desktops_own_player_is_asked_first(programs: Path) -> None:
    heard, other = install(programs, "canberra-gtk-play", "exit 0"), install(programs, "paplay", "exit 0")
    LinuxPlayer().play(Path("/sounds/a.wav"))
    assert heard.read_text() == "--file /sounds/a.wav\n"
    assert not other.exists()


def test_one_that_cannot_play_gives_way_to_the_next_and_is_not_asked_again(programs: Path) -> None:
    deaf, heard = install(programs, "pw-play", "exit 1"), install(programs, "aplay", "exit 0")
    player = LinuxPlayer()
    player.play(Path("a.wav"))
    player.play(Path("b.wav"))
    assert deaf.read_text() == "a.wav\n"
    assert heard.read_text() == "--quiet a.wav\n--quiet b.wav\n"


def test_one_that_worked_and_fails_later_lets_all_be_tried_again(programs: Path) -> None:
    install(programs, "paplay", f'[ -e {programs}/quiet ] && {{ echo "no server" >&2; exit 1; }}; exit 0')
    player = LinuxPlayer()
    player.play(Path("a.wav"))
    (programs / "quiet").touch()
    with pytest.raises(NotPlayed, match="paplay: no server"):
        player.play(Path("b.wav"))
    heard = install(programs, "pw-play", "exit 0")
    player.play(Path("c.wav"))
    assert heard.read_text() == "c.wav\n"


def test_with_no_player_it_says_which_would_do(programs: Path) -> None:
    with pytest.raises(NotPlayed, match="pw-play, paplay, aplay"):
        LinuxPlayer().play(Path("a.wav"))


def test_what_each_player_said_is_told(programs: Path) -> None:
    install(programs, "pw-play", 'echo "no pipewire" >&2; exit 1')
    install(programs, "paplay", 'echo "Connection refused" >&2; exit 1')
    with pytest.raises(NotPlayed, match=r"pw-play: no pipewire; paplay: Connection refused"):
        LinuxPlayer().play(Path("a.wav"))


def test_a_player_that_does_not_end_is_ended(programs: Path) -> None:
    install(programs, "paplay", "exec /bin/sleep 60")
    with pytest.raises(NotPlayed, match="did not end"):
        sound_program.run_player([str(programs / "paplay"), "a.wav"], patience_s=0.05)


def test_a_program_that_is_gone_is_told_and_does_no_harm(tmp_path: Path) -> None:
    with pytest.raises(NotPlayed, match="afplay: No such file"):
        sound_program.run_player([str(tmp_path / "afplay"), "a.wav"])


def test_windows_plays_through_its_own_call_and_tells_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[str, int]] = []
    calls = SimpleNamespace(SND_FILENAME=1, SND_NODEFAULT=2, PlaySound=lambda file, how: played.append((file, how)))
    monkeypatch.setitem(sys.modules, "winsound", calls)
    sound_windows.WindowsPlayer().play(Path("a.wav"))
    assert played == [("a.wav", 3)]

    def refuse(_file: str, _how: int) -> None:
        raise RuntimeError("Failed to play sound")

    calls.PlaySound = refuse
    with pytest.raises(NotPlayed, match="Windows: Failed to play sound"):
        sound_windows.WindowsPlayer().play(Path("a.wav"))


def test_a_system_nobody_knows_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    assert isinstance(find_player(), sound_dummy.NoPlayer)
    with pytest.raises(NotPlayed, match="plan9"):
        find_player().play(Path("a.wav"))


def test_no_player_is_looked_for_in_the_folder_one_stands_in(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = programs.parent / "here"
    here.mkdir()
    trap = install(here, PLAYERS[0][0], "exit 0")
    monkeypatch.chdir(here)
    assert os.environ["PATH"] == str(programs)
    with pytest.raises(NotPlayed):
        LinuxPlayer().play(Path("a.wav"))
    assert not trap.exists()
