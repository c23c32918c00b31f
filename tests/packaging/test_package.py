"""Checks of the package that ``make package`` left in ``dist/``: what is in it, and how it behaves on a machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import __version__

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
BUILT = DIST / "signalcabin"
LARGEST_BYTES = 140_000_000

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.slow,
    pytest.mark.skipif(not (BUILT / "signalcabin").exists(), reason="`make package` builds what this is about"),
]


class Machine:
    """A home on a machine without Python, with the program unpacked somewhere in it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.program = folder / "Programme für alle" / "signalcabin" / "signalcabin"
        shutil.copytree(BUILT, self.program.parent, symlinks=True)
        self.data = self.home / ".local" / "share" / "signalcabin"
        self.started: list[subprocess.Popen[str]] = []

    @property
    def env(self) -> dict[str, str]:
        tools = self.home / "tools"
        return {"HOME": str(self.home), "PATH": str(tools), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.program), *words]
        return subprocess.run(
            command,
            env=self.env,
            capture_output=True,
            text=True,
            cwd="/",
            timeout=120,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def say(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [str(self.program), *words], env=self.env, stdout=pipe, stderr=pipe, text=True, cwd="/"
        )
        self.started.append(process)
        return process

    def install_claude(self) -> bytes:
        """An agent that only knows its version; gives its settings as they are before us."""
        program = self.home / "tools" / "claude"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\necho '2.1.197 (Claude Code)'\n")
        program.chmod(0o755)
        settings = self.home / ".claude" / "settings.json"
        settings.parent.mkdir()
        settings.write_bytes(b'{\n  "model": "opus"\n}\n')
        return settings.read_bytes()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    for process in made.started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def eventually(check: Callable[[], object], within_s: float = 30.0) -> None:
    deadline_s = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


# ── what is in it ──


def test_it_is_no_larger_than_it_may_be() -> None:
    assert sum(each.lstat().st_size for each in BUILT.rglob("*") if not each.is_symlink()) <= LARGEST_BYTES


def test_of_qt_only_what_the_window_needs_is_there() -> None:
    libraries = {each.name.split(".")[0] for each in BUILT.rglob("libQt6*")}
    wanted = {"Core", "DBus", "Gui", "Svg", "WaylandClient", "Widgets", "XcbQpa"}
    assert libraries == {f"libQt6{name}" for name in wanted}


def test_no_link_in_it_leads_nowhere_or_outside() -> None:
    for link in (each for each in BUILT.rglob("*") if each.is_symlink()):
        assert link.resolve(strict=True).is_relative_to(BUILT.resolve())


def test_every_part_has_its_licence() -> None:
    folder = BUILT / "_internal" / "licences"
    listed = (folder / "README.txt").read_text().split("\n\n")[1].splitlines()
    parts = {line.split(":")[0].split(" ")[0] for line in listed}
    assert {"signalcabin", "python", "pyside6-essentials", "shiboken6", "musl", "fonts", "cryptography"} <= parts
    for part in parts:
        assert any(text.stat().st_size > 200 for text in (folder / part).iterdir()), part


def test_the_menu_entry_and_the_description_are_valid() -> None:
    share = BUILT / "_internal" / "share"
    checks = {
        "desktop-file-validate": [share / "applications" / "signalcabin.desktop"],
        "appstreamcli": ["validate", "--no-net", next((share / "metainfo").iterdir())],
    }
    for tool, words in checks.items():
        if shutil.which(tool):
            done = subprocess.run([tool, *words], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_the_machine_it_was_built_on_is_in_the_archives() -> None:
    (archive,) = DIST.glob(f"signalcabin-{__version__}-linux-*.tar.gz")
    with tarfile.open(archive) as opened:
        entries = opened.getmembers()
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "", "")}
    top = {entry.name.split("/")[0] for entry in entries}
    assert top == {archive.name.removesuffix(".tar.gz")}


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is Debian's")
def test_the_debian_package_puts_everything_where_debian_wants_it() -> None:
    (package,) = DIST.glob(f"signalcabin_{__version__}_*.deb")
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    for name in (
        "./opt/signalcabin/signalcabin",
        "./usr/bin/signalcabin -> /opt/signalcabin/signalcabin",
        "./usr/share/applications/signalcabin.desktop",
        "./usr/share/icons/hicolor/256x256/apps/signalcabin.png",
        "./usr/share/doc/signalcabin/copyright",
    ):
        assert any(line.endswith(name) for line in listed.splitlines()), name
    assert all(" root/root " in line for line in listed.splitlines())


