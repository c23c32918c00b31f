"""What happens to an error nobody expected: a report in the log folder and a sentence in the window, never silence."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from app.core.tr import tr
from app.system.logs import private_log

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
    """Writes reports into ``folder`` and tells ``say`` in one sentence, with the report's place if there is one."""

    def __init__(self, folder: Path, say: Callable[[str, Path | None], None]) -> None:
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
        self._say(*self._write(kind.__name__, text))

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.on_error(type(error), error, error.__traceback__)
        else:
            log.warning("event loop: %s", context.get("message"))

    def _write(self, kind: str, text: str) -> tuple[str, Path | None]:
        """The sentence for the window, and the report if it could be written."""
        from app.system.crash_reports import write_report  # the shapes of secrets cost something to read

        try:
            path = write_report(self._folder, text, f"Qt {qVersion()}")
        except OSError as error:
            why = f"{self._folder}: {error.strerror}"
            told = tr("Something went wrong in the window: {kind}. The report could not be written ({why}).")
            return told.format(kind=kind, why=why), None
        told = tr("Something went wrong in the window: {kind}. A report lies in {path}")
        return told.format(kind=kind, path=path), path


def start_logging(folder: Path) -> logging.Handler | None:
    """Log into ``folder``/desktop.log, two megabytes at most; None when the file cannot be opened."""
    try:
        handler = private_log(folder / "desktop.log", 1024 * 1024, 1)
    except OSError as error:
        sys.stderr.write(f"No log: {error}\n")
        return None
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("websockets").setLevel(logging.WARNING)
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
