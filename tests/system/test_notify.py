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

from app.system import notify_queue
from app.system.notify import Button, Note, NotShown, Press, open_notifier
from app.system.notify_dummy import DummyNotifier
from app.system.notify_linux import LinuxNotifier, open_linux

_NAME = "org.freedesktop.Notifications"
_PLACE = DBusAddress("/org/freedesktop/Notifications", interface=_NAME)

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")


class Service:
    """Speaks org.freedesktop.Notifications; keeps every call."""

    def __init__(self, connection: DBusConnection, capabilities: list[str]) -> None:
        self._connection = connection
        self._capabilities = capabilities
        self._next = 1
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.task = asyncio.ensure_future(self._serve())

    async def signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        await self._connection.send(new_signal(_PLACE, member, signature, body))

    async def end(self) -> None:
        """Die."""
        self.task.cancel()
        await asyncio.wait([self.task])
        await self._connection.close()

    def named(self, member: str) -> list[tuple[Any, ...]]:
        return [body for name, body in self.calls if name == member]

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            await self.may_answer.wait()
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
    await made.end()


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


class Ear:
    """Has notes shown."""

    def __init__(self) -> None:
        self.presses: list[Press] = []
        self.failed: list[Note] = []

    def pressed(self, press: Press) -> None:
        self.presses.append(press)

    def not_shown(self, note: Note, why: str) -> None:
        self.failed.append(note)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest_asyncio.fixture
async def notifier(service: Service, ear: Ear) -> AsyncIterator[LinuxNotifier]:
    made = await open_linux("Signalcabin", "icon", ear)
    yield made
    await made.close()


ALLOW, SHOW = Button("allow", "Allow"), Button("show", "Show")


def key_of(service: Service, button: str, which: int = -1) -> str:
    """The key under which the service knows a button."""
    actions = service.named("Notify")[which][5]
    return next(key for key in actions[::2] if key.startswith(button))


@needs_bus
async def test_a_note_is_shown_replaced_by_its_tag_and_taken_back(service: Service, notifier: LinuxNotifier) -> None:
    notifier.show(Note(tag="s1", title="fix login needs you", body="allow “git push”?", urgent=True))
    await until(lambda: len(service.named("Notify")) == 1)
    notifier.show(Note(tag="s1", title="fix login finished"))
    notifier.show(Note(tag="s2", title="docs finished"))
    await until(lambda: len(service.named("Notify")) == 3)
    notifier.withdraw("s1")
    notifier.withdraw("s1")
    await until(lambda: service.named("CloseNotification"))
    shown = service.named("Notify")
    assert [(body[1], body[3]) for body in shown] == [
        (0, "fix login needs you"),
        (1, "fix login finished"),
        (0, "docs finished"),
    ]
    assert shown[0][6]["urgency"] == ("y", 2)
    assert service.named("CloseNotification") == [(1,)]


@needs_bus
async def test_an_agents_words_are_never_markup(service: Service, notifier: LinuxNotifier) -> None:
    notifier.show(Note(tag="s", title="t", body='<a href="x">click</a> & <b>now</b>'))
    await until(lambda: service.named("Notify"))
    assert service.named("Notify")[0][4] == '&lt;a href="x"&gt;click&lt;/a&gt; &amp; &lt;b&gt;now&lt;/b&gt;'


@needs_bus
async def test_a_service_without_markup_buttons_and_bodies_gets_plain_words_in_its_title(bus: None, ear: Ear) -> None:
    service = await _own_service([])
    notifier = await open_linux("Signalcabin", "", ear)
    notifier.show(Note(tag="s", title="t", body="a < b", buttons=(ALLOW,)))
    await until(lambda: service.named("Notify"))
    assert service.named("Notify")[0][3:6] == ("t: a < b", "", [])
    await notifier.close()
    await service.end()


@needs_bus
async def test_a_button_comes_back_with_the_note_it_stood_on(
    service: Service, notifier: LinuxNotifier, ear: Ear
) -> None:
    first = Note(tag="s1", title="one", buttons=(ALLOW, SHOW), bound="git push")
    notifier.show(first)
    await until(lambda: len(service.named("Notify")) == 1)
    notifier.show(Note(tag="s1", title="two", buttons=(ALLOW, SHOW), bound="rm -rf /"))
    await until(lambda: len(service.named("Notify")) == 2)
    await service.signal("ActionInvoked", "us", (1, key_of(service, "allow", 0)))
    await until(lambda: ear.presses)
    assert [(press.note.bound, press.button) for press in ear.presses] == [("git push", "allow")]


@needs_bus
async def test_a_click_tells_the_note_with_its_token_and_other_programs_notes_are_not_ours(
    service: Service, notifier: LinuxNotifier, ear: Ear
) -> None:
    notifier.show(Note(tag="s1", title="t"))
    await until(lambda: service.named("Notify") and notifier._queue.has(1))
    await service.signal("ActionInvoked", "us", (99, "default"))
    await service.signal("ActivationToken", "us", (1, "proof"))
    await service.signal("ActionInvoked", "us", (1, "default"))
    await until(lambda: ear.presses)
    assert [(press.note.tag, press.button, press.token) for press in ear.presses] == [("s1", "", "proof")]


