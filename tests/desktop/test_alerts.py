"""Checks of ``app.desktop.alerts``: what the hubs tell becomes calls, an inbox, and nothing for history."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio

from app.core.events import MessageWritten
from app.core.projections.alerts import Alert, ArmStop, Digest, Withdraw
from app.core.projections.rows import Usage
from app.core.records import SessionKey
from app.desktop.alerts import Alerts
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.settings import Settings
from app.settings_rules import AlertRule
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub


def ref_of(session_id: str) -> SessionRef:
    return SessionRef(THIS_MACHINE, "claude_code", session_id)


class Stage:
    """A cabin without a window, and a diary of what its alerts order."""

    def __init__(self, paths: DataPaths, hub: ScriptedHub) -> None:
        self.hub = hub
        self.settings = Settings()
        self.focused: set[SessionRef] = set()
        self.diary: list[tuple[str, str, str]] = []
        """(what, of which session, kind of alert or how it was handled)"""
        self.digests: list[Digest] = []
        self.stops: list[tuple[SessionRef, ArmStop]] = []
        self.trouble: list[str] = []
        self.cabin = Cabin(paths, start_hub=False)
        self.alerts = Alerts(self.cabin.hubs, lambda: self.settings, lambda ref: ref in self.focused, self.cabin)
        self.alerts.alerted.connect(self._alerted)
        self.alerts.withdrawn.connect(self._withdrawn)
        self.alerts.digest.connect(self.digests.append)
        self.alerts.stop_wanted.connect(lambda ref, order: self.stops.append((ref, order)))
        self.alerts.trouble.connect(self.trouble.append)

    def _alerted(self, ref: SessionRef, alert: Alert) -> None:
        names = "+".join(part.key.session_id for part in alert.parts) or ref.session_id
        self.diary.append(("again" if alert.again else "rings", names, alert.kind))

    def _withdrawn(self, ref: SessionRef, withdraw: Withdraw) -> None:
        self.diary.append(("takes back", ref.session_id, withdraw.how))

    async def go_live(self) -> None:
        self.cabin.add_own_hub()
        await until(lambda: self.cabin.hubs.all()[0].phase == "live")

    async def becomes(self, status: str, session_id: str = "s1", **more: object) -> None:
        told = row(session_id, status, 0, now_us(), **more)
        await self.hub.say(told)
        await until(lambda: self.cabin.hubs.row(ref_of(session_id)) == told)

    async def everything_rang(self) -> list[tuple[str, str, str]]:
        """What was ordered, once a session that finishes only now has been called out, too: nothing comes after it."""
        await self.becomes("working", "last")
        await self.becomes("done", "last")
        await until(lambda: any("last" in names for _, names, _ in self.diary))
        return [line for line in self.diary if line != ("rings", "last", "finished")]

    def states(self) -> list[tuple[str, str, str]]:
        return [(entry.ref.session_id, entry.alert.kind, entry.how or "open") for entry in self.alerts.entries()]


@pytest_asyncio.fixture
async def stage(paths: DataPaths, hub: ScriptedHub) -> AsyncIterator[Stage]:
    made = Stage(paths, hub)
    yield made
    await made.cabin.close(stop_own_hub=False)


async def test_a_question_is_called_out_and_its_answer_closes_its_entry(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", doing="allow “git push”?")
    await stage.becomes("working")
    assert stage.diary == [("rings", "s1", "needs_you"), ("takes back", "s1", "answered")]
    assert stage.states() == [("s1", "needs_you", "answered")]


async def test_what_was_so_when_the_window_came_calls_nobody(stage: Stage, hub: ScriptedHub) -> None:
    for status in ("waiting", "failed", "done", "lost"):
        hub.rows[SessionKey("claude_code", status)] = row(status, status, 5, now_us())
    await stage.go_live()
    assert await stage.everything_rang() == []


async def test_an_old_outcome_that_the_hub_comes_upon_only_now_calls_nobody(stage: Stage) -> None:
    await stage.go_live()
    hour_ago_us = now_us() - 3_600_000_000
    await stage.hub.say(row("s1", "working", 1, hour_ago_us))
    await stage.hub.say(row("s1", "failed", 1, hour_ago_us + 1))
    assert await stage.everything_rang() == []


async def test_a_reconnect_repeats_nothing_and_tells_in_one_piece_what_was_missed(
    stage: Stage, hub: ScriptedHub
) -> None:
    await stage.go_live()
    for name in ("s1", "s2", "s3", "s4"):
        await stage.becomes("working", name)
    await stage.becomes("waiting", "s1", pending=("r1",))
    await hub.stop()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "away")
    hub.rows[SessionKey("claude_code", "s2")] = row("s2", "done", 0, now_us())
    hub.rows[SessionKey("claude_code", "s3")] = row("s3", "waiting", 0, now_us(), pending=("r3",))
    await hub.start()
    await until(lambda: stage.digests)
    assert stage.digests[0].why == "hub_back"
    assert [alert.key.session_id for alert in stage.digests[0].alerts] == ["s2"]
    assert await stage.everything_rang() == [("rings", "s1", "needs_you"), ("rings", "s3", "needs_you")]


async def test_who_looks_at_the_session_is_not_called(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    stage.focused.add(ref_of("s1"))
    await stage.becomes("done")
    assert await stage.everything_rang() == []
    assert ref_of("s1") not in [entry.ref for entry in stage.alerts.entries()]


async def test_a_burst_rings_once_and_has_an_entry_a_session(stage: Stage) -> None:
    await stage.go_live()
    names = [f"s{number}" for number in range(6)]
    for name in names:
        await stage.becomes("working", name)
    for name in names:
        await stage.hub.say(row(name, "failed", 0, now_us(), reason="overloaded"))
    await until(lambda: stage.diary)
    assert stage.diary == [("rings", "+".join(names), "failed")]
    assert sorted(stage.states()) == [(name, "failed", "open") for name in names]
    stage.alerts.mark_all_seen()
    assert {how for _, _, how in stage.states()} == {"seen"}


async def test_what_is_muted_stands_in_the_inbox_alone(stage: Stage) -> None:
    stage.settings = msgspec.structs.replace(stage.settings, notifications_needs_you=False)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    assert await stage.everything_rang() == []
    assert stage.alerts.entries()[-1].alert.muted == "switched_off"


async def test_a_choice_made_meanwhile_holds_from_then_on(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    stage.settings = msgspec.structs.replace(stage.settings, rules=(AlertRule(agent="claude_code", needs_you=False),))
    await stage.becomes("waiting")
    assert await stage.everything_rang() == []


async def test_a_snoozed_session_stands_in_the_inbox_and_rings_for_nobody(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    stage.alerts.snooze(ref_of("s1"), 5)
    await stage.becomes("waiting")
    assert await stage.everything_rang() == []
    assert [entry.alert.muted for entry in stage.alerts.entries()] == ["", "snoozed"]


async def test_while_the_system_is_not_to_be_disturbed_nothing_rings_and_afterwards_what_stands_does(
    stage: Stage,
) -> None:
    await stage.go_live()
    stage.alerts.disturb_not(True)
    await stage.becomes("working")
    await stage.becomes("waiting")
    assert [entry.alert.muted for entry in stage.alerts.entries()] == ["do_not_disturb"]
    assert stage.diary == []
    stage.alerts.disturb_not(False)
    assert stage.diary == [("rings", "s1", "needs_you")]
    assert stage.states() == [("s1", "needs_you", "open")]


async def test_a_limit_that_is_passed_calls_and_where_it_is_wished_for_stops(stage: Stage) -> None:
    stage.settings = msgspec.structs.replace(stage.settings, limit_session_tokens=1000, limit_stop=True)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("working", usage=Usage(input=2000))
    assert [(ref.session_id, order.why) for ref, order in stage.stops] == [
        ("s1", "2,000 tokens so far; your limit is 1,000 tokens.")
    ]
    await until(lambda: stage.diary)
    assert stage.diary == [("rings", "s1", "budget")]


async def test_the_next_that_waits_goes_round_from_the_longest(stage: Stage, hub: ScriptedHub) -> None:
    for name, ago_s in (("a", 5), ("b", 50), ("c", 20)):
        hub.rows[SessionKey("claude_code", name)] = row(name, "waiting", ago_s, now_us())
    await stage.go_live()
    order, at = [], None
    for _ in range(4):
        at = stage.alerts.next_waiting(at)
        assert at is not None
        order.append(at.session_id)
    assert order == ["b", "c", "a", "b"]


async def test_a_choice_that_cannot_be_used_is_named_once(stage: Stage) -> None:
    stage.settings = msgspec.structs.replace(stage.settings, quiet_hours=("late",))
    await stage.go_live()
    await stage.becomes("working")
    assert len(stage.trouble) == 1 and "late" in stage.trouble[0]


async def test_a_hub_that_is_no_longer_looked_at_takes_its_calls_with_it(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await stage.cabin.remove_hub(THIS_MACHINE)
    assert stage.diary[-1] == ("takes back", "s1", "moved_on")


async def test_who_waits_for_words_asks_the_hub_for_output_and_is_called(stage: Stage, hub: ScriptedHub) -> None:
    pytest.importorskip("re2", reason="google-re2 is not installed")
    await stage.go_live()
    await stage.becomes("working")
    rule = AlertRule(name="deployed", matches="deployed to \\w+")
    stage.settings = msgspec.structs.replace(stage.settings, rules=(rule,))
    await stage.becomes("working", doing="Bash")
    await until(lambda: hub.watches and hub.watches[-1].outputs)
    said = MessageWritten(block_id="b1", text="It is\ndeployed to production.")
    await hub.say(records=(hub.record(SessionKey("claude_code", "s1"), said),))
    await until(lambda: stage.diary)
    assert stage.diary == [("rings", "s1", "matched")]
    assert stage.alerts.entries()[0].alert.body == "deployed to production."


async def test_nobody_who_waits_for_no_words_gets_output(stage: Stage, hub: ScriptedHub) -> None:
    await stage.go_live()
    await stage.becomes("working")
    assert not any(watch.outputs for watch in (*hub.watches, *hub.hellos))


async def test_a_hub_with_another_store_takes_its_calls_back_and_what_it_tells_is_history(
    stage: Stage, hub: ScriptedHub
) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", pending=("r1",))
    await hub.stop()
    hub.hub_id = "another"
    hub.rows = {SessionKey("claude_code", "s1"): row("s1", "waiting", 0, now_us(), pending=("r9",))}
    await hub.start()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "live" and stage.states()[0][2] != "open")
    assert await stage.everything_rang() == [("rings", "s1", "needs_you"), ("takes back", "s1", "moved_on")]
