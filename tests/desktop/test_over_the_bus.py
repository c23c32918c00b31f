"""Checks of what a screen reader really gets: the window on an X server, read over the accessibility bus."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from jeepney import DBusAddress, HeaderFields, MatchRule, Message, message_bus, new_method_call
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_router
from jeepney.wrappers import Properties, unwrap_msg

ROOT = Path(__file__).parents[2]
_BUS_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_TEXT = "org.a11y.atspi.Text"
_WORD = 1
"""ATSPI_TEXT_BOUNDARY_WORD_START"""
_EVENTS = "org.a11y.atspi.Event.Object"
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
PATIENCE_S = 30

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _BUS_SERVICE.exists(), reason="at-spi2-core is not installed"),
    pytest.mark.skipif(not shutil.which("Xvfb") or not shutil.which("dbus-daemon"), reason="no X server, or no bus"),
]

Place = tuple[str, str]
"""A program on the bus, and an object in it."""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A session bus and an X server of the test's own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield
    for process in (server, daemon):
        process.terminate()
        process.wait(10)
    daemon.stdout.close()


@pytest_asyncio.fixture
async def program(bus: None, tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The window, on the X server."""
    own = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(ROOT)}
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.helpers.spoken_window", str(tmp_path / "d"),
        env={**os.environ, **own}, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert started.stdout is not None and started.stdin is not None
    line = await asyncio.wait_for(started.stdout.readline(), PATIENCE_S)
    assert line == b"ready\n"
    yield started
    started.stdin.close()
    await asyncio.wait_for(started.wait(), PATIENCE_S)


@pytest_asyncio.fixture
async def reader(program: asyncio.subprocess.Process) -> AsyncIterator[Reader]:
    """A screen reader's side of the bus."""
    where = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
    async with open_dbus_router("SESSION") as session:
        reply = await session.send_and_get_reply(new_method_call(where, "GetAddress"))
        (address,) = unwrap_msg(reply)
    async with open_dbus_router(bus=address) as router:
        yield Reader(router)


class Reader:
    """Asks objects on the accessibility bus who they are and what is in them."""

    def __init__(self, router: DBusRouter) -> None:
        self._router = router

    async def read(self, place: Place, depth: int = 0) -> list[tuple[str, str]]:
        """(role, name) of an object and of all below it."""
        (role,) = await self._ask(place, "GetRoleName")
        found = [(role, await self.name(place))]
        for child in await self.children(place) if depth < 16 else []:
            found += await self.read(child, depth + 1)
        return found

    async def children(self, place: Place) -> list[Place]:
        (children,) = await self._ask(place, "GetChildren")
        return [(name, path) for name, path in children]

    async def name(self, place: Place) -> str:
        about = DBusAddress(place[1], bus_name=place[0], interface=_ACCESSIBLE)
        reply = await self._router.send_and_get_reply(Properties(about).get("Name"))
        return str(unwrap_msg(reply)[0][1])

    async def our_program(self) -> Place:
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while asyncio.get_running_loop().time() < deadline:
            for place in await self.children(_REGISTRY):
                if await self.name(place) == "Signalcabin":
                    return place
            await asyncio.sleep(0.1)
        raise AssertionError("the program is not on the accessibility bus")

    async def announcements(self) -> asyncio.Queue[Message]:
        """From now on, what is announced."""
        registry = DBusAddress("/org/a11y/atspi/registry", bus_name=_REGISTRY[0], interface=_REGISTRY[0])
        register = new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], ""))
        await self._router.send_and_get_reply(register)
        rule = MatchRule(type="signal", interface=_EVENTS, member="Announcement")
        await Proxy(message_bus, self._router).AddMatch(rule)
        heard: asyncio.Queue[Message] = asyncio.Queue(16)
        self._filter = self._router.filter(rule, queue=heard)
        self._filter.__enter__()
        return heard

    async def find(self, place: Place, role: str, name: str = "") -> Place:
        """The first object below that has a role, and a name that begins so; waits for it."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while asyncio.get_running_loop().time() < deadline:
            todo = [place]
            while todo:
                at = todo.pop(0)
                (its_role,) = await self._ask(at, "GetRoleName")
                if its_role == role and (await self.name(at)).startswith(name):
                    return at
                todo = [*await self.children(at), *todo]
            await asyncio.sleep(0.1)
        raise AssertionError(f"there is no {role} {name}")

    async def text(self, place: Place) -> str:
        """All text of an object; "" if it has none."""
        (interfaces,) = await self._ask(place, "GetInterfaces")
        return str((await self.ask_text(place, "GetText", "ii", (0, -1)))[0]) if _TEXT in interfaces else ""

    async def ask_text(
        self, place: Place, method: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> tuple[Any, ...]:
        """What the text of an object answers."""
        about = DBusAddress(place[1], bus_name=place[0], interface=_TEXT)
        call = new_method_call(about, method, signature or None, body)
        return tuple(unwrap_msg(await self._router.send_and_get_reply(call)))

    async def caret(self, place: Place) -> int:
        """Where the caret stands in an object's text."""
        about = DBusAddress(place[1], bus_name=place[0], interface=_TEXT)
        return int(unwrap_msg(await self._router.send_and_get_reply(Properties(about).get("CaretOffset")))[0][1])

    async def _ask(self, place: Place, method: str) -> tuple[Any, ...]:
        about = DBusAddress(place[1], bus_name=place[0], interface=_ACCESSIBLE)
        return tuple(unwrap_msg(await self._router.send_and_get_reply(new_method_call(about, method))))


