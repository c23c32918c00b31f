"""Checks of ``app.system.menu_entry``: an unpacked program gets into the list of programs, and out without a trace."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.system.menu_entry import MenuEntry, NoMenu

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The package's share folder."""
    share = tmp_path / "program" / "share"
    icon = share / "icons" / "hicolor" / "48x48" / "apps" / "signalcabin.png"
    icon.parent.mkdir(parents=True)
    icon.write_bytes(b"a picture")
    (share / "applications").mkdir()
    shutil.copy(ROOT / "packaging" / "linux" / "signalcabin.desktop", share / "applications")
    return share


@pytest.fixture
def entry(shipped: Path, tmp_path: Path) -> MenuEntry:
    return MenuEntry(shipped, tmp_path / "home" / "share", tmp_path / "home" / "bin")


PROGRAM = "/opt/Programme für alle/signalcabin"


def files_in(home: Path) -> list[str]:
    return sorted(str(each.relative_to(home)) for each in home.rglob("*") if not each.is_dir() or each.is_symlink())


def test_entry_icon_and_command_are_put_where_this_person_s_desktop_looks(entry: MenuEntry, tmp_path: Path) -> None:
    written = entry.install([PROGRAM])
    assert files_in(tmp_path / "home")[:1] == ["bin/signalcabin"]
    assert (tmp_path / "home" / "bin" / "signalcabin").readlink() == Path(PROGRAM)
    assert (tmp_path / "home" / "share" / "icons" / "hicolor" / "48x48" / "apps" / "signalcabin.png").exists()
    text = (tmp_path / "home" / "share" / "applications" / "signalcabin.desktop").read_text()
    assert f"Exec={tmp_path / 'home' / 'bin' / 'signalcabin'} open %u\n" in text
    assert len(written) == 3


def test_the_entry_is_valid(entry: MenuEntry) -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("desktop-file-validate is not installed")
    done = subprocess.run([tool, entry.install([PROGRAM])[1]], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_taken_out_again_nothing_of_ours_is_left(entry: MenuEntry, tmp_path: Path) -> None:
    written = entry.install([PROGRAM])
    other = tmp_path / "home" / "share" / "applications" / "other.desktop"
    other.write_text("[Desktop Entry]\n")
    assert sorted(entry.remove()) == sorted(written)
    assert [name for name in files_in(tmp_path / "home") if not name.endswith("mimeinfo.cache")] == [
        "share/applications/other.desktop"
    ]


def test_an_entry_somebody_else_made_is_left_alone(entry: MenuEntry, tmp_path: Path) -> None:
    file = tmp_path / "home" / "share" / "applications" / "signalcabin.desktop"
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\nName=Mine\n")
    assert entry.remove() == []
    assert file.exists()


def test_a_program_that_has_our_name_is_not_replaced(entry: MenuEntry, tmp_path: Path) -> None:
    mine = tmp_path / "home" / "bin" / "signalcabin"
    mine.parent.mkdir(parents=True)
    mine.write_text("#!/bin/sh\n")
    entry.install([PROGRAM])
    text = (tmp_path / "home" / "share" / "applications" / "signalcabin.desktop").read_text()
    assert f'Exec="{PROGRAM}" open %u\n' in text
    entry.remove()
    assert mine.read_text() == "#!/bin/sh\n"


def test_installed_again_from_another_folder_it_points_there(entry: MenuEntry, tmp_path: Path) -> None:
    entry.install([PROGRAM])
    entry.install(["/new/signalcabin"])
    assert (tmp_path / "home" / "bin" / "signalcabin").readlink() == Path("/new/signalcabin")


def test_from_source_there_is_nothing_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(NoMenu, match="Only a package"):
        MenuEntry(tmp_path / "nothing", tmp_path / "home", tmp_path / "bin").install([PROGRAM])
