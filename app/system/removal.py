"""Taking our own files away: the relay and what it left, or the whole data folder; never a file that is not ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from app.system.paths import DataPaths
from app.system.secrets import delete_secret

_STORE_FILES = ("", "-wal", "-shm", "-journal")


def remove_relay(paths: DataPaths) -> list[Path]:
    """What hooks ran and left behind; gives what was removed. Raises OSError."""
    return _remove([paths.relay_dir, paths.spool_dir])


def remove_data(paths: DataPaths, secrets: Iterable[str]) -> list[Path]:
    """All we ever write into the data folder, and the folder if it is empty then; gives what was removed.

    ``secrets``: the names of those to forget. Raises OSError.
    """
    for name in secrets:
        delete_secret(paths, name)
    far = paths.run_dir.readlink() if paths.run_dir.is_symlink() else None
    removed = _remove(
        [
            paths.relay_dir, paths.spool_dir, paths.backups_dir, paths.logs_dir, paths.root / "secrets", paths.run_dir,
            *([far] if far else []),
            *(paths.store.with_name(paths.store.name + end) for end in _STORE_FILES),
            paths.settings, paths.untold, paths.root / "window.ini", paths.root / "followed.json",
            paths.root / "updates.json",
        ]
    )  # fmt: skip
    if paths.root.is_dir() and not any(paths.root.iterdir()):
        paths.root.rmdir()
        removed.append(paths.root)
    return removed


def _remove(files: list[Path]) -> list[Path]:
    removed = []
    for file in files:
        if file.is_symlink() or file.is_file():
            file.unlink()
        elif file.is_dir():
            shutil.rmtree(file)
        else:
            continue
        removed.append(file)
    return removed
