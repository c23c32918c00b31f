"""Takes secrets of known shapes out of what is stored, and leaves a mark that a person sees. Pure.

Narrower than ``scrub``, which is for files that others will read: here stands what its owner works with, so only what
is certainly a secret is hidden (``token = get_token()`` stays). And what is hidden is made of letters, digits and a few
harmless marks: no shell command can hide in it from the person who is asked to allow it.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from app.core.events import (
    AnyEvent,
    Event,
    MessageWritten,
    SubagentFinished,
    ThoughtWritten,
    TurnFinished,
    TurnInterrupted,
)

HIDDEN = "«secret»"
"""What stands where a secret was."""

_WORD = r"[A-Za-z0-9_-]"
_VALUE = r"[A-Za-z0-9+/_.~=-]"
_RANDOM = rf"(?=[A-Za-z_+/.~=-]*[0-9])(?=[0-9_+/.~=-]*[A-Za-z]){_VALUE}{{16,}}+"
"""At least sixteen, letters and digits mixed: a key, not a name or a call."""
_IS = r"""\\{0,4}["']?[ \t]{0,4}[=:][ \t]{0,4}\\{0,4}["']?"""
_NAME = (
    r"(?i:api[_-]?key|(?:access|account|private|signing|encryption|secret)[_-]?key|client[_-]?secret|secret|passwd"
    r"|password|passphrase|(?:auth|access|refresh|bearer|session|api|bot|deploy)[_-]?token)"
)
_ENDS = r"(?![A-Za-z0-9_(\[])"
"""A call or an index is code that fetches a secret, not the secret."""

_SHAPES: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (tuple(marks.split()), re.compile(pattern))
    for marks, pattern in (
        ("sk-", rf"(?<![A-Za-z0-9])sk-{_WORD}{{20,}}"),
        ("_live_ _test_", r"(?<![A-Za-z0-9])(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}"),
        ("ghp_ gho_ ghu_ ghs_ ghr_", r"(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}"),
        ("github_pat_", r"github_pat_[A-Za-z0-9_]{20,}"),
        ("glpat-", rf"glpat-{_WORD}{{16,}}"),
        ("akia asia", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
        ("aiza", rf"(?<![A-Za-z0-9])AIza{_WORD}{{30,}}"),
        ("xox xapp-", r"(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}"),
        ("npm_", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}"),
        ("pypi-", rf"(?<![A-Za-z0-9])pypi-{_WORD}{{30,}}"),
        ("hf_", r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}"),
        ("hvs.", rf"(?<![A-Za-z0-9])hvs\.{_WORD}{{20,}}"),
        ("age-secret-key-1", r"AGE-SECRET-KEY-1[A-Z0-9]{20,}"),
        ("eyj", rf"(?<![A-Za-z0-9_-])eyJ{_WORD}{{16,}}\.{_WORD}{{16,}}\.{_WORD}{{16,}}"),
        ("hooks.slack.com", r"(?P<kept>hooks\.slack\.com/services/)[A-Za-z0-9/]{10,}"),
        ("/api/webhooks/", r"(?P<kept>/api/webhooks/)[A-Za-z0-9/_-]{16,}"),
        ("bearer basic", rf"(?P<kept>\b(?i:bearer|basic)[ \t]{{1,8}}){_RANDOM}"),
        ("://", r"(?P<kept>://[A-Za-z0-9._~%+-]{0,100}:)[A-Za-z0-9+_.~=%-]{1,200}(?=@)"),
        (
            "key secret passw passphrase token",
            rf"(?P<kept>(?:(?<![A-Za-z])|(?<=_)){_NAME}{_IS}){_RANDOM}{_ENDS}",
        ),
    )
)
"""(marks, one of which stands in lower case in every text that has the shape; the shape). ``kept`` says what it is."""

_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{60,76}={0,2}")
"""A line of a private key. In what an agent says it is hidden wherever it stands, for there lines come one by one."""
_KEY_ON_ONE_LINE = re.compile(
    r"(?P<kept>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----\\n)[A-Za-z0-9+/=\\]{16,20000}"
)
_KEY_HEADING = "-----begin"
MARKS = tuple(sorted({mark for marks, _ in _SHAPES for mark in marks} | {_KEY_HEADING}))


_NOT_TEXT = re.compile(r"(?:_ids?|^(?:type|lane|cwd|path|old|new|transcript_path))$")
"""Fields that name something: changed, they would name nothing."""
_SHORTEST_KEY_LINE, _LONGEST_KEY_LINE = 60, 78
_SPEECH: dict[type[Event], tuple[str, ...]] = {
    MessageWritten: ("text",),
    ThoughtWritten: ("text",),
    TurnFinished: ("last_message",),
    TurnInterrupted: ("message",),
    SubagentFinished: ("last_message",),
}
"""Where an agent's words stand whole, that also come in pieces."""
SPEECH = tuple(_SPEECH)

_encode = msgspec.json.Encoder().encode


OPEN_VALUE = re.compile(rf"(?:{_NAME}{_IS}|\b(?i:bearer|basic)[ \t]{{1,8}}){_VALUE}*$")
"""A text that ends in what may become a secret's value."""


def redacted_text(text: str) -> str:
    """``text`` with secrets of known shapes as ``HIDDEN``. Linear in its length."""
    lower = text.lower()
    if _KEY_HEADING in lower:
        text = _without_key_lines(_KEY_ON_ONE_LINE.sub(_hide, text))
    for marks, pattern in _SHAPES:
        if any(mark in lower for mark in marks):
            text = pattern.sub(_hide, text)
    return text


def redacted_speech(text: str) -> str:
    """What an agent says, redacted: the same for a whole text and for its lines one by one."""
    return _without_key_lines(redacted_text(text))


def redacted(value: Any) -> Any:
    """A JSON value with every string in it redacted; the names of its fields stay."""
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, list | tuple):
        return [redacted(item) for item in value]
    if isinstance(value, dict):
        return {key: item if _NOT_TEXT.search(str(key)) else redacted(item) for key, item in value.items()}
    return value


