"""What several sources tell about one thing, merged.

Everything here is a function of the *set* of sightings: shuffled or doubled, they merge to the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from app.core import events as e
from app.core.lifeline import call_digest
from app.core.records import Record

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


@dataclass(slots=True)
class Best:
    """The value of the best sighting so far, by (rank, stamp)."""

    key: tuple[int, int] = (99, 0)
    value: Any = None

    def offer(self, rank: int, at_us: int, value: Any) -> None:
        if (rank, at_us) < self.key:
            self.key, self.value = (rank, at_us), value


@dataclass(slots=True)
class Call:
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
    name: Best = field(default_factory=Best)
    input: Best = field(default_factory=Best)
    output: Best = field(default_factory=Best)
    error: Best = field(default_factory=Best)
    duration: Best = field(default_factory=Best)
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


# ── streamed text ──────────────────────────────────────────────────────────────────────────────

MAX_LOOSE_PIECES = 200_000


class Stream:
    """The pieces of one streamed message, in any order, overlapping or doubled; adding in order costs O(new text)."""

    __slots__ = (
        "_bounds",
        "_loose",
        "_next",
        "_parts",
        "final_index",
        "first_seq",
        "first_us",
        "lane",
        "last_us",
        "message_id",
    )

    def __init__(self, message_id: str, lane: str) -> None:
        self.message_id = message_id
        self.lane = lane
        self.first_us = 0
        self.last_us = 0
        self.first_seq = 0
        self.final_index = -1
        self._parts: list[str] = []
        self._bounds: list[int] = []
        self._next = 0
        self._loose: dict[int, tuple[int, str]] = {}

    def add(self, record: Record, event: e.MessageDelta) -> str | None:
        """Take a piece in: the text it appended, "" for nothing new, None when text changed before the end."""
        if not self.first_us or record.at_us < self.first_us:
            self.first_us = record.at_us
        if record.at_us > self.last_us:
            self.last_us = record.at_us
        if not self.first_seq or record.seq < self.first_seq:
            self.first_seq = record.seq
        if event.final:
            self.final_index = max(self.final_index, event.last_index)
        return self._place(event.first_index, max(event.first_index, event.last_index), event.text)

    def _place(self, first: int, last: int, text: str) -> str | None:
        if last < self._next:
            return ""
        if first > self._next:
            known = self._loose.get(first)
            if (known is None and len(self._loose) < MAX_LOOSE_PIECES) or (known is not None and known < (last, text)):
                self._loose[first] = (last, text)
                return None
            return ""
        if first < self._next:
            rest = self._beyond(first, text)
            if rest is None:
                return ""
            text = rest
        had_holes = bool(self._loose)
        self._append(self._next, last, text)
        if not had_holes:
            return text
        while self._next in self._loose:
            start = self._next
            end, more = self._loose.pop(start)
            self._append(start, end, more)
        for start in [start for start, (end, _) in self._loose.items() if end < self._next]:
            del self._loose[start]
        return None

    def _append(self, first: int, last: int, text: str) -> None:
        self._bounds.append(first)
        self._parts.append(text)
        self._next = last + 1

    def _beyond(self, first: int, text: str) -> str | None:
        """What a piece that overlaps the known text adds after its end; None when the seam cannot be found."""
        index = bisect_left(self._bounds, first)
        if index >= len(self._bounds) or self._bounds[index] != first:
            return None
        known = "".join(self._parts[index:])
        return text[len(known) :] if text.startswith(known) else None

    @property
    def has_holes(self) -> bool:
        return bool(self._loose) or (self.final_index >= self._next)

    @property
    def complete(self) -> bool:
        """Everything up to the final piece is there."""
        return 0 <= self.final_index < self._next and not self._loose

    def prefix(self) -> str:
        """The text from the beginning to the first hole."""
        if len(self._parts) > 1 and self.complete:
            self._parts, self._bounds = ["".join(self._parts)], [0]
        return self._parts[0] if len(self._parts) == 1 else "".join(self._parts)

    def head(self) -> str:
        """Enough of the beginning for a label."""
        if not self._parts:
            return self.text()[:400]
        head = ""
        for part in self._parts:
            head += part[:400]
            if len(head) >= 400:
                break
        return head[:400]

    def islands(self) -> list[str]:
        """The texts after the first hole, each without holes."""
        found: list[list[str]] = []
        upto = self._next
        for start in sorted(self._loose):
            end, text = self._loose[start]
            if end < upto:
                continue
            if start > upto or not found:
                found.append([])
            found[-1].append(text)
            upto = end + 1
        return ["".join(pieces) for pieces in found]

    def text(self) -> str:
        """All there is; holes are shown as an ellipsis on a line of its own."""
        prefix = self.prefix()
        if not self._loose:
            return prefix
        return "\n…\n".join([prefix, *self.islands()]).lstrip("\n")


# ── rests ──────────────────────────────────────────────────────────────────────────────────────

_RESTS: dict[type[e.Event], str] = {
    e.TurnFinished: "finished",
    e.TurnFailed: "failed",
    e.TurnInterrupted: "interrupted",
    e.SessionEnded: "ended",
    e.ProcessGone: "lost",
}
_ENDS_BACKGROUND = ("interrupted", "ended", "lost", "restarted")
_SAME_REST_US = 2_000_000
_TELLING = ("interrupted", "failed", "finished", "ended", "lost", "restarted", "idle")


def rest_of(event: e.Event) -> str:
    """Which kind of rest an event is, "" for none."""
    if isinstance(event, e.AgentReported):
        return "idle" if event.state in ("idle", "shell") else ""
    if isinstance(event, e.SubagentFinished):
        return "subagent"
    if isinstance(event, e.SessionStarted):
        return "" if event.how == "compact" else "restarted"
    return _RESTS.get(type(event), "")


class Rests:
    """When the session, or one of its subagents, came to rest, and when prompts set it to work again."""

    __slots__ = ("_lanes", "_main", "_prompts")

    def __init__(self) -> None:
        self._prompts: list[tuple[int, str]] = []
        self._main: list[tuple[int, str]] = []
        self._lanes: dict[str, list[tuple[int, str]]] = {}

    def add(self, at_us: int, kind: str, lane: str = "") -> bool:
        """Note a rest; False if it was known."""
        rests = self._main if kind != "subagent" else self._lanes.setdefault(lane, [])
        at = bisect_left(rests, (at_us, kind))
        if at < len(rests) and rests[at] == (at_us, kind):
            return False
        rests.insert(at, (at_us, kind))
        return True

    def move_prompt(self, turn_id: str, before_us: int, at_us: int) -> None:
        """A prompt is known to have been given at ``at_us``, and not at ``before_us`` (0: it is new)."""
        if before_us:
            remove_once(self._prompts, (before_us, turn_id))
        insert_once(self._prompts, (at_us, turn_id))

    def next_prompt(self, at_us: int) -> int:
        """Stamp of the first prompt after; 0 for none."""
        index = bisect_right(self._prompts, (at_us, "\uffff"))
        return self._prompts[index][0] if index < len(self._prompts) else 0

    def prompt_before(self, at_us: int) -> str:
        """Id of the turn that was begun last at or before; "" for none."""
        index = bisect_right(self._prompts, (at_us, "\uffff"))
        return self._prompts[index - 1][1] if index else ""

    def after(self, lane: str, at_us: int) -> tuple[int, str] | None:
        """(stamp, kind) of the first rest at or after ``at_us`` that ends what goes on in the lane.

        Several sources tell of one rest within two seconds and before the next prompt: the kind is that which tells
        most.
        """
        if not lane:
            return self._telling(at_us, _TELLING)
        found = self._telling(at_us, _ENDS_BACKGROUND)
        own = self._lanes.get(lane, [])
        index = bisect_left(own, (at_us, ""))
        return min(found, own[index]) if found and index < len(own) else own[index] if index < len(own) else found

    def over(self, at_us: int) -> int:
        """Stamp of the first end of the session or its process at or after ``at_us``; 0 for none."""
        for index in range(bisect_left(self._main, (at_us, "")), len(self._main)):
            stamp, kind = self._main[index]
            if kind in ("ended", "lost"):
                return stamp
        return 0

    def _telling(self, at_us: int, kinds: Sequence[str]) -> tuple[int, str] | None:
        first: tuple[int, str] | None = None
        best, until_us = "", 0
        for index in range(bisect_left(self._main, (at_us, "")), len(self._main)):
            stamp, kind = self._main[index]
            if first is not None and stamp > until_us:
                break
            if kind not in kinds:
                continue
            if first is None:
                first = (stamp, kind)
                until_us = min(stamp + _SAME_REST_US, self.next_prompt(stamp) or stamp + _SAME_REST_US)
            if not best or _TELLING.index(kind) < _TELLING.index(best):
                best = kind
        return None if first is None else (first[0], best)


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


def first_after(stamps: list[tuple[int, str]], at_us: int, word: str) -> int:
    """The first stamp after ``at_us`` that carries ``word``; 0 when there is none. ``stamps`` are sorted."""
    for index in range(bisect_right(stamps, (at_us, "\uffff")), len(stamps)):
        if stamps[index][1] == word:
            return stamps[index][0]
    return 0


def insert_once(stamps: list[tuple[int, str]], stamp: tuple[int, str]) -> bool:
    """Sorted insertion; False if it was there."""
    index = bisect_left(stamps, stamp)
    if index < len(stamps) and stamps[index] == stamp:
        return False
    insort(stamps, stamp)
    return True


def remove_once(stamps: list[tuple[int, str]], stamp: tuple[int, str]) -> None:
    """Take a stamp out of a sorted list, if it is there."""
    index = bisect_left(stamps, stamp)
    if index < len(stamps) and stamps[index] == stamp:
        del stamps[index]
