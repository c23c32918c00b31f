"""Takes secrets and people's home folders out of what is written for others to read. Pure."""

from __future__ import annotations

import re
from typing import Any

HOME = "/home/dev"
_HIDDEN = "«secret»"

_SECRETS = re.compile(
    r"""
      (?P<block>-----BEGIN\ [A-Z0-9\ ]*PRIVATE\ KEY-----.*?(?:-----END\ [A-Z0-9\ ]*PRIVATE\ KEY-----|\Z))
    | (?P<bearer>\b(?:Bearer|Basic)\s+)[A-Za-z0-9+/=._~-]{12,}
    | \bsk-[A-Za-z0-9_-]{16,}
    | \b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}
    | \bgh[pousr]_[A-Za-z0-9]{20,}
    | \bgithub_pat_[A-Za-z0-9_]{20,}
    | \bglpat-[A-Za-z0-9_-]{16,}
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b
    | \bAIza[A-Za-z0-9_-]{30,}
    | \bxox[abeoprs]-[A-Za-z0-9-]{10,}
    | \bnpm_[A-Za-z0-9]{30,}
    | \bpypi-[A-Za-z0-9_-]{30,}
    | \bhf_[A-Za-z0-9]{20,}
    | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*
    | (?P<login>[a-z][a-z0-9+.-]*://[^\s:/@]{1,100}:)[^\s/@]{1,200}(?=@)
    | (?P<named>(?i:\b[\w.-]*(?:api[_-]?key|secret|token|passwd|password)\b["']?\s*[=:]\s*["']?))[^\s"',;&]{6,}
    """,
    re.VERBOSE | re.DOTALL,
)
_SECRET_NAMES = re.compile(r"(?i)(?:^|[_-])(?:api[_-]?key|secret|auth[_-]?token|access[_-]?token|passwd|password)$")
_HOMES = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})(?!dev\b)[^/\\\s\"'<>|:*?]+")
_DASHED_HOMES = re.compile(r"-(?:home|Users)-(?!dev\b)[A-Za-z0-9_]+(?=-|/|$)")


def scrub_text(text: str, home: str = "") -> str:
    """``text`` without secrets of known shapes, home folders as /home/dev. ``home``: this user's, wherever it lies."""
    if len(home) > 1:
        text = re.sub(rf"{re.escape(home.rstrip('/'))}(?=/|\W|$)", HOME, text)
    text = _HOMES.sub(HOME, text)
    text = _DASHED_HOMES.sub("-home-dev", text)
    return _SECRETS.sub(_hide, text)


def scrub(value: Any, home: str = "") -> Any:
    """A JSON value with every string in it scrubbed, keys too; values under secret names are hidden whole."""
    if isinstance(value, str):
        return scrub_text(value, home)
    if isinstance(value, list | tuple):
        return [scrub(item, home) for item in value]
    if isinstance(value, dict):
        return {scrub_text(str(key), home): _scrub_named(str(key), item, home) for key, item in value.items()}
    return value


def _scrub_named(name: str, value: Any, home: str) -> Any:
    if isinstance(value, str) and value and _SECRET_NAMES.search(name):
        return _HIDDEN
    return scrub(value, home)


def _hide(found: re.Match[str]) -> str:
    kept = found.group("bearer") or found.group("login") or found.group("named") or ""
    return kept + _HIDDEN
