"""Looks at an agent's live registry: one small JSON file per running process, rewritten whenever its status changes."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.core.records import Delivery
from app.hub.agent_files import Refused, read_small
from app.system.processes import Processes, ProcessId
from app.wire.payload import PayloadError, decode_payload

MAX_ENTRIES = 2000
MAX_ENTRY_BYTES = 64 * 1024
_SETTLED_NS = 50_000_000
"""A file changed less than this ago may change again within the same tick of the file system's clock."""
_BAD_TRIES = 20
_ASK_EVERY_US = 1_000_000
_LATEST_MS = 253_402_300_799_999
_LARGEST_INT = (1 << 63) - 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one file says: whose it is and who wrote it."""

    session_id: str
    process: ProcessId
    digest: str


class _File:
    """What is known of one file between two looks."""

    def __init__(self) -> None:
        self.seen: tuple[int, int, int] | None = None
        self.entry: Entry | None = None
        self.tries = 0
        self.alive = False
        self.asked_us = 0
        """When the system was last asked whether its process runs."""


class RegistryFolder:
    """One folder of entries. To be looked at from one thread at a time."""

    def __init__(self, agent: str, home: str, glob: str, processes: Processes, bad: Callable[[str], None]) -> None:
        self.agent = agent
        self.home = home
        folder, _, self._names = glob.rpartition("/")
        self._folder = os.path.join(home, folder)  # noqa: PTH118
        self._processes = processes
        self._bad = bad
        self._files: dict[str, _File] = {}

    def look(self) -> list[Delivery]:
        """The entries that changed since the last look. Those of processes long gone come once and never again."""
        names = self._list()
        for name in self._files.keys() - names:
            del self._files[name]
        deliveries = (self._look_at(name) for name in sorted(names))
        return [delivery for delivery in deliveries if delivery is not None]

    def living(self, now_us: int) -> set[str]:
        """The ids of sessions whose process runs, as looked up less than a second ago."""
        found: set[str] = set()
        for file in self._files.values():
            if file.entry is not None and now_us >= file.asked_us + _ASK_EVERY_US:
                file.asked_us = now_us
                file.alive = self._processes.alive(file.entry.process)
            if file.entry is not None and file.alive:
                found.add(file.entry.session_id)
        return found

    def forget(self) -> None:
        """What was delivered did not get through: deliver all entries again."""
        self._files.clear()

    def _list(self) -> set[str]:
        try:
            with os.scandir(self._folder) as entries:
                names = [entry.name for entry in entries if fnmatch.fnmatchcase(entry.name, self._names)]
        except OSError:  # no such folder: the agent has not run yet
            return set()
        if len(names) > MAX_ENTRIES:
            self._bad("registry_too_many")
        return set(names[:MAX_ENTRIES])

    def _look_at(self, name: str) -> Delivery | None:
        file = self._files.setdefault(name, _File())
        path = os.path.join(self._folder, name)  # noqa: PTH118
        try:
            found = Path(path).stat()
            signature = (found.st_ino, found.st_size, found.st_mtime_ns)
            if signature == file.seen:
                return None
            payload = decode_payload(read_small(path, self.home, MAX_ENTRY_BYTES))
        except OSError:  # gone in between
            return None
        except (Refused, PayloadError) as error:
            self._count_bad(file, error)
            if file.tries >= _BAD_TRIES:
                file.seen = signature
            return None
        file.tries = 0
        file.seen = signature if time.time_ns() - found.st_mtime_ns > _SETTLED_NS else None
        return self._delivery(file, path, payload, found.st_mtime_ns // 1000)

    def _delivery(self, file: _File, path: str, payload: Any, changed_us: int) -> Delivery | None:
        if not isinstance(payload, dict) or not isinstance(payload.get("sessionId"), str):
            self._bad("registry_entry")
            return None
        digest = hashlib.sha256(msgspec.json.encode(payload, order="sorted")).hexdigest()[:12]
        if file.entry is not None and file.entry.digest == digest:
            return None
        process = ProcessId(_whole(payload.get("pid")), _whole(payload.get("procStart")))
        file.asked_us = 0
        file.entry = Entry(session_id=payload["sessionId"], process=process, digest=digest)
        updated = _whole(payload.get("updatedAt"))
        stamp_ms = _whole(payload.get("statusUpdatedAt")) or updated
        status = payload.get("status") if isinstance(payload.get("status"), str) else ""
        return Delivery(
            delivery_id=f"r:{process.pid}:{process.start}:{updated}:{status}:{digest}"[:200],
            agent=self.agent,
            source="registry",
            name="entry",
            at_us=stamp_ms * 1000 if 0 < stamp_ms <= _LATEST_MS else changed_us,
            payload=payload,
            pid=process.pid,
            proc_start=process.start,
            path=path,
            session_hint=payload["sessionId"][:200],
        )

    def _count_bad(self, file: _File, error: Exception) -> None:
        """A file half written is looked at again; only one that stays bad is counted, once."""
        file.tries += 1
        if file.tries == _BAD_TRIES:
            self._bad("registry_entry" if isinstance(error, PayloadError) else "registry_refused")


def _whole(value: Any) -> int:
    """A number, also written as text ("168026"); 0 for all else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_INT else 0
