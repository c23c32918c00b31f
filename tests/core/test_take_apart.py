"""What is taken apart is freed at once, without the cycle collector, however its parts know each other."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.core import events as e
from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import SessionKey
from app.core.take_apart import take_apart
from tests.helpers.story import Story

KEY = SessionKey("claude_code", "a")


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def told() -> Story:
    """A bit of everything that parts of a projection know each other by."""
    story = Story("a").opens()
    story.hook(e.MessageDelta(message_id="m", first_index=0, last_index=0, text="Let me look.", final=True))
    story.hook(e.ToolCallStarted(tool_call_id="t", name="Bash", input={"command": "make"}))
    story.hook(e.PermissionRequested(request_id="r", tool_name="Bash", input={"command": "make"}))
    story.hook(e.SubagentStarted(lane="l", kind="general"))
    story.hook(e.ToolCallFinished(tool_call_id="t", name="Bash", output={"stdout": "ok"}))
    return story.transcript(e.MessageWritten(block_id="b", text="Let me look.")).hook(e.TurnFinished(turn_id="t1"))


@pytest.mark.parametrize(
    ("make", "look"),
    [(Transcript, lambda made: made.blocks()), (Timeline, lambda made: made.spans())],
    ids=["transcript", "timeline"],
)
def test_all_of_a_projection_is_freed_at_once(make: type[Any], look: Callable[[Any], Any]) -> None:
    whole = make(KEY)
    for record in told().records:
        whole.apply(record)
    look(whole)
    parts = [weakref.ref(part) for part in vars(whole).values() if hasattr(part, "__weakref__")]
    assert parts
    take_apart(whole)
    del whole
    assert [part() for part in parts if part() is not None] == []
    assert gc.collect() == 0


def test_what_only_passes_by_stays_whole() -> None:
    class Elsewhere:
        def __init__(self) -> None:
            self.word = "kept"

    Elsewhere.__module__ = "elsewhere.module"
    transcript, other = Transcript(KEY), Elsewhere()
    transcript.other = other  # type: ignore[attr-defined]
    take_apart(transcript)
    assert other.word == "kept" and not vars(transcript)
