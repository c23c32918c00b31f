"""Which terminal a process is attached to, and whether it is the one in front there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

_PTS_MAJORS = range(136, 144)
_PS_WITHIN_S = 2.0


class Tty(msgspec.Struct, frozen=True):
    """``path``: its device, ``/dev/pts/3``. ``in_front``: whether what is typed there reaches the process's group."""

    path: str
    in_front: bool


def tty_of(pid: int) -> Tty | None:
    """The controlling terminal of the process with this number; None where it has none or cannot be seen."""
    return _by_proc(pid) if sys.platform == "linux" else by_ps(pid)


def _by_proc(pid: int) -> Tty | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    fields = stat[stat.rfind(b")") + 1 :].split()
    if len(fields) < 6:
        return None
    group, device, front = int(fields[2]), int(fields[4]), int(fields[5])
    major, minor = os.major(device), os.minor(device)
    if major not in _PTS_MAJORS:
        return None
    path = f"/dev/pts/{(major - _PTS_MAJORS.start) * 256 + minor}"
    return Tty(path, group == front) if _is_device(path, major, minor) else None


def by_ps(pid: int) -> Tty | None:
    """The same by ``ps``, which every Unix has."""
    command = ["ps", "-o", "tty=,pgid=,tpgid=", "-p", str(pid)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PS_WITHIN_S, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    words = done.stdout.split()
    if len(words) != 3 or not words[0].strip("?-"):
        return None
    return Tty(f"/dev/{words[0]}", words[1] == words[2])


def _is_device(path: str, major: int, minor: int) -> bool:
    """/dev/pts could be another namespace's: what lies at the path must be the very terminal."""
    try:
        device = Path(path).stat().st_rdev
    except OSError:
        return False
    return (os.major(device), os.minor(device)) == (major, minor)
