"""Linux: processes read from /proc and signalled through a pidfd, so that a number used again is never hit."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

from app.system.processes import Processes, ProcessId, ProcessInfo, own_uid

_PROC = Path("/proc")
_LONGEST_ENVIRONMENT_BYTES = 2 * 1024 * 1024


class LinuxProcesses(Processes):
    """/proc, without help. All reads are of a few hundred bytes, except environments (asked for by a stop only)."""

    def __init__(self) -> None:
        super().__init__(os.getpid(), own_uid())
        self._ticks = os.sysconf("SC_CLK_TCK")

    def look(self, pid: int) -> ProcessInfo | None:
        folder = _PROC / str(pid)
        try:
            stat = (folder / "stat").read_bytes()
            status = (folder / "status").read_bytes()
        except OSError:  # gone, or going: both mean that there is nothing to see
            return None
        return _parse(pid, stat, status)

    def everyone(self) -> list[ProcessInfo]:
        numbers = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdecimal()]
        return [info for info in map(self.look, numbers) if info is not None]

    def started_us(self, process: ProcessId) -> int:
        # CLOCK_BOOTTIME is what the kernel counts start times in: it goes on while the machine sleeps.
        boot_us = (time.time_ns() - time.clock_gettime_ns(time.CLOCK_BOOTTIME)) // 1000
        return boot_us + process.start * 1_000_000 // self._ticks if process.start else 0

    def _carries(self, info: ProcessInfo, marker: str) -> bool:
        return os.fsencode(marker) in _environment(info.id.pid) and self.look(info.id.pid) is not None

    def variable(self, info: ProcessInfo, name: str) -> str:
        start = os.fsencode(name) + b"="
        found = next((entry for entry in _environment(info.id.pid) if entry.startswith(start)), start)
        return os.fsdecode(found[len(start) :])

    def _send(self, process: ProcessId, signum: int) -> bool:
        try:
            handle = os.pidfd_open(process.pid)
        except OSError as error:
            if error.errno in (errno.ENOSYS, errno.EPERM):  # a kernel before 5.3, or a sandbox that hides the call
                return _send_by_number(process, signum)
            return False
        try:
            # The handle names one process for ever: if that is the right one now, it still is when the signal lands.
            if self.refusal(process):
                return False
            signal.pidfd_send_signal(handle, signum)
        except OSError:  # it ended in between
            return False
        finally:
            os.close(handle)
        return True


def _environment(pid: int) -> list[bytes]:
    try:
        with (_PROC / str(pid) / "environ").open("rb") as file:
            return file.read(_LONGEST_ENVIRONMENT_BYTES).split(b"\0")
    except OSError:  # gone, or one that may not be read (it changed its user): then it is not ours to touch either
        return []


def _send_by_number(process: ProcessId, signum: int) -> bool:
    """The old way, microseconds after the check."""
    try:
        os.kill(process.pid, signum)
    except OSError:
        return False
    return True


def _parse(pid: int, stat: bytes, status: bytes) -> ProcessInfo | None:
    """Read ``/proc/PID/stat`` (the name may hold anything, blanks and brackets too) and the user from ``status``."""
    opened, closed = stat.find(b"("), stat.rfind(b")")
    fields = stat[closed + 1 :].split()
    users = next((line.split()[1:3] for line in status.splitlines() if line.startswith(b"Uid:")), [])
    if opened < 0 or len(fields) < 20 or len(users) != 2:
        return None
    real, effective = (int(user) for user in users)
    return ProcessInfo(
        id=ProcessId(pid, int(fields[19])),
        parent=int(fields[1]),
        name=stat[opened + 1 : closed].decode(errors="replace"),
        uid=real if real == effective else -1,  # one that took on another user is nobody's we may signal
        zombie=fields[0] in (b"Z", b"X", b"x"),
    )
