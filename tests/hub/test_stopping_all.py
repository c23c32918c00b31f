"""Stopping all sessions, or those of one project: the list first, then each one's own outcome."""

from __future__ import annotations

import asyncio

import pytest

from app.core.commands import StopAll
from app.core.events import StopRequested
from app.core.records import SessionKey
from app.core.stopping import StopAllResult
from app.hub.stopping_all import StoppingAll, is_below
from tests.helpers.control_room import AGENT, SESSION, ControlRoom, until

OTHER = "other"


@pytest.fixture
def room() -> ControlRoom:
    """Two sessions at work in two projects, and one at rest."""
    room = ControlRoom()
    second, third = room.machine.add(4100, 1, "claude"), room.machine.add(4200, 1, "claude")
    for session, process, cwd in (
        (SESSION, room.agent, "/home/dev/shop/api"),
        (OTHER, second, "/home/dev/shopping"),
        ("resting", third, "/home/dev/shop"),
    ):
        room.hook("SessionStart", session=session, process=process, source="startup", cwd=cwd)
        room.prompt("Build it", session=session, process=process)
    room.rests(session="resting", process=third)
    return room


def order(room: ControlRoom, **more: object) -> asyncio.Task[StopAllResult]:
    wanted = StopAll(**more)  # type: ignore[arg-type]
    return asyncio.get_running_loop().create_task(StoppingAll(room.control, room.roster).carry_out(wanted, "test"))


def names(result: StopAllResult) -> set[str]:
    return {row.session_id for row in result.sessions}


async def test_a_preview_lists_levers_and_touches_nothing(room: ControlRoom) -> None:
    result = await order(room, preview=True)
    assert names(result) == {SESSION, OTHER}
    assert {(row.lever, row.result) for row in result.sessions} == {("hook", None)}
    assert all(row.sentence.startswith("Stops before the next tool") for row in result.sessions)
    assert room.told(StopRequested) == []


async def test_a_project_is_its_folder_and_all_below_it_and_no_more(room: ControlRoom) -> None:
    assert names(await order(room, cwd="/home/dev/shop", preview=True)) == {SESSION}
    assert names(await order(room, cwd="/home/dev/shop", level="end", preview=True)) == {SESSION, "resting"}


async def test_each_session_has_its_own_outcome(room: ControlRoom) -> None:
    stopping = order(room)
    await until(lambda: len(room.told(StopRequested)) == 2)
    room.rests()
    room.machine.end(room.machine.identify(4100))  # type: ignore[arg-type]
    await room.seconds(1)
    result = await asyncio.wait_for(stopping, 5)
    assert {row.result.outcome for row in result.sessions if row.result} == {"stopped"}
    assert len({row.result.evidence for row in result.sessions if row.result}) == 2


async def test_ending_all_ends_each_process(room: ControlRoom) -> None:
    result = await asyncio.wait_for(order(room, level="end"), 5)
    assert names(result) == {SESSION, OTHER, "resting"}
    assert {row.result.outcome for row in result.sessions if row.result} == {"stopped"}
    assert {who for _, who in room.machine.diary} == {f"claude (pid {pid})" for pid in (4000, 4100, 4200)}


async def test_only_those_that_were_shown_are_touched(room: ControlRoom) -> None:
    result = await asyncio.wait_for(order(room, level="end", sessions=(SessionKey(AGENT, OTHER),)), 5)
    assert names(result) == {OTHER}
    assert [who for _, who in room.machine.diary] == ["claude (pid 4100)"]


@pytest.mark.parametrize(
    ("folder", "project", "inside"),
    [("/a/b", "/a", True), ("/a", "/a/", True), ("/ab", "/a", False), ("", "/a", False), ("/a", "/a/b", False)],
)
def test_below_goes_by_whole_names(folder: str, project: str, inside: bool) -> None:
    assert is_below(folder, project) is inside
