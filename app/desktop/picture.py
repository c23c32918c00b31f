"""Takes the picture that ``--offscreen-shot`` asks for."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


async def take(window: QWidget, quit_wanted: asyncio.Event, file: Path, after_s: float) -> int:
    """Save how ``window`` looks after so long, or when it is quit before; the exit code."""
    try:
        await asyncio.wait_for(quit_wanted.wait(), after_s)
    except TimeoutError:
        log.debug("time for the picture")
    if not window.grab().save(str(file)):
        print(f"The picture could not be written to {file}.", file=sys.stderr)
        return 1
    return 0
