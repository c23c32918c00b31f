"""Lays out what a Linux desktop wants to know of a program, as below /usr/share: menu entry, icons, description."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from app import __version__

LINUX = Path(__file__).resolve().parent / "linux"
DESKTOP = "signalcabin.desktop"
METAINFO = "dev.signalcabin.Signalcabin.metainfo.xml"


def make(share: Path, icons: Path) -> None:
    """Write it below ``share``; ``icons`` is what make_icons.py made."""
    shutil.copytree(icons / "hicolor", share / "icons" / "hicolor")
    put(share / "applications" / DESKTOP, (LINUX / DESKTOP).read_text(encoding="utf-8"))
    text = (LINUX / METAINFO).read_text(encoding="utf-8")
    put(share / "metainfo" / METAINFO, text.replace("@VERSION@", __version__).replace("@DATE@", day()))


def put(file: Path, text: str, mode: int = 0o644) -> None:
    """Write a file with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def day() -> str:
    """Today, or the day a reproducible build names (SOURCE_DATE_EPOCH)."""
    return time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
