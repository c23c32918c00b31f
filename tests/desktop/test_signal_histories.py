"""Where the overview's past comes from: the hub is asked once, then for what changed, and only while somebody looks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from app.core.commands import ReadSignals, SignalPage
from app.core.stretches import SessionSignals, Stretch
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models import signal_histories
from app.desktop.models.hubs import SessionRef
from app.desktop.models.signal_histories import SignalHistories
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub

A = SessionRef(THIS_MACHINE, "claude_code", "a")
B = SessionRef(THIS_MACHINE, "claude_code", "b")


@pytest_asyncio.fixture
async def cabin(hub: ScriptedHub, paths: DataPaths, monkeypatch: object) -> AsyncIterator[Cabin]:
    monkeypatch.setattr(signal_histories, "ASK_EVERY_S", 0.05)  # type: ignore[attr-defined]
    now = now_us()
    for name in ("a", "b"):
        one = row(name, "working", 60, now)
        hub.rows[A.key if name == "a" else B.key] = one
    made = Cabin(paths, start_hub=False)
    made.add_own_hub()
    await until(lambda: made.hubs.all()[0].phase == "live")
    yield made
    await made.close(stop_own_hub=False)


def tells(hub: ScriptedHub, *pages: SignalPage) -> None:
    """The hub answers with these pages, then with nothing new."""
    waiting = list(pages)
    hub.answers[ReadSignals] = lambda order: waiting.pop(0) if waiting else SignalPage(seq=order.after_seq)


def asked(hub: ScriptedHub) -> list[int]:
    return [order.after_seq for order in hub.orders if isinstance(order, ReadSignals)]


def page(seq: int, ref: SessionRef, *statuses: str, more: bool = False) -> SignalPage:
    begun = now_us() - 3600_000_000
    stretches = tuple(Stretch(begun + index * 1_000_000, status) for index, status in enumerate(statuses))  # type: ignore[arg-type]
    return SignalPage(seq=seq, sessions=(SessionSignals(ref.agent, ref.session_id, stretches),), more=more)


def statuses(histories: SignalHistories, ref: SessionRef) -> list[str]:
    return [each.status for each in histories.of(ref).stretches]


async def test_nothing_is_asked_while_nobody_looks(cabin: Cabin, hub: ScriptedHub) -> None:
    tells(hub)
    await hub.say(row("a", "waiting", 0, now_us()))
    await until(lambda: cabin.hubs.rows()[A].status == "waiting")
    assert asked(hub) == [] and statuses(cabin.signals, A) == []


async def test_all_pages_are_read_and_then_what_changed(cabin: Cabin, hub: ScriptedHub) -> None:
    tells(hub, page(5, A, "idle", "working", more=True), page(9, B, "done", "working"))
    cabin.signals.want(True)
    await until(lambda: statuses(cabin.signals, B) == ["done", "working"])
    assert asked(hub) == [0, 5]
    tells(hub, page(12, A, "idle", "working", "waiting"))
    await hub.say(row("a", "waiting", 0, now_us()))
    await until(lambda: asked(hub) == [0, 5, 9])
    assert statuses(cabin.signals, A) == ["idle", "working", "waiting"]


async def test_a_change_is_seen_at_once_and_many_are_asked_about_together(cabin: Cabin, hub: ScriptedHub) -> None:
    tells(hub)
    cabin.signals.want(True)
    await until(lambda: len(asked(hub)) == 1)
    for status in ("waiting", "working", "done"):
        await hub.say(row("a", status, 0, now_us()))
    await until(lambda: statuses(cabin.signals, A)[-1] == "done")
    assert len(asked(hub)) <= 2
    await until(lambda: len(asked(hub)) == 2)


async def test_a_hub_too_old_to_tell_is_asked_once_and_the_present_is_shown(cabin: Cabin, hub: ScriptedHub) -> None:
    def unknown(order: ReadSignals) -> None:
        raise RuntimeError("This hub does not know that command, or not with those values.")

    hub.answers[ReadSignals] = unknown
    cabin.signals.want(True)
    await until(lambda: cabin.signals.troubles.get(THIS_MACHINE))
    assert "does not know" in cabin.signals.troubles[THIS_MACHINE]
    await hub.say(row("a", "done", 0, now_us()))
    await until(lambda: statuses(cabin.signals, A) == ["working", "done"])
    assert len(asked(hub)) == 1


async def test_a_hub_that_comes_back_is_asked_what_was_missed(cabin: Cabin, hub: ScriptedHub) -> None:
    tells(hub, page(5, A, "idle", "working"))
    cabin.signals.want(True)
    await until(lambda: statuses(cabin.signals, A) == ["idle", "working"])
    await hub.stop()
    await until(lambda: cabin.hubs.all()[0].phase == "away")
    tells(hub, page(8, A, "idle", "working", "failed"))
    await hub.start()
    await until(lambda: statuses(cabin.signals, A)[:3] == ["idle", "working", "failed"])
    assert asked(hub)[:2] == [0, 5]


async def test_another_store_begins_anew(cabin: Cabin, hub: ScriptedHub) -> None:
    tells(hub, page(5, A, "idle", "working"))
    cabin.signals.want(True)
    await until(lambda: statuses(cabin.signals, A) == ["idle", "working"])
    await hub.stop()
    hub.hub_id = "another"
    tells(hub, page(2, A, "done"))
    await hub.start()
    await until(lambda: statuses(cabin.signals, A) == ["done", "working"])
    assert asked(hub)[:2] == [0, 0]
