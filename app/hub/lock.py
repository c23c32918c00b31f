"""One hub per data folder: a lock the system frees when its holder dies, with the holder's name inside for people."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import msgspec

from app.system.processes import ProcessId


class HubRunning(Exception):
    """Another hub has the folder; the text names it."""


class _Holder(msgspec.Struct, frozen=True):
    pid: int = 0
    start: int = 0


class HubLock:
    """Held from ``take`` to ``release`` or to the end of the process, however it ends."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self._fd = fd

    @classmethod
    def take(cls, path: Path, us: ProcessId) -> HubLock:
        """Take the lock; raises HubRunning. What a dead hub left is no obstacle: only a live one holds the lock."""
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _read_holder(fd)
            os.close(fd)
            raise HubRunning(_sentence(holder)) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, msgspec.json.encode(_Holder(us.pid, us.start)), 0)
        return cls(path, fd)

    @property
    def in_place(self) -> bool:
        """Whether the file we hold still has that name: in a folder that was made anew another hub may be at work."""
        try:
            named = self.path.stat()
        except OSError:
            return False
        held = os.fstat(self._fd)
        return (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two hubs lock two different files of the same name."""
        os.ftruncate(self._fd, 0)
        os.close(self._fd)


def write_private_json(path: Path, content: dict[str, Any]) -> None:
    """Replace a small file whole, mode 0600."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_bytes(msgspec.json.encode(content))
    draft.replace(path)


def _read_holder(fd: int) -> _Holder:
    try:
        return msgspec.json.decode(os.pread(fd, 1000, 0), type=_Holder)
    except msgspec.DecodeError:
        return _Holder()


def _sentence(holder: _Holder) -> str:
    who = f"process {holder.pid}" if holder.pid else "another process"
    return f"A Signalcabin hub already runs for this data folder ({who})."
