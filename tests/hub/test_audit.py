"""Every order is a record: who gave it, and what came of it; also the ones that were refused."""

from __future__ import annotations

from pathlib import Path

from app.core.commands import Answer, DisarmStop, ListPending, ListSessions, Stop, StopAll
from app.core.projections.audit import AUDIT_KINDS, AuditRow, audit_rows
from app.hub.hub import Hub
from app.store.log import Log
from app.system.paths import DataPaths
from app.system.untold import keep
from tests.helpers.hub_at_work import (
    SESSION,
    deliver,
    eventually,
    hub_at_work,
    listening,
    prompt_frame,
)
from tests.hub.test_levers_end_to_end import ask


def trail(paths: DataPaths) -> list[AuditRow]:
    log = Log.open(paths.store, read_only=True)
    try:
        return audit_rows(log.read_kinds([kind.__name__ for kind in AUDIT_KINDS], 1000))
    finally:
        log.close()


async def trail_of(hub: Hub, count: int) -> list[AuditRow]:
    async def complete() -> list[AuditRow]:
        rows = trail(hub.paths)
        return rows if len(rows) >= count else []

    return await eventually(complete)


async def test_answers_taken_and_refused_say_who_gave_them(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Push it"))
        _, writer = await ask(hub)
        (row,) = (await listener.order(ListPending()))["pending"]
        wrong = Answer(request_id=row["request_id"], behavior="allow", digest="of another command")
        right = Answer(request_id=row["request_id"], behavior="deny", reason="not today", digest=row["digest"])
        late = Answer(request_id=row["request_id"], behavior="allow")
        for order in (wrong, right, late):
            await listener.order(order)
        writer.close()
        rows = await trail_of(hub, 3)
    assert [(each.command, each.outcome, each.session_id) for each in rows] == [
        ("Answer", "refused", SESSION), ("answer", "denied", SESSION), ("Answer", "refused", SESSION),
    ]  # fmt: skip
    assert "another input" in rows[0].said and "already denied" in rows[2].said
    assert {each.by for each in rows} == {rows[0].by}
    assert "uid" in rows[0].by


async def test_a_stop_taken_back_and_one_of_nobody_are_on_record(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Push it"))
        await listener.order(DisarmStop(agent="claude_code", session_id=SESSION))
        await listener.order(Stop(agent="claude_code", session_id="nobody"))
        await listener.order(StopAll(preview=True))
        rows = await trail_of(hub, 2)
        sessions = (await listener.order(ListSessions()))["sessions"]
    assert [(each.command, each.outcome, each.said, each.session_id) for each in rows] == [
        ("DisarmStop", "refused", "nothing was armed", SESSION),
        ("Stop", "refused", "no such session", ""),
    ]
    assert [row["session_id"] for row in sessions] == [SESSION], "no record brings a session into being"


async def test_what_was_done_to_settings_before_the_hub_ran_is_on_record(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    keep(paths, "connect", "claude_code", "settings.json: 28 hooks added")
    async with hub_at_work(tmp_path / "data") as hub:
        (row,) = await trail_of(hub, 1)
    assert (row.command, row.agent, row.said) == ("connect", "claude_code", "settings.json: 28 hooks added")
