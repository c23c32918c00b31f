"""Takes secrets and people's home folders out of what is written for others to read. Pure.

Text of any length is taken in time proportional to it: a shape begins with something that can be searched for, and
nothing in it is repeated without a bound (or what it repeats it also consumes). The hub does this while agents wait.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

HOME = "/home/dev"
_HIDDEN = "«secret»"


class _Shape(NamedTuple):
    """``marks``: one of them stands in every text (in lower case) that has the shape, so most are never searched.

    What stands around a secret and says what it is, the group ``kept``, stays.
    """

    marks: tuple[str, ...]
    pattern: re.Pattern[str]


def _shape(marks: str, pattern: str, flags: int = 0) -> _Shape:
    return _Shape(tuple(marks.split()), re.compile(pattern, flags))


_QUOTE = r"""\\{0,4}["']?"""
"""Also the quote of a JSON text inside a JSON text."""
_IS = rf"{_QUOTE}[ \t]{{0,8}}[=:][ \t]{{0,8}}{_QUOTE}"
_VALUE = r"""[^\s"'\\,;&]{6,}"""
_NAME = (
    r"(?i:api[_-]?key|secret|(?:access|account|private|signing|encryption)[_-]?key|passwd|password|passphrase"
    r"|pgpass|credentials?|token)"
)
_REST_OF_NAME = r"(?:[_-][A-Za-z0-9_-]{1,60}|(?:[A-Z][A-Za-z0-9]{1,60}))?"
_NAME_MARKS = "apikey api_key api-key secret accesskey access_key access-key accountkey account_key account-key "
_NAME_MARKS += "privatekey private_key private-key signingkey signing_key signing-key encryptionkey encryption_key "
_NAME_MARKS += "encryption-key passwd password passphrase pgpass credential token"

_SHAPES = (
    _shape(
        "-----begin",
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
        r".*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
        re.DOTALL,
    ),
    _shape("sk-", r"sk-(?<![A-Za-z0-9]sk-)[A-Za-z0-9_-]{16,}"),
    _shape("_live_ _test_", r"(?<![A-Za-z0-9])(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}"),
    _shape("ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{20,}"),
    _shape("github_pat_", r"github_pat_[A-Za-z0-9_]{20,}"),
    _shape("glpat-", r"glpat-[A-Za-z0-9_-]{16,}"),
    _shape("akia asia", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _shape("aiza", r"AIza[A-Za-z0-9_-]{30,}"),
    _shape("xox", r"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    _shape("xapp-", r"xapp-[A-Za-z0-9-]{10,}"),
    _shape("npm_", r"npm_[A-Za-z0-9]{30,}"),
    _shape("pypi-", r"pypi-[A-Za-z0-9_-]{30,}"),
    _shape("hf_", r"hf_(?<![A-Za-z0-9]hf_)[A-Za-z0-9]{20,}"),
    _shape("hvs.", r"hvs\.[A-Za-z0-9_-]{20,}"),
    _shape("dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[a-z0-9]{20,}"),
    _shape("sg.", r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    _shape("age-secret-key-1", r"AGE-SECRET-KEY-1[A-Z0-9]{20,}"),
    _shape("eyj", r"eyJ(?<![A-Za-z0-9_-]eyJ)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    _shape(":aa", r"(?<!\d)\d{8,12}:AA[A-Za-z0-9_-]{30,}"),
    _shape("hooks.slack.com", r"(?P<kept>hooks\.slack\.com/services/)[A-Za-z0-9/]{10,}"),
    _shape("/webhooks/", r"(?P<kept>/api/webhooks/)[A-Za-z0-9/_-]{10,}"),
    _shape(
        "authorization", rf"(?P<kept>(?i:authorization){_IS}(?i:(?:bearer|basic|token|digest)[ \t]{{1,8}})?){_VALUE}"
    ),
    _shape(
        "bearer basic", r"(?P<kept>\b(?i:bearer|basic)[ \t]{1,8})(?=[A-Za-z+/._~-]*[0-9A-Z=])[A-Za-z0-9+/=._~-]{12,}"
    ),
    _shape("cookie", r"""(?P<kept>(?i:cookie):[ \t]{0,8})[^\s"'\\][^\r\n"'\\]{5,}"""),
    _shape("\"auth 'auth", rf"""(?P<kept>["']auth{_IS})[A-Za-z0-9+/=]{{12,}}"""),
    _shape("://", r"(?P<kept>://[^\s:/@]{1,100}:)[^\s/@]{1,200}(?=@)"),
    _shape("sig= signature=", r"""(?P<kept>[?&](?i:sig|(?:x-amz-)?signature)=)[^&\s"'\\]{6,}"""),
    _shape("-u", r"""(?P<kept>[ \t]-u[ \t]{1,8}["']?[^\s:"']{1,64}:)(?!\d{1,9}(?!\w))[^\s"'\\]{3,}"""),
    _shape("sshpass", r"""(?P<kept>sshpass[ \t]{1,8}-p[ \t]{0,8}["']?)[^\s"'\\]{3,}"""),
    _shape("login", r"(?P<kept>\blogin[ \t]{1,8}\S{1,100}[ \t]{1,8}password[ \t]{1,8})\S{3,}"),
    _shape(
        "--api --token --secret --pass --auth",
        rf"""(?P<kept>--(?:auth-?)?{_NAME}{_REST_OF_NAME}[ \t]{{1,8}}{_QUOTE})(?!-)[^\s"'\\]{{6,}}""",
    ),
    _shape(_NAME_MARKS, rf"(?P<kept>{_NAME}{_REST_OF_NAME}{_IS})(?!\d{{1,15}}(?!\w)){_VALUE}"),
)
_BLOB_LINE = re.compile(r"^[A-Za-z0-9+/]{60,76}={0,2}$", re.MULTILINE)
"""A line of a key, which streamed text brings without its heading."""
_SECRET_NAMES = re.compile(rf"(?:{_NAME}{_REST_OF_NAME}|(?i:authorization|cookie|^auth))$")
_COUNTS = re.compile(r"(?i)^(?:max|min|input|output|total|cache|next|prev|num)")
"""What such words begin counts something (max_token), or turns a page."""
_HOMES = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})(?!dev\b)[^/\\\s\"'<>|:*?]+")
_DASHED_HOMES = re.compile(r"-(?:home|Users)-(?!dev\b)[A-Za-z0-9_]+(?=-|/|$)")


def scrub_text(text: str, home: str = "") -> str:
    """``text`` without secrets of known shapes, home folders as /home/dev. ``home``: this user's, wherever it lies."""
    text = _without_homes(text, home.rstrip("/"))
    lower = text.lower()
    for shape in _SHAPES:
        if any(mark in lower for mark in shape.marks):
            text = shape.pattern.sub(_hide, text)
    return _BLOB_LINE.sub(_hide_key, text)


def scrub(value: Any, home: str = "") -> Any:
    """A JSON value with every string in it scrubbed, keys too; values under secret names are hidden whole."""
    if isinstance(value, str):
        return scrub_text(value, home)
    if isinstance(value, list | tuple):
        return [scrub(item, home) for item in value]
    if isinstance(value, dict):
        return {scrub_text(str(key), home): _scrub_named(str(key), item, home) for key, item in value.items()}
    return value


def _without_homes(text: str, home: str) -> str:
    if len(home) > 1 and home != HOME:
        if home in text:
            text = re.sub(rf"(?<![\w.-]){re.escape(home)}(?=/|\W|$)", HOME, text)
        # Claude Code names a folder after a path by writing a dash for all that is no letter or digit.
        dashed = re.sub(r"[^A-Za-z0-9]", "-", home)
        if dashed in text:
            before = r"(?<![\w-])" if "-" in dashed[1:] else "(?<=/)"  # of the home /root a flag -root is no part
            text = re.sub(rf"{before}{re.escape(dashed)}(?=\W|$)", "-home-dev", text)
    if "/home/" in text or "Users" in text:
        text = _HOMES.sub(HOME, text)
    if "-home-" in text or "-Users-" in text:
        text = _DASHED_HOMES.sub("-home-dev", text)
    return text


def _scrub_named(name: str, value: Any, home: str) -> Any:
    if not _SECRET_NAMES.search(name[:200]) or _COUNTS.match(name):
        return scrub(value, home)
    if isinstance(value, str) and value:
        return _HIDDEN
    if isinstance(value, list | tuple):
        return [_scrub_named(name, item, home) for item in value]
    return scrub(value, home)


def _hide(found: re.Match[str]) -> str:
    return (found.groupdict().get("kept") or "") + _HIDDEN


def _hide_key(found: re.Match[str]) -> str:
    """Not a checksum (hexadecimal) and not a ruler: a key has letters of both kinds and digits."""
    line = found.group()
    mixed = any(map(str.isupper, line)) and any(map(str.islower, line)) and any(map(str.isdigit, line))
    return _HIDDEN if mixed else line
