"""Every other system: processes through psutil, which knows macOS, the BSDs and Windows."""

from __future__ import annotations

import os

import psutil

from app.system.processes import Processes, ProcessId, ProcessInfo, own_uid

_GONE = (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied, OSError)


class PsutilProcesses(Processes):
    """psutil, with its creation time in microseconds since the epoch as the start."""

    def __init__(self) -> None:
        super().__init__(os.getpid(), own_uid())
        self._user = psutil.Process().username()

    def look(self, pid: int) -> ProcessInfo | None:
        try:
            return self._describe(psutil.Process(pid))
        except _GONE:
            return None

    def everyone(self) -> list[ProcessInfo]:
        return [info for info in map(self.look, psutil.pids()) if info is not None]

    def started_us(self, process: ProcessId) -> int:
        return process.start

    def _carries(self, info: ProcessInfo, marker: str) -> bool:
        name, _, value = marker.partition("=")
        return self.variable(info, name) == value

    def variable(self, info: ProcessInfo, name: str) -> str:
        try:
            return str(psutil.Process(info.id.pid).environ().get(name, ""))
        except _GONE:
            return ""

    def _send(self, process: ProcessId, signum: int) -> bool:
        try:
            found = psutil.Process(process.pid)
            if self.refusal(process):
                return False
            found.send_signal(signum)  # looks at the creation time once more by itself
        except (*_GONE, ValueError):  # ValueError: a signal Windows does not have
            return False
        return True

    def _describe(self, process: psutil.Process) -> ProcessInfo:
        with process.oneshot():
            zombie = process.status() == psutil.STATUS_ZOMBIE
            return ProcessInfo(
                id=ProcessId(process.pid, int(process.create_time() * 1_000_000)),
                parent=process.ppid() or 0,
                name=process.name(),
                uid=self._uid_of(process),
                zombie=zombie,
            )

    def _uid_of(self, process: psutil.Process) -> int:
        if hasattr(process, "uids"):
            users = process.uids()
            return int(users.real) if users.real == users.effective else -1
        try:
            return self.own_uid if process.username() == self._user else -1
        except psutil.AccessDenied:
            return -1
