"""One tool call as all sources together tell it, and which permission request guards which call.

Everything here is a function of the *set* of sightings: shuffled or doubled, they merge to the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, Literal, cast

import msgspec

from app.core import events as e
from app.core.records import Record
from app.core.signals import call_digest

Outcome = Literal["ok", "failed", "interrupted", "denied"]

OUTCOMES: tuple[Outcome, ...] = ("ok", "failed", "interrupted", "denied")
"""By how much they say: a batch that guessed "ok" gives way to a transcript that knows the call was denied."""

TOLD_DIRECTLY = 10
"""Added to an outcome's rank when the call's own hook told it."""

SUBAGENT_TOOLS = frozenset({"Agent", "Task"})

_SOURCE_RANK = {"hook": 0, "registry": 1, "transcript": 2}


def source_rank(record: Record) -> int:
    """Which source to believe first about the same thing."""
    return _SOURCE_RANK.get(record.source, 3)


class Best(msgspec.Struct):
    """The value of the best sighting so far, by (rank, stamp)."""

    key: tuple[int, int] = (99, 0)
    value: Any = None

    def offer(self, rank: int, at_us: int, value: Any) -> None:
        if (rank, at_us) < self.key:
            self.key, self.value = (rank, at_us), value


class Call(msgspec.Struct):
    """One tool call as all sources together tell it. Stamps are 0 while unknown."""

    tool_call_id: str
    lane: str = ""
    first_us: int = 0
    first_seq: int = 0
    started_us: int = 0
    finished_us: int = 0
    batch_us: int = 0
    """When all calls of its message had ended."""
    code: int = -1
    name: Best = msgspec.field(default_factory=Best)
    input: Best = msgspec.field(default_factory=Best)
    output: Best = msgspec.field(default_factory=Best)
    error: Best = msgspec.field(default_factory=Best)
    duration: Best = msgspec.field(default_factory=Best)
    digest: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while nobody said."""
        return None if self.code < 0 else OUTCOMES[self.code % TOLD_DIRECTLY]

    @property
    def begun_us(self) -> int:
        """When it started, else when it was first heard of."""
        return self.started_us or self.first_us

    def is_over(self, at_us: int) -> bool:
        """Whether it is known to have ended before."""
        return 0 < self.finished_us < at_us

    @property
    def tool_name(self) -> str:
        return self.name.value or ""

    @property
    def duration_ms(self) -> int | None:
        """As the agent said; else from start to end, which counts the wait for a person too; else None."""
        if self.duration.value is not None:
            return int(self.duration.value)
        if self.started_us and self.finished_us >= self.started_us:
            return (self.finished_us - self.started_us) // 1000
        return None

    def see(self, record: Record) -> None:
        if not self.first_us or record.at_us < self.first_us:
            self.first_us = record.at_us
        if not self.first_seq or record.seq < self.first_seq:
            self.first_seq = record.seq

    def start(self, record: Record, event: e.ToolCallStarted) -> None:
        """It was about to run (hook), or was written down (transcript)."""
        self.see(record)
        rank = source_rank(record)
        if not self.started_us or record.at_us < self.started_us:
            self.started_us = record.at_us
        self.lane = self.lane or event.lane
        self.name.offer(rank, record.at_us, event.name)
        if event.input is not None:
            self.input.offer(rank, record.at_us, event.input)
        self.digest = call_digest(self.tool_name, self.input.value, self.lane)

    def finish(self, record: Record, event: e.ToolCallFinished) -> None:
        """It ended; the call's own hook outranks transcript and batch."""
        self.see(record)
        rank = 0 if not event.from_batch else 1 if record.source == "transcript" else 2
        self.lane = self.lane or event.lane
        self.end(record.at_us, event.outcome, told_directly=not event.from_batch)
        if event.name:
            self.name.offer(5 + rank, record.at_us, event.name)
        if event.output is not None:
            self.output.offer(rank, record.at_us, event.output)
        if event.error:
            self.error.offer(rank, record.at_us, event.error)
        if event.duration_ms is not None:
            self.duration.offer(rank, record.at_us, event.duration_ms)

    def end(self, at_us: int, outcome: str, told_directly: bool) -> None:
        self.code = max(self.code, OUTCOMES.index(cast(Outcome, outcome)) + (TOLD_DIRECTLY if told_directly else 0))
        if not self.finished_us or at_us < self.finished_us:
            self.finished_us = at_us


# ── which request guards which call ────────────────────────────────────────────────────────────

_SLACK_US = 1_000_000


def guarded_calls(requests: Iterable[tuple[int, str]], calls: Iterable[Call]) -> dict[str, Call]:
    """request_id → call, for requests (stamp, id) and calls of one tool, input and lane.

    In order of time each request takes the first call that was running when it was asked and that no earlier one took.
    """
    waiting = deque(sorted(calls, key=lambda call: (call.begun_us, call.tool_call_id)))
    found: dict[str, Call] = {}
    for at_us, request_id in sorted(requests):
        while waiting and waiting[0].is_over(at_us - _SLACK_US):
            waiting.popleft()  # over for this request, and for all later ones
        for index, call in enumerate(waiting):
            if call.begun_us > at_us + _SLACK_US:
                break
            if not call.is_over(at_us - _SLACK_US):
                found[request_id] = call
                del waiting[index]
                break
    return found
