"""Writes deliveries to a file as they come in, scrubbed: it can be replayed, tested against, shown to others."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

from app.core.records import Decoded, Delivery
from app.core.scrub import scrub, scrub_text

_log = logging.getLogger("signalcabin.hub.recording")

_encode = msgspec.json.Encoder().encode


class RecordingRefused(ValueError):
    """The recording cannot be started or stopped; the text says why."""


class Recording:
    """At most one at a time. Each line is one Delivery as JSON; the first line that cannot be written ends it."""

    def __init__(self, home: Path) -> None:
        self._home = str(home)
        self._file: IO[bytes] | None = None
        self._session_id = ""
        self.path = ""
        self.deliveries = 0

    def start(self, path: str, session_id: str) -> None:
        """Begin; raises RecordingRefused. An existing file is never written over."""
        if self._file is not None:
            raise RecordingRefused(f"A recording to {self.path} is under way. Stop it first.")
        if not Path(path).is_absolute():
            raise RecordingRefused(f"{path} is no absolute path.")
        try:
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise RecordingRefused(f"{path} cannot be made: {error.strerror}.") from error
        self._file = os.fdopen(fd, "wb", buffering=0)
        self._session_id = session_id
        self.path = path
        self.deliveries = 0

    def stop(self) -> tuple[str, int]:
        """End it: (path, deliveries written). Raises RecordingRefused when there is none."""
        if self._file is None:
            raise RecordingRefused("No recording is under way.")
        self._file.close()
        self._file = None
        return self.path, self.deliveries

    def close(self) -> None:
        """The hub ends."""
        if self._file is not None:
            self.stop()

    def on_delivery(self, delivery: Delivery, facts: Sequence[Decoded]) -> None:
        """One delivery came in, from an agent (our own facts are no deliveries)."""
        if self._file is None or delivery.source in ("hub", "desktop") or not self._wanted(delivery, facts):
            return
        try:
            self._file.write(_encode(scrubbed(delivery, self._home)) + b"\n")
            self.deliveries += 1
        except OSError as error:
            _log.error("the recording to %s ends: %s", self.path, error)
            self.stop()

    def _wanted(self, delivery: Delivery, facts: Sequence[Decoded]) -> bool:
        if not self._session_id or delivery.session_hint == self._session_id:
            return True
        return any(fact.session_id == self._session_id for fact in facts)


def scrubbed(delivery: Delivery, home: str) -> Delivery:
    """The delivery with secrets and home folders taken out of its payload and path."""
    return msgspec.structs.replace(
        delivery, payload=scrub(delivery.payload, home), path=scrub_text(delivery.path, home)
    )
