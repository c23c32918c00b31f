"""Opens the settings and does what is chosen there: some choices only have to be kept, others take effect at once.

Imported when somebody opens the settings, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from app.core.commands import Purge, PurgeResult
from app.core.figures import grouped
from app.core.projections.alerts import AlertKind
from app.core.tr import plural, tr
from app.desktop import alert_policy, trouble, words
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.choices import Choices
from app.desktop.link import OrderFailed
from app.desktop.login_start import LoginStart
from app.desktop.models.hubs import SessionRef
from app.desktop.settings_table import START_AT_LOGIN
from app.desktop.sounds import Sounds
from app.desktop.tasks import Tasks
from app.desktop.views.main_window import MainWindow
from app.desktop.views.settings_dialog import SettingsDialog
from app.settings import Settings
from app.system.crash_reports import reports_in
from app.system.paths import DataPaths

Effect = Callable[[object], None]
"""Keeps a choice and lets it take effect."""

_PURGE_WITHIN_S = 600.0


class Settling(QObject):
    """``effects``: by setting, what more than keeping it a choice asks for."""

    def __init__(
        self,
        window: MainWindow,
        cabin: Cabin,
        choices: Choices,
        effects: Mapping[str, Effect],
        look_for_update: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._look_for_update = look_for_update
        self._window, self._cabin, self._choices = window, cabin, choices
        self._effects = dict(effects)
        self._tasks = Tasks()
        self.sounds = Sounds(lambda: choices.settings, self)
        self._login_start = LoginStart(cabin.paths)
        self._dialog: SettingsDialog | None = None
        """While it is open."""

    @property
    def _paths(self) -> DataPaths:
        return self._cabin.paths

    def open(self) -> SettingsDialog:
        """Show the settings."""
        if self._dialog is not None:
            self._dialog.raise_()
            return self._dialog
        absent = frozenset[str]() if self._login_start.is_possible else frozenset((START_AT_LOGIN,))
        dialog = SettingsDialog(self._value_of, self._paths.settings, self._deeds(), absent, self._window)
        dialog.chosen.connect(self.choose)
        dialog.file_wanted.connect(self._open_file)
        dialog.deed_wanted.connect(self._do)
        dialog.play_wanted.connect(lambda kind: self._tasks.spawn(self._play(kind)))
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        dialog.open()
        return dialog

    async def close(self) -> None:
        """Wait for what is under way."""
        await self._tasks.close()

    def choose(self, name: str, value: object) -> None:
        """A person chose. What cannot be is said, and is not kept."""
        if name == START_AT_LOGIN:
            self._say(self._login_start.choose(value is True))
            self._show_again()
            return
        try:
            wanted = msgspec.convert({**msgspec.structs.asdict(self._choices.settings), name: value}, Settings)
        except msgspec.ValidationError as error:
            self._say(str(error))
            return
        _, problems = alert_policy.policy_of(wanted, 0) if name == "quiet_hours" else (None, [])
        self._say(" ".join(problems))
        if problems:
            return
        effect = self._effects.get(name)
        if effect is not None:
            effect(getattr(wanted, name))
        else:
            self._choices.change(**{name: getattr(wanted, name)})

    def _value_of(self, name: str) -> object:
        return self._login_start.is_on if name == START_AT_LOGIN else getattr(self._choices.settings, name)

    def _show_again(self) -> None:
        if self._dialog is not None:
            self._dialog.refresh()

    def _closed(self) -> None:
        self._dialog = None

    def _say(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.say(text)

    async def _play(self, kind: AlertKind) -> None:
        """Let a sound be heard, or say why it cannot."""
        why_not = await self.sounds.try_out(kind)
        self._say(tr("It cannot be heard: {why}").format(why=words.one_line(why_not, 200)) if why_not else "")

    # ── what is done once ──

    def _deeds(self) -> tuple[tuple[str, str, str], ...]:
        own = self._cabin.hubs.get(THIS_MACHINE)
        size = own.health.store_bytes if own is not None and own.health is not None else 0
        megabytes = grouped(max(1, size // (1024 * 1024))) if size else ""
        kept = tr("What is kept of sessions on this machine.")
        if megabytes:
            kept = tr("The store takes {size} MB.").format(size=megabytes)
        deeds = [
            ("folder", tr("Open the folder"), tr("Store, logs, reports and backups: all lies in {folder}").format(
                folder=self._paths.root)),
            ("purge", tr("Remove what is kept…"), kept),
        ]  # fmt: skip
        if self._choices.settings.update_url:
            said = tr("Is there a newer version? Nothing is fetched; you are told.")
            deeds.append(("update", tr("Look for an update"), said))
        if reports_in(self._paths.logs_dir):
            said = tr("Something went wrong here once. Its report never leaves by itself.")
            deeds.append(("report", tr("Copy the last report"), said))
        return tuple(deeds)

    def _do(self, name: str) -> None:
        match name:
            case "folder":
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.root)))
            case "purge":
                self.ask_to_purge()
            case "update":
                self._look_for_update()
            case "report":
                trouble.copy(self._window, reports_in(self._paths.logs_dir)[0])

    def _open_file(self) -> None:
        if not self._paths.settings.exists():
            self._choices.change()  # what is not there cannot be opened; this writes it, every line explained
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.settings))):
            self._say(tr("Nothing here opens it. It lies in {file}").format(file=self._paths.settings))

    # ── removing ──

    def ask_to_purge(self, ref: SessionRef | None = None) -> QMessageBox:
        """Remove one session, or every one that is over on this machine, after a question."""
        question = QMessageBox(self._dialog or self._window)
        question.setWindowTitle(tr("Remove what is kept"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        row = self._cabin.hubs.row(ref) if ref is not None else None
        if row is not None:
            question.setText(tr("Remove “{title}” from the store, for good?").format(title=words.title_of(row)))
        else:
            question.setText(tr("Remove every session that is over from this machine's store, for good?"))
        question.setInformativeText(
            tr("Sessions whose process runs stay. The agents' own transcripts are not touched. This cannot be undone.")
        )
        remove = question.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        remove.setAccessibleName(tr("Remove"))
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        hub, order = (ref.hub, Purge(sessions=(ref.key,))) if ref is not None else (THIS_MACHINE, Purge(all=True))
        remove.clicked.connect(lambda: self._tasks.spawn(self._purge(hub, order)))
        question.finished.connect(question.deleteLater)
        question.open()
        return question

    async def _purge(self, name: str, order: Purge) -> None:
        hub = self._cabin.hubs.get(name)
        try:
            if hub is None:
                raise OrderFailed(tr("The hub is away."))
            done = msgspec.convert(await hub.link.order(order, _PURGE_WITHIN_S), PurgeResult)
        except (OrderFailed, msgspec.ValidationError) as error:
            self._window.say(tr("Nothing was removed. {why}").format(why=error), kind="warning", signal="needs_you")
            return
        removed = plural("%n sessions were removed.", "%n session was removed.", len(done.purged))
        running = plural("%n that run stay.", "%n that runs stays.", len(done.running)) if done.running else ""
        self._window.say(f"{removed} {running}".rstrip(), signal="finished")
        self._cabin.ask_health()
