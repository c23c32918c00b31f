"""A machine made up for tests: processes that obey or do not, numbers used again, other users, a diary of signals."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from app.system.processes import Processes, ProcessId, ProcessInfo

OWN_PID = 900
OWN_UID = 1000


@dataclass
class _Person:
    info: ProcessInfo
    ignores: frozenset[int]
    environment: frozenset[str]
    delay: int
    started_us: int


class DummyProcesses(Processes):
    """Nothing here is real. ``diary`` lists every signal that went out, as ("TERM", "sleep (pid 12)")."""

    def __init__(self) -> None:
        super().__init__(OWN_PID, OWN_UID)
        self.diary: list[tuple[str, str]] = []
        self._people: dict[int, _Person] = {}
        self._dying: dict[ProcessId, int] = {}
        self._ticks = 100
        self._after: list[tuple[ProcessId, Callable[[], None]]] = []
        self.add(1, 0, "init", uid=0)
        self.add(OWN_PID, 1, "signalcabin")

    def add(
        self,
        pid: int,
        parent: int,
        name: str,
        *,
        uid: int = OWN_UID,
        ignores: tuple[int, ...] = (),
        environment: tuple[str, ...] = (),
        delay: int = 0,
        looks: int = 0,
        start: int = 0,
        started_us: int = 0,
    ) -> ProcessId:
        """Start a process. ``ignores``: signals without effect; ``delay``: looks it survives after a deadly one.

        ``looks``: after that many looks at it, it has ended by itself; 0: it stays.
        """
        self._ticks += 1
        process = ProcessId(pid, start or self._ticks)
        info = ProcessInfo(id=process, parent=parent, name=name, uid=uid)
        if looks:
            self._dying[process] = looks
        self._people[pid] = _Person(info, frozenset(ignores), frozenset(environment), delay, started_us)
        return process

    def end(self, process: ProcessId) -> None:
        """It ends; its children now belong to pid 1."""
        if self._people.get(process.pid) is None or self._people[process.pid].info.id != process:
            return
        del self._people[process.pid]
        for pid, person in self._people.items():
            if person.info.parent == process.pid:
                self._people[pid].info = msgspec.structs.replace(person.info, parent=1)
        for waited, action in self._after:
            if waited == process:
                action()

    def zombify(self, process: ProcessId) -> None:
        """It ends and nobody takes note of it."""
        old = self._people[process.pid].info
        self._people[process.pid].info = msgspec.structs.replace(old, zombie=True)

    def when_gone(self, process: ProcessId, action: Callable[[], None]) -> None:
        """Let something happen the moment this process ends."""
        self._after.append((process, action))

    def look(self, pid: int) -> ProcessInfo | None:
        person = self._people.get(pid)
        if person is None:
            return None
        left = self._dying.get(person.info.id)
        if left is not None:
            self._dying[person.info.id] = left - 1
            if left <= 0:
                self.end(person.info.id)
                return None
        return person.info

    def everyone(self) -> list[ProcessInfo]:
        return [person.info for person in list(self._people.values())]

    def started_us(self, process: ProcessId) -> int:
        person = self._people.get(process.pid)
        return person.started_us if person is not None else 0

    def _carries(self, info: ProcessInfo, marker: str) -> bool:
        return marker in self._people[info.id.pid].environment

    def variable(self, info: ProcessInfo, name: str) -> str:
        entries = (entry.partition("=") for entry in self._people[info.id.pid].environment)
        return next((value for known, _, value in entries if known == name), "")

    def _send(self, process: ProcessId, signum: int) -> bool:
        person = self._people[process.pid]
        self.diary.append((signal.Signals(signum).name.removeprefix("SIG"), str(person.info)))
        if signum not in person.ignores:
            if person.delay:
                self._dying.setdefault(process, person.delay)
            else:
                self.end(process)
        return True
