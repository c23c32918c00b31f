"""What each recording of the real Claude Code would have rung for, had somebody heard it live: a table to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.projections.alerts import Alert, Order
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Policy
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from tests.helpers.folding import records_of
from tests.helpers.recordings import RECORDINGS, deliveries_of

OVERLOADED = (
    "The model is overloaded: API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually "
    "temporary. Try again in a moment. If it persists, check your inference gateway (127.0.0.1:8765)."
)
ALL = sorted(RECORDINGS.glob("claude_code/*.jsonl"))


def rung(records: list[Record]) -> Iterator[Order]:
    """The orders, were the facts heard as they are stamped, a row a fact."""
    records = sorted(records, key=lambda record: record.at_us)
    since_us = records[0].at_us - 1
    attention, roster, shown = Attention(Policy(since_us=since_us)), Roster(), dict[SessionKey, SessionRow]()
    for record in records:
        while (due_us := attention.next_due_us(record.at_us)) is not None and due_us <= record.at_us:
            yield from attention.on_tick(due_us)
        roster.apply(record)
        for key in sorted(roster.take_dirty() | roster.take_heard()):
            before, shown[key] = shown.get(key), roster.row(key)
            yield from attention.on_row(before, shown[key], False, record.at_us)
    yield from attention.on_tick(records[-1].at_us + 2_000_000)


def told(order: Order) -> str:
    if not isinstance(order, Alert):
        return f"({order.how})" if hasattr(order, "how") else type(order).__name__
    return f"{'again: ' if order.again else ''}{order.kind}: {order.body}" if order.kind != "finished" else "finished"


TABLE = {
    "all-events": [
        "needs_you: allow “touch /home/dev/project/made.txt”?", "(answered)", "finished", "(ended)",
        "needs_you: Which colour?", "failed: Not signed in: Failed to authenticate. API Error: 401 fake 401",
    ],
    "api-failure": [f"failed: {OVERLOADED}", "(moved_on)", "finished", "(ended)"],
    "background-shell": ["finished", "(ended)"],  # two turns, the first with the shell still running
    "background-subagent": ["finished", "(ended)"],
    "clear": ["finished", "(ended)", "finished", "(ended)"],
    "compaction": ["finished", "(moved_on)"] * 4,
    "err529": [f"failed: {OVERLOADED}"],
    "escape": [],  # Esc at the terminal: who pressed it knows
    "fork": ["finished", "(seen)", "finished", "(ended)", "(moved_on)", "finished"],
    "hooks-cut-short": [],
    "interactive-permission-interrupt": [
        "needs_you: allow “touch /home/dev/project/made.txt”?", "(answered)", "finished", "(moved_on)",
    ],
    "killed-and-resumed": ["finished"],
    "launched": ["needs_you: allow “/home/dev/shop/note.txt”?", "(answered)", "finished", "(moved_on)"],
    "permission-allowed-then-escaped": ["needs_you: allow “touch made.txt”?", "(answered)", "finished", "(moved_on)"],
    "permission-denied-by-hook": [
        "needs_you: allow “touch made.txt”?", "(answered)", "finished", "(moved_on)",
        "needs_you: allow “touch made.txt”?", "(answered)",
    ],
    "print-many-tools": ["finished"],  # a plan, a subagent, calls that fail: one outcome
    "print-one-tool": ["finished"],
    "questions-and-plans": [
        "needs_you: Which colour?", "(answered)", "needs_you: approve the plan?", "(answered)", "finished", "(ended)",
    ],
    "registry-permission": [
        *["needs_you: needs your permission", "(answered)", "finished", "(moved_on)"] * 4,
        *["finished", "(moved_on)"] * 3, "finished",
    ],
    "resume": ["finished"],
    "same-hook-from-many-files": [],
    "sigint": [],
    "sigterm": [],
    "stopped-by-hook": ["stopped: It was stopped as you told it.", "(moved_on)", "finished", "(ended)"],
    "team": ["finished"],
    "transcript-tools-and-subagent": ["finished"],
}  # fmt: skip
"""Story → what is ordered: "(…)" is a call taken back, and why."""


def test_every_recording_is_in_the_table() -> None:
    assert {path.stem.removeprefix("2.1.197-") for path in ALL} == set(TABLE)


@pytest.mark.parametrize("recording", ALL, ids=lambda path: path.stem)
def test_a_recording_of_the_real_agent_rings_as_the_table_says(recording: Path) -> None:
    orders = [told(order) for order in rung(records_of(deliveries_of(recording)))]
    assert orders == TABLE[recording.stem.removeprefix("2.1.197-")]
