"""The processes of this machine, seen and signalled with care: the rules here, one file per way to ask the system.

A process is never named by its number alone. Numbers are used again, so every question and every signal carries the
start time too, and a signal looks once more right before it goes out: same number, same start, same user, not ours.
"""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from app.core.tr import tr

SHARED_DAEMONS = frozenset(
    {
        "init", "systemd", "launchd", "sshd", "login", "dbus-daemon", "dbus-broker", "ssh-agent", "gpg-agent",
        "tmux: server", "tmux", "screen", "SCREEN", "zellij", "wezterm-mux-ser", "dockerd", "containerd",
        "Xorg", "Xwayland", "gnome-shell", "kwin_wayland", "pipewire", "pulseaudio", "explorer.exe",
    }
)  # fmt: skip
"""Names of processes that serve more than one session, even when an agent happened to start them. Never signalled."""

_REAPERS = frozenset({"init", "systemd", "launchd"})
"""Who is given the children of the dead: being below one of these says nothing about where a process came from."""


class ProcessId(NamedTuple):
    """One process for ever: its number and when it started.

    ``start``: on Linux field 22 of /proc/PID/stat, clock ticks since boot; elsewhere microseconds since the epoch.
    0 means unknown: such a process may be looked at but is never signalled.
    """

    pid: int
    start: int = 0


class ProcessInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the system says about a process. ``zombie``: it has ended, only its parent has not noticed yet."""

    id: ProcessId
    parent: int
    name: str
    uid: int
    zombie: bool = False

    def __str__(self) -> str:
        return f"{self.name} (pid {self.id.pid})"


class Processes(ABC):
    """What can be asked of the machine's processes, and the one thing that can be done to them.

    ``own_pid`` and ``own_uid`` are ours: neither we, nor anyone in our line of parents, nor another user's process
    is ever signalled.
    """

    def __init__(self, own_pid: int, own_uid: int) -> None:
        self.own_pid = own_pid
        self.own_uid = own_uid
        self._untouchable: set[ProcessId] = set()

    @abstractmethod
    def look(self, pid: int) -> ProcessInfo | None:
        """The process with this number right now, zombies included; None where there is none."""

    @abstractmethod
    def everyone(self) -> list[ProcessInfo]:
        """All processes that can be seen, zombies included."""

    @abstractmethod
    def started_us(self, process: ProcessId) -> int:
        """When it started, microseconds since the epoch, exact to about 20 ms; 0 where unknown."""

    @abstractmethod
    def _carries(self, info: ProcessInfo, marker: str) -> bool:
        """Whether the environment the process was started with has the entry ``marker`` ("NAME=value")."""

    @abstractmethod
    def variable(self, info: ProcessInfo, name: str) -> str:
        """A variable of the environment the process was started with; "" where it is not set or cannot be read."""

    @abstractmethod
    def _send(self, process: ProcessId, signum: int) -> bool:
        """Signal exactly this process. The rules were checked; check them again where a race is possible."""

    def protect(self, processes: Iterable[ProcessId]) -> None:
        """Never signal these from now on (desktops of ours, daemons several sessions share)."""
        self._untouchable.update(processes)

    def identify(self, pid: int) -> ProcessId | None:
        """Who has this number now; None when nobody (or only a zombie) does."""
        info = self.look(pid) if pid > 0 else None
        return None if info is None or info.zombie else info.id

    def alive(self, process: ProcessId) -> bool:
        """Whether it still runs. A zombie does not; another process with the same number is another process."""
        return self.find(process) is not None

    def find(self, process: ProcessId) -> ProcessInfo | None:
        """What the system says about this very process, None when it is gone."""
        info = self.look(process.pid) if process.pid > 0 else None
        if info is None or info.zombie:
            return None
        return info if process.start in (0, info.id.start) else None

    def descendants(self, process: ProcessId, *more: ProcessId) -> list[ProcessInfo]:
        """Everyone below it (and below ``more``), parents before children; goes around those not to be touched."""
        layer = [root.pid for root in (process, *more) if self.alive(root)]
        if not layer:
            return []
        children: dict[int, list[ProcessInfo]] = {}
        for info in self.everyone():
            children.setdefault(info.parent, []).append(info)
        found: list[ProcessInfo] = []
        seen = set(layer)
        while layer:
            below = [info for pid in layer for info in children.get(pid, ()) if info.id.pid not in seen]
            below = [info for info in below if not self.spared(info)]
            seen.update(info.id.pid for info in below)
            found.extend(info for info in below if not info.zombie)
            layer = [info.id.pid for info in below]
        return found

    def descendants_marked(self, marker: str) -> list[ProcessInfo]:
        """Own processes started with ``marker`` ("NAME=value") in their environment, wherever they hang in the tree.

        This finds those that were detached on purpose and now belong to pid 1. Left out: processes to be spared and
        all below these, for what runs under somebody's terminal server is not the session's any more.
        """
        name, _, value = marker.partition("=")
        if not name or not value:
            return []
        people = {info.id.pid: info for info in self.everyone()}
        return [
            info
            for info in people.values()
            if info.uid == self.own_uid
            and not info.zombie
            and self._carries(info, marker)
            and not any(self.spared(person) for person in _line_of(info, people))
        ]

    def shared_with(self, family: Iterable[ProcessId], marker: str) -> list[ProcessInfo]:
        """Those a stop of ``family`` goes around: its children, or bearers of ``marker``, that serve others too."""
        pids = {process.pid for process in family}
        return [
            info
            for info in self.everyone()
            if info.id.pid > 1
            and info.id.pid != self.own_pid
            and info.uid == self.own_uid
            and not info.zombie
            and self.spared(info)
            and (info.parent in pids or (marker and self._carries(info, marker)))
        ]

    def ancestors(self, pid: int) -> list[ProcessInfo]:
        """Its parent, its parent's parent … up to pid 1."""
        line: list[ProcessInfo] = []
        info = self.look(pid)
        while info is not None and info.parent > 0 and len(line) < 256:
            info = self.look(info.parent)
            if info is not None:
                line.append(info)
        return line

    def spared(self, info: ProcessInfo) -> bool:
        """Whether it is one that a stop must go around, and all below it too."""
        return info.id.pid in (0, 1, self.own_pid) or info.id in self._untouchable or info.name in SHARED_DAEMONS

    def refusal(self, process: ProcessId) -> str:
        """Why this process may not be signalled, in words; "" when it may."""
        if process.pid <= 1:
            return tr("not a process to signal")
        if process.start == 0:
            return tr("its start time is not known, so it could be another process")
        info = self.look(process.pid)
        if info is None or info.zombie:
            return "gone"
        if info.id != process:
            return tr("gone, and its number belongs to another process now")
        if info.uid != self.own_uid:
            return tr("belongs to another user")
        if self.spared(info):
            return tr("shared with others")
        if any(info.id == person.id for person in self.ancestors(self.own_pid)):
            return tr("Signalcabin runs below it")
        return ""

    def signal(self, process: ProcessId, signum: int) -> bool:
        """Send ``signum`` if this very process is there and may be signalled; whether it was sent. Never raises."""
        return not self.refusal(process) and self._send(process, signum)


