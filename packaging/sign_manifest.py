"""Writes and signs the note by which installed copies learn of a version; README.md says how to use it.

The private key (Ed25519, PEM without a passphrase) comes from ``--key FILE`` or from ``SIGNALCABIN_UPDATE_KEY``.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
import time
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import __version__
from app.core.updates import SIGNED_AS, Envelope, Manifest, UpdateRefused, manifest_of

KEY_VARIABLE = "SIGNALCABIN_UPDATE_KEY"
_DAY_S = 86_400


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make-key", metavar="FILE", help="make a private key, say its public half, and end")
    parser.add_argument("--key", metavar="FILE", help=f"the private key (default: the text in {KEY_VARIABLE})")
    parser.add_argument("--version", default=__version__, help=f"which version is there ({__version__})")
    parser.add_argument("--page", default="", help="where people get it (https://…)")
    parser.add_argument("--news", action="append", default=[], metavar="LINE", help="what is new, a line each time")
    parser.add_argument("--days", type=int, default=90, help="for how long it counts (90): sign anew before that")
    parser.add_argument("--out", default="-", metavar="FILE", help="where to write it (stdout)")
    chosen = parser.parse_args(words)
    try:
        if chosen.make_key:
            print(public_half(make_key(Path(chosen.make_key))))
            return 0
        key = read_key(chosen.key)
        now_s = int(time.time())
        manifest = Manifest(
            version=chosen.version, issued_s=now_s, expires_s=now_s + chosen.days * _DAY_S, page=chosen.page,
            news=tuple(chosen.news),
        )  # fmt: skip
        note = signed(manifest, key)
        if chosen.out == "-":
            sys.stdout.write(note.decode() + "\n")
        else:
            Path(chosen.out).write_bytes(note + b"\n")
    except (OSError, ValueError, UpdateRefused) as error:
        print(f"sign_manifest: {error}", file=sys.stderr)
        return 1
    print(f'Installed copies believe it where update_key = "{public_half(key)}"', file=sys.stderr)
    return 0


def signed(manifest: Manifest, key: Ed25519PrivateKey) -> bytes:
    """The note as it is to lie on the web. Raises UpdateRefused for one that installed copies would refuse."""
    body = msgspec.json.encode(manifest)
    manifest_of(body)
    return msgspec.json.encode(
        Envelope(
            manifest=base64.b64encode(body).decode(), signature=base64.b64encode(key.sign(SIGNED_AS + body)).decode()
        )
    )


def public_half(key: Ed25519PrivateKey) -> str:
    """As ``update_key`` wants it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def make_key(file: Path) -> Ed25519PrivateKey:
    """A new private key in a new private file. Raises OSError."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text)
    return key


def read_key(file: str | None) -> Ed25519PrivateKey:
    """Raises OSError, or ValueError for what is no such key."""
    text = Path(file).read_bytes() if file else os.environ.get(KEY_VARIABLE, "").encode()
    if not text:
        raise ValueError(f"no key: name a file with --key, or put it into {KEY_VARIABLE}")
    key = serialization.load_pem_private_key(text, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the key is not an Ed25519 key")
    return key


if __name__ == "__main__":
    sys.exit(main())