# ── how it behaves ──


def test_without_python_it_answers_and_its_relay_is_the_native_one(machine: Machine) -> None:
    assert machine.say("--version") == f"signalcabin {__version__}\n"
    hub = machine.start("hub")
    assert hub.stdout is not None
    ready = json.loads(hub.stdout.readline())
    relay = Path(ready["relay"])
    assert relay == machine.data / "relay" / "signalcabin-relay"
    assert relay.read_bytes()[:4] == b"\x7fELF"


def test_what_agents_run_lies_outside_the_program_and_outlives_it(machine: Machine) -> None:
    machine.install_claude()
    machine.say("connect", "claude_code", "--yes")
    settings = (machine.home / ".claude" / "settings.json").read_text()
    relay = machine.data / "relay" / "signalcabin-relay"
    assert str(relay) in settings
    assert str(machine.program.parent) not in settings
    shutil.rmtree(machine.program.parent)  # an update takes the old program away
    payload = b'{"session_id":"s","hook_event_name":"Stop"}'
    done = subprocess.run([relay, "claude_code", "Stop", "sync"], input=payload, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (machine.data / "spool" / "deliveries.spool").stat().st_size > len(payload)


def test_what_it_starts_does_not_get_its_libraries(machine: Machine) -> None:
    machine.install_claude()
    program = machine.home / "tools" / "claude"
    program.write_text('#!/bin/sh\n/usr/bin/env > "$HOME/seen"\necho "2.1.197 (Claude Code)"\n')
    machine.say("connect", "claude_code", "--dry-run")
    seen = (machine.home / "seen").read_text()
    assert "LD_LIBRARY_PATH" not in seen
    assert "_PYI" not in seen
    assert "_internal" not in seen


def test_a_second_start_calls_the_first_and_a_link_does_too(machine: Machine) -> None:
    first = machine.start()
    eventually(lambda: (machine.data / "run" / "front.sock").exists())
    for words in ((), ("open",), ("open", "signalcabin://session/0f0c2f3e-5a52")):
        second = machine.run(*words)
        assert (second.returncode, second.stderr) == (0, "Signalcabin's window is open already.\n")
    assert first.poll() is None
    first.terminate()
    assert first.wait(30) == 0


def test_uninstall_leaves_no_byte_of_ours_anywhere_in_the_home(machine: Machine) -> None:
    before = machine.install_claude()
    machine.say("connect", "claude_code", "--yes")
    machine.say("install")
    machine.say("autostart", "on")
    window = machine.start()
    eventually(lambda: (machine.data / "run" / "feed.sock").exists())
    said = machine.say("uninstall", "--yes", "--purge")
    assert window.wait(30) == 0
    assert "Claude Code is disconnected" in said
    assert (machine.home / ".claude" / "settings.json").read_bytes() == before
    left = [each for each in machine.home.rglob("*") if each.is_file() or each.is_symlink()]
    ours = [each for each in left if "signalcabin" in str(each).lower() or b"signalcabin" in each.read_bytes()]
    assert [each for each in ours if each.name != "mimeinfo.cache"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="an entry for the menu is Linux's")
def test_the_menu_entry_starts_this_very_program(machine: Machine) -> None:
    machine.say("install")
    entry = machine.home / ".local" / "share" / "applications" / "signalcabin.desktop"
    command = machine.home / ".local" / "bin" / "signalcabin"
    assert f"Exec={command} open %u" in entry.read_text()
    assert command.readlink() == machine.program
    done = subprocess.run([command, "--version"], env=machine.env, capture_output=True, text=True, check=False)
    assert done.stdout == f"signalcabin {__version__}\n"


def test_installed_from_a_newer_package_everything_points_there(machine: Machine) -> None:
    machine.say("autostart", "on")
    login = machine.home / ".config" / "autostart" / "signalcabin.desktop"
    at_login = login.read_text()
    login.write_text(at_login.replace("Programme", "Old programs"))
    machine.say("install")
    assert login.read_text() == at_login
