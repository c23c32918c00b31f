"""Makes the spans of a timeline: one function for each kind of thing that takes time."""

from __future__ import annotations

from bisect import bisect_right

from app.core.projections.calls import Call
from app.core.projections.marks import Marks
from app.core.projections.pairing import Written
from app.core.projections.requests import Request
from app.core.projections.spans import Span, head_lane, lane_below
from app.core.projections.subagents import Subagent
from app.core.projections.thoughts import Whole
from app.core.projections.timeline_facts import TimelineFacts, Turn
from app.core.projections.words import ask_words, call_words, first_line, one_line, prompt_words

_ON_AGAIN_US = 1_000_000
"""A call so long after a rest, before the next prompt, shows that the turn went on (a Stop hook wanted so)."""


class SpanMaker:
    """Looks at the facts and makes spans of them; None where there is nothing (any more) to show."""

    def __init__(self, facts: TimelineFacts, marks: Marks) -> None:
        self._facts = facts
        self._marks = marks

    def turn(self, turn_id: str) -> Span | None:
        turn = self._facts.turns.get(turn_id)
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

    def _turn_end(self, turn: Turn) -> tuple[int | None, str]:
        until_us = self._facts.rests.next_prompt(turn.at_us)
        rest = self._facts.rests.after("", turn.at_us)
        while rest is not None:
            went_on_us = self._facts.doings.call_between("", rest[0] + _ON_AGAIN_US, until_us)
            later = self._facts.rests.after("", went_on_us) if went_on_us else rest
            if later is None or later == rest:
                rest = later
                break
            rest = later
        if rest is not None and (not until_us or rest[0] < until_us):
            states = {"finished": "done", "failed": "failed", "interrupted": "interrupted"}
            states["idle"] = "interrupted" if turn.by_hook else "done"
            return rest[0], states.get(rest[1], "unknown")
        return (until_us, "done") if until_us else (None, "running")  # a prompt given meanwhile goes on with it

    def text(self, thing: str, name: str) -> Span | None:
        lane = self._facts.touched.lanes.get(thing)
        if lane is None:
            return None
        pairs = self._facts.texts.pairs(lane)
        lane_id = lane_below(lane, "model")
        stream = pairs.streams.get(name)
        if stream is None:
            return self._written_span(thing, lane_id, pairs.written[name])
        written = pairs.written.get(pairs.partner.get(name, ""))
        ended = written is not None or self._facts.texts.ended(stream)
        end_us = max(stream.last_us, stream.first_us) if ended else None
        begun_us = stream.first_us
        if ended and stream.last_us == stream.first_us:  # all of it was streamed at once, when it had ended
            end_us = min(stream.last_us, written.at_us) if written is not None else stream.last_us
            begun_us = self._marks.guess_start(thing, lane_id, end_us)
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
            start_us=self._marks.guess_start(thing, lane_id, written.at_us),
            end_us=written.at_us,
            state="ok",
            block_id=thing,
        )

    def thought(self, thing: str, name: str) -> Span | None:
        stream, whole = self._facts.thoughts.pair(name)
        if stream is None:
            return self._whole_thought(thing, whole) if whole is not None else None
        lane_id = lane_below(stream.lane, "model")
        ended = whole is not None or self._facts.texts.ended(stream)
        cut = ended and whole is None and not stream.complete
        begun_us = stream.first_us
        if ended and not cut and stream.last_us == begun_us:  # all of it was streamed at once, when it had ended
            begun_us = self._marks.guess_start(thing, lane_id, begun_us)
        return Span(
            span_id=thing,
            lane_id=lane_id,
            kind="thought",
            label=first_line(stream.head() if whole is None else whole.text),
            start_us=begun_us,
            end_us=stream.last_us if ended else None,
            state="interrupted" if cut else "ok" if ended else "running",
            block_id=thing,
        )

    def _whole_thought(self, thing: str, whole: Whole) -> Span:
        lane_id = lane_below(whole.lane, "model")
        return Span(
            span_id=thing,
            lane_id=lane_id,
            kind="thought",
            label=first_line(whole.text),
            start_us=self._marks.guess_start(thing, lane_id, whole.at_us),
            end_us=whole.at_us,
            state="ok",
            block_id=thing,
        )

    def call(self, thing: str, call: Call | None) -> Span | None:
        if call is None or self._facts.doings.subagents.of(call.tool_call_id) is not None:
            return None
        status, end_us = self._facts.doings.end_of(call)
        start_us = call.started_us or call.first_us
        return Span(
            span_id=thing,
            lane_id=lane_below(call.lane, "tools"),
            kind="tool",
            label=call_words(call.tool_name, call.input.value),
            start_us=start_us,
            end_us=max(end_us, start_us) if end_us else None,
            state=status,
            block_id=thing,
        )

    def subagent(self, subagent: Subagent) -> Span | None:
        call = self._facts.doings.calls.get(subagent.linked)
        if call is None and not subagent.at_us:
            return None
        stamps = [stamp for stamp in (subagent.at_us, call.started_us if call else 0) if stamp]
        start_us = min(stamps) if stamps else call.first_us if call else 0
        end_us = self._facts.doings.subagents.end_of(subagent, call)
        state = "ok" if end_us else "running"
        rest = None if end_us else self._facts.rests.after(subagent.lane, start_us)
        if rest is not None:
            end_us, state = rest[0], "interrupted" if rest[1] == "interrupted" else "unknown"
        description, kind = subagent.description.value or "", subagent.kind.value or ""
        if call is not None and isinstance(call.input.value, dict) and not description:
            given = call.input.value.get("description")
            description = given if isinstance(given, str) else ""
        return Span(
            span_id=f"subagent:{subagent.lane}",
            lane_id=head_lane(subagent.lane),
            kind="subagent",
            label=one_line(description or kind or "subagent"),
            start_us=start_us,
            end_us=max(end_us, start_us) if end_us else None,
            state=state,
            block_id=f"tool:{call.tool_call_id}" if call is not None else f"subagent:{subagent.lane}",
        )

    def wait(self, thing: str, request: Request | None) -> Span | None:
        if request is None:
            return None
        state, _, _ = self._facts.doings.requests.state_of(request)
        end_us = self._facts.doings.requests.wait_end(request)
        event = request.event
        return Span(
            span_id=thing,
            lane_id=lane_below(event.lane, "waiting"),
            kind="wait",
            label=ask_words(event.kind, event.tool_name, event.input),
            start_us=request.at_us,
            end_us=max(end_us, request.at_us) if end_us else None,
            state="open" if not end_us else state,
            block_id=thing,
        )

    def questions(self, server: str) -> list[Span]:
        """The waits for a server's questions."""
        told = self._facts.questions[server]
        found = []
        for index, (at_us, word) in enumerate(told):
            if not word.startswith("asked:"):
                continue
            following = told[index + 1] if index + 1 < len(told) else None
            answered_us = following[0] if following is not None and following[1] == "answered" else 0
            rest = self._facts.rests.after("", at_us)
            end_us = answered_us or (rest[0] if rest is not None else 0)
            found.append(
                Span(
                    span_id=f"question:{server}:{at_us}",
                    lane_id=lane_below("", "waiting"),
                    kind="wait",
                    label=word.removeprefix("asked:") or one_line(server, 60),
                    start_us=at_us,
                    end_us=end_us or None,
                    state="open" if not end_us else "ok" if answered_us else "unknown",
                )
            )
        return found

    def background(self, thing: str, task_id: str) -> Span | None:
        seen = self._facts.background.get(task_id)
        if not seen:
            return None
        first_us, last_us = min(seen), max(seen)
        task = seen[last_us]
        end_us = 0
        if task.status and task.status not in ("running", "pending", "in_progress"):
            end_us = last_us
        index = bisect_right(self._facts.stops, (last_us, "\uffff"))
        if not end_us and index < len(self._facts.stops):
            end_us = self._facts.stops[index][0]  # the next Stop did not name it any more
        over_us = self._facts.rests.over(last_us)
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
