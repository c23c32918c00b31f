"""Connecting agents from the window: what is here, the dialog with the exact change, and the offer made once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.tr import tr
from app.desktop import agent_setup
from app.desktop.cabin import THIS_MACHINE
from app.desktop.choices import Choices
from app.desktop.connect_offer import ConnectOffer
from app.desktop.models.hubs import Hubs, SessionRef
from app.desktop.tasks import Tasks
from app.desktop.views.main_window import MainWindow
from app.system.paths import DataPaths

if TYPE_CHECKING:
    from app.desktop.views.connect_dialog import ConnectDialog


class Connecting(QObject):
    """Answers the window's wish to connect or disconnect an agent."""

    def __init__(self, window: MainWindow, hubs: Hubs, paths: DataPaths, choices: Choices, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._hubs, self._paths = window, hubs, paths
        self._choices, self._tasks = choices, tasks
        self._offer = ConnectOffer()
        self._offered = ""
        """The agent whose connection the notice strip offers now."""
        window.connect_wanted.connect(lambda agent, title: self.open(agent, title))
        window.disconnect_wanted.connect(lambda agent, title: self.open(agent, title, connect=False))
        hubs.rows_changed.connect(self._rows_came)

    async def look(self) -> None:
        """Find out which agents are here and whether they are connected."""
        states = await asyncio.to_thread(agent_setup.look, self._paths)
        self._window.start_page.set_agents(states)
        self._offer_to_connect()

    def open(self, agent: str, title: str, *, connect: bool = True) -> ConnectDialog:
        """Show the exact change and offer to make it."""
        from app.desktop.views.connect_dialog import ConnectDialog

        dialog = ConnectDialog(agent, title, self._paths, connect=connect, parent=self._window)
        dialog.done_well.connect(lambda _agent: self._done(title, connect))
        dialog.open()
        return dialog

    def _done(self, title: str, connect: bool) -> None:
        self._window.notice_strip.hide()
        if connect:
            text = tr(
                "{agent} is connected. New sessions appear by themselves; running ones with their next step."
            ).format(agent=title)
            self._window.say(text, signal="finished")
        else:
            self._window.say(
                tr("{agent} is disconnected; its settings are as they were.").format(agent=title), signal="finished"
            )
        self._tasks.spawn(self.look())

    def _rows_came(self, refs: set[SessionRef]) -> None:
        rows = (self._hubs.row(ref) for ref in refs if ref.hub == THIS_MACHINE)
        self._offer.saw(row for row in rows if row is not None)
        self._offer_to_connect()

    def _offer_to_connect(self) -> None:
        """Sessions are seen, but from their files only: say once what connecting would add."""
        wanted = self._offer.wanted([card.state for card in self._window.start_page.cards])
        strip = self._window.notice_strip
        if self._offered and (wanted is None or wanted.agent != self._offered):
            self._offered = ""
            strip.hide()
        if wanted is None or strip.text() or self._choices.settings.first_run_done:
            return
        self._offered = wanted.agent
        strip.say(
            tr("{agent} is not connected: its words come late, and no lever waits at its next tool.").format(
                agent=wanted.title
            ),
            signal="ended",
            offers=(
                (tr("Connect…"), lambda: self.open(wanted.agent, wanted.title)),
                (tr("Not now"), self._introduced),
            ),
        )

    def _introduced(self) -> None:
        self._window.notice_strip.hide()
        self._choices.change(first_run_done=True)
