"""Crash reports: private files in the log folder, scrubbed before they are written, that never leave by themselves."""

from __future__ import annotations

import platform
import time
from pathlib import Path

from app import __version__
from app.core.scrub import scrub_text

KEPT = 20
"""The newest; older ones are removed."""
_LONGEST_CHARS = 256 * 1024
_PATTERN = "crash-*.txt"


def write_report(folder: Path, text: str, about: str = "") -> Path:
    """Write a traceback, without secrets and home folders, into a file nobody else may read. Raises OSError.

    ``about``: what else is known of the program ("Qt 6.11.0").
    """
    for file in reports_in(folder)[KEPT - 1 :]:
        file.unlink(missing_ok=True)
    stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000_000:09d}"
    path = folder / f"crash-{stamp}.txt"
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(f"{heading(about)}\n\n{_readable(text)}", encoding="utf-8", errors="backslashreplace")
    return path


def reports_in(folder: Path) -> list[Path]:
    """The reports there are, the newest first."""
    return sorted(folder.glob(_PATTERN), reverse=True)


def heading(about: str = "") -> str:
    """What somebody who reads a report needs to know of the program and the machine."""
    parts = (f"Signalcabin {__version__}", f"Python {platform.python_version()}", about, platform.platform())
    return ", ".join(part for part in parts if part)


def _readable(text: str) -> str:
    """Scrubbed, and of a monster its beginning and its end."""
    if len(text) > _LONGEST_CHARS:
        half = _LONGEST_CHARS // 2
        text = f"{text[:half]}\n\n[{len(text) - 2 * half} characters left out]\n\n{text[-half:]}"
    return scrub_text(text, str(Path.home()))
