"""Makes an oversized fact fit: long strings and lists lose their middle, and say so."""

from __future__ import annotations

from typing import Any

import msgspec

from app.core.events import AnyEvent, Unrecognized

MAX_EVENT_BYTES = 1024 * 1024
"""Encoded. A record must fit a message of the feed; the raw input is kept whole beside it."""
_STRING_CHARS = 96 * 1024
_LIST_ITEMS = 400
_ROUNDS = 6


def clip(event: AnyEvent, max_bytes: int = MAX_EVENT_BYTES) -> tuple[AnyEvent, bytes]:
    """The event and its JSON, of ``max_bytes`` at most. Total: what cannot be written becomes ``Unrecognized``."""
    written = _write(event)
    if written is None:
        event = Unrecognized(name=type(event).__name__, payload={"lost": "the values of this fact cannot be written"})
        return event, msgspec.json.encode(event)
    if len(written) <= max_bytes:
        return event, written
    return _shorten(event, written, max_bytes)


def _shorten(event: AnyEvent, written: bytes, max_bytes: int) -> tuple[AnyEvent, bytes]:
    tree = msgspec.json.decode(written)
    for halvings in range(_ROUNDS):
        smaller = _clip_value(tree, _STRING_CHARS >> (2 * halvings), _LIST_ITEMS >> halvings)
        shorter = msgspec.json.encode(smaller)
        if len(shorter) <= max_bytes:
            return msgspec.convert(smaller, AnyEvent), shorter
    name = type(event).__name__
    left = Unrecognized(name=name, payload={"clipped": written[:2000].decode("utf-8", "replace")})
    return left, msgspec.json.encode(left)


def _write(event: AnyEvent) -> bytes | None:
    try:
        return msgspec.json.encode(event)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _clip_value(value: Any, chars: int, items: int) -> Any:
    if isinstance(value, str):
        return _clip_text(value, chars)
    if isinstance(value, list):
        return [_clip_value(item, chars, items) for item in _clip_list(value, items)]
    if isinstance(value, dict):
        return {_clip_text(key, chars): _clip_value(item, chars, items) for key, item in _clip_pairs(value, items)}
    return value


def _clip_text(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    head, tail = chars * 3 // 4, chars // 4
    return f"{text[:head]}\n… {len(text) - head - tail:,} characters left out …\n{text[-tail:]}"


def _clip_list(values: list[Any], items: int) -> list[Any]:
    if len(values) <= items:
        return values
    return [*values[: items // 2], *values[-(items // 2) :]]


def _clip_pairs(mapping: dict[str, Any], items: int) -> list[tuple[str, Any]]:
    pairs = list(mapping.items())
    return pairs if len(pairs) <= items else pairs[:items]
