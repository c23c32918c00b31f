"""Hubs of other machines: added and removed in the window, their tokens kept in the keyring."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.sentences import in_your_words
from app.core.tr import tr
from app.desktop.cabin import Cabin
from app.desktop.choices import Choices
from app.desktop.link import HubAddress
from app.desktop.tasks import Tasks
from app.desktop.views.main_window import MainWindow
from app.settings import RemoteHub
from app.system.secrets import SecretNotKept, delete_secret, get_secret, remote_hub_secret, set_secret

if TYPE_CHECKING:
    from app.desktop.views.add_hub import AddHubDialog

log = logging.getLogger(__name__)


class RemoteHubs(QObject):
    """Answers the window's wish to look at another hub, or no longer at one."""

    def __init__(self, window: MainWindow, cabin: Cabin, choices: Choices, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._cabin, self._choices, self._tasks = window, cabin, choices, tasks
        window.add_hub_wanted.connect(self.open_dialog)
        window.remove_hub_wanted.connect(lambda name: tasks.spawn(self._remove(name)))

    def add_chosen(self) -> None:
        """Look at those that were added before."""
        for hub in self._choices.settings.hubs:
            self._add(hub)

    def open_dialog(self) -> AddHubDialog:
        """Ask for another hub's address."""
        from app.desktop.views.add_hub import AddHubDialog

        dialog = AddHubDialog({hub.name for hub in self._cabin.hubs.all()}, self._window)
        dialog.wanted.connect(lambda name, uri, token: self._tasks.spawn(self._take(name, uri, token)))
        dialog.open()
        return dialog

    async def _take(self, name: str, uri: str, token: str) -> None:
        try:
            where = await asyncio.to_thread(set_secret, self._cabin.paths, remote_hub_secret(name), token)
        except SecretNotKept as error:
            why = in_your_words(str(error))
            text = tr("The hub was not added. {why}").format(why=why)
            self._window.say(text, kind="error", signal="failed", tip=why)
            return
        if where != "keyring":
            self._window.say(
                tr("No keyring answers: the token of {name} lies in {where}, readable by you alone.").format(
                    name=name, where=where
                )
            )
        hub = RemoteHub(name=name, uri=uri)
        self._choices.change(hubs=(*self._choices.settings.hubs, hub))
        self._add(hub)

    async def _remove(self, name: str) -> None:
        await self._cabin.remove_hub(name)
        self._choices.change(hubs=tuple(hub for hub in self._choices.settings.hubs if hub.name != name))
        await asyncio.to_thread(delete_secret, self._cabin.paths, remote_hub_secret(name))

    def _add(self, hub: RemoteHub) -> None:
        self._cabin.add_hub(HubAddress(hub.name, hub.uri), token=self._token_of(hub.name))

    def _token_of(self, name: str) -> Callable[[], Awaitable[str]]:
        async def token() -> str:
            try:
                secret = await asyncio.to_thread(get_secret, self._cabin.paths, remote_hub_secret(name))
            except SecretNotKept as error:
                log.warning("token of hub %s: %s", name, error)
                return ""
            return secret.value if secret is not None else ""

        return token
