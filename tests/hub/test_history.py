"""The event table's orders, over the real feed: pages, what came since, counts, the raw input."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from app.core.commands import CountEvents, EventCounts, EventPage, RawRecord, ReadEvents, ReadRaw
from tests.helpers.hub_at_work import SESSION, deliver, hub_at_work, listening, prompt_frame

OWN = {"agent": "claude_code", "session_id": SESSION}


async def test_pages_news_counts_and_raw_input_of_a_session(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, *(prompt_frame(f"prompt {number}") for number in range(3)))
        async with listening(hub.paths) as reader:
            page = msgspec.convert(await reader.order(ReadEvents(**OWN, kinds=("TurnStarted",), limit=2)), EventPage)
            assert [row.summary for row in page.rows] == ["prompt 2", "prompt 1"]
            assert page.more
            rest = ReadEvents(**OWN, kinds=("TurnStarted",), before_seq=page.reached_seq)
            assert [row.summary for row in msgspec.convert(await reader.order(rest), EventPage).rows] == ["prompt 0"]
            found = msgspec.convert(await reader.order(ReadEvents(**OWN, text="PROMPT 1")), EventPage)
            assert [row.kind for row in found.rows] == ["TurnStarted"]

            counts = msgspec.convert(await reader.order(CountEvents(**OWN)), EventCounts)
            assert counts.kinds["TurnStarted"] == 3 and not counts.failed

            await deliver(hub.paths, prompt_frame("one more"))
            news = ReadEvents(**OWN, kinds=("TurnStarted",), after_seq=page.newest_seq)
            assert [row.summary for row in msgspec.convert(await reader.order(news), EventPage).rows] == ["one more"]

            raw = msgspec.convert(await reader.order(ReadRaw(seq=found.rows[0].seq)), RawRecord)
            assert raw.payload is not None
            assert msgspec.json.decode(raw.payload)["prompt"] == "prompt 1"


@pytest.mark.parametrize(
    "order",
    [
        ReadEvents(agent="nobody", session_id="\x00", limit=-5, before_seq=-1, skip=-1, after_seq=-1),
        ReadEvents(**OWN, kinds=("x" * 1000,) * 500, text="%" * 100_000, limit=1 << 40),
        ReadEvents(**OWN, skip=1 << 62, before_seq=1 << 62),
        CountEvents(agent="\ud7ff", session_id="", until_seq=-(1 << 62)),
    ],
)
async def test_senseless_orders_find_nothing_and_do_no_harm(tmp_path: Path, order: ReadEvents | CountEvents) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("prompt"))
        async with listening(hub.paths) as reader:
            data = await reader.order(order)
            assert not data.get("rows") and not data.get("kinds")
            assert (await reader.order(ReadEvents(**OWN)))["rows"]


async def test_a_record_that_does_not_exist_is_said_not_to(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as reader:
        with pytest.raises(AssertionError, match="There is no record 99"):
            await reader.order(ReadRaw(seq=99))
