"""Checks of ``app.system.global_shortcut*``, against a portal of the test's own on a bus of the test's own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection

from app.system.global_shortcut import NotAllowed, NotOffered, Shortcut, hold_shortcut
from app.system.global_shortcut_dummy import DummyShortcuts

STOP_ALL = Shortcut(name="stop-all", description="Stop all sessions", preferred="CTRL+ALT+period")
_PORTAL = "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


class Portal:
    """Speaks the portal's side; a person behind it answers at once with ``response`` (1: no) and ``trigger``."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self.asked: dict[str, tuple[Any, ...]] = {}
        self.version = 2
        self.knows_us = True
        self.response, self.trigger = 0, "Press Ctrl+Alt+."
        self.gives = True
        self.answers_early = False
        self.session = self.client = ""
        self.task = asyncio.ensure_future(self._serve())

    async def press(self, name: str = "stop-all", session: str = "") -> None:
        await self._signal(_PORTAL, _SHORTCUTS, "Activated", "osta{sv}", (session or self.session, name, 7, {}))

    async def change(self, trigger: str) -> None:
        body = (self.session, [("stop-all", {"trigger_description": ("s", trigger)})])
        await self._signal(_PORTAL, _SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", body)

    async def take_back(self) -> None:
        await self._signal(self.session, "org.freedesktop.portal.Session", "Closed", "a{sv}", ({},))

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])
        await self._connection.close()

    async def _signal(self, path: str, interface: str, name: str, signature: str, body: tuple[Any, ...]) -> None:
        await self._connection.send(new_signal(DBusAddress(path, interface=interface), name, signature, body))

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is MessageType.method_call:
                member = message.header.fields[HeaderFields.member]
                self.asked[member] = message.body
                await getattr(self, f"_on_{member}")(message)

    async def _on_Get(self, message: Message) -> None:
        if self.version:
            await self._connection.send(new_method_return(message, "v", (("u", self.version),)))
        else:
            await self._refuse(message, "UnknownInterface")

    async def _on_Register(self, message: Message) -> None:
        if self.knows_us:
            await self._connection.send(new_method_return(message))
        else:
            await self._refuse(message, "Failed")

    async def _on_CreateSession(self, message: Message) -> None:
        if not self.knows_us:
            error = new_error(message, "org.freedesktop.portal.Error.NotAllowed", "s", ("An app id is required",))
            await self._connection.send(error)
            return
        sender = message.header.fields[HeaderFields.sender][1:].replace(".", "_")
        self.session = f"{_PORTAL}/session/{sender}/{message.body[0]['session_handle_token'][1]}"
        await self._answer(message, 0, {"session_handle": ("s", self.session)})

    async def _on_BindShortcuts(self, message: Message) -> None:
        given = [(name, {"trigger_description": ("s", self.trigger)}) for name, _ in message.body[1] if self.gives]
        await self._answer(message, self.response, {"shortcuts": ("a(sa{sv})", given)} if not self.response else {})

    async def _answer(self, message: Message, response: int, results: dict[str, Any]) -> None:
        sender = message.header.fields[HeaderFields.sender][1:].replace(".", "_")
        handle = f"{_PORTAL}/request/{sender}/{message.body[-1]['handle_token'][1]}"
        done = new_method_return(message, "o", (handle,))
        if not self.answers_early:
            await self._connection.send(done)
        await self._signal(handle, "org.freedesktop.portal.Request", "Response", "ua{sv}", (response, results))
        if self.answers_early:
            await self._connection.send(done)

    async def _refuse(self, message: Message, why: str) -> None:
        await self._connection.send(new_error(message, f"org.freedesktop.DBus.Error.{why}"))


