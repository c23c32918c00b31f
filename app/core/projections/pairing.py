"""Which streamed message is which written one: hook and transcript tell the same text under different ids.

For a lane, in this order:

1. A complete stream pairs with a written text that is equal but for white space. Of several equal ones the k-th
   streamed within reach pairs with the k-th written, by time.
2. A stream that lacks pieces (still being written, interrupted, or some lost) pairs with a written text that begins
   with it and holds its other pieces in order, when that was written not before the stream's last piece and before
   the next prompt.

The result depends on the texts and stamps alone, not on who came first.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

import msgspec

from app.core.projections.streams import Stream, text_digest

BEFORE_US = 10_000_000
"""A text may be written so long before its first piece is stamped (print mode streams it when it has ended)."""

AFTER_US = 300_000_000
"""… and so long after its last."""

PREFIX_BEFORE_US = 3_000_000
MAX_UNFINISHED = 256


class Written(msgspec.Struct):
    """One whole text from the transcript."""

    block_id: str
    at_us: int
    text: str
    synthetic: bool
    first_seq: int
    digest: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return (self.at_us, self.block_id)


class _Group(msgspec.Struct):
    """All complete streams and all written texts that are equal, and how far they have been matched."""

    streams: list[tuple[int, str]] = msgspec.field(default_factory=list)
    written: list[tuple[int, str]] = msgspec.field(default_factory=list)
    next_stream: int = 0
    next_written: int = 0

    def insert(self, line: list[tuple[int, str]], key: tuple[int, str]) -> bool:
        """Sorted insertion; False when what was matched so far has to be matched anew."""
        at_end = not line or line[-1] < key
        insort(line, key)
        if not at_end:
            self.next_stream = self.next_written = 0
        return at_end


def folded(text: str) -> str:
    """The text with white space folded: what two tellings of it have in common."""
    return " ".join(text.split())


class LanePairs:
    """The pairing of one lane. ``next_prompt(at_us)`` is the stamp of the first prompt after, 0 for none."""

    def __init__(self, lane: str, next_prompt: Callable[[int], int]) -> None:
        self.lane = lane
        self._next_prompt = next_prompt
        self._freed: set[str] = set()
        self.streams: dict[str, Stream] = {}
        self.written: dict[str, Written] = {}
        self.partner: dict[str, str] = {}
        """message_id → block_id, for all pairs."""
        self.streamed_as: dict[str, str] = {}
        """block_id → message_id, the same pairs."""
        self._groups: dict[str, _Group] = {}
        self._digest_of: dict[str, str] = {}
        self._free: list[tuple[int, str]] = []
        """Written texts that no complete stream took, by time."""
        self._unfinished: list[tuple[int, str]] = []

    def add_written(self, written: Written) -> set[str]:
        """Take a written text in; the message ids whose partner changed."""
        written.digest = text_digest(written.text)
        self.written[written.block_id] = written
        insort(self._free, written.key)
        group = self._groups.setdefault(written.digest, _Group())
        changed = set() if group.insert(group.written, written.key) else self._unmatch(group)
        return self._match_equal(group, changed) | self._match_beginnings()

    def stream_grew(self, stream: Stream) -> set[str]:
        """A stream is new or has more pieces; the message ids whose partner changed."""
        message_id = stream.message_id
        if message_id in self._digest_of:
            return set()
        if message_id not in self.streams:
            self.streams[message_id] = stream
            insort(self._unfinished, (stream.first_us, message_id))
            if len(self._unfinished) > MAX_UNFINISHED:
                del self._unfinished[0]
        if stream.complete:
            return self._completed(stream)
        if message_id in self.partner or self._has_candidate(stream):
            return self._match_beginnings()
        return set()

    def prompt_came(self) -> set[str]:
        """A prompt bounds what an unfinished stream may pair with."""
        return self._match_beginnings() if self._unfinished and self._free else set()

    def take_freed(self) -> list[str]:
        """Written texts that lost their stream since the last call and have none now."""
        freed, self._freed = sorted(self._freed - self.streamed_as.keys()), set()
        return freed

    def has_text(self, digest: str, at_us: int, within_us: int) -> bool:
        """Whether a text of that digest was said (streamed or written) within so long of ``at_us``."""
        group = self._groups.get(digest)
        if group is None:
            return False
        return any(abs(stamp - at_us) <= within_us for stamp, _ in group.streams + group.written)

    def _has_candidate(self, stream: Stream) -> bool:
        return bool(self._free) and self._free[-1][0] >= stream.last_us - PREFIX_BEFORE_US

    def _completed(self, stream: Stream) -> set[str]:
        digest = stream.digest()
        self._digest_of[stream.message_id] = digest
        self._unfinished = [known for known in self._unfinished if known[1] != stream.message_id]
        group = self._groups.setdefault(digest, _Group())
        changed = {stream.message_id} if self._unlink(stream.message_id) else set()
        if not group.insert(group.streams, (stream.first_us, stream.message_id)):
            changed |= self._unmatch(group)
        return self._match_equal(group, changed) | self._match_beginnings()

    def _unmatch(self, group: _Group) -> set[str]:
        """Something came between: part all pairs of the group, to be matched anew."""
        changed = set()
        for _, message_id in group.streams:
            block_id = self._unlink(message_id)
            if block_id:
                changed.add(message_id)
                insort(self._free, self.written[block_id].key)
        return changed

    def _match_equal(self, group: _Group, changed: set[str]) -> set[str]:
        """Pair the complete streams of a group with its written texts, both by time, from where it stopped."""
        while group.next_stream < len(group.streams):
            message_id = group.streams[group.next_stream][1]
            stream = self.streams[message_id]
            while (
                group.next_written < len(group.written)
                and group.written[group.next_written][0] < stream.first_us - BEFORE_US
            ):
                group.next_written += 1
            if group.next_written == len(group.written):
                break
            written_us, block_id = group.written[group.next_written]
            if written_us <= stream.last_us + AFTER_US:
                changed.add(message_id)
                self._take(block_id)
                self._link(message_id, block_id)
                group.next_written += 1
            group.next_stream += 1
        return changed

    def _link(self, message_id: str, block_id: str) -> None:
        """A complete stream takes the text, also from an unfinished one that had begun like it."""
        other = self.streamed_as.get(block_id)
        if other is not None:
            del self.partner[other]
        self.partner[message_id] = block_id
        self.streamed_as[block_id] = message_id
        self.streams[message_id].is_kept_as(self.written[block_id].text)

    def _unlink(self, message_id: str) -> str:
        block_id = self.partner.pop(message_id, "")
        if block_id:
            del self.streamed_as[block_id]
            self._freed.add(block_id)
        return block_id

    def _take(self, block_id: str) -> None:
        key = self.written[block_id].key
        index = bisect_left(self._free, key)
        if index < len(self._free) and self._free[index] == key:
            del self._free[index]

    def _match_beginnings(self) -> set[str]:
        """Pair unfinished streams with free written texts they are the beginning of."""
        changed: set[str] = set()
        taken: set[str] = set()
        found: dict[str, str] = {}
        for _, message_id in sorted((self.streams[known].first_us, known) for _, known in self._unfinished):
            block_id = self._beginning_of(self.streams[message_id], taken)
            if block_id is not None:
                taken.add(block_id)
                found[message_id] = block_id
        for _, message_id in self._unfinished:
            if self.partner.get(message_id) != found.get(message_id):
                changed.add(message_id)
                self._unlink(message_id)
        for message_id in changed:
            if message_id in found:
                self._link(message_id, found[message_id])
        return changed

    def _beginning_of(self, stream: Stream, taken: set[str]) -> str | None:
        if not self._free or self._free[-1][0] < stream.last_us - PREFIX_BEFORE_US:
            return None
        until_us = stream.last_us + AFTER_US
        prompt_us = self._next_prompt(stream.last_us)
        if prompt_us:
            until_us = min(until_us, prompt_us)
        pieces: list[str] = []
        for stamp, block_id in self._free[bisect_left(self._free, (stream.last_us - PREFIX_BEFORE_US, "")) :]:
            if stamp > until_us:
                break
            pieces = pieces or [folded(stream.prefix()), *map(folded, stream.islands())]
            if not any(pieces):
                return None
            if block_id not in taken and _holds(folded(self.written[block_id].text), pieces):
                return block_id
        return None


def _holds(text: str, pieces: list[str]) -> bool:
    """Whether the text begins with the first piece and holds the others after it in order."""
    if not text.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
