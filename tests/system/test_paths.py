"""The data folder: private, and with sockets that can be bound however deep it lies."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.system.paths import DataDirUnusable, DataPaths

DEEP = "a-folder-with-a-long-name/" * 5


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a path short enough for a socket, whatever the test's own folder is called."""
    with tempfile.TemporaryDirectory(prefix="sc-", dir="/tmp") as folder:
        yield Path(folder)


def _bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
    path.unlink()


def test_everything_in_it_is_private(short: Path) -> None:
    paths = DataPaths(short / "data")
    paths.prepare()
    folders = [paths.root, *(entry for entry in paths.root.iterdir() if entry.is_dir())]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    assert paths.run_dir in folders
    _bind(paths.relay_socket)


def test_in_a_deep_folder_the_sockets_lie_in_the_runtime_folder(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    paths = DataPaths(tmp_path / DEEP)
    paths.prepare()
    assert paths.relay_socket.parent.parent == short
    assert paths.relay_socket.parent.stat().st_mode & 0o777 == 0o700
    _bind(paths.relay_socket)
    _bind(paths.feed_socket)


def test_a_runtime_or_temporary_folder_that_is_too_deep_itself_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / DEEP
    deep.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    paths = DataPaths(deep / "data")
    paths.prepare()
    _bind(paths.relay_socket)
    assert list(paths.run_dir.iterdir()) == []
    paths.run_dir.readlink().rmdir()


def test_another_runtime_folder_later_does_not_split_the_data_folder_s_sockets_and_lock(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = short / "1", short / "2"
    first.mkdir()
    second.mkdir()
    paths = DataPaths(tmp_path / DEEP)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(first))
    paths.prepare()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(second))
    paths.prepare()
    assert paths.feed_socket.parent.parent == first
    (first / paths.feed_socket.parent.name).rmdir()
    first.rmdir()  # as after a restart of the machine
    paths.prepare()
    assert paths.feed_socket.parent.parent == second


def test_a_copied_data_folder_does_not_share_the_sockets_of_the_first(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    first, second = DataPaths(tmp_path / DEEP / "1"), DataPaths(tmp_path / DEEP / "2")
    first.prepare()
    second.root.mkdir()
    second.run_dir.symlink_to(first.run_dir.readlink())
    second.prepare()
    assert second.feed_socket.parent != first.feed_socket.parent


def test_a_file_in_its_place_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(DataDirUnusable, match=r"cannot be used.*Choose another with --data-dir"):
        DataPaths(tmp_path / "data").prepare()
    assert (tmp_path / "data").read_text() == "mine"
