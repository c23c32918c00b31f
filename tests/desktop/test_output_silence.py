"""Checks of ``app.desktop.views.output_silence``: an empty conversation says that it is, and what will end that."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.core import events as e
from app.core.records import SessionKey
from app.desktop.cabin import THIS_MACHINE
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output_silence import silence_of
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.window_at_work import LOGIN, window_at_work

NEW = SessionRef(THIS_MACHINE, "claude_code", "just-begun")


@pytest_asyncio.fixture
async def window(hub: ScriptedHub, paths: DataPaths) -> AsyncIterator[MainWindow]:
    hub.rows[NEW.key] = row("just-begun", "idle", 5, now_us(), turns=0)
    async with window_at_work(hub, paths, until) as made:
        yield made


@pytest.mark.parametrize(
    ("status", "launched", "said"),
    [
        ("idle", False, "Type the first prompt in its terminal."),
        ("idle", True, "Write the first prompt below."),
        ("working", True, "Its words appear here as it writes them."),
        ("ended", False, "It ended before its first prompt, or before it was first seen."),
        ("lost", False, "It ended before its first prompt, or before it was first seen."),
    ],
)
def test_it_says_what_will_end_the_silence(status: str, launched: bool, said: str) -> None:
    assert silence_of(row("s", status, 1, now_us(), turns=0, launched=launched)).remedy.startswith(said)


def test_a_session_that_had_turns_was_not_silent() -> None:
    assert silence_of(row("s", "done", 1, now_us(), turns=3)).remedy == "What was said in it is not kept here."


async def test_it_is_shown_and_told_until_the_first_word(window: MainWindow, hub: ScriptedHub) -> None:
    window.roster.select(NEW)
    output = window.session.output
    await until(lambda: output.accessibleDescription().startswith("Nothing was said yet Type the first prompt"))
    empty = output.grab().toImage()
    event = e.TurnStarted(turn_id="t1", prompt="hello")
    await hub.say(records=(hub.record(SessionKey(NEW.agent, NEW.session_id), event, now_us()),))
    await until(lambda: output.page.sections)
    await until(lambda: output.accessibleDescription() == "")
    assert output.grab().toImage() != empty


async def test_a_conversation_on_its_way_is_not_called_silent(window: MainWindow) -> None:
    window.roster.select(LOGIN)
    assert window.session._silence() is None
    await until(lambda: window.session.output.page.sections)
    assert window.session.output.accessibleDescription() == ""
