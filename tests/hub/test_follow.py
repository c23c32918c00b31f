"""Registry and transcripts of made-up agents on a real disk, as the hub hears of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.agents.claude_code import ADAPTER
from app.core.events import GapNoted, MessageWritten, SubagentStarted
from app.core.records import Delivery, SessionKey
from app.hub.follow import GRACE_US, Follow
from app.hub.tail import Tail
from app.system.processes import ProcessId
from app.system.processes_dummy import DummyProcesses
from tests.helpers.control_room import AGENT, START_US, MadeUpClock, MadeUpIntake

SESSION = "5a1d0000-0000-4000-8000-00000000000a"


class Cabin:
    """One agent home, and a follower that looks when told."""

    def __init__(self, folder: Path, home: str = ".claude") -> None:
        self.folder = folder
        self.home = folder / home
        (self.home / "sessions").mkdir(parents=True)
        (self.home / "projects/-shop").mkdir(parents=True)
        self.clock = MadeUpClock()
        self.intake = MadeUpIntake(self.clock)
        self.machine = DummyProcesses()
        self.agent = self.machine.add(4000, 1, "claude")
        self.counted: list[str] = []
        self.follow = self.begin()

    def begin(self, hub_id: str = "hub") -> Follow:
        """A follower, as a hub that starts has one."""
        follow = Follow(
            self.intake, self.machine, {AGENT: ADAPTER}, self.clock,
            environment={}, user_home=str(self.folder), places_file=self.folder / "places.json", hub_id=hub_id,
            bad=self.counted.append,
        )  # fmt: skip
        self.intake.listeners = [follow.on_records]
        return follow

    async def looks(self, times: int = 1) -> list[Delivery]:
        """What came in with that many looks, a tenth of a second apart."""
        known = len(self.intake.deliveries)
        for _ in range(times):
            self.clock.us += 100_000
            await self.follow.look_once()
        return self.intake.deliveries[known:]

    def registry(self, status: str = "busy", session: str = SESSION, process: ProcessId | None = None) -> Path:
        process = process or self.agent
        entry = {
            "pid": process.pid, "sessionId": session, "cwd": "/shop", "procStart": str(process.start),
            "status": status, "updatedAt": self.clock.us // 1000, "statusUpdatedAt": self.clock.us // 1000,
        }  # fmt: skip
        return self.registry_file(process.pid, json.dumps(entry))

    def registry_file(self, pid: int, content: str) -> Path:
        path = self.home / f"sessions/{pid}.json"
        path.write_text(content)
        return path

    def transcript(self, session: str = SESSION) -> Path:
        return self.home / f"projects/-shop/{session}.jsonl"

    def says(self, number: int, text: str = "", path: Path | None = None, session: str = SESSION) -> None:
        append(path or self.transcript(session), line(number, text or f"text {number}", session))

    def hook(self, name: str, session: str = SESSION, path: Path | None = None, **more: Any) -> None:
        payload = {"session_id": session, "transcript_path": str(path or self.transcript(session)), **more}
        self.clock.us += 1000
        self.intake.take(
            Delivery(
                delivery_id=f"hook-{self.clock.us}",
                agent=AGENT,
                source="hook",
                name=name,
                at_us=self.clock.us,
                payload=payload,
                pid=self.agent.pid,
                proc_start=self.agent.start,
            )
        )


def line(number: int, text: str, session: str = SESSION, **more: Any) -> str:
    message = {"id": f"msg_{number}", "role": "assistant", "model": "m", "content": [{"type": "text", "text": text}]}
    fields = {
        "type": "assistant", "uuid": f"uuid-{session[-4:]}-{number:08}", "sessionId": session, "message": message,
        "timestamp": "2026-11-22T07:44:24.338Z", **more,
    }  # fmt: skip
    return json.dumps(fields) + "\n"


def append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as out:
        out.write(text)


def texts(deliveries: list[Delivery]) -> list[str]:
    return [
        one.payload["message"]["content"][0]["text"]
        for one in deliveries
        if one.source == "transcript" and isinstance(one.payload, dict) and "message" in one.payload
    ]


def states(deliveries: list[Delivery]) -> list[str]:
    return [one.payload["status"] for one in deliveries if one.source == "registry"]


@pytest.fixture
def cabin(tmp_path: Path) -> Cabin:
    return Cabin(tmp_path)


# ── the registry ───────────────────────────────────────────────────────────────────────────────


async def test_a_registry_entry_is_heard_with_its_process_and_time(cabin: Cabin) -> None:
    cabin.registry("busy")
    stamp_us = cabin.clock.us
    (entry,) = await cabin.looks()
    assert (entry.source, entry.name, entry.at_us) == ("registry", "entry", stamp_us // 1000 * 1000)
    assert (entry.pid, entry.proc_start) == cabin.agent
    assert cabin.intake.roster.row(SessionKey(AGENT, SESSION)).status == "working"


async def test_each_change_is_heard_once(cabin: Cabin) -> None:
    heard: list[Delivery] = []
    for status in ("busy", "busy", "waiting", "idle"):
        cabin.registry(status)
        heard += await cabin.looks(3)
    assert states(heard) == ["busy", "waiting", "idle"] or states(heard) == ["busy", "busy", "waiting", "idle"]
    assert await cabin.looks(3) == []


async def test_a_change_of_the_same_length_in_the_same_moment_is_not_missed(cabin: Cabin) -> None:
    path = cabin.registry("busy")
    before = path.stat()
    await cabin.looks()
    path.write_text(path.read_text().replace("busy", "idle"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert states(await cabin.looks()) == ["idle"]


async def test_an_entry_half_written_is_heard_when_it_is_whole(cabin: Cabin) -> None:
    path = cabin.registry("busy")
    whole = path.read_text()
    path.write_text(whole[:40])
    assert await cabin.looks(3) == []
    path.write_text(whole)
    assert states(await cabin.looks()) == ["busy"]
    assert cabin.counted == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not json", "registry_entry"),
        ("[1, 2]", "registry_entry"),
        ('{"sessionId": 7}', "registry_entry"),
        ("{" * 5000, "registry_entry"),
        ("x" * 100_000, "registry_refused"),
    ],
)
async def test_a_spoilt_entry_is_counted_and_the_others_are_heard(cabin: Cabin, content: str, reason: str) -> None:
    path = cabin.registry_file(1, content)
    os.utime(path, (1, 1))
    cabin.registry("busy")
    assert states(await cabin.looks(40)) == ["busy"]
    assert cabin.counted == [reason]


async def test_absurd_numbers_in_an_entry_do_no_harm(cabin: Cabin) -> None:
    cabin.registry_file(
        1, json.dumps({"pid": 10**30, "procStart": "-4", "sessionId": "odd", "statusUpdatedAt": 10**25, "status": [1]})
    )
    (entry,) = await cabin.looks()
    assert (entry.pid, entry.proc_start) == (0, 0)


async def test_an_entry_of_a_dead_process_is_heard_once_and_not_followed(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.registry("busy", process=ProcessId(4000, 1))
    assert states(await cabin.looks(5)) == ["busy"]
    assert cabin.follow.following == 0


async def test_a_link_in_the_registry_that_leads_out_is_refused(cabin: Cabin, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"sessionId": "stolen", "pid": 4000}))
    (cabin.home / "sessions/1.json").symlink_to(secret)
    assert await cabin.looks(40) == []
    assert cabin.counted == ["registry_refused"]


async def test_fifty_agents_are_heard_and_read(cabin: Cabin) -> None:
    for number in range(50):
        session = f"session-{number:04}"
        cabin.registry(session=session, process=cabin.machine.add(5000 + number, 1, "claude"))
        cabin.says(1, f"hello from {number}", session=session)
    heard = await cabin.looks(2)
    assert len(states(heard)) == 50
    assert sorted(texts(heard)) == sorted(f"hello from {number}" for number in range(50))


# ── transcripts ────────────────────────────────────────────────────────────────────────────────


async def test_a_session_that_began_before_us_is_read_from_its_beginning(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.says(2)
    cabin.registry("busy")
    heard = await cabin.looks()
    assert texts(heard) == ["text 1", "text 2"]
    assert {one.session_hint for one in heard} == {SESSION}
    cabin.says(3)
    assert texts(await cabin.looks()) == ["text 3"]
    written = [record for record in cabin.intake.records if isinstance(record.event, MessageWritten)]
    assert [record.session_id for record in written] == [SESSION] * 3


async def test_a_transcript_that_comes_later_is_found(cabin: Cabin) -> None:
    cabin.registry("busy")
    await cabin.looks()
    cabin.says(1)
    assert texts(await cabin.looks(11)) == ["text 1"]


async def test_a_hook_names_the_transcript(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.hook("SessionStart", source="startup")
    assert texts(await cabin.looks()) == ["text 1"]


async def test_an_agent_with_a_home_of_its_own_is_followed_there(cabin: Cabin, tmp_path: Path) -> None:
    own = tmp_path / "elsewhere/config"
    path = own / f"projects/-shop/{SESSION}.jsonl"
    cabin.says(1, path=path)
    (own / "sessions").mkdir()
    cabin.hook("SessionStart", source="startup", path=path)
    assert texts(await cabin.looks()) == ["text 1"]
    (own / "sessions/4000.json").write_text(cabin.registry("waiting").read_text())
    assert states(await cabin.looks()) == ["waiting"]


@pytest.mark.parametrize("path", ["/etc/passwd", "relative.jsonl", "/proc/self/environ", "/no/projects/x/y.jsonl"])
async def test_a_hook_cannot_make_us_read_what_is_no_transcript(cabin: Cabin, path: str) -> None:
    cabin.hook("SessionStart", source="startup", path=Path(path))
    before = len(cabin.intake.deliveries)
    await cabin.looks(3)
    assert len(cabin.intake.deliveries) == before
    assert cabin.follow.following == 0


async def test_a_transcript_that_is_a_link_out_of_the_home_is_refused_and_counted(cabin: Cabin, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(line(1, "secret"))
    cabin.transcript().symlink_to(secret)
    cabin.registry("busy")
    assert texts(await cabin.looks(5)) == []
    assert "transcript_refused" in cabin.counted


async def test_lines_without_an_id_are_told_apart_by_place(cabin: Cabin) -> None:
    append(cabin.transcript(), '{"type":"mode","mode":"normal"}\n' * 2)
    cabin.registry("busy")
    first = [one for one in await cabin.looks() if one.source == "transcript"]
    assert len({one.delivery_id for one in first}) == 2


async def test_a_line_carries_its_own_time_or_that_of_the_line_before(cabin: Cabin) -> None:
    cabin.says(1)
    append(cabin.transcript(), '{"type":"mode","mode":"normal"}\n')
    cabin.registry("busy")
    stamps = {one.at_us for one in await cabin.looks() if one.source == "transcript"}
    assert stamps == {1_795_333_464_338_000}


async def test_subagents_transcripts_and_descriptions_are_read_too(cabin: Cabin) -> None:
    beside = cabin.transcript().with_suffix("") / "subagents"
    append(beside / "agent-sub1.jsonl", line(7, "from the subagent", agentId="sub1", isSidechain=True))
    append(beside / "agent-sub1.meta.json", json.dumps({"agentType": "Explore", "toolUseId": "toolu_1"}))
    cabin.says(1)
    cabin.registry("busy")
    heard = await cabin.looks()
    assert sorted(texts(heard)) == ["from the subagent", "text 1"]
    (started,) = [record.event for record in cabin.intake.records if isinstance(record.event, SubagentStarted)]
    assert (started.lane, started.tool_call_id) == ("sub1", "toolu_1")
    assert await cabin.looks(15) == []


async def test_a_description_half_written_is_read_when_it_is_whole(cabin: Cabin) -> None:
    meta = cabin.transcript().with_suffix("") / "subagents/agent-sub1.meta.json"
    append(meta, '{"agentType": "Exp')
    cabin.says(1)
    cabin.registry("busy")
    assert [one.name for one in await cabin.looks() if one.name == "meta"] == []
    append(meta, 'lore"}')
    assert [one.payload for one in await cabin.looks(11) if one.name == "meta"] == [{"agentType": "Explore"}]


async def test_a_torn_line_leaves_a_gap_and_the_next_is_read(cabin: Cabin) -> None:
    cabin.says(1)
    append(cabin.transcript(), '{"type":"assistant", "uuid":\n')
    cabin.says(2)
    cabin.registry("busy")
    assert texts(await cabin.looks()) == ["text 1", "text 2"]
    gaps = [record.event for record in cabin.intake.records if isinstance(record.event, GapNoted)]
    assert gaps == [GapNoted(reason="transcript_line_torn", lost=1)]
    assert cabin.counted == ["transcript_line_torn"]


async def test_a_line_of_ten_mebibytes_leaves_a_gap(cabin: Cabin) -> None:
    cabin.says(1)
    append(cabin.transcript(), "x" * (10 * 1024 * 1024) + "\n")
    cabin.says(2)
    cabin.registry("busy")
    assert texts(await cabin.looks(14)) == ["text 1", "text 2"]
    gaps = [record.event for record in cabin.intake.records if isinstance(record.event, GapNoted)]
    assert gaps == [GapNoted(reason="transcript_line_too_long", lost=1)]


async def test_a_long_transcript_does_not_keep_the_others_waiting(cabin: Cabin) -> None:
    for number in range(3000):
        cabin.says(number, "x" * 5000)
    cabin.registry("busy")
    other = cabin.machine.add(4001, 1, "claude")
    cabin.registry(session="quick-one", process=other)
    cabin.says(1, "quick", session="quick-one")
    assert "quick" in texts(await cabin.looks(2))
    await cabin.looks(20)
    assert len([one for one in cabin.intake.deliveries if one.source == "transcript"]) == 3001


async def test_many_long_transcripts_are_read_by_turns_and_a_little_at_a_time(cabin: Cabin) -> None:
    for number in range(10):
        session = f"long-{number:04}"
        cabin.registry(session=session, process=cabin.machine.add(5000 + number, 1, "claude"))
        for piece in range(6):
            cabin.says(piece, "x" * 500_000, session=session)
    heard = await cabin.looks()
    assert sum(map(len, texts(heard))) <= 5 * 1024 * 1024
    cabin.registry(session="quick-one", process=cabin.machine.add(6000, 1, "claude"))
    cabin.says(1, "quick", session="quick-one")
    assert "quick" in texts(await cabin.looks(4))
    await cabin.looks(10)
    assert len([one for one in cabin.intake.deliveries if one.source == "transcript"]) == 61


# ── beginnings and ends ────────────────────────────────────────────────────────────────────────


async def test_the_last_lines_of_a_session_that_ended_are_read_and_then_no_more(cabin: Cabin) -> None:
    cabin.hook("SessionStart", source="startup")
    cabin.says(1)
    await cabin.looks()
    cabin.hook("SessionEnd", reason="other")
    cabin.says(2)
    assert texts(await cabin.looks()) == ["text 2"]
    cabin.clock.us += GRACE_US
    await cabin.looks()
    assert cabin.follow.following == 0
    cabin.says(3)
    assert await cabin.looks(3) == []


async def test_a_session_resumed_is_read_on_from_where_it_was(cabin: Cabin) -> None:
    cabin.hook("SessionStart", source="startup")
    cabin.says(1)
    await cabin.looks()
    cabin.hook("SessionEnd", reason="other")
    await cabin.looks()
    cabin.clock.us += GRACE_US
    await cabin.looks()
    cabin.says(2)
    cabin.hook("SessionStart", source="resume")
    assert texts(await cabin.looks()) == ["text 2"]


async def test_clear_moves_the_process_to_a_new_transcript(cabin: Cabin) -> None:
    cabin.registry("idle")
    cabin.says(1)
    await cabin.looks()
    cabin.registry("idle", session="after-clear")
    cabin.says(1, "fresh", session="after-clear")
    assert texts(await cabin.looks()) == ["fresh"]
    cabin.clock.us += GRACE_US
    await cabin.looks()
    assert cabin.follow.following == 1


async def test_a_new_hub_reads_on_without_reading_again(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.registry("busy")
    cabin.clock.us += 3_000_000
    await cabin.looks(2)
    cabin.follow.save_places()
    cabin.says(2)
    cabin.intake = MadeUpIntake(cabin.clock)
    cabin.follow = cabin.begin()
    assert texts(await cabin.looks()) == ["text 2"]


async def test_with_the_places_lost_everything_is_read_again_and_stored_once(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.registry("busy")
    await cabin.looks()
    for spoilt in ("", "not json", '{"hub_id":"hub","files":{"x":"y"}}'):
        (cabin.folder / "places.json").write_text(spoilt)
        cabin.follow = cabin.begin()
        assert texts(await cabin.looks()) == []
    cabin.says(2)
    assert texts(await cabin.looks()) == ["text 2"]


async def test_places_of_another_store_are_not_believed(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.registry("busy")
    await cabin.looks()
    cabin.follow.save_places()
    cabin.intake = MadeUpIntake(cabin.clock)
    cabin.follow = cabin.begin(hub_id="another")
    assert texts(await cabin.looks()) == ["text 1"]


async def test_what_could_not_be_stored_is_read_again(cabin: Cabin) -> None:
    cabin.says(1)
    cabin.registry("busy")
    cabin.intake.trouble = True
    assert await cabin.looks(3) == []
    cabin.follow.save_places()
    cabin.intake.trouble = False
    heard = await cabin.looks()
    assert (states(heard), texts(heard)) == (["busy"], ["text 1"])


async def test_a_home_that_appears_later_is_found(tmp_path: Path) -> None:
    cabin = Cabin(tmp_path, home="not-yet")
    await cabin.looks()
    cabin.home.rename(tmp_path / ".claude")
    cabin.home = tmp_path / ".claude"
    cabin.registry("busy")
    assert states(await cabin.looks(60)) == ["busy"]


async def test_sessions_that_lived_when_the_hub_ended_are_read_on(cabin: Cabin) -> None:
    cabin.hook("SessionStart", source="startup")
    rows = cabin.intake.roster.rows()
    cabin.says(1)
    cabin.follow = cabin.begin()
    cabin.follow.adopt(rows)
    assert texts(await cabin.looks()) == ["text 1"]
    assert cabin.clock.us > START_US


async def test_a_transcript_at_rest_is_looked_at_once_a_second(cabin: Cabin, monkeypatch: pytest.MonkeyPatch) -> None:
    cabin.registry("idle")
    cabin.says(1)
    assert texts(await cabin.looks(3)) == ["text 1"]
    await cabin.looks(110)
    looked: list[str] = []
    read, keep = Tail.read, cabin.follow._keep
    monkeypatch.setattr(Tail, "read", lambda tail: looked.append("file") or read(tail))
    monkeypatch.setattr(cabin.follow, "_keep", lambda story: looked.append("places") or keep(story))
    await cabin.looks(50)
    assert 4 <= looked.count("file") <= 6 and looked.count("places") <= 2 * looked.count("file")
    cabin.says(2)
    assert texts(await cabin.looks(11)) == ["text 2"]
