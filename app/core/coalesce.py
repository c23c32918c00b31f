"""Joins text deltas that follow one another: one rule for the store (fewer rows) and the feed (fewer records)."""

from __future__ import annotations

from app.core.events import MessageDelta

MAX_JOINED_CHARS = 64 * 1024
"""A joined delta stops growing here, so that no record becomes unwieldy however long a message is."""


class Run:
    """Deltas of one message, each the next piece after the one before. Linear in their text."""

    def __init__(self, first: MessageDelta) -> None:
        self._pieces = [first]
        self._chars = len(first.text)

    def take(self, delta: MessageDelta) -> bool:
        """Add ``delta`` if it is the very next piece; False, and nothing added, if not."""
        first, last = self._pieces[0], self._pieces[-1]
        fits = (
            delta.message_id == first.message_id
            and delta.first_index == last.last_index + 1
            and not last.final
            and delta.lane == first.lane
            and delta.turn_id == first.turn_id
            and delta.thought == first.thought
            and self._chars + len(delta.text) <= MAX_JOINED_CHARS
        )
        if fits:
            self._pieces.append(delta)
            self._chars += len(delta.text)
        return fits

    def __len__(self) -> int:
        return len(self._pieces)

    def joined(self) -> MessageDelta:
        """One delta with the text of all."""
        first, last = self._pieces[0], self._pieces[-1]
        if first is last:
            return first
        return MessageDelta(
            message_id=first.message_id,
            first_index=first.first_index,
            last_index=last.last_index,
            text="".join(piece.text for piece in self._pieces),
            final=last.final,
            turn_id=first.turn_id,
            lane=first.lane,
            thought=first.thought,
        )
