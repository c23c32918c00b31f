"""Checks of ``app.system.notify*``, against a notification service of the test's own on a bus of the test's own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from jeepney import HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection
from jeepney.wrappers import DBusAddress

from app.system.notify import Note, NotShown, open_notifier
from app.system.notify_dummy import DummyNotifier
from app.system.notify_linux import LinuxNotifier

_NAME = "org.freedesktop.Notifications"
_PLACE = DBusAddress("/org/freedesktop/Notifications", interface=_NAME)

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


class Service:
    """Speaks org.freedesktop.Notifications; keeps every call."""

    def __init__(self, connection: DBusConnection, capabilities: list[str]) -> None:
        self._connection = connection
        self._capabilities = capabilities
        self._next = 1
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.task = asyncio.ensure_future(self._serve())

    async def signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        await self._connection.send(new_signal(_PLACE, member, signature, body))

    def named(self, member: str) -> list[tuple[Any, ...]]:
        return [body for name, body in self.calls if name == member]

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.calls.append((member, message.body))
            if member == "GetCapabilities":
                await self._connection.send(new_method_return(message, "as", (self._capabilities,)))
            elif member == "Notify":
                number = message.body[1] or self._next
                self._next = max(self._next, number + 1)
                await self._connection.send(new_method_return(message, "u", (number,)))
            else:
                await self._connection.send(new_method_return(message))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Any:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield
    daemon.terminate()
    daemon.wait(5)
    daemon.stdout.close()


async def _own_service(capabilities: list[str]) -> Service:
    connection = await open_dbus_connection("SESSION")
    async with DBusRouter(connection) as router:
        await Proxy(message_bus, router).RequestName(_NAME)
    return Service(connection, capabilities)


@pytest_asyncio.fixture
async def service(bus: None) -> AsyncIterator[Service]:
    made = await _own_service(["actions", "body", "body-markup"])
    yield made
    made.task.cancel()
    await asyncio.wait([made.task])
    await made._connection.close()


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


@needs_bus
async def test_a_note_is_shown_replaced_by_its_tag_and_taken_back(service: Service) -> None:
    notifier = await LinuxNotifier.open("Signalcabin", "icon", lambda _tag: None)
    await notifier.show(Note(tag="s1", title="fix login needs you", body="allow “git push”?", urgent=True))
    await notifier.show(Note(tag="s1", title="fix login finished"))
    await notifier.show(Note(tag="s2", title="docs finished"))
    await notifier.withdraw("s1")
    await notifier.withdraw("s1")
    shown = service.named("Notify")
    assert [(body[1], body[3]) for body in shown] == [
        (0, "fix login needs you"),
        (1, "fix login finished"),
        (0, "docs finished"),
    ]
    assert shown[0][6]["urgency"] == ("y", 2)
    assert service.named("CloseNotification") == [(1,)]
    await notifier.close()


@needs_bus
async def test_an_agents_words_are_never_markup(service: Service) -> None:
    notifier = await LinuxNotifier.open("Signalcabin", "", lambda _tag: None)
    await notifier.show(Note(tag="s", title="t", body='<a href="x">click</a> & <b>now</b>'))
    assert service.named("Notify")[0][4] == "&lt;a href=&quot;x&quot;&gt;click&lt;/a&gt; &amp; &lt;b&gt;now&lt;/b&gt;"
    await notifier.close()


@needs_bus
async def test_a_service_without_markup_and_buttons_gets_plain_words_and_no_buttons(bus: None) -> None:
    service = await _own_service(["body"])
    notifier = await LinuxNotifier.open("Signalcabin", "", lambda _tag: None)
    await notifier.show(Note(tag="s", title="t", body="a < b"))
    assert service.named("Notify")[0][4:6] == ("a < b", [])
    await notifier.close()
    service.task.cancel()
    await asyncio.wait([service.task])
    await service._connection.close()


@needs_bus
async def test_a_click_tells_the_tag_and_other_programs_notes_are_not_ours(service: Service) -> None:
    clicked: list[str] = []
    notifier = await LinuxNotifier.open("Signalcabin", "", clicked.append)
    await notifier.show(Note(tag="s1", title="t"))
    await service.signal("ActionInvoked", "us", (99, "default"))
    await service.signal("ActionInvoked", "us", (1, "default"))
    await until(lambda: clicked)
    assert clicked == ["s1"]
    await notifier.close()


@needs_bus
async def test_a_note_a_person_closed_is_not_closed_again(service: Service) -> None:
    notifier = await LinuxNotifier.open("Signalcabin", "", lambda _tag: None)
    await notifier.show(Note(tag="s1", title="t"))
    await service.signal("NotificationClosed", "uu", (1, 2))
    await until(lambda: not notifier._numbers)
    await notifier.withdraw("s1")
    assert service.named("CloseNotification") == []
    await notifier.close()


@needs_bus
async def test_a_bus_without_a_service_says_so(bus: None) -> None:
    with pytest.raises(NotShown, match="no notification service answers"):
        await LinuxNotifier.open("Signalcabin", "", lambda _tag: None)


async def test_without_a_bus_there_is_no_notifier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(NotShown):
        await open_notifier("Signalcabin", "", lambda _tag: None)


@needs_bus
async def test_a_service_that_went_away_is_an_error_and_no_hang(service: Service) -> None:
    notifier = await LinuxNotifier.open("Signalcabin", "", lambda _tag: None)
    service.task.cancel()
    await service._connection.close()
    with pytest.raises(NotShown):
        await notifier.show(Note(tag="s", title="t"))
    await notifier.close()


async def test_the_diary_knows_what_stands_and_who_was_clicked() -> None:
    clicked: list[str] = []
    dummy = DummyNotifier(clicked.append)
    await dummy.show(Note(tag="a", title="one"))
    await dummy.show(Note(tag="a", title="two"))
    dummy.click("a")
    dummy.click("b")
    assert ([note.title for note in dummy.standing.values()], clicked) == (["two"], ["a"])
    await dummy.withdraw("a")
    assert dummy.diary == [("show", "a"), ("show", "a"), ("withdraw", "a")]
