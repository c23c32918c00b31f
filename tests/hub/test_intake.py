"""Deliveries on their way in: backpressure, a store that cannot be written, mistakes of others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from app.core.events import GapNoted, NoticeGiven, SessionLookedAt, TurnStarted, Unrecognized
from app.core.records import Decoded, Delivery, Record, SessionKey
from app.hub import intake as intake_module
from app.hub.counters import Counters
from app.hub.guard import Guard
from app.hub.intake import Intake
from app.store.log import AppendResult, Log, StoreUnavailable
from tests.helpers.hub_at_work import eventually


class Parrot:
    """An adapter that makes one fact of each delivery; ``mistake``: raises instead."""

    name = "parrot"
    mistake: Exception | None = None

    def decode(self, delivery: Delivery) -> Sequence[Decoded]:
        if self.mistake is not None:
            raise self.mistake
        return [told(str(delivery.payload), delivery.at_us)]


def told(text: str, at_us: int = 1_000_000, session: str = "s") -> Decoded:
    return Decoded(session_id=session, at_us=at_us, event=TurnStarted(turn_id=text, prompt=text))


def delivery(number: int, **values: object) -> Delivery:
    known = {"delivery_id": f"d-{number}", "agent": "parrot", "source": "hook", "name": "Say", "at_us": 1_000_000}
    return Delivery(**(known | {"payload": number} | values))  # type: ignore[arg-type]


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = Log.open(folder / "store.sqlite3")
        self.counters = Counters()
        self.parrot = Parrot()
        self.guard = Guard(folder)
        self.intake = Intake(self.log, {"parrot": self.parrot}, self.counters, self.guard)  # type: ignore[dict-item]

    async def close(self) -> None:
        await self.intake.close()
        self.log.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    desk.intake.start()
    yield desk
    await desk.close()


def fill_the_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The store refuses everything until the returned list is emptied."""
    full = [1]
    append = desk.log.append

    def refuse(items: Sequence[tuple[Delivery, Sequence[Decoded]]]) -> AppendResult:
        if full:
            raise StoreUnavailable("database or disk is full")
        return append(items)

    monkeypatch.setattr(desk.log, "append", refuse)
    monkeypatch.setattr("app.hub.writer._RETRY_AFTER_S", 0.02)
    return full


async def test_records_are_given_back_to_whoever_brought_the_deliveries(desk: Desk) -> None:
    one, two = desk.intake.submit([delivery(1), delivery(2)]), desk.intake.submit([delivery(3), delivery(1)])
    assert [record.event.turn_id for record in await one] == ["1", "2"]
    assert [record.event.turn_id for record in await two] == ["3"]


async def test_listeners_hear_every_record_once_and_in_order_after_the_roster(desk: Desk) -> None:
    heard: list[int] = []

    def listen(records: Sequence[Record]) -> None:
        assert desk.intake.roster.row(SessionKey("parrot", "s")).turns == records[-1].seq
        heard.extend(record.seq for record in records)

    desk.intake.on_records.append(listen)
    await asyncio.gather(*(desk.intake.submit([delivery(n)]) for n in range(500)))
    assert heard == list(range(1, 501))
    assert desk.guard.mistakes == 0


async def test_a_fact_of_our_own_is_stored_without_being_awaited(desk: Desk) -> None:
    desk.intake.emit("parrot", "s", SessionLookedAt(), source="desktop")
    (record,) = await desk.intake.emit("parrot", "s", SessionLookedAt(), source="desktop", pid=7, proc_start=9)
    assert (record.seq, record.source, record.pid, record.proc_start) == (2, "desktop", 7, 9)


async def test_a_full_queue_makes_the_sender_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "MAX_QUEUED_ITEMS", 3)
    full = fill_the_disk(desk, monkeypatch)
    first = desk.intake.submit([delivery(n) for n in range(3)])
    second = desk.intake.submit([delivery(3)])
    await eventually(lambda: desk.intake.trouble)
    assert not desk.intake.has_room and not first.done() and not second.done()
    full.clear()
    assert [record.event.turn_id for record in await second] == ["3"]
    assert len(await first) == 3


