"""The sessions' stretches, over the real feed: all of them once, then what changed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from app.core.commands import ReadSignals, SignalPage
from tests.helpers.hub_at_work import SESSION, deliver, hub_at_work, listening, prompt_frame

OTHER = "11111111-2222-4333-8444-999999999999"


async def test_a_reader_gets_all_stretches_once_and_then_what_changed(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("go"))
        async with listening(hub.paths) as reader:
            page = msgspec.convert(await reader.order(ReadSignals()), SignalPage)
            (told,) = page.sessions
            assert told.session_id == SESSION
            assert [each.status for each in told.stretches] == ["working"]
            assert not page.more
            again = ReadSignals(after_seq=page.seq)
            assert msgspec.convert(await reader.order(again), SignalPage) == SignalPage(seq=page.seq)
            await deliver(hub.paths, prompt_frame("and again"))
            assert not msgspec.convert(await reader.order(again), SignalPage).sessions, "it went on working"
            await deliver(hub.paths, prompt_frame("and here", session=OTHER))
            (changed,) = msgspec.convert(await reader.order(again), SignalPage).sessions
            assert changed.session_id == OTHER
