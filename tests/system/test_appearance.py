"""Checks of ``app.system.appearance*``, against a settings portal of the test's own on a bus of the test's own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection

from app.system.appearance import Wishes, follow_wishes
from app.system.appearance_linux import wishes_of

_PLACE = DBusAddress("/org/freedesktop/portal/desktop", interface="org.freedesktop.portal.Settings")
_SHARED, _GNOME = "org.freedesktop.appearance", "org.gnome.desktop.interface"

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


class Portal:
    """Answers ReadAll; with ``values`` None it answers that it knows no such thing."""

    def __init__(self, connection: DBusConnection, values: dict[str, dict[str, tuple[str, Any]]] | None) -> None:
        self._connection = connection
        self.values = values
        self.task = asyncio.ensure_future(self._serve())

    async def change(self, space: str, key: str, value: tuple[str, Any]) -> None:
        await self._connection.send(new_signal(_PLACE, "SettingChanged", "ssv", (space, key, value)))

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            assert message.header.fields[HeaderFields.member] == "ReadAll"
            if self.values is None:
                await self._connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            else:
                await self._connection.send(new_method_return(message, "a{sa{sv}}", (self.values,)))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield
    daemon.terminate()
    daemon.wait(5)
    daemon.stdout.close()


@pytest_asyncio.fixture
async def portal(bus: None) -> AsyncIterator[Portal]:
    connection = await open_dbus_connection("SESSION")
    async with DBusRouter(connection) as router:
        await Proxy(message_bus, router).RequestName("org.freedesktop.portal.Desktop")
    made = Portal(connection, {_SHARED: {"contrast": ("u", 1), "reduced-motion": ("u", 0)}})
    yield made
    made.task.cancel()
    await asyncio.wait([made.task])
    await connection.close()


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


@needs_bus
async def test_wishes_are_told_at_the_beginning_and_whenever_they_change(portal: Portal) -> None:
    heard: list[Wishes] = []
    following = asyncio.ensure_future(follow_wishes(heard.append))
    await until(lambda: heard)
    assert heard == [Wishes(less_motion=False, more_contrast=True)]
    await portal.change(_SHARED, "contrast", ("u", 0))
    await portal.change(_SHARED, "reduced-motion", ("u", 1))
    await until(lambda: len(heard) == 3)
    assert heard[-1] == Wishes(less_motion=True, more_contrast=False)
    following.cancel()
    await asyncio.wait([following])


@needs_bus
async def test_a_portal_that_knows_no_settings_is_no_trouble(portal: Portal) -> None:
    heard: list[Wishes] = []
    portal.values = None
    await asyncio.wait_for(follow_wishes(heard.append), 5)
    assert heard == []


@needs_bus
@pytest.mark.usefixtures("bus")
async def test_without_a_portal_nothing_is_told() -> None:
    heard: list[Wishes] = []
    await asyncio.wait_for(follow_wishes(heard.append), 5)
    assert heard == []


async def test_without_a_bus_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    heard: list[Wishes] = []
    await follow_wishes(heard.append)
    assert heard == []


@pytest.mark.parametrize(("told", "wishes"), [
    ({}, Wishes()),
    ({_GNOME: {"enable-animations": False}}, Wishes(less_motion=True)),
    ({_GNOME: {"enable-animations": True}}, Wishes(less_motion=False)),
    ({_SHARED: {"reduced-motion": 1}, _GNOME: {"enable-animations": True}}, Wishes(less_motion=True)),
    ({_SHARED: {"reduced-motion": 0}, _GNOME: {"enable-animations": False}}, Wishes(less_motion=True)),
    ({"org.gnome.desktop.a11y.interface": {"high-contrast": True}}, Wishes(more_contrast=True)),
    ({_SHARED: {"contrast": "much", "reduced-motion": None}}, Wishes()),
])  # fmt: skip
def test_each_desktop_has_its_own_words_for_the_same_wish(told: dict[str, Any], wishes: Wishes) -> None:
    assert wishes_of(told) == wishes
