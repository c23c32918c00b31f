"""A stored record as the feed wants it: already written as JSON, read back only where it must be joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from app.core import coalesce
from app.core.events import MessageDelta, Source
from app.core.records import Record, SessionKey

JOINED_WITHIN_US = 250_000
"""A joined record has one time: joining further would blur when the text was written."""

_DELTA_PREFIX = b'{"type":"MessageDelta"'
_OUTPUT_PREFIXES = (b'"event":{"type":"MessageWritten"', b'"event":{"type":"ToolCallFinished"')
_BEFORE_EVENT = 2000
"""The keys before the event fit in; none of their values can hold an unescaped quote."""
_encode = msgspec.json.Encoder().encode
_decode_delta = msgspec.json.Decoder(MessageDelta).decode


class _Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A Record whose event is JSON already; same keys in the same order."""

    seq: int
    at_us: int
    agent: str
    session_id: str
    source: Source
    event: msgspec.Raw
    pid: int = 0
    proc_start: int = 0


class Line(msgspec.Struct, frozen=True):
    """One record, written. ``delta`` holds the record itself where it is a piece of text (it may be joined)."""

    seq: int
    key: SessionKey
    json: bytes
    delta: Record | None = None

    @property
    def is_output(self) -> bool:
        """Whether it tells what was said or what a tool gave, finished."""
        return any(self.json.find(prefix, 0, _BEFORE_EVENT) >= 0 for prefix in _OUTPUT_PREFIXES)


def line_of(record: Record, event_json: bytes) -> Line:
    """The line of a record whose event was just written."""
    written = _written(record.seq, record.at_us, record.key, record.source, record.pid, record.proc_start, event_json)
    return Line(record.seq, record.key, written, record if isinstance(record.event, MessageDelta) else None)


def line_of_row(
    seq: int, at_us: int, key: SessionKey, source: Source, pid: int, proc_start: int, event_json: bytes
) -> Line:
    """The line of a row of the store, its event read only if it is a text delta."""
    delta = None
    if event_json.startswith(_DELTA_PREFIX):
        delta = Record(
            seq=seq,
            at_us=at_us,
            agent=key.agent,
            session_id=key.session_id,
            source=source,
            event=_decode_delta(event_json),
            pid=pid,
            proc_start=proc_start,
        )
    return Line(seq, key, _written(seq, at_us, key, source, pid, proc_start, event_json), delta)


def joined(lines: Iterable[Line]) -> Iterator[bytes]:
    """The JSON of the lines in order, deltas of one message that follow one another joined into one record.

    A run of deltas is joined even where records of other messages or sessions lie between. It stands where its last
    piece stood and carries that piece's seq, so that who knows this seq (from ``ReadHistory``) knows all of its pieces;
    its time is that of the first, and no piece in it is more than ``JOINED_WITHIN_US`` later.
    """
    out: list[bytes | _Piece | None] = []
    open_runs: dict[tuple[SessionKey, Source, str], _Piece] = {}
    for line in lines:
        record = line.delta
        if record is None or not isinstance(record.event, MessageDelta):
            out.append(line.json)
            continue
        run_key = (line.key, record.source, record.event.message_id)
        piece = open_runs.get(run_key)
        if piece is not None and piece.take(record, record.event):
            out[piece.place] = None
        else:
            open_runs[run_key] = piece = _Piece(record, line.json, record.event)
        piece.place = len(out)
        out.append(piece)
    for item in out:
        if item is not None:
            yield item if isinstance(item, bytes) else item.written()


class _Piece:
    """A run of deltas on its way out; ``place`` is where it stands."""

    __slots__ = ("_first", "_json", "_last_seq", "_run", "place")

    def __init__(self, first: Record, json: bytes, event: MessageDelta) -> None:
        self._first = first
        self._json = json
        self._last_seq = first.seq
        self._run = coalesce.Run(event)
        self.place = 0

    def take(self, record: Record, event: MessageDelta) -> bool:
        if abs(record.at_us - self._first.at_us) > JOINED_WITHIN_US or not self._run.take(event):
            return False
        self._last_seq = record.seq
        return True

    def written(self) -> bytes:
        if len(self._run) == 1:
            return self._json
        return _encode(msgspec.structs.replace(self._first, seq=self._last_seq, event=self._run.joined()))


def _written(
    seq: int, at_us: int, key: SessionKey, source: Source, pid: int, proc_start: int, event_json: bytes
) -> bytes:
    return _encode(
        _Written(
            seq=seq,
            at_us=at_us,
            agent=key.agent,
            session_id=key.session_id,
            source=source,
            event=msgspec.Raw(event_json),
            pid=pid,
            proc_start=proc_start,
        )
    )
