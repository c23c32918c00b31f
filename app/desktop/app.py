"""Opens the desktop: one event loop for Qt and asyncio, the window, the tray, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app import __version__
from app.core.sentences import in_your_words
from app.desktop import language, motion, picture
from app.desktop import theme as themes
from app.desktop.alerts import Alerts
from app.desktop.cabin import Cabin
from app.desktop.callers import Callers
from app.desktop.calls import Calls
from app.desktop.choices import Choices
from app.desktop.connecting import Connecting
from app.desktop.crash import CrashReports, start_logging, stop_logging
from app.desktop.garbage import Garbage
from app.desktop.launching import Launching
from app.desktop.leaving import Leaving
from app.desktop.models.hubs import SessionRef
from app.desktop.notifications import Notifications
from app.desktop.only_window import OnlyWindow
from app.desktop.remote_hubs import RemoteHubs
from app.desktop.signals import app_icon, choose_tray_ink
from app.desktop.taskbar import Taskbar
from app.desktop.tasks import Tasks
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow
from app.desktop.window_notes import WindowNotes
from app.settings import Settings
from app.system.appearance import Wishes, follow_wishes
from app.system.logs import choose_topics
from app.system.memory import give_back_large_blocks
from app.system.paths import DataPaths, default_data_dir, make_private_file

if TYPE_CHECKING:
    from app.desktop.settling import Settling
    from app.desktop.stop_all_key import StopAllKey
    from app.desktop.updates import Updates
    from app.desktop.views.stop_all_key_dialog import StopAllKeyDialog

log = logging.getLogger(__name__)

_SOON_MS = 150
"""After this much is begun that is not on the first page."""

FIRST_LOOK_AFTER_MS = 10 * 60 * 1000
"""Nobody waits for news of an update, and whoever just started the window waits for it."""

_THEMES = {"high_contrast": "high-contrast"}
"""Settings file → theme, where the words differ."""


def run(
    paths: DataPaths,
    offscreen_shot: str | None = None,
    after_s: float = 3.0,
    *,
    start_hub: bool = True,
    theme: str = "",
    size: tuple[int, int] | None = None,
    only: OnlyWindow | None = None,
    session: str = "",
    stop_all: bool = False,
    in_tray: bool = False,
) -> int:
    """Show the window until it is quit. Returns the exit code; raises DataDirUnusable.

    ``offscreen_shot``: draw without a display, save a picture after ``after_s`` seconds, and end. ``theme`` and
    ``size`` override what is remembered. ``only``: the right to be the window. ``session``: the id of one to show.
    ``stop_all``: show the list of *Stop all*. ``in_tray``: begin there.
    """
    give_back_large_blocks()
    paths.prepare()
    if offscreen_shot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Signalcabin")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("signalcabin")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)
    handler = start_logging(paths.logs_dir)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    desktop = Desktop(app, paths, start_hub=start_hub, theme=theme)
    if session:
        desktop.callers.show_session(session)
    if stop_all:
        desktop.callers.show_stop_all()
    crashes = CrashReports(paths.logs_dir, desktop.say_trouble)
    crashes.install(loop)
    garbage = Garbage()
    desktop.cabin.frame.add(garbage.collect_if_due)
    garbage.start()
    try:
        with loop:
            return loop.run_until_complete(desktop.run(offscreen_shot, after_s, size, only, in_tray))
    finally:
        garbage.stop()
        sys.excepthook = sys.__excepthook__
        stop_logging(handler)


class Desktop(QObject):
    """Everything that exists once: cabin, window, tray, notifications, settings."""

    def __init__(self, app: QApplication, paths: DataPaths, *, start_hub: bool = True, theme: str = "") -> None:
        super().__init__()
        self.app = app
        self.paths = paths
        self.choices = Choices(paths.settings)
        choose_topics(self.settings.log_topics)
        self._theme = theme
        language.choose(app, self.settings.language)
        themes.apply_theme(app, self._theme_name(), sheet=False)
        themes.follow_system(app)
        motion.choose(app, self.settings.reduced_motion)
        self.cabin = Cabin(paths, start_hub=start_hub)
        self.window = MainWindow(self.cabin)
        themes.put_on_sheet(app)
        self.window.keep_collecting = self.settings.keep_collecting
        self.window.chosen_theme = self.settings.theme
        choose_tray_ink(self.settings.tray_icon)
        self.tray = Tray(self.cabin, self)
        self.alerts = Alerts(self.cabin.hubs, lambda: self.settings, self.window.is_looking_at, self)
        self.notifications = Notifications(self.cabin, self.alerts, self)
        self._taskbar = Taskbar(self.window, self.cabin, self.alerts)
        self.calls = Calls(self.window, self.cabin, self.alerts, lambda: self.settings)
        place = make_private_file(paths.root / "window.ini")  # Qt keeps the mode a file has
        self._place = QSettings(str(place), QSettings.Format.IniFormat)
        self._tasks = Tasks()
        self._connecting = Connecting(self.window, self.cabin.hubs, paths, self.choices, self._tasks)
        self._remote_hubs = RemoteHubs(self.window, self.cabin, self.choices, self._tasks)
        self._launching = Launching(self.window, self.cabin)
        self._notes = WindowNotes(self.window, self.cabin.hubs, self.tray)
        self._leaving = Leaving(self.window, self.cabin, self.choices)
        self.callers = Callers(self.window, self.cabin, self.tray)
        self._keeps_hub = False
        self._key: StopAllKey | None = None
        self._settling: Settling | None = None
        self._updates: Updates | None = None
        self._quit = asyncio.Event()
        self._connect()
        self.choices.trouble = self._say_choice_trouble
        for problem in self.choices.problems:
            self._say_choice_trouble(problem)

    @property
    def settings(self) -> Settings:
        """As a person chose."""
        return self.choices.settings

    def _connect(self) -> None:
        window, tray = self.window, self.tray
        window.quit_wanted.connect(self._leaving.quit)
        window.theme_wanted.connect(self.choose_theme)
        window.reduced_motion_wanted.connect(lambda reduced: self.choose_motion("on" if reduced else "off"))
        window.keep_collecting_wanted.connect(self._keep_collecting)
        window.settings_wanted.connect(lambda: self.settling.open())
        window.purge_wanted.connect(lambda ref: self.settling.ask_to_purge(ref))
        window.session_seen.connect(self._seen)
        window.set_may_hide(lambda: self.settings.close_to_tray and tray.is_there and self._leaving.may_ask)
        tray.show_wanted.connect(window.come_forward)
        tray.session_wanted.connect(window.show_session)
        window.stop_all_key_wanted.connect(self.open_stop_all_key)
        tray.stop_all_wanted.connect(self._ask_to_stop_all)
        tray.quit_wanted.connect(self._leaving.quit)
        tray.lost.connect(self.callers.begin_in_tray)
        self._leaving.agreed.connect(self.quit)
        self.callers.quit_wanted.connect(self.quit)
        self.notifications.show_wanted.connect(window.show_session)
        self.notifications.inbox_wanted.connect(self.calls.show_inbox)
        self.notifications.fallback.connect(self._notes.note)

    async def run(
        self,
        shot: str | None,
        after_s: float,
        size: tuple[int, int] | None = None,
        only: OnlyWindow | None = None,
        in_tray: bool = False,
    ) -> int:
        """Live until quit, or until the picture is taken."""
        self._listen_to_signals()
        if shot is None:
            self.window.restore_place(self._place)
            QTimer.singleShot(0 if in_tray else _SOON_MS, self, self.tray.start)
            self.calls.begin()
            self.notifications.begin(str(themes.resources_dir() / "icons" / "app.svg"))
            QTimer.singleShot(FIRST_LOOK_AFTER_MS, self, lambda: self.updates.begin())
        if size is not None:
            self.window.resize(*size)
        self.cabin.add_own_hub()
        self._remote_hubs.add_chosen()
        QTimer.singleShot(_SOON_MS, self, self._look_around)
        if in_tray:
            self.callers.begin_in_tray()
        else:
            self.window.show()
        if only is not None:
            self._tasks.spawn(self.callers.listen(only))
        if self.settings.stop_all_key and shot is None:
            # Nobody misses it in the first second, and the window is painted sooner.
            QTimer.singleShot(1000, self, lambda: self.stop_all_key.ask())
        code = 0
        if shot is not None:
            code = await picture.take(self.window, self._quit, Path(shot), after_s)
        else:
            await self._quit.wait()
            self.window.save_place(self._place)
        await self._end()
        return code

    def _look_around(self) -> None:
        """What can wait until the first page is painted: which agents are here, and what the desktop wishes."""
        self._tasks.spawn(self._connecting.look())
        self._tasks.spawn(follow_wishes(self._wishes_came))

    def quit(self, keep_hub: bool = False) -> None:
        """Begin the orderly end; ask nobody. ``keep_hub``: the hub runs on, whatever was chosen for always."""
        self._keeps_hub = keep_hub
        self._quit.set()

    def say_trouble(self, text: str, report: Path | None) -> None:
        """An unexpected error, told in the window."""
        from app.desktop import trouble

        trouble.tell(self.window, text, report)

    def _say_choice_trouble(self, text: str) -> None:
        said = in_your_words(text)
        self.window.say(said, kind="warning", signal="needs_you", tip=said)

    async def _end(self) -> None:
        self.tray.hide()
        self._taskbar.clear()
        self._leaving.close()
        self.window.hide()
        if self._key is not None:
            await self._key.close()
        if self._settling is not None:
            await self._settling.close()
        if self._updates is not None:
            self._updates.close()
        await self._tasks.close()
        await self.notifications.close()
        await self.calls.close()
        await self.cabin.close(stop_own_hub=not (self.settings.keep_collecting or self._keeps_hub))

    def _listen_to_signals(self) -> None:
        """Ctrl-C and a session manager's TERM end us as Quit does, but nobody is asked: nobody may be there."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self.quit)
            except (NotImplementedError, RuntimeError, ValueError) as error:
                log.info("signal %d is not listened to: %s", number, error)

    # what a person chose

    def choose_theme(self, name: str) -> None:
        """system | light | dark | high_contrast."""
        self._theme = ""
        self.window.chosen_theme = name
        self.choices.change(theme=name)
        themes.apply_theme(self.app, self._theme_name())

    def choose_motion(self, wanted: str) -> None:
        """system | on (nothing moves) | off."""
        self.choices.change(reduced_motion=wanted)
        motion.choose(self.app, self.settings.reduced_motion)

    @property
    def settling(self) -> Settling:
        """The settings; made when somebody first opens them."""
        from app.desktop.settling import Settling

        if self._settling is None:
            effects = {
                "theme": self.choose_theme,
                "reduced_motion": self.choose_motion,
                "keep_collecting": self._keep_collecting,
                "stop_all_key": lambda wanted: self.stop_all_key.choose(wanted),
            }
            self._settling = Settling(
                self.window, self.cabin, self.choices, effects, lambda: self.updates.look(asked=True)
            )
        return self._settling

    @property
    def updates(self) -> Updates:
        """Asks for a newer version; made when somebody wants to know, or long after the start."""
        from app.desktop.updates import Updates

        if self._updates is None:
            self._updates = Updates(self.window, self.paths, lambda: self.settings)
        return self._updates

    def _wishes_came(self, wishes: Wishes) -> None:
        themes.system_says(self.app, wishes.more_contrast)
        motion.system_says(self.app, wishes.less_motion)

    def _theme_name(self) -> str:
        wanted = self._theme or self.settings.theme
        return _THEMES.get(wanted, wanted)

    def _keep_collecting(self, wanted: bool) -> None:
        self.window.keep_collecting = wanted
        self.choices.change(keep_collecting=wanted)

    # stopping all

    @property
    def stop_all_key(self) -> StopAllKey:
        """The key for *Stop all* in every program; made when somebody first wants it."""
        from app.desktop.stop_all_key import StopAllKey

        if self._key is None:
            self._key = StopAllKey(self.choices, self)
            self._key.pressed.connect(self._ask_to_stop_all)
        return self._key

    def open_stop_all_key(self) -> StopAllKeyDialog:
        """Ask whether there is to be such a key."""
        from app.desktop.views.stop_all_key_dialog import StopAllKeyDialog
        from app.system.own_command import bindable_command

        root = self.paths.root
        data = ("--data-dir", str(root)) if root != default_data_dir() else ()
        command = bindable_command(*data, "open", "--stop-all")
        dialog = StopAllKeyDialog(self.stop_all_key, command, self.window)
        dialog.open()
        return dialog

    def _ask_to_stop_all(self) -> None:
        self.window.come_forward()
        self.window.open_stop_all()

    # attention

    def _seen(self, ref: SessionRef) -> None:
        self.alerts.seen(ref)
        self._notes.forget(seen=ref)
        row = self.cabin.hubs.row(ref)
        if row is not None and row.status == "done":
            self.cabin.mark_seen(ref)
