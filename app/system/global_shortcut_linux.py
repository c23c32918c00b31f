"""Global shortcuts on Linux desktops: org.freedesktop.portal.GlobalShortcuts over the session bus.

By the portal's rules a request is answered by a signal from an object that is named after the caller and a token, so
the signals are listened to before anything is asked. Since its version 1.21 the portal gives a shortcut only to a
program it knows by name: ours is the name of our desktop file, which the program registers first.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import uuid
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, Message, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_router
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from app.core.tr import tr
from app.system.global_shortcut import Bound, NotAllowed, NotOffered, Pressed, Shortcut

log = logging.getLogger(__name__)

APP_ID = "signalcabin"
"""The name of the desktop file, without its ending."""
_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST, _SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
_REGISTRY = "org.freedesktop.host.portal.Registry"
_PROPERTIES, _BUS = "org.freedesktop.DBus.Properties", "org.freedesktop.DBus"
_REPLY_LIMIT_S = 10.0
_ANSWER_LIMIT_S = 600.0
"""A person may be asked for the key, and take their time."""
_CANCELLED = 1
_QUEUE = 64
_LONGEST_TRIGGER = 80
_BUS_ERRORS = (OSError, EOFError, RouterClosed, DBusErrorResponse, TimeoutError, RuntimeError)


async def hold(shortcut: Shortcut, bound: Bound, pressed: Pressed) -> None:
    """As ``hold_shortcut`` says."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise NotOffered(tr("There is no session bus to ask."))
    try:
        async with open_dbus_router("SESSION") as router:
            await _Portal(router, shortcut, bound, pressed).hold()
    except DBusErrorResponse as error:
        raise NotOffered(tr("The desktop refuses: {why}").format(why=_said(error))) from error
    except _BUS_ERRORS as error:
        why = str(error) or type(error).__name__
        raise NotOffered(tr("The desktop does not answer: {why}").format(why=why)) from error


class _Portal:
    """One session with the portal. Leaving the bus ends it and gives the key back."""

    def __init__(self, router: DBusRouter, shortcut: Shortcut, bound: Bound, pressed: Pressed) -> None:
        self._router = router
        self._shortcut = shortcut
        self._bound, self._pressed = bound, pressed
        self._session = self._owner = ""
        self._signals: asyncio.Queue[Message] = asyncio.Queue(_QUEUE)

    async def hold(self) -> None:
        rules = [MatchRule(type="signal", interface=each) for each in (_REQUEST, _SHORTCUTS, _SESSION)]
        gone = MatchRule(type="signal", interface=_BUS, member="NameOwnerChanged")
        gone.add_arg_condition(0, _SERVICE)
        with contextlib.ExitStack() as filters:
            for rule in (*rules, gone):
                filters.enter_context(self._router.filter(rule, queue=self._signals))
                await asyncio.wait_for(Proxy(message_bus, self._router).AddMatch(rule), _REPLY_LIMIT_S)
            await self._begin()
            while True:
                self._take(await self._next())

    async def _begin(self) -> None:
        try:
            await self._call(_PROPERTIES, "Get", "ss", (_SHORTCUTS, "version"))
        except DBusErrorResponse as error:
            raise NotOffered(tr("This desktop offers no global shortcuts to programs.")) from error
        (self._owner,) = await asyncio.wait_for(Proxy(message_bus, self._router).GetNameOwner(_SERVICE), _REPLY_LIMIT_S)
        await self._register()
        token = f"signalcabin_{uuid.uuid4().hex}"
        made = await self._request("CreateSession", "a{sv}", ({"session_handle_token": ("s", token)},))
        self._session = str(_value(made.get("session_handle", "")))
        wanted = {"description": ("s", self._shortcut.description)}
        if self._shortcut.preferred:
            wanted["preferred_trigger"] = ("s", self._shortcut.preferred)
        shortcuts = [(self._shortcut.name, wanted)]
        bound = await self._request("BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, shortcuts, "", {}))
        granted = _value(bound.get("shortcuts", []))
        if not any(name == self._shortcut.name for name, _ in granted):
            raise NotAllowed(tr("The desktop gave no key to it."))
        self._tell(granted)

    async def _register(self) -> None:
        """Older portals know no registry, and some no program that was not installed: then they are asked as we are."""
        try:
            await self._call(_REGISTRY, "Register", "sa{sv}", (APP_ID, {}))
        except DBusErrorResponse as error:
            log.info("the portal does not take our name: %s", _said(error))

    async def _request(self, method: str, signature: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
        """Ask, and wait for the signal that answers; its results."""
        token = f"signalcabin_{uuid.uuid4().hex}"
        *others, options = arguments
        (handle,) = await self._call(
            _SHORTCUTS, method, signature, (*others, {**options, "handle_token": ("s", token)})
        )
        async with asyncio.timeout(_ANSWER_LIMIT_S):
            while True:
                message = await self._next()
                if _interface(message) != _REQUEST:
                    self._take(message)
                elif message.header.fields.get(HeaderFields.path) == handle:
                    break
        response, results = message.body
        if response:
            raise NotAllowed(
                tr("It was not agreed to.") if response == _CANCELLED else tr("The desktop did not agree.")
            )
        return dict(results)

    async def _next(self) -> Message:
        """The next signal of the portal's, or the bus's own; what any other program says is not listened to."""
        while True:
            message = await self._signals.get()
            if message.header.fields.get(HeaderFields.sender) in (self._owner, _BUS):
                return message

    def _take(self, message: Message) -> None:
        """A signal about the session; of another one's nothing is done."""
        fields, body = message.header.fields, message.body
        match _interface(message), fields.get(HeaderFields.member):
            case (interface, "Activated") if interface == _SHORTCUTS:
                if body[:2] == (self._session, self._shortcut.name):
                    self._pressed()
            case (interface, "ShortcutsChanged") if interface == _SHORTCUTS and body[0] == self._session:
                self._tell(body[1])
            case (interface, "Closed") if interface == _SESSION and fields.get(HeaderFields.path) == self._session:
                raise NotOffered(tr("The desktop took the shortcut back."))
            case (interface, "NameOwnerChanged") if interface == _BUS and body[0] == _SERVICE and not body[2]:
                raise NotOffered(tr("The part of the desktop that gives shortcuts has ended."))

    def _tell(self, shortcuts: list[tuple[str, dict[str, Any]]]) -> None:
        for name, about in shortcuts:
            if name == self._shortcut.name:
                self._bound(str(_value(about.get("trigger_description", "")))[:_LONGEST_TRIGGER])

    async def _call(self, interface: str, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        place = DBusAddress(_PATH, bus_name=_SERVICE, interface=interface)
        question = new_method_call(place, method, signature, arguments)
        reply = await asyncio.wait_for(self._router.send_and_get_reply(question), _REPLY_LIMIT_S)
        return tuple(unwrap_msg(reply))


def _interface(message: Message) -> object:
    return message.header.fields.get(HeaderFields.interface)


def _value(value: Any) -> Any:
    """A variant's value: the bus wraps it with its type."""
    return value[1] if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) else value


def _said(error: DBusErrorResponse) -> str:
    """What an error of the bus says for people, else its name."""
    data = error.data
    return str(data[0]) if isinstance(data, tuple) and data else error.name
