"""The wishes of a person on a Linux desktop: asked of the settings portal over the session bus."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, Message, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_router
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from app.system.appearance import Heard, Wishes

log = logging.getLogger(__name__)

_PATH, _INTERFACE = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
_PORTAL = DBusAddress(_PATH, bus_name="org.freedesktop.portal.Desktop", interface=_INTERFACE)
_FREEDESKTOP = "org.freedesktop.appearance"
_GNOME, _GNOME_A11Y = "org.gnome.desktop.interface", "org.gnome.desktop.a11y.interface"
_REPLY_LIMIT_S = 5.0
_QUEUE = 64
_BUS_ERRORS = (OSError, EOFError, RouterClosed, DBusErrorResponse, TimeoutError, RuntimeError)

Told = dict[str, dict[str, Any]]
"""Namespace → key → value."""


async def follow(heard: Heard) -> None:
    """Tell ``heard`` at once and after every change; returns where there is no bus or no portal, or it goes away."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    try:
        async with open_dbus_router("SESSION") as router:
            await _follow(router, heard)
    except _BUS_ERRORS as error:
        log.info("the desktop does not tell how it should look: %s", error or type(error).__name__)


async def _follow(router: DBusRouter, heard: Heard) -> None:
    rule = MatchRule(type="signal", interface=_INTERFACE, path=_PATH, member="SettingChanged")
    queue: asyncio.Queue[Message] = asyncio.Queue(_QUEUE)
    with router.filter(rule, queue=queue):
        await asyncio.wait_for(Proxy(message_bus, router).AddMatch(rule), _REPLY_LIMIT_S)
        wanted = ([_FREEDESKTOP, _GNOME, _GNOME_A11Y],)
        question = new_method_call(_PORTAL, "ReadAll", "as", wanted)
        (answer,) = unwrap_msg(await asyncio.wait_for(router.send_and_get_reply(question), _REPLY_LIMIT_S))
        told: Told = {space: {key: _plain(value) for key, value in keys.items()} for space, keys in answer.items()}
        heard(wishes_of(told))
        while True:
            space, key, value = (await queue.get()).body
            told.setdefault(space, {})[key] = _plain(value)
            heard(wishes_of(told))


def wishes_of(told: Told) -> Wishes:
    """What the values mean: those every desktop shares first, then GNOME's own."""
    shared, gnome, access = (told.get(space, {}) for space in (_FREEDESKTOP, _GNOME, _GNOME_A11Y))
    animations = gnome.get("enable-animations")
    less_motion = _said(shared.get("reduced-motion"))
    if not less_motion and animations is not None:
        # GNOME keeps its older switch beside the newer one: either of them says no.
        less_motion = not animations
    more_contrast = _said(shared.get("contrast"))
    if not more_contrast and access.get("high-contrast") is not None:
        more_contrast = bool(access["high-contrast"])
    return Wishes(less_motion=less_motion, more_contrast=more_contrast)


def _said(value: object) -> bool | None:
    return value == 1 if isinstance(value, int) else None


def _plain(value: Any) -> Any:
    """A variant's value: the bus wraps it with its type, some portals twice."""
    while isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        value = value[1]
    return value
