"""Checks of ``app.system.dnd*``, against a notification service and a gsettings of the test's own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection

from app.system.dnd import follow_dnd
from app.system.dnd_dummy import follow as follow_dummy

NAME = "org.freedesktop.Notifications"
PLACE = DBusAddress("/org/freedesktop/Notifications", interface="org.freedesktop.DBus.Properties")
KDE, DUNST = (NAME, "Inhibited"), ("org.dunstproject.cmd0", "paused")

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


class Service:
    """A notification service with one switch."""

    def __init__(self, connection: DBusConnection, switch: tuple[str, str], is_on: bool) -> None:
        self._connection = connection
        self._switch = switch
        self._is_on = is_on
        self.task = asyncio.ensure_future(self._serve())

    async def turn(self, is_on: bool) -> None:
        self._is_on = is_on
        body = (self._switch[0], {self._switch[1]: ("b", is_on)}, [])
        await self._connection.send(new_signal(PLACE, "PropertiesChanged", "sa{sv}as", body))

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            assert message.header.fields[HeaderFields.member] == "Get"
            if tuple(message.body) == self._switch:
                await self._connection.send(new_method_return(message, "v", (("b", self._is_on),)))
            else:
                await self._connection.send(new_error(message, "org.freedesktop.DBus.Error.InvalidArgs"))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    yield
    daemon.terminate()
    daemon.wait(5)
    daemon.stdout.close()


@contextlib.asynccontextmanager
async def service(switch: tuple[str, str], is_on: bool) -> AsyncIterator[Service]:
    connection = await open_dbus_connection("SESSION")
    async with DBusRouter(connection) as router:
        await Proxy(message_bus, router).RequestName(NAME)
    made = Service(connection, switch, is_on)
    try:
        yield made
    finally:
        made.task.cancel()
        await asyncio.wait([made.task])
        await connection.close()


@pytest_asyncio.fixture
async def heard() -> AsyncIterator[list[bool]]:
    """What was said; the following ends with the test."""
    said: list[bool] = []
    task = asyncio.ensure_future(follow_dnd(said.append))
    yield said
    task.cancel()
    await asyncio.wait([task])


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


@needs_bus
@pytest.mark.parametrize("switch", [KDE, DUNST], ids=["kde", "dunst"])
async def test_a_service_that_is_paused_says_so_at_first_and_whenever_it_changes(
    bus: None, switch: tuple[str, str]
) -> None:
    said: list[bool] = []
    async with service(switch, is_on=True) as made:
        task = asyncio.ensure_future(follow_dnd(said.append))
        await until(lambda: said == [True])
        await made.turn(False)
        await until(lambda: said == [True, False])
        await made.turn(True)
        await until(lambda: said == [True, False, True])
        task.cancel()
        await asyncio.wait([task])


@needs_bus
async def test_a_service_that_goes_away_disturbs_nobody_and_one_that_comes_is_asked(
    bus: None, heard: list[bool]
) -> None:
    await until(lambda: heard == [False])
    async with service(DUNST, is_on=True):
        await until(lambda: heard == [False, True])
    await until(lambda: heard == [False, True, False])


async def test_without_a_bus_nobody_is_disturbed_and_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    said: list[bool] = []
    await asyncio.wait_for(follow_dnd(said.append), 5)
    assert not any(said)


async def test_gnome_is_asked_for_its_own_switch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "gsettings"
    tells = 'echo "show-banners: true"; echo "show-banners: false"'
    script = f'[ "$1" = get ] && echo false && exit; {tells}; exec sleep 60'
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    said: list[bool] = []
    task = asyncio.ensure_future(follow_dnd(said.append))
    await until(lambda: said == [True, False, True])
    task.cancel()
    await asyncio.wait([task])
    assert said == [True, False, True, False]


async def test_where_no_way_is_known_nobody_is_disturbed() -> None:
    said: list[bool] = []
    await follow_dummy(said.append)
    assert said == [False]


def dunstctl(is_paused: str) -> bool:
    """False while dunst is not there yet."""
    return subprocess.run(["dunstctl", "set-paused", is_paused], capture_output=True, check=False).returncode == 0


@pytest.fixture
def real_dunst(bus: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"], pass_fds=(write,), stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as said:
        monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
    dunst = subprocess.Popen(["dunst"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield
    for process in (dunst, server):
        process.terminate()
        process.wait(5)


@pytest.mark.slow
@needs_bus
@pytest.mark.skipif(not shutil.which("dunst") or not shutil.which("Xvfb"), reason="dunst or an X server is missing")
async def test_the_real_dunst_says_when_it_is_paused(real_dunst: None, heard: list[bool]) -> None:
    await until(lambda: heard == [False])
    await until(lambda: dunstctl("true"))
    await until(lambda: heard == [False, True])
    await until(lambda: dunstctl("false"))
    await until(lambda: heard == [False, True, False])
