"""Checks of ``app.desktop.sounds``: when something is heard, and that nobody waits for it."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from app.core.projections.alerts import Alert, AlertKind
from app.core.records import SessionKey
from app.desktop.cabin import THIS_MACHINE
from app.desktop.models.hubs import SessionRef
from app.desktop.sounds import SELDOM_S, Sounds
from app.settings import Settings
from app.system.sound import NotPlayed
from tests.desktop.conftest import until

REF = SessionRef(THIS_MACHINE, "claude_code", "s")


def alert(kind: AlertKind = "needs_you") -> Alert:
    return Alert(alert_id="a", key=SessionKey("claude_code", "s"), kind=kind, title="t", body="", at_us=1)


class Ear:
    """A player that writes down what it plays; ``breaks`` is what it says instead of playing."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.breaks = ""
        self.may_end = threading.Event()
        self.may_end.set()
        self.threads: set[int] = set()

    def play(self, file: Path) -> None:
        self.threads.add(threading.get_ident())
        self.may_end.wait(10)
        if self.breaks:
            raise NotPlayed(self.breaks)
        assert file.is_file()
        self.heard.append(file.stem)


class Room:
    """Sounds in a room with a clock that is set by hand."""

    def __init__(self) -> None:
        self.ear = Ear()
        self.now_s = 100.0
        self.settings = Settings(sounds=True)
        self.sounds = Sounds(lambda: self.settings, player=self.ear, clock_s=lambda: self.now_s)
        self.told: list[str] = []
        self.sounds.failed.connect(self.told.append)

    async def ring(self, kind: AlertKind = "needs_you") -> list[str]:
        self.sounds.ring(REF, alert(kind))
        await until(lambda: not self.sounds._tasks._running)
        return self.ear.heard


@pytest.fixture
def room(qapp: object) -> Room:
    return Room()


async def test_nothing_is_heard_unless_somebody_asked_for_it(room: Room) -> None:
    room.settings = Settings()
    assert await room.ring() == []


async def test_each_kind_has_its_own_sound(room: Room) -> None:
    await room.ring("needs_you")
    room.now_s += SELDOM_S
    assert await room.ring("failed") == ["needs_you", "failed"]


async def test_a_kind_that_was_not_chosen_is_not_heard(room: Room) -> None:
    room.settings = msgspec.structs.replace(room.settings, sounds_for=("needs_you",))
    assert await room.ring("finished") == []


async def test_a_burst_is_heard_once(room: Room) -> None:
    for _ in range(5):
        await room.ring()
    assert room.ear.heard == ["needs_you"]
    room.now_s += SELDOM_S
    assert len(await room.ring()) == 2


async def test_what_is_muted_or_only_said_anew_is_not_heard(room: Room) -> None:
    for quiet in ({"muted": "quiet_hours"}, {"again": True}):
        room.sounds.ring(REF, msgspec.structs.replace(alert(), **quiet))
    await until(lambda: not room.sounds._tasks._running)
    assert room.ear.heard == []


async def test_the_window_waits_for_no_player(room: Room) -> None:
    room.ear.may_end.clear()
    room.sounds.ring(REF, alert())
    await until(lambda: room.ear.threads)
    room.now_s += 10 * SELDOM_S
    room.sounds.ring(REF, alert())
    assert len(room.sounds._tasks._running) == 1, "while one player does not end no other is started"
    room.ear.may_end.set()
    await until(lambda: room.ear.heard)
    assert threading.get_ident() not in room.ear.threads


async def test_a_failure_is_told_once_and_again_only_after_something_was_heard(room: Room) -> None:
    room.ear.breaks = "no sound server"
    for _ in range(3):
        await room.ring()
        room.now_s += SELDOM_S
    assert room.told == ["no sound server"]
    room.ear.breaks = ""
    await room.ring()
    assert room.sounds.why_not == ""
    room.now_s += SELDOM_S
    room.ear.breaks = "gone again"
    await room.ring()
    assert room.told == ["no sound server", "gone again"]


async def test_trying_it_out_plays_whatever_is_chosen_and_says_what_went_wrong(room: Room) -> None:
    room.settings = Settings()
    assert await room.sounds.try_out("budget") == ""
    assert room.ear.heard == ["budget"]
    room.ear.breaks = "no sound server"
    assert await room.sounds.try_out("budget") == "no sound server"
    assert room.told == [], "who tried it is told there, not by a notice"
