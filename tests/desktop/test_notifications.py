"""Checks of ``app.desktop.notifications``: who is called when, and when the call is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest_asyncio

from app.core.records import SessionKey
from app.desktop.alerts import Alerts
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.notifications import Notifications, tag_of
from app.settings import Settings
from app.system.notify import Note, NotShown
from app.system.notify_dummy import DummyNotifier
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub

REF = SessionRef(THIS_MACHINE, "claude_code", "s1")
TAG = tag_of(REF)


class Stage:
    """A cabin without a window and somebody to be notified."""

    def __init__(self, paths: DataPaths, hub: ScriptedHub) -> None:
        self.hub = hub
        self.settings = Settings()
        self.focused: set[SessionRef] = set()
        self.cabin = Cabin(paths, start_hub=False)
        self.alerts = Alerts(self.cabin.hubs, lambda: self.settings, lambda ref: ref in self.focused, self.cabin)
        self.notifications = Notifications(self.alerts, self.cabin)
        self.dummy = DummyNotifier(self.notifications.clicked)
        self.notifications.use(self.dummy)

    async def go_live(self) -> None:
        self.cabin.add_own_hub()
        await until(lambda: self.cabin.hubs.all()[0].phase == "live")

    async def becomes(self, status: str, **more: object) -> None:
        await self.hub.say(row("s1", status, 0, now_us(), title="fix <b>login</b>", **more))
        await until(lambda: (found := self.cabin.hubs.row(REF)) is not None and found.status == status)


@pytest_asyncio.fixture
async def stage(paths: DataPaths, hub: ScriptedHub) -> AsyncIterator[Stage]:
    made = Stage(paths, hub)
    yield made
    await made.notifications.close()
    await made.cabin.close(stop_own_hub=False)


async def test_a_session_that_begins_to_wait_calls_and_the_answer_takes_the_call_back(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", doing="allow “git push”?")
    await until(lambda: TAG in stage.dummy.standing)
    note = stage.dummy.standing[TAG]
    assert (note.title, note.body, note.urgent) == ("fix <b>login</b> needs you", "allow “git push”?", True)
    await stage.becomes("working")
    await until(lambda: not stage.dummy.standing)
    assert stage.dummy.diary == [("show", TAG), ("withdraw", TAG)]


async def test_a_failure_replaces_what_stood_before(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", doing="allow “git push”?")
    await until(lambda: TAG in stage.dummy.standing)
    await stage.becomes("failed", reason="rate_limit")
    await until(lambda: (note := stage.dummy.standing.get(TAG)) is not None and note.title.endswith("failed"))
    assert len(stage.dummy.standing) == 1
    assert stage.dummy.standing[TAG].body == "Rate limit"


async def test_what_was_so_when_the_desktop_came_calls_nobody(stage: Stage, hub: ScriptedHub) -> None:
    for status in ("waiting", "failed", "done"):
        hub.rows[SessionKey("claude_code", status)] = row(status, status, 5, now_us())
    await stage.go_live()
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_an_old_outcome_that_the_hub_comes_upon_only_now_calls_nobody(stage: Stage) -> None:
    await stage.go_live()
    hour_ago_us = now_us() - 3_600_000_000
    await stage.hub.say(row("s1", "working", 1, hour_ago_us))
    await stage.hub.say(row("s1", "failed", 1, hour_ago_us + 1))
    await until(lambda: (found := stage.cabin.hubs.row(REF)) is not None and found.status == "failed")
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_what_happened_while_the_hub_was_away_calls_nobody(stage: Stage, hub: ScriptedHub) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await hub.stop()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "away")
    hub.rows[SessionKey("claude_code", "s1")] = row("s1", "done", 1, now_us())
    await hub.start()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "live")
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_who_looks_at_the_session_is_not_called(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    stage.focused.add(REF)
    await stage.becomes("done")
    assert stage.dummy.diary == []


async def test_looking_at_the_session_takes_the_call_back(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("done")
    await until(lambda: TAG in stage.dummy.standing)
    stage.alerts.seen(REF)
    await until(lambda: not stage.dummy.standing)


async def test_a_click_asks_for_the_session(stage: Stage) -> None:
    wanted: list[SessionRef] = []
    stage.notifications.show_wanted.connect(wanted.append)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await until(lambda: TAG in stage.dummy.standing)
    stage.dummy.click(TAG)
    assert wanted == [REF]


async def test_a_person_may_choose_not_to_be_called(stage: Stage) -> None:
    stage.settings = msgspec.structs.replace(stage.settings, notifications_finished=False)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("done")
    await stage.becomes("working")
    await stage.becomes("failed", reason="rate_limit")
    await until(lambda: stage.dummy.standing)
    assert [note.title.rsplit(" ", 1)[1] for note in stage.dummy.standing.values()] == ["failed"]


async def test_where_no_service_takes_the_note_the_fallback_gets_it(stage: Stage) -> None:
    class Broken(DummyNotifier):
        async def show(self, note: Note) -> None:
            raise NotShown("gone")

    fallen: list[tuple[SessionRef, Note]] = []
    stage.notifications.fallback.connect(lambda ref, note: fallen.append((ref, note)))
    stage.notifications.use(Broken())
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await until(lambda: fallen)
    assert fallen[0][0] == REF
