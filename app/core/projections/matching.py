"""Finds the output a person waits for: regular expressions by RE2, whose time grows with the text and no faster."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.core import events as e
from app.core.projections.attention_policy import Rule
from app.core.records import Record
from app.core.tr import tr

MOST_CHARS = 64 * 1024
"""Of one text; of a longer one its beginning and its end are looked through."""
MOST_PATTERN_CHARS = 2_000
_MEMORY_BYTES = 4 * 1024 * 1024
_LINE_CHARS = 2_000


class Matcher:
    """The rules that look at output, ready to be used. What cannot be used is named in ``problems`` and left out."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.problems: list[str] = []
        self._patterns: list[tuple[Rule, Any]] = []
        for rule in rules:
            if rule.matches:
                pattern = self._compiled(rule)
                if pattern is not None:
                    self._patterns.append((rule, pattern))

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def found_in(self, text: str) -> list[tuple[Rule, str]]:
        """The rules that find something, each with the line it was found in."""
        if len(text) > MOST_CHARS:
            text = f"{text[: MOST_CHARS // 2]}\n{text[-MOST_CHARS // 2 :]}"
        text = text.encode("utf-8", "replace").decode()
        found = []
        for rule, pattern in self._patterns:
            match = pattern.search(text)
            if match is not None:
                found.append((rule, _line_around(text, match.start())))
        return found

    def _compiled(self, rule: Rule) -> Any:
        try:
            import re2  # used by those who wrote such a rule, and by nobody else
        except ImportError:
            self.problems.append(
                tr("{rule} is not used: the library google-re2 is not installed.").format(rule=_named(rule))
            )
            return None
        options = re2.Options()
        options.max_mem, options.log_errors = _MEMORY_BYTES, False
        if len(rule.matches) > MOST_PATTERN_CHARS:
            why = tr("{rule} is not used: it is longer than {most} characters.")
            self.problems.append(why.format(rule=_named(rule), most=f"{MOST_PATTERN_CHARS:,}"))
            return None
        try:
            return re2.compile(rule.matches.encode("utf-8", "replace").decode(), options)
        except re2.error as error:
            why = error.args[0] if error.args else error
            self.problems.append(tr("{rule} is not used: {why}.").format(rule=_named(rule), why=_plain(why)))
            return None


def output_of(record: Record) -> str:
    """What a record says or gives that a rule may wait for; "" for most."""
    event = record.event
    if isinstance(event, e.MessageWritten):
        return "" if event.synthetic else event.text
    if not isinstance(event, e.ToolCallFinished):
        return ""
    if isinstance(event.output, dict):
        return "\n".join(value for value in event.output.values() if isinstance(value, str))
    return event.output if isinstance(event.output, str) else event.error


def _plain(why: object) -> str:
    return why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)


def _named(rule: Rule) -> str:
    return tr("The rule “{name}”").format(name=rule.name or rule.matches[:40])


def _line_around(text: str, at: int) -> str:
    start = text.rfind("\n", max(0, at - _LINE_CHARS), at) + 1 or max(0, at - _LINE_CHARS)
    end = text.find("\n", at, at + _LINE_CHARS)
    return text[start : end if end >= 0 else at + _LINE_CHARS]
