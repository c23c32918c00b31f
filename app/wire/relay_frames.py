"""How relay and hub talk over the private socket, and how a delivery lies in the spool: length-framed, sans-I/O.

Relay → hub, once per connection (and byte for byte the same in the spool file)::

    "SCR1" | u32 header bytes | u32 payload bytes | header (JSON object) | payload (the agent's raw stdin) | "\\nEND"

Integers are big-endian. Header keys: ``v`` 1, ``id`` (unique: stamp-pid-random), ``agent``, ``event``, ``mode``
(sync | async | wake), ``at_us``, ``pid`` and ``start`` (the agent's process, 0 unknown), ``session``
(CLAUDE_CODE_SESSION_ID or ""), ``cut`` (payload bytes dropped over the limit, 0); a replay adds ``source`` and
``path``. The relay never shuts its write side: EOF means that it died.

Hub → relay, zero or more of::

    "A" u32 0            stored (committed): the relay exits 0 and prints nothing
    "H" u32 4  u32 ms    hold: wait for the verdict, ms at most (then exit 0 silently)
    "R" u32 n  bytes     print exactly these bytes on stdout, exit 0
    "E" u32 n  reason    refused and counted (too large, unknown agent): exit 0 silently, do not spool

A frame of the mode wake is no delivery: its relay asks to wait beside its session. "R" then is a message that wakes it:
the relay prints it on stderr and exits 2; in every other case it exits 0, and nothing of it is stored or spooled.

Whoever streams hands over many deliveries at once, and keeps the connection for the next ones::

    "SCB1" | u32 deliveries | u32 bytes | so many frames as above, one after the other, so many bytes in all

One "A" answers each batch once all of it is committed (in one go); nothing in it is held or replied to. "E" refuses the
whole batch, after which the hub closes. Who waits for the answer before it sends on is never ahead of the hub.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Literal

import msgspec

MAGIC = b"SCR1"
TRAILER = b"\nEND"
MAX_HEADER_BYTES = 4096
MAX_PAYLOAD_BYTES = 16 * 1024 * 1024
BATCH_MAGIC = b"SCB1"
MAX_BATCH_DELIVERIES = 1000
MAX_BATCH_BYTES = 32 * 1024 * 1024
_HEAD = struct.Struct(">4sII")
_REPLY = struct.Struct(">cI")


class RelayHeader(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The relay's stamp on a delivery; see the module's text for the keys."""

    v: int
    id: str
    agent: str
    event: str
    mode: str = "async"
    at_us: int = 0
    pid: int = 0
    start: int = 0
    session: str = ""
    cut: int = 0
    source: Literal["hook", "transcript", "registry"] = "hook"
    """Other than "hook" only in a replay, which hands over followed files' contents by the same door."""
    path: str = ""


class Frame(msgspec.Struct, frozen=True):
    """One delivery as it came off the wire."""

    header: RelayHeader
    payload: bytes


class FrameError(ValueError):
    """The bytes are no frame; ``reason`` is the counter's name: bad_magic, bad_header, too_large, torn_frame."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_decode_header = msgspec.json.Decoder(RelayHeader)


def encode_frame(header: RelayHeader, payload: bytes) -> bytes:
    """The bytes of one delivery."""
    head = msgspec.json.encode(header)
    return _HEAD.pack(MAGIC, len(head), len(payload)) + head + payload + TRAILER


def frame_size(prefix: bytes) -> int | None:
    """How long the frame starting with ``prefix`` is in all, None while under 12 bytes are known; raises FrameError."""
    if len(prefix) < _HEAD.size:
        return None
    magic, header_bytes, payload_bytes = _HEAD.unpack_from(prefix)
    if magic != MAGIC:
        raise FrameError("bad_magic")
    if header_bytes > MAX_HEADER_BYTES or payload_bytes > MAX_PAYLOAD_BYTES:
        raise FrameError("too_large")
    return int(_HEAD.size + header_bytes + payload_bytes + len(TRAILER))


def decode_frame(frame: bytes) -> Frame:
    """One whole frame (of ``frame_size`` bytes); raises FrameError."""
    size = frame_size(frame)
    if size is None or len(frame) != size or not frame.endswith(TRAILER):
        raise FrameError("torn_frame")
    header_bytes = _HEAD.unpack_from(frame)[1]
    body = _HEAD.size + header_bytes
    try:
        header = _decode_header.decode(frame[_HEAD.size : body])
    except msgspec.DecodeError as error:
        raise FrameError("bad_header") from error
    return Frame(header, frame[body : -len(TRAILER)])


def encode_batch(frames: Sequence[bytes]) -> bytes:
    """Whole frames as one batch; raises ValueError for more than fit one."""
    size = sum(map(len, frames))
    if len(frames) > MAX_BATCH_DELIVERIES or size > MAX_BATCH_BYTES:
        raise ValueError(f"{len(frames)} deliveries of {size} bytes are more than one batch holds")
    return b"".join((_HEAD.pack(BATCH_MAGIC, len(frames), size), *frames))


def batch_size(prefix: bytes) -> int | None:
    """How long the batch starting with ``prefix`` is in all, None while under 12 bytes are known; raises FrameError."""
    if len(prefix) < _HEAD.size:
        return None
    magic, count, size = _HEAD.unpack_from(prefix)
    if magic != BATCH_MAGIC:
        raise FrameError("bad_magic")
    if count > MAX_BATCH_DELIVERIES or size > MAX_BATCH_BYTES:
        raise FrameError("too_large")
    return int(_HEAD.size + size)


def decode_batch(batch: bytes) -> list[Frame]:
    """All deliveries of one whole batch (of ``batch_size`` bytes); raises FrameError when any of it is wrong."""
    if batch_size(batch) != len(batch):
        raise FrameError("torn_frame")
    count = _HEAD.unpack_from(batch)[1]
    frames: list[Frame] = []
    place = _HEAD.size
    while place < len(batch):
        size = frame_size(batch[place : place + _HEAD.size])
        if size is None:
            raise FrameError("torn_frame")
        frames.append(decode_frame(batch[place : place + size]))
        place += size
    if len(frames) != count:
        raise FrameError("torn_frame")
    return frames


def encode_ack() -> bytes:
    return _REPLY.pack(b"A", 0)


def encode_hold(wait_ms: int) -> bytes:
    return _REPLY.pack(b"H", 4) + struct.pack(">I", wait_ms)


def encode_reply(stdout: bytes) -> bytes:
    return _REPLY.pack(b"R", len(stdout)) + stdout


def encode_refusal(reason: str) -> bytes:
    text = reason.encode()
    return _REPLY.pack(b"E", len(text)) + text
