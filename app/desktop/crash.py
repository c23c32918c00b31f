"""What happens to an error nobody expected: a report in the log folder and a sentence in the window, never silence."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from app import __version__

log = logging.getLogger(__name__)

MOST_REPORTS = 20
"""Of one run: an error in a paint event must not fill the disk."""

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReports:
    """Writes reports into ``folder`` and tells ``say`` in one sentence."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._say = say
        self.count = 0

    def install(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Become the place where unexpected errors go."""
        sys.excepthook = self.on_error
        threading.excepthook = lambda args: self.on_error(args.exc_type, args.exc_value, args.exc_traceback)
        if loop is not None:
            loop.set_exception_handler(self._on_loop_error)

    def on_error(self, kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
        """Report one error."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), where)
            return
        text = "".join(traceback.format_exception(kind, error, where))
        log.error("unexpected error\n%s", text)
        sys.stderr.write(text)
        self.count += 1
        if self.count > MOST_REPORTS:
            return
        path = self._write(text)
        self._say(f"Something went wrong in the window: {kind.__name__}. A report lies in {path}")

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.on_error(type(error), error, error.__traceback__)
        else:
            log.warning("event loop: %s", context.get("message"))

    def _write(self, text: str) -> str:
        path = self._folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{self.count}.txt"
        head = (
            f"Signalcabin {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}\n\n"
        )
        try:
            path.write_text(head + text, encoding="utf-8")
        except OSError as error:
            return f"{path} (which could not be written: {error.strerror})"
        return str(path)


def start_logging(folder: Path) -> logging.Handler | None:
    """Log into ``folder``/desktop.log, two megabytes at most; None when the file cannot be opened."""
    try:
        handler = logging.handlers.RotatingFileHandler(
            folder / "desktop.log", maxBytes=1024 * 1024, backupCount=1, encoding="utf-8", delay=False
        )
    except OSError as error:
        sys.stderr.write(f"No log: {error}\n")
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_qt_message)
    return handler


def stop_logging(handler: logging.Handler | None) -> None:
    """Let go of the log file."""
    qInstallMessageHandler(None)
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)
