"""Turns an agent's raw bytes into a JSON value we can store and send on: total, bounded in depth, free of surprises."""

from __future__ import annotations

import json
from typing import Any

import msgspec

MAX_DEPTH = 200
"""Nesting beyond this is no real payload, and would exhaust the stack of whoever walks it."""
EXCERPT_CHARS = 2000

_decode = msgspec.json.Decoder().decode


class PayloadError(ValueError):
    """The bytes are no JSON value; ``reason`` is the counter's name: not_json, too_deep."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode_payload(raw: bytes) -> Any:
    """The JSON value in ``raw``; None for nothing but white space (an empty stdin is normal). Raises PayloadError.

    Lone surrogates, which JavaScript writes when it cuts an emoji in half, become U+FFFD.
    """
    if not raw.strip():
        return None
    try:
        value = _decode(raw)
    except RecursionError as error:
        raise PayloadError("too_deep") from error
    except ValueError:
        value = _decode_leniently(raw)
    if _may_be_deep(raw) and _too_deep(value):
        raise PayloadError("too_deep")
    return value


def excerpt(raw: bytes) -> str:
    """The beginning of ``raw`` as text, whatever it is, for people to look at."""
    return raw[:EXCERPT_CHARS].decode("utf-8", "replace")


def _decode_leniently(raw: bytes) -> Any:
    try:
        return _whole(json.loads(raw.decode("utf-8-sig")))
    except RecursionError as error:
        raise PayloadError("too_deep") from error
    except ValueError as error:
        raise PayloadError("not_json") from error


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def _may_be_deep(raw: bytes) -> bool:
    return raw.count(b"[") + raw.count(b"{") > MAX_DEPTH


def _too_deep(value: Any) -> bool:
    """Level by level, so that the measuring itself needs no stack."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True
