"""Asks over HTTPS whether there is a newer version, and remembers what it was told. It fetches nothing else, ever.

What takes time or room to load (TLS, the library that verifies signatures) is imported where it is used.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.core import updates
from app.core.tr import mark
from app.core.updates import LARGEST_BYTES, UpdateRefused, Verdict
from app.system.paths import DataPaths

if TYPE_CHECKING:
    import http.client
    import ssl
    import urllib.request

WAIT_S = 10.0
"""For the connection, and for each piece of what comes."""
ALTOGETHER_S = 30.0
_MOST_REDIRECTS = 3


class UpdateNotKnown(Exception):
    """Nobody could be asked; the text says why."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered from one question to the next: the only state an update check has."""

    asked_s: int = 0
    newest_issued_s: int = 0
    declined: str = ""


def look(
    paths: DataPaths, url: str, key: str, installed: str, *, context: ssl.SSLContext | None = None, now_s: int = 0
) -> Verdict:
    """Ask ``url``. Raises UpdateNotKnown, or UpdateRefused for an answer that is not to be gone by.

    ``key``: who must have signed it (Ed25519, base64). ``context``: whom to trust with TLS; None: as the system does.
    """
    now_s = now_s or int(time.time())
    signer = _public_key(key)
    memory = recall(paths)
    _remember(paths, msgspec.structs.replace(memory, asked_s=now_s))
    signed, signature = updates.opened(fetch(url, context))
    _verify(signer, signed, signature)
    manifest = updates.manifest_of(signed)
    found = updates.verdict(
        manifest, installed, now_s=now_s, newest_issued_s=memory.newest_issued_s, declined=memory.declined
    )
    _remember(
        paths,
        msgspec.structs.replace(memory, asked_s=now_s, newest_issued_s=max(manifest.issued_s, memory.newest_issued_s)),
    )
    return found


def recall(paths: DataPaths) -> Memory:
    """What was remembered; a file that cannot be read counts as none."""
    try:
        return msgspec.json.decode(_file(paths).read_bytes()[:LARGEST_BYTES], type=Memory)
    except (OSError, msgspec.DecodeError):
        return Memory()


def decline(paths: DataPaths, version: str) -> None:
    """Do not tell of this version again unasked. Raises UpdateNotKnown when that cannot be kept."""
    _remember(paths, msgspec.structs.replace(recall(paths), declined=version))


def fetch(url: str, context: ssl.SSLContext | None = None) -> bytes:
    """What lies at an ``https`` address, ``LARGEST_BYTES`` at most. Raises UpdateNotKnown."""
    import urllib.error
    from http.client import HTTPException

    if not url.startswith("https://"):
        raise UpdateNotKnown(mark("The address for updates has to begin with https://."))
    try:
        with _opener(context).open(url, timeout=WAIT_S) as answer:
            return _body(answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise UpdateNotKnown(mark("The server answers with {code}.").format(code=error.code)) from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise UpdateNotKnown(mark("Nobody could be asked: {why}").format(why=str(why)[:300])) from error


def _opener(context: ssl.SSLContext | None) -> urllib.request.OpenerDirector:
    """Speaks HTTPS and nothing else, also where it is sent on; says nothing about who asks."""
    import ssl
    import urllib.request

    class OnlyToHttps(urllib.request.HTTPRedirectHandler):
        max_redirections = _MOST_REDIRECTS

        def redirect_request(  # type: ignore[no-untyped-def]  # urllib's names, all six of them
            self, req, fp, code, msg, headers, newurl
        ) -> urllib.request.Request | None:
            if not newurl.startswith("https://"):
                fp.close()
                raise UpdateNotKnown(mark("The address leads away from https; it was not followed."))
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPSHandler(context=context or ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        OnlyToHttps(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "Signalcabin"), ("Accept", "application/json")]
    return opener


def _body(answer: http.client.HTTPResponse) -> bytes:
    """All of it, or UpdateNotKnown: too large, too slow, or cut."""
    until_s = time.monotonic() + ALTOGETHER_S
    body = bytearray()
    while piece := answer.read1(16 * 1024):
        body += piece
        if len(body) > LARGEST_BYTES:
            raise UpdateNotKnown(mark("What came is too large to be a note about an update."))
        if time.monotonic() > until_s:
            raise UpdateNotKnown(mark("The answer takes too long."))
    if answer.length:
        raise UpdateNotKnown(mark("The answer ends in the middle."))
    return bytes(body)


def _public_key(key: str) -> bytes:
    try:
        found = updates.decoded(key)
    except ValueError:
        found = b""
    if len(found) != updates.KEY_BYTES:
        raise UpdateNotKnown(
            mark("`update_key` is no Ed25519 public key in base64: without one nothing can be believed.")
        )
    return found


def _verify(key: bytes, signed: bytes, signature: bytes) -> None:
    """Raises UpdateRefused."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, updates.SIGNED_AS + signed)
    except InvalidSignature as error:
        raise UpdateRefused(mark("The note about an update is not signed by who should have.")) from error


def _file(paths: DataPaths) -> Path:
    return paths.root / "updates.json"


def _remember(paths: DataPaths, memory: Memory) -> None:
    """In one step. Without it a newer manifest's age would be forgotten, so what cannot be kept is an error."""
    try:
        handle, draft = tempfile.mkstemp(dir=paths.root, prefix=".updates-")  # 0600
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(memory))
        Path(draft).replace(_file(paths))
    except OSError as error:
        why = error.strerror or str(error)
        raise UpdateNotKnown(mark("What is told about updates cannot be kept: {why}.").format(why=why)) from error
