"""The timeline of one session: records in any order → spans on lanes, in rows where they overlap. No pixels.

The main conversation has the lanes turns, model, tools, waiting and background; each subagent has a lane of its own
with its model, tools and waiting below it. ``apply`` only notes what changed; spans are built when they are read, as
many as changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from app.core import events as e
from app.core.projections.blocklist import Build
from app.core.projections.calls import Best, Call, source_rank
from app.core.projections.doings import Doings
from app.core.projections.pairing import Written
from app.core.projections.requests import Request
from app.core.projections.rests import Rests, rest_of
from app.core.projections.said import Texts
from app.core.projections.stacking import StackedLane
from app.core.projections.stamps import insert_once, remove_once
from app.core.projections.subagents import Subagent
from app.core.projections.words import ask_words, call_words, first_line, one_line, prompt_words
from app.core.records import Record, SessionKey

SpanKind = Literal["turn", "text", "thought", "tool", "wait", "subagent", "background", "gap"]
LaneKind = Literal["turns", "model", "tools", "waiting", "subagent", "background"]

LONGEST_GUESS_US = 120_000_000
"""A text or thought whose beginning nobody told is drawn from the thing before it, at most so long."""

_ON_AGAIN_US = 1_000_000
"""A call so long after a rest, before the next prompt, shows that the turn went on (a Stop hook wanted so)."""


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """A lane. ``rows``: how many its spans are stacked in; ``depth``: 0 main, 1 below a subagent's head …"""

    lane_id: str
    title: str
    depth: int
    kind: LaneKind
    rows: int = 1


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Something that took time. ``end_us`` None: it still goes on. ``row``: 0 at the lane's top.

    ``state``: running | ok | failed | denied | interrupted | unknown | done | open. ``block_id``: the block of the
    transcript.
    """

    span_id: str
    lane_id: str
    kind: SpanKind
    label: str
    start_us: int
    end_us: int | None = None
    state: str = ""
    row: int = 0
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class SpanChanges:
    """What changed since the last ``take_changes``: spans new or different, spans that are no more, and the lanes."""

    changed_ids: frozenset[str] = frozenset()
    removed_ids: frozenset[str] = frozenset()
    lanes_changed: bool = False


class _Touched:
    """Stands where a transcript has its block list: notes which things changed, builds nothing."""

    def __init__(self) -> None:
        self.lanes: dict[str, str] = {}
        self.ids: set[str] = set()

    def __contains__(self, block_id: str) -> bool:
        return block_id in self.lanes

    def put(self, block_id: str, lane: str, rank: int, at_us: int, build: Build) -> None:
        self.lanes[block_id] = lane
        self.ids.add(block_id)

    def grew(self, block_id: str, text: str) -> None:
        self.ids.add(block_id)

    def refresh(self, block_id: str) -> None:
        self.ids.add(block_id)

    def remove(self, block_id: str) -> None:
        if self.lanes.pop(block_id, None) is not None:
            self.ids.add(block_id)


@dataclass(slots=True)
class _Turn:
    at_us: int = 0
    told: Best = field(default_factory=Best)
    by_hook: bool = False


@dataclass(slots=True)
class _Thought:
    at_us: int
    lane: str
    text: str


class Timeline:
    """Folds the records of one session into spans."""

    def __init__(self, key: SessionKey) -> None:
        self.key = key
        self._touched = _Touched()
        self._rests = Rests()
        self._doings = Doings(self._touched, self._rests, self._call_began)
        self._texts = Texts(self._touched, self._rests, self._doings.call_beside)
        self._turns: dict[str, _Turn] = {}
        self._thoughts: dict[str, _Thought] = {}
        self._questions: dict[str, list[tuple[int, str]]] = {}
        self._background: dict[str, dict[int, e.BackgroundTask]] = {}
        self._stops: list[tuple[int, str]] = []
        self._gaps: dict[str, tuple[int, str]] = {}
        self._lanes: dict[str, StackedLane[Span]] = {}
        self._spans: dict[str, Span] = {}
        self._marks: dict[str, list[tuple[int, str]]] = {}
        self._guessed: dict[str, list[tuple[int, str]]] = {}
        """Per lane: spans whose start is guessed from the mark before, by end."""
        self._guess_of: dict[str, tuple[str, tuple[int, str]]] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._lanes_changed = True
        self._lane_list: list[Lane] = []

    # ── reading ────────────────────────────────────────────────────────────────────────────────

    def lanes(self) -> list[Lane]:
        """The lanes from top to bottom."""
        self._settle()
        return self._lane_list

    def spans(self) -> list[Span]:
        """All spans; within a lane in order of their start."""
        self._settle()
        return [span for lane in self._lane_list for span in self._in_lane(lane.lane_id)]

    def spans_of(self, lane_id: str) -> list[Span]:
        """The spans of one lane in order of their start."""
        self._settle()
        return list(self._in_lane(lane_id))

    def span(self, span_id: str) -> Span | None:
        self._settle()
        return self._spans.get(span_id)

    def bounds(self) -> tuple[int, int] | None:
        """(first start, last known start or end) in microseconds since the epoch; None while there is nothing."""
        self._settle()
        filled = [lane for lane in self._lanes.values() if len(lane)]
        if not filled:
            return None
        return min(lane.first_us for lane in filled), max(lane.last_us for lane in filled)

    def take_changes(self) -> SpanChanges:
        """What changed since the last call."""
        self._settle()
        changes = SpanChanges(frozenset(self._changed), frozenset(self._removed), self._lanes_changed)
        self._changed, self._removed, self._lanes_changed = set(), set(), False
        return changes

    def _in_lane(self, lane_id: str) -> list[Span]:
        lane = self._lanes.get(lane_id)
        return lane.spans if lane is not None else []

    # ── folding ────────────────────────────────────────────────────────────────────────────────

    def apply(self, record: Record) -> None:
        """Fold one record in; those of other sessions are ignored."""
        if record.session_id != self.key.session_id or record.agent != self.key.agent:
            return
        event = record.event
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, record, event)
        rest = rest_of(event)
        if rest:
            lane = event.lane if isinstance(event, e.SubagentFinished) else ""
            if self._rests.add(record.at_us, rest, lane):
                self._rested()
                self._touch_turn_at(record.at_us)
                self._touched.ids.update(f"background:{task_id}" for task_id in self._background)
                self._touched.ids.update(f"questions:{server}" for server in self._questions)

    def _rested(self) -> None:
        self._texts.rested()
        self._doings.rested()

    def _touch_turn_at(self, at_us: int) -> None:
        turn_id = self._rests.prompt_before(at_us)
        if turn_id:
            self._touched.ids.add(f"turn:{turn_id}")

    def _call_began(self, lane: str, at_us: int) -> None:
        self._texts.call_began(lane, at_us)
        if not lane:
            self._touch_turn_at(at_us)

    def _on_turn(self, record: Record, event: e.TurnStarted) -> None:
        turn_id = event.turn_id or f"@{record.at_us}"
        turn = self._turns.setdefault(turn_id, _Turn())
        before = turn.at_us
        turn.by_hook = turn.by_hook or record.source == "hook"
        turn.told.offer(source_rank(record), record.at_us, event.prompt)
        self._touched.ids.add(f"turn:{turn_id}")
        if before and before <= record.at_us:
            return
        turn.at_us = record.at_us
        self._touch_turn_at(turn.at_us - 1)
        self._rests.move_prompt(turn_id, before, turn.at_us)
        self._texts.prompt_came()
        self._rested()

    def _on_thought(self, record: Record, event: e.ThoughtWritten) -> None:
        known = self._thoughts.get(event.block_id)
        if known is None or record.at_us < known.at_us:
            self._thoughts[event.block_id] = _Thought(record.at_us, event.lane, event.text)
            self._touched.ids.add(f"thought:{event.block_id}")
        self._see_lane(event.lane, record)

    def _on_delta(self, record: Record, event: e.MessageDelta) -> None:
        self._texts.take_delta(record, event)
        if event.lane:
            self._see_lane(event.lane, record)

    def _on_written(self, record: Record, event: e.MessageWritten) -> None:
        self._texts.take_written(record, event)
        self._see_lane(event.lane, record)

    def _on_call(self, record: Record, event: e.ToolCallStarted) -> None:
        self._doings.take_start(record, event)
        self._see_lane(event.lane, record)

    def _on_call_end(self, record: Record, event: e.ToolCallFinished) -> None:
        self._doings.take_finish(record, event)
        self._see_lane(event.lane, record)

    def _on_asked(self, record: Record, event: e.QuestionAsked | e.QuestionAnswered) -> None:
        word = one_line(event.message, 60) if isinstance(event, e.QuestionAsked) else ""
        kind = "asked:" + word if isinstance(event, e.QuestionAsked) else "answered"
        insert_once(self._questions.setdefault(event.server, []), (record.at_us, kind))
        self._touched.ids.add(f"questions:{event.server}")

    def _on_finished(self, record: Record, event: e.TurnFinished) -> None:
        if record.source != "hook":
            return
        insert_once(self._stops, (record.at_us, ""))
        for task in event.background_tasks[:200]:
            self._background.setdefault(task.task_id, {})[record.at_us] = task
        self._touched.ids.update(f"background:{task_id}" for task_id in self._background)

    def _on_gap(self, record: Record, event: e.GapNoted) -> None:
        gap_id = f"gap:{record.at_us}:{one_line(event.reason, 40)}"
        self._gaps[gap_id] = (record.at_us, one_line(event.reason, 80))
        self._touched.ids.add(gap_id)

    def _see_lane(self, lane: str, record: Record) -> None:
        if lane:
            self._doings.subagents.see_lane(lane, record)

    # ── from what changed to spans ─────────────────────────────────────────────────────────────

    def _settle(self) -> None:
        if not self._touched.ids:
            return
        while self._touched.ids:
            touched, self._touched.ids = self._touched.ids, set()
            for thing in sorted(touched):
                self._rebuild(thing)
        for lane in self._lanes.values():
            for span, row in lane.restack():
                moved = msgspec.structs.replace(span, row=row)
                self._spans[span.span_id] = moved
                self._changed.add(span.span_id)
                lane.replace(moved)
            lane.trim()
        self._list_lanes()

    def _rebuild(self, thing: str) -> None:
        kind, _, name = thing.partition(":")
        guess = self._guess_of.pop(thing, None)
        if guess is not None:
            remove_once(self._guessed[guess[0]], guess[1])
        match kind:
            case "turn":
                self._put(thing, self._turn_span(name))
            case "text":
                self._put(thing, self._text_span(thing, name))
            case "thought":
                self._put(thing, self._thought_span(thing, self._thoughts.get(name)))
            case "tool":
                self._put(thing, self._call_span(thing, self._doings.calls.get(name)))
                subagent = self._doings.subagents.of(name)
                if subagent is not None:
                    self._put(f"subagent:{subagent.lane}", self._subagent_span(subagent))
            case "subagent":
                subagent = self._doings.subagents.by_lane.get(name)
                self._put(thing, self._subagent_span(subagent) if subagent is not None else None)
            case "permission":
                self._put(thing, self._wait_span(thing, self._doings.requests.by_id.get(name)))
            case "questions":
                self._question_spans(name)
            case "background":
                self._put(thing, self._background_span(thing, name))
            case "gap":
                at_us, label = self._gaps[thing]
                self._put(
                    thing, Span(span_id=thing, lane_id="turns", kind="gap", label=label, start_us=at_us, end_us=at_us)
                )
            case _:
                pass  # a prompt given to a subagent: its subagent's span shows it

    def _put(self, span_id: str, span: Span | None) -> None:
        before = self._spans.get(span_id)
        if span is not None and before is not None:
            span = msgspec.structs.replace(span, row=before.row)
        if span == before:
            return
        if before is not None:
            self._lanes[before.lane_id].remove(before)
            self._forget_marks(before)
        if span is None:
            del self._spans[span_id]
            self._changed.discard(span_id)
            self._removed.add(span_id)
            return
        self._spans[span_id] = span
        self._changed.add(span_id)
        self._removed.discard(span_id)
        lane = self._lanes.get(span.lane_id)
        if lane is None:
            lane = self._lanes[span.lane_id] = StackedLane()
        lane.add(span)
        self._note_marks(span)

    # ── marks: where a text or thought without a known beginning may have begun ────────────────────

    def _marks_of(self, span: Span) -> tuple[str, list[int]]:
        lane = span.lane_id.rpartition("/")[0]
        if span.kind in ("tool", "subagent"):
            if span.kind == "subagent":
                return span.lane_id, [span.start_us]
            return lane, [span.start_us, *([span.end_us] if span.end_us else [])]
        if span.kind in ("text", "thought"):
            return lane, [span.end_us] if span.end_us else []
        return lane, [span.start_us] if span.kind == "turn" else []

    def _note_marks(self, span: Span) -> None:
        lane, stamps = self._marks_of(span)
        for stamp in stamps:
            insort(self._marks.setdefault(lane, []), (stamp, span.span_id))
            self._touch_guess_after(lane, stamp)

    def _forget_marks(self, span: Span) -> None:
        lane, stamps = self._marks_of(span)
        marks = self._marks.get(lane, [])
        for stamp in stamps:
            index = bisect_left(marks, (stamp, span.span_id))
            if index < len(marks) and marks[index] == (stamp, span.span_id):
                del marks[index]
            self._touch_guess_after(lane, stamp)

    def _touch_guess_after(self, lane: str, stamp: int) -> None:
        guessed = self._guessed.get(lane, [])
        index = bisect_right(guessed, (stamp, "\uffff"))
        if index < len(guessed):
            self._touched.ids.add(guessed[index][1])

    def _guess_start(self, thing: str, lane_id: str, end_us: int) -> int:
        lane = lane_id.rpartition("/")[0]
        self._guess_of[thing] = (lane, (end_us, thing))
        insert_once(self._guessed.setdefault(lane, []), (end_us, thing))
        marks = self._marks.get(lane, [])
        index = bisect_left(marks, (end_us, ""))
        if not index:
            return end_us
        return max(marks[index - 1][0], end_us - LONGEST_GUESS_US)

    # ── one function per kind of span ───────────────────────────────────────────────────────────

    def _turn_span(self, turn_id: str) -> Span | None:
        turn = self._turns.get(turn_id)
        if turn is None:
            return None
        end_us, state = self._turn_end(turn)
        return Span(
            span_id=f"turn:{turn_id}",
            lane_id="turns",
            kind="turn",
            label=prompt_words(turn.told.value or ""),
            start_us=turn.at_us,
            end_us=end_us,
            state=state,
            block_id=f"prompt:{turn_id}",
        )

    def _turn_end(self, turn: _Turn) -> tuple[int | None, str]:
        until_us = self._rests.next_prompt(turn.at_us)
        rest = self._rests.after("", turn.at_us)
        while rest is not None:
            went_on_us = self._doings.call_between("", rest[0] + _ON_AGAIN_US, until_us)
            later = self._rests.after("", went_on_us) if went_on_us else rest
            if later is None or later == rest:
                rest = later
                break
            rest = later
        if rest is not None and (not until_us or rest[0] < until_us):
            states = {"finished": "done", "failed": "failed", "interrupted": "interrupted"}
            states["idle"] = "interrupted" if turn.by_hook else "done"
            return rest[0], states.get(rest[1], "unknown")
        return (until_us, "done") if until_us else (None, "running")  # a prompt given meanwhile goes on with it

    def _text_span(self, thing: str, name: str) -> Span | None:
        lane = self._touched.lanes.get(thing)
        if lane is None:
            return None
        pairs = self._texts.pairs(lane)
        lane_id = _below(lane, "model")
        stream = pairs.streams.get(name)
        if stream is None:
            return self._written_span(thing, lane_id, pairs.written[name])
        written = pairs.written.get(pairs.partner.get(name, ""))
        ended = written is not None or self._texts.ended(stream)
        end_us = max(stream.last_us, stream.first_us) if ended else None
        begun_us = stream.first_us
        if ended and stream.last_us == stream.first_us:  # all of it was streamed at once, when it had ended
            end_us = min(stream.last_us, written.at_us) if written is not None else stream.last_us
            begun_us = self._guess_start(thing, lane_id, end_us)
        cut = ended and written is None and not stream.complete
        return Span(
            span_id=thing,
            lane_id=lane_id,
            kind="text",
            label=first_line(stream.head() if written is None else written.text),
            start_us=begun_us,
            end_us=end_us,
            state="interrupted" if cut or (written is not None and written.synthetic) else "ok" if ended else "running",
            block_id=thing,
        )

    def _written_span(self, thing: str, lane_id: str, written: Written) -> Span:
        return Span(
            span_id=thing,
            lane_id=lane_id,
            kind="text",
            label=first_line(written.text),
            start_us=self._guess_start(thing, lane_id, written.at_us),
            end_us=written.at_us,
            state="ok",
            block_id=thing,
        )

    def _thought_span(self, thing: str, thought: _Thought | None) -> Span | None:
        if thought is None:
            return None
        lane_id = _below(thought.lane, "model")
        return Span(
            span_id=thing,
            lane_id=lane_id,
            kind="thought",
            label=first_line(thought.text),
            start_us=self._guess_start(thing, lane_id, thought.at_us),
            end_us=thought.at_us,
            state="ok",
            block_id=thing,
        )

    def _call_span(self, thing: str, call: Call | None) -> Span | None:
        if call is None or self._doings.subagents.of(call.tool_call_id) is not None:
            return None
        status, end_us = self._doings.end_of(call)
        start_us = call.started_us or call.first_us
        return Span(
            span_id=thing,
            lane_id=_below(call.lane, "tools"),
            kind="tool",
            label=call_words(call.tool_name, call.input.value),
            start_us=start_us,
            end_us=max(end_us, start_us) if end_us else None,
            state=status,
            block_id=thing,
        )

    def _subagent_span(self, subagent: Subagent) -> Span | None:
        call = self._doings.calls.get(subagent.linked)
        if call is None and not subagent.at_us:
            return None
        stamps = [stamp for stamp in (subagent.at_us, call.started_us if call else 0) if stamp]
        start_us = min(stamps) if stamps else call.first_us if call else 0
        end_us = self._doings.subagents.end_of(subagent, call)
        state = "ok" if end_us else "running"
        rest = None if end_us else self._rests.after(subagent.lane, start_us)
        if rest is not None:
            end_us, state = rest[0], "interrupted" if rest[1] == "interrupted" else "unknown"
        description, kind = subagent.description.value or "", subagent.kind.value or ""
        if call is not None and isinstance(call.input.value, dict) and not description:
            given = call.input.value.get("description")
            description = given if isinstance(given, str) else ""
        return Span(
            span_id=f"subagent:{subagent.lane}",
            lane_id=_head(subagent.lane),
            kind="subagent",
            label=one_line(description or kind or "subagent"),
            start_us=start_us,
            end_us=max(end_us, start_us) if end_us else None,
            state=state,
            block_id=f"tool:{call.tool_call_id}" if call is not None else f"subagent:{subagent.lane}",
        )

    def _wait_span(self, thing: str, request: Request | None) -> Span | None:
        if request is None:
            return None
        state, _, _ = self._doings.requests.state_of(request)
        end_us = self._doings.requests.wait_end(request)
        event = request.event
        return Span(
            span_id=thing,
            lane_id=_below(event.lane, "waiting"),
            kind="wait",
            label=ask_words(event.kind, event.tool_name, event.input),
            start_us=request.at_us,
            end_us=max(end_us, request.at_us) if end_us else None,
            state="open" if not end_us else state,
            block_id=thing,
        )

    def _question_spans(self, server: str) -> None:
        told = self._questions[server]
        for index, (at_us, word) in enumerate(told):
            if not word.startswith("asked:"):
                continue
            following = told[index + 1] if index + 1 < len(told) else None
            answered_us = following[0] if following is not None and following[1] == "answered" else 0
            rest = self._rests.after("", at_us)
            end_us = answered_us or (rest[0] if rest is not None else 0)
            span_id = f"question:{server}:{at_us}"
            span = Span(
                span_id=span_id,
                lane_id=_below("", "waiting"),
                kind="wait",
                label=word.removeprefix("asked:") or one_line(server, 60),
                start_us=at_us,
                end_us=end_us or None,
                state="open" if not end_us else "ok" if answered_us else "unknown",
            )
            self._put(span_id, span)

    def _background_span(self, thing: str, task_id: str) -> Span | None:
        seen = self._background.get(task_id)
        if not seen:
            return None
        first_us, last_us = min(seen), max(seen)
        task = seen[last_us]
        end_us = 0
        if task.status and task.status not in ("running", "pending", "in_progress"):
            end_us = last_us
        index = bisect_right(self._stops, (last_us, "\uffff"))
        if not end_us and index < len(self._stops):
            end_us = self._stops[index][0]  # the next Stop did not name it any more
        over_us = self._rests.over(last_us)
        if over_us and (not end_us or over_us < end_us):
            end_us = over_us
        return Span(
            span_id=thing,
            lane_id="background",
            kind="background",
            label=one_line(task.description or task.command or task.kind or task_id),
            start_us=first_us,
            end_us=end_us or None,
            state="ok" if end_us else "running",
        )

    # ── lanes ──────────────────────────────────────────────────────────────────────────────────

    def _list_lanes(self) -> None:
        listed = [self._lane("turns", "turns", 0, "turns"), *self._group("", 0)]
        if self._filled("background"):
            listed.append(self._lane("background", "background", 0, "background"))
        children: dict[str, list[tuple[int, str]]] = {}
        for subagent in self._doings.subagents.by_lane.values():
            span = self._spans.get(f"subagent:{subagent.lane}")
            if span is not None:
                call = self._doings.calls.get(subagent.linked)
                parent = call.lane if call is not None and call.lane != subagent.lane else ""
                children.setdefault(parent, []).append((span.start_us, subagent.lane))
        self._list_subagents(listed, children, "", 0)
        if listed != self._lane_list:
            self._lane_list = listed
            self._lanes_changed = True

    def _list_subagents(
        self, listed: list[Lane], children: dict[str, list[tuple[int, str]]], parent: str, depth: int
    ) -> None:
        for _, lane in sorted(children.pop(parent, [])):
            span = self._spans[f"subagent:{lane}"]
            listed.append(self._lane(_head(lane), span.label, depth, "subagent"))
            listed += self._group(lane, depth + 1)
            if depth < 8:
                self._list_subagents(listed, children, lane, depth + 1)

    def _group(self, lane: str, depth: int) -> list[Lane]:
        kinds: tuple[LaneKind, ...] = ("model", "tools", "waiting")
        return [
            self._lane(_below(lane, kind), kind, depth, kind)
            for kind in kinds
            if self._filled(_below(lane, kind)) or (not lane and kind != "waiting")
        ]

    def _filled(self, lane_id: str) -> bool:
        lane = self._lanes.get(lane_id)
        return lane is not None and len(lane) > 0

    def _lane(self, lane_id: str, title: str, depth: int, kind: LaneKind) -> Lane:
        lane = self._lanes.get(lane_id)
        return Lane(lane_id=lane_id, title=title, depth=depth, kind=kind, rows=lane.rows if lane is not None else 1)


def _head(lane: str) -> str:
    return f"agent:{lane}"


def _below(lane: str, kind: str) -> str:
    return f"{_head(lane)}/{kind}" if lane else f"/{kind}"


_HANDLERS: dict[type[e.Event], Callable[[Timeline, Record, Any], None]] = {
    e.TurnStarted: Timeline._on_turn,
    e.TurnFinished: Timeline._on_finished,
    e.MessageDelta: Timeline._on_delta,
    e.MessageWritten: Timeline._on_written,
    e.ThoughtWritten: Timeline._on_thought,
    e.ToolCallStarted: Timeline._on_call,
    e.ToolCallFinished: Timeline._on_call_end,
    e.ToolBatchFinished: lambda self, record, event: self._doings.take_batch(record, event),
    e.PermissionDenied: lambda self, record, event: self._doings.take_denial(record, event),
    e.PermissionRequested: lambda self, record, event: self._doings.requests.take_request(record, event),
    e.PermissionSettled: lambda self, record, event: self._doings.requests.take_settled(record, event),
    e.SubagentStarted: lambda self, record, event: self._doings.subagents.take_start(record, event),
    e.SubagentFinished: lambda self, record, event: self._doings.subagents.take_end(record, event),
    e.AgentReported: lambda self, record, event: self._doings.requests.take_report(record.at_us, event.state),
    e.QuestionAsked: Timeline._on_asked,
    e.QuestionAnswered: Timeline._on_asked,
    e.GapNoted: Timeline._on_gap,
}
