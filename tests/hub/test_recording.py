"""A recording: whose deliveries it holds, and how it ends."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.core.events import NoticeGiven
from app.core.records import Decoded, Delivery
from app.hub.recording import Recording, RecordingRefused


def delivery(number: int, **values: object) -> Delivery:
    known = {"delivery_id": f"d{number}", "agent": "a", "source": "hook", "name": "N", "at_us": number, "payload": {}}
    return Delivery(**(known | values))  # type: ignore[arg-type]


def fact(session: str) -> list[Decoded]:
    return [Decoded(session_id=session, at_us=1, event=NoticeGiven())]


def recorded(path: Path) -> list[str]:
    return [msgspec.json.decode(line, type=Delivery).delivery_id for line in path.read_bytes().splitlines()]


def test_only_the_session_asked_for_is_recorded(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording.start(str(tmp_path / "r.jsonl"), "mine")
    recording.on_delivery(delivery(1), fact("mine"))
    recording.on_delivery(delivery(2), fact("other"))
    recording.on_delivery(delivery(3, session_hint="mine"), [])
    assert recording.stop() == (str(tmp_path / "r.jsonl"), 2)
    assert recorded(tmp_path / "r.jsonl") == ["d1", "d3"]


def test_our_own_facts_are_no_deliveries(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording.start(str(tmp_path / "r.jsonl"), "")
    recording.on_delivery(delivery(1, source="hub"), fact("s"))
    recording.on_delivery(delivery(2, source="transcript", path=f"{tmp_path}/x.jsonl"), fact("s"))
    recording.close()
    (line,) = (tmp_path / "r.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(line, type=Delivery).path == "/home/dev/x.jsonl"


def test_there_is_one_at_a_time_and_it_can_be_followed_by_another(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording.start(str(tmp_path / "one"), "")
    with pytest.raises(RecordingRefused, match="under way"):
        recording.start(str(tmp_path / "two"), "")
    recording.stop()
    recording.start(str(tmp_path / "two"), "")
    recording.close()
    recording.close()


def test_a_full_disk_ends_the_recording_and_nothing_else(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    recording._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123
    recording.on_delivery(delivery(1), [])
    with pytest.raises(RecordingRefused, match="No recording"):
        recording.stop()
