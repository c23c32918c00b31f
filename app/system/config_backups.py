"""What we wrote into agents' configuration files and what was there before: a folder for each change, never deleted."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from app.system.paths import DataPaths, make_private


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a file. ``before``: its bytes then; ``original``: those without us; ``written``: the new ones."""

    agent: str
    action: str
    target: str
    version: str = ""
    before: bytes | None = None
    original: bytes | None = None
    written: bytes | None = None


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest.json`` in the folder of a change; the bytes lie beside it in files of their own."""

    agent: str
    action: str
    target: str
    at: str
    version: str = ""
    had_before: bool = False
    had_original: bool = False
    had_written: bool = False


def remember(paths: DataPaths, change: Change) -> Path:
    """Write a change down before it is made; returns its folder. Raises OSError."""
    home = paths.backups_dir / change.agent
    make_private(paths.backups_dir)
    make_private(home)
    now = datetime.now(UTC)
    folder = _new_folder(home, now)
    for name, content in (("before", change.before), ("original", change.original), ("written", change.written)):
        if content is not None:
            _write(folder / name, content)
    manifest = _Manifest(
        agent=change.agent,
        action=change.action,
        target=change.target,
        at=now.isoformat(),
        version=change.version,
        had_before=change.before is not None,
        had_original=change.original is not None,
        had_written=change.written is not None,
    )
    _write(folder / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
    return folder


def last_connect(paths: DataPaths, agent: str, target: Path) -> Change | None:
    """The newest connect of this file that no disconnect followed, or None (also when its backup is damaged)."""
    home = paths.backups_dir / agent
    if not home.is_dir():
        return None
    for folder in sorted(home.iterdir(), reverse=True):
        change = _read(folder)
        if change is not None and change.target == str(target):
            return change if change.action == "connect" else None
    return None


def connected_files(paths: DataPaths, agent: str) -> list[Path]:
    """Every file of the agent that was ever connected and not disconnected since, as far as the backups tell."""
    home = paths.backups_dir / agent
    folders = sorted(home.iterdir()) if home.is_dir() else []
    newest = {change.target: change.action for change in map(_read, folders) if change is not None}
    return [Path(target) for target, action in newest.items() if action == "connect"]


def _read(folder: Path) -> Change | None:
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=_Manifest)
        return Change(
            agent=manifest.agent,
            action=manifest.action,
            target=manifest.target,
            version=manifest.version,
            before=(folder / "before").read_bytes() if manifest.had_before else None,
            original=(folder / "original").read_bytes() if manifest.had_original else None,
            written=(folder / "written").read_bytes() if manifest.had_written else None,
        )
    except (OSError, msgspec.DecodeError):
        return None


def _new_folder(home: Path, now: datetime) -> Path:
    """Folders sort by time; a counter keeps two changes within one microsecond apart."""
    for number in range(1000):
        folder = home / f"{now:%Y%m%dT%H%M%S.%fZ}-{number:03}"
        try:
            folder.mkdir(mode=0o700)
            return folder
        except FileExistsError:
            continue
    raise FileExistsError(f"no free name for a backup in {home}")


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
