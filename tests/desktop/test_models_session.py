"""Checks of ``app.desktop.models.session``: history, live records and both together give one and the same text."""

from __future__ import annotations

import weakref
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from app.core import events as e
from app.core.commands import ReadHistory
from app.core.projections.blocks import TextBlock
from app.core.records import SessionKey
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.models import hubs
from app.desktop.models import session as sessions
from app.desktop.models.hubs import SessionRef
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub

KEY = SessionKey("claude_code", "s1")
REF = SessionRef(THIS_MACHINE, *KEY)


@pytest_asyncio.fixture
async def open_cabin(paths: DataPaths) -> AsyncIterator[Callable[[], Cabin]]:
    """Starts desktops without windows; all are closed at the end."""
    made: list[Cabin] = []

    def start() -> Cabin:
        cabin = Cabin(paths, start_hub=False)
        cabin.add_own_hub()
        made.append(cabin)
        return cabin

    yield start
    for cabin in made:
        await cabin.close(stop_own_hub=False)


def text_in(cabin: Cabin) -> str:
    """What the model said, as this desktop shows it."""
    shown = cabin.sessions.shown
    if shown is None:
        return ""
    return "".join(block.text for block in shown.transcript.blocks() if isinstance(block, TextBlock))


def piece(index: int, message: str = "m1") -> e.MessageDelta:
    return e.MessageDelta(message_id=message, first_index=index, last_index=index, text=f"{index}. ")


def is_live(cabin: Cabin) -> bool:
    hub = cabin.hubs.get(THIS_MACHINE)
    return hub is not None and hub.phase == "live"


async def test_a_selected_session_shows_its_history(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    hub.record(KEY, e.TurnStarted(turn_id="t1", prompt="count"))
    for index in range(5):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    await until(lambda: text_in(cabin) == "0. 1. 2. 3. 4. ")


async def test_a_long_history_comes_page_by_page_and_complete(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "PAGE", 7)
    for index in range(40):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    shown = cabin.sessions.show(REF)
    await until(lambda: shown is not None and shown.complete and not shown.waiting)
    assert text_in(cabin) == "".join(f"{index}. " for index in range(40))
    pages = [order for order in hub.orders if isinstance(order, ReadHistory)]
    assert [page.before_seq for page in pages] == [0, 34, 27, 20, 13, 6]


async def test_the_first_page_is_short_because_somebody_waits_for_it(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin]
) -> None:
    for index in range(250):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    shown = cabin.sessions.show(REF)
    await until(lambda: shown is not None and shown.complete and not shown.waiting)
    asked = [order.limit for order in hub.orders if isinstance(order, ReadHistory)]
    assert asked == [sessions.FIRST_PAGE, sessions.PAGE]


async def test_records_that_come_while_history_is_read_are_neither_lost_nor_doubled(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "PAGE", 5)
    for index in range(20):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    for index in range(20, 40):
        await hub.say(records=(hub.record(KEY, piece(index)),))
    await until(lambda: text_in(cabin) == "".join(f"{index}. " for index in range(40)))


async def test_a_desktop_that_was_restarted_mid_stream_shows_the_same_text_as_one_that_stayed(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin]
) -> None:
    stayed, left = open_cabin(), open_cabin()
    hub.record(KEY, e.TurnStarted(turn_id="t1", prompt="count"))
    hub.rows[KEY] = row("s1", "working", 1, 10**15)
    await until(lambda: is_live(stayed) and is_live(left))
    stayed.sessions.show(REF)
    left.sessions.show(REF)
    for index in range(10):
        await hub.say(records=(hub.record(KEY, piece(index)),))
    await until(lambda: "9. " in text_in(left))
    await left.close(stop_own_hub=False)
    for index in range(10, 20):
        await hub.say(records=(hub.record(KEY, piece(index)),))
    came_back = open_cabin()
    await until(lambda: is_live(came_back))
    came_back.sessions.show(REF)
    for index in range(20, 30):
        await hub.say(records=(hub.record(KEY, piece(index)),))
    whole = "".join(f"{index}. " for index in range(30))
    await until(lambda: text_in(stayed) == whole)
    await until(lambda: text_in(came_back) == text_in(stayed))


async def test_when_the_hub_was_restarted_the_text_goes_on_where_it_was(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin]
) -> None:
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    await hub.say(records=(hub.record(KEY, piece(0)),))
    await until(lambda: text_in(cabin) == "0. ")
    await hub.stop()
    hub.record(KEY, piece(1))
    await until(lambda: not is_live(cabin))
    await hub.start()
    await until(lambda: text_in(cabin) == "0. 1. ")


async def test_another_hub_makes_the_shown_session_begin_anew(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin]
) -> None:
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    await hub.say(records=(hub.record(KEY, piece(0)),))
    await until(lambda: text_in(cabin) == "0. ")
    await hub.stop()
    hub.hub_id, hub.records = "hub-2", []
    hub.record(KEY, e.MessageDelta(message_id="n", first_index=0, last_index=0, text="new"))
    await hub.start()
    await until(lambda: text_in(cabin) == "new")


