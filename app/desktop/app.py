"""Opens the desktop: one event loop for Qt and asyncio, the window, the tray, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app import __version__
from app import settings as settings_file
from app.agents import adapters
from app.desktop import agent_setup, language, motion
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.connect_offer import ConnectOffer
from app.desktop.crash import CrashReports, start_logging, stop_logging
from app.desktop.garbage import Garbage, give_back_large_blocks
from app.desktop.link import HubAddress
from app.desktop.models.hubs import SessionRef
from app.desktop.notifications import Notifications
from app.desktop.signals import app_icon, signal_of
from app.desktop.tasks import Tasks
from app.desktop.tray import Tray
from app.desktop.views.main_window import MainWindow
from app.settings import RemoteHub, SettingsNotSaved
from app.system.appearance import Wishes, follow_wishes
from app.system.notify import Note
from app.system.paths import DataPaths
from app.system.secrets import SecretNotKept, delete_secret, get_secret, set_secret

if TYPE_CHECKING:
    from app.core.commands import Launched
    from app.desktop.views.add_hub import AddHubDialog
    from app.desktop.views.connect_dialog import ConnectDialog
    from app.desktop.views.launch_dialog import LaunchDialog

log = logging.getLogger(__name__)

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
) -> int:
    """Show the window until it is quit. Returns the exit code; raises DataDirUnusable.

    ``offscreen_shot``: draw without a display, save a picture after ``after_s`` seconds, and end. ``theme`` and
    ``size`` override what is remembered.
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
    crashes = CrashReports(paths.logs_dir, desktop.say_trouble)
    crashes.install(loop)
    garbage = Garbage()
    desktop.cabin.frame.add(garbage.collect_if_due)
    garbage.start()
    try:
        with loop:
            return loop.run_until_complete(desktop.run(offscreen_shot, after_s, size))
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
        loaded = settings_file.load(paths.settings)
        self.settings = loaded.settings
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
        self.tray = Tray(self.cabin, self)
        self.notifications = Notifications(self.cabin.hubs, lambda: self.settings, self.window.is_looking_at, self)
        self._place = QSettings(str(paths.root / "window.ini"), QSettings.Format.IniFormat)
        self._tasks = Tasks()
        self._offer = ConnectOffer()
        self._offered = ""
        """The agent whose connection the notice strip offers now."""
        self._quit = asyncio.Event()
        self._noted: tuple[SessionRef, str] | None = None
        """The session the window's own note is about, and the status that called for it."""
        self._awaited: SessionRef | None = None
        """A session just launched, until it is in the list."""
        self._connect()
        for problem in loaded.problems:
            self.window.say(problem, kind="warning", signal="needs_you", tip=problem)

    def _connect(self) -> None:
        window, tray = self.window, self.tray
        window.quit_wanted.connect(self.quit)
        window.connect_wanted.connect(lambda agent, title: self.open_connect(agent, title))
        window.disconnect_wanted.connect(lambda agent, title: self.open_connect(agent, title, connect=False))
        window.add_hub_wanted.connect(self.open_add_hub)
        window.launch_wanted.connect(self.open_launch)
        window.remove_hub_wanted.connect(lambda name: self._tasks.spawn(self._remove_hub(name)))
        window.theme_wanted.connect(self.choose_theme)
        window.reduced_motion_wanted.connect(self.choose_motion)
        window.keep_collecting_wanted.connect(self._keep_collecting)
        window.session_seen.connect(self._seen)
        window.set_may_hide(lambda: self.settings.close_to_tray and tray.is_there)
        tray.show_wanted.connect(window.come_forward)
        tray.session_wanted.connect(window.show_session)
        tray.stop_all_wanted.connect(lambda: (window.come_forward(), window.open_stop_all()))
        tray.quit_wanted.connect(self.quit)
        self.notifications.show_wanted.connect(window.show_session)
        self.notifications.fallback.connect(self._note_without_service)
        self.cabin.hubs.rows_changed.connect(lambda _refs: self._forget_note())
        self.cabin.hubs.rows_changed.connect(self._rows_came)

    async def run(self, shot: str | None, after_s: float, size: tuple[int, int] | None = None) -> int:
        """Live until quit, or until the picture is taken."""
        self._listen_to_signals()
        if shot is None:
            self.window.restore_place(self._place)
            self.tray.start()
            self._tasks.spawn(self.notifications.open(str(themes.resources_dir() / "icons" / "app.svg")))
        if size is not None:
            self.window.resize(*size)
        self.cabin.add_own_hub()
        for hub in self.settings.hubs:
            self._add_remote(hub)
        self._tasks.spawn(self.look_at_agents())
        self._tasks.spawn(follow_wishes(self._wishes_came))
        self.window.show()
        code = 0
        if shot is not None:
            code = await self._take_picture(Path(shot), after_s)
        else:
            await self._quit.wait()
            self.window.save_place(self._place)
        await self._end()
        return code

    def quit(self) -> None:
        """Begin the orderly end."""
        self._quit.set()

    def say_trouble(self, text: str) -> None:
        """An unexpected error, told in the window."""
        self.window.say(text, kind="error", signal="failed", tip=text)

    async def _take_picture(self, file: Path, after_s: float) -> int:
        try:
            await asyncio.wait_for(self._quit.wait(), after_s)
        except TimeoutError:
            log.debug("time for the picture")
        if not self.window.grab().save(str(file)):
            print(f"The picture could not be written to {file}.", file=sys.stderr)
            return 1
        return 0

    async def _end(self) -> None:
        self.tray.hide()
        self.window.hide()
        await self._tasks.close()
        await self.notifications.close()
        await self.cabin.close(stop_own_hub=not self.settings.keep_collecting)

    def _listen_to_signals(self) -> None:
        """Ctrl-C and a session manager's TERM end us as Quit does."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self.quit)
            except (NotImplementedError, RuntimeError, ValueError) as error:
                log.info("signal %d is not listened to: %s", number, error)

    # agents

    def _rows_came(self, refs: set[SessionRef]) -> None:
        hubs = self.cabin.hubs
        self._offer.saw(row for ref in refs if ref.hub == THIS_MACHINE and (row := hubs.row(ref)) is not None)
        self._offer_to_connect()
        self._show_awaited()

    async def look_at_agents(self) -> None:
        """Find out which agents are here and whether they are connected."""
        states = await asyncio.to_thread(agent_setup.look, self.paths)
        self.window.start_page.set_agents(states)
        self._offer_to_connect()

    def open_connect(self, agent: str, title: str, *, connect: bool = True) -> ConnectDialog:
        """Show the exact change and offer to make it."""
        from app.desktop.views.connect_dialog import ConnectDialog

        dialog = ConnectDialog(agent, title, self.paths, connect=connect, parent=self.window)
        dialog.done_well.connect(lambda _agent: self._connected(title, connect))
        dialog.open()
        return dialog

    def _connected(self, title: str, connect: bool) -> None:
        self.window.notice_strip.hide()
        if connect:
            text = f"{title} is connected. New sessions appear by themselves; running ones with their next step."
            self.window.say(text, signal="finished")
        else:
            self.window.say(f"{title} is disconnected; its settings are as they were.", signal="finished")
        self._tasks.spawn(self.look_at_agents())

    def _offer_to_connect(self) -> None:
        """Sessions are seen, but from their files only: say once what connecting would add."""
        wanted = self._offer.wanted([card.state for card in self.window.start_page.cards])
        strip = self.window.notice_strip
        if self._offered and (wanted is None or wanted.agent != self._offered):
            self._offered = ""
            strip.hide()
        if wanted is None or strip.text() or self.settings.first_run_done:
            return
        self._offered = wanted.agent
        strip.say(
            f"{wanted.title} is not connected: its words come late, and no lever waits at its next tool.",
            signal="ended",
            offers=(
                ("Connect…", lambda: self.open_connect(wanted.agent, wanted.title)),
                ("Not now", self._introduced),
            ),
        )

    def _introduced(self) -> None:
        self.window.notice_strip.hide()
        self._change(first_run_done=True)

    # hubs

    def open_launch(self, folder: str = "") -> LaunchDialog:
        """Ask what a new session on this machine is to do."""
        from app.desktop.views.launch_dialog import LaunchDialog, recent_folders

        rows = [row for ref, row in self.cabin.hubs.rows().items() if ref.hub == THIS_MACHINE]
        dialog = LaunchDialog(
            lambda command: self.cabin.order_hub(THIS_MACHINE, command),
            [(adapter.name, adapter.title) for adapter in adapters().values()],
            recent_folders(rows),
            self.window,
        )
        if folder:
            dialog.set_folder(folder)
        dialog.launched.connect(self._launched)
        dialog.open()
        return dialog

    def _launched(self, launched: Launched) -> None:
        """Follow it, as soon as it is in the list."""
        self._awaited = SessionRef(THIS_MACHINE, launched.agent, launched.session_id)
        self._show_awaited()

    def _show_awaited(self) -> None:
        if self._awaited is not None and self.cabin.hubs.row(self._awaited) is not None:
            awaited, self._awaited = self._awaited, None
            self.window.show_session(awaited)

    def open_add_hub(self) -> AddHubDialog:
        """Ask for another hub's address."""
        from app.desktop.views.add_hub import AddHubDialog

        dialog = AddHubDialog({hub.name for hub in self.cabin.hubs.all()}, self.window)
        dialog.wanted.connect(lambda name, uri, token: self._tasks.spawn(self._take_hub(name, uri, token)))
        dialog.open()
        return dialog

    async def _take_hub(self, name: str, uri: str, token: str) -> None:
        try:
            where = await asyncio.to_thread(set_secret, self.paths, _secret_name(name), token)
        except SecretNotKept as error:
            self.window.say(f"The hub was not added. {error}", kind="error", signal="failed", tip=str(error))
            return
        if where != "keyring":
            self.window.say(f"No keyring answers: the token of {name} lies in {where}, readable by you alone.")
        hub = RemoteHub(name=name, uri=uri)
        self._change(hubs=(*self.settings.hubs, hub))
        self._add_remote(hub)

    async def _remove_hub(self, name: str) -> None:
        await self.cabin.remove_hub(name)
        self._change(hubs=tuple(hub for hub in self.settings.hubs if hub.name != name))
        await asyncio.to_thread(delete_secret, self.paths, _secret_name(name))

    def _add_remote(self, hub: RemoteHub) -> None:
        self.cabin.add_hub(HubAddress(hub.name, hub.uri), token=self._token_of(hub.name))

    def _token_of(self, name: str) -> Callable[[], Awaitable[str]]:
        async def token() -> str:
            try:
                secret = await asyncio.to_thread(get_secret, self.paths, _secret_name(name))
            except SecretNotKept as error:
                log.warning("token of hub %s: %s", name, error)
                return ""
            return secret.value if secret is not None else ""

        return token

    # what a person chose

    def choose_theme(self, name: str) -> None:
        """system | light | dark | high_contrast."""
        self._theme = ""
        self.window.chosen_theme = name
        self._change(theme=name)
        themes.apply_theme(self.app, self._theme_name())

    def choose_motion(self, reduced: bool) -> None:
        """Whether nothing is to move."""
        self._change(reduced_motion="on" if reduced else "off")
        motion.choose(self.app, self.settings.reduced_motion)

    def _wishes_came(self, wishes: Wishes) -> None:
        themes.system_says(self.app, wishes.more_contrast)
        motion.system_says(self.app, wishes.less_motion)

    def _theme_name(self) -> str:
        wanted = self._theme or self.settings.theme
        return _THEMES.get(wanted, wanted)

    def _keep_collecting(self, wanted: bool) -> None:
        self.window.keep_collecting = wanted
        self._change(keep_collecting=wanted)

    def _change(self, **choices: object) -> None:
        self.settings = msgspec.structs.replace(self.settings, **choices)
        try:
            settings_file.save(self.paths.settings, self.settings)
        except SettingsNotSaved as error:
            self.window.say(str(error), kind="warning", signal="needs_you", tip=str(error))

    # attention

    def _seen(self, ref: SessionRef) -> None:
        self.notifications.seen(ref)
        self._forget_note(seen=ref)
        row = self.cabin.hubs.row(ref)
        if row is not None and row.status == "done":
            self.cabin.mark_seen(ref)

    def _note_without_service(self, ref: SessionRef, note: Note) -> None:
        row = self.cabin.hubs.row(ref)
        # Where there is neither service nor tray the window tells what cannot wait; the rest stands in the roster.
        if self.tray.note(ref, note) or row is None or row.status not in ("waiting", "failed"):
            return
        self._noted = (ref, row.status)
        self.window.say(
            f"{note.title}: {note.body}" if note.body else note.title,
            kind="warning" if row.status == "waiting" else "error",
            signal=signal_of(row),
            offers=(("Show", lambda: self.window.show_session(ref)),),
        )

    def _forget_note(self, seen: SessionRef | None = None) -> None:
        """Take the note in the window back when somebody has seen its session, or it is no longer so."""
        if self._noted is None:
            return
        ref, status = self._noted
        row = self.cabin.hubs.row(ref)
        if seen == ref or row is None or row.status != status:
            self._noted = None
            self.window.notice_strip.hide()


def _secret_name(hub: str) -> str:
    return f"hub-token-of-{hub}"
