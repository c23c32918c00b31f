"""Tells in the window of an error of our own: where its report lies, and a way to copy it or to open its folder."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.core.tr import tr
from app.desktop.views.main_window import MainWindow

log = logging.getLogger(__name__)

_LONGEST_CHARS = 512 * 1024


def tell(window: MainWindow, text: str, report: Path | None) -> None:
    """Say it across the top, until it is dismissed."""
    offers: tuple[tuple[str, object], ...] = ()
    if report is not None:
        offers = (
            (tr("Copy report"), lambda: copy(window, report)),
            (tr("Open folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.parent)))),
        )
    window.say(text, kind="error", signal="failed", tip=text, offers=offers)


def copy(window: MainWindow, report: Path) -> None:
    """Put the report where it can be pasted: nothing is ever sent by the program itself."""
    try:
        text = report.read_text(encoding="utf-8", errors="replace")[:_LONGEST_CHARS]
    except OSError as error:
        why = tr("The report cannot be read: {why}.").format(why=error.strerror)
        window.say(why, kind="warning", signal="needs_you", tip=why)
        return
    QGuiApplication.clipboard().setText(text)
    window.say(tr("The report is copied. Secrets of known shapes and your home folder's name are not in it."))
