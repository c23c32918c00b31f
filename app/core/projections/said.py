"""What was said in a session: streamed and written texts of all lanes, each shown once.

A streamed text is ``text:<its message id>`` and stays so when the transcript's line confirms or completes it; a text
nobody streamed (a subagent's, or from before we listened) is ``text:<the line's block id>``.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

from app.core import events as e
from app.core.projections.blocklist import TEXT, Shown
from app.core.projections.blocks import AnyBlock, TextBlock
from app.core.projections.pairing import LanePairs, Written
from app.core.projections.rests import Rests
from app.core.projections.stamps import remove_once
from app.core.projections.streams import Stream
from app.core.records import Record

BESIDE_TOOL_US = 1_000_000
"""A text first seen so soon after a call of its lane began, and while that runs, was said before the call."""


class Texts:
    """All texts; tells the block list what changed.

    ``call_beside(lane, at_us)``: the start of the first call of that lane that began within BESIDE_TOOL_US before and
    still ran then, 0 for none. Until the transcript tells the true order it stands in for it.
    """

    def __init__(
        self,
        blocks: Shown,
        rests: Rests,
        call_beside: Callable[[str, int], int],
    ) -> None:
        self._blocks = blocks
        self._rests = rests
        self._call_beside = call_beside
        self._lanes: dict[str, LanePairs] = {}
        self._loose: dict[str, list[tuple[int, str]]] = {}
        """Per lane: streamed texts without a written one, by first stamp."""
        self._loose_at: dict[str, tuple[int, str]] = {}
        self._home: dict[str, str] = {}
        """In which lane a message or written block was first heard of: there it stays."""
        self.open: set[str] = set()
        """Message ids whose end is not known."""

    def take_delta(self, record: Record, event: e.MessageDelta) -> None:
        """A streamed piece."""
        lane = self._home.setdefault(event.message_id, event.lane)
        pairs = self.pairs(lane)
        stream = pairs.streams.get(event.message_id)
        if stream is None:
            stream = Stream(event.message_id, lane)
            stream.add(record, event)
            self._changed(pairs, pairs.stream_grew(stream) | {stream.message_id})
            return
        before, last_us = (stream.first_us, self.ended(stream)), stream.last_us
        added = stream.add(record, event)
        changed = pairs.stream_grew(stream)
        if changed:
            self._changed(pairs, changed | {stream.message_id})
        elif stream.message_id in pairs.partner:
            if (stream.first_us, stream.last_us) != (before[0], last_us):
                self._show_stream(pairs, stream)
        elif before != (stream.first_us, self.ended(stream)) or added is None:
            self._show_stream(pairs, stream)
        elif not added and last_us != stream.last_us:
            self._blocks.refresh(f"text:{stream.message_id}")
        elif added:
            self._blocks.grew(f"text:{stream.message_id}", added)

    def take_written(self, record: Record, event: e.MessageWritten) -> None:
        """A whole text from the transcript."""
        lane = self._home.setdefault(event.block_id, event.lane)
        pairs = self.pairs(lane)
        written = Written(event.block_id, record.at_us, event.text, event.synthetic, record.seq)
        known = pairs.written.get(event.block_id)
        if known is not None:
            known.first_seq = min(known.first_seq, record.seq)
            return
        changed = pairs.add_written(written)
        self._changed(pairs, changed)
        if written.block_id not in pairs.streamed_as:
            self._show_written(lane, written)

    def prompt_came(self) -> None:
        """A prompt bounds which texts can belong together, and ends what was being said."""
        for pairs in self._lanes.values():
            self._changed(pairs, pairs.prompt_came())

    def rested(self) -> None:
        """The session came to rest somewhere in time: tails may be cut."""
        for message_id in self.open:
            self._blocks.refresh(f"text:{message_id}")

    def call_began(self, lane: str, at_us: int) -> None:
        """A call of the lane began: texts that came just after it may have been said before it."""
        loose = self._loose.get(lane)
        if not loose or loose[-1][0] < at_us:
            return
        pairs = self._lanes[lane]
        for first_us, message_id in loose[bisect_left(loose, (at_us, "")) :]:
            if first_us > at_us + BESIDE_TOOL_US:
                break
            self._show_stream(pairs, pairs.streams[message_id])

    def has_text(self, digest: str, at_us: int, within_us: int) -> bool:
        """Whether the main conversation holds a text of that digest near a time."""
        pairs = self._lanes.get("")
        return pairs is not None and pairs.has_text(digest, at_us, within_us)

    # ── showing ────────────────────────────────────────────────────────────────────────────────

    def pairs(self, lane: str) -> LanePairs:
        """The texts of one lane."""
        pairs = self._lanes.get(lane)
        if pairs is None:
            pairs = self._lanes[lane] = LanePairs(lane, self._rests.next_prompt)
        return pairs

    def ended(self, stream: Stream) -> bool:
        """Whether nothing more is to be expected: it is complete, or the session rested or was given a new prompt."""
        if stream.complete or self._rests.after(stream.lane, stream.last_us) is not None:
            return True
        return not stream.lane and self._rests.next_prompt(stream.last_us) > 0

    def _is_interrupted(self, stream: Stream) -> bool:
        """Whether it ends in the middle because somebody wanted it to."""
        rest = self._rests.after(stream.lane, stream.last_us)
        return rest is not None and rest[1] == "interrupted"

    def _changed(self, pairs: LanePairs, message_ids: set[str]) -> None:
        """Show streams whose partner changed, and the written texts that lost or found one."""
        for message_id in sorted(message_ids):
            self._show_stream(pairs, pairs.streams[message_id])
        if message_ids:
            for block_id in pairs.take_freed():
                self._show_written(pairs.lane, pairs.written[block_id])

    def _show_written(self, lane: str, written: Written) -> None:
        block_id = f"text:{written.block_id}"

        def build() -> AnyBlock:
            return TextBlock(
                block_id=block_id,
                at_us=written.at_us,
                lane=lane,
                first_seq=written.first_seq,
                text=written.text,
                synthetic=written.synthetic,
            )

        self._blocks.put(block_id, lane, TEXT, written.at_us, build)

    def _show_stream(self, pairs: LanePairs, stream: Stream) -> None:
        message_id, lane = stream.message_id, stream.lane
        block_id = f"text:{message_id}"
        written = pairs.written.get(pairs.partner.get(message_id, ""))
        self._keep_loose(stream, written is None)
        if written is None:
            beside = self._call_beside(lane, stream.first_us)
            at_us = beside or stream.first_us
            self.open.add(message_id)
            if stream.complete:
                self.open.discard(message_id)
        else:
            at_us = min(stream.first_us, written.at_us)
            self._blocks.remove(f"text:{written.block_id}")
            self.open.discard(message_id)

        def build() -> AnyBlock:
            seqs = [stream.first_seq] if written is None else [stream.first_seq, written.first_seq]
            ended = written is not None or self.ended(stream)
            return TextBlock(
                block_id=block_id,
                at_us=at_us,
                lane=lane,
                first_seq=min(seqs),
                text=stream.text() if written is None else written.text,
                open=not ended,
                cut=ended and written is None and not stream.complete and not self._is_interrupted(stream),
                synthetic=written is not None and written.synthetic,
            )

        self._blocks.put(block_id, lane, TEXT, at_us, build)

    def _keep_loose(self, stream: Stream, loose: bool) -> None:
        line = self._loose.setdefault(stream.lane, [])
        known, wanted = self._loose_at.get(stream.message_id), (stream.first_us, stream.message_id) if loose else None
        if known == wanted:
            return
        if known is not None:
            remove_once(line, known)
            del self._loose_at[stream.message_id]
        if wanted is not None:
            insort(line, wanted)
            self._loose_at[stream.message_id] = wanted
