"""Casting a recording: which ids and times a replayed delivery has."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.core.records import Delivery
from app.dev.replay import BadRecording, Options, _Cast, read_recording
from app.wire.relay_frames import Frame, decode_frame

SESSION = "bcbdcff7-99ba-4ab9-b630-92d6c07ecba3"


def _delivery(number: int, source: Any = "hook", **payload: Any) -> Delivery:
    return Delivery(
        delivery_id=str(number), agent="claude_code", source=source, name="Stop", at_us=1_000_000 * number, mode="sync",
        payload={"session_id": SESSION, **payload}, pid=4711, proc_start=99, path=f"/x/{SESSION}.jsonl",
    )  # fmt: skip


def _cast(deliveries: list[Delivery], **options: Any) -> list[Frame]:
    cast = _Cast(deliveries, Options(**options))
    return [decode_frame(cast.frame(number, delivery)) for number, delivery in enumerate(deliveries)]


def test_ids_are_new_everywhere_they_stand_and_the_same_within_one_replay() -> None:
    one, two = _cast([_delivery(1, transcript_path=f"/home/{SESSION}.jsonl"), _delivery(2)])
    payload = json.loads(one.payload)
    assert payload["session_id"] != SESSION
    assert payload["transcript_path"] == f"/home/{payload['session_id']}.jsonl"
    assert one.header.path == f"/x/{payload['session_id']}.jsonl"
    assert json.loads(two.payload)["session_id"] == payload["session_id"]
    assert one.header.id != two.header.id


def test_two_replays_share_no_id() -> None:
    (one,), (two,) = _cast([_delivery(1)]), _cast([_delivery(1)])
    assert one.header.id != two.header.id
    assert one.payload != two.payload


def test_processes_of_then_are_not_taken_for_those_of_now() -> None:
    (frame,) = _cast([_delivery(1)])
    assert (frame.header.pid, frame.header.start) == (0, 0)


@pytest.mark.parametrize(("speed", "apart_us"), [(1.0, 3_000_000), (2.0, 1_500_000), (math.inf, 3_000_000)])
def test_times_keep_their_distances_at_the_speed(speed: float, apart_us: int) -> None:
    first, last = _cast([_delivery(1), _delivery(4)], speed=speed)
    assert last.header.at_us - first.header.at_us == apart_us


def test_times_and_ids_can_be_kept() -> None:
    (frame,) = _cast([_delivery(7)], keep_times=True, keep_ids=True)
    assert frame.header.at_us == 7_000_000
    assert json.loads(frame.payload)["session_id"] == SESSION


def test_times_inside_followed_files_move_with_the_rest() -> None:
    line = _delivery(1, "transcript", timestamp="1970-01-01T00:00:01.500Z")
    entry = _delivery(2, "registry", statusUpdatedAt=2500, pid=4711)
    told, reported = _cast([line, entry])
    moved = json.loads(told.payload)["timestamp"]
    assert moved > "2020"
    assert 0 <= told.header.at_us + 1_500_000 - json.loads(reported.payload)["statusUpdatedAt"] * 1000 < 1000
    assert (told.header.source, reported.header.source) == ("transcript", "registry")


def test_an_empty_stdin_stays_empty() -> None:
    delivery = msgspec.structs.replace(_delivery(1), payload=None, session_hint=SESSION)
    (frame,) = _cast([delivery])
    assert frame.payload == b""
    assert frame.header.session not in ("", SESSION)


def test_what_the_hub_said_itself_is_not_played_as_an_agent_s(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    lines = [msgspec.json.encode(_delivery(2)), msgspec.json.encode(_delivery(1, "hub")), b""]
    file.write_bytes(b"\n".join(lines))
    assert [delivery.source for delivery in read_recording(file)] == ["hook"]


def test_a_line_that_is_no_delivery_is_named_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_bytes(msgspec.json.encode(_delivery(1)) + b"\n{}\n")
    with pytest.raises(BadRecording, match="line 2 is no delivery"):
        read_recording(file)
