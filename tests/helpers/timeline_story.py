"""A canned timeline with every kind of span in it."""

from __future__ import annotations

import dataclasses

START_US = 1_763_800_000_000_000


@dataclasses.dataclass(frozen=True)
class StoryLane:
    lane_id: str
    title: str
    depth: int = 0
    kind: str = ""


@dataclasses.dataclass(frozen=True)
class StorySpan:
    span_id: str
    lane_id: str
    row: int
    kind: str
    label: str
    start_us: int
    end_us: int | None
    state: str = "ok"
    block_id: str = ""


@dataclasses.dataclass(frozen=True)
class StorySpanChanges:
    changed_ids: frozenset[str]
    removed_ids: frozenset[str]
    lanes_changed: bool


class StoryTimeline:
    """Lanes and spans as the projection would give them."""

    def __init__(self, spans: list[StorySpan] | None = None) -> None:
        self._spans = story_spans() if spans is None else spans
        self._changed: set[str] = set()
        self._removed: set[str] = set()

    def lanes(self) -> list[StoryLane]:
        known = {span.lane_id for span in self._spans}
        return [lane for lane in _LANES if lane.lane_id in known]

    def spans_of(self, lane_id: str) -> list[StorySpan]:
        return [span for span in self._spans if span.lane_id == lane_id]

    def span(self, span_id: str) -> StorySpan | None:
        return next((span for span in self._spans if span.span_id == span_id), None)

    def put(self, span: StorySpan) -> None:
        """Add a span, or put another in the place of the one with its id."""
        self._spans = [known for known in self._spans if known.span_id != span.span_id] + [span]
        self._changed.add(span.span_id)

    def take(self, span_id: str) -> None:
        """A span is no more."""
        self._spans = [known for known in self._spans if known.span_id != span_id]
        self._removed.add(span_id)

    def take_changes(self) -> StorySpanChanges:
        changes = StorySpanChanges(frozenset(self._changed), frozenset(self._removed), bool(self._changed))
        self._changed, self._removed = set(), set()
        return changes

    def bounds(self) -> tuple[int, int] | None:
        if not self._spans:
            return None
        ends = [span.end_us if span.end_us is not None else span.start_us for span in self._spans]
        return min(span.start_us for span in self._spans), max(ends)


_LANES = [
    StoryLane("turns", "turns", kind="turns"),
    StoryLane("model", "model", kind="model"),
    StoryLane("tools", "tools", kind="tools"),
    StoryLane("wait", "needs you", kind="waiting"),
    StoryLane("agent", "Explore", kind="subagent"),
    StoryLane("agent/tools", "tools", 1, kind="tools"),
    StoryLane("agent/waiting", "waiting", 1, kind="waiting"),
    StoryLane("background", "background", kind="background"),
]


def story_spans() -> list[StorySpan]:
    """Two turns: the first finished, the second still going on."""

    def span(
        name: str,
        lane: str,
        kind: str,
        label: str,
        start_s: float,
        end_s: float | None,
        row: int = 0,
        state: str = "ok",
    ) -> StorySpan:
        end = None if end_s is None else START_US + int(end_s * 1e6)
        return StorySpan(name, lane, row, kind, label, START_US + int(start_s * 1e6), end, state, f"block:{name}")

    return [
        span("turn1", "turns", "turn", "make the redirect keep its query string", 0, 41),
        span("think1", "model", "thought", "thinking", 0.4, 4),
        span("text1", "model", "text", "I'll look at the handler first.", 4, 9),
        span("read", "tools", "tool", "Read app/views/login.py", 9, 9.4),
        span("grep", "tools", "tool", "Grep redirect", 9.1, 10.2, row=1),
        span("text2", "model", "text", "The redirect drops everything", 10.5, 19),
        span("edit", "tools", "tool", "Edit app/views/login.py", 19.2, 21),
        span("tests", "tools", "tool", "Bash pytest", 21.5, 28, state="failed"),
        span("agent", "agent", "subagent", "Explore: find every place", 22, 36),
        span("grep2", "agent/tools", "tool", "Grep redirect", 23, 27),
        span("read2", "agent/tools", "tool", "Read urls.py", 28, 33, state="failed"),
        span("ask2", "agent/waiting", "wait", "allow curl?", 33, 35),
        span("text3", "model", "text", "One test fails", 29, 40),
        span("gap", "turns", "gap", "the hub was away", 41, 55),
        span("turn2", "turns", "turn", "now push it", 55, None, state="running"),
        span("think2", "model", "thought", "thinking", 55.3, 58),
        span("ask", "wait", "wait", "allow git push?", 60, None, state="open"),
        span("serve", "background", "background", "npm run dev", 12, None, state="running"),
        span("tests2", "tools", "tool", "Bash pytest -q", 58.5, None, state="running"),
        span("wait1", "wait", "wait", "allow git add?", 36.5, 39.5),
    ]
