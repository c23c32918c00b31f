"""Markdown as the words a reader sees, nearly: for finding and reading aloud without laying anything out."""

from __future__ import annotations

import re

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!?\[([^\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"^ {0,3}#{1,6}\s+", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:>\s?)+", re.MULTILINE), ""),
    (re.compile(r"^(\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?", re.MULTILINE), r"\1"),
    (re.compile(r"(`+)([^`]+)\1"), r"\2"),
    (re.compile(r"(\*\*\*|\*\*|\*|~~)(?=\S)([^*~\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(__|_)(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def plain(markdown: str) -> str:
    """``markdown`` without its marks. Close to what is laid out, not always equal."""
    for pattern, replacement in _PATTERNS:
        markdown = pattern.sub(replacement, markdown)
    return markdown
