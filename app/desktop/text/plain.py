"""Markdown as the words a reader sees, nearly: for finding and reading aloud without laying anything out."""

from __future__ import annotations

import re

_Pattern = tuple[re.Pattern[str], str]

_LINE_STARTS: tuple[_Pattern, ...] = (
    (re.compile(r"^ {0,3}#{1,6}\s+", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:>\s?)+", re.MULTILINE), ""),
    (re.compile(r"^(\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?", re.MULTILINE), r"\1"),
)
_LINKS: tuple[_Pattern, ...] = ((re.compile(r"!?\[([^\]\n]*)\]\([^()\n]*\)"), r"\1"),)
_MARKS: tuple[_Pattern, ...] = (
    (re.compile(r"(`+)([^`]+)\1"), r"\2"),
    (re.compile(r"(\*\*\*|\*\*|\*|~~)(?=\S)([^*~\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(__|_)(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def plain(markdown: str) -> str:
    """``markdown`` without its marks. Close to what is laid out, not always equal."""
    return _without(markdown, (*_LINKS, *_LINE_STARTS, *_MARKS))


def plain_inline(markdown: str) -> str:
    """The words of one line or cell without the marks inside it; what begins the line stays."""
    return _without(markdown, (*_LINKS, *_MARKS))


def _without(markdown: str, patterns: tuple[_Pattern, ...]) -> str:
    for pattern, replacement in patterns:
        markdown = pattern.sub(replacement, markdown)
    return markdown
