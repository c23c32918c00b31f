"""Log files: private, rotating, a line never longer than it may be, secrets of known shapes hidden, levels by topic.

By default nobody's prompts, inputs or outputs are in them: no line is written that holds any. A topic that was raised
to ``debug`` may say more; it is a person who raises it.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core.log_topics import logger_levels, topics_of

VARIABLE = "SIGNALCABIN_LOG"
"""Topics for one run: ``SIGNALCABIN_LOG=hub.follow=debug,store=info``."""

LONGEST_LINE_CHARS = 20_000
HUB_OUTPUT_BYTES = 512 * 1024
"""Of a hub's stdout and stderr: little comes there, unless something is very wrong."""
_MAY_HIDE = re.compile(r"[\w+/.~=-]{12}|://")
"""Shorter words are no secrets, and knowing the shapes of those costs some milliseconds: not for "ready"."""

log = logging.getLogger(__name__)
_set_here: set[str] = set()


class PrivateFile(logging.handlers.RotatingFileHandler):
    """Nobody else may read it, whatever the umask says; nor one that was there before."""

    def _open(self) -> Any:
        file = open(self.baseFilename, self.mode, encoding=self.encoding, errors="backslashreplace", opener=_private)  # noqa: SIM115
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), 0o600)
        return file


class Redacting(logging.Formatter):
    """Lines without secrets of known shapes, and without an end out of sight."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if record.exc_info or _MAY_HIDE.search(record.getMessage()):
            from app.core.redaction import redacted_text

            line = redacted_text(line)
        if len(line) > LONGEST_LINE_CHARS:
            half = LONGEST_LINE_CHARS // 2
            line = f"{line[:half]} […] {line[-half:]}"
        return line


def private_log(file: Path, most_bytes: int, kept: int) -> logging.Handler:
    """A handler that writes to ``file``, and to ``kept`` older ones beside it. Raises OSError."""
    handler = PrivateFile(file, maxBytes=most_bytes, backupCount=kept, encoding="utf-8")
    handler.setFormatter(Redacting())
    return handler


def choose_topics(chosen: Mapping[str, str]) -> None:
    """Let topics say as much as a person wants, from now on; what ``SIGNALCABIN_LOG`` says goes first."""
    from_environment, bad = topics_of(os.environ.get(VARIABLE, ""))
    wanted = logger_levels(chosen, from_environment)
    for name in _set_here - set(wanted):
        logging.getLogger(name).setLevel(logging.NOTSET)
    for name, level in wanted.items():
        logging.getLogger(name).setLevel(level)
    _set_here.clear()
    _set_here.update(wanted)
    if bad:
        log.warning("%s: %d parts are not TOPIC=LEVEL (levels: debug, info, warning, error)", VARIABLE, len(bad))


def open_bounded(file: Path, most_bytes: int) -> Any:
    """A private file to append bytes to, as a child's output; one that grew too large is put aside. Raises OSError."""
    if file.exists() and file.stat().st_size > most_bytes:
        file.replace(file.with_name(f"{file.name}.1"))
    output = open(file, "ab", opener=_private)  # noqa: SIM115
    if hasattr(os, "fchmod"):
        os.fchmod(output.fileno(), 0o600)
    return output


def bound_own_output(file: Path, most_bytes: int) -> None:
    """Empty ``file`` if our stderr goes there and it grew too large: a hub runs for weeks. Any other is not ours to."""
    try:
        ours, named = os.fstat(2), file.stat()
    except OSError:  # none is there, or we have no stderr
        return
    if os.path.samestat(ours, named) and ours.st_size > most_bytes:
        os.ftruncate(2, 0)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
