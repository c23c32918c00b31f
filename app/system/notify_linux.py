"""Notifications on Linux desktops: org.freedesktop.Notifications over the session bus."""

from __future__ import annotations

import asyncio
import contextlib
import html
import os
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, Message, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from app.system.notify import Listener, Note, NotShown
from app.system.notify_queue import Handle, NoteQueue

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ADDRESS = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
_BUS_LIMIT_S = 5.0
_LONGEST_TITLE = 200
_LONGEST_BODY = 500
_QUEUE = 64
_BUS_ERRORS = (OSError, EOFError, RouterClosed, DBusErrorResponse)
_EXPIRED, _DISMISSED = 1, 2


async def open_linux(app_name: str, icon: str, listener: Listener) -> LinuxNotifier:
    """On the session bus, whether a notification service is there or may come; raises NotShown without a bus."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise NotShown("there is no session bus")
    try:
        connection = await asyncio.wait_for(open_dbus_connection("SESSION"), _BUS_LIMIT_S)
    except (*_BUS_ERRORS, TimeoutError, RuntimeError) as error:
        raise NotShown(f"the session bus does not answer: {error}") from error
    notifier = LinuxNotifier(DBusRouter(connection), connection, app_name, icon, listener)
    try:
        await asyncio.wait_for(notifier.begin(), _BUS_LIMIT_S)
    except (*_BUS_ERRORS, TimeoutError) as error:
        await notifier.close()
        raise NotShown(f"the session bus does not answer: {error or type(error).__name__}") from error
    return notifier


class LinuxNotifier:
    """Translates between the queue of notes and the service; watches who the service is."""

    def __init__(self, router: DBusRouter, connection: Any, app_name: str, icon: str, listener: Listener) -> None:
        self._router = router
        self._connection = connection
        self._app_name = app_name
        self._icon = icon
        self._owner = ""
        """The service's own name on the bus; signals of anybody else are not heard."""
        self._capabilities: frozenset[str] | None = None
        self._tokens: dict[int, str] = {}
        self._listening: list[asyncio.Task[None]] = []
        self._queue = NoteQueue(self, listener)

    # for whoever notifies

    def show(self, note: Note) -> None:
        self._queue.show(note)

    def withdraw(self, tag: str) -> None:
        self._queue.withdraw(tag)

    async def close(self) -> None:
        await self._queue.close()
        for task in self._listening:
            task.cancel()
        if self._listening:
            await asyncio.wait(self._listening)
        with contextlib.suppress(*_BUS_ERRORS):
            await self._router.__aexit__(None, None, None)
            await self._connection.close()

    # for the queue

    async def put(self, note: Note, serial: int, before: Handle | None) -> Handle:
        if self._capabilities is None:
            (capabilities,) = await self._call("GetCapabilities")
            self._capabilities = frozenset(capabilities)
        title, body = note.title[:_LONGEST_TITLE], note.body[:_LONGEST_BODY]
        if body and "body" not in self._capabilities:
            title, body = f"{title}: {body}", ""
        if "body-markup" in self._capabilities:
            body = html.escape(body, quote=False)
        hints = {
            "urgency": ("y", 2 if note.urgent else 1),
            "desktop-entry": ("s", "signalcabin"),
            "category": ("s", "im.received" if note.urgent else "transfer.complete"),
            "suppress-sound": ("b", note.again),
        }
        arguments = (
            self._app_name, int(before or 0), self._icon, title, body, self._actions(note, serial), hints, -1,
        )  # fmt: skip
        (number,) = await self._call("Notify", "susssasa{sv}i", arguments)
        return int(number)

    async def take(self, handle: Handle) -> None:
        await self._call("CloseNotification", "u", (int(handle),))

    def _actions(self, note: Note, serial: int) -> list[str]:
        """The keys say which showing they belong to, so that a press meant for what stood before is known as that."""
        if "actions" not in (self._capabilities or ()):
            return []
        actions = ["default", note.buttons[-1].label if note.buttons else ""]
        for button in note.buttons:
            actions += [f"{button.name}.{serial}", button.label]
        return actions

    # the bus

    async def begin(self) -> None:
        """Listen, and find out who the service is."""
        owners = MatchRule(
            type="signal", sender="org.freedesktop.DBus", interface="org.freedesktop.DBus", member="NameOwnerChanged"
        )
        owners.add_arg_condition(0, _NAME)
        signals = MatchRule(type="signal", interface=_NAME, path=_PATH)
        for rule, heard in ((owners, self._owner_changed), (signals, self._heard)):
            queue: asyncio.Queue[Message] = asyncio.Queue(_QUEUE)
            self._listening.append(asyncio.ensure_future(self._listen(rule, queue, heard)))
            await Proxy(message_bus, self._router).AddMatch(rule)
        with contextlib.suppress(DBusErrorResponse):  # nobody: the bus may start one when it is first called
            (self._owner,) = await Proxy(message_bus, self._router).GetNameOwner(_NAME)

    async def _listen(self, rule: MatchRule, queue: asyncio.Queue[Message], heard: Any) -> None:
        with self._router.filter(rule, queue=queue):
            while True:
                heard(await queue.get())

    def _owner_changed(self, message: Message) -> None:
        self._owner = message.body[2]
        self._capabilities = None
        self._tokens.clear()
        self._queue.served(bool(self._owner))

    def _heard(self, message: Message) -> None:
        fields = message.header.fields
        if fields.get(HeaderFields.sender) != self._owner or not message.body:
            return
        number, *rest = message.body
        match fields.get(HeaderFields.member):
            case "NotificationClosed":
                self._tokens.pop(number, None)
                self._queue.closed(number, by_person=bool(rest) and rest[0] in (_EXPIRED, _DISMISSED))
            case "ActivationToken":
                if self._queue.has(number):
                    self._tokens[number] = str(rest[0])
            case "ActionInvoked":
                self._invoked(number, str(rest[0]))

    def _invoked(self, number: int, key: str) -> None:
        if not self._queue.has(number):
            return  # another program's
        token = self._tokens.pop(number, "")
        button, _, serial = key.rpartition(".")
        if serial.isdecimal():
            self._queue.pressed(int(serial), button, token)
        else:
            self._queue.clicked(number, token)

    async def _call(self, method: str, signature: str = "", arguments: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        message = new_method_call(_ADDRESS, method, signature or None, arguments)
        try:
            return tuple(unwrap_msg(await self._router.send_and_get_reply(message)))
        except DBusErrorResponse as error:
            raise NotShown(f"{method}: {error.name}") from error
        except _BUS_ERRORS as error:
            self._queue.served(False)
            raise NotShown(f"the session bus is gone: {error or type(error).__name__}") from error
