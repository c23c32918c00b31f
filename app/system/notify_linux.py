"""Notifications on Linux desktops: org.freedesktop.Notifications over the session bus."""

from __future__ import annotations

import asyncio
import contextlib
import html
import logging
import os
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    message_bus,
    new_method_call,
)
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from app.system.notify import Activated, Note, NotShown

log = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
_ADDRESS = DBusAddress("/org/freedesktop/Notifications", bus_name=_NAME, interface=_NAME)
_REPLY_LIMIT_S = 5.0
_LONGEST_BODY = 500
_QUEUE = 64
_BUS_ERRORS = (OSError, EOFError, RouterClosed, DBusErrorResponse, TimeoutError)


class LinuxNotifier:
    """Keeps the service's number for each tag, so that a note can be replaced and taken back."""

    def __init__(self, router: DBusRouter, connection: Any, app_name: str, icon: str, activated: Activated) -> None:
        self._router = router
        self._connection = connection
        self._app_name = app_name
        self._icon = icon
        self._activated = activated
        self._numbers: dict[str, int] = {}
        self._has_actions = False
        self._has_markup = False
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, app_name: str, icon: str, activated: Activated) -> LinuxNotifier:
        """Connect to the session bus; raises NotShown when it, or the service on it, is missing."""
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            raise NotShown("there is no session bus")
        try:
            connection = await asyncio.wait_for(open_dbus_connection("SESSION"), _REPLY_LIMIT_S)
        except (*_BUS_ERRORS, RuntimeError) as error:
            raise NotShown(f"the session bus does not answer: {error}") from error
        router = DBusRouter(connection)
        notifier = cls(router, connection, app_name, icon, activated)
        try:
            await notifier._begin()
        except _BUS_ERRORS as error:
            await notifier.close()
            raise NotShown(f"no notification service answers: {error}") from error
        return notifier

    async def show(self, note: Note) -> None:
        """Show or replace; the service may forget a number after it closed the note, which is the same as new."""
        body = note.body[:_LONGEST_BODY]
        actions = ["default", note.action, "show", note.action] if self._has_actions else []
        hints = {
            "urgency": ("y", 2 if note.urgent else 1),
            "desktop-entry": ("s", "signalcabin"),
            "category": ("s", "im.received" if note.urgent else "transfer.complete"),
        }
        arguments = (
            self._app_name,
            self._numbers.get(note.tag, 0),
            self._icon,
            note.title[:_LONGEST_BODY],
            html.escape(body) if self._has_markup else body,
            actions,
            hints,
            -1,
        )
        (number,) = await self._call("Notify", "susssasa{sv}i", arguments)
        self._numbers[note.tag] = int(number)

    async def withdraw(self, tag: str) -> None:
        number = self._numbers.pop(tag, None)
        if number is not None:
            await self._call("CloseNotification", "u", (number,))

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
        with contextlib.suppress(*_BUS_ERRORS):
            await self._router.__aexit__(None, None, None)
            await self._connection.close()

    async def _begin(self) -> None:
        (capabilities,) = await asyncio.wait_for(self._ask("GetCapabilities", "", ()), _REPLY_LIMIT_S)
        self._has_actions = "actions" in capabilities
        self._has_markup = "body-markup" in capabilities
        rule = MatchRule(type="signal", interface=_NAME, path="/org/freedesktop/Notifications")
        await asyncio.wait_for(Proxy(message_bus, self._router).AddMatch(rule), _REPLY_LIMIT_S)
        queue: asyncio.Queue[Message] = asyncio.Queue(_QUEUE)
        self._listening = asyncio.ensure_future(self._listen(rule, queue))

    async def _listen(self, rule: MatchRule, queue: asyncio.Queue[Message]) -> None:
        with self._router.filter(rule, queue=queue):
            while True:
                message = await queue.get()
                self._on_signal(message.header.fields.get(HeaderFields.member), message.body)

    def _on_signal(self, member: object, body: tuple[Any, ...]) -> None:
        """A note was clicked or closed, ours or another program's."""
        if not body:
            return
        tag = next((tag for tag, number in self._numbers.items() if number == body[0]), None)
        if tag is None:
            return
        if member == "NotificationClosed":
            self._numbers.pop(tag)
        elif member == "ActionInvoked":
            self._activated(tag)

    async def _call(self, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        try:
            return await asyncio.wait_for(self._ask(method, signature, arguments), _REPLY_LIMIT_S)
        except _BUS_ERRORS as error:
            raise NotShown(f"{method}: {error or type(error).__name__}") from error

    async def _ask(self, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        message = new_method_call(_ADDRESS, method, signature, arguments)
        return tuple(unwrap_msg(await self._router.send_and_get_reply(message)))
