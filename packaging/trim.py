"""Takes out of what PyInstaller found what is not kept of Qt (see kept.py), and the libraries only that needed."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import kept
from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""Where it goes, where it comes from, what it is: an entry of PyInstaller's tables of contents."""


def binaries(entries: Iterable[Entry]) -> list[Entry]:
    """Kept plugins, Python's extensions, and the libraries that those need, and the libraries that these need."""
    wanted = [entry for entry in entries if _is_kept(entry[0]) and _file_name(entry[0]) not in kept.OF_THE_SYSTEM]
    files = {_file_name(name): source for name, source, kind in wanted if kind != "SYMLINK"}
    needed = {_file_name(name) for name, _, kind in wanted if _is_root(name, kind)}
    unseen = set(needed)
    while unseen:
        source = files.get(unseen.pop())
        found = {_file_name(name) for name, _ in get_imports(source)} if source else set()
        unseen |= found - needed
        needed |= found
    return [entry for entry in wanted if _file_name(entry[0]) in needed]


def datas(entries: Iterable[Entry], libraries: Iterable[Entry]) -> list[Entry]:
    """Other files without Qt's translations into languages the window does not speak, and links to what is left out."""
    there = {_file_name(name) for name, _, _ in libraries}
    return [
        (name, source, kind)
        for name, source, kind in entries
        if _is_kept(name) and (kind != "SYMLINK" or _file_name(source) in there)
    ]


def _is_root(name: str, kind: str) -> bool:
    """Whether somebody loads it by name: an extension, a plugin, or Python itself, which the loader opens."""
    return kind == "EXTENSION" or "plugins" in _parts(name) or "python3" in _file_name(name)


def _is_kept(name: str) -> bool:
    parts = _parts(name)
    if "plugins" in parts and "PySide6" in parts:
        return _is_kept_plugin(parts[parts.index("plugins") + 1 :])
    if "translations" in parts and "PySide6" in parts:
        return PurePosixPath(parts[-1]).stem.removeprefix("qtbase_") in _languages()
    return True


def _is_kept_plugin(parts: tuple[str, ...]) -> bool:
    plugin = "/".join((*parts[:-1], parts[-1].split(".")[0].removeprefix("lib")))
    return any(fnmatch.fnmatch(plugin, pattern) for pattern in kept.QT_PLUGINS)


def _languages() -> set[str]:
    """Those the window speaks; Qt brings the texts of its own (the menu of a text field)."""
    folder = Path(__file__).resolve().parents[1] / "resources" / "translations"
    return {file.stem.removeprefix("signalcabin_") for file in folder.glob("*.qm")}


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name.replace("\\", "/")).parts


def _file_name(name: str) -> str:
    return _parts(name)[-1].lower()
