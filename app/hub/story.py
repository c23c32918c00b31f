"""The files one session leaves: its transcript, its subagents' transcripts beside it, and what describes those."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.records import Delivery, SessionKey
from app.hub.agent_files import Refused, find_transcript, read_small
from app.hub.tail import Place, RawLine, Tail
from app.wire.payload import PayloadError, decode_payload

_SIDE_LOOK_US = 1_000_000
_LIVELY_US = 10_000_000
_MAX_SIDE_FILES = 1000
_MAX_SIDE_DEPTH = 3
_MAX_META_BYTES = 64 * 1024
_META_TRIES = 20
_META = ".meta.json"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Found:
    """What one look at a session's files brought."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []
        self.too_long = 0
        self.torn = 0
        self.more = False
        self.looked = False
        """Whether any file was looked at: at rest that is once a second."""
        self.read_bytes = 0


class _File:
    def __init__(self, tail: Tail) -> None:
        self.tail = tail
        self.due_us = 0
        self.lively_until_us = 0
        self.stamp_us = 0
        """The newest time a line of this file gave: for lines that give none."""


class Story:
    """All files of one session. ``ends_us``: when to stop looking, 0 while the session lives."""

    def __init__(self, key: SessionKey, home: str, glob: str, path: str, places: Mapping[str, Place]) -> None:
        self.key = key
        self.home = home
        self.ends_us = 0
        self._glob = glob
        self._path = path
        self._places = places
        self._files: dict[str, _File] = {}
        self._metas: dict[str, int] = {}
        self._side_due_us = 0
        self._due_us = 0
        """Before that moment no file need be looked at."""

    def places(self) -> dict[str, Place]:
        """How far each file was read."""
        return {path: file.tail.place for path, file in self._files.items()}

    def rewind(self, places: Mapping[str, Place]) -> None:
        """Go back to where each file was."""
        for path, file in self._files.items():
            file.tail.rewind(places.get(path, Place()))
            file.due_us = 0
        self._due_us = 0
        self._metas.clear()

    def read(self, now_us: int, bad: Callable[[str], None]) -> Found:
        """What was added to any of the files since the last look, about a mebibyte a file."""
        found = Found()
        if now_us < self._due_us:
            return found
        found.looked = True
        if now_us >= self._side_due_us:
            self._side_due_us = now_us + _SIDE_LOOK_US
            self._look_around(found)
        for file in list(self._files.values()):
            if now_us >= file.due_us:
                self._read(file, found, now_us, bad)
        self._due_us = min([self._side_due_us, *(file.due_us for file in self._files.values())])
        return found

    def _read(self, file: _File, found: Found, now_us: int, bad: Callable[[str], None]) -> None:
        try:
            piece = file.tail.read()
        except Refused:
            bad("transcript_refused")
            file.due_us = now_us + 60_000_000
            return
        found.too_long += piece.too_long
        found.more |= piece.more
        for line in piece.lines:
            found.read_bytes += len(line.content)
            delivery = self._delivery(file, line)
            if delivery is None:
                found.torn += 1
            else:
                found.deliveries.append(delivery)
        if piece.lines or piece.more:
            file.lively_until_us = now_us + _LIVELY_US
        file.due_us = 0 if now_us < file.lively_until_us else now_us + _SIDE_LOOK_US

    def _delivery(self, file: _File, line: RawLine) -> Delivery | None:
        try:
            payload = decode_payload(line.content)
        except PayloadError:
            return None
        uuid = payload.get("uuid") if isinstance(payload, dict) else None
        if not isinstance(uuid, str) or not 8 <= len(uuid) <= 64:
            uuid = hashlib.sha256(b"%d:" % line.offset + line.content).hexdigest()[:24]
        file.stamp_us = _stamp_of(payload) or file.stamp_us or file.tail.changed_us
        return Delivery(
            delivery_id=f"t:{self.key.session_id}:{uuid}",
            agent=self.key.agent,
            source="transcript",
            name="line",
            at_us=file.stamp_us,
            payload=payload,
            path=file.tail.path,
            session_hint=self.key.session_id,
        )

    # ── which files there are ──────────────────────────────────────────────────────────────────

    def _look_around(self, found: Found) -> None:
        if not self._path:
            self._path = find_transcript(self.home, self._glob, self.key.session_id)
            if not self._path:
                return
        self._add(self._path)
        main = Path(self._path)
        for path in self._side_files(main.with_suffix("")):
            if path.endswith(main.suffix):
                self._add(path)
            elif path.endswith(_META) and self._metas.get(path, 0) < _META_TRIES:
                self._read_meta(path, found)

    def _side_files(self, folder: Path) -> list[str]:
        paths: list[str] = []
        for place, folders, names in os.walk(folder):
            if len(Path(place).relative_to(folder).parts) >= _MAX_SIDE_DEPTH:
                folders.clear()
            paths += [str(Path(place) / name) for name in sorted(names)]
            if len(paths) > _MAX_SIDE_FILES * 2:
                break
        return paths

    def _add(self, path: str) -> None:
        if path not in self._files and len(self._files) <= _MAX_SIDE_FILES:
            self._files[path] = _File(Tail(path, self.home, self._places.get(path, Place())))

    def _read_meta(self, path: str, found: Found) -> None:
        """What describes a subagent's transcript; written once, so it is read once (or again while half written)."""
        self._metas[path] = self._metas.get(path, 0) + 1
        try:
            content = read_small(path, self.home, _MAX_META_BYTES)
            payload = decode_payload(content)
            changed_us = Path(path).stat().st_mtime_ns // 1000
        except (Refused, PayloadError, OSError):
            return
        self._metas[path] = _META_TRIES
        digest = hashlib.sha256(content).hexdigest()[:16]
        found.deliveries.append(
            Delivery(
                delivery_id=f"t:{self.key.session_id}:meta:{Path(path).name[:64]}:{digest}",
                agent=self.key.agent,
                source="transcript",
                name="meta",
                at_us=changed_us,
                payload=payload,
                path=path,
                session_hint=self.key.session_id,
            )
        )


def _stamp_of(payload: Any) -> int:
    """The line's own time, microseconds since the epoch; 0 where it has none."""
    text = payload.get("timestamp") if isinstance(payload, dict) else None
    if not isinstance(text, str) or len(text) > 40:
        return 0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
    return max(0, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
