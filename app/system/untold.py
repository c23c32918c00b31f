"""What was done to an agent's settings, kept until the hub has made a record of it: no hub need run meanwhile."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.system.paths import DataPaths

_log = logging.getLogger(__name__)
_LARGEST_BYTES = 1024 * 1024


class Untold(msgspec.Struct, frozen=True, kw_only=True):
    """One deed. ``what``: connect | disconnect; ``words``: the file and what changed in it."""

    what: str
    agent: str
    words: str
    at_us: int
    uid: int


def note_change(paths: DataPaths, what: str, agent: str, file: str, added: int, removed: int) -> None:
    """Settings were changed. That stands, whether or not it can be written down; then the log says so."""
    counts = [f"{added} hooks added"] * bool(added) + [f"{removed} hooks removed"] * bool(removed)
    try:
        keep(paths, what, agent, f"{file}: {', '.join(counts) or 'changed'}")
    except OSError as error:
        _log.warning("no record of what was done to %s: %s", file, error)


def keep(paths: DataPaths, what: str, agent: str, words: str) -> None:
    """Write it down for the hub. Raises OSError."""
    uid = os.getuid() if hasattr(os, "getuid") else 0
    line = msgspec.json.encode(Untold(what=what, agent=agent, words=words, at_us=time.time_ns() // 1000, uid=uid))
    handle = os.open(paths.untold, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, line + b"\n")
    finally:
        os.close(handle)


@contextlib.contextmanager
def taken(paths: DataPaths) -> Iterator[list[Untold]]:
    """Everything kept so far; it is forgotten if the block ends well, and kept for another time if not."""
    aside = paths.untold.with_suffix(".taken")
    found = _read(aside)
    if not found and paths.untold.exists():
        with contextlib.suppress(FileNotFoundError):
            paths.untold.replace(aside)
        found = _read(aside)
    yield found
    if found:
        aside.unlink(missing_ok=True)


def _read(path: Path) -> list[Untold]:
    try:
        with path.open("rb") as file:
            lines = file.read(_LARGEST_BYTES).splitlines()
    except OSError:  # none there, or something that is no file of ours
        return []
    found: list[Untold] = []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError):  # half a line: whoever wrote it was killed at it
            found.append(msgspec.json.decode(line, type=Untold))
    return found
