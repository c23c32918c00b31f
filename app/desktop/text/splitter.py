"""Cuts Markdown into parts while it is being written, so that only the last part is ever laid out again.

A line state machine: ``feed`` takes text as it arrives and gives the parts that are finished for good; ``tail`` is the
one part still open. Endless things are cut so that every part stays cheap to lay out: tables at 30 rows (the header is
repeated), lists at 40 lines, paragraphs at 5 kB, code at 200 lines.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

PartKind = Literal["text", "heading", "list", "quote", "table", "code", "rule"]

PARAGRAPH_CHARS = 5_000
LIST_LINES = 40
TABLE_ROWS = 30
CODE_LINES = 200
LINE_CHARS = 4_000

_FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*\Z)|~{3,})\s*(.*)\Z")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|\Z)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *\Z")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|\Z)")
# Possessive, because lines of thousands of blanks would else be tried again from every blank.
_TABLE_UNDERLINE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+\Z")


class Part(msgspec.Struct, frozen=True):
    """One piece of Markdown that can be laid out by itself.

    ``source`` is Markdown, or for kind "code" the lines between the fences. ``before`` is what stood between the part
    before and this one ("" at the start of a text). ``goes_on``: it continues a part that was cut only for speed.
    """

    kind: PartKind
    source: str
    language: str = ""
    before: str = ""
    goes_on: bool = False

    def markdown(self) -> str:
        """The part as Markdown that stands on its own."""
        return f"```{self.language}\n{self.source}\n```" if self.kind == "code" else self.source


class Splitter:
    """Feeds on text, gives parts. Never raises on any text; what was given never changes again."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size_chars = 0
        self._line = ""
        self._fence: str | None = None
        self._indent = 0
        self._language = ""
        self._blank = False
        self._before = ""
        self._goes_on = False
        self._closed: list[Part] = []

    def feed(self, text: str) -> list[Part]:
        """Take more text; the parts it finished, in order."""
        if not text:
            return []
        lines = (self._line + text).split("\n")
        self._line = lines.pop()
        for line in lines:
            self._take(self._split_long(line.removesuffix("\r")))
        if len(self._line) > LINE_CHARS:
            self._line = self._split_long(self._line)
        return self._give()

    def finish(self) -> list[Part]:
        """The text is over: the parts still open."""
        if self._line:
            self._take(self._line)
            self._line = ""
        if self._fence is None:
            self._close()
        else:
            self._close_code("\n\n")
        self._fence = None
        return self._give()

    def tail(self) -> Part | None:
        """The part still open, or None when nothing is."""
        if self._fence is not None:
            partial = "" if self._may_close(self._line) else self._undented(self._line).removesuffix("\r")
            lines = [*self._lines, partial] if partial else self._lines
            return Part("code", "\n".join(lines), self._language, self._before, self._goes_on)
        if not self._lines and not self._line.strip():
            return None
        blank = [""] if self._blank and self._lines and self._line else []
        lines = [*self._lines, *blank, self._line] if self._line else self._lines
        return Part(self._kind_of(lines), "\n".join(lines), "", self._before, self._goes_on)

    # ── lines ──

    def _take(self, line: str) -> None:
        if self._fence is not None:
            self._take_code(line)
        elif opened := _FENCE.match(line):
            self._close()
            self._indent, self._fence = len(opened[1]), opened[2]
            self._language = opened[3].split(None, 1)[0].strip("{}.") if opened[3].strip() else ""
        elif not line.strip():
            if self._lines and _ITEM.match(self._lines[0]):
                # The next line decides whether the list goes on.
                self._blank = True
            else:
                self._close()
        else:
            self._take_prose(line)

    def _take_code(self, line: str) -> None:
        fence = self._fence or ""
        stripped = line.strip()
        if stripped.startswith(fence) and not stripped.strip(fence[0]):
            self._close_code("\n\n")
            self._fence, self._language, self._goes_on = None, "", False
            return
        self._push(self._undented(line))
        if len(self._lines) >= CODE_LINES or self._size_chars > 4 * PARAGRAPH_CHARS:
            self._close_code("\n")
            self._goes_on = True

    def _take_prose(self, line: str) -> None:
        first = self._lines[0] if self._lines else ""
        if self._blank and not (_ITEM.match(first) and (line[0] in " \t" or _ITEM.match(line))):
            self._close()
        if _HEADING.match(line) and not (_ITEM.match(first) and line[0] == " "):
            self._close()
            self._push(line)
            self._close("\n")
            return
        self._cut_if_endless(line)
        if self._blank and self._lines:
            self._push("")
        self._blank = False
        self._push(line)

    def _cut_if_endless(self, line: str) -> None:
        """Close what has grown too long at a place where a reader sees no seam."""
        lines = self._lines
        if len(lines) < 2:
            return
        if _TABLE_UNDERLINE.match(lines[1]) and "|" in lines[0]:
            if len(lines) >= TABLE_ROWS + 2:
                header = lines[:2]
                self._close("\n", goes_on=True)
                for row in header:
                    self._push(row)
        elif _ITEM.match(lines[0]) or len(lines) >= LIST_LINES:
            top_item = _ITEM.match(line) and line[0] not in " \t"
            if (len(lines) >= LIST_LINES and top_item) or self._size_chars > 4 * PARAGRAPH_CHARS:
                self._close("\n", goes_on=True)
        if self._size_chars > PARAGRAPH_CHARS and not _ITEM.match(self._lines[0] if self._lines else ""):
            self._close("\n", goes_on=True)

    def _split_long(self, line: str) -> str:
        """Cut an endless line into parts of its own; what is left of it. Linear in its length."""
        start = 0
        while len(line) - start > LINE_CHARS:
            at = line.rfind(" ", start + LINE_CHARS // 2, start + LINE_CHARS)
            head, joint = (line[start:at], " ") if at > 0 else (line[start : start + LINE_CHARS], "")
            start += len(head) + len(joint)
            if self._fence is not None:
                self._push(self._undented(head))
                self._close_code(joint)
                self._goes_on = True
            else:
                self._take(head)
                self._close(joint, goes_on=True)
        return line[start:]

    # ── parts ──

    def _push(self, line: str) -> None:
        self._lines.append(line)
        self._size_chars += len(line) + 1

    def _close(self, after: str = "\n\n", goes_on: bool = False) -> None:
        """Finish the prose held; ``after`` is what stands between it and the next part."""
        if self._lines:
            self._emit(Part(self._kind_of(self._lines), "\n".join(self._lines), "", self._before, self._goes_on), after)
            self._goes_on = goes_on
        self._blank = False

    def _close_code(self, after: str) -> None:
        source = "\n".join(self._lines)
        if source or not self._goes_on:
            self._emit(Part("code", source, self._language, self._before, self._goes_on), after)

    def _emit(self, part: Part, after: str) -> None:
        self._closed.append(part)
        self._before = after
        self._lines, self._size_chars = [], 0

    def _give(self) -> list[Part]:
        closed, self._closed = self._closed, []
        return closed

    def _may_close(self, line: str) -> bool:
        """Whether a half-arrived line may become the closing fence: then it is not shown as code yet."""
        stripped = line.strip()
        return bool(stripped) and not stripped.strip((self._fence or "`")[0])

    def _undented(self, line: str) -> str:
        spaces = len(line) - len(line.lstrip(" "))
        return line[min(spaces, self._indent) :]

    @staticmethod
    def _kind_of(lines: list[str]) -> PartKind:
        first = lines[0]
        if _HEADING.match(first):
            return "heading"
        if len(lines) > 1 and "|" in first and _TABLE_UNDERLINE.match(lines[1]):
            return "table"
        if len(lines) == 1 and _RULE.match(first):
            return "rule"
        if first.lstrip().startswith(">"):
            return "quote"
        return "list" if _ITEM.match(first) else "text"


def split(text: str) -> list[Part]:
    """All parts of a text that is complete."""
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.finish()]
