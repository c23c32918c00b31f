"""One streamed message from its pieces, in whatever order and overlap they come."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from hashlib import blake2b

from app.core import events as e
from app.core.records import Record

MAX_LOOSE_PIECES = 200_000

_PACK_CHARS = 128 * 1024
"""Text this far from its end is packed. No joined delta is longer (``coalesce.MAX_JOINED_CHARS``), so none that brings
something new can begin before that."""

_WHITE_SPACE = b" \t\n\r\v\f"


class Stream:
    """The pieces of one streamed message, in any order, overlapping or doubled; adding in order costs O(new text).

    A million small pieces would cost many times their text: those far from the end are joined and kept as UTF-8.
    """

    __slots__ = (
        "_bounds",
        "_digest",
        "_loose",
        "_next",
        "_packed",
        "_parts",
        "_parts_chars",
        "final_index",
        "first_seq",
        "first_us",
        "lane",
        "last_us",
        "message_id",
    )

    def __init__(self, message_id: str, lane: str) -> None:
        self.message_id = message_id
        self.lane = lane
        self.first_us = 0
        self.last_us = 0
        self.first_seq = 0
        self.final_index = -1
        self._packed: list[bytes] = []
        """The beginning of the text."""
        self._digest = _new_digest()
        """Of what is packed."""
        self._parts: list[str] = []
        """The pieces after that, and where each begins in ``_bounds``."""
        self._parts_chars = 0
        self._bounds: list[int] = []
        self._next = 0
        self._loose: dict[int, tuple[int, str]] = {}

    def add(self, record: Record, event: e.MessageDelta) -> str | None:
        """Take a piece in: the text it appended, "" for nothing new, None when text changed before the end."""
        if not self.first_us or record.at_us < self.first_us:
            self.first_us = record.at_us
        if record.at_us > self.last_us:
            self.last_us = record.at_us
        if not self.first_seq or record.seq < self.first_seq:
            self.first_seq = record.seq
        if event.final:
            self.final_index = max(self.final_index, event.last_index)
        return self._place(event.first_index, max(event.first_index, event.last_index), event.text)

    def _place(self, first: int, last: int, text: str) -> str | None:
        if last < self._next:
            return ""
        if first > self._next:
            known = self._loose.get(first)
            if (known is None and len(self._loose) < MAX_LOOSE_PIECES) or (known is not None and known < (last, text)):
                self._loose[first] = (last, text)
                return None
            return ""
        if first < self._next:
            rest = self._beyond(first, text)
            if rest is None:
                return ""
            text = rest
        had_holes = bool(self._loose)
        self._append(self._next, last, text)
        if not had_holes:
            return text
        while self._next in self._loose:
            start = self._next
            end, more = self._loose.pop(start)
            self._append(start, end, more)
        for start in [start for start, (end, _) in self._loose.items() if end < self._next]:
            del self._loose[start]
        return None

    def _append(self, first: int, last: int, text: str) -> None:
        self._bounds.append(first)
        self._parts.append(text)
        self._parts_chars += len(text)
        self._next = last + 1
        if self._parts_chars > 2 * _PACK_CHARS:
            self._pack()

    def _pack(self) -> None:
        """Join the older half of the pieces; the last one stays as it is, however long."""
        count, chars = 0, 0
        while count < len(self._parts) - 1 and chars < _PACK_CHARS:
            chars += len(self._parts[count])
            count += 1
        if count:
            self._packed.append(_utf8("".join(self._parts[:count])))
            self._digest.update(self._packed[-1].translate(None, _WHITE_SPACE))
            del self._parts[:count], self._bounds[:count]
            self._parts_chars -= chars

    def _beyond(self, first: int, text: str) -> str | None:
        """What a piece that overlaps the known text adds after its end; None when the seam cannot be found."""
        index = bisect_left(self._bounds, first)
        if index >= len(self._bounds) or self._bounds[index] != first:
            return None
        known = "".join(self._parts[index:])
        return text[len(known) :] if text.startswith(known) else None

    @property
    def has_holes(self) -> bool:
        return bool(self._loose) or (self.final_index >= self._next)

    @property
    def complete(self) -> bool:
        """Everything up to the final piece is there."""
        return 0 <= self.final_index < self._next and not self._loose

    def prefix(self) -> str:
        """The text from the beginning to the first hole."""
        if not self._packed:
            if len(self._parts) > 1 and self.complete:
                self._parts, self._bounds = ["".join(self._parts)], [0]
            if len(self._parts) == 1:
                return self._parts[0]
        return "".join([*map(_text, self._packed), *self._parts])

    def digest(self) -> str:
        """The ``text_digest`` of ``prefix()``, at the cost of the pieces near its end."""
        digest = self._digest.copy()
        digest.update("".join(self._parts).encode("utf-8", "surrogatepass").translate(None, _WHITE_SPACE))
        return digest.hexdigest()

    def is_kept_as(self, whole: str) -> None:
        """Somebody keeps the same text anyway: then it need not be kept twice."""
        if self.complete and self.prefix() == whole:
            self._packed, self._digest = [], _new_digest()
            self._parts, self._bounds, self._parts_chars = [whole], [0], len(whole)

    def head(self) -> str:
        """Enough of the beginning for a label."""
        if self._packed:
            return _text(self._packed[0])[:400]
        if not self._parts:
            return self.text()[:400]
        head = ""
        for part in self._parts:
            head += part[:400]
            if len(head) >= 400:
                break
        return head[:400]

    def islands(self) -> list[str]:
        """The texts after the first hole, each without holes."""
        found: list[list[str]] = []
        upto = self._next
        for start in sorted(self._loose):
            end, text = self._loose[start]
            if end < upto:
                continue
            if start > upto or not found:
                found.append([])
            found[-1].append(text)
            upto = end + 1
        return ["".join(pieces) for pieces in found]

    def text(self) -> str:
        """All there is; holes are shown as an ellipsis on a line of its own."""
        prefix = self.prefix()
        if not self._loose:
            return prefix
        return "\n…\n".join([prefix, *self.islands()]).lstrip("\n")


@lru_cache(maxsize=2)
def text_digest(text: str) -> str:
    """What two tellings of a text have in common: all of it but white space."""
    digest = _new_digest()
    digest.update(text.encode("utf-8", "surrogatepass").translate(None, _WHITE_SPACE))
    return digest.hexdigest()


def _new_digest() -> blake2b:
    return blake2b(digest_size=16)


@lru_cache(maxsize=2)
def _utf8(text: str) -> bytes:
    """Packed text. Several projections fold the same pieces one after the other: they share what comes of it."""
    return text.encode("utf-8", "surrogatepass")


def _text(packed: bytes) -> str:
    return packed.decode("utf-8", "surrogatepass")