def _line_of(info: ProcessInfo, people: dict[int, ProcessInfo]) -> list[ProcessInfo]:
    """The process and its parents as far as ``people`` knows them, up to whoever takes in orphans (not included)."""
    line = [info]
    while line[-1].parent > 1 and len(line) < 256:
        parent = people.get(line[-1].parent)
        if parent is None or parent.name in _REAPERS:
            break
        line.append(parent)
    return line


def sighted(processes: Processes, pid: int, start: int, seen_us: int) -> ProcessId | None:
    """Who a fact with ``pid`` and ``start`` speaks of, ``seen_us`` being the fact's time; None when gone.

    With the start time known this is only a look. Without it the number alone is trusted as little as possible: a
    process that began after the fact cannot be the one meant.
    """
    if start:
        process = ProcessId(pid, start)
        return process if processes.alive(process) else None
    found = processes.identify(pid)
    if found is None:
        return None
    return found if processes.started_us(found) <= seen_us + 1_000_000 else None


def system_processes() -> Processes:
    """The processes of the machine this runs on."""
    if sys.platform == "linux":
        from app.system.processes_linux import LinuxProcesses

        return LinuxProcesses()
    from app.system.processes_psutil import PsutilProcesses

    return PsutilProcesses()


def own_uid() -> int:
    """Our user's number; 0 on systems without such numbers."""
    return os.getuid() if hasattr(os, "getuid") else 0
