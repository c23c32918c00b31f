"""The hub's log file: topic loggers below ``signalcabin``, rotating, private, and without anyone's prompts."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

_FILE_BYTES = 2 * 1024 * 1024
_FILES = 3


def start_logging(logs_dir: Path, level: int = logging.INFO) -> None:
    """Write to ``logs_dir``/hub.log from now on. Raises OSError."""
    path = logs_dir / "hub.log"
    path.touch(mode=0o600)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    for name, lowest in (("signalcabin", level), ("app", level), ("asyncio", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.setLevel(lowest)
        logger.addHandler(handler)
        logger.propagate = False
    websockets = logging.getLogger("websockets")
    websockets.setLevel(logging.ERROR)
    websockets.addHandler(handler)
    websockets.propagate = False
