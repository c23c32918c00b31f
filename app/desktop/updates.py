"""Tells in the window that a newer version is there; the person decides, nothing is fetched and nothing is run.

The asking is done by ``signalcabin update`` in a process of its own: the window needs no TLS for one question a day,
and a server that takes its time keeps nobody waiting at the end. Imported long after the start, or when somebody asks.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from app.core.sentences import in_your_words
from app.core.tr import tr
from app.core.updates import LARGEST_BYTES, Verdict
from app.desktop import words
from app.desktop.views.main_window import MainWindow
from app.settings import Settings
from app.system.own_command import own_command, own_environment
from app.system.paths import DataPaths
from app.system.updates import UpdateNotKnown, decline, recall

log = logging.getLogger(__name__)

EVERY_S = 86_400
_LOOK_AT_CLOCK_EVERY_MS = 3_600_000
_LONGEST_MS = 60_000
_NEWS_SHOWN_CHARS = 160


class Updates(QObject):
    """Asks at most once a day, where an address is set; ``look(asked=True)`` when a person wants to know now."""

    def __init__(self, window: MainWindow, paths: DataPaths, settings: Callable[[], Settings]) -> None:
        super().__init__(window)
        self._window, self._paths, self._settings = window, paths, settings
        self._asked = False
        """By a person: only then is it told that nothing is new, or that nobody answered."""
        self._process: QProcess | None = None
        self._held: Verdict | None = None
        """Until what stands across the top now is dismissed: nothing unasked takes its place."""
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AT_CLOCK_EVERY_MS)
        self._clock.timeout.connect(self.look_if_due)
        self._too_long = QTimer(self)
        self._too_long.setSingleShot(True)
        self._too_long.setInterval(_LONGEST_MS)
        self._too_long.timeout.connect(self._stop)

    def begin(self) -> None:
        """From now on, once a day."""
        self._clock.start()
        self.look_if_due()

    def look_if_due(self) -> None:
        """Ask, unless nobody wants it or it was asked within a day."""
        if self._held is not None:
            self._tell(self._held, asked=False)
            return
        since_s = time.time() - recall(self._paths).asked_s
        if self._settings().update_url and not 0 <= since_s < EVERY_S:
            self.look()

    def look(self, *, asked: bool = False) -> None:
        """Ask now; what comes of it is told when it is there."""
        self._asked = self._asked or asked
        if self._process is not None:
            return
        program, *words_of_it = own_command("--data-dir", str(self._paths.root), "update", "--json")
        environment = QProcessEnvironment()
        for name, value in own_environment(dict(os.environ)).items():
            environment.insert(name, value)
        process = self._process = QProcess(self)
        process.setProcessEnvironment(environment)
        process.finished.connect(lambda code, _how: self._ended(process, code))
        process.errorOccurred.connect(lambda error: self._failed_to_start(process, error))
        process.start(program, words_of_it)
        self._too_long.start()

    def close(self) -> None:
        """Nobody is there any more to be told."""
        self._clock.stop()
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(1000)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _failed_to_start(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._ended(process, -1)

    def _ended(self, process: QProcess, code: int) -> None:
        self._too_long.stop()
        process.deleteLater()
        if self._process is not process:
            return
        asked, self._asked, self._process = self._asked, False, None
        said = bytes(process.readAllStandardOutput().data())[: 4 * LARGEST_BYTES]
        complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        try:
            found = msgspec.json.decode(said, type=Verdict) if code == 0 else None
        except msgspec.DecodeError as error:
            found, complaint = None, str(error)
        if found is None:
            log.info("updates: %s", words.one_line(complaint, 300))
            if asked:
                why = in_your_words(words.one_line(complaint.removeprefix("signalcabin: "), 300))
                self._window.say(
                    tr("It is not known whether there is a newer version. {why}").format(why=why),
                    kind="warning", signal="needs_you", tip=why,
                )  # fmt: skip
            return
        self._tell(found, asked)

    def _tell(self, found: Verdict, asked: bool) -> None:
        if found.state == "current":
            if asked:
                text = tr("Signalcabin {version} is the newest there is.").format(version=found.installed)
                self._window.say(text, signal="finished")
            return
        self._held = None
        if found.declined and not asked:
            return
        if self._window.notice_strip.isVisible() and not asked:
            self._held = found
            return
        text = tr("Signalcabin {version} is there.").format(version=found.version)
        if found.news:
            news = words.one_line(" · ".join(found.news), _NEWS_SHOWN_CHARS)
            text = tr("Signalcabin {version} is there: {news}").format(version=found.version, news=news)
        self._window.say(
            text,
            tip="\n".join((*found.news, found.page)),
            offers=(
                (tr("Show"), lambda: self._show(found)),
                (tr("Not this one"), lambda: self._decline(found)),
            ),
        )

    def _show(self, found: Verdict) -> None:
        """The page a person gets it from, in their browser; the address was signed, and is https."""
        if not QDesktopServices.openUrl(QUrl(found.page, QUrl.ParsingMode.StrictMode)):
            self._window.say(tr("Nothing here opens {link}").format(link=found.page))

    def _decline(self, found: Verdict) -> None:
        try:
            decline(self._paths, found.version)
        except UpdateNotKnown as error:
            self._window.say(in_your_words(str(error)), kind="warning", signal="needs_you")
            return
        self._window.notice_strip.hide()
