"""Which relay is put in place, and how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.system import relay_install
from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable, compile_relay, ensure_relay, install_twin, source_mark
from tests.helpers.relays import SILENT_SUCCESS, Relay


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("compiled") / "signalcabin-relay"
    compile_relay(target)
    return target


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of app/relay in a checkout of its own."""
    folder = tmp_path / "checkout" / "app" / "relay"
    folder.mkdir(parents=True)
    (tmp_path / "checkout" / "pyproject.toml").touch()
    for name in ("relay.c", "relay.py"):
        shutil.copy(relay_install.SOURCES / name, folder)
    monkeypatch.setattr(relay_install, "SOURCES", folder)
    return folder


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    made = DataPaths(tmp_path / "data")
    made.prepare()
    return made


def works(paths: DataPaths) -> bool:
    relay = Relay(paths, "installed")
    before = len(relay.spooled())
    return relay.run(payload=b"{}") == SILENT_SUCCESS and len(relay.spooled()) == before + 1


def without_compilers(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))


def test_where_a_compiler_is_found_the_relay_is_compiled(sources: Path, paths: DataPaths) -> None:
    info = ensure_relay(paths)
    assert (info.path, info.kind, info.note) == (paths.relay, "native", "")
    assert source_mark() in paths.relay.read_bytes()
    assert paths.relay.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in paths.relay_dir.iterdir()] == ["signalcabin-relay"]
    assert works(paths)


def test_a_relay_that_is_up_to_date_is_left_alone(sources: Path, paths: DataPaths) -> None:
    ensure_relay(paths)
    before = paths.relay.stat()
    assert ensure_relay(paths).kind == "native"
    assert paths.relay.stat() == before


def test_a_checkout_keeps_what_it_compiled_for_the_next_data_folder(
    sources: Path, paths: DataPaths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ensure_relay(paths)
    without_compilers(monkeypatch, tmp_path / "empty")
    second = DataPaths(tmp_path / "second")
    second.prepare()
    assert ensure_relay(second).kind == "native"
    assert works(second)


def test_an_installed_package_is_not_written_to(sources: Path, paths: DataPaths) -> None:
    (sources.parent.parent / "pyproject.toml").unlink()
    assert ensure_relay(paths).kind == "native"
    assert sorted(entry.name for entry in sources.iterdir()) == ["relay.c", "relay.py"]


@pytest.mark.slow
def test_a_new_source_brings_a_new_relay(sources: Path, paths: DataPaths) -> None:
    ensure_relay(paths)
    old = paths.relay.read_bytes()
    with (sources / "relay.c").open("a") as source:
        source.write("/* a new version */\n")
    assert ensure_relay(paths).kind == "native"
    assert paths.relay.read_bytes() != old
    assert source_mark() in paths.relay.read_bytes()


def test_a_prebuilt_relay_that_does_not_run_here_is_passed_over(sources: Path, paths: DataPaths) -> None:
    prebuilt = sources / "signalcabin-relay"
    prebuilt.write_bytes(b"\x7fELF for another machine " + source_mark())
    prebuilt.chmod(0o755)
    assert ensure_relay(paths).kind == "native"
    assert works(paths)


def test_without_a_compiler_the_twin_serves_and_the_note_says_what_helps(
    sources: Path, paths: DataPaths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_compilers(monkeypatch, tmp_path / "empty")
    info = ensure_relay(paths)
    assert info.kind == "python"
    assert "no C compiler was found" in info.note and "apt install gcc" in info.note
    assert works(paths)


def test_with_a_broken_compiler_the_twin_serves_and_the_note_says_so(
    sources: Path, paths: DataPaths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_compilers(monkeypatch, tmp_path / "broken")
    compiler = tmp_path / "broken" / "cc"
    compiler.write_text("#!/bin/sh\necho 'stddef.h: no such file' >&2\nexit 1\n")
    compiler.chmod(0o755)
    info = ensure_relay(paths)
    assert info.kind == "python"
    assert "stddef.h: no such file" in info.note
    assert works(paths)


def test_the_twin_gives_way_as_soon_as_a_compiler_is_there(sources: Path, paths: DataPaths) -> None:
    install_twin(paths)
    assert ensure_relay(paths).kind == "native"
    assert works(paths)


def test_the_twin_is_left_alone_where_it_is_up_to_date(paths: DataPaths) -> None:
    install_twin(paths)
    before = paths.relay.stat()
    install_twin(paths)
    after = paths.relay.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_twin_serves_though_the_interpreter_was_upgraded_under_it(paths: DataPaths) -> None:
    install_twin(paths)
    code = next(paths.relay_dir.glob("twin-*.code"))
    code.write_bytes(b"\0\0\0\0" + code.read_bytes()[4:])
    assert works(paths)


def test_a_twin_that_lost_its_parts_harms_nobody(paths: DataPaths) -> None:
    install_twin(paths)
    for part in paths.relay_dir.glob("twin-*"):
        part.unlink()
    assert Relay(paths, "python").run() == SILENT_SUCCESS


@pytest.mark.parametrize("name", ["py thon", "p" * 200])
def test_an_interpreter_no_first_line_can_name_is_started_by_a_shell(
    paths: DataPaths, tmp_path: Path, name: str
) -> None:
    interpreter = tmp_path / name
    interpreter.symlink_to(Path(sys.executable).resolve())
    install_twin(paths, interpreter)
    assert paths.relay.read_bytes().startswith(b"#!/bin/sh\n")
    assert works(paths)
    interpreter.unlink()
    assert Relay(paths, "python").run() == SILENT_SUCCESS


def test_an_interpreter_that_does_not_run_is_said(paths: DataPaths, tmp_path: Path) -> None:
    with pytest.raises(RelayUnusable, match="Install a C compiler"):
        install_twin(paths, tmp_path / "no-such-python")


def test_hooks_that_run_during_an_upgrade_get_a_whole_relay(compiled: Path, paths: DataPaths) -> None:
    shutil.copy(compiled, paths.relay)
    relay = Relay(paths, "installed")
    over = threading.Event()

    def upgrade() -> None:
        for round_number in range(40):
            relay_install._put(paths.relay, compiled.read_bytes() + b"%d" % round_number)
        over.set()

    upgrading = threading.Thread(target=upgrade)
    upgrading.start()
    ran = 0
    while not over.is_set() or ran == 0:
        done = subprocess.run([paths.relay, "claude_code", "Stop"], input=b"{}", capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == SILENT_SUCCESS
        ran += 1
    upgrading.join()
    assert len(relay.spooled()) == ran


def test_a_relay_folder_that_cannot_be_written_to_is_said(
    sources: Path, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(relay_install.tempfile, "mkstemp", full)
    with pytest.raises(RelayUnusable, match="No space left"):
        ensure_relay(paths)
