"""Colours code line by line with the lexer's state carried over: so code is coloured while it is being written.

pygments does the lexing. Its regular expressions meet hostile text here, therefore long lines and whole texts over a
limit stay uncoloured, and a lexer that trips leaves its line plain.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

import msgspec

Role = Literal["keyword", "string", "number", "comment", "name", "added", "removed", "strong"]

LONG_LINE = 500
"""Lines longer than this many characters stay plain."""

_LONGEST_NAME = 100

MOST_CHARS = 200_000
"""After this many characters of one text the rest stays plain."""


class Run(msgspec.Struct, frozen=True):
    """``length`` characters from ``start`` of the line play ``role``."""

    start: int
    length: int
    role: Role


class LineHighlighter:
    """Lexes one text line after line. ``language`` as after a fence, or "" for none."""

    __slots__ = ("_lexer", "_seen_chars", "_stack", "language")

    def __init__(self, language: str = "", filename: str = "") -> None:
        # An agent names these: only as much of them as a name can be is compared with every known pattern.
        self._lexer = lexer_for(language[:_LONGEST_NAME], filename[-_LONGEST_NAME:])
        self.language = language or (
            str(self._lexer.aliases[0]) if self._lexer is not None and self._lexer.aliases else ""
        )
        """What a fence around this code would be called, "" if nobody knows."""
        self._stack: tuple[str, ...] = ("root",)
        self._seen_chars = 0

    @property
    def idle(self) -> bool:
        """Nothing will ever be coloured: no lexer for this language."""
        return self._lexer is None

    def line(self, text: str) -> list[Run]:
        """The runs of the next line (without its newline)."""
        self._seen_chars += len(text) + 1
        if self._lexer is None or len(text) > LONG_LINE or self._seen_chars > MOST_CHARS:
            return []
        try:
            return list(_runs(self._tokens(text + "\n"), len(text)))
        except _LEXER_TRIPS:
            self._stack = ("root",)
            return []

    def _tokens(self, text: str) -> Iterator[tuple[int, Any, str]]:
        from pygments.lexer import ExtendedRegexLexer, LexerContext, RegexLexer

        lexer = self._lexer
        if not isinstance(lexer, RegexLexer):
            yield from lexer.get_tokens_unprocessed(text)  # type: ignore[union-attr]
            return
        context = LexerContext(text, 0, list(self._stack), len(text))
        yield from ExtendedRegexLexer.get_tokens_unprocessed(lexer, text, context)
        self._stack = tuple(context.stack[:64]) or ("root",)


_LEXER_TRIPS = (TypeError, ValueError, AttributeError, LookupError, RecursionError, AssertionError)
"""What pygments' lexers have been seen to raise on text they did not expect."""


def _runs(tokens: Iterator[tuple[int, Any, str]], length: int) -> Iterator[Run]:
    for start, token, value in tokens:
        role = _role(token)
        size = min(len(value), length - start)
        if role is not None and size > 0:
            yield Run(start, size, role)


@lru_cache(maxsize=512)
def _role(token: Any) -> Role | None:
    names = tuple(token)
    first = names[0] if names else ""
    second = names[1] if len(names) > 1 else ""
    if first == "Keyword":
        return "keyword"
    if first == "Comment":
        return "comment"
    if first == "Literal":
        return "string" if second == "String" else "number"
    if first == "Name" and second in ("Function", "Class", "Builtin", "Tag", "Decorator", "Attribute"):
        return "name"
    if first == "Operator" and second == "Word":
        return "keyword"
    if first == "Generic":
        return {"Inserted": "added", "Deleted": "removed", "Heading": "strong", "Strong": "strong"}.get(second)  # type: ignore[return-value]
    return None


@lru_cache(maxsize=64)
def lexer_for(language: str, filename: str = "") -> Any | None:
    """pygments' lexer for a fence's language or a file's name; None when it has none. Slow the first time (import)."""
    from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
    from pygments.util import ClassNotFound

    try:
        if language:
            return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
        if filename:
            return get_lexer_for_filename(filename.rsplit("/", 1)[-1], stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return None


def warm_up() -> None:
    """Import pygments aside, before the first code comes: it takes longer than a frame."""
    threading.Thread(target=_find_lexers, name="pygments", daemon=True).start()


def _find_lexers() -> None:
    lexer_for("python")
    lexer_for("", "a.py")
