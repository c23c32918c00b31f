"""A real desktop for tests: session bus, X server, window manager, and as wished a tray, notifications and a keyring.

Everything is of the test's own: nothing of the machine's desktop is seen or touched, and every process started here is
ended by its pid. The bus starts no service by itself, so that what is not wished for is really missing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from PySide6.QtGui import QColor, QImage

from tests.helpers.bus import Bus

PATIENCE_S = 20.0
WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"
SECRETS = "org.freedesktop.secrets"

Tray = Literal["lxqt-panel", "trayer"]
"""The first hosts StatusNotifierItems, the second only windows (XEmbed)."""

NEEDED = ("dbus-daemon", "Xvfb", "openbox", "lxqt-panel", "trayer", "dunst", "gnome-keyring-daemon", "xdotool")

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""
_PANEL = """[General]
__userfile__=true
[panel1]
plugins=statusnotifier
position=Top
panelSize=32
iconSize=22
[statusnotifier]
alignment=Right
type=statusnotifier
"""
_DUNST = """[global]
dmenu={pick}
history_length=100
markup=full
format=<b>%s</b>\\n%b
width=420
offset=10x60
font=DejaVu Sans 10
"""
_GRAB = """import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["grab"])
app.primaryScreen().grabWindow(0).save(sys.argv[1])"""

T = TypeVar("T")


def eventually(check: Callable[[], T | None], why: str, within_s: float = PATIENCE_S) -> T:
    """The first truthy value of ``check``, asked again and again; fails with ``why`` after ``within_s`` seconds."""
    deadline = time.monotonic() + within_s
    while not (value := check()):
        assert time.monotonic() < deadline, f"not within {within_s} s: {why} (last: {value!r})"
        time.sleep(0.02)
    return value


class RealDesktop:
    """One bus and one screen; trays, a notification daemon and a keyring come and go as the test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self._run = folder / "run"
        for made in (self.home, self._run):
            made.mkdir(parents=True)
            made.chmod(0o700)
        self._processes: list[subprocess.Popen[Any]] = []
        self.env = {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin:/usr/games",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(self._run),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_CURRENT_DESKTOP": "LXQt",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._run}/bus",
            "NO_AT_BRIDGE": "1",
        }
        self._start_bus()
        self.bus = Bus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        self._start_screen()

    # ── what it is made of ─────────────────────────────────────────────────────────────────────

    def run(self, *command: str, **more: Any) -> subprocess.Popen[Any]:
        """Start a program on this desktop; it ends with it."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=self.env, **(quiet | more))
        self._processes.append(process)
        return process

    def _start_bus(self) -> None:
        config = self._run / "bus.conf"
        config.write_text(_BUS.format(socket=self._run / "bus"))
        self.run("dbus-daemon", f"--config-file={config}", "--nofork")
        eventually((self._run / "bus").exists, "the session bus")

    def _start_screen(self) -> None:
        read, write = os.pipe()
        self.run("Xvfb", "-displayfd", str(write), "-screen", "0", "1200x800x24", "-nolisten", "tcp", pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as said:
            self.env["DISPLAY"] = f":{said.readline().strip()}"
        self.run("openbox", "--sm-disable")
        eventually(lambda: self._xdotool("get_desktop") == "0", "the window manager")

    def start_tray(self, host: Tray) -> subprocess.Popen[Any]:
        """A tray at the top of the screen, right."""
        if host == "trayer":
            return self.run("trayer", "--edge", "top", "--align", "right", "--height", "32", "--width", "10")
        config = self.home / ".config/lxqt/panel.conf"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(_PANEL)
        panel = self.run("lxqt-panel")
        eventually(lambda: self.bus.has_owner(WATCHER), "the tray to take its name")
        return panel

    def start_notifications(self) -> subprocess.Popen[Any]:
        """A notification daemon; ``pick`` chooses from its menus."""
        menu = self.folder / "menu"
        menu.write_text(f'#!/bin/sh\ngrep -m1 "$(cat {self.folder}/picked)"\n')
        menu.chmod(0o755)
        config = self.folder / "dunstrc"
        config.write_text(_DUNST.format(pick=menu))
        daemon = self.run("dunst", "-conf", str(config))
        eventually(lambda: self.bus.has_owner(NOTIFICATIONS), "the notification daemon to take its name")
        return daemon

    def pick(self, label: str) -> None:
        """Press the button with this label, in the daemon's menu, as fast as a person reads."""
        eventually(lambda: self.stood_ms() > 500, "a moment to read")
        (self.folder / "picked").write_text(label)
        self.bus.call(NOTIFICATIONS, "/org/freedesktop/Notifications", "org.dunstproject.cmd0", "ContextMenuCall")

    def note(self, count: int = 0) -> tuple[Any, ...]:
        """What the last ``Notify`` said, once there were ``count`` of them and the daemon has numbered it."""
        eventually(lambda: len(self._numbers()) >= max(1, count), f"note {count}")
        return self.bus.calls("Notify")[-1]

    def number_of(self, count: int) -> int:
        """What the daemon calls the ``count``-th note."""
        return self._numbers()[count - 1]

    def _numbers(self) -> list[int]:
        return [body[0] for body in self.bus.answers("Notify")]

    def standing(self) -> int:
        """How many notes the daemon shows now."""
        return int(
            self.bus.get(NOTIFICATIONS, "/org/freedesktop/Notifications", "org.dunstproject.cmd0", "displayedLength")
        )

    def stood_ms(self) -> float:
        """How long ago the last note was numbered."""
        return self.bus.since_answer_ms("Notify")

    def start_keyring(self) -> None:
        """A keyring, unlocked."""
        (self.home / ".local/share/keyrings").mkdir(parents=True, exist_ok=True)
        daemon = self.run(
            "gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets", stdin=subprocess.PIPE
        )
        assert daemon.stdin is not None
        daemon.stdin.write(b"secret\n")
        daemon.stdin.close()
        eventually(lambda: self.bus.has_owner(SECRETS), "the keyring to take its name")

    # ── what a person at it sees and does ──────────────────────────────────────────────────────

    def secrets_kept(self) -> int:
        """How many secrets of ours lie in the keyring."""
        path, service = "/org/freedesktop/secrets", "org.freedesktop.Secret.Service"
        unlocked, locked = self.bus.call(SECRETS, path, service, "SearchItems", "a{ss}", {"service": "signalcabin"})
        assert not locked
        return len(unlocked)

    def look(self, name: str = "screen") -> QImage:
        """A picture of the whole screen, kept as ``name``.png beside the test's files."""
        file = self.folder / f"{name}.png"
        env = self.env | {"QT_QPA_PLATFORM": "xcb"}
        subprocess.run([sys.executable, "-c", _GRAB, str(file)], env=env, check=True, timeout=PATIENCE_S)
        return QImage(str(file))

    def has_drawn(self, picture: QImage, colour: str, within: tuple[int, int, int, int]) -> bool:
        """Whether a dozen pixels or more in that part (x, y, width, height) have about this colour."""
        wanted, (left, top, width, height) = QColor(colour), within
        near = 0
        for x in range(left, left + width):
            for y in range(top, top + height):
                seen = picture.pixelColor(x, y)
                apart = (seen.red() - wanted.red(), seen.green() - wanted.green(), seen.blue() - wanted.blue())
                near += max(abs(each) for each in apart) < 24
        return near >= 12

    def active_window(self) -> str:
        """The title of the window in front."""
        return self._xdotool("getactivewindow", "getwindowname")

    def windows(self, title: str) -> list[int]:
        """Visible windows whose title holds this."""
        return [int(line) for line in self._xdotool("search", "--onlyvisible", "--name", title).split()]

    def close_window(self, title: str) -> None:
        """As the cross in its frame does."""
        for window in self.windows(title):
            self._xdotool("windowactivate", "--sync", str(window), "key", "alt+F4")

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def end(self, process: subprocess.Popen[Any], signum: int = signal.SIGTERM) -> None:
        """End one of them now."""
        process.send_signal(signum)
        process.wait(PATIENCE_S)

    def close(self) -> None:
        """End everything, last first."""
        self.bus.close()
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


def desktop_in(folder: Path) -> Iterator[RealDesktop]:
    """One for a fixture to ``yield from``. On a machine that lacks a part of it the test says which, and is skipped."""
    missing = ", ".join(name for name in NEEDED if shutil.which(name) is None)
    if missing:
        pytest.skip(f"not installed: {missing} (as root, `make test` installs them)")
    made = RealDesktop(folder)
    yield made
    made.close()
