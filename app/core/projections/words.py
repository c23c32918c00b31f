"""Short, safe words for things an agent does: one line, bounded, nothing invisible in it.

Everything here was written by an agent or a person at it and is shown in menus, notifications and terminals, so control
characters and those that turn the direction of writing are made visible instead of being obeyed.
"""

from __future__ import annotations

import re
from typing import Any

from app.core.tr import tr

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u180e\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_ASCII_NAMES = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
)  # fmt: skip
CONTROL_NAMES = dict(enumerate(_ASCII_NAMES)) | {0x7F: "DEL"}
"""What ASCII calls them. Unicode's pictures of these names (as in U+241B) are too small to be read in most fonts."""

_SPACE = re.compile(r"\s+")
_LINE_END = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_MOST_FOLDED = 256 * 1024
LEFT_OUT = "characters left out"
"""Stands in every text that a hub's ``both_ends`` had to cut."""

_TELLING_ARGUMENTS = (
    "command", "file_path", "notebook_path", "path", "pattern", "query", "url", "description", "subject",
    "skill", "prompt", "name", "taskId", "task_id", "shell_id",
)  # fmt: skip
"""Arguments that say most about a call, best first."""


def _name_of(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"⟨{CONTROL_NAMES.get(code) or f'U+{code:04X}'}⟩"


def visible(text: str) -> str:
    """The text with control, direction-turning and invisible characters shown as names; tabs and newlines stay."""
    return _UNSAFE.sub(_name_of, text.replace("\r\n", "\n"))


def one_line(text: str, limit: int = 80) -> str:
    """The text on one line of at most ``limit`` characters, whitespace folded, unsafe characters visible."""
    head = text[: limit * 8]  # bounded before any work: the text may be megabytes
    line = visible(_SPACE.sub(" ", head).strip())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def both_ends(text: str, limit: int = 240) -> str:
    """The text on one line of at most ``limit`` (64 or more) characters, its line ends shown as ⏎.

    Where it must be cut, its end is kept as well as its beginning, and how much is missing is said: what is decided on
    must not hide behind padding.
    """
    kept = text if len(text) <= _MOST_FOLDED else text[: _MOST_FOLDED // 2] + text[-_MOST_FOLDED // 2 :]
    line = visible(_SPACE.sub(_fold, kept.strip()))
    if len(line) <= limit and kept is text:
        return line
    missing = len(line) - limit + len(text) - len(kept) + 32
    note = " " + tr("… {count} characters left out …").format(count=f"{missing:,}") + " "
    tail = max(16, (limit - len(note)) // 3)
    return f"{line[: limit - len(note) - tail].rstrip()}{note}{line[-tail:].lstrip()}"


def _fold(space: re.Match[str]) -> str:
    run = space.group()
    return " " if run.isspace() and not _LINE_END.search(run) else " ⏎ "


def first_line(text: str, limit: int = 80) -> str:
    """The first line that says something."""
    for line in text[:4096].splitlines():
        if line.strip():
            return one_line(line, limit)
    return ""


_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,200}>")


def prompt_words(prompt: str, limit: int = 80) -> str:
    """A prompt in a few words: its first line; of one that a program made of tags, its summary or what is in them."""
    head = prompt[:4096]
    if head.lstrip().startswith("<"):
        summary = _SUMMARY.search(head)
        return one_line(summary.group(1) if summary else _TAG.sub(" ", head), limit) or first_line(head, limit)
    return first_line(head, limit)


def telling_argument(tool_input: Any) -> str:
    """The argument that says most about a call ("pytest -q", "app/views.py"), raw; "" when there is none."""
    if isinstance(tool_input, str):
        return tool_input
    if not isinstance(tool_input, dict):
        return ""
    for name in _TELLING_ARGUMENTS:
        value = tool_input.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return next((value for value in tool_input.values() if isinstance(value, str) and value.strip()), "")


def call_words(name: str, tool_input: Any, limit: int = 60) -> str:
    """A tool call in words: ``Bash “pytest -q”``."""
    argument = one_line(telling_argument(tool_input), limit)
    title = one_line(name or "tool", 40)
    return f"{title} “{argument}”" if argument else title


def ask_words(kind: str, tool_name: str, tool_input: Any, limit: int = 240) -> str:
    """What the agent wants to know from a person: ``allow “git push”?``, the question itself, ``approve the plan?``.

    ``limit`` bounds what is quoted; both its ends are shown.
    """
    if kind == "plan":
        return tr("approve the plan?")
    if kind == "question":
        return both_ends(_question_in(tool_input), limit) or tr("asks a question")
    argument = both_ends(telling_argument(tool_input), limit)
    if argument:
        return tr("allow “{what}”?").format(what=argument)
    return tr("allow {tool}?").format(tool=one_line(tool_name or tr("a tool"), 40))


def _question_in(tool_input: Any) -> str:
    if not isinstance(tool_input, dict):
        return ""
    questions = tool_input.get("questions")
    if isinstance(questions, list) and questions and isinstance(questions[0], dict):
        question = questions[0].get("question")
        return question if isinstance(question, str) else ""
    question = tool_input.get("question")
    return question if isinstance(question, str) else ""
