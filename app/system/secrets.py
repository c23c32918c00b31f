"""Secrets: kept in the desktop's keyring, or visibly in a file only you can read where there is no keyring.

A keyring may be missing, locked, or hang on a prompt nobody sees: it is asked in a thread with a time-out, and whoever
gets or sets a secret is told *where* it lies so that this can be shown.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.core.tr import tr
from app.system.paths import DataPaths, make_private

KEYRING = "keyring"
"""The value of ``where`` for the keyring; otherwise it is the file's path."""

_SERVICE = "signalcabin"
HUB_TOKEN = "hub-token"
"""The name of this machine's hub's token."""
_TIMEOUT_S = 5.0
_LONGEST_SECRET_BYTES = 64 * 1024


class SecretNotKept(Exception):
    """Neither the keyring nor the file could take the secret; the text says why and what to do."""


class Secret(msgspec.Struct, frozen=True):
    """A secret and where it lies: ``KEYRING`` or a file's path. Its text form never shows the value."""

    value: str
    where: str

    def __repr__(self) -> str:
        return f"Secret(<hidden>, {self.where!r})"


def hub_token(paths: DataPaths) -> tuple[str, str]:
    """This hub's token for connections over TCP (made at the first call) and where it lies; raises SecretNotKept."""
    found = get_secret(paths, HUB_TOKEN)
    if found is None:
        where = set_secret(paths, HUB_TOKEN, secrets.token_urlsafe(32), keep_existing=True)
        found = get_secret(paths, HUB_TOKEN)
        if found is None:
            raise SecretNotKept(
                tr("The hub's token was stored ({where}) but cannot be read back. Unlock the keyring.").format(
                    where=where
                )
            )
    return found.value, found.where


def where_it_lies(paths: DataPaths, where: str) -> str:
    """For people: where the hub's token is to be found, as ``hub_token`` said."""
    if where == KEYRING:
        return tr("in the keyring (`keyring get {service} {user}` shows it)").format(
            service=_SERVICE, user=_user(paths, HUB_TOKEN)
        )
    return tr("in {where}").format(where=where)


def remote_hub_secret(hub: str) -> str:
    """The name under which another machine's hub's token is kept."""
    return f"hub-token-of-{hub}"


def get_secret(paths: DataPaths, name: str) -> Secret | None:
    """The secret called ``name``, or None. The file wins, so that a keyring that comes and goes changes nothing."""
    file = _file(paths, name)
    try:
        if file.stat().st_size <= _LONGEST_SECRET_BYTES:
            value = file.read_text(encoding="utf-8").strip()
            if value:
                return Secret(value, str(file))
    except FileNotFoundError:
        pass  # the usual case: it is in the keyring, or nowhere
    except (OSError, UnicodeDecodeError) as error:
        raise SecretNotKept(
            tr("{file} cannot be read ({why}). Remove it, then try again.").format(file=file, why=error)
        ) from error
    value = _ask_keyring(lambda: _keyring_get(_user(paths, name)))
    return Secret(value, KEYRING) if value else None


def set_secret(paths: DataPaths, name: str, value: str, *, keep_existing: bool = False) -> str:
    """Keep a secret; returns where it lies now. ``keep_existing``: another process that was first wins."""
    user = _user(paths, name)
    file = _file(paths, name)
    if not file.exists() and _ask_keyring(lambda: _keyring_set(user, value)) == value:
        return KEYRING
    _write_file(file, value, keep_existing=keep_existing)
    return str(file)


def delete_secret(paths: DataPaths, name: str) -> None:
    """Forget a secret wherever it lies."""
    _file(paths, name).unlink(missing_ok=True)
    _ask_keyring(lambda: _keyring_delete(_user(paths, name)))


def _file(paths: DataPaths, name: str) -> Path:
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)
    return paths.root / "secrets" / safe


def _user(paths: DataPaths, name: str) -> str:
    return f"{name}:{hashlib.sha256(os.fsencode(paths.root)).hexdigest()[:12]}"


def _write_file(file: Path, value: str, *, keep_existing: bool) -> None:
    make_private(file.parent)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(value + "\n")
            out.flush()
            os.fsync(out.fileno())
        if keep_existing:
            _link_unless_there(temporary, file)
        else:
            temporary.replace(file)
    except OSError as error:
        raise SecretNotKept(
            tr("{file} cannot be written: {why}. Free some space or fix its rights.").format(
                file=file, why=error.strerror
            )
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _link_unless_there(temporary: Path, file: Path) -> None:
    try:
        file.hardlink_to(temporary)
    except FileExistsError:
        return  # the other process was first: its secret is the one


def _ask_keyring(question: Callable[[], str]) -> str:
    """The keyring's answer; "" for none, refused, too slow or broken (the caller then uses the file, visibly)."""
    answers: list[str] = []

    def ask() -> None:
        answers.append(question())

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(_TIMEOUT_S)
    return answers[0] if answers else ""


def _keyring_get(user: str) -> str:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(_SERVICE, user) or ""
    except (keyring.errors.KeyringError, OSError, RuntimeError, ValueError):
        return ""


def _keyring_set(user: str, value: str) -> str:
    """Sets and reads back: a backend that swallows the secret must not count as one that keeps it."""
    import keyring
    import keyring.errors

    try:
        keyring.set_password(_SERVICE, user, value)
        return keyring.get_password(_SERVICE, user) or ""
    except (keyring.errors.KeyringError, OSError, RuntimeError, ValueError):
        return ""


def _keyring_delete(user: str) -> str:
    import keyring
    import keyring.errors

    try:
        keyring.delete_password(_SERVICE, user)
    except (keyring.errors.KeyringError, OSError, RuntimeError, ValueError):
        return ""
    return ""
