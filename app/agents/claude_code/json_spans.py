"""Where things stand in a JSON text: the exact spans of an object's members and an array's elements.

Lets a user's file be edited as text, so that every byte that is not ours stays as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn


class NotJson(ValueError):
    """The text is no JSON; says what is wrong and at which line and column."""


class Span(NamedTuple):
    """One member (``start`` at its key) or element; ``value`` is where its value begins, ``end`` behind it."""

    key: str
    start: int
    value: int
    end: int


class Container(NamedTuple):
    """An object or an array: ``inner`` is behind the opening bracket, ``close`` the place of the closing one."""

    inner: int
    close: int
    spans: tuple[Span, ...]


class Edit(NamedTuple):
    """Replace ``text[start:end]``."""

    start: int
    end: int
    text: str


_BLANK = re.compile(r"[ \t\r\n]*")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


# Numbers stay text: they are never computed with, and a long one must not cost anything.
_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)


def blank_end(text: str, at: int) -> int:
    """Behind the white space that begins at ``at``."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def parse(text: str) -> Any:
    """The value of a whole JSON text (numbers as strings). Raises NotJson."""
    start = blank_end(text, 1 if text.startswith("\ufeff") else 0)
    value, end = _value_at(text, start)
    rest = blank_end(text, end)
    if rest != len(text):
        raise _wrong(text, rest, "unexpected text behind the end")
    return value


def container_at(text: str, start: int) -> Container:
    """The object or array that begins at ``start``; the text there must have passed ``parse``."""
    is_object, closing = text[start] == "{", "}" if text[start] == "{" else "]"
    spans: list[Span] = []
    at = blank_end(text, start + 1)
    while text[at] != closing:
        spans.append(_member(text, at) if is_object else _element(text, at))
        at = blank_end(text, spans[-1].end)
        if text[at] == ",":
            at = blank_end(text, at + 1)
    return Container(start + 1, at, tuple(spans))


def _member(text: str, start: int) -> Span:
    key, end = _value_at(text, start)
    value = blank_end(text, blank_end(text, end) + 1)
    return Span(str(key), start, value, _value_at(text, value)[1])


def _element(text: str, start: int) -> Span:
    return Span("", start, start, _value_at(text, start)[1])


def _value_at(text: str, start: int) -> tuple[Any, int]:
    try:
        return _decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise _wrong(text, error.pos, error.msg) from error
    except ValueError as error:
        raise _wrong(text, start, str(error)) from error
    except RecursionError as error:
        raise NotJson("it is nested too deeply") from error


def _wrong(text: str, at: int, what: str) -> NotJson:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return NotJson(f"{what} (line {line}, column {column})")


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; they must not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def removal(container: Container, dropped: set[int], left: str = "") -> list[Edit]:
    """What takes the spans in ``dropped`` (by number) out, with their commas; ``left`` fills a container left empty."""
    spans = container.spans
    if len(dropped) == len(spans):
        return [Edit(container.inner, container.close, left)] if spans else []
    edits: list[Edit] = []
    at = 0
    while at < len(spans):
        last = at
        while last in dropped:
            last += 1
        if last > at and at == 0:
            edits.append(Edit(spans[0].start, spans[last].start, ""))
        elif last > at:
            edits.append(Edit(spans[at - 1].end, spans[last - 1].end, ""))
        at = last + 1
    return edits
