"""Total readers over hostile JSON: whatever an agent sends, they give a bounded value and never an exception.

All limits of this adapter stand here. What is cut says so where it was cut.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

TEXT_LIMIT = 1_000_000
"""Characters of one text that people read (a message, a prompt, an error)."""
STRING_LIMIT = 200_000
"""Characters of one string inside a tool's input or output."""
VALUE_BUDGET = 1_000_000
"""Characters of all strings of one tool's input or output together."""
ITEM_LIMIT = 10_000
"""Members and elements of one tool's input or output together."""
DEPTH_LIMIT = 32
"""Levels of one tool's input or output."""
ID_LIMIT = 256
"""Characters of an id or another short word."""
PATH_LIMIT = 4096
_LARGEST_WHOLE = 2**63 - 1
_LARGEST_AMOUNT = 1e9
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text, its middle end marked where it was longer than ``limit``; always encodable as UTF-8."""
    if len(text) > limit:
        text = f"{text[:limit]}… [cut: {len(text) - limit} more characters]"
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def text_of(source: Mapping[str, Any], key: str, limit: int = TEXT_LIMIT) -> str:
    """The string under ``key``, cut with a mark; "" where there is none or something else."""
    value = source.get(key)
    return cut(value, limit) if isinstance(value, str) else ""


def word_of(source: Mapping[str, Any], key: str) -> str:
    """A short word or an id; a longer one is cut without a mark, so that equal ones stay equal."""
    value = source.get(key)
    return cut(value[:ID_LIMIT]) if isinstance(value, str) else ""


def short(text: str) -> str:
    """An id or a name that did not come out of a payload, within the same limits."""
    return cut(text[:ID_LIMIT])


def path_of(source: Mapping[str, Any], key: str) -> str:
    """A path; what no file system would take is cut."""
    value = source.get(key)
    return cut(value[:PATH_LIMIT]) if isinstance(value, str) else ""


def amount_of(source: Mapping[str, Any], key: str) -> float | None:
    """An amount of money under ``key``; None where there is none, or no sane one."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _LARGEST_AMOUNT else None


def count_of(source: Mapping[str, Any], key: str) -> int:
    """A whole number of at least 0; 0 where there is none. True is no number."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value <= _LARGEST_WHOLE else 0


def milliseconds_of(source: Mapping[str, Any], key: str) -> int | None:
    """A duration in ms, None where none is given."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value) if 0 <= value <= _LARGEST_WHOLE else None


def mapping_of(source: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under ``key``; an empty one where there is none."""
    value = source.get(key)
    return value if isinstance(value, dict) else {}


def mappings_of(source: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects in the array under ``key``; what else stands in it is left out."""
    value = source.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def bounded(value: Any) -> Any:
    """A copy of a JSON value that keeps within the limits, each cut marked in place. None stays None."""
    return _Bounds().take(value, 0)


class _Bounds:
    """What may still be copied of one value."""

    def __init__(self) -> None:
        self.characters = VALUE_BUDGET
        self.items = ITEM_LIMIT

    def take(self, value: Any, depth: int) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int | float):
            return _number(value)
        if depth >= DEPTH_LIMIT:
            return "… [cut: nested too deeply]"
        if isinstance(value, dict):
            return self._mapping(value, depth)
        if isinstance(value, list):
            return self._sequence(value, depth)
        return f"… [cut: {type(value).__name__}]"

    def _text(self, value: str) -> str:
        limit = min(STRING_LIMIT, self.characters)
        self.characters -= min(len(value), limit)
        return cut(value, limit)

    def _mapping(self, value: dict[Any, Any], depth: int) -> dict[str, Any]:
        copy: dict[str, Any] = {}
        for at, (key, member) in enumerate(value.items()):
            if self.items <= 0:
                copy["…"] = f"[cut: {len(value) - at} more members]"
                break
            self.items -= 1
            copy[cut(str(key), ID_LIMIT)] = self.take(member, depth + 1)
        return copy

    def _sequence(self, value: list[Any], depth: int) -> list[Any]:
        copy: list[Any] = []
        for at, element in enumerate(value):
            if self.items <= 0:
                copy.append(f"… [cut: {len(value) - at} more elements]")
                break
            self.items -= 1
            copy.append(self.take(element, depth + 1))
        return copy


def _number(value: float) -> float | str:
    """A number JSON and SQLite can hold; what they cannot becomes text."""
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return float(value) if value.bit_length() < 1000 else f"… [cut: a number of {value.bit_length()} bits]"
    return value if math.isfinite(value) else str(value)
