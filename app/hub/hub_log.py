"""The hub's log file: everything this process has to say, topic by topic below ``signalcabin`` and ``app``."""

from __future__ import annotations

import logging
from pathlib import Path

from app.system.logs import choose_topics, private_log

_FILE_BYTES = 2 * 1024 * 1024
_FILES = 3


def start_logging(logs_dir: Path) -> None:
    """Write to ``logs_dir``/hub.log from now on: our own topics, and of libraries what is wrong. Raises OSError."""
    root = logging.getLogger()
    root.addHandler(private_log(logs_dir / "hub.log", _FILE_BYTES, _FILES))
    root.setLevel(logging.WARNING)
    for name, lowest in (("signalcabin", logging.INFO), ("app", logging.INFO), ("websockets", logging.ERROR)):
        logging.getLogger(name).setLevel(lowest)
    logging.captureWarnings(True)
    choose_topics({})
