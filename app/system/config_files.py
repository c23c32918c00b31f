"""Changing an agent's configuration file: planned, shown, backed up, written in one step, and undone byte for byte.

``plan_connect`` and ``plan_disconnect`` only read. ``apply_plan`` writes, and only if the file still holds the very
bytes the plan was made (and shown) for. What a file *means* is the adapter's business; this module knows files.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from app.core.tr import tr
from app.system.config_backups import Change, last_connect, remember
from app.system.paths import DataPaths
from app.system.untold import note_change

LARGEST_FILE_BYTES = 8 * 1024 * 1024
_LOCK_TIMEOUT_S = 5.0


class _Edit(Protocol):
    """``app.agents.base.ConfigEdit``, as seen from here."""

    @property
    def after(self) -> bytes | None: ...
    @property
    def added(self) -> tuple[str, ...]: ...
    @property
    def removed(self) -> tuple[str, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


class ConfigAdapter(Protocol):
    """The part of ``app.agents.base.Adapter`` that is needed to change a configuration file."""

    name: str

    def connect(
        self, current: bytes | None, relay_command: Sequence[str], version: str, wake: bool = False
    ) -> _Edit: ...

    def disconnect(self, current: bytes | None, written: bytes | None, original: bytes | None) -> _Edit: ...

    def inspect_config(self, current: bytes | None, relay_command: Sequence[str], version: str) -> dict[str, Any]: ...


class ConfigUnusable(Exception):
    """The file cannot be read or written (a folder, read-only, no space …); the text says why and what to do."""


class ConfigChanged(Exception):
    """The file is not what it was when the plan was made: plan again, show again."""


class ConnectPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What would be written and why. ``path`` is the file as named, ``target`` where its symbolic links lead."""

    agent: str
    action: str
    path: Path
    target: Path
    before: bytes | None
    after: bytes | None
    original: bytes | None
    """The file without us, kept for the way back."""
    version: str = ""
    wake: bool = False
    """With it, hooks wait beside sessions at rest."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return self.before != self.after

    @property
    def diff(self) -> str:
        """The exact change as a unified diff."""
        return unified_diff(str(self.path), self.before, self.after)


def config_path(adapter: ConfigAdapter, config_home: str) -> Path:
    """The file in which the agent looks for hooks."""
    return Path(config_home) / str(getattr(adapter, "config_file", "settings.json"))


def relay_command(paths: DataPaths) -> tuple[str, ...]:
    """The argv prefix hooks are registered with; its path never changes."""
    return (str(paths.relay),)


def has_wake_hooks(adapter: ConfigAdapter, paths: DataPaths, config_home: str, version: str) -> bool:
    """Whether sessions at rest can be woken by hooks of ours as the file is now; raises ConfigUnusable."""
    _, current = read_config(config_path(adapter, config_home))
    return bool(adapter.inspect_config(current, relay_command(paths), version).get("wake"))


def plan_connect(
    adapter: ConfigAdapter, paths: DataPaths, config_home: str, version: str, *, wake: bool = False
) -> ConnectPlan:
    """What putting our hooks in would change; raises ConfigUnusable, and ConfigRefused from the adapter.

    ``wake``: also those that wait beside a session at rest; without it they are taken out.
    """
    path = config_path(adapter, config_home)
    target, before = read_config(path)
    edit = adapter.connect(before, relay_command(paths), version, wake)
    return ConnectPlan(
        agent=adapter.name,
        action="connect",
        path=path,
        target=target,
        before=before,
        after=edit.after,
        original=_without_us(adapter, paths, target, before),
        version=version,
        wake=wake,
        added=tuple(edit.added),
        removed=tuple(edit.removed),
        notes=(*edit.notes, *_notes(target)),
    )


def plan_disconnect(adapter: ConfigAdapter, paths: DataPaths, config_home: str) -> ConnectPlan:
    """What taking our hooks out would change; raises as plan_connect does."""
    path = config_path(adapter, config_home)
    target, before = read_config(path)
    last = last_connect(paths, adapter.name, target)
    edit = adapter.disconnect(before, last.written if last else None, last.original if last else None)
    return ConnectPlan(
        agent=adapter.name,
        action="disconnect",
        path=path,
        target=target,
        before=before,
        after=edit.after,
        original=edit.after,
        added=tuple(edit.added),
        removed=tuple(edit.removed),
        notes=(*edit.notes, *_notes(target)),
    )


def apply_plan(plan: ConnectPlan, paths: DataPaths) -> Path | None:
    """Carry the plan out; returns the folder of the backup (None: there was nothing to change).

    Raises ConfigChanged when the file is no longer what the plan was made for, ConfigUnusable when it cannot be
    written; in both cases the file is as it was.
    """
    if not plan.changes:
        return None
    try:
        plan.target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(plan.target.parent, error) from error
    with _locked(plan.target.parent):
        if read_config(plan.path) != (plan.target, plan.before):
            raise ConfigChanged(tr("{path} was changed by someone else in the meantime.").format(path=plan.path))
        _refuse_unwritable(plan.target)
        try:
            backup = remember(
                paths,
                Change(
                    agent=plan.agent,
                    action=plan.action,
                    target=str(plan.target),
                    version=plan.version,
                    before=plan.before,
                    original=plan.original,
                    written=plan.after,
                ),
            )
            _replace(plan.target, plan.before, plan.after)
        except OSError as error:
            raise _unusable(plan.target, error) from error
    note_change(paths, plan.action, plan.agent, str(plan.path), len(plan.added), len(plan.removed))
    return backup


def read_config(path: Path) -> tuple[Path, bytes | None]:
    """Where ``path`` really lies and its bytes (None: there is no file); raises ConfigUnusable."""
    target = Path(os.path.realpath(path))
    try:
        found = target.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ConfigUnusable(tr("{path} is not a file. Move it out of the way, then try again.").format(path=path))
        if found.st_size > LARGEST_FILE_BYTES:
            raise ConfigUnusable(
                tr("{path} is larger than 8 MB: that is no settings file. Look at it first.").format(path=path)
            )
        return target, target.read_bytes()
    except FileNotFoundError:
        return target, None
    except OSError as error:
        raise _unusable(path, error) from error


def unified_diff(name: str, before: bytes | None, after: bytes | None) -> str:
    """The difference in the usual form; bytes that are no UTF-8 are shown replaced."""
    old = [] if before is None else before.decode(errors="replace").splitlines(keepends=True)
    new = [] if after is None else after.decode(errors="replace").splitlines(keepends=True)
    lines = difflib.unified_diff(
        old, new, "/dev/null" if before is None else name, "/dev/null" if after is None else name
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _without_us(adapter: ConfigAdapter, paths: DataPaths, target: Path, before: bytes | None) -> bytes | None:
    """The file as it would be had we never come: what disconnect will give back."""
    last = last_connect(paths, adapter.name, target)
    edit = adapter.disconnect(before, last.written if last else None, last.original if last else None)
    return edit.after if edit.removed or (last and last.written == before) else before


def _notes(target: Path) -> tuple[str, ...]:
    try:
        links = target.stat().st_nlink
    except OSError:
        return ()
    return (
        (tr("{path} has {count} hard links: the other names keep the old content.").format(path=target, count=links),)
        if links > 1
        else ()
    )


def _refuse_unwritable(target: Path) -> None:
    """A file its owner made read-only is not to be changed, even where rename (or root) could."""
    if not os.access(target.parent, os.W_OK):
        raise ConfigUnusable(
            tr("{folder} is not writable for you. Change its rights, or edit the file yourself.").format(
                folder=target.parent
            )
        )
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise ConfigUnusable(
            tr("{path} is read-only. Make it writable (chmod u+w), then try again.").format(path=target)
        )


def _replace(target: Path, before: bytes | None, after: bytes | None) -> None:
    """Put ``after`` in place of the file in one step, mode and owner kept; raises OSError, leaving it as it was."""
    if after is None:
        target.unlink()
        _sync_folder(target.parent)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            _copy_owner_and_mode(target, file.fileno())
            file.flush()
            os.fsync(file.fileno())
        if read_config(target)[1] != before:
            raise ConfigChanged(tr("{path} was changed by someone else in the meantime.").format(path=target))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _copy_owner_and_mode(target: Path, handle: int) -> None:
    try:
        found = target.stat()
    except FileNotFoundError:
        os.fchmod(handle, 0o600)
        return
    mine = os.fstat(handle)
    if (found.st_uid, found.st_gid) != (mine.st_uid, mine.st_gid):
        os.fchown(handle, found.st_uid, found.st_gid)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One of us at a time: a lock on the folder itself, so that no file of ours is left in the agent's home."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        deadline = time.monotonic() + _LOCK_TIMEOUT_S
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ConfigUnusable(
                        tr("{folder} is being changed by another Signalcabin. Try again.").format(folder=folder)
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _unusable(path: Path, error: OSError) -> ConfigUnusable:
    return ConfigUnusable(
        tr("{path} cannot be changed: {why}. It is as it was before.").format(path=path, why=error.strerror or error)
    )