async def test_a_screen_reader_gets_the_list_the_header_the_pages_and_the_status_line(reader: Reader) -> None:
    lines = await reader.read(await reader.our_program())
    told = {f"{role}: {name}" for role, name in lines}
    for wanted in (
        "frame: (2) Signalcabin",
        "list: Sessions",
        "list item: lint, Claude Code, failed: rate limit, 1 hour, in shop, number 7",
        "label: Make the login redirect keep its query string",
        "push button: Stop this session",
        "push button: More ways to stop",
        "page tab: Output",
        "page tab: Events",
        "status bar: Status",
        "label: 3 working · 2 need you",
    ):
        assert wanted in told
    asks = "deploy script, Claude Code, needs you: allow “git push origin main”?"
    assert any(name.startswith(asks) for role, name in lines if role == "list item")
    assert not [name for _, name in lines if "<" in name]


async def test_a_session_that_begins_to_need_somebody_is_announced_over_the_bus(
    reader: Reader, program: asyncio.subprocess.Process
) -> None:
    await reader.read(await reader.our_program())
    heard = await reader.announcements()
    assert program.stdin is not None
    program.stdin.write(b"now\n")
    await program.stdin.drain()
    message = await asyncio.wait_for(heard.get(), PATIENCE_S)
    assert message.header.fields[HeaderFields.member] == "Announcement"
    assert message.body[3] == ("s", "docs pass needs you: allow “make docs”?")


async def test_the_conversation_is_a_document_whose_text_caret_and_selection_are_reached(reader: Reader) -> None:
    output = await reader.find(await reader.our_program(), "document", "Session output")
    reply = await reader.find(output, "panel", "Reply")
    first, steps, code, _ = await reader.children(reply)
    assert await reader.text(first) == "I'll do three things:"
    assert await reader.name(code) == "Code, python"
    await reader.ask_text(steps, "SetCaretOffset", "i", (5,))
    assert await reader.caret(steps) == 5
    await reader.ask_text(steps, "AddSelection", "ii", (5, 8))
    assert await reader.ask_text(steps, "GetSelection", "i", (0,)) == (5, 8)
    assert (await reader.ask_text(steps, "GetTextAtOffset", "iu", (6, _WORD)))[0].strip() == "the"
    command = await reader.find(output, "label", "Bash ruff check app exit 1")
    assert (await reader.text(command)).startswith("Bash  ruff check app")
    assert await reader.find(command, "push button", "Fold Bash")
