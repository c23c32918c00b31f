"""Where Signalcabin keeps things: one data folder, private (0700), everything else derived from it.

::

    <data>/relay/signalcabin-relay   what agents' hooks run; its path never changes
    <data>/run/                      relay.sock, feed.sock, hub.lock, hub.json (a link where the path would be too long)
                                     front.sock, window.lock
    <data>/spool/                    deliveries relays left while no hub answered
    <data>/store.sqlite3             every record
    <data>/backups/                  agents' settings files as they were before we touched them
    <data>/logs/ <data>/settings.toml

A unix socket's path fits 107 bytes; in a deep data folder ``run`` is therefore a symbolic link into the runtime folder.
The relay never meets the limit: it changes into ``run`` and connects to the bare name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

_LONGEST_SOCKET_PATH = 107
_LONGEST_RUNTIME_DIR = 60
"""Leaves room for a folder of ours and a socket's name in it."""


class DataDirUnusable(Exception):
    """The data folder cannot be made private; the text says what is wrong and what to do."""


class DataPaths:
    """The paths inside one data folder. Makes nothing until ``prepare``."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.relay_dir = self.root / "relay"
        self.relay = self.relay_dir / "signalcabin-relay"
        self.run_dir = self.root / "run"
        self.spool_dir = self.root / "spool"
        self.spool = self.spool_dir / "deliveries.spool"
        self.store = self.root / "store.sqlite3"
        self.backups_dir = self.root / "backups"
        self.logs_dir = self.root / "logs"
        self.settings = self.root / "settings.toml"

    @property
    def relay_socket(self) -> Path:
        """Where relays reach the hub; short enough to bind."""
        return self._short(self.run_dir) / "relay.sock"

    @property
    def feed_socket(self) -> Path:
        """Where desktops and commands reach the hub; short enough to bind."""
        return self._short(self.run_dir) / "feed.sock"

    @property
    def lock(self) -> Path:
        return self.run_dir / "hub.lock"

    @property
    def window_socket(self) -> Path:
        """Where a second start reaches the window; its name is no longer than the others': it fits where they do."""
        return self._short(self.run_dir) / "front.sock"

    @property
    def window_lock(self) -> Path:
        """Held by the window for as long as it lives; its process's pid is in it, for people."""
        return self.run_dir / "window.lock"

    @property
    def untold(self) -> Path:
        """What was done to agents' settings and is not in the store yet, one JSON object a line."""
        return self.root / "untold.jsonl"

    @property
    def hub_output(self) -> Path:
        """What a hub that was started by a window says on stdout and stderr."""
        return self.logs_dir / "hub-process.log"

    @property
    def hub_info(self) -> Path:
        """JSON the running hub leaves: {"pid", "proc_start", "feed", "relay", "version"}."""
        return self.run_dir / "hub.json"

    def prepare(self) -> None:
        """Make the folders, private. Raises DataDirUnusable."""
        for folder in (self.root, self.relay_dir, self.spool_dir, self.backups_dir, self.logs_dir):
            make_private(folder)
        if len(os.fsencode(self.run_dir / "relay.sock")) <= _LONGEST_SOCKET_PATH:
            make_private(self.run_dir)
            return
        target = self._far_run_dir()
        make_private(target)
        if self.run_dir.is_symlink() and self.run_dir.readlink() != target:
            self.run_dir.unlink()
        if not self.run_dir.is_symlink():
            self.run_dir.symlink_to(target)

    def _far_run_dir(self) -> Path:
        """Where ``run`` leads in a deep data folder: where it led before, so that one lock holds whatever TMPDIR is."""
        name = f"signalcabin-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]}"
        before = self.run_dir.readlink() if self.run_dir.is_symlink() else None
        if before and before.name == name and before.parent.is_dir():
            return before
        return runtime_dir() / name

    @staticmethod
    def _short(run_dir: Path) -> Path:
        return run_dir.readlink() if run_dir.is_symlink() else run_dir


def default_data_dir() -> Path:
    """The data folder when nobody names one."""
    import platformdirs  # not needed by who names a folder

    return Path(platformdirs.user_data_dir("signalcabin", appauthor=False))


def runtime_dir() -> Path:
    """A short place for sockets: the session's runtime folder, else the temporary folder, else the system's own one."""
    for named in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir()):
        if named and len(os.fsencode(named)) < _LONGEST_RUNTIME_DIR and Path(named).is_dir():
            return Path(named)
    return Path("/tmp")


def make_private(folder: Path) -> None:
    """Make ``folder`` with mode 0700, or make sure that it is ours and private; raises DataDirUnusable."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise DataDirUnusable(f"{folder} is not a folder. Choose another with --data-dir.")
        if hasattr(os, "getuid"):
            if found.st_uid != os.getuid():
                raise DataDirUnusable(f"{folder} belongs to another user. Choose another with --data-dir.")
            if stat.S_IMODE(found.st_mode) & 0o077:
                folder.chmod(0o700)
    except OSError as error:
        raise DataDirUnusable(f"{folder} cannot be used: {error.strerror}. Choose another with --data-dir.") from error


def make_private_file(file: Path) -> Path:
    """Make sure that ``file`` is there, with mode 0600, where that can be; whoever writes into it says if it cannot."""
    with contextlib.suppress(OSError):
        file.touch(mode=0o600)
        file.chmod(0o600)
    return file
