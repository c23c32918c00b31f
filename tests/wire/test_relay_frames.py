"""Frames between relay and hub: whole ones are read, broken ones are named, nothing raises anything else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire import relay_frames as frames

HEADER = frames.RelayHeader(v=1, id="1-2-x", agent="claude_code", event="Stop", mode="sync", at_us=5, pid=7, start=9)


@given(payload=st.binary(max_size=300), event=st.text(max_size=20), session=st.text(max_size=20))
def test_a_frame_is_read_as_it_was_written(payload: bytes, event: str, session: str) -> None:
    header = frames.RelayHeader(v=1, id="x", agent="a", event=event, session=session)
    frame = frames.encode_frame(header, payload)
    assert frames.frame_size(frame[:12]) == len(frame)
    assert frames.decode_frame(frame) == frames.Frame(header, payload)


@given(cut=st.integers(0, 200))
def test_a_frame_cut_short_is_torn(cut: int) -> None:
    frame = frames.encode_frame(HEADER, b"x" * 100)
    with pytest.raises(frames.FrameError, match="torn_frame"):
        frames.decode_frame(frame[: min(cut, len(frame) - 1)])


def test_the_size_is_not_known_before_twelve_bytes() -> None:
    assert frames.frame_size(b"SCR1\x00\x00\x00\x00\x00\x00\x00") is None


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"HTTP........", "bad_magic"),
        (struct.pack(">4sII", b"SCR1", frames.MAX_HEADER_BYTES + 1, 0), "too_large"),
        (struct.pack(">4sII", b"SCR1", 0, frames.MAX_PAYLOAD_BYTES + 1), "too_large"),
    ],
)
def test_what_cannot_become_a_frame_is_known_from_its_first_bytes(start: bytes, reason: str) -> None:
    with pytest.raises(frames.FrameError, match=reason):
        frames.frame_size(start)


@pytest.mark.parametrize("header", [b"", b"{}", b"[]", b"\xff", b'{"v":"1","id":"x","agent":"a","event":"e"}'])
def test_a_header_that_does_not_say_what_it_must_is_bad(header: bytes) -> None:
    frame = struct.pack(">4sII", b"SCR1", len(header), 0) + header + b"\nEND"
    with pytest.raises(frames.FrameError, match="bad_header"):
        frames.decode_frame(frame)


@given(content=st.binary(max_size=100))
def test_no_bytes_raise_anything_but_a_frame_error(content: bytes) -> None:
    for said in (content, b"SCR1" + content):
        try:
            frames.decode_frame(said)
        except frames.FrameError:
            continue


def test_what_the_hub_says_is_a_letter_a_length_and_that_many_bytes() -> None:
    assert frames.encode_ack() == b"A\x00\x00\x00\x00"
    assert frames.encode_hold(590_000) == b"H\x00\x00\x00\x04" + (590_000).to_bytes(4, "big")
    assert frames.encode_reply(b"{}") == b"R\x00\x00\x00\x02{}"
    assert frames.encode_refusal("too_large") == b"E\x00\x00\x00\x09too_large"


def test_a_batch_is_read_as_it_was_written() -> None:
    whole = [frames.encode_frame(HEADER, b"x" * size) for size in (0, 1, 5000)]
    batch = frames.encode_batch(whole)
    assert frames.batch_size(batch[:12]) == len(batch)
    assert frames.decode_batch(batch) == [frames.decode_frame(frame) for frame in whole]


def test_no_more_than_a_batch_holds_is_written_into_one() -> None:
    with pytest.raises(ValueError, match="1001 deliveries"):
        frames.encode_batch([b""] * 1001)


@given(content=st.binary(max_size=100))
def test_no_bytes_in_a_batch_raise_anything_but_a_frame_error(content: bytes) -> None:
    for said in (content, b"SCB1" + content, frames.encode_batch([content]), frames.encode_batch([b"SCR1" + content])):
        try:
            frames.decode_batch(said)
        except frames.FrameError:
            continue