@needs_bus
async def test_somebody_who_is_not_the_service_presses_nothing(
    service: Service, notifier: LinuxNotifier, ear: Ear
) -> None:
    notifier.show(Note(tag="s1", title="t", buttons=(ALLOW,)))
    await until(lambda: service.named("Notify") and notifier._queue.has(1))
    stranger = await open_dbus_connection("SESSION")
    await stranger.send(new_signal(_PLACE, "ActionInvoked", "us", (1, key_of(service, "allow"))))
    await service.signal("ActionInvoked", "us", (1, "default"))
    await until(lambda: ear.presses)
    assert [press.button for press in ear.presses] == [""]
    await stranger.close()


@needs_bus
async def test_a_note_a_person_closed_is_neither_closed_again_nor_said_again(
    service: Service, notifier: LinuxNotifier
) -> None:
    notifier.show(Note(tag="s1", title="t"))
    await until(lambda: service.named("Notify") and notifier._queue.has(1))
    await service.signal("NotificationClosed", "uu", (1, 2))
    await until(lambda: not notifier._queue.has(1))
    notifier.withdraw("s1")
    notifier.show(Note(tag="s1", title="fewer", again=True))
    notifier.show(Note(tag="s2", title="the next"))
    await until(lambda: len(service.named("Notify")) == 2)
    assert service.named("CloseNotification") == []
    assert service.named("Notify")[1][3] == "the next"


@needs_bus
async def test_what_is_wanted_is_shown_as_soon_as_a_service_comes(bus: None, ear: Ear) -> None:
    notifier = await open_linux("Signalcabin", "", ear)
    stands, gone = Note(tag="s1", title="stands"), Note(tag="s2", title="gone")
    notifier.show(stands)
    notifier.show(gone)
    await until(lambda: ear.failed == [stands, gone])
    notifier.withdraw("s2")
    service = await _own_service(["body"])
    await until(lambda: service.named("Notify"))
    assert [body[3] for body in service.named("Notify")] == ["stands"]
    await notifier.close()
    await service.end()


@needs_bus
async def test_a_service_that_dies_hands_over_to_the_next(service: Service, notifier: LinuxNotifier, ear: Ear) -> None:
    first, second = Note(tag="s1", title="first"), Note(tag="s2", title="second")
    notifier.show(first)
    await until(lambda: notifier._queue.has(1))
    await service.end()
    await until(lambda: ear.failed == [first])
    notifier.show(second)
    await until(lambda: ear.failed == [first, second])
    heir = await _own_service(["body"])
    await until(lambda: len(heir.named("Notify")) == 2)
    assert [(body[1], body[3]) for body in heir.named("Notify")] == [(0, "first"), (0, "second")]
    notifier.withdraw("s1")
    await until(lambda: heir.named("CloseNotification"))
    await heir.end()


@needs_bus
async def test_a_service_that_hangs_holds_nobody_up_and_shows_only_what_is_still_so(
    service: Service, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify_queue, "ANSWER_LIMIT_S", 0.05)
    notifier = await open_linux("Signalcabin", "", ear)
    service.may_answer.clear()
    notes = [Note(tag=f"s{number}", title=str(number)) for number in range(3)]
    for note in notes:
        notifier.show(note)
    await until(lambda: ear.failed == notes)
    late = Note(tag="s3", title="late")
    notifier.show(late)
    assert ear.failed[-1] is late
    notifier.withdraw("s0")
    notifier.withdraw("s1")
    service.may_answer.set()
    await until(lambda: len(service.named("Notify")) == 3 and service.named("CloseNotification"))
    # The first was under way already: it is taken back as soon as its number is known.
    assert [body[3] for body in service.named("Notify")] == ["0", "2", "late"]
    assert service.named("CloseNotification") == [(1,)]
    await notifier.close()


@needs_bus
async def test_at_the_end_nothing_is_left_whose_buttons_do_nothing(service: Service, ear: Ear) -> None:
    notifier = await open_linux("Signalcabin", "", ear)
    notifier.show(Note(tag="s1", title="t"))
    await until(lambda: notifier._queue.has(1))
    await notifier.close()
    assert service.named("CloseNotification") == [(1,)]


async def test_without_a_bus_there_is_no_notifier(monkeypatch: pytest.MonkeyPatch, ear: Ear) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(NotShown):
        await open_notifier("Signalcabin", "", ear)


async def test_the_diary_knows_what_stands_and_what_was_pressed(ear: Ear) -> None:
    dummy = DummyNotifier(ear)
    one, two = Note(tag="a", title="one"), Note(tag="a", title="two")
    dummy.show(one)
    dummy.show(two)
    dummy.press(one, "allow")
    assert ([note.title for note in dummy.standing.values()], ear.presses[0].note) == (["two"], one)
    dummy.withdraw("a")
    assert dummy.diary == [("show", "a"), ("show", "a"), ("withdraw", "a")]
