"""Checks of ``app.system.autostart``: one list, the system's; what it says can be read by whoever else reads it."""

from __future__ import annotations

import plistlib
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.system.autostart import Autostart, AutostartUnusable, login_command
from app.system.autostart_dummy import DummyAutostart
from app.system.autostart_linux import LinuxAutostart
from app.system.autostart_macos import MacAutostart
from app.system.paths import DataPaths

COMMAND = ("/opt/Programme für alle/signalcabin", "run", "--in-tray")
WAYS: dict[str, Callable[[Path], Autostart]] = {
    "linux": LinuxAutostart,
    "macos": MacAutostart,
    "dummy": lambda _: DummyAutostart(),
}


@pytest.fixture(params=WAYS)
def autostart(request: pytest.FixtureRequest, tmp_path: Path) -> Autostart:
    return WAYS[request.param](tmp_path / "folder that is not there yet")


def test_it_is_off_until_somebody_turns_it_on_and_off_again_after(autostart: Autostart) -> None:
    assert not autostart.is_on()
    autostart.turn_on(COMMAND)
    autostart.turn_on(COMMAND)
    assert autostart.is_on()
    autostart.turn_off()
    autostart.turn_off()
    assert not autostart.is_on()


@pytest.mark.parametrize("way", ["linux", "macos"])
def test_turned_off_it_leaves_no_file_behind(way: str, tmp_path: Path) -> None:
    autostart = WAYS[way](tmp_path)
    autostart.turn_on(COMMAND)
    autostart.turn_off()
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_a_valid_desktop_entry(tmp_path: Path) -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("desktop-file-validate is not installed")
    autostart = LinuxAutostart(tmp_path)
    autostart.turn_on(['/opt/it\'s "quoted" $HOME `x` 100% \\ end/signalcabin', "run"])
    done = subprocess.run([tool, autostart.where], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_turned_off_in_the_desktop_s_settings_it_is_off(line: str, tmp_path: Path) -> None:
    autostart = LinuxAutostart(tmp_path)
    autostart.turn_on(COMMAND)
    text = autostart.file.read_text().replace("X-GNOME-Autostart-enabled=true", line)
    autostart.file.write_text(text)
    assert not autostart.is_on()


@pytest.mark.parametrize("text", ["", "no such thing", "[Other]\nx=1\n", "\x00\xff"])
def test_a_file_that_cannot_be_read_is_off(text: str, tmp_path: Path) -> None:
    autostart = LinuxAutostart(tmp_path)
    autostart.file.write_bytes(text.encode("latin-1"))
    assert not autostart.is_on()
    agent = MacAutostart(tmp_path)
    agent.file.write_bytes(text.encode("latin-1"))
    assert not agent.is_on()


def test_launchd_is_told_the_very_words(tmp_path: Path) -> None:
    autostart = MacAutostart(tmp_path)
    autostart.turn_on(COMMAND)
    assert plistlib.loads(autostart.file.read_bytes())["ProgramArguments"] == list(COMMAND)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(AutostartUnusable, match="cannot be written"):
        LinuxAutostart(tmp_path / "autostart").turn_on(COMMAND)


def test_the_desktop_s_own_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert LinuxAutostart().file == tmp_path / "autostart" / "signalcabin.desktop"
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert LinuxAutostart().file == tmp_path / "home" / ".config" / "autostart" / "signalcabin.desktop"


def test_a_data_folder_of_one_s_own_is_named_at_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "--data-dir" not in login_command(DataPaths(tmp_path / "signalcabin"))
    other = login_command(DataPaths(tmp_path / "other"))
    assert shlex.join(other[-4:]) == f"--data-dir {tmp_path / 'other'} run --in-tray"