async def test_a_full_disk_is_said_and_tried_again_until_it_is_not(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    full = fill_the_disk(desk, monkeypatch)
    waiting = desk.intake.submit([delivery(1)])
    await eventually(lambda: desk.counters.bad_input["store_unavailable"] >= 2)
    assert desk.intake.trouble == "database or disk is full" and not waiting.done()
    full.clear()
    assert len(await waiting) == 1
    assert desk.intake.trouble == ""


async def test_a_full_disk_does_not_keep_the_hub_from_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.intake.start()
    fill_the_disk(desk, monkeypatch)
    desk.intake.submit([delivery(1)])
    await eventually(lambda: desk.intake.trouble)
    await asyncio.wait_for(desk.close(), 5)


async def test_a_writer_that_dies_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = asyncio.Event()
    log = Log.open(tmp_path / "store.sqlite3")
    intake = Intake(log, {}, Counters(), Guard(tmp_path), on_writer_lost=lost.set)
    monkeypatch.setattr("threading.excepthook", lambda failure: None)

    def broken(items: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(log, "append", broken)
    intake.start()
    intake.submit_items([(delivery(1), [told("x")])])
    await asyncio.wait_for(lost.wait(), 5)
    assert intake.trouble
    await intake.close()
    log.close()


@pytest.mark.parametrize("mistake", [KeyError("x"), TypeError(), RecursionError(), ZeroDivisionError()])
async def test_an_adapter_that_fails_costs_the_meaning_not_the_delivery(desk: Desk, mistake: Exception) -> None:
    desk.parrot.mistake = mistake
    (record,) = await desk.intake.submit([delivery(1, session_hint="s")])
    assert record.event == Unrecognized(name="Say", payload=1)
    assert desk.counters.bad_input["undecodable"] == 1
    assert list(desk.folder.glob("crash-*.txt"))


async def test_what_can_never_be_stored_becomes_a_gap_and_the_rest_goes_on(desk: Desk) -> None:
    items = [(delivery(1), [told("one")]), (delivery(2), [told("two", session="s\ud800")]), (delivery(3), [told("3")])]
    records = await desk.intake.submit_items(items)
    assert [type(record.event) for record in records] == [TurnStarted, GapNoted, TurnStarted]
    assert records[1].session_id == "s\\ud800"


async def test_a_delivery_whose_very_name_cannot_be_stored_does_not_end_the_writer(desk: Desk) -> None:
    records = await desk.intake.submit_items([(delivery(1, delivery_id="d\ud800"), [told("x")])])
    assert [type(record.event) for record in records] == [GapNoted]
    assert len(await desk.intake.submit([delivery(2)])) == 1


async def test_a_time_that_cannot_be_is_replaced_by_now(desk: Desk) -> None:
    for at_us in (0, -1, 1 << 60):
        (record,) = await desk.intake.submit_items([(delivery(at_us), [told("x", at_us)])])
        assert 1_600_000_000_000_000 < record.at_us < 1 << 52


async def test_facts_of_no_session_are_stored_but_make_no_row(desk: Desk) -> None:
    await desk.intake.emit("", "", GapNoted(reason="torn_frame"))
    assert desk.intake.roster.rows() == []
    assert desk.intake.last_seq == 1


async def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(desk: Desk) -> None:
    heard: list[Record] = []

    def broken(records: Sequence[Record]) -> None:
        raise AttributeError("a mistake of ours")

    desk.intake.on_records.extend((broken, heard.extend))
    await desk.intake.emit("parrot", "s", NoticeGiven(message="x"))
    assert len(heard) == 1


async def test_the_roster_comes_back_from_the_checkpoint_and_the_records_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.intake.start()
    await desk.intake.submit([delivery(n) for n in range(5)])
    rows = desk.intake.roster.rows()
    await desk.close()
    log = Log.open(tmp_path / "store.sqlite3")
    log.append([(delivery(99), [told("99")])])
    log.close()
    again = Desk(tmp_path)
    again.intake.start()
    assert again.intake.roster.row(SessionKey("parrot", "s")).turns == rows[0].turns + 1
    assert again.intake.last_seq == 6
    await again.close()


KEY = "sk-" + "ant-api03-" + "Ab1" * 12


def said(prompt: str) -> Decoded:
    return Decoded(session_id="s", at_us=1_000_000, event=TurnStarted(turn_id="t", prompt=prompt))


async def test_a_secret_is_hidden_before_it_is_stored_or_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Record] = []
    desk.intake.on_records.append(heard.extend)
    monkeypatch.setattr(desk.parrot, "decode", lambda delivery: [said(delivery.payload["prompt"])])
    [record] = await desk.intake.submit([delivery(1, payload={"prompt": f"use {KEY}"})])
    assert record.event == TurnStarted(turn_id="t", prompt="use «secret»")
    assert heard == [record]
    assert KEY.encode() not in (desk.folder / "store.sqlite3-wal").read_bytes()
    assert desk.log.raw_of(record.seq) == '{"prompt":"use «secret»"}'.encode()


async def test_who_switched_hiding_off_has_it_all_as_it_came(desk: Desk) -> None:
    desk.intake.redact(False)
    [record] = await desk.intake.submit([delivery(1, payload={"prompt": f"use {KEY}"})])
    assert isinstance(record.event, TurnStarted) and KEY in record.event.prompt


async def test_a_mistake_at_hiding_loses_the_words_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("a shape nobody thought of")

    monkeypatch.setattr("app.core.redactor.Redactor.take", fail)
    [record] = await desk.intake.submit([delivery(1, payload={"prompt": f"use {KEY}"})])
    assert record.event == GapNoted(reason="unredactable", lost=1) and record.session_id == "s"
    assert desk.counters.bad_input["unredactable"] == 1
    assert desk.log.raw_of(record.seq) is None
