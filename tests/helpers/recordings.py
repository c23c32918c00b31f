"""Recordings of real sessions: one JSON ``Delivery`` a line in ``tests/recordings/<agent>/<version>-<story>.jsonl``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from app.core.records import Delivery

RECORDINGS = Path(__file__).parent.parent / "recordings"
_decoder = msgspec.json.Decoder(Delivery)


def recordings_of(agent: str) -> list[Path]:
    """The files of one agent, by name."""
    return sorted((RECORDINGS / agent).glob("*.jsonl"))


@cache
def deliveries_of(recording: Path) -> tuple[Delivery, ...]:
    """The deliveries of one recording, in the order they came."""
    return tuple(_decoder.decode(line) for line in recording.read_bytes().splitlines())


def recording(agent: str, story: str) -> tuple[Delivery, ...]:
    """The deliveries of one story ("resume"), as the oldest recorded version told it."""
    return deliveries_of(next(path for path in recordings_of(agent) if path.stem.partition("-")[2] == story))
