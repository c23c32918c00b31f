"""Completes half-arrived Markdown for display: ``**bol`` is already bold, ``[text](ht`` already its text.

Only the last, still open part of a text goes through here, once per frame; it is at most a few kilobytes.
"""

from __future__ import annotations

import re

# Possessive, because lines of thousands of blanks would else be tried again from every blank.
_UNDECIDED_LINE = re.compile(
    r"\s*+(?:"
    r"(?:#{1,6}|>+|[-+*]|\d{1,9}[.)]?)\s*+"  # a mark that still waits for its words
    r"|[-=_*~` ]++"  # a rule, an underline, a fence to come
    r"|(?:`{3,}|~{3,}).*+"  # a fence with half its language
    r"|[-+*]\s++\[[ xX]?\]?\s*+"  # a task's box
    r")?\Z"
)
_BLOCK_START = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)]|>|#{1,6})(?:\s|\Z)")
_UNDERLINE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+\Z")
_TOKEN = re.compile(r"\\.|`+|\*+|~~+|_+|!?\[|\]\([^()\s]*(?:\s[^()]*)?\)|\]", re.DOTALL)
_HALF_TARGET = re.compile(r"\]\([^()]*\Z")


def mend(source: str) -> str:
    """``source``, the open end of a text, as Markdown that shows what can already be told and hides what cannot."""
    lines = source.split("\n")
    if lines[0].lstrip().startswith("|") and (len(lines) == 1 or (len(lines) == 2 and not _same_columns(*lines))):
        return ""
    if _UNDECIDED_LINE.match(lines[-1]):
        lines.pop()
        if not lines:
            return ""
    start = _last_block(lines)
    head = lines[:start]
    return "\n".join([*head, _close_inline("\n".join(lines[start:]))])


def _same_columns(header: str, underline: str) -> bool:
    return bool(_UNDERLINE.match(underline)) and header.strip(" |").count("|") == underline.strip(" |").count("|")


def _last_block(lines: list[str]) -> int:
    """Where the last paragraph, item or quote line begins: markup does not reach across that."""
    for index in range(len(lines) - 1, 0, -1):
        if not lines[index - 1].strip() or _BLOCK_START.match(lines[index]) or lines[0].lstrip().startswith("|"):
            return index
    return 0


def _close_inline(text: str) -> str:
    text = _HALF_TARGET.sub("", text)
    opened: list[tuple[str, int]] = []
    position = 0
    while token := _TOKEN.search(text, position):
        mark, position = token[0], token.end()
        if mark[0] == "\\":
            continue
        if mark[0] == "`":
            end = _end_of_code(text, mark, position)
            if end < 0:
                opened.append((mark, token.start()))
                break
            position = end
        elif mark[0] == "]":
            _forget_bracket(opened)
        elif mark.endswith("["):
            opened.append((mark, token.start()))
        else:
            _emphasis(text, mark, token.start(), opened)
    return _completed(text, opened)


def _end_of_code(text: str, mark: str, position: int) -> int:
    """The end of the code span ``mark`` opened, or -1 while it is open."""
    while (found := text.find(mark, position)) >= 0:
        end = found + len(mark)
        while end < len(text) and text[end] == "`":
            end += 1
        if end - found == len(mark):
            return end
        position = end
    return -1


def _forget_bracket(opened: list[tuple[str, int]]) -> None:
    for index in range(len(opened) - 1, -1, -1):
        if opened[index][0].endswith("["):
            del opened[index]
            return


def _emphasis(text: str, mark: str, start: int, opened: list[tuple[str, int]]) -> None:
    end = start + len(mark)
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else ""
    if not before.isspace() and any(open_mark == mark for open_mark, _ in opened):
        while opened and opened.pop()[0] != mark:
            pass
        return
    opens = after == "" or not after.isspace()
    if mark[0] == "_" and before.isalnum():
        opens = False
    if len(mark) <= 3 and opens:
        opened.append((mark, start))


def _completed(text: str, opened: list[tuple[str, int]]) -> str:
    """Close what is open, innermost first; a mark with nothing behind it yet is not shown."""
    closing = ""
    for mark, start in reversed(opened):
        end = start + len(mark)
        if mark.endswith("["):
            text = text[:start] if mark[0] == "!" else text[:start] + text[end:]
        elif not text[end:].strip():
            text = text[:start] + text[end:]
        else:
            if mark == "~~" and text.endswith("~") and not text.endswith("~~"):
                text = text[:-1]  # half of what closes it
            closing += mark
    return text.rstrip() + closing if closing else text