class Holder:
    """Somebody who holds the key."""

    def __init__(self) -> None:
        self.triggers: list[str] = []
        self.presses = 0
        self.task = asyncio.ensure_future(hold_shortcut(STOP_ALL, self.triggers.append, self._pressed))

    def _pressed(self) -> None:
        self.presses += 1

    async def outcome(self) -> BaseException | None:
        await asyncio.wait([self.task], timeout=5)
        return self.task.exception()

    async def let_go(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


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
    made = Portal(connection)
    yield made
    await made.close()


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


@needs_bus
@pytest.mark.parametrize("early", [False, True])
async def test_the_key_the_desktop_gave_is_told_and_heard(portal: Portal, early: bool) -> None:
    portal.answers_early = early
    holder = Holder()
    await until(lambda: holder.triggers)
    assert holder.triggers == ["Press Ctrl+Alt+."]
    assert portal.asked["Register"] == ("signalcabin", {})
    wanted = {"description": ("s", "Stop all sessions"), "preferred_trigger": ("s", "CTRL+ALT+period")}
    assert portal.asked["BindShortcuts"][:3] == (portal.session, [("stop-all", wanted)], "")
    await portal.press()
    await until(lambda: holder.presses)
    await holder.let_go()


@needs_bus
async def test_another_key_or_session_is_not_ours_and_a_change_is_told(portal: Portal) -> None:
    holder = Holder()
    await until(lambda: holder.triggers)
    await portal.press("another")
    await portal.press(session=f"{_PORTAL}/session/1_1/x")
    await portal.change("Press F9")
    await until(lambda: len(holder.triggers) == 2)
    assert (holder.triggers[-1], holder.presses) == ("Press F9", 0)
    await holder.let_go()


@needs_bus
async def test_what_another_program_says_in_the_portals_name_is_not_listened_to(portal: Portal) -> None:
    holder = Holder()
    await until(lambda: holder.triggers)
    impostor = Portal(await open_dbus_connection("SESSION"))
    impostor.session = portal.session
    await impostor.press()
    await impostor.take_back()
    await impostor._signal(_PORTAL, _SHORTCUTS, "Activated", "s", ("no such body",))
    await portal.press()
    await until(lambda: holder.presses)
    assert (holder.presses, holder.task.done()) == (1, False)
    await holder.let_go()
    await impostor.close()


@needs_bus
async def test_a_desktop_without_the_portal_says_so(bus: None) -> None:
    assert str(await Holder().outcome()) == "This desktop offers no global shortcuts to programs."


@needs_bus
async def test_a_portal_without_global_shortcuts_says_so(portal: Portal) -> None:
    portal.version = 0
    assert str(await Holder().outcome()) == "This desktop offers no global shortcuts to programs."


@needs_bus
async def test_a_portal_that_does_not_know_us_says_why(portal: Portal) -> None:
    portal.knows_us = False
    outcome = await Holder().outcome()
    assert (type(outcome), str(outcome)) == (NotOffered, "The desktop refuses: An app id is required")


@needs_bus
async def test_a_person_may_say_no(portal: Portal) -> None:
    portal.response = 1
    outcome = await Holder().outcome()
    assert (type(outcome), str(outcome)) == (NotAllowed, "It was not agreed to.")


@needs_bus
async def test_a_yes_to_none_of_the_keys_is_no(portal: Portal) -> None:
    portal.gives = False
    assert isinstance(await Holder().outcome(), NotAllowed)


@needs_bus
async def test_what_the_desktop_takes_back_is_over(portal: Portal) -> None:
    holder = Holder()
    await until(lambda: holder.triggers)
    await portal.take_back()
    assert str(await holder.outcome()) == "The desktop took the shortcut back."


@needs_bus
async def test_a_portal_that_ends_is_noticed(portal: Portal) -> None:
    holder = Holder()
    await until(lambda: holder.triggers)
    await portal.close()
    assert str(await holder.outcome()) == "The part of the desktop that gives shortcuts has ended."


async def test_without_a_session_bus_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(NotOffered, match="no session bus"):
        await hold_shortcut(STOP_ALL, lambda _trigger: None, lambda: None)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
async def test_other_systems_are_not_asked_yet(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(NotOffered, match="yet"):
        await hold_shortcut(STOP_ALL, lambda _trigger: None, lambda: None)


async def test_the_diary_knows_who_held_it_and_who_pressed() -> None:
    dummy, presses = DummyShortcuts(), []
    holding = asyncio.ensure_future(dummy.hold(STOP_ALL, lambda _trigger: None, lambda: presses.append(1)))
    await until(lambda: dummy.diary)
    dummy.press("stop-all")
    dummy.press("another")
    dummy.take_away("because")
    await asyncio.wait([holding])
    assert str(holding.exception()) == "because"
    dummy.press("stop-all")
    assert (presses, [what for what, _ in dummy.diary]) == ([1], ["hold", "press", "let go"])
