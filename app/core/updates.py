"""What a signed note about a newer version may say, and what follows from it. Pure.

The note lies on the web as ``{"manifest": base64, "signature": base64}``. The signature (Ed25519) is over ``SIGNED_AS``
and the manifest's bytes as they are, so nothing has to be put into a canonical form. A key says who wrote it; the rest
of what makes it trustworthy stands here: it must not be over, and none that is older than one seen before counts.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Literal

import msgspec

from app.core.tr import mark

PROJECT_KEY = ""
"""The project's own public key (Ed25519, base64), used where the settings name none. None was made yet."""

SIGNED_AS = b"signalcabin-update-1\n"
"""Stands before the manifest when it is signed: a signature for anything else is none for this."""

LARGEST_BYTES = 64 * 1024
"""Of the whole note."""

KEY_BYTES, SIGNATURE_BYTES = 32, 64
_LONGEST_NEWS, _LONGEST_LINE_CHARS, _LONGEST_PAGE_CHARS = 20, 300, 500
_CLOCKS_DIFFER_S = 86_400
_VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")
_PAGE = re.compile(r"https://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?")


class UpdateRefused(Exception):
    """The note is not one to go by; the text says why."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on the web."""

    manifest: str
    signature: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was signed. ``news``: a line each; ``page``: where a person gets it. Times in seconds since 1970, UTC."""

    format: Literal[1] = 1
    version: str
    issued_s: int
    expires_s: int
    page: str
    news: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is told. ``declined``: it is newer, and was answered with "Not this one"."""

    state: Literal["newer", "current"]
    installed: str
    version: str
    page: str
    news: tuple[str, ...]
    issued_s: int
    declined: bool = False


def opened(body: bytes) -> tuple[bytes, bytes]:
    """The manifest's bytes and their signature. Raises UpdateRefused."""
    if len(body) > LARGEST_BYTES:
        raise UpdateRefused(mark("What came is too large to be a note about an update."))
    try:
        envelope = msgspec.json.decode(body, type=Envelope)
        return decoded(envelope.manifest), decoded(envelope.signature)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise UpdateRefused(mark("What came is no note about an update.")) from error


def decoded(text: str) -> bytes:
    """Base64, strictly. Raises ValueError."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error


def manifest_of(signed: bytes) -> Manifest:
    """Bytes whose signature was found good, as a manifest. Raises UpdateRefused."""
    try:
        manifest = msgspec.json.decode(signed, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UpdateRefused(mark("The note about an update is signed, but is none this version can read.")) from error
    fits = len(manifest.news) <= _LONGEST_NEWS and all(len(line) <= _LONGEST_LINE_CHARS for line in manifest.news)
    plain = all(line.isprintable() for line in manifest.news)
    page = len(manifest.page) <= _LONGEST_PAGE_CHARS and _PAGE.fullmatch(manifest.page)
    if not (_VERSION.fullmatch(manifest.version) and page and fits and plain):
        raise UpdateRefused(mark("The note about an update is signed, but is none this version can read."))
    return manifest


def verdict(manifest: Manifest, installed: str, *, now_s: int, newest_issued_s: int = 0, declined: str = "") -> Verdict:
    """What follows for somebody who has ``installed``. Raises UpdateRefused.

    ``newest_issued_s``: of the newest manifest seen so far, for an old one told again may hide what came since.
    """
    if manifest.expires_s <= now_s:
        raise UpdateRefused(mark("The note about an update is out of date: somebody holds a newer one back."))
    if manifest.issued_s < newest_issued_s:
        raise UpdateRefused(mark("The note about an update is older than one seen before."))
    if manifest.issued_s > now_s + _CLOCKS_DIFFER_S:
        raise UpdateRefused(mark("The note about an update is from the future: is this machine's clock right?"))
    newer = numbers(manifest.version) > numbers(installed)
    return Verdict(
        state="newer" if newer else "current",
        installed=installed,
        version=manifest.version,
        page=manifest.page,
        news=manifest.news,
        issued_s=manifest.issued_s,
        declined=newer and manifest.version == declined,
    )


def numbers(version: str) -> tuple[int, ...]:
    """To compare by: "0.10" is above "0.9", "1.0" is "1"; what follows the numbers ("rc1") counts for nothing."""
    found = _VERSION.match(version)
    parts = [int(part) for part in found[0].split(".")] if found else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