async def test_only_shown_sessions_are_watched(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    await until(lambda: hub.watches)
    assert hub.hellos[0].sessions == ()
    assert hub.watches[-1].sessions == (KEY,)


async def test_going_back_to_a_session_needs_no_new_history(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    other = SessionRef(THIS_MACHINE, "claude_code", "s2")
    hub.record(KEY, piece(0))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    first = cabin.sessions.show(REF)
    await until(lambda: first is not None and first.complete)
    cabin.sessions.show(other)
    await hub.say(records=(hub.record(KEY, piece(1)),))
    await until(lambda: first is not None and not first.waiting)
    assert cabin.sessions.show(REF) is first
    await until(lambda: text_in(cabin) == "0. 1. ")
    asked = [order for order in hub.orders if isinstance(order, ReadHistory) and order.session_id == "s1"]
    assert len(asked) == 1


async def test_sessions_not_looked_at_for_long_are_let_go(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    for number in range(sessions.KEPT_OPEN + 3):
        cabin.sessions.show(SessionRef(THIS_MACHINE, "claude_code", f"s{number}"))
    await until(lambda: hub.watches and len(hub.watches[-1].sessions or ()) == sessions.KEPT_OPEN)


async def test_a_session_that_is_let_go_is_freed_at_once(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    for index in range(20):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    shown = cabin.sessions.show(REF)
    assert shown is not None
    await until(lambda: shown.complete and not shown.waiting and text_in(cabin))
    parts = [
        weakref.ref(part)
        for projection in (shown.transcript, shown.timeline)
        for part in vars(projection).values()
        if hasattr(part, "__weakref__")
    ]
    for number in range(sessions.KEPT_OPEN):
        cabin.sessions.show(SessionRef(THIS_MACHINE, "claude_code", f"other-{number}"))
    assert parts and not any(part() for part in parts)


async def test_a_long_backlog_is_folded_over_many_frames(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "FRAME_BUDGET_MS", 0.0)
    for index in range(30):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    before = cabin.frame.ticks
    shown = cabin.sessions.show(REF)
    await until(lambda: shown is not None and shown.complete and not shown.waiting)
    assert cabin.frame.ticks - before >= 30


@pytest.mark.slow
async def test_while_much_waits_to_be_folded_the_views_are_told_seldom_and_in_the_end(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "FRAME_BUDGET_MS", 0.0)
    monkeypatch.setattr(sessions, "SHOW_EVERY_MS", 3_600_000.0)
    for index in range(60):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    told: list[str] = []
    cabin.sessions.shown_changed.connect(lambda: told.append(text_in(cabin)))
    shown = cabin.sessions.show(REF)
    await until(lambda: shown is not None and shown.complete and not shown.waiting and cabin.frame.is_idle)
    assert len(told) <= 2
    assert told[-1] == "".join(f"{index}. " for index in range(60))


@pytest.mark.slow
async def test_while_too_much_waits_to_be_folded_nothing_more_is_taken_in(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_WAITING", 10)
    monkeypatch.setattr(sessions, "FRAME_BUDGET_MS", 0.0)
    monkeypatch.setattr(hubs, "APPLY_BUDGET_MS", 0.0)
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    shown = cabin.sessions.show(REF)
    assert shown is not None
    await until(lambda: shown.complete)
    most: list[int] = []
    cabin.hubs.records_came.connect(lambda _hub, _records: most.append(len(shown.waiting)))
    for start in range(0, 100, 5):
        await hub.say(records=tuple(hub.record(KEY, piece(index)) for index in range(start, start + 5)))
    await until(lambda: text_in(cabin) == "".join(f"{index}. " for index in range(100)))
    assert max(most) <= 10 + 5


async def test_once_all_history_is_here_no_numbers_are_kept_and_what_comes_twice_is_still_dropped(
    hub: ScriptedHub, open_cabin: Callable[[], Cabin]
) -> None:
    for index in range(10):
        hub.record(KEY, piece(index))
    cabin = open_cabin()
    await until(lambda: is_live(cabin))
    shown = cabin.sessions.show(REF)
    assert shown is not None
    await until(lambda: shown.complete)
    assert not shown._seen
    shown.queue(list(hub.records))
    await until(lambda: not shown.waiting)
    await hub.say(records=(hub.record(KEY, piece(10)),))
    await until(lambda: text_in(cabin).endswith("10. "))
    assert text_in(cabin) == "".join(f"{index}. " for index in range(11)) and not shown._seen


@pytest.mark.expects_warnings
async def test_history_that_cannot_be_read_is_said(hub: ScriptedHub, open_cabin: Callable[[], Cabin]) -> None:
    hub.answers[ReadHistory] = lambda _order: {"records": "no list"}
    cabin = open_cabin()
    said: list[str] = []
    cabin.sessions.history_failed.connect(said.append)
    await until(lambda: is_live(cabin))
    cabin.sessions.show(REF)
    await until(lambda: said)