def has_hidden(value: Any) -> bool:
    """Whether something was hidden anywhere in a JSON value."""
    if isinstance(value, str):
        return HIDDEN in value
    if isinstance(value, list | tuple):
        return any(map(has_hidden, value))
    return isinstance(value, dict) and any(map(has_hidden, value.values()))


def redacted_event(event: AnyEvent) -> AnyEvent:
    """The event with its texts redacted, the ids it carries untouched."""
    changed: dict[str, Any] = {}
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, str) and name in _SPEECH.get(type(event), ()):
            if (told := redacted_speech(value)) != value:
                changed[name] = told
        elif not _NOT_TEXT.search(name) and may_hold_secret(value):
            changed[name] = _like(value, redacted(_plain(value)))
    return msgspec.structs.replace(event, **changed) if changed else event


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _like(before: Any, after: Any) -> Any:
    """Back in the shape the field has: a tuple of structs stays one."""
    if isinstance(before, tuple):
        return tuple(
            msgspec.convert(item, type(old)) if isinstance(old, msgspec.Struct) else item
            for old, item in zip(before, after, strict=True)
        )
    return after


def may_hold_secret(value: Any) -> bool:
    """A quick look: false for nearly everything."""
    if value is None or isinstance(value, int | float):
        return False
    try:
        text = (value if isinstance(value, str) else _encode(value).decode()).lower()
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False  # it cannot be written either; the store keeps a note in its place
    return any(mark in text for mark in MARKS)


def _without_key_lines(text: str) -> str:
    if len(text) < _SHORTEST_KEY_LINE:
        return text
    lines = text.split("\n")
    return "\n".join(HIDDEN if _is_key(line) else line for line in lines) if any(map(_is_key, lines)) else text


def _is_key(line: str) -> bool:
    """Not a checksum (hexadecimal) and not a ruler: a key has letters of both kinds and digits."""
    line = line.rstrip("\r")
    if not _SHORTEST_KEY_LINE <= len(line) <= _LONGEST_KEY_LINE or _KEY_LINE.fullmatch(line) is None:
        return False
    return any(map(str.isupper, line)) and any(map(str.islower, line)) and any(map(str.isdigit, line))


def _hide(found: re.Match[str]) -> str:
    return (found.groupdict().get("kept") or "") + HIDDEN
