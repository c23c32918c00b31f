"""One window for each data folder: who starts a second one calls the first to the front, and ends. No Qt in here.

The window that is there holds ``run/window.lock`` as long as it lives, and listens on ``run/front.sock`` beside it.
A caller sends one line of JSON (a ``Call``) and gets ``ok``. None of it goes through the hub: the window must be found
while the hub starts, hangs or is of another version.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.system.paths import DataPaths

log = logging.getLogger(__name__)

LONGEST_CALL_BYTES = 4096
_CALL_WITHIN_S = 2.0
_PATIENCE_S = 5.0
"""A window that is just being built listens a moment after it has the lock."""
_AGAIN_S = 0.05
_HEARD = b"ok\n"


class Call(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Come to the front; with a session, show it. ``token`` proves to a Wayland desktop that a person started us.

    ``quit``: end instead, asking nobody (whoever called did ask). ``stop_all``: show the list of *Stop all*, no more.
    """

    quit: bool = False
    stop_all: bool = False
    session: str = ""
    token: str = ""


class WindowSilent(Exception):
    """A window has the data folder and does not answer; the text says which, and what to do."""


class OnlyWindow:
    """The right to be the window of a data folder: held until ``close``, or until the process ends."""

    def __init__(self, paths: DataPaths, lock: int) -> None:
        self._path = paths.window_socket
        self._lock = lock
        self._server: asyncio.Server | None = None

    async def listen(self, called: Callable[[Call], None]) -> None:
        """Hear callers from now on; what goes wrong costs only them."""
        try:
            self._path.unlink(missing_ok=True)  # of a window that died: we hold the lock
            self._server = await asyncio.start_unix_server(
                lambda reader, writer: _hear(reader, writer, called), self._path, limit=LONGEST_CALL_BYTES
            )
            self._path.chmod(0o600)
        except OSError as error:
            log.warning("a second start will not find this window: %s", error)

    def close(self) -> None:
        """Let another window begin."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
        os.close(self._lock)


def claim(paths: DataPaths) -> OnlyWindow | None:
    """The right to be the window, or None: there is one. Raises DataDirUnusable."""
    import fcntl

    paths.prepare()
    lock = os.open(paths.window_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
    return OnlyWindow(paths, lock)


def call(paths: DataPaths, what: Call, patience_s: float = _PATIENCE_S) -> None:
    """Call the window that is there; raises WindowSilent."""
    deadline_s = time.monotonic() + patience_s
    while not _call_once(paths.window_socket, what):
        if time.monotonic() > deadline_s:
            raise WindowSilent(
                f"Signalcabin's window{_whose(paths.window_lock)} does not answer. "
                "If it hangs, end that process and start again."
            )
        time.sleep(_AGAIN_S)


def calling(session: str = "", *, stop_all: bool = False) -> Call:
    """The call of this process, with what its desktop gave it to be let to the front."""
    return Call(session=session, stop_all=stop_all, token=os.environ.get("XDG_ACTIVATION_TOKEN", "")[:1000])


def _call_once(path: Path, what: Call) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_CALL_WITHIN_S)
        try:
            connection.connect(str(path))
            connection.sendall(msgspec.json.encode(what) + b"\n")
            return connection.recv(len(_HEARD)) == _HEARD
        except OSError:
            return False


def _whose(lock: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(lock.read_text()[:20])})"
    return ""


async def _hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, called: Callable[[Call], None]) -> None:
    try:
        line = await asyncio.wait_for(reader.readline(), _CALL_WITHIN_S)
        called(msgspec.json.decode(line, type=Call))
        writer.write(_HEARD)
        await asyncio.wait_for(writer.drain(), _CALL_WITHIN_S)
    except (OSError, TimeoutError, ValueError, msgspec.DecodeError) as error:
        log.info("a caller said nothing of use: %s", error)
    finally:
        writer.close()
