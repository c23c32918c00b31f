"""What the model thought: streamed pieces and whole thoughts, each shown once.

A streamed thought names its message and its place in it (``msg_1:0``); the whole thought, told a moment later, names
the message alone. Within one message the k-th streamed thought is the k-th whole one. A thought that was streamed is
``thought:<the stream's id>`` from first sight to last; one that nobody streamed is ``thought:<its line's block id>``.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.core import events as e
from app.core.projections.blocklist import THOUGHT, Shown
from app.core.projections.blocks import AnyBlock, ThoughtBlock
from app.core.projections.streams import Stream
from app.core.records import Record


class Whole(msgspec.Struct):
    """A thought as it was written down."""

    block_id: str
    at_us: int
    lane: str
    text: str
    first_seq: int

    @property
    def order(self) -> tuple[int, str]:
        return (self.at_us, self.block_id)


class _Message(msgspec.Struct):
    """The thoughts of one message of the model's."""

    streams: dict[str, Stream] = msgspec.field(default_factory=dict)
    wholes: dict[str, Whole] = msgspec.field(default_factory=dict)

    def pairs(self) -> list[tuple[Stream | None, Whole | None]]:
        """Streams by their place, whole thoughts by time; the longer list goes on alone."""
        streams = sorted(self.streams.values(), key=lambda stream: _place(stream.message_id))
        wholes = sorted(self.wholes.values(), key=lambda whole: whole.order)
        longer = max(len(streams), len(wholes))
        return [
            (streams[place] if place < len(streams) else None, wholes[place] if place < len(wholes) else None)
            for place in range(longer)
        ]


class Thoughts:
    """All thoughts; tells the block list what changed. ``is_over``: nothing more of an unfinished one is to come."""

    def __init__(self, blocks: Shown, is_over: Callable[[Stream], bool]) -> None:
        self._blocks = blocks
        self._is_over = is_over
        self._messages: dict[str, _Message] = {}
        self._homes: dict[str, str] = {}
        """Of which message a streamed or a whole thought is."""
        self._open: set[str] = set()

    def take_delta(self, record: Record, event: e.MessageDelta) -> None:
        """A streamed piece."""
        message = self._message(event.message_id.rpartition(":")[0] or event.message_id, event.message_id)
        stream = message.streams.get(event.message_id)
        if stream is None:
            stream = message.streams[event.message_id] = Stream(event.message_id, event.lane)
        stream.add(record, event)
        self._show(message)

    def take_whole(self, record: Record, event: e.ThoughtWritten) -> None:
        """A thought as it was written down."""
        message = self._message(event.message_id or event.block_id, event.block_id)
        whole = Whole(event.block_id, record.at_us, event.lane, event.text, record.seq)
        known = message.wholes.get(event.block_id)
        if known is None or (whole.at_us, whole.first_seq) < (known.at_us, known.first_seq):
            message.wholes[event.block_id] = whole
            self._show(message)

    def rested(self) -> None:
        """The session came to rest somewhere in time: a thought that was not finished is cut."""
        for message_id in sorted(self._open):
            self._blocks.refresh(f"thought:{message_id}")

    def pair(self, name: str) -> tuple[Stream | None, Whole | None]:
        """What is shown as ``thought:<name>``; (None, None): nothing, or it is shown by another name."""
        message = self._messages.get(self._homes.get(name, ""))
        for stream, whole in message.pairs() if message is not None else ():
            if name == (stream.message_id if stream is not None else whole.block_id if whole is not None else ""):
                return stream, whole
        return None, None

    def _message(self, message_id: str, name: str) -> _Message:
        self._homes[name] = message_id
        return self._messages.setdefault(message_id, _Message())

    def _show(self, message: _Message) -> None:
        for stream, whole in message.pairs():
            if stream is not None:
                self._show_stream(stream, whole)
            elif whole is not None:
                self._show_whole(whole)

    def _show_whole(self, whole: Whole) -> None:
        block = ThoughtBlock(
            block_id=f"thought:{whole.block_id}",
            at_us=whole.at_us,
            lane=whole.lane,
            first_seq=whole.first_seq,
            text=whole.text,
        )
        self._blocks.put(block.block_id, whole.lane, THOUGHT, whole.at_us, lambda: block)

    def _show_stream(self, stream: Stream, whole: Whole | None) -> None:
        block_id = f"thought:{stream.message_id}"
        at_us = stream.first_us if whole is None else min(stream.first_us, whole.at_us)
        if whole is not None:
            self._blocks.remove(f"thought:{whole.block_id}")
            self._open.discard(stream.message_id)
        elif stream.complete:
            self._open.discard(stream.message_id)
        else:
            self._open.add(stream.message_id)

        def build() -> AnyBlock:
            ended = whole is not None or stream.complete or self._is_over(stream)
            return ThoughtBlock(
                block_id=block_id,
                at_us=at_us,
                lane=stream.lane,
                first_seq=stream.first_seq if whole is None else min(stream.first_seq, whole.first_seq),
                text=stream.text() if whole is None else whole.text,
                open=not ended,
                cut=ended and whole is None and not stream.complete,
            )

        self._blocks.put(block_id, stream.lane, THOUGHT, at_us, build)


def _place(message_id: str) -> tuple[int, str]:
    number = message_id.rpartition(":")[2]
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0, message_id)
