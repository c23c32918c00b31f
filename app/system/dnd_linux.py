"""Do not disturb on Linux desktops: asked of the notification service (KDE, dunst) and of GNOME's settings."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, Message, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_router
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from app.system.dnd import Heard

log = logging.getLogger(__name__)

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SWITCHES = (("org.freedesktop.Notifications", "Inhibited"), ("org.dunstproject.cmd0", "paused"))
"""(interface, property) of KDE's service, of dunst."""
_GNOME_KEY = ("org.gnome.desktop.notifications", "show-banners")
_REPLY_LIMIT_S = 5.0
_QUEUE = 64
_BUS_ERRORS = (OSError, EOFError, RouterClosed, DBusErrorResponse, TimeoutError, RuntimeError)


class _Said:
    """What each of the ways says; any of them is enough."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._said: dict[str, bool] = {}
        self._told: bool | None = None

    def say(self, who: str, is_disturbed: bool) -> None:
        self._said[who] = is_disturbed
        now = any(self._said.values())
        if now != self._told:
            self._told = now
            self._heard(now)


async def follow(heard: Heard) -> None:
    """Ask every way there is; each that is missing, or goes away, says not disturbed."""
    said = _Said(heard)
    await asyncio.gather(_follow_service(said), _follow_gnome(said))


async def _follow_service(said: _Said) -> None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    try:
        async with open_dbus_router("SESSION") as router:
            await _listen(router, said)
    except _BUS_ERRORS as error:
        log.info("do not disturb cannot be read: %s", error or type(error).__name__)
    said.say("service", False)


async def _listen(router: DBusRouter, said: _Said) -> None:
    """Ask at first, after every change that is told, and when another service took over."""
    changed = MatchRule(type="signal", interface=_PROPERTIES, path=_PATH, member="PropertiesChanged")
    taken = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
    taken.add_arg_condition(0, _NAME)
    queue: asyncio.Queue[Message] = asyncio.Queue(_QUEUE)
    with router.filter(changed, queue=queue), router.filter(taken, queue=queue):
        for rule in (changed, taken):
            await asyncio.wait_for(Proxy(message_bus, router).AddMatch(rule), _REPLY_LIMIT_S)
        while True:
            said.say("service", any([await _read(router, *switch) for switch in _SWITCHES]))
            await queue.get()
            while not queue.empty():
                queue.get_nowait()


async def _read(router: DBusRouter, interface: str, name: str) -> bool:
    """A switch of the running service; False where it has none of this name. Starts no service."""
    address = DBusAddress(_PATH, bus_name=_NAME, interface=_PROPERTIES)
    question = new_method_call(address, "Get", "ss", (interface, name))
    question.header.flags |= 2  # NO_AUTO_START
    try:
        answer = await asyncio.wait_for(router.send_and_get_reply(question), _REPLY_LIMIT_S)
        (value,) = unwrap_msg(answer)
    except (DBusErrorResponse, TimeoutError):
        return False
    return _plain(value) is True


def _plain(value: Any) -> Any:
    while isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        value = value[1]
    return value


async def _follow_gnome(said: _Said) -> None:
    program = shutil.which("gsettings")
    if program is None or "GNOME" not in os.environ.get("XDG_CURRENT_DESKTOP", "").upper():
        return
    try:
        now = await asyncio.to_thread(_run, [program, "get", *_GNOME_KEY])
        said.say("gnome", now.strip() == "false")
        monitor = await asyncio.to_thread(_start, [program, "monitor", *_GNOME_KEY])
    except (OSError, subprocess.SubprocessError) as error:
        log.info("GNOME's do not disturb cannot be read: %s", error)
        return
    assert monitor.stdout is not None
    try:
        while line := await asyncio.to_thread(monitor.stdout.readline):
            said.say("gnome", line.strip().endswith("false"))
    finally:
        monitor.terminate()
        monitor.wait(_REPLY_LIMIT_S)
        monitor.stdout.close()
        said.say("gnome", False)


def _start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=_REPLY_LIMIT_S, check=True).stdout
