"""What in a package takes how much room: a table for the end of the build."""

from __future__ import annotations

import os
from pathlib import Path

_PARTS = (
    ("Qt: ICU (every language's rules)", ("libicu", "icudt", "icuuc", "icuin")),
    ("Qt: libraries", ("Qt6/", "Qt/lib", "libQt6", "Qt6", ".framework")),
    ("Qt: plugins", ("plugins/",)),
    ("Qt: bindings", ("PySide6", "shiboken6")),
    ("cryptography (keyring)", ("cryptography", "_cffi")),
    ("Python", ("libpython", "python3", "lib-dynload", "base_library", "Python")),
    ("OpenSSL", ("libcrypto", "libssl")),
    ("fonts, icons, texts", ("resources/", "icons/", "share/")),
    ("licences", ("licences/",)),
    ("relay", ("app/relay",)),
    ("other Python packages", ("msgspec", "psutil", "websockets", "pygments", "dist-info")),
    ("the program: our code and Python's", ("signalcabin",)),
)
"""Part → what its files' names, below the folder, hold. The first that fits counts."""


def by_part(folder: Path) -> dict[str, int]:
    """Bytes of each part, largest first; links count nothing."""
    found: dict[str, int] = {}
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            name = file.relative_to(folder).as_posix().removeprefix("_internal/")
            part = next((part for part, marks in _PARTS if any(mark in name for mark in marks)), "system libraries")
            found[part] = found.get(part, 0) + file.stat().st_size
    return dict(sorted(found.items(), key=lambda item: item[1], reverse=True))


def show(folder: Path) -> float:
    """Print the table; the sum in megabytes (millions of bytes)."""
    parts = by_part(folder)
    total = sum(parts.values())
    print(f"{os.path.relpath(folder)}:")
    for part, size in [*parts.items(), ("all of it", total)]:
        print(f"  {part:<36} {size / 1e6:7.1f} MB")
    return total / 1e6
