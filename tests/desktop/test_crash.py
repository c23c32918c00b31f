"""Checks of ``app.desktop.crash``."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from app.desktop.crash import MOST_REPORTS, CrashReports, start_logging, stop_logging
from app.desktop.tasks import Tasks
from tests.desktop.conftest import until

pytestmark = pytest.mark.expects_warnings


def _raise(reports: CrashReports, error: Exception) -> None:
    try:
        raise error
    except type(error):
        reports.on_error(*sys.exc_info())  # type: ignore[arg-type]


def test_an_unexpected_error_leaves_a_report_and_a_sentence(tmp_path: Path) -> None:
    said: list[str] = []
    reports = CrashReports(tmp_path, lambda text, _report: said.append(text))
    _raise(reports, ZeroDivisionError("oh"))
    (report,) = tmp_path.glob("crash-*.txt")
    text = report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600
    assert "ZeroDivisionError: oh" in text and "in _raise" in text and text.startswith("Signalcabin ")
    assert said == [f"Something went wrong in the window: ZeroDivisionError. A report lies in {report}"]


def test_an_error_that_comes_with_every_frame_does_not_fill_the_disk(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path, lambda _text, _report: None)
    for _ in range(MOST_REPORTS * 3):
        _raise(reports, ValueError("again"))
    assert len(list(tmp_path.glob("crash-*.txt"))) == MOST_REPORTS


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    _raise(
        CrashReports(tmp_path / "missing", lambda text, report: said.append(text if report is None else "")),
        ValueError("x"),
    )
    assert "could not be written" in said[0]


async def test_work_in_the_background_that_fails_is_reported_too(tmp_path: Path) -> None:
    said: list[str] = []
    loop = asyncio.get_running_loop()
    reports = CrashReports(tmp_path, lambda text, _report: said.append(text))
    hook, thread_hook = sys.excepthook, threading.excepthook
    reports.install(loop)
    try:

        async def work() -> None:
            raise KeyError("lost")

        Tasks().spawn(work())
        await until(lambda: said)
    finally:
        sys.excepthook = hook
        threading.excepthook = thread_hook
        loop.set_exception_handler(None)
    assert said[0].startswith("Something went wrong in the window: KeyError.")


def test_what_qt_says_stands_in_the_log_file(tmp_path: Path, qapp: object) -> None:
    handler = start_logging(tmp_path)
    try:
        qWarning("a wheel came off")
    finally:
        stop_logging(handler)
    assert "WARNING qt: a wheel came off" in (tmp_path / "desktop.log").read_text()
    assert handler not in logging.getLogger().handlers
