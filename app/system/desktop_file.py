"""Writing .desktop files, the form in which Linux desktops are told of programs."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9_@+=:,./-]+")
_IN_QUOTES = str.maketrans({letter: f"\\{letter}" for letter in '"`$\\'})


def exec_line(command: Sequence[str]) -> str:
    """An argv as the value of ``Exec``: words quoted where that is needed, then written as a string of such a file.

    Source: the Desktop Entry Specification, "The Exec key". A field code of the desktop's (%u) is added by the caller.
    """
    return " ".join(word if _PLAIN.fullmatch(word) else _quoted(word) for word in command)


def _quoted(word: str) -> str:
    inside = word.replace("%", "%%").translate(_IN_QUOTES)
    # Once more for the file itself, where a backslash begins an escape.
    return '"' + inside.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


def write_file(file: Path, text: str) -> None:
    """Write it whole or not at all, with its folders; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
            os.fchmod(new.fileno(), 0o644)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
