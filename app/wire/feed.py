"""The feed: what hub and desktop say to each other over one WebSocket, one JSON message a frame.

    client                         hub
      │  Hello(since) ─────────────▶ │
      │ ◀──────────── Welcome        │   protocol, hub id, last seq
      │ ◀──────────── Snapshot       │   the roster as of Snapshot.seq (only when the client asks)
      │ ◀──────────── Batch …        │   records after `since` (or after Snapshot.seq), then live, ≤ 60 a second
      │ ◀──────────── CaughtUp       │   once, when the replay has reached the live edge
      │  Order(command) ───────────▶ │
      │ ◀──────────── Result         │
      │ ◀──────────── Resync(from)   │   you read too slowly: I dropped your queue; say Since(seq) to go on

SessionsGone comes when a person, or the keeping of the store, removed sessions.
RowsChanged accompanies the batches: the hub folds, so a desktop with 100 sessions need not.
Batches are contiguous: ``first_seq == previous last_seq + 1`` always, except that deltas of one message may be
merged into one record (then the batch's record list is shorter than last_seq - first_seq + 1 and says so by its
``first_seq``/``last_seq``, which always cover every number; a merged record carries the seq of its
last piece). A client that remembers ``last_seq`` resumes without a gap or a double.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.core.commands import AnyCommand
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey

PROTOCOL = 1
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
MAX_BATCHES_PER_SECOND = 60


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, omit_defaults=True):
    """Base of everything on the feed."""


# client → hub


class Hello(Message, frozen=True, kw_only=True):
    """First words of a client. ``since``: the last seq it has (None: only live records after the snapshot).

    ``hub_id``: the hub ``since`` belongs to; another hub answers with its own id and the client starts over.
    """

    protocol: int = PROTOCOL
    client: str = ""
    since: int | None = None
    hub_id: str = ""
    snapshot: bool = True
    live: bool = True
    """False: replay up to the last seq, CaughtUp, and nothing more."""
    sessions: tuple[SessionKey, ...] | None = None
    outputs: bool = False
    """Both as in Watch."""
    token: str = ""
    """Over TCP only: proves that the client may connect."""


class Since(Message, frozen=True, kw_only=True):
    """Go on (after a Resync) from the record after ``seq``."""

    seq: int


class Watch(Message, frozen=True, kw_only=True):
    """Send records of these sessions only (batches still cover every number). None: of all sessions.

    A desktop watches the sessions it shows; the rest reaches it as RowsChanged. ``outputs``: it also wants of all
    sessions what was said and what tools gave, once finished, for somebody waits for words in it. Takes effect from the
    next batch on: send Watch first, then ReadHistory, and drop what arrives twice by seq.
    """

    sessions: tuple[SessionKey, ...] | None = None
    outputs: bool = False


class Order(Message, frozen=True, kw_only=True):
    """A command; its Result carries the same ``order_id``."""

    order_id: str
    command: AnyCommand


# hub → client


class Welcome(Message, frozen=True, kw_only=True):
    protocol: int
    hub_id: str
    last_seq: int
    version: str = ""
    pid: int = 0
    machine: str = ""
    started_at_us: int = 0


class Snapshot(Message, frozen=True, kw_only=True):
    """The roster with every record up to ``seq`` folded in."""

    seq: int
    sessions: tuple[SessionRow, ...] = ()


class RowsChanged(Message, frozen=True, kw_only=True):
    """Roster rows whose summary changed, as of ``seq``: sent with batches so that nobody need fold all sessions."""

    seq: int
    sessions: tuple[SessionRow, ...] = ()


class SessionsGone(Message, frozen=True, kw_only=True):
    """What was kept of these sessions was purged: they are in no roster any more."""

    sessions: tuple[SessionKey, ...] = ()


class Batch(Message, frozen=True, kw_only=True):
    first_seq: int
    last_seq: int
    records: tuple[Record, ...] = ()


class CaughtUp(Message, frozen=True, kw_only=True):
    seq: int


class Resync(Message, frozen=True, kw_only=True):
    from_seq: int
    reason: str = ""


class Result(Message, frozen=True, kw_only=True):
    """Answer to an Order. ``error`` empty: it was carried out and ``data`` is its outcome."""

    order_id: str
    error: str = ""
    data: Any = None


class Refused(Message, frozen=True, kw_only=True):
    """The connection is not served (wrong protocol, wrong token, not a feed message) and why; then it closes."""

    reason: str


ClientMessage = Hello | Since | Watch | Order
HubMessage = Welcome | Snapshot | RowsChanged | SessionsGone | Batch | CaughtUp | Resync | Result | Refused

_encoder = msgspec.json.Encoder()
_from_client = msgspec.json.Decoder(ClientMessage)
_from_hub = msgspec.json.Decoder(HubMessage)


def encode(message: Message) -> bytes:
    """One message as the bytes of one WebSocket frame."""
    return _encoder.encode(message)


def decode_client(frame: bytes | str) -> ClientMessage:
    """What a client said; raises msgspec.DecodeError (ValidationError among it) for anything else."""
    message: ClientMessage = _from_client.decode(frame)
    return message


def decode_hub(frame: bytes | str) -> HubMessage:
    """What the hub said; raises msgspec.DecodeError for anything else."""
    message: HubMessage = _from_hub.decode(frame)
    return message
