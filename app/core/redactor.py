"""Redacts what comes in, delivery by delivery, and texts that are still being written word by word. Pure.

A text that arrives in pieces is told as its whole would be later, so that both pair: where its last word may be the
beginning of a secret, that word waits for its end.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence

import msgspec

from app.core.events import AnyEvent, MessageDelta, ProcessGone, SessionEnded, TurnFailed, TurnFinished, TurnInterrupted
from app.core.records import Decoded, Delivery
from app.core.redaction import MARKS, OPEN_VALUE, SPEECH, may_hold_secret, redacted, redacted_event, redacted_speech

_MARK_BEGINNINGS = frozenset(mark[:length] for mark in MARKS for length in range(1, len(mark)))
_LONGEST_MARK = max(map(len, MARKS))
_KEY_PART = re.compile(r"[A-Za-z0-9+/]+={0,2}")
"""What may become a line of a key, where a line begins with it."""
_CONTEXT_CHARS = 160
_LONGEST_HELD_CHARS = 600
_MOST_OPEN = 400
_ENDINGS = (TurnFinished, TurnFailed, TurnInterrupted, SessionEnded, ProcessGone)


class Redactor:
    """Redacts what comes in, delivery by delivery. Keeps the last word of texts that are still being written."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, str, str], _OpenText] = OrderedDict()

    def take(self, delivery: Delivery, facts: Sequence[Decoded]) -> tuple[Delivery, list[Decoded]]:
        """A delivery and the facts found in it, redacted; now and then one fact more, with words held back before."""
        suspect = delivery.payload is None or may_hold_secret(delivery.payload)
        found: list[Decoded] = []
        for fact in facts:
            if isinstance(fact.event, _ENDINGS):
                found.extend(self._let_go(delivery.agent, fact))
            found.append(self._fact(delivery, fact, suspect))
        if suspect and delivery.payload is not None:
            delivery = msgspec.structs.replace(delivery, payload=redacted(delivery.payload))
        return delivery, found

    def _fact(self, delivery: Delivery, fact: Decoded, suspect: bool) -> Decoded:
        event: AnyEvent = fact.event
        if isinstance(event, MessageDelta):
            # Hooks bring whole lines; only a stream of tokens can cut a secret in two.
            in_tokens = delivery.source == "stream"
            text = self._grown(delivery, fact, event) if in_tokens else redacted_speech(event.text)
            event = event if text == event.text else msgspec.structs.replace(event, text=text)
        elif suspect or isinstance(event, SPEECH):
            event = redacted_event(event)
        return fact if event is fact.event else msgspec.structs.replace(fact, event=event)

    def _grown(self, delivery: Delivery, fact: Decoded, event: MessageDelta) -> str:
        key = (delivery.agent, fact.session_id, event.message_id)
        text = self._open.get(key)
        if text is None:
            text = self._open[key] = _OpenText()
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        said = text.add(event)
        if event.final:
            del self._open[key]
        return said

    def _let_go(self, agent: str, fact: Decoded) -> list[Decoded]:
        """The words held back of a session's texts: nobody will finish them."""
        ended = [key for key in self._open if key[:2] == (agent, fact.session_id)]
        left = [(key, self._open.pop(key)) for key in ended]
        return [
            msgspec.structs.replace(fact, event=text.rest(message_id)) for (_, _, message_id), text in left if text.held
        ]


class _OpenText:
    """A text that is being written: what was held back of it, and the end of what was told."""

    __slots__ = ("_last", "_told", "held")

    def __init__(self) -> None:
        self.held = ""
        self._told = ""
        self._last: MessageDelta | None = None

    def add(self, event: MessageDelta) -> str:
        """What can be told of it now."""
        self._last = event
        text = self.held + event.text
        cut = len(text) if event.final else _settled(self._told, text)
        self.held = text[cut:]
        return self._tell(text[:cut])

    def rest(self, message_id: str) -> MessageDelta:
        """A last piece with what was held back."""
        assert self._last is not None
        index = self._last.last_index + 1
        text, self.held = self._tell(self.held), ""
        return msgspec.structs.replace(
            self._last, message_id=message_id, first_index=index, last_index=index, text=text
        )

    def _tell(self, text: str) -> str:
        """Redacted in the light of what stands before it (``Authorization: Bearer`` and then the token)."""
        whole = redacted_speech(self._told + text)
        said = whole[len(self._told) :] if whole.startswith(self._told) else redacted_speech(text)
        line = (self._told + said).rpartition("\n")[2]
        self._told = line[-_CONTEXT_CHARS:]
        return said


def _settled(told: str, text: str) -> int:
    """Up to where the text can be told: all of it, or all but a last word that may be the beginning of a secret."""
    start = max(map(text.rfind, " \n\t")) + 1
    word = text[start:].lower()
    if not word or len(word) > _LONGEST_HELD_CHARS:
        return len(text)
    if OPEN_VALUE.search((told + text)[-_CONTEXT_CHARS - len(word) :]):
        return start
    whole = (told + text).lower()
    begins = any(_begins_mark(whole, length) for length in range(1, min(len(word), _LONGEST_MARK) + 1))
    begins_line = (not told and start == 0) or text[start - 1 : start] == "\n"
    may_be_key = begins_line and _KEY_PART.fullmatch(text, start) is not None
    return start if begins or may_be_key or any(mark in word for mark in MARKS) else len(text)


def _begins_mark(text: str, length: int) -> bool:
    """Whether the last ``length`` characters are the beginning of a mark; no key begins in the middle of a word."""
    end = text[-length:]
    return end in _MARK_BEGINNINGS and not (end[0].isalnum() and text[-length - 1 : -length].isalnum())
